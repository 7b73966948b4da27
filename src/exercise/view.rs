//! An exercise as a view: the picture at the left, or above on a phone; text, question, answers, and what is
//! said of them at the right, or below.

use crate::bench::runs::{Answered, Bench, Wanted};
use crate::browser::{focus, scroll};
use crate::exercise::picture::{self, Aside, bar, lanes, packets_of, show};
use crate::exercise::pointing::Pointing;
use crate::exercise::question::{Posing, posing};
use crate::exercise::reveal::reveal;
use crate::exercise::state::{Attempt, Outcome, Posed, Question};
use crate::exercise::{amount, choose, fault, make, order, verdict, written};
use crate::playback::controls;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, paragraph, part, watch};
use ::picture::{Level, Sequence};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use lesson::file::SpecKind;
use lesson::{Given, Kind, Place};
use trace::Scenario;
use trace::hidden::marked;
use wasm_bindgen::JsCast;
use web_sys::{Element, ScrollBehavior};

/// An exercise. `before` is the text above the question, `after` what stands below the answers; `done` is told
/// what became of each answer.
///
/// The keys 1 to 9 choose an option while the focus is within it. Whoever shows it gives it the focus with
/// [`focus_question`].
pub fn exercise(
    session: Session,
    posed: Posed,
    before: ErasedView,
    after: ErasedView,
    done: Callback<Outcome>,
) -> ErasedView {
    let bench = session.bench;
    let attempt = Attempt::new(session.settings, done);
    attempt.text.set_value(posed.text.clone());
    let posing = posing(bench, &posed);
    let shown = Shown::of(attempt.player);
    controls::play(attempt.player, shown);
    watch(move || {
        let question = match posing.get() {
            Posing::Here(question) => Some(question),
            Posing::Waiting(_) | Posing::Failed(..) | Posing::Nothing => None,
        };
        if let Some(question) = &question {
            set_scene(attempt.player, question);
        }
        attempt.pose(question);
    });
    watch(move || {
        if attempt.is_open.get() {
            let question = attempt.question.peek();
            question.iter().for_each(|question| play_the_truth(attempt.player, question));
        }
    });
    watch(move || make::show_made(attempt));
    let picture = part(move || picture_of(attempt));
    let given = posed.clone();
    let asked = part(move || Some(asked(session, attempt, &given, posing.get())));
    let root = NodeRef::<Div>::new();
    let keys = move |pressed: KeyboardEvent| {
        let root = root.get_untracked();
        if root.is_some_and(|root| take_key(&root, &pressed)) {
            pressed.prevent_default();
        }
    };
    view! {
        <div class="exercise" node_ref=root on:keydown=act(keys)>
            {picture}
            <div class="exercise-side">
                {before}
                {asked}
                {verdict::verdict(attempt)}
                {verdict::why(attempt)}
                {part(move || next_acts(session, attempt, posed.seed))}
                {after}
            </div>
        </div>
    }
    .erased()
}

/// The same with an exchange to be watched, and no question.
pub fn watch_exchange(
    session: Session,
    scenario: Scenario,
    before: ErasedView,
    after: ErasedView,
) -> ErasedView {
    let (bench, player) = (session.bench, Player::new(session.settings));
    let shown = Shown::of(player);
    controls::play(player, shown);
    let wanted = StoredValue::new(Wanted::Run(scenario));
    bench.ask(wanted.get_value());
    let found = Memo::new_with_compare(move |_| bench.answer(&wanted.get_value()), |_, _| true);
    watch(move || {
        if let Some(Answered::Trace(trace)) = found.get() {
            let sequence = Sequence::new(trace, Level::Story);
            show(player, &sequence, sequence.steps.len(), 0);
        }
    });
    let picture = part(move || match found.get() {
        Some(Answered::Trace(_)) => {
            let lanes = lanes(player, None, Aside::Nothing);
            Some(view! { <div class="exercise-picture">{lanes}{bar(player)}</div> }.erased())
        }
        Some(Answered::Failed(why)) => Some(failed(bench, &why, wanted.get_value())),
        Some(Answered::Inside(_)) | None => Some(waiting()),
    });
    let said = part(move || {
        let said = shown.of_step(::picture::explain::sentence)?.plain_text();
        Some(paragraph("exercise-now", marked(&said).into_owned().erased()))
    });
    view! {
        <div class="exercise">
            {picture}
            <div class="exercise-side">{before}<div aria-live="polite">{said}</div>{after}</div>
        </div>
    }
    .erased()
}

/// Gives the focus to the question, so that it is read and keys answer it.
pub fn focus_question() {
    focus::focus_soon(".exercise-question".to_owned());
}

