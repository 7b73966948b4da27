//! An amount that is typed in place of being chosen.

use crate::exercise::state::{Attempt, Chosen};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, truth};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use lesson::Unit;

/// A field for the amount.
pub fn typed(attempt: Attempt, unit: Unit) -> ErasedView {
    let typed = RwSignal::new(String::new());
    let check = move || {
        if untrack(|| attempt.takes(typed)) {
            let text = typed.get_untracked();
            attempt.answer(Chosen::Text(text.clone()), text);
            attempt.is_open.set(true);
        }
    };
    let enter = move |pressed: KeyboardEvent| {
        if pressed.key() == "Enter" && !pressed.is_composing() {
            pressed.prevent_default();
            check();
        }
    };
    let unit = match unit {
        Unit::Nanoseconds => say(texts::EXERCISE_IN_MS),
        Unit::Octets => say(texts::EXERCISE_IN_BYTES),
        Unit::Things => "",
    };
    view! {
        <p class="exercise-typed">
            <label>{say(texts::EXERCISE_OR_TYPE)}" "
                <input class="exercise-blank" type="text" inputmode="decimal" autocomplete="off"
                    readonly=live(move || attempt.is_open.get())
                    on:input:target=move |input| typed.set(input.target().value()) on:keydown=act(enter)/>
            </label>
            " "{unit}" "
            <button type="button" class="ghost" aria-disabled=truth(move || !attempt.takes(typed))
                on:click=act(move |_| check())>{say(texts::EXERCISE_CHECK)}</button>
        </p>
    }
    .erased()
}
