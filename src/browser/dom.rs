//! The few things that the browser is asked for directly.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, DomRect, Element, HtmlElement, HtmlIFrameElement, HtmlInputElement, HtmlTextAreaElement,
    ResizeObserver, ScrollBehavior, ScrollToOptions, Storage,
};

/// Writes into the browser's console.
pub fn log_error(text: &str) {
    web_sys::console::error_1(&text.into());
}

/// Milliseconds of the page's own clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
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

/// Whether the reader asked the system for less motion.
fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// A URL as the WHATWG standard writes it, with its host in ASCII, if it is one.
pub fn standard_url(text: &str) -> Option<String> {
    web_sys::Url::new(text.trim()).ok().map(|url| url.href())
}

/// The URL of a file that comes with the page. `None` where the page was not fetched from a server.
pub fn url_beside_page(path: &str) -> Option<String> {
    let page = window().location().href().ok()?;
    let url = web_sys::Url::new_with_base(path, &page).ok()?.href();
    url.starts_with("http").then_some(url)
}

/// The text of a file that comes with the page, if it comes.
pub async fn text_beside_page(path: &str) -> Option<String> {
    let answer = gloo_net::http::Request::get(&url_beside_page(path)?).send().await.ok()?;
    match answer.ok() {
        true => answer.text().await.ok(),
        false => None,
    }
}

/// Whether a key belongs to what has the focus: a field, a menu, the slider, a button.
pub fn takes_key(target: &Element, key: &str) -> bool {
    let is_arrow = key.starts_with("Arrow");
    match target.tag_name().as_str() {
        "INPUT" => match target.get_attribute("type").as_deref() {
            Some("radio" | "checkbox") => is_arrow || key == " ",
            Some("range") => is_arrow || matches!(key, "Home" | "End" | "PageUp" | "PageDown"),
            _ => true,
        },
        "SELECT" | "TEXTAREA" => true,
        "BUTTON" | "A" | "SUMMARY" => key == " ",
        _ => false,
    }
}

/// What has the focus.
pub fn focused() -> Option<Element> {
    document().active_element()
}

/// Whether the focus is somewhere within `element`.
pub fn holds_focus(element: &Element) -> bool {
    focused().is_some_and(|focused| element.contains(Some(&focused)))
}

/// Gives the focus to the first element within `root` that matches.
pub fn focus_within(root: &Element, selector: &str) {
    let found = root.query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        focus(&found);
    }
}

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

/// What an object of the browser has under this name, where the browser knows it.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Calls a method by its name: those that the bindings do not have, or that may be missing.
fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method = member(object, method)?.dyn_into::<Function>().ok()?;
    method.apply(object, arguments).ok()
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

/// Gives the focus to the first element of the page that matches.
pub fn focus_in_page(selector: &str) {
    if let Some(root) = document().document_element() {
        focus_within(&root, selector);
    }
}

/// Gives the focus to an element.
pub fn focus(element: &HtmlElement) {
    element.focus().ok();
}

/// Gives the focus to the first element that matches, once the page is drawn anew.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || focus_in_page(&selector));
}

/// Selects the text of the first field that matches, once the page is drawn anew.
pub fn select_soon(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        let field = found.and_then(|found| found.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            focus(&field);
            field.select();
        }
    });
}

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

/// The number of the row that an event is about: what `data-row` says at its target or around it.
pub fn row_of(target: Option<web_sys::EventTarget>) -> Option<usize> {
    let target = target?.dyn_into::<Element>().ok()?;
    target.closest("[data-row]").ok()??.get_attribute("data-row")?.parse().ok()
}

