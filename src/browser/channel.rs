//! What windows and frames of one site say to each other.

use super::script::{call, member};
use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// Everybody who has joined under one name. Where a browser knows no such thing, nobody has.
#[derive(Clone)]
pub struct Channel(Option<JsValue>);

impl Channel {
    /// Joins the others, as long as the page is open.
    pub fn join(name: &str) -> Self {
        Self(kind().and_then(|kind| Reflect::construct(&kind, &Array::of1(&name.into())).ok()))
    }

    /// Whether this browser knows no such thing.
    pub fn is_unknown() -> bool {
        kind().is_none()
    }

    /// Says and hears nothing any more.
    pub fn leave(&self) {
        if let Some(channel) = &self.0 {
            call(channel, "close", &Array::new());
        }
    }

    /// Calls `hear` with each text that another one says.
    pub fn listen(&self, hear: impl Fn(&str) + 'static) {
        let Some(channel) = &self.0 else { return };
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let said = member(&event, "data").and_then(|said| said.as_string());
            said.iter().for_each(|said| hear(said));
        });
        Reflect::set(channel, &"onmessage".into(), &listener.into_js_value()).ok();
    }

    /// Says a text to all others.
    pub fn say(&self, text: &str) {
        if let Some(channel) = &self.0 {
            call(channel, "postMessage", &Array::of1(&text.into()));
        }
    }
}

fn kind() -> Option<Function> {
    member(&window(), "BroadcastChannel").and_then(|kind| kind.dyn_into::<Function>().ok())
}
