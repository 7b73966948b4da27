//! What is shown when the page itself breaks: a way on, with what was typed kept.
//!
//! After a panic nothing of the program runs any more, so this screen needs nothing of it.

use crate::dom;
use crate::state::composer::Composer;
use js_sys::{Function, Reflect};
use leptos::prelude::{document, window};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

thread_local! {
    static DRAFT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Remembers what stands in the composer, in memory only.
pub fn remember(composer: &Composer) {
    DRAFT.set(composer.to_parts());
}

/// What stood in the composer when the page broke, if it was loaded again since.
pub fn draft() -> Option<Composer> {
    Composer::from_parts(&dom::take_draft()?)
}

/// From now on a panic keeps the draft and shows the screen.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        dom::log_error(&panic.to_string());
        DRAFT.with(|draft| draft.try_borrow().iter().for_each(|draft| dom::keep_draft(draft)));
        show();
    }));
}

/// Puts the screen in front of everything. Whatever fails here leaves the page as it is.
fn show() -> Option<()> {
    let create = |name: &str, text: &str| {
        let element = document().create_element(name).ok()?;
        element.set_text_content(Some(text));
        Some(element)
    };
    let screen = create("div", "")?;
    screen.set_attribute("class", "recover").ok()?;
    screen.set_attribute("role", "alertdialog").ok()?;
    screen.set_attribute("aria-label", "The page broke").ok()?;
    let button = create("button", "Load the page again")?.dyn_into::<HtmlElement>().ok()?;
    // A function of the browser's own: none of ours can be relied on any more.
    let location = window().location();
    let reload = Reflect::get(&location, &"reload".into()).ok()?.dyn_into::<Function>().ok()?;
    button.set_onclick(Some(&reload.bind0(&location)));
    let heading = create("h1", "The page broke, which is our fault")?;
    let said = create(
        "p",
        "What you typed is kept. Secrets such as an Authorization header are not: type them again.",
    )?;
    screen.append_with_node_3(&heading, &said, &button).ok()?;
    document().body()?.append_child(&screen).ok()?;
    Some(())
}
