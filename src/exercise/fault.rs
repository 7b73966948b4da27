//! Finding a fault: its cause among some, and a step of the picture that proves it.

use crate::exercise::choose;
use crate::exercise::state::{Attempt, Chosen};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, truth};
use language::{fill, say};
use leptos::prelude::*;
use lesson::{Diagnosis, Place};
use std::sync::Arc;
use trace::hidden::marked;

/// The causes, what is pointed at, and a button that checks both.
pub fn fault(attempt: Attempt, diagnosis: &Diagnosis) -> ErasedView {
    let language = language::current();
    let words: Vec<String> =
        diagnosis.causes.iter().map(|cause| cause.words.words(language)).collect();
    let words = Arc::new(words);
    let pointed = live(move || match step(attempt) {
        Some((step, label)) => {
            let label = marked(&label).into_owned();
            fill!(texts::EXERCISE_POINTED_AT, number = step + 1, label)
        }
        None => say(texts::EXERCISE_POINT_AT_PROOF).to_owned(),
    });
    let is_whole = move || attempt.cause.get().is_some() && step(attempt).is_some();
    let check = move |_| {
        let given = untrack(|| Some((attempt.cause.get()?, step(attempt)?)));
        let Some((cause, (step, label))) = given.filter(|_| untrack(|| attempt.is_waiting()))
        else {
            return;
        };
        let said = [&*words[cause], " / ", &*(step + 1).to_string(), ". ", &*label].concat();
        let is_right = attempt.answer(Chosen::Diagnosis(cause, step), said);
        attempt.is_open.set(is_right);
    };
    let cannot = truth(move || !is_whole() || !attempt.is_waiting());
    view! {
        {choose::causes(attempt, &diagnosis.causes)}
        <p class="exercise-pointed" aria-live="polite">{pointed}</p>
        <p class="exercise-acts">
            <button type="button" class="send" aria-disabled=cannot on:click=act(check)>{say(texts::EXERCISE_CHECK)}</button>
        </p>
    }
    .erased()
}

/// The step that is pointed at, and what stands there.
fn step(attempt: Attempt) -> Option<(usize, String)> {
    let Some(Place::Step(step)) = attempt.pointed.get() else { return None };
    let question = Option::clone(&attempt.question.peek())?;
    Some((step, question.sequence.as_ref()?.label(step)))
}
