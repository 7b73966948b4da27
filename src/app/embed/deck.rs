//! An embed in a slide. Its step outlives the frame, since a deck loads a slide that is shown again
//! anew; and it is the same in every window that shows the slide, as a speaker's view does beside the
//! one for the audience.

use crate::app::embed::options::Options;
use crate::browser::channel::Channel;
use crate::browser::storage;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::view::fact::Fact;
use crate::view::live::watch;
use leptos::prelude::*;
use picture::Level;

/// The name under which windows tell each other where they are. embed.js listens to it too: what is
/// started in one window is started in all.
const CHANNEL: &str = "roundtrip.steps";

/// Where an embed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Where {
    level: Level,
    step: usize,
}

/// What one window says to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// It has just started, and asks where the others are.
    Asks,
    /// It is here.
    Is(Where),
}

impl Said {
    /// As it is said: `hash` is the embed's.
    fn text(self, hash: &str) -> String {
        match self {
            Self::Asks => format!("? {hash}"),
            Self::Is(Where { level, step }) => format!("{}.{step} {hash}", level as u8),
        }
    }

    /// What was said of the embed with this hash.
    fn heard(text: &str, hash: &str) -> Option<Self> {
        let (said, of) = text.split_once(' ')?;
        if of != hash {
            return None;
        }
        if said == "?" {
            return Some(Self::Asks);
        }
        let (level, step) = said.split_once('.')?;
        let level = match level {
            "0" => Level::Story,
            "1" => Level::Connection,
            "2" => Level::Packets,
            _ => return None,
        };
        Some(Self::Is(Where { level, step: step.parse().ok()? }))
    }
}

/// Keeps the step of an embed in a slide, and follows those that show the same.
/// `loaded` is the hash that is shown, once nothing of it is due any more.
pub fn keep_step(
    player: Player,
    options: Fact<Options>,
    loaded: StoredValue<String>,
    is_due: RwSignal<bool>,
) {
    let here = move || {
        let playback = player.playback.peek();
        let playback = (*playback).as_ref().filter(|_| options.peek().is_in_deck)?;
        Some(Where { level: playback.sequence.level, step: playback.step })
    };
    // Where the others know it to be. What was heard is not said again, or two that are moved at once
    // would move each other for ever.
    let known = StoredValue::new(None::<Where>);
    let others = Channel::join(CHANNEL);
    let to_others = others.clone();
    others.listen(move |text| {
        let hash = loaded.get_value();
        match (Said::heard(text, &hash), here()) {
            (Some(Said::Asks), Some(at)) => to_others.say(&Said::Is(at).text(&hash)),
            (Some(Said::Is(there)), Some(_)) => {
                player.dispatch(Command::ShowLevel(there.level));
                player.dispatch(Command::Seek(there.step));
                known.set_value(here());
            }
            (None, _) | (_, None) => {}
        }
    });
    let shown = Shown::of(player);
    watch(move || {
        // Read, because a memo that nobody has read yet follows nothing.
        shown.step.get();
        shown.sequence.get();
        let now = here().filter(|_| !is_due.get());
        let before = known.get_value();
        known.set_value(now);
        let Some(now) = now else { return };
        let hash = loaded.get_value();
        storage::keep_step(&hash, now.step);
        match before {
            None => others.say(&Said::Asks.text(&hash)),
            Some(before) if before == now => {}
            Some(_) => others.say(&Said::Is(now).text(&hash)),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard_by_those_who_show_the_same() {
        let hash = "example=get&deck=1&title=a b";
        for said in [Said::Asks, Said::Is(Where { level: Level::Packets, step: 12 })] {
            assert_eq!(Said::heard(&said.text(hash), hash), Some(said));
            assert_eq!(Said::heard(&said.text(hash), "example=get&deck=1"), None);
        }
        for said in ["", "2.1", "3.1 x", "2.-1 x", "2 x", "x", "?"] {
            assert_eq!(Said::heard(said, "x"), None, "{said}");
        }
    }
}
