//! Keys that do something while a room watches, besides those of the page.

use crate::browser::keys::{Binding, Characters, binding, bound, name_of};
use crate::browser::{focus, page};
use crate::playback::state::Command;
use crate::present::sight::{Sight, Spotlight, next_level};
use crate::session::Session;
use crate::texts;
use crate::view::fact::Fact;
use core::sync::atomic::{AtomicBool, Ordering};
use leptos::prelude::*;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomKey {
    /// One part of the exchange has all the room, or everything is seen again.
    Nearer,
    /// Only the part of the exchange that the step is in stands in the light, or everything does.
    Light,
    /// Something points where the mouse is, or nothing does.
    Pointer,
    /// Show the next level.
    Level,
    /// Choose another example.
    Examples,
    /// Fill the screen, or the window.
    FullScreen,
    /// Back to everything, and from there to the page.
    Leave,
    /// What Escape has left.
    Return,
}

/// All of them, in the order of the list that tells them.
pub const BINDINGS: &[Binding<RoomKey>] = &[
    binding(&["z"], RoomKey::Nearer, texts::NEARER_OR_ALL),
    binding(&["v"], RoomKey::Light, texts::SPOTLIGHT_OR_ALL),
    binding(&["l"], RoomKey::Pointer, texts::POINTER_OR_NONE),
    binding(&["c"], RoomKey::Level, texts::MORE_OF_CONNECTION),
    binding(&["e"], RoomKey::Examples, texts::ANOTHER_EXAMPLE),
    binding(&["Shift+F"], RoomKey::FullScreen, texts::FULL_SCREEN_OR_NOT),
    binding(&["Escape"], RoomKey::Leave, texts::LEAVE_THE_ROOM),
    binding(&["F5"], RoomKey::Return, texts::COME_BACK),
];

/// Has keys do so that nothing else wants, as long as who asks is there.
pub fn listen(session: Session, sight: Fact<Sight>) {
    focus::on_key(move |pressed| {
        let is_off = session.settings.peek().ignores_letters;
        let characters = if is_off { Characters::Rest } else { Characters::Act };
        let name = name_of(&pressed.key(), pressed.shift_key());
        let Some(asked) = bound(BINDINGS, &name, characters) else { return };
        // A key of what lies open above is not ours.
        let is_taken = focus::is_taken(&pressed, true) || page::has_open_popover();
        if is_taken || asked == RoomKey::Return {
            return;
        }
        pressed.prevent_default();
        take(session, sight, asked);
    });
}

fn take(session: Session, sight: Fact<Sight>, asked: RoomKey) {
    match asked {
        RoomKey::Nearer => sight.update(|sight| sight.is_near = !sight.is_near),
        RoomKey::Light => sight.update(|sight| sight.toggle(Spotlight::Act)),
        RoomKey::Pointer => sight.update(|sight| sight.has_pointer = !sight.has_pointer),
        RoomKey::Level => {
            let shown = session.player.playback.peek();
            if let Some(playback) = &*shown {
                let level = next_level(playback.sequence.level);
                session.player.dispatch(Command::ShowLevel(level));
            }
        }
        RoomKey::Examples => {
            page::press("[popovertarget=examples]");
            // So that a name can be typed at once.
            focus::focus_soon("#examples button".to_owned());
        }
        RoomKey::FullScreen => page::toggle_full_screen(),
        RoomKey::Leave => {
            if !sight.update(Sight::see_all) {
                leave(session.is_presenting);
            }
        }
        RoomKey::Return => {}
    }
}

/// Whether Escape has left, so that F5 comes back.
static WAS_LEFT: AtomicBool = AtomicBool::new(false);
/// Whether F5 is listened for.
static IS_AWAITED: AtomicBool = AtomicBool::new(false);

/// Back to the page. A button of presenters' remotes is Escape and F5 in turns: the next F5 comes back
/// here, instead of loading the page anew.
pub fn leave(is_presenting: RwSignal<bool>) {
    is_presenting.set(false);
    WAS_LEFT.store(true, Ordering::Relaxed);
    if !IS_AWAITED.swap(true, Ordering::Relaxed) {
        // It outlives what is left.
        let handle = window_event_listener(leptos::ev::keydown, move |pressed| {
            let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.shift_key();
            let is_ours = pressed.key() == "F5" && !is_combination;
            if is_ours && WAS_LEFT.swap(false, Ordering::Relaxed) && !is_presenting.get_untracked()
            {
                pressed.prevent_default();
                is_presenting.set(true);
            }
        });
        core::mem::forget(handle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let mut keys: Vec<&str> = BINDINGS.iter().flat_map(|bound| bound.keys).copied().collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }

    #[test]
    fn characters_rest_where_they_are_switched_off() {
        assert_eq!(bound(BINDINGS, "l", Characters::Act), Some(RoomKey::Pointer));
        for key in ["l", "z", "Shift+F"] {
            assert_eq!(bound(BINDINGS, key, Characters::Rest), None, "{key}");
        }
        assert_eq!(bound(BINDINGS, "Escape", Characters::Rest), Some(RoomKey::Leave));
    }
}
