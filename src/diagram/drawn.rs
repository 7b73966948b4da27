//! What is drawn.

use crate::playback::player::{Player, Shown};
use leptos::prelude::*;
use picture::{Lanes, Level, Sequence};
use std::sync::Arc;
use trace::{ClientKind, Trace};

/// What is drawn: before anything was sent, the empty lanes of the default trace.
pub fn drawn_sequence(player: Player, client: RwSignal<ClientKind>, shown: Shown) -> Arc<Sequence> {
    shown.sequence.get().unwrap_or_else(|| Arc::new(empty_lanes(player, client)))
}

/// The lanes of the default trace, before anything was sent.
fn empty_lanes(player: Player, client: RwSignal<ClientKind>) -> Sequence {
    let mut trace = Trace::clone(&player.default_trace());
    trace.scenario.world.client.kind = client.get();
    let mut sequence = Sequence::new(Arc::new(trace), Level::Story)
        .with_lanes(Lanes { ends_only: player.settings.read().has_two_lanes, ..Lanes::default() });
    sequence.steps.clear();
    sequence.folded.clear();
    sequence
}
