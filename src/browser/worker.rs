//! The worker as the browser has it, and how one notices that it has ended.

use super::script::{call, member};
use js_sys::{Array, Math};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Worker, WorkerOptions, WorkerType};

const WORKER_URL: &str = "./worker_loader.js";

/// Starts a worker of this name; `None` where the browser allows none. Where workers by URL are
/// forbidden, the page's whole program has brought one along (`whole.js`).
pub fn start(name: &str) -> Option<Worker> {
    let own = member(&window(), "roundtrip").and_then(|own| call(&own, "worker", &Array::new()));
    if let Some(own) = own {
        return Some(own.unchecked_into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(name);
    Worker::new_with_options(WORKER_URL, &options).ok()
}

/// A name that no other worker has, of this page or of another tab.
pub fn new_name() -> String {
    format!("engine {}", Math::random())
}

/// Calls `tell` once the worker of this name has ended, for whatever reason. It holds a lock of its
/// name as long as it lives, and has said so; the browser then gives it to the next who asks.
pub fn on_end(name: &str, tell: impl FnOnce() + 'static) {
    let locks = member(&window(), "navigator").and_then(|navigator| member(&navigator, "locks"));
    if let Some(locks) = locks {
        let tell = Closure::once_into_js(tell);
        call(&locks, "request", &Array::of2(&name.into(), &tell));
    }
}
