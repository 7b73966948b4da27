//! What is said of an answer, what was right, and why.

use crate::exercise::state::{Attempt, Chosen, Question, Try};
use crate::glossary::sentence::sentence;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{paragraph, part};
use language::{fill, say};
use leptos::prelude::*;
use lesson::{Given, Kind};
use picture::explain;
use trace::hidden::marked;

/// In one sentence, for those who listen as well: whether it was right, and what is said of it.
pub fn verdict(attempt: Attempt) -> ErasedView {
    let said = part(move || {
        let tries = attempt.tries.read();
        let last = tries.last()?;
        let is_answered = attempt.is_open.get() || !last.verdict.is_right;
        let word = match last.verdict.is_right {
            true => say(texts::EXERCISE_RIGHT),
            false => say(texts::EXERCISE_NOT_RIGHT),
        };
        let class = if last.verdict.is_right { "is-right" } else { "is-predicted" };
        // An option has its feedback in itself, but for those who listen.
        let said = if has_options(attempt) { "unseen" } else { "" };
        let feedback = feedback(last);
        let kept = kept(&tries);
        is_answered.then(|| {
            view! { <p class="exercise-verdict"><b class=class>{word}</b>" "<span class=said>{feedback}</span></p>{kept} }
                .erased()
        })
    });
    view! { <div role="status" class="exercise-said">{said}</div> }.erased()
}

/// All sentences that are said of an answer.
fn feedback(of: &Try) -> String {
    let language = language::current();
    let said: Vec<String> = of.verdict.feedback.iter().map(|told| told.words(language)).collect();
    marked(&said.join(" ")).into_owned()
}

fn has_options(attempt: Attempt) -> bool {
    let last = attempt.tries.peek().last().map(|last| last.chosen.clone());
    matches!(last, Some(Chosen::Choice(_)))
}

/// What was predicted first, where something else was answered since.
fn kept(tries: &[Try]) -> Option<ErasedView> {
    let (first, last) = (tries.first()?, tries.last()?);
    let is_other = tries.len() > 1 && first.words != last.words && first.chosen != Chosen::Run;
    let words = marked(&first.words).into_owned();
    is_other.then(|| {
        paragraph("muted", fill!(texts::EXERCISE_FIRST_PREDICTION, answer = words).erased())
    })
}

/// Why it is so, once the truth is shown.
pub fn why(attempt: Attempt) -> ErasedView {
    let open = RwSignal::new(None);
    let said = part(move || {
        let question = Option::clone(&attempt.question.read())?;
        if !attempt.is_open.get() {
            return None;
        }
        let why = match &question.exercise.kind {
            Kind::WorkOut(quantity) => solution(quantity),
            Kind::Order(ordering) if !is_right(attempt) => right_order(ordering),
            _ => of_step(&question, open)?,
        };
        Some(
            view! { <div class="exercise-why" role="group" aria-label=say(texts::WHY)>{why}</div> }
                .erased(),
        )
    });
    said.erased()
}

/// The step that came, in whole sentences, and where it is written that it does.
fn of_step(question: &Question, open: RwSignal<Option<picture::Term>>) -> Option<ErasedView> {
    let sequence = question.sequence.as_ref()?;
    let step = match (&question.exercise.given, &question.exercise.kind) {
        (Given::StepsBefore(step), _) => *step,
        (_, Kind::FindFault(diagnosis)) => *diagnosis.steps.first()?,
        _ => return None,
    };
    if step >= sequence.steps.len() {
        let done = say(texts::EXERCISE_ALL_IS_DONE);
        return Some(paragraph("reason", done.erased()));
    }
    let explain::Why { said, source } = explain::why(sequence, step);
    let happened = paragraph("reason", sentence(explain::sentence(sequence, step), open));
    let link = view! {
        <a href=source.url target="_blank" rel="noopener">{source.title}
            <span class="unseen">{say(texts::OPENS_IN_A_NEW)}</span>
        </a>
    };
    let parts =
        [happened, paragraph("reason", sentence(said, open)), paragraph("source", link.erased())];
    Some(Vec::from(parts).erased())
}

/// An order that is right.
fn right_order(ordering: &lesson::Ordering) -> ErasedView {
    let language = language::current();
    let item = |thing: usize| {
        let words = marked(&ordering.items[thing].words(language)).into_owned();
        view! { <li>{words}</li> }.erased()
    };
    let items = ordering.happened.iter().copied().map(item).collect::<Vec<_>>();
    view! { <p>{say(texts::EXERCISE_ONE_RIGHT_ORDER)}</p><ol>{items}</ol> }.erased()
}

/// The parts, which add up to the amount.
fn solution(quantity: &lesson::Quantity) -> ErasedView {
    let language = language::current();
    let row = |words: String, amount: String| {
        let words = marked(&words).into_owned();
        view! { <tr><th scope="row">{words}</th><td>{amount}</td></tr> }.erased()
    };
    let amount = |value| quantity.unit.told_exactly(value).words(language);
    let parts = quantity.solution.iter();
    let parts = parts.map(|part| row(part.words.words(language), amount(part.value)));
    let parts = parts.collect::<Vec<_>>();
    let sum = quantity.sum(language);
    view! {
        <table class="exercise-sum">
            <caption>{say(texts::EXERCISE_SOLUTION)}</caption>
            <tbody>{parts}</tbody>
            <tfoot><tr><th scope="row">{say(texts::EXERCISE_SUM)}</th><td>{sum}</td></tr></tfoot>
        </table>
    }
    .erased()
}

/// Whether the last answer is right.
pub fn is_right(attempt: Attempt) -> bool {
    attempt.tries.read().last().is_some_and(|last| last.verdict.is_right)
}
