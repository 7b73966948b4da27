//! Files that are saved and opened.

use super::address::url_beside_page;
use super::script::{call, member};
use crate::texts;
use js_sys::futures::JsFuture;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use language::{fill, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sharing::link::LinkError;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, HtmlElement, HtmlInputElement};

/// Offers a text as a file to be kept.
pub fn save_file(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
        save_blob(name, &blob);
    }
}

/// Offers what a blob holds as a file to be kept; nothing where the browser does not let it.
pub fn save_blob(name: &str, blob: &Blob) -> Option<()> {
    let url = web_sys::Url::create_object_url_with_blob(blob).ok()?;
    let anchor = document().create_element("a").ok()?;
    anchor.set_attribute("href", &url).ok()?;
    anchor.set_attribute("download", name).ok()?;
    anchor.dyn_ref::<HtmlElement>()?.click();
    web_sys::Url::revoke_object_url(&url).ok()
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is larger than what is asked for can be.
    TooBig,
    /// It is no text in UTF-8, from this octet on.
    NotUtf8(usize),
    /// The browser does not give it out, e.g. since it is gone.
    Gone,
}

impl Unread {
    /// What is said of it.
    pub fn said(self) -> String {
        match self {
            Self::TooBig => LinkError::TooBig.to_string(),
            Self::NotUtf8(at) => fill!(texts::FILE_NOT_UTF_8, at = at),
            Self::Gone => say(texts::FILE_GONE).to_owned(),
        }
    }
}

/// Reads the file that was chosen in `field`, and tells its text or why there is none; nothing where no
/// file was chosen. One with more octets than this is too big.
pub fn read_file(
    field: &HtmlInputElement,
    octets_max: f64,
    tell: impl FnOnce(Result<String, Unread>) + 'static,
) {
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    // The same file may be chosen again.
    field.set_value("");
    read(&file, octets_max, tell);
}

fn read(file: &File, octets_max: f64, tell: impl FnOnce(Result<String, Unread>) + 'static) {
    if file.size() > octets_max {
        return tell(Err(Unread::TooBig));
    }
    let octets = file.array_buffer();
    spawn_local(async move {
        tell(match JsFuture::from(octets).await {
            Ok(octets) => text_of(Uint8Array::new(&octets).to_vec()),
            Err(_) => Err(Unread::Gone),
        });
    });
}

/// The text that some octets are.
pub fn text_of(octets: Vec<u8>) -> Result<String, Unread> {
    String::from_utf8(octets).map_err(|error| Unread::NotUtf8(error.utf8_error().valid_up_to()))
}

/// Reads each file that is dropped anywhere on the page. Other things are dropped as ever.
pub fn on_drop(octets_max: f64, tell: impl Fn(Result<String, Unread>) + Clone + 'static) {
    let dropped = move |event: JsValue| {
        let Some(data) = member(&event, "dataTransfer") else { return };
        let is_file = member(&data, "types")
            .and_then(|types| call(&types, "includes", &Array::of1(&"Files".into())))
            .is_some_and(|is_file| is_file.is_truthy());
        if !is_file {
            return;
        }
        // Otherwise the browser would leave the page for the file.
        call(&event, "preventDefault", &Array::new());
        let first = member(&data, "files").and_then(|files| Reflect::get_u32(&files, 0).ok());
        if let Some(file) = first.and_then(|file| file.dyn_into::<File>().ok()) {
            read(&file, octets_max, tell.clone());
        }
    };
    let closure = Closure::<dyn Fn(JsValue)>::new(dropped).into_js_value();
    for event in ["dragover", "drop"] {
        window().add_event_listener_with_callback(event, closure.unchecked_ref()).ok();
    }
}

/// What a file holds that comes with the page, if it comes.
pub async fn octets_of(url: &str) -> Option<Vec<u8>> {
    let answer = gloo_net::http::Request::get(url).send().await.ok()?;
    match answer.ok() {
        true => answer.binary().await.ok(),
        false => None,
    }
}

/// The text of a file that comes with the page, wherever that keeps it: beside itself, or, where the page
/// is one file, within.
pub async fn text_that_comes_along(name: &str) -> Option<String> {
    let unpacked = member(&window(), "roundtrip").and_then(|own| member(&own, "unpacked"));
    let Some(unpacked) = unpacked.and_then(|unpacked| unpacked.dyn_into::<Promise>().ok()) else {
        return text_beside_page(name).await;
    };
    let files = JsFuture::from(unpacked).await.ok()?;
    let octets = member(&files, name)?.dyn_into::<Uint8Array>().ok()?;
    String::from_utf8(octets.to_vec()).ok()
}

/// The text of a file that comes with the page, if it comes.
pub async fn text_beside_page(path: &str) -> Option<String> {
    let answer = gloo_net::http::Request::get(&url_beside_page(path)?).send().await.ok()?;
    match answer.ok() {
        true => answer.text().await.ok(),
        false => None,
    }
}