/// What stands in the picture while the question waits for its answer.
fn set_scene(player: Player, question: &Question) {
    let Some(sequence) = &question.sequence else { return };
    let n_steps = question.n_steps_shown();
    match question.exercise.given {
        Given::Packets => {
            let packets = packets_of(sequence);
            show(player, &packets, packets.steps.len(), 0);
        }
        Given::StepsBefore(_) => show(player, sequence, n_steps, n_steps.saturating_sub(1)),
        Given::Lanes => show(player, sequence, 0, 0),
        Given::Nothing
        | Given::Url(_)
        | Given::Step(_)
        | Given::Steps
        | Given::Field(_)
        | Given::Scenario(_) => show(player, sequence, n_steps, 0),
    }
}

/// The true thing: the step that was hidden comes, or the steps go on from here to their end.
fn play_the_truth(player: Player, question: &Question) {
    let Some(sequence) = &question.sequence else { return };
    let all = sequence.steps.len();
    match (&question.exercise.given, &question.exercise.kind) {
        (Given::StepsBefore(step), _) => show(player, sequence, (step + 1).min(all), *step),
        (Given::Lanes, _) | (_, Kind::Order(_)) => {
            show(player, sequence, all, 0);
            let still = scroll::smoothly() == ScrollBehavior::Instant;
            player.dispatch(if still { Command::Last } else { Command::PlayOrPause });
        }
        (_, Kind::FindFault(diagnosis)) => {
            diagnosis.steps.first().iter().for_each(|step| player.dispatch(Command::Seek(**step)));
        }
        (_, Kind::Point(spots)) => {
            let right = spots.iter().find(|spot| spot.is_right).map(|spot| spot.place);
            if let Some(step) = right.and_then(|place| step_of(player, place)) {
                player.dispatch(Command::Seek(step));
            }
        }
        _ => {}
    }
}

fn step_of(player: Player, place: Place) -> Option<usize> {
    let playback = player.playback.peek();
    picture::step_of(&(*playback).as_ref()?.sequence, place)
}

/// What is given, as a picture. Nothing where nothing is.
fn picture_of(attempt: Attempt) -> Option<ErasedView> {
    let question = Option::clone(&attempt.question.read())?;
    let pointing = Pointing::of(attempt);
    let player = attempt.player;
    let is_there = question.sequence.is_some() || attempt.made.read().is_some();
    let of_steps = |aside| is_there.then(|| lanes(player, pointing.clone(), aside));
    let picture = match &question.exercise.given {
        Given::Nothing if question.kind == SpecKind::Order && !attempt.is_open.get() => None,
        Given::Nothing | Given::StepsBefore(_) | Given::Scenario(_) | Given::Lanes => {
            of_steps(Aside::Nothing)
        }
        Given::Steps => of_steps(Aside::Times),
        Given::Packets => of_steps(Aside::Packets),
        Given::Url(parts) => return pointing.map(|at| text_of(written::url(&at, parts))),
        Given::Step(step) => {
            let sequence = question.sequence.as_ref()?;
            return pointing.map(|at| text_of(written::message(&at, sequence, *step)));
        }
        Given::Field(place) => {
            return written::inside(attempt, &question, place).map(text_of);
        }
    }?;
    Some(view! { <div class="exercise-picture">{picture}{bar(player)}</div> }.erased())
}

/// What is given as text.
fn text_of(text: ErasedView) -> ErasedView {
    view! { <div class="exercise-picture is-text">{text}</div> }.erased()
}

/// The question, and what it is answered with.
fn asked(session: Session, attempt: Attempt, posed: &Posed, posing: Posing) -> ErasedView {
    let bench = session.bench;
    let question = match posing {
        Posing::Waiting(_) => return waiting(),
        Posing::Failed(why, wanted) => return failed(bench, &why, *wanted),
        Posing::Nothing => {
            return paragraph("muted", say(texts::EXERCISE_NOTHING_TO_ASK).erased());
        }
        Posing::Here(question) => question,
    };
    let words = question.exercise.question.words(language::current());
    let words = marked(&words).into_owned();
    let answers = match &question.exercise.kind {
        Kind::Choose(choices) => choose::options(attempt, choices),
        Kind::WorkOut(quantity) => {
            let options = choose::options(attempt, &quantity.choices);
            view! { {options}{amount::typed(attempt, quantity.unit)} }.erased()
        }
        Kind::Point(_) => paragraph("muted hint", say(texts::EXERCISE_POINT_HINT).erased()),
        Kind::FindFault(diagnosis) => fault::fault(attempt, diagnosis),
        Kind::Order(ordering) => order::order(attempt, ordering),
        Kind::FillIn(blank) => {
            let is_number = blank.value.bytes().any(|octet| octet.is_ascii_digit())
                && !blank.value.contains(' ');
            let hint = match is_number {
                true => texts::EXERCISE_FILL_IN_HINT,
                false => texts::EXERCISE_FILL_IN_WORDS,
            };
            paragraph("muted hint", say(hint).erased())
        }
        Kind::Make(_) => {
            let solution = solution_of(posed).map(Wanted::Run);
            let start = posed.exchange.as_ref().filter(|_| question.kind == SpecKind::Mend);
            let solution = solution.map(|wanted| make::solution(session, attempt, start, wanted));
            view! { {make::in_page(session, attempt)}{solution} }.erased()
        }
        Kind::Write(_) => {
            let scenario = solution_of(posed).or(posed.exchange.clone()).unwrap_or_default();
            let octets = scenario.requests.first().map(lesson::written);
            let solution = octets.map(|octets| Wanted::Written(scenario.clone(), octets));
            let solution = solution.map(|wanted| make::solution(session, attempt, None, wanted));
            view! { {make::written(bench, attempt, scenario)}{solution} }.erased()
        }
    };
    view! { <h2 class="exercise-question" tabindex="-1">{words}</h2>{answers} }.erased()
}

