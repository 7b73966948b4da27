//! The page as it stands in the window.

use super::focus::{focus_within, holds_focus};
use super::script::{call, member};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Array, Promise};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// Milliseconds of the page's own clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// The time of the system's clock, as RFC 3339 has it.
pub fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// Comes back after so many milliseconds at least.
pub async fn wait(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).ok();
    });
    JsFuture::from(promise).await.ok();
}

/// Whether the page stands within another's.
pub fn is_framed() -> bool {
    member(&window(), "parent").is_some_and(|parent| !js_sys::Object::is(&parent, &window()))
}

/// Whether this is embed.html: a frame in somebody else's page shows less, and otherwise.
pub fn is_embed() -> bool {
    root_mark("data-page").is_some_and(|page| page == "embed")
}

/// A mark that the page's root has.
pub fn root_mark(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// Takes the element with this id out of the page, and says whether it had the focus.
pub fn take_away(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id) else { return false };
    let had_focus = holds_focus(&element);
    element.remove();
    had_focus
}

/// How much larger the page is drawn than its style sheets say: the reader's text size. Boxes are
/// told in the window's pixels, everything else in those of the style sheets.
pub fn zoom() -> f64 {
    let body = document().body();
    let widths = body.map(|body| (body.get_bounding_client_rect().width(), body.offset_width()));
    match widths {
        Some((in_window, in_style)) if in_window > 0.0 && in_style > 0 => {
            in_window / f64::from(in_style)
        }
        Some(_) | None => 1.0,
    }
}

/// Width and height of the page in the pixels of the style sheets.
pub fn size() -> (f64, f64) {
    let body = document().body();
    let size = body.map(|body| (body.offset_width().into(), body.offset_height().into()));
    size.unwrap_or_default()
}

/// Tells whether the popover around an element is open, whenever it opens or closes.
pub fn on_popover_toggle(within: &Element, tell: impl Fn(bool) + 'static) {
    let Some(popover) = within.closest("[popover]").ok().flatten() else { return };
    let listener = Closure::<dyn Fn(JsValue)>::new(move |toggled: JsValue| {
        let state = member(&toggled, "newState").and_then(|state| state.as_string());
        tell(state.as_deref() == Some("open"));
    });
    let listener = listener.into_js_value();
    popover.add_event_listener_with_callback("toggle", listener.unchecked_ref()).ok();
}

/// Has the style sheets apply that index.html loads without waiting for them.
pub fn apply_later_styles() {
    let Ok(links) = document().query_selector_all("head > [media=\"not all\"]") else { return };
    for index in 0..links.length() {
        if let Some(link) = links.get(index).and_then(|link| link.dyn_into::<Element>().ok()) {
            link.set_attribute("media", "all").ok();
        }
    }
}

/// Gives the page's root a mark that the style sheets ask for, or takes it away.
pub fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    match value {
        Some(value) => root.set_attribute(name, value).ok(),
        None => root.remove_attribute(name).ok(),
    };
}

/// Has the page be of another size. What asks for the size of the page in the pixels of the style
/// sheets would not ask again in Firefox.
pub fn zoom_to(text_size: Option<&str>) {
    let root = document().document_element();
    let before = root.and_then(|root| root.get_attribute("data-text-size"));
    if before.as_deref() == text_size {
        return;
    }
    mark_root("data-text-size", text_size);
    mark_root("data-measured", Some("not"));
    zoom();
    mark_root("data-measured", None);
}

/// Opens what has this id and attribute `popover`, or closes it, and moves the focus into it.
pub fn toggle_popover(id: &str) {
    let element = document().get_element_by_id(id);
    let Some(popover) = element.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if popover.toggle_popover().unwrap_or_default() {
        focus_within(&popover, "button, input");
    }
}

/// Whether what has this id lies open above the page.
pub fn is_popover_open(id: &str) -> bool {
    let element = document().get_element_by_id(id);
    element.is_some_and(|element| element.matches(":popover-open").unwrap_or(false))
}

/// Whether something lies open above the page, which Escape closes.
pub fn has_open_popover() -> bool {
    document().query_selector("[popover]:popover-open").is_ok_and(|found| found.is_some())
}

/// Presses the first button that matches, wherever it is.
pub fn press(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// Has the page fill the screen, or its window again, where the browser allows it.
pub fn toggle_full_screen() {
    let is_full =
        member(&document(), "fullscreenElement").is_some_and(|element| !element.is_falsy());
    let asked = match is_full {
        true => call(&document(), "exitFullscreen", &Array::new()),
        false => document()
            .document_element()
            .and_then(|root| call(&root, "requestFullscreen", &Array::new())),
    };
    let answer = asked.and_then(|asked| asked.dyn_into::<Promise>().ok());
    if let Some(answer) = answer {
        // In a frame that may not, everything stays as it is.
        spawn_local(async move { drop(JsFuture::from(answer).await) });
    }
}

/// The number of the row that an event is about: what `data-row` says at its target or around it.
pub fn row_of(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let target = target?.dyn_into::<Element>().ok()?;
    target.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()
}

/// Calls `look` when the element has come, and whenever the size of one of `watched` changes.
pub fn on_resize(
    element: impl Fn() -> Option<Element> + 'static,
    watched: fn(&Element) -> Vec<Element>,
    look: impl Fn() + Copy + 'static,
) {
    let observer = StoredValue::new_local(None::<ResizeObserver>);
    Effect::new(move |_| {
        let Some(element) = element() else { return };
        let closure = Closure::<dyn Fn()>::new(look).into_js_value();
        if let Ok(seen) = ResizeObserver::new(closure.unchecked_ref()) {
            watched(&element).iter().for_each(|element| seen.observe(element));
            observer.set_value(Some(seen));
        }
    });
    on_cleanup(move || {
        observer.get_value().iter().for_each(ResizeObserver::disconnect);
    });
}
