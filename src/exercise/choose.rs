//! Options to choose from: by a press, by the number that stands before each, or by arrow keys and Enter.

use crate::browser::focus;
use crate::exercise::state::{Attempt, Chosen};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part, truth};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Ol;
use leptos::prelude::*;
use lesson::{Choice, Given};
use std::sync::Arc;
use trace::hidden::marked;

/// Options; choosing one is the answer, and then what is said to it stands in it.
pub fn options(attempt: Attempt, choices: &[Choice]) -> ErasedView {
    list(attempt, choices, false)
}

/// The same as causes; choosing one is a part of the answer.
pub fn causes(attempt: Attempt, choices: &[Choice]) -> ErasedView {
    list(attempt, choices, true)
}

fn list(attempt: Attempt, choices: &[Choice], are_causes: bool) -> ErasedView {
    let list = NodeRef::<Ol>::new();
    let language = language::current();
    let option = |(index, choice): (usize, &Choice)| {
        let words = marked(&choice.words.words(language)).into_owned();
        let option = Arc::new(Shown {
            attempt,
            index,
            is_cause: are_causes,
            is_right: choice.is_right,
            feedback: marked(&choice.feedback.words(language)).into_owned(),
            words,
        });
        view! { <li>{option_view(option)}</li> }.erased()
    };
    let items = choices.iter().enumerate().map(option).collect::<Vec<_>>();
    let keys = move |pressed: KeyboardEvent| {
        let list = list.get_untracked();
        if list.is_some_and(|list| focus::move_focus(&list, ".option", &pressed.key())) {
            pressed.prevent_default();
        }
    };
    view! {
        <ol class="exercise-options" aria-label=say(texts::EXERCISE_OPTIONS) node_ref=list on:keydown=act(keys)>{items}</ol>
    }
    .erased()
}

struct Shown {
    attempt: Attempt,
    index: usize,
    is_cause: bool,
    is_right: bool,
    words: String,
    feedback: String,
}

/// What an option is once the truth is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Nothing,
    Predicted,
    Right,
    PredictedRight,
}

impl Shown {
    fn mark(&self) -> Mark {
        let last = self.attempt.tries.read().last().map(|last| last.chosen.clone());
        let is_chosen = match last {
            Some(Chosen::Choice(index) | Chosen::Diagnosis(index, _)) => index == self.index,
            Some(_) | None => false,
        };
        match (self.attempt.is_open.get(), is_chosen, self.is_right) {
            (false, ..) | (true, false, false) => Mark::Nothing,
            (true, true, false) => Mark::Predicted,
            (true, false, true) => Mark::Right,
            (true, true, true) => Mark::PredictedRight,
        }
    }
}

fn option_view(option: Arc<Shown>) -> ErasedView {
    let (attempt, index, is_cause) = (option.attempt, option.index, option.is_cause);
    let number = (index + 1).to_string();
    let key = (index < 9).then(|| number.clone());
    let shown = option.clone();
    let class = live(move || {
        match shown.mark() {
            Mark::Nothing if is_cause && attempt.cause.get() == Some(index) => "option is-pointed",
            Mark::Nothing => "option",
            Mark::Predicted => "option is-predicted",
            Mark::Right | Mark::PredictedRight => "option is-right",
        }
        .to_owned()
    });
    let words = option.words.clone();
    let choose = act(move |_| {
        if !untrack(|| attempt.is_waiting()) {
            return;
        }
        if is_cause {
            attempt.cause.set(Some(index));
        } else {
            attempt.answer(Chosen::Choice(index), words.clone());
            attempt.is_open.set(true);
        }
    });
    let is_pressed = is_cause.then(|| truth(move || attempt.cause.get() == Some(index)));
    let is_over = truth(move || !attempt.is_waiting());
    let words = option.words.clone();
    let said = part(move || {
        let mark = option.mark();
        let truth = match option.attempt.question.peek().as_ref().as_ref()?.exercise.given {
            Given::StepsBefore(_) => say(texts::EXERCISE_WHAT_HAPPENED),
            _ => say(texts::EXERCISE_IS_RIGHT),
        };
        let predicted = say(texts::EXERCISE_YOUR_PREDICTION);
        let (label, has_feedback) = match mark {
            Mark::Nothing => return None,
            Mark::Predicted => (["· ", predicted].concat(), true),
            // Before a room nobody has chosen, and the reason is told with the truth.
            Mark::Right => (["✓ ", truth].concat(), option.attempt.tries.peek().is_empty()),
            Mark::PredictedRight => (["✓ ", truth, " · ", predicted].concat(), true),
        };
        let feedback = has_feedback.then(|| {
            let feedback = option.feedback.clone();
            view! { <small>{feedback}</small> }.erased()
        });
        Some(view! { " "<b>{label}</b>{feedback} }.erased())
    });
    view! {
        <button type="button" class=class aria-keyshortcuts=key aria-disabled=is_over
            aria-pressed=is_pressed on:click=choose>
            <kbd aria-hidden="true">{number}</kbd><span>{words}{said}</span>
        </button>
    }
    .erased()
}
