//! Keys that do something while a room watches, besides those of the page.

use crate::browser::keys::{Binding, Characters, binding, bound, name_of};
use crate::browser::{focus, page};
use crate::orders::Order;
use crate::playback::state::Command;
use crate::room::sight::{Asked, Part, Sight, next_level};
use crate::scenes::drawer::Drawer;
use crate::session::Session;
use crate::texts;
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
    /// Have the request lie over the lanes, or go.
    Request,
    /// Show the scene again as it is stored.
    PutBack,
    /// Ask the room the question of the scene, or no more.
    Question,
    /// The link to what is shown as a code for phones, or not.
    Code,
    /// The presenter's window; from there, the room's.
    OtherWindow,
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
    binding(&["r"], RoomKey::Request, texts::REQUEST_OR_NOT),
    binding(&["u"], RoomKey::PutBack, texts::PUT_BACK_THE_SCENE),
    binding(&["a"], RoomKey::Question, texts::QUESTION_OR_NOT),
    binding(&["Shift+F"], RoomKey::FullScreen, texts::FULL_SCREEN_OR_NOT),
    binding(&["q"], RoomKey::Code, texts::CODE_BY_KEY),
    binding(&["Shift+S"], RoomKey::OtherWindow, texts::PRESENTER_WINDOW_BY_KEY),
    binding(&["Escape"], RoomKey::Leave, texts::LEAVE_THE_ROOM),
    binding(&["F5"], RoomKey::Return, texts::COME_BACK),
];

/// Has keys do so that nothing else wants, as long as who asks is there.
pub fn listen(session: Session, drawer: Drawer) {
    focus::on_key(move |pressed| {
        if drawer.is_open() && pressed.key() == "Escape" && !page::has_open_popover() {
            pressed.prevent_default();
            drawer.close();
            return;
        }
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
        take(session, drawer, asked);
    });
}

fn take(session: Session, drawer: Drawer, asked: RoomKey) {
    let sight = session.sight;
    match asked {
        RoomKey::Nearer => sight.update(Sight::toggle_near),
        RoomKey::Light => sight.update(|sight| sight.toggle_light(Part::Act)),
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
        RoomKey::Request => drawer.toggle(),
        RoomKey::PutBack => session.deck.put_back(),
        RoomKey::FullScreen => page::toggle_full_screen(),
        RoomKey::Question => ask(session),
        RoomKey::Code => sight.update(|sight| sight.has_code = !sight.has_code),
        RoomKey::OtherWindow => session.orders.give(Order::OpenOtherWindow),
        RoomKey::Leave => {
            // From its presenter's window a room is not left by accident.
            if !sight.update(Sight::see_all) && !session.pairing.peek().is_presenter {
                leave(session);
            }
        }
        RoomKey::Return => {}
    }
}

/// Asks the room the question of the scene at this step, or no more; nothing where it has none.
pub fn ask(session: Session) {
    let asked = asked_now(session);
    if let Some(asked) = untrack(|| session.deck.question()).and(asked) {
        session.sight.update(|sight| sight.toggle_question(asked));
    }
}

/// The scene and the step that are shown.
fn asked_now(session: Session) -> Option<Asked> {
    let step = (*session.player.playback.peek()).as_ref()?.step;
    Some(Asked { scene: session.deck.peek().shown()?, step })
}

/// Whether Escape has left, so that F5 comes back.
static WAS_LEFT: AtomicBool = AtomicBool::new(false);
/// Whether F5 is listened for.
static IS_AWAITED: AtomicBool = AtomicBool::new(false);

/// Back to the page. A button of presenters' remotes is Escape and F5 in turns: the next F5 comes back
/// here, instead of loading the page anew.
pub fn leave(session: Session) {
    let is_presenting = session.is_presenting;
    is_presenting.set(false);
    session.sight.set(Sight::default());
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
