//! The browser's own copy of the page, for use without a network: `service_worker.js` makes it.

use super::address::url_beside_page;
use super::page::{is_framed, wait};
use super::script::{call, member};
use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What makes the copy. policy.js lets the page name no other.
const KEEPER: &str = "./service_worker.js";

/// The page in one file, where `cargo xtask dist` made it.
pub const ONE_FILE: &str = "roundtrip.html";

/// How long the page has been usable before the copy is made, which takes some of the line.
const REST_MS: i32 = 3000;

/// What is known of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// It is here: the next visit needs no network.
    Here,
    /// One of a newer build is here, and waits until no window shows the one before it.
    Newer,
    /// The browser makes none: it knows no such thing, forbids it, or has no room.
    Missing,
}

/// Whether this page is one that can be kept: published (only then it has a manifest), and no part
/// of somebody else's page.
pub fn is_published() -> bool {
    let manifest = document().query_selector("link[rel=manifest]");
    manifest.is_ok_and(|found| found.is_some()) && !is_framed()
}

/// Has the copy made, or brought up to date, once the page has been usable for a while, and tells
/// what becomes of it. A page that came from no server has none.
pub async fn keep(tell: impl Fn(Copy) + 'static) {
    if !is_published() || url_beside_page(KEEPER).is_none() {
        return;
    }
    wait(REST_MS).await;
    let Some(registration) = asked("register", &Array::of1(&KEEPER.into())).await else {
        return tell(Copy::Missing);
    };
    let worker = {
        let registration = registration.clone();
        move |state: &str| member(&registration, state).filter(|worker| !worker.is_falsy())
    };
    let look: Rc<dyn Fn()> = {
        let worker = worker.clone();
        Rc::new(move || match (worker("active"), worker("waiting"), worker("installing")) {
            (Some(_), Some(_), _) => tell(Copy::Newer),
            (Some(_), None, _) => tell(Copy::Here),
            (None, _, Some(_)) | (None, Some(_), None) => {}
            (None, None, None) => tell(Copy::Missing),
        })
    };
    let follow = {
        let look = look.clone();
        move || {
            let look = look.clone();
            worker("installing").iter().for_each(|worker| on(worker, "statechange", look.clone()));
        }
    };
    look();
    follow();
    on(&registration, "updatefound", Rc::new(follow));
}

/// Loads the page again in the newer build, which takes the place of this one. Tells where it does
/// not, because another window shows this one.
pub async fn go_over(tell: impl FnOnce() + 'static) {
    let Some(registration) = asked("getRegistration", &Array::new()).await else { return };
    let Some(waiting) = member(&registration, "waiting").filter(|worker| !worker.is_falsy()) else {
        return;
    };
    let ports = member(&window(), "MessageChannel")
        .and_then(|kind| kind.dyn_into::<Function>().ok())
        .and_then(|kind| Reflect::construct(&kind, &Array::new()).ok())
        .and_then(|channel| Some((member(&channel, "port1")?, member(&channel, "port2")?)));
    let Some((near, far)) = ports else { return };
    let newer = waiting.clone();
    let reload = Rc::new(move || {
        let state = member(&newer, "state").and_then(|state| state.as_string());
        if state.as_deref() == Some("activated") {
            window().location().reload().ok();
        }
    });
    let going = waiting.clone();
    let hear = move |event: JsValue| {
        let is_going = member(&event, "data").is_some_and(|name| name.is_string());
        if !is_going {
            return tell();
        }
        if let Some(agreed_on) = member(&event, "target") {
            call(&agreed_on, "postMessage", &Array::of1(&"agreed".into()));
        }
        reload();
        on(&going, "statechange", reload);
    };
    let hear = Closure::once_into_js(hear);
    Reflect::set(&near, &"onmessage".into(), &hear).ok();
    call(&waiting, "postMessage", &Array::of2(&"go over".into(), &Array::of1(&far)));
}

/// What the browser's container of such workers answers, where there is one and it does not refuse.
async fn asked(method: &str, arguments: &Array) -> Option<JsValue> {
    let navigator = member(&window(), "navigator")?;
    let container = member(&navigator, "serviceWorker").filter(|found| !found.is_falsy())?;
    let answer = call(&container, method, arguments)?.dyn_into::<Promise>().ok()?;
    JsFuture::from(answer).await.ok().filter(|found| !found.is_falsy())
}

fn on(target: &JsValue, event: &str, deed: Rc<dyn Fn()>) {
    let deed = Closure::<dyn Fn()>::new(move || deed()).into_js_value();
    call(target, "addEventListener", &Array::of2(&event.into(), &deed));
}