/// Moves the focus among the elements within `root` that match, as an arrow key says: to the next
/// or the one before, to the first or the last. Says whether it was such a key.
pub fn move_focus(root: &Element, selector: &str, key: &str) -> bool {
    let Ok(items) = root.query_selector_all(selector) else { return false };
    let item = |index| items.item(index)?.dyn_into::<HtmlElement>().ok();
    let last = items.length().saturating_sub(1);
    let focused = focused();
    let is_focused = |index: &u32| {
        let element = item(*index).map(Element::from);
        element.is_some() && element == focused
    };
    let place = (0..=last).find(is_focused).unwrap_or(0);
    let next = match key {
        "ArrowDown" | "ArrowRight" => (place + 1).min(last),
        "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    item(next).iter().for_each(focus);
    true
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

/// Calls `look` whenever anything on the page has scrolled. Scrolling does not bubble, so it is
/// caught on its way down.
pub fn on_any_scroll(look: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(look).into_js_value();
    let listener = closure.unchecked_ref();
    document().add_event_listener_with_callback_and_bool("scroll", listener, true).ok();
}

/// Smoothly, unless less motion is asked for.
pub fn smoothly() -> ScrollBehavior {
    if prefers_reduced_motion() { ScrollBehavior::Instant } else { ScrollBehavior::Smooth }
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

/// Scrolls the first element that matches `scroller` down to the one within it that matches `target`.
pub fn scroll_down_to(scroller: &str, target: &str) {
    if let Some((scroller, area, wanted)) = areas(scroller, target) {
        let delta = (wanted.top() - area.top()) / zoom();
        scroller.set_scroll_top(scroller.scroll_top() + delta as i32);
    }
}

/// The first element that matches `scroller`, and where it and the first one within it that matches
/// `target` stand.
fn areas(scroller: &str, target: &str) -> Option<(Element, DomRect, DomRect)> {
    let scroller = document().query_selector(scroller).ok().flatten()?;
    let target = scroller.query_selector(target).ok().flatten()?;
    let (area, wanted) = (scroller.get_bounding_client_rect(), target.get_bounding_client_rect());
    Some((scroller, area, wanted))
}

/// Has the style sheets apply that index.html loads without waiting for them.
pub fn apply_later_styles() {
    let Ok(links) = document().query_selector_all("link[media=\"not all\"]") else { return };
    for index in 0..links.length() {
        if let Some(link) = links.get(index).and_then(|link| link.dyn_into::<Element>().ok()) {
            link.set_attribute("media", "all").ok();
        }
    }
}

/// The hash of the page's address, without its `#`.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The page's address without its hash.
pub fn address_without_hash() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Gives the entry of the tab's history that is shown another hash.
pub fn replace_hash(hash: &str) {
    change_history("replaceState", hash);
}

/// Appends an entry to the tab's history.
pub fn push_hash(hash: &str) {
    change_history("pushState", hash);
}

/// Without a page's own entry for the hash, so that nothing is loaded. Some frames forbid it.
fn change_history(method: &str, hash: &str) {
    let address = match hash {
        "" => address_without_hash(),
        hash => format!("{}#{hash}", address_without_hash()),
    };
    if let Some(history) = member(&window(), "history") {
        call(&history, method, &Array::of3(&JsValue::NULL, &"".into(), &address.into()));
    }
}

/// Calls `look` when the reader goes back or forward in the tab's history, or types a hash.
pub fn on_history_move(look: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(look).into_js_value();
    for event in ["popstate", "hashchange"] {
        window().add_event_listener_with_callback(event, closure.unchecked_ref()).ok();
    }
}

/// Offers a text as a file to be kept.
pub fn save_file(name: &str, text: &str) {
    let save = || {
        let parts = Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence(&parts).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let anchor = document().create_element("a").ok()?;
        anchor.set_attribute("href", &url).ok()?;
        anchor.set_attribute("download", name).ok()?;
        anchor.dyn_ref::<HtmlElement>()?.click();
        web_sys::Url::revoke_object_url(&url).ok()
    };
    save();
}

/// Reads the file that was chosen in `field`, and tells its text; nothing where there is none.
pub fn read_file(field: &HtmlInputElement, tell: impl FnOnce(String) + 'static) {
    let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
    // The same file may be chosen again.
    field.set_value("");
    let tell = Closure::once(move |text: JsValue| tell(text.as_string().unwrap_or_default()));
    let _ = file.text().then(&tell);
    tell.forget();
}

/// Gives the page's root a mark that the style sheets ask for, or takes it away.
pub fn mark_root(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    match value {
        Some(value) => root.set_attribute(name, value).ok(),
        None => root.remove_attribute(name).ok(),
    };
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

const SETTINGS: &str = "roundtrip.settings";

/// The storage that lasts, where the browser allows one.
fn lasting_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Keeps what the reader prefers, as far as the browser allows.
pub fn keep_settings(text: &str) {
    if let Some(storage) = lasting_storage() {
        storage.set_item(SETTINGS, text).ok();
    }
}

/// What was kept, if anything was.
pub fn kept_settings() -> Option<String> {
    lasting_storage()?.get_item(SETTINGS).ok().flatten()
}

/// The tab's storage, where the browser allows one: in some frames the mere question throws.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

const DRAFT: &str = "roundtrip.draft";

/// Keeps what was typed over a reload, as far as the browser allows.
pub fn keep_draft(parts: &[String]) {
    let texts: Array = parts.iter().map(|part| JsValue::from_str(part)).collect();
    let text = js_sys::JSON::stringify(&texts).ok().and_then(|text| text.as_string());
    if let (Some(storage), Some(text)) = (storage(), text) {
        storage.set_item(DRAFT, &text).ok();
    }
}

/// Takes what was kept out of the storage.
pub fn take_draft() -> Option<Vec<String>> {
    let storage = storage()?;
    let text = storage.get_item(DRAFT).ok().flatten()?;
    storage.remove_item(DRAFT).ok();
    let texts = js_sys::JSON::parse(&text).ok()?;
    let texts = texts.dyn_into::<Array>().ok()?;
    texts.iter().map(|text| text.as_string()).collect()
}
