//! What is copied and pasted.

use super::script::call;
use super::script::member;
use js_sys::{Array, Function};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// The text that is about to be pasted.
pub fn pasted_text(pasted: &JsValue) -> Option<String> {
    let data = member(pasted, "clipboardData")?;
    call(&data, "getData", &Array::of1(&"text".into()))?.as_string()
}

/// Copies a text, and tells whether the browser allowed it.
pub fn copy(text: &str, tell: impl FnOnce(bool) + 'static) {
    let Some(copied) = start_to_copy(text) else { return tell(false) };
    let tell = Closure::once_into_js(move |is_copied: bool| tell(is_copied));
    let tell = tell.unchecked_into::<Function>();
    let (done, refused) = (
        tell.bind1(&JsValue::UNDEFINED, &true.into()),
        tell.bind1(&JsValue::UNDEFINED, &false.into()),
    );
    // Either of them is called, so the closure is called once.
    call(&copied, "then", &Array::of2(&done, &refused));
}

/// A promise; nothing where there is no clipboard, as in a page that was not loaded safely.
fn start_to_copy(text: &str) -> Option<JsValue> {
    let clipboard = member(&member(&window(), "navigator")?, "clipboard")?;
    call(&clipboard, "writeText", &Array::of1(&text.into()))
}
