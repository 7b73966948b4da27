//! What the bindings do not have, or what may be missing.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

/// What an object of the browser has under this name, where the browser knows it.
pub fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Calls a method by its name: those that the bindings do not have, or that may be missing.
pub fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method = member(object, method)?.dyn_into::<Function>().ok()?;
    method.apply(object, arguments).ok()
}
