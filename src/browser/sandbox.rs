//! HTML that a server sent, rendered where it can do nothing.

use super::script::call;
use super::script::member;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::HtmlIFrameElement;

/// What a rendered page may load: nothing at all, and its own style.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Renders HTML that a server sent. The one place where a text becomes a document: in a frame
/// with an empty `sandbox`, where no script runs and no form is sent, and behind a policy of its
/// own, because a sandbox alone still loads images from anywhere.
pub fn render_page(frame: &HtmlIFrameElement, html: &str) {
    let policy = [
        "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"",
        PAGE_POLICY,
        "\">",
    ];
    let document = [&policy.concat(), html].concat();
    let document = JsValue::from_str(&document);
    let document = trusted(&document).unwrap_or(document);
    Reflect::set(frame, &"srcdoc".into(), &document).ok();
}

/// The text in the form that Trusted Types ask for, where the browser knows them. The page's
/// policy lists the name `preview`; nothing else uses it.
fn trusted(document: &JsValue) -> Option<JsValue> {
    thread_local! {
        static POLICY: OnceCell<Option<JsValue>> = const { OnceCell::new() };
    }
    let make = || {
        let types = member(&window(), "trustedTypes")?;
        let rules = Object::new();
        let keep = Closure::<dyn Fn(JsValue) -> JsValue>::new(|html| html).into_js_value();
        Reflect::set(&rules, &"createHTML".into(), &keep).ok()?;
        call(&types, "createPolicy", &Array::of2(&"preview".into(), &rules))
    };
    POLICY.with(|policy| {
        let policy = policy.get_or_init(make).as_ref()?;
        call(policy, "createHTML", &Array::of1(document))
    })
}