fn solution_of(posed: &Posed) -> Option<Scenario> {
    posed.spec.solution.as_ref().map(|solution| solution.0.clone())
}

fn waiting() -> ErasedView {
    paragraph("muted", say(texts::STILL_SIMULATING).erased())
}

fn failed(bench: Bench, why: &str, wanted: Wanted) -> ErasedView {
    let why = marked(why).into_owned();
    let again = button(say(texts::TRY_AGAIN), move |_| bench.ask_anew(wanted.clone()));
    paragraph("input-error", view! { {why}" "{again} }.erased())
}

/// What can be done once something was answered.
fn next_acts(session: Session, attempt: Attempt, seed: RwSignal<u64>) -> Option<ErasedView> {
    let question = Option::clone(&attempt.question.read())?;
    if !attempt.is_open.get() {
        let show = move |_| {
            attempt.is_open.set(true);
            focus_question();
            scroll::show_soon(".exercise-why");
        };
        if question.kind.needs_goal() {
            return None;
        }
        // A room predicts aloud, and whoever stands before it reveals.
        let show = match session.is_presenting.get() {
            true => reveal(show),
            false => {
                written::has_failed(attempt).then(|| button(say(texts::EXERCISE_SHOW_ME), show))?
            }
        };
        return Some(paragraph("exercise-acts", show));
    }
    let again = (!verdict::is_right(attempt)).then(|| {
        button(say(texts::EXERCISE_TRY_AGAIN), move |_| {
            attempt.hide();
            set_scene(attempt.player, &question);
            focus_question();
        })
    });
    let kind = Option::clone(&attempt.question.peek())?.kind;
    let is_drawn = !kind.needs_goal() && kind != SpecKind::Quiz;
    let another = is_drawn.then(|| {
        button(say(texts::EXERCISE_ASK_ANOTHER), move |_| {
            seed.set(seed.get_untracked().wrapping_add(1));
            focus_question();
        })
    });
    Some(view! { <p class="exercise-acts">{again}" "{another}</p> }.erased())
}

/// Numbers choose an option, wherever in the exercise the focus is; arrow keys go from one place that can be
/// pointed at to the next. Says whether it was such a key.
pub fn take_key(root: &Element, pressed: &KeyboardEvent) -> bool {
    let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
    let target = pressed.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_typed = target.is_some_and(|target| {
        target.matches("input:not([type=radio]), textarea, select").unwrap_or(false)
    });
    if focus::focused().is_some_and(|focused| focused.class_list().contains("spot")) {
        return !is_combination && focus::move_focus(root, ".spot", &pressed.key());
    }
    // From the question the arrow keys lead to what can be pointed at, which stands before it.
    let is_arrow = ["ArrowUp", "ArrowDown"].contains(&pressed.key().as_str());
    let asks = focus::focused().is_some_and(|focused| {
        focused.matches(".exercise-question, .lesson-text").unwrap_or(false)
    });
    if is_arrow && asks && !is_combination {
        let spot = root.query_selector(".spot").ok().flatten();
        let spot = spot.and_then(|spot| spot.dyn_into::<web_sys::HtmlElement>().ok());
        return spot.is_some_and(|spot| spot.focus().is_ok());
    }
    let number = pressed.key().parse::<usize>().ok().filter(|number| (1..=9).contains(number));
    let Some(number) = number.filter(|_| !is_combination && !is_typed) else { return false };
    let options = root.query_selector_all(".option").ok();
    let option = options.and_then(|options| options.item(number as u32 - 1));
    let Some(option) = option.and_then(|option| option.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return false;
    };
    option.focus().ok();
    option.click();
    true
}
