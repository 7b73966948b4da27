//! The body of an answer, as it comes in.

use super::{performance_now, property};
use crate::real::state::MAX_BODY_OCTETS;
use gloo_net::http::Response;
use js_sys::futures::JsFuture;
use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{AbortSignal, ReadableStreamDefaultReader};

/// What came is shown anew no more often than this, in milliseconds.
const SHOWN_EVERY_MS: f64 = 200.0;

/// How reading ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// That was all.
    Whole,
    /// There was more than the cap.
    Cut,
    /// The browser could not read on, or was told not to.
    BrokenOff,
}

/// Octets that came so far, and who is shown them.
struct Received {
    octets: RefCell<Vec<u8>>,
    shown_at: Cell<f64>,
    is_waiting: Cell<bool>,
    /// Nothing is shown any more: the whole is.
    is_over: Cell<bool>,
    show: Show,
}

/// Shows what has come.
type Show = Box<dyn Fn(&[u8])>;

impl Received {
    /// Shows what has come: now, or as soon as enough time has gone by.
    fn show(self: &Rc<Self>) {
        if self.is_over.get() {
            return;
        }
        let since = performance_now() - self.shown_at.get();
        if since >= SHOWN_EVERY_MS {
            self.shown_at.set(performance_now());
            return (self.show)(&self.octets.borrow());
        }
        if !self.is_waiting.replace(true) {
            let later = self.clone();
            let rest = Duration::from_millis((SHOWN_EVERY_MS - since) as u64 + 1);
            set_timeout(
                move || {
                    later.is_waiting.set(false);
                    later.show();
                },
                rest,
            );
        }
    }
}

/// The body up to the cap, and how reading it ended. What is behind the cap is not waited for.
/// `show` is given what has come, now and then; `signal` tells to read no further.
pub async fn read(
    response: &Response,
    signal: &AbortSignal,
    show: impl Fn(&[u8]) + 'static,
) -> (Vec<u8>, Read) {
    let received = Rc::new(Received {
        octets: RefCell::default(),
        shown_at: Cell::new(performance_now() - SHOWN_EVERY_MS),
        is_waiting: Cell::new(false),
        is_over: Cell::new(false),
        show: Box::new(show),
    });
    let end = pieces(response, &received, signal).await.unwrap_or(Read::BrokenOff);
    received.is_over.set(true);
    (received.octets.take(), end)
}

async fn pieces(
    response: &Response,
    received: &Rc<Received>,
    signal: &AbortSignal,
) -> Result<Read, JsValue> {
    let Some(stream) = response.body() else { return Ok(Read::Whole) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let stopped = stopped(signal);
    loop {
        // WebKit reads on in what was aborted, as long as more comes.
        let next = Promise::race(&Array::of2(&reader.read(), &stopped));
        let piece = match JsFuture::from(next).await {
            Ok(piece) => piece,
            Err(error) => {
                // Whether it can be cancelled does not matter, and is not waited for.
                let _ = reader.cancel();
                return Err(error);
            }
        };
        if property(&piece, "done").is_truthy() {
            return Ok(Read::Whole);
        }
        let piece: Uint8Array = property(&piece, "value").unchecked_into();
        let room = (MAX_BODY_OCTETS - received.octets.borrow().len()) as u32;
        let taken = piece.slice(0, room.min(piece.length())).to_vec();
        received.octets.borrow_mut().extend(taken);
        if piece.length() > room {
            JsFuture::from(reader.cancel()).await.ok();
            return Ok(Read::Cut);
        }
        received.show();
    }
}

/// Fails once a signal is given.
fn stopped(signal: &AbortSignal) -> Promise {
    let stopped = Promise::new(&mut |_, fail| match signal.aborted() {
        true => drop(fail.call0(&JsValue::NULL)),
        false => signal.set_onabort(Some(&fail)),
    });
    // Nobody has to hear of it.
    let ignore = Closure::<dyn FnMut(JsValue)>::new(|_| {});
    let _ = stopped.catch(&ignore);
    ignore.forget();
    stopped
}
