//! HTML that a server sent, rendered where it can do nothing.

use super::script::call;
use super::script::member;
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::{Document, DomParser, Element, HtmlIFrameElement};

/// What a rendered page may load: nothing at all, and its own style.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// What opens connections that no policy governs, or leads elsewhere by itself.
const ACTIVE: &str = "link, base, meta, script, template, iframe, frame, object, embed, portal, \
                      animate, animateMotion, animateTransform, set";

/// What leads elsewhere once somebody clicks.
const LEADING: [&str; 6] = ["href", "xlink:href", "ping", "target", "action", "formaction"];

/// What has one of those.
const LEADING_ELEMENTS: &str = "[*|href], [xlink\\:href], [ping], [target], [action], [formaction]";

/// Renders HTML that a server sent. The one place where a text becomes a document: in a frame
/// with an empty `sandbox`, where no script runs and no form is sent, and behind a policy of its
/// own, because a sandbox alone still loads images from anywhere. What the policy does not govern
/// is taken out before: hints that open connections, and links, which would lead the frame away.
pub fn render_page(frame: &HtmlIFrameElement, html: &str) {
    let html = inert(html).unwrap_or_default();
    let policy = [
        "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"",
        PAGE_POLICY,
        "\">",
    ];
    let document = [&policy.concat(), &*html].concat();
    Reflect::set(frame, &"srcdoc".into(), &trusted(&document)).ok();
}

/// The same page, in which nothing leads anywhere. What is parsed here belongs to no window, so
/// nothing of it is loaded meanwhile.
fn inert(html: &str) -> Option<String> {
    let parser = DomParser::new().ok()?;
    let parsed =
        call(&parser, "parseFromString", &Array::of2(&trusted(html), &"text/html".into()))?;
    let root = parsed.dyn_into::<Document>().ok()?.document_element()?;
    for element in matching(&root, ACTIVE) {
        element.remove();
    }
    for element in matching(&root, LEADING_ELEMENTS) {
        // What a drawing takes from within the page leads nowhere.
        let is_within = |name: &str| {
            let value = element.get_attribute(name).unwrap_or_default();
            value.starts_with('#') && element.local_name() == "use"
        };
        for name in LEADING.into_iter().filter(|name| !is_within(name)) {
            element.remove_attribute(name).ok();
        }
    }
    Some(root.outer_html())
}

fn matching(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// The text in the form that Trusted Types ask for, where the browser knows them. The page's
/// policy lists the name `preview`; nothing else uses it. Elsewhere the text itself.
fn trusted(document: &str) -> JsValue {
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
    let document = JsValue::from_str(document);
    let trusted = POLICY.with(|policy| {
        let policy = policy.get_or_init(make).as_ref()?;
        call(policy, "createHTML", &Array::of1(&document))
    });
    trusted.unwrap_or(document)
}
