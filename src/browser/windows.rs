//! Other windows of the same page, and what becomes of this one.

use super::script::{call, member};
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// A window that this one opened.
#[derive(Clone)]
pub struct Opened(JsValue);

impl Opened {
    /// Whether it is closed by now.
    pub fn is_closed(&self) -> bool {
        member(&self.0, "closed").is_none_or(|closed| !closed.is_falsy())
    }

    /// Brings it to the front, where the browser allows that.
    pub fn come_to_front(&self) {
        call(&self.0, "focus", &Array::new());
    }
}

/// Opens a window of its own; `None` where the browser does not. Must be asked for by a key or a
/// click.
pub fn open(address: &str, width: u32, height: u32) -> Option<Opened> {
    let size = format!("popup,width={width},height={height}");
    let opened = window().open_with_url_and_target_and_features(address, "_blank", &size);
    opened.ok().flatten().map(|opened| Opened(opened.into()))
}

/// A number by chance, for names.
pub fn random_number() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Whether the page was loaded anew or came back, and was not gone to by an address.
pub fn is_reload() -> bool {
    let entry = member(&window(), "performance")
        .and_then(|clock| call(&clock, "getEntriesByType", &Array::of1(&"navigation".into())))
        .and_then(|entries| member(&entries, "0"));
    let kind = entry.and_then(|entry| member(&entry, "type")).and_then(|kind| kind.as_string());
    matches!(kind.as_deref(), Some("reload" | "back_forward"))
}

/// Does something when the page goes.
pub fn on_leave(deed: impl Fn() + 'static) {
    let deed = Closure::<dyn Fn()>::new(deed).into_js_value();
    window().add_event_listener_with_callback("pagehide", deed.unchecked_ref()).ok();
}

/// The hours and minutes of the day here.
pub fn time_of_day() -> (u32, u32) {
    let now = js_sys::Date::new_0();
    (now.get_hours(), now.get_minutes())
}
