//! The switch beside Send: into the simulated world, or to a server that exists.

use crate::mode::Mode;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live};
use language::say;
use leptos::prelude::*;

/// Two radio buttons. A page never starts with Real chosen.
pub fn mode_switch(mode: RwSignal<Mode>, choose: impl Fn(Mode) + Copy + 'static) -> ErasedView {
    let choices = [(say(texts::SIMULATED), Mode::Simulated), (say(texts::REAL), Mode::Real)];
    let choice = |(label, choice): (&'static str, Mode)| {
        let is_chosen = live(move || mode.get() == choice);
        view! {
            <label>
                <input type="radio" name="mode" prop:checked=is_chosen on:change=act(move |_| choose(choice))/>
                <span>{label}</span>
            </label>
        }
        .erased()
    };
    let choices = choices.map(choice).into_iter().collect::<Vec<_>>();
    view! { <div class="mode" role="radiogroup" aria-label=say(texts::WHERE_IT_GOES)>{choices}</div> }.erased()
}

/// What the button says after "Send".
pub fn send_kind(mode: RwSignal<Mode>) -> &'static str {
    match mode.get() {
        Mode::Simulated => say(texts::SIMULATED_SEND),
        Mode::Real => say(texts::FOR_REAL),
    }
}
