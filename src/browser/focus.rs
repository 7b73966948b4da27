//! What has the focus, and what keys mean to it.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

/// Whether a key belongs to what has the focus: a field, a menu, the slider, a button.
pub fn takes_key(target: &Element, key: &str) -> bool {
    let is_arrow = key.starts_with("Arrow");
    match target.tag_name().as_str() {
        "INPUT" => match target.get_attribute("type").as_deref() {
            Some("radio" | "checkbox") => is_arrow || key == " ",
            Some("range") => is_arrow || matches!(key, "Home" | "End" | "PageUp" | "PageDown"),
            _ => true,
        },
        "SELECT" | "TEXTAREA" => true,
        "BUTTON" | "A" | "SUMMARY" => key == " ",
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

/// Gives the focus to the first element within `root` that matches.
pub fn focus_within(root: &Element, selector: &str) {
    let found = root.query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        focus(&found);
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
