//! Scrolling, as little as needed.

use super::page::{root_mark, zoom};
use leptos::prelude::*;
use std::iter::successors;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, HtmlInputElement, ScrollBehavior, ScrollToOptions};

/// Scrolls a field sideways until the character with this number stands within it.
pub fn reveal_column(field: &HtmlInputElement, column: usize) {
    let n_columns = field.value().chars().count().max(1);
    let x = field.scroll_width() * column as i32 / n_columns as i32;
    let is_in_sight =
        (field.scroll_left()..field.scroll_left() + field.client_width() - 60).contains(&x);
    if !is_in_sight {
        field.set_scroll_left(x - 20);
    }
}

/// Smoothly, unless less motion is asked for.
pub fn smoothly() -> ScrollBehavior {
    if prefers_reduced_motion() { ScrollBehavior::Instant } else { ScrollBehavior::Smooth }
}

/// Whether the reader asked the system for less motion; of an embed its author may ask otherwise.
fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    match root_mark("data-motion").as_deref() {
        Some(mark) => mark == "reduced",
        None => query.ok().flatten().is_some_and(|query| query.matches()),
    }
}

/// Scrolls `scroller` as little as needed to show what stands between two heights of the window.
/// `edges` are covered by something else at top and bottom. Only `scroller` moves: a page that
/// frames this one must not jump.
pub fn scroll_into_sight(
    scroller: &Element,
    (top, bottom): (f64, f64),
    edges: (f64, f64),
    behavior: ScrollBehavior,
) {
    let area = scroller.get_bounding_client_rect();
    let (first, last) = (area.top() + edges.0, area.bottom() - edges.1);
    let delta = if top < first {
        top - first
    } else if bottom > last {
        (bottom - last).min(top - first)
    } else {
        return;
    };
    let options = ScrollToOptions::new();
    options.set_top(delta / zoom());
    options.set_behavior(behavior);
    scroller.scroll_by_with_scroll_to_options(&options);
}

/// Scrolls the first element that matches `scroller` sideways, until the one within it that matches
/// `target` stands in its middle.
pub fn scroll_across(scroller: &str, target: &str) {
    if let Some((scroller, area, wanted)) = areas(scroller, target) {
        let delta = (wanted.left() + wanted.right() - area.left() - area.right()) / 2.0 / zoom();
        scroller.set_scroll_left(scroller.scroll_left() + delta as i32);
    }
}

/// Brings the first element within the first `scroller` that matches `target` to the middle of its height.
pub fn scroll_to_middle(scroller: &str, target: &str) {
    if let Some((scroller, area, wanted)) = areas(scroller, target) {
        let delta = (wanted.top() + wanted.bottom() - area.top() - area.bottom()) / 2.0 / zoom();
        scroller.set_scroll_top(scroller.scroll_top() + delta as i32);
    }
}

/// How much is shown below what comes into sight, in CSS pixels: a button, mostly.
const BELOW_PX: f64 = 64.0;

/// Once the page has taken up what changes now: brings the first element that matches `target` into sight, with
/// what leads on in a lesson, as little as needed, in all that it scrolls in. The page around a frame stays
/// where it is.
pub fn show_soon(target: &'static str) {
    request_animation_frame(move || request_animation_frame(move || show(target)));
}

fn show(target: &str) {
    let Some(target) = document().query_selector(target).ok().flatten() else { return };
    let around = successors(target.parent_element(), |element| element.parent_element());
    let scrollers = around.filter(|element| element.scroll_height() > element.client_height());
    for scroller in scrollers {
        let area = target.get_bounding_client_rect();
        let on = scroller.query_selector(".lesson-acts").ok().flatten();
        let bottom =
            on.map_or(area.bottom() + BELOW_PX, |on| on.get_bounding_client_rect().bottom());
        scroll_into_sight(&scroller, (area.top(), bottom), (0.0, 12.0), smoothly());
    }
}

/// Brings the first element that matches `target` to the upper edge of what it scrolls in: of more
/// than one box around it, each in turn.
pub fn scroll_down_to(target: &str) {
    let Some(target) = document().query_selector(target).ok().flatten() else { return };
    let around = successors(target.parent_element(), |element| element.parent_element());
    let scrollers = around.filter(|element| element.scroll_height() > element.client_height());
    scrollers.for_each(|scroller| bring_to_top(&scroller, &target));
}

/// Scrolls `scroller` until `target` stands at its upper edge.
pub fn bring_to_top(scroller: &Element, target: &Element) {
    let top = |element: &Element| element.get_bounding_client_rect().top();
    let delta = (top(target) - top(scroller)) / zoom();
    scroller.set_scroll_top(scroller.scroll_top() + delta as i32);
}

/// The first element that matches `scroller`, and where it and the first one within it that matches
/// `target` stand.
fn areas(scroller: &str, target: &str) -> Option<(Element, DomRect, DomRect)> {
    let scroller = document().query_selector(scroller).ok().flatten()?;
    let target = scroller.query_selector(target).ok().flatten()?;
    let (area, wanted) = (scroller.get_bounding_client_rect(), target.get_bounding_client_rect());
    Some((scroller, area, wanted))
}

/// Calls `look` whenever anything on the page has scrolled. Scrolling does not bubble, so it is
/// caught on its way down.
pub fn on_any_scroll(look: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(look).into_js_value();
    let listener = closure.unchecked_ref();
    document().add_event_listener_with_callback_and_bool("scroll", listener, true).ok();
}
