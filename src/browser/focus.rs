//! What has the focus, and what keys mean to it.

use super::keys::name_of;
use core::sync::atomic::{AtomicBool, Ordering};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// Whether the focus came by a finger or the mouse.
static BY_POINTER: AtomicBool = AtomicBool::new(false);

/// Whether what has the focus was given it by a finger or the mouse.
pub fn is_by_pointer() -> bool {
    BY_POINTER.load(Ordering::Relaxed)
}

/// Remembers how the focus comes: by a press, or by a key that moves it. What was pressed to send
/// counts as come by a press.
pub fn comes_by_pointer(is_by_pointer: bool) {
    BY_POINTER.store(is_by_pointer, Ordering::Relaxed);
}

/// Calls `press` with each key that is pressed for itself and that nothing has obeyed yet, as long as
/// who asks is there; remembers meanwhile how the focus comes.
pub fn on_key(press: impl Fn(KeyboardEvent) + 'static) {
    let pointer = window_event_listener(leptos::ev::pointerdown, |_| comes_by_pointer(true));
    let key = window_event_listener(leptos::ev::keydown, move |pressed: KeyboardEvent| {
        if pressed.key() == "Tab" {
            comes_by_pointer(false);
        }
        let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        // What lies over the page has the keys to itself, but for what is meant for all of it.
        let is_covered =
            || document().query_selector("dialog:modal").is_ok_and(|found| found.is_some());
        let is_heard = is_for_page(&pressed) || !is_covered();
        if !is_combination && !pressed.default_prevented() && is_heard {
            press(pressed);
        }
    });
    on_cleanup(move || {
        key.remove();
        pointer.remove();
    });
}

/// Whether a key is for the page whatever lies over it: it shows all of it to a room, or to a desk again.
fn is_for_page(pressed: &KeyboardEvent) -> bool {
    name_of(&pressed.key(), pressed.shift_key()) == "Shift+P"
}

/// Keeps a key from the page behind what lies over it, but for what is meant for all of it, and for
/// Escape.
pub fn keep_from_page(pressed: &KeyboardEvent) {
    if pressed.key() != "Escape" && !is_for_page(pressed) {
        pressed.stop_propagation();
    }
}

/// Whether a key that was pressed belongs to what has the focus.
pub fn is_taken(pressed: &KeyboardEvent, are_steps_shown: bool) -> bool {
    let target = pressed.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| takes_key(&target, &pressed.key(), are_steps_shown))
}

/// Whether a key belongs to what has the focus: a field, a menu, the slider, a button. Once steps
/// are shown, those who came by a press leave them the keys that step; so does the button that has
/// just sent, until the focus is moved by a key: nothing is sent twice by a key that steps.
fn takes_key(target: &Element, key: &str, are_steps_shown: bool) -> bool {
    let is_arrow = key.starts_with("Arrow");
    let is_page_key = matches!(key, "PageUp" | "PageDown") && are_steps_shown;
    let is_left = are_steps_shown && is_by_pointer();
    match target.tag_name().as_str() {
        "INPUT" => match target.get_attribute("type").as_deref() {
            Some("radio" | "checkbox") => (is_arrow || key == " ") && !is_left,
            // Up and down are the slider's own; the others mean the same to steps.
            Some("range") => matches!(key, "ArrowUp" | "ArrowDown"),
            _ => !is_page_key,
        },
        "SELECT" => !is_page_key,
        "TEXTAREA" => true,
        "BUTTON" | "A" | "SUMMARY" => {
            let is_of_steps = target.closest(".controls").is_ok_and(|found| found.is_some());
            key == " " && (is_of_steps || !is_left)
        }
        _ => false,
    }
}

/// What has the focus.
pub fn focused() -> Option<Element> {
    document().active_element()
}

/// Whether the focus is somewhere within `element`.
pub fn holds_focus(element: &Element) -> bool {
    focused().is_some_and(|focused| element.contains(Some(&focused)))
}

/// Gives the focus to the first element within `root` that matches and takes it: what is not shown
/// does not.
pub fn focus_within(root: &Element, selector: &str) {
    let Ok(found) = root.query_selector_all(selector) else { return };
    for index in 0..found.length() {
        let element = found.item(index).and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            focus(&element);
            if focused().as_ref() == Some(element.as_ref()) {
                return;
            }
        }
    }
}

/// Gives the focus to the first element of the page that matches.
pub fn focus_in_page(selector: &str) {
    if let Some(root) = document().document_element() {
        focus_within(&root, selector);
    }
}

/// Gives the focus to an element.
pub fn focus(element: &HtmlElement) {
    element.focus().ok();
}

/// Gives the focus to the first element that matches, once the page is drawn anew.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || focus_in_page(&selector));
}

/// Selects the text of the first field that matches, once the page is drawn anew.
pub fn select_soon(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        let field = found.and_then(|found| found.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            focus(&field);
            field.select();
        }
    });
}

/// Moves the focus among the elements within `root` that match, as an arrow key says: to the next
/// or the one before, to the first or the last. Says whether it was such a key.
pub fn move_focus(root: &Element, selector: &str, key: &str) -> bool {
    let Ok(items) = root.query_selector_all(selector) else { return false };
    let item = |index| items.item(index)?.dyn_into::<HtmlElement>().ok();
    let last = items.length().saturating_sub(1);
    let focused = focused();
    let is_focused = |index: &u32| {
        let element = item(*index).map(Element::from);
        element.is_some() && element == focused
    };
    let place = (0..=last).find(is_focused).unwrap_or(0);
    let next = match key {
        "ArrowDown" | "ArrowRight" => (place + 1).min(last),
        "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    item(next).iter().for_each(focus);
    true
}
