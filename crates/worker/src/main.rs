//! The wasm shell around the engine: decode what the page wants, have it done, encode what comes of
//! it. No logic but to keep the last trace, which the page may want to look into.
//!
//! The worker speaks first: its build id, as a string, says that it listens and which build it
//! is. After that each message in is `[run number, scenario octets]`, and the answer to it
//! `[run number, trace octets]`; or it is `[question number, scenario octets, inspected octets]`,
//! and the answer `[question number, dissection octets, true]`. A panic ends the worker; the page
//! hears of it as an error event.

use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use trace::{Trace, decode_inspected, decode_scenario, encode_dissection, encode_trace};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Page and worker come from one build, or do not talk to each other.
const BUILD_ID: &str = match option_env!("ROUNDTRIP_BUILD_ID") {
    Some(id) => id,
    None => "development",
};

thread_local! {
    /// The last trace, by the octets of its scenario: the same scenario gives the same trace.
    static KEPT: RefCell<Option<(Vec<u8>, Trace)>> = const { RefCell::new(None) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(answer);
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    scope.post_message(&BUILD_ID.into()).expect("a string can be posted");
}

/// Does what the page wants and posts what comes of it, handing over the octets without a copy.
fn answer(message: MessageEvent) {
    let asked: Array = message.data().unchecked_into();
    let scenario = Uint8Array::new(&asked.get(1)).to_vec();
    let is_question = asked.length() > 2;
    let octets = KEPT.with_borrow_mut(|kept| {
        if !is_question || kept.as_ref().is_none_or(|(known, _)| *known != scenario) {
            // The old one goes first: two large ones may not fit.
            *kept = None;
            let trace = engine::simulate(
                &decode_scenario(&scenario).expect("the page sends what it encoded"),
            );
            *kept = Some((scenario, trace));
        }
        let (_, trace) = kept.as_ref().expect("it was put there above");
        if !is_question {
            return encode_trace(trace);
        }
        let inspected = Uint8Array::new(&asked.get(2)).to_vec();
        let inspected = decode_inspected(&inspected).expect("the page sends what it encoded");
        encode_dissection(&engine::inspect(trace, inspected, engine::Language::ENGLISH))
    });
    let buffer = Uint8Array::from(octets.as_slice()).buffer();
    let reply = Array::of2(&asked.get(0), &buffer);
    if is_question {
        reply.push(&true.into());
    }
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope
        .post_message_with_transfer(&reply, &Array::of1(&buffer))
        .expect("a number and a buffer can be posted");
}
