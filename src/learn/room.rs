//! A lesson before a room: large, and gone through with a presenter's remote. The room predicts aloud, and the
//! lecturer reveals.

use crate::browser::keys::{Binding, Characters, binding, bound, name_of};
use crate::browser::{focus, page};
use crate::session::Session;
use crate::texts;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// A step on; behind the last one what is asked, the truth, and the next part.
    On,
    /// A step back, or the part before.
    Back,
    /// The truth at once.
    Reveal,
    /// Nothing is seen, or all again.
    Blank,
    /// Fill the screen, or the window.
    FullScreen,
    /// Large for a room, or as it was.
    Present,
    /// As it was.
    Leave,
}

const BINDINGS: &[Binding<Key>] = &[
    binding(&["PageDown", "ArrowRight", "ArrowDown", " ", "n"], Key::On, texts::NEXT_STEP),
    binding(&["PageUp", "ArrowLeft", "ArrowUp", "p"], Key::Back, texts::ONE_STEP_BACK),
    binding(&["r"], Key::Reveal, texts::EXERCISE_REVEAL),
    binding(&[".", "b"], Key::Blank, texts::BLANK_THE_PAGE_OR),
    binding(&["Shift+F"], Key::FullScreen, texts::FULL_SCREEN_OR_NOT),
    binding(&["Shift+P"], Key::Present, texts::PRESENT),
    binding(&["Escape"], Key::Leave, texts::LEAVE_THE_ROOM),
];

const REVEAL: &str = ".lessons .exercise-reveal";

/// What leads on, the nearest first.
const ON: [&str; 4] = [
    ".lessons .exercise-bar .is-primary:not([aria-disabled=true])",
    REVEAL,
    ".lessons .lesson-go",
    ".lessons .lesson-acts a.is-primary",
];

/// What leads back.
const BACK: [&str; 2] = [
    ".lessons .exercise-bar button:first-child:not([aria-disabled=true])",
    ".lessons .lesson-acts a:not(.is-primary)",
];

/// Has keys do so while a lesson is shown; all but one of them only before a room.
pub fn listen(session: Session) {
    focus::on_key(move |pressed| {
        if !session.is_page_covered() || focus::is_taken(&pressed, false) {
            return;
        }
        let is_off = session.settings.peek().ignores_letters;
        let characters = if is_off { Characters::Rest } else { Characters::Act };
        let name = name_of(&pressed.key(), pressed.shift_key());
        let Some(key) = bound(BINDINGS, &name, characters) else { return };
        if key != Key::Present && !session.is_presenting.get_untracked() {
            return;
        }
        pressed.prevent_default();
        if key != Key::Blank {
            session.show_nothing(false);
        }
        match key {
            Key::On => press_first(&ON),
            Key::Back => press_first(&BACK),
            Key::Reveal => page::press(REVEAL),
            Key::Blank => session.show_nothing(!session.is_blank.get_untracked()),
            Key::FullScreen => page::toggle_full_screen(),
            Key::Present => session.toggle_presenting(),
            Key::Leave => session.is_presenting.set(false),
        }
    });
}

/// Presses the first of these that is there; what stands below what is in sight is shown before.
fn press_first(selectors: &[&str]) {
    let found = |selector: &&str| document().query_selector(selector).ok().flatten();
    let Some(button) = selectors.iter().find_map(found) else { return };
    let bottom = |element: &Element| element.get_bounding_client_rect().bottom();
    let side = button.closest(".exercise-side").ok().flatten();
    match side.is_some_and(|side| bottom(&button) > bottom(&side) + 1.0) {
        true => button.scroll_into_view_with_bool(false),
        false => button.dyn_ref::<HtmlElement>().iter().for_each(|button| button.click()),
    }
}
