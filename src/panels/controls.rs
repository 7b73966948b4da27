//! Back, Next step, Play, position and level.

use super::live::{act, live, part, truth};
use super::piece::{IntoPiece, Piece};
use super::scrubber::Scrubber;
use crate::session::{Session, Shown};
use crate::state::playback::Command;
use leptos::prelude::*;
use picture::Level;

const BACK: &str = "M9 2L3 6l6 4z";
const NEXT: &str = "M3 2l6 4-6 4z";
const PLAY: &str = "M2 1l9 5-9 5z";
const PAUSE: &str = "M2 2h3v8H2zM7 2h3v8H7z";

/// The bar at the bottom.
#[component]
pub fn Controls(session: Session, shown: Shown) -> impl IntoView {
    let play_or_pause = move |_| {
        let command = if shown.is_playing.get_untracked() { Command::Pause } else { Command::Play };
        session.dispatch(command);
    };
    let play_label = part(move || {
        let (path, label) = if shown.is_playing.get() { (PAUSE, "Pause") } else { (PLAY, "Play") };
        Some(view! { {glyph(path)}{label} }.piece())
    });
    view! {
        <footer class="controls">
            <div class="buttons">
                <button type="button" class="nav" aria-disabled=truth(move || shown.step.get() == 0)
                    on:click=act(move |_| session.dispatch(Command::Back))>{glyph(BACK)}"Back"</button>
                <button type="button" class="nav is-primary" aria-disabled=truth(move || shown.is_at_end())
                    on:click=act(move |_| session.dispatch(Command::Next))>"Next step"{glyph(NEXT)}</button>
                <button type="button" class="nav play" on:click=act(play_or_pause)>{play_label}</button>
            </div>
            <div class="place">
                <Scrubber session shown/>
                <span class="position">
                    <b>{live(move || (shown.step.get() + 1).to_string())}</b>
                    " of "{live(move || shown.n_steps().to_string())}
                </span>
                <Levels session shown/>
            </div>
        </footer>
    }
}

fn glyph(path: &'static str) -> Piece {
    view! { <svg class="glyph" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d=path/></svg> }.piece()
}

/// How much is shown.
#[component]
fn Levels(session: Session, shown: Shown) -> impl IntoView {
    let level = move || shown.sequence.read().as_ref().map(|sequence| sequence.level);
    let option = move |(choice, label): (Level, &'static str)| {
        let choose = move |_| session.dispatch(Command::ShowLevel(choice));
        view! {
            <label>
                <input type="radio" name="level" prop:checked=live(move || level() == Some(choice)) on:change=act(choose)/>
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
