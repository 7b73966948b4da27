//! Files that are saved and opened.

use super::address::url_beside_page;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlElement, HtmlInputElement};

/// Offers a text as a file to be kept.
pub fn save_file(name: &str, text: &str) {
    let save = || {
        let parts = Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence(&parts).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let anchor = document().create_element("a").ok()?;
        anchor.set_attribute("href", &url).ok()?;
        anchor.set_attribute("download", name).ok()?;
        anchor.dyn_ref::<HtmlElement>()?.click();
        web_sys::Url::revoke_object_url(&url).ok()
    };
    save();
}

/// Reads the file that was chosen in `field`, and tells its text; nothing where there is none.
pub fn read_file(field: &HtmlInputElement, tell: impl FnOnce(String) + 'static) {
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    // The same file may be chosen again.
    field.set_value("");
    let tell = Closure::once(move |text: JsValue| tell(text.as_string().unwrap_or_default()));
    let _ = file.text().then(&tell);
    tell.forget();
}

/// The text of a file that comes with the page, if it comes.
pub async fn text_beside_page(path: &str) -> Option<String> {
    let answer = gloo_net::http::Request::get(&url_beside_page(path)?).send().await.ok()?;
    match answer.ok() {
        true => answer.text().await.ok(),
        false => None,
    }
}
