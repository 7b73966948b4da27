//! The button under the message that opens what is inside the step.

use crate::browser::scroll;
use crate::inspect::inspector::Inspector;
use crate::inspect::panel::INSPECT;
use crate::later::door;
use crate::playback::player::Player;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact;
use crate::view::live::{act, part_while, truth};
use language::say;
use leptos::prelude::*;

/// What opens may be below the edge: it comes up with its button.
fn toggle(is_open: RwSignal<bool>) {
    fact::toggle(is_open);
    if is_open.get_untracked() {
        request_animation_frame(|| scroll::scroll_down_to(".look-inside"));
    }
}

/// Stays as it is from step to step.
pub fn look_inside(player: Player, inspector: Inspector) -> ErasedView {
    let is_open = RwSignal::new(false);
    view! {
        <button type="button" class="look-inside disclosure"
            aria-expanded=truth(move || is_open.get())
            on:click=act(move |_| toggle(is_open))>
            {say(texts::LOOK_INSIDE_FIELDS_BYTES)}
        </button>
        {part_while(move || is_open.get(), move || door::panel(&INSPECT, (player, inspector)))}
    }
    .erased()
}
