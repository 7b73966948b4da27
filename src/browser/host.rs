//! The page that frames this one.

use super::page::is_framed;
use super::script::{call, member};
use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// How long a message is as JSON, in characters; nothing if it is none.
pub fn json_length(message: &JsValue) -> Option<usize> {
    JSON::stringify(message).ok().map(|text| text.length() as usize)
}

/// Calls `hear` with each message of the page around this one, and of nobody else; first with those
/// that came before the program did, which embed.js has kept.
pub fn on_message(hear: impl Fn(&JsValue) + 'static) {
    let kept = member(&window(), "roundtrip").and_then(|kept| member(&kept, "waiting"));
    if let Some(kept) = kept.and_then(|kept| kept.dyn_into::<Array>().ok()) {
        kept.iter().for_each(|message| hear(&message));
        kept.set_length(0);
    }
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let is_of_host = is_framed()
            && member(&event, "source")
                .zip(member(&window(), "parent"))
                .is_some_and(|(source, parent)| Object::is(&source, &parent));
        if let (true, Some(message)) = (is_of_host, member(&event, "data")) {
            hear(&message);
        }
    });
    let listener = closure.into_js_value();
    window().add_event_listener_with_callback("message", listener.unchecked_ref()).ok();
}

/// Tells the page around this one something that anybody may hear.
pub fn tell(kind: &str, members: &[(&str, f64)]) {
    let message = Object::new();
    Reflect::set(&message, &"type".into(), &kind.into()).ok();
    for (name, value) in members {
        Reflect::set(&message, &(*name).into(), &(*value).into()).ok();
    }
    send(&message);
}

/// Tells it something that is JSON already, as the member `statement`.
pub fn tell_statement(kind: &str, statement: &str) {
    let Ok(statement) = JSON::parse(statement) else { return };
    let message = Object::new();
    for (name, value) in [("type", kind.into()), ("v", 1.0.into()), ("statement", statement)] {
        Reflect::set(&message, &name.into(), &value).ok();
    }
    send(&message);
}

/// Sends what an embed in a slide has no use for to the deck, as reveal.js takes it (its API over
/// messages).
pub fn tell_deck(method: &str) {
    let text = ["{\"method\":\"", method, "\"}"].concat();
    send(&text.into());
}

/// Gives the keys back to the page around this one.
pub fn give_focus_back() {
    if let Some(focused) = super::focus::focused() {
        call(&focused, "blur", &Array::new());
    }
    if let Some(parent) = member(&window(), "parent").filter(|_| is_framed()) {
        call(&parent, "focus", &Array::new());
    }
}

fn send(message: &JsValue) {
    if let Some(parent) = member(&window(), "parent").filter(|_| is_framed()) {
        call(&parent, "postMessage", &Array::of2(message, &"*".into()));
    }
}
