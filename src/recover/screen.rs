//! What is shown when the page itself breaks: a way on, with what was typed kept.
//!
//! After a panic nothing of the program runs any more, so this screen needs nothing of it.

use crate::browser::console;
use crate::browser::storage;
use crate::recover::stored_draft::draft_of;
use crate::texts;
use compose::draft::Draft;
use js_sys::{Function, Reflect};
use language::say;
use leptos::prelude::{document, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What of a draft may be kept.
pub type Keep = fn(&Draft) -> Vec<String>;

thread_local! {
    static DRAFT: RefCell<Option<Draft>> = const { RefCell::new(None) };
    static KEEP: Cell<Option<Keep>> = const { Cell::new(None) };
}

/// Remembers what stands in the composer, in memory only.
pub fn remember(draft: &Draft) {
    DRAFT.set(Some(draft.clone()));
}

/// Says what of a draft may be kept. Before this is known, nothing is.
pub fn keep_with(keep: Keep) {
    KEEP.set(Some(keep));
}

/// What stood in the composer when the page broke, if it was loaded again since.
pub fn draft() -> Option<Draft> {
    draft_of(&storage::take_draft()?)
}

/// Loads the page again, for a language. What was typed comes back, without its secrets.
pub fn reload() {
    keep();
    // Where it is refused, the page stays as it is.
    let _ = window().location().reload();
}

fn keep() {
    DRAFT.with(|draft| {
        let draft = draft.try_borrow().ok()?.clone()?;
        storage::keep_draft(&KEEP.get()?(&draft));
        Some(())
    });
}

/// From now on a panic keeps the draft and shows the screen.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        console::log_error(&panic.to_string());
        // First, because it needs least.
        show();
        keep();
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
    screen.set_attribute("aria-label", say(texts::PAGE_BROKE)).ok()?;
    let button =
        create("button", say(texts::LOAD_THE_PAGE_AGAIN))?.dyn_into::<HtmlElement>().ok()?;
    // A function of the browser's own: none of ours can be relied on any more.
    let location = window().location();
    let reload = Reflect::get(&location, &"reload".into()).ok()?.dyn_into::<Function>().ok()?;
    button.set_onclick(Some(&reload.bind0(&location)));
    let heading = create("h1", say(texts::PAGE_BROKE_WHICH_IS))?;
    let said = create("p", say(texts::WHAT_YOU_TYPED_IS))?;
    screen.append_with_node_3(&heading, &said, &button).ok()?;
    document().body()?.append_child(&screen).ok()?;
    Some(())
}
