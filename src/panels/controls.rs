//! Back, Next step, Play, position and level.

use super::scrubber::Scrubber;
use crate::session::{Session, Shown};
use crate::state::playback::Command;
use leptos::prelude::*;
use picture::Level;

/// The bar at the bottom.
#[component]
pub fn Controls(session: Session, shown: Shown) -> impl IntoView {
    let n_steps = Memo::new(move |_| {
        shown.sequence.read().as_ref().map_or(0, |sequence| sequence.steps.len())
    });
    let is_first = move || shown.step.get() == 0;
    let is_last = move || shown.step.get() + 1 >= n_steps.get();
    let play_or_pause = move |_| {
        let command = if shown.is_playing.get_untracked() { Command::Pause } else { Command::Play };
        session.dispatch(command);
    };
    view! {
        <footer class="controls" aria-label="Playback" role="toolbar">
            <div class="buttons">
            <button type="button" class="nav" aria-disabled=move || is_first().to_string()
                on:click=move |_| session.dispatch(Command::Back)><Glyph path="M9 2L3 6l6 4z"/>"Back"</button>
            <button type="button" class="nav is-primary" aria-disabled=move || is_last().to_string()
                on:click=move |_| session.dispatch(Command::Next)>"Next step"<Glyph path="M3 2l6 4-6 4z"/></button>
            <button type="button" class="nav play" on:click=play_or_pause>
                {move || if shown.is_playing.get() {
                    view! { <Glyph path="M2 2h3v8H2zM7 2h3v8H7z"/>"Pause" }
                } else {
                    view! { <Glyph path="M2 1l9 5-9 5z"/>"Play" }
                }}
            </button>
            </div>
            <div class="place">
                <Scrubber session shown/>
                <span class="position"><b>{move || shown.step.get() + 1}</b>" of "{n_steps}</span>
                <Levels session shown/>
            </div>
        </footer>
    }
}

#[component]
fn Glyph(path: &'static str) -> impl IntoView {
    view! { <svg class="glyph" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d=path/></svg> }
}

/// How much is shown.
#[component]
fn Levels(session: Session, shown: Shown) -> impl IntoView {
    let level = Memo::new(move |_| shown.sequence.read().as_ref().map(|sequence| sequence.level));
    let option = move |(choice, label): (Level, &'static str)| {
        let is_chosen = move || level.get() == Some(choice);
        view! {
            <label>
                <input type="radio" name="level" prop:checked=is_chosen on:change=move |_| session.dispatch(Command::ShowLevel(choice))/>
                <span>{label}</span>
            </label>
        }
    };
    let choices = [
        (Level::Story, "Story"),
        (Level::Connection, "+ Connection"),
        (Level::Packets, "+ Packets"),
    ];
    view! {
        <fieldset class="levels">
            <legend class="unseen">"Level"</legend>
            {choices.map(option).collect_view()}
        </fieldset>
    }
}
