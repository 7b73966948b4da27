//! What is kept over a reload and from visit to visit, as far as the browser allows.

use super::script::member;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Storage;

const SETTINGS: &str = "roundtrip.settings";

/// The storage that lasts, where the browser allows one.
fn lasting_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether anything is kept from visit to visit.
pub fn is_lasting() -> bool {
    lasting_storage().is_some()
}

/// Keeps what the reader prefers, as far as the browser allows.
pub fn keep_settings(text: &str) {
    if let Some(storage) = lasting_storage() {
        storage.set_item(SETTINGS, text).ok();
    }
}

/// What was kept, if anything was.
pub fn kept_settings() -> Option<String> {
    lasting_storage()?.get_item(SETTINGS).ok().flatten()
}

/// The tab's storage, where the browser allows one: in some frames the mere question throws.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

const DRAFT: &str = "roundtrip.draft";

/// Keeps what was typed over a reload, as far as the browser allows.
pub fn keep_draft(parts: &[String]) {
    let texts: Array = parts.iter().map(|part| JsValue::from_str(part)).collect();
    let text = js_sys::JSON::stringify(&texts).ok().and_then(|text| text.as_string());
    if let (Some(storage), Some(text)) = (storage(), text) {
        storage.set_item(DRAFT, &text).ok();
    }
}

const DECK: &str = "roundtrip.deck";

/// Why something is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKept {
    /// Nothing is kept here.
    Forbidden,
    /// There is no room for it.
    Full,
}

/// Keeps a deck from visit to visit.
///
/// # Errors
/// Why it is not kept.
pub fn keep_deck(text: &str) -> Result<(), NotKept> {
    let storage = lasting_storage().ok_or(NotKept::Forbidden)?;
    storage.set_item(DECK, text).map_err(|_| NotKept::Full)
}

/// The deck that was kept, if one was.
pub fn kept_deck() -> Option<String> {
    lasting_storage()?.get_item(DECK).ok().flatten()
}

/// Calls `take_up` when another window has kept another deck.
pub fn on_other_deck(take_up: impl Fn() + 'static) {
    let heard = move |event: JsValue| {
        let key = member(&event, "key");
        if key.and_then(|key| key.as_string()).as_deref() == Some(DECK) {
            take_up();
        }
    };
    let closure = Closure::<dyn Fn(JsValue)>::new(heard).into_js_value();
    window().add_event_listener_with_callback("storage", closure.unchecked_ref()).ok();
}

const PROGRESS: &str = "roundtrip.progress";

/// Keeps what was done of lessons from visit to visit, as far as the browser allows.
pub fn keep_progress(text: &str) {
    if let Some(storage) = lasting_storage() {
        storage.set_item(PROGRESS, text).ok();
    }
}

/// What was kept of what was done.
pub fn kept_progress() -> Option<String> {
    lasting_storage()?.get_item(PROGRESS).ok().flatten()
}

const LESSON: &str = "roundtrip.lesson";

/// Keeps over a reload the lesson that was opened from a file, as far as the browser allows.
pub fn keep_lesson(text: &str) {
    if let Some(storage) = storage() {
        // Of one that is too large the one before is not kept either.
        if storage.set_item(LESSON, text).is_err() {
            storage.remove_item(LESSON).ok();
        }
    }
}

/// The lesson that was opened from a file.
pub fn kept_lesson() -> Option<String> {
    storage()?.get_item(LESSON).ok().flatten()
}

const BLANK: &str = "roundtrip.blank";

/// Keeps over a reload that nothing is shown, as far as the browser allows.
pub fn keep_blank(is_blank: bool) {
    if let Some(storage) = storage() {
        match is_blank {
            true => storage.set_item(BLANK, "").ok(),
            false => storage.remove_item(BLANK).ok(),
        };
    }
}

/// Whether nothing was shown when the page was left.
pub fn was_blank() -> bool {
    storage().is_some_and(|storage| storage.get_item(BLANK).is_ok_and(|kept| kept.is_some()))
}

const CHANGES: &str = "roundtrip.changes";

/// Keeps over a reload what was changed live of scenes, as far as the browser allows.
pub fn keep_changes(text: &str) {
    if let Some(storage) = storage() {
        storage.set_item(CHANGES, text).ok();
    }
}

/// What was kept of what was changed live.
pub fn kept_changes() -> Option<String> {
    storage()?.get_item(CHANGES).ok().flatten()
}

const HINT: &str = "roundtrip.hint";

/// Keeps for this visit that the keys of the room were told, as far as the browser allows.
pub fn keep_hinted() {
    if let Some(storage) = storage() {
        storage.set_item(HINT, "").ok();
    }
}

/// Whether the keys of the room were told.
pub fn was_hinted() -> bool {
    storage().is_some_and(|storage| storage.get_item(HINT).is_ok_and(|kept| kept.is_some()))
}

const PAIR: &str = "roundtrip.pair";

/// Keeps over a reload which room this tab is joined to, and what it last knew to be shown, as far as
/// the browser allows. A window that this tab opens starts with a copy.
pub fn keep_pair(text: Option<&str>) {
    if let Some(storage) = storage() {
        match text {
            Some(text) => storage.set_item(PAIR, text).ok(),
            None => storage.remove_item(PAIR).ok(),
        };
    }
}

/// What was kept of the room.
pub fn kept_pair() -> Option<String> {
    storage()?.get_item(PAIR).ok().flatten()
}

/// What the step of an embed in a slide is kept under: `hash` is the embed's.
fn step_key(hash: &str) -> String {
    ["roundtrip.step#", hash].concat()
}

/// Keeps the step of an embed in a slide, as far as the browser allows: a deck loads a slide that is
/// shown again anew, and the key F5 of a presenter's remote loads all of it.
pub fn keep_step(hash: &str, step: usize) {
    if let Some(storage) = storage() {
        storage.set_item(&step_key(hash), &step.to_string()).ok();
    }
}

/// The step that was kept for an embed.
pub fn kept_step(hash: &str) -> Option<usize> {
    storage()?.get_item(&step_key(hash)).ok().flatten()?.parse().ok()
}

/// Takes what was kept out of the storage.
pub fn take_draft() -> Option<Vec<String>> {
    let storage = storage()?;
    let text = storage.get_item(DRAFT).ok().flatten()?;
    storage.remove_item(DRAFT).ok();
    let texts = js_sys::JSON::parse(&text).ok()?;
    let texts = texts.dyn_into::<Array>().ok()?;
    texts.iter().map(|text| text.as_string()).collect()
}
