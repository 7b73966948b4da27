//! The slider "Position", with a tick where an act starts.

use crate::playback::player::{Player, Shown};
use crate::playback::state::{acts, position_text};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{live, part};
use language::say;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// The slider rests when it was not moved for so long. Who moves it step by step needs longer for each.
const REST: Duration = Duration::from_millis(120);

/// A native range input, so that every browser and screen reader knows it.
#[component]
pub fn Scrubber(player: Player, shown: Shown) -> impl IntoView {
    let rest = StoredValue::new(None::<TimeoutHandle>);
    on_cleanup(move || {
        rest.try_get_value().flatten().iter().for_each(TimeoutHandle::clear);
        player.is_dragged.set(false);
    });
    let last = move || shown.n_steps().saturating_sub(1);
    let percent = move |step: usize| [&*(step * 100 / last().max(1)).to_string(), "%"].concat();
    let text = move || {
        let sequence = shown.sequence.get();
        sequence.map(|sequence| position_text(&sequence, shown.step.get())).unwrap_or_default()
    };
    let seek = move |text: String| {
        note_movement(player, rest);
        text.parse().into_iter().for_each(|step| player.drag_to(step));
    };
    let ticks = move || {
        let sequence = shown.sequence.get()?;
        // The first act starts where the slider does.
        let ticks = acts(&sequence).into_iter().skip(1).map(|act| {
            view! { <i style=("left", live(move || percent(act.step)))></i> }
        });
        let ticks = ticks.collect::<Vec<_>>();
        Some(view! { {ticks}{part(move || loop_mark(shown, percent))} }.erased())
    };
    view! {
        <div class="scrubber">
            <div class="ticks" aria-hidden="true">{part(ticks)}</div>
            <input type="range" aria-label=say(texts::POSITION) data-says-step="" min="0"
                max=live(move || last().to_string())
                style=("--filled", live(move || percent(shown.step.get())))
                aria-valuetext=live(text)
                prop:value=live(move || shown.step.get().to_string())
                on:input:target=move |moved| seek(moved.target().value())/>
        </div>
    }
}

/// It is dragged from its second movement on, if that comes soon behind the first, until it rests.
fn note_movement(player: Player, rest: StoredValue<Option<TimeoutHandle>>) {
    let is_soon = rest.get_value().is_some_and(|earlier| {
        earlier.clear();
        true
    });
    if is_soon && !player.is_dragged.get_untracked() {
        player.is_dragged.set(true);
    }
    let come_to_rest = move || {
        rest.set_value(None);
        player.is_dragged.set(false);
    };
    rest.set_value(set_timeout_with_handle(come_to_rest, REST).ok());
}

/// What is repeated.
fn loop_mark(shown: Shown, percent: impl Fn(usize) -> String) -> Option<ErasedView> {
    let (from, to) = shown.repeat.get().ends()?;
    let width = percent(to - from);
    Some(view! { <b style=("left", percent(from)) style=("width", width)></b> }.erased())
}
