//! The address of the page, its hash, and the tab's history.

use super::page::is_embed;
use super::script::call;
use super::script::member;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// The URL of a file that comes with the page. `None` where the page was not fetched from a server.
pub fn url_beside_page(path: &str) -> Option<String> {
    let page = window().location().href().ok()?;
    let url = web_sys::Url::new_with_base(path, &page).ok()?.href();
    url.starts_with("http").then_some(url)
}

/// The hash of the page's address, without its `#`.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The page's address without its hash.
pub fn address_without_hash() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The address of the whole page, without a hash: an embed stands beside it.
pub fn whole_page() -> String {
    let own = address_without_hash();
    let name = if own.starts_with("file:") { "index.html" } else { "./" };
    match is_embed() {
        true => web_sys::Url::new_with_base(name, &own).map_or(own, |url| url.href()),
        false => own,
    }
}

/// Gives the entry of the tab's history that is shown another hash.
pub fn replace_hash(hash: &str) {
    change_history("replaceState", hash);
}

/// Appends an entry to the tab's history.
pub fn push_hash(hash: &str) {
    change_history("pushState", hash);
}

/// Without a page's own entry for the hash, so that nothing is loaded. Some frames forbid it.
fn change_history(method: &str, hash: &str) {
    let address = match hash {
        "" => address_without_hash(),
        hash => format!("{}#{hash}", address_without_hash()),
    };
    if let Some(history) = member(&window(), "history") {
        call(&history, method, &Array::of3(&JsValue::NULL, &"".into(), &address.into()));
    }
}

/// Calls `look` when the reader goes back or forward in the tab's history, or types a hash.
pub fn on_history_move(look: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(look).into_js_value();
    for event in ["popstate", "hashchange"] {
        window().add_event_listener_with_callback(event, closure.unchecked_ref()).ok();
    }
}
