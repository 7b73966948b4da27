//! The worker as the browser has it, and how one notices that it has ended.

use super::script::{call, member};
use conversation::BUILD_ID;
use js_sys::{Array, Math, Reflect};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Worker, WorkerOptions, WorkerType};

/// How often one looks whether a sign of life has come, and after how many looks in vain none will.
/// Signs come every 150 ms; looks and signs wait alike while the machine is busy.
const LOOK_EVERY: Duration = Duration::from_millis(180);
const N_LOOKS_IN_VAIN: u32 = 4;

const WORKER_URL: &str = "./worker_loader.js?";

/// Starts a worker of this name and of this build; `None` where the browser allows none. Where workers by URL are
/// forbidden, the page's whole program has brought one along (`whole.js`).
pub fn start(name: &str) -> Option<Worker> {
    let own = member(&window(), "roundtrip").and_then(|own| call(&own, "worker", &Array::new()));
    if let Some(own) = own {
        return Some(own.unchecked_into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(name);
    Worker::new_with_options(&[WORKER_URL, BUILD_ID].concat(), &options).ok()
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

/// What somebody wants of a worker that gives signs of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Something is awaited of it.
    Now,
    /// Nothing is, as yet.
    Later,
    /// Another has taken its place.
    Never,
}

/// Calls `tell` once no sign of life comes through `port` any more while the worker is wanted. Where
/// none has come at all, nothing is known.
pub fn on_silence(port: JsValue, wanted: impl Fn() -> Wanted + 'static, tell: impl Fn() + 'static) {
    let n_in_vain = Rc::new(Cell::new(None));
    let heard = n_in_vain.clone();
    let hear = Closure::<dyn Fn()>::new(move || heard.set(Some(0))).into_js_value();
    Reflect::set(&port, &"onmessage".into(), &hear).ok();
    let looking = Rc::new(RefCell::new(None::<IntervalHandle>));
    let handle = looking.clone();
    let stop = move || {
        call(&port, "close", &Array::new());
        handle.borrow_mut().take().into_iter().for_each(|handle| handle.clear());
    };
    let look = move || match (wanted(), n_in_vain.get()) {
        (Wanted::Never, _) => stop(),
        (Wanted::Now, Some(N_LOOKS_IN_VAIN)) => {
            stop();
            tell();
        }
        (Wanted::Now, n) => n_in_vain.set(n.map(|n| n + 1)),
        (Wanted::Later, n) => n_in_vain.set(n.map(|_| 0)),
    };
    *looking.borrow_mut() = set_interval_with_handle(look, LOOK_EVERY).ok();
}
