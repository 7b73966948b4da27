//! The worker as the browser has it, and how one notices that it has ended.

use super::script::{call, member};
use js_sys::Array;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessagePort, Worker, WorkerOptions, WorkerType};

const WORKER_URL: &str = "./worker_loader.js";

thread_local! {
    /// Our end of what the worker holds the other end of. Whoever is forgotten is closed as well.
    static LIFE: RefCell<Option<MessagePort>> = const { RefCell::new(None) };
}

/// Starts a worker; `None` where the browser allows none. Where workers by URL are forbidden, the
/// page's whole program has brought one along (`whole.js`).
pub fn start() -> Option<Worker> {
    let own = member(&window(), "roundtrip").and_then(|own| call(&own, "worker", &Array::new()));
    if let Some(own) = own {
        return Some(own.unchecked_into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(WORKER_URL, &options).ok()
}

/// Calls `tell` once the worker ends, for whatever reason: the browser then closes the port that it
/// holds. Where the browser does not tell of closed ports, nobody is called.
pub fn on_end(worker: &Worker, tell: impl FnOnce() + 'static) {
    let Ok(channel) = MessageChannel::new() else { return };
    let (own, its) = (channel.port1(), channel.port2());
    let tell = Closure::once_into_js(tell);
    own.add_event_listener_with_callback("close", tell.unchecked_ref()).ok();
    own.start();
    worker.post_message_with_transfer(&JsValue::NULL, &Array::of1(&its)).ok();
    LIFE.set(Some(own));
}

/// Ends a worker, and tells nobody.
pub fn end(worker: &Worker) {
    if let Some(own) = LIFE.take() {
        own.close();
    }
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}
