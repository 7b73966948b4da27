//! The choice of how much is shown.

use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::texts;
use crate::view::choices::{choice, choices};
use crate::view::erased_view::ErasedView;
use crate::view::live::live;
use language::say;
use leptos::prelude::*;
use picture::Level;

/// How much is shown.
pub fn levels(player: Player, shown: Shown, class: &'static str, name: &'static str) -> ErasedView {
    let level = |(level, label): (Level, &'static str)| {
        let shown_level = move || shown.sequence.get().as_ref().map(|sequence| sequence.level);
        let is_chosen = live(move || shown_level() == Some(level));
        choice(name, label, is_chosen, move || player.dispatch(Command::ShowLevel(level)))
    };
    let all = [
        (Level::Story, say(texts::STORY)),
        (Level::Connection, say(texts::CONNECTION)),
        (Level::Packets, say(texts::PACKETS)),
    ];
    choices(class, say(texts::LEVEL), all.map(level).into())
}
