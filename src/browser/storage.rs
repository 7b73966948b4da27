//! What is kept over a reload and from visit to visit, as far as the browser allows.

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
