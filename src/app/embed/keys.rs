//! Keys in an embed: those that step. A frame hears them only while it has the focus. In a slide,
//! what leads beyond either end is the deck's, and so is Escape.

use crate::app::embed::options::Options;
use crate::app::keys::{Shortcut, shortcut};
use crate::browser::keys::{Characters, name_of};
use crate::browser::{focus, host};
use crate::orders::Order;
use crate::playback::state::Command;
use crate::session::Session;
use crate::view::fact::Fact;

/// Has keys step that nothing else wants.
pub fn listen(session: Session, options: Fact<Options>) {
    focus::on_key(move |pressed| {
        let is_shown = session.player.playback.peek().is_some();
        if !is_shown || focus::is_taken(&pressed, true) {
            return;
        }
        let is_in_deck = options.peek().is_in_deck;
        let name = name_of(&pressed.key(), pressed.shift_key());
        let shortcut = shortcut(&name, Characters::Act);
        let playback = session.player.playback.peek();
        let (is_at_start, is_at_end) = (*playback)
            .as_ref()
            .map_or((true, true), |playback| (playback.step == 0, playback.is_at_end()));
        let of_deck = match shortcut {
            Some(Shortcut::Do(Command::Next)) if is_at_end => Some("next"),
            Some(Shortcut::Do(Command::Back)) if is_at_start => Some("prev"),
            Some(Shortcut::Blank) => Some("togglePause"),
            _ => None,
        };
        match (of_deck.filter(|_| is_in_deck), shortcut) {
            (Some(method), _) => {
                pressed.prevent_default();
                host::tell_deck(method);
                host::give_focus_back();
            }
            (None, _) if is_in_deck && pressed.key() == "Escape" => host::give_focus_back(),
            (None, Some(Shortcut::Compare)) => {
                pressed.prevent_default();
                session.orders.give(Order::ToggleComparing);
            }
            (None, Some(Shortcut::Replay)) => {
                pressed.prevent_default();
                session.orders.give(Order::ToggleReplaying);
            }
            (None, Some(Shortcut::Overview)) => {
                pressed.prevent_default();
                session.orders.give(Order::ToggleOverview);
            }
            (None, Some(Shortcut::Do(command))) => {
                pressed.prevent_default();
                session.player.dispatch(command);
            }
            (None, _) => {}
        }
    });
}
