//! The slider "Position", with a tick where an act starts.

use crate::session::{Session, Shown};
use crate::state::playback::{Command, act_starts, position_text};
use leptos::prelude::*;

/// A native range input, so that every browser and screen reader knows it.
#[component]
pub fn Scrubber(session: Session, shown: Shown) -> impl IntoView {
    let last = Memo::new(move |_| {
        shown.sequence.read().as_ref().map_or(0, |sequence| sequence.steps.len().saturating_sub(1))
    });
    let percent = move |step: usize| match last.get() {
        0 => "0%".to_owned(),
        last => format!("{}%", step * 100 / last),
    };
    let text = move || {
        shown.sequence.read().as_ref().map(|sequence| position_text(sequence, shown.step.get()))
    };
    let seek = move |text: String| {
        text.parse().into_iter().for_each(|step| session.dispatch(Command::Seek(step)))
    };
    let ticks = move || {
        let sequence = shown.sequence.get()?;
        let tick = move |step| view! { <i style=("left", move || percent(step))></i> };
        Some(act_starts(&sequence).into_iter().map(tick).collect_view())
    };
    view! {
        <div class="scrubber">
            <div class="ticks" aria-hidden="true">{ticks}</div>
            <input type="range" aria-label="Position" data-says-step="" min="0" max=last
                style=("--filled", move || percent(shown.step.get()))
                aria-valuetext=text
                prop:value=move || shown.step.get().to_string()
                on:input:target=move |moved| seek(moved.target().value())/>
        </div>
    }
}
