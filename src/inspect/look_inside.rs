//! The button under the message that opens what is inside the step.

use crate::inspect::inspector::Inspector;
use crate::inspect::panel::INSPECT;
use crate::later::door;
use crate::playback::player::Player;
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::ErasedView;
use language::say;
use leptos::prelude::*;

/// Stays as it is from step to step.
pub fn look_inside(player: Player, inspector: Inspector) -> ErasedView {
    let content = move || door::panel(&INSPECT, (player, inspector));
    unfolding("inspects", say(texts::LOOK_INSIDE_FIELDS_BYTES), RwSignal::new(false), content)
}
