//! The switch beside Send: into the simulated world, or to a server that exists.

use super::live::{act, live};
use super::piece::{IntoPiece, Piece};
use crate::session::Session;
use crate::state::mode::Mode;
use leptos::prelude::*;

/// Two radio buttons. A page never starts with Real chosen.
pub fn mode_switch(session: Session) -> Piece {
    let choices = [("Simulated", Mode::Simulated), ("Real", Mode::Real)];
    let choice = |(label, mode): (&'static str, Mode)| {
        let is_chosen = live(move || session.mode.get() == mode);
        view! {
            <label>
                <input type="radio" name="mode" prop:checked=is_chosen on:change=act(move |_| session.choose_mode(mode))/>
                <span>{label}</span>
            </label>
        }
        .piece()
    };
    let choices = choices.map(choice).into_iter().collect::<Vec<_>>();
    view! { <div class="mode" role="radiogroup" aria-label="Where it goes">{choices}</div> }.piece()
}

/// What the button says after "Send".
pub fn send_kind(session: Session) -> &'static str {
    match session.mode.get() {
        Mode::Simulated => " (simulated)",
        Mode::Real => " for real",
    }
}
