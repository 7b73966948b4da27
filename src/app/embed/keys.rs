//! Keys in an embed: those that step. A frame hears them only while it has the focus.

use crate::app::keys::{Characters, Shortcut, shortcut};
use crate::browser::focus;
use crate::session::Session;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Has keys step that nothing else wants.
pub fn listen(session: Session) {
    let pointer = window_event_listener(leptos::ev::pointerdown, |_| focus::comes_by_pointer(true));
    let handle = window_event_listener(leptos::ev::keydown, move |pressed: KeyboardEvent| {
        if pressed.key() == "Tab" {
            focus::comes_by_pointer(false);
        }
        let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        let is_shown = session.player.playback.peek().is_some();
        if is_combination || pressed.default_prevented() || !is_shown {
            return;
        }
        let target = pressed.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| focus::takes_key(&target, &pressed.key(), true)) {
            return;
        }
        if let Some(Shortcut::Do(command)) = shortcut(&pressed.key(), Characters::Act) {
            pressed.prevent_default();
            session.player.dispatch(command);
        }
    });
    on_cleanup(move || {
        handle.remove();
        pointer.remove();
    });
}
