//! The wasm shell around the engine: decode a scenario, simulate it, encode the trace. No logic.
//!
//! The worker speaks first: its build id, as a string, says that it listens and which build it
//! is. After that each message in is `[run number, scenario octets]` and each message out
//! `[run number, trace octets]`. A panic ends the worker; the page hears of it as an error event.

use js_sys::{Array, Uint8Array};
use trace::{decode_scenario, encode_trace};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Page and worker come from one build, or do not talk to each other.
const BUILD_ID: &str = match option_env!("ROUNDTRIP_BUILD_ID") {
    Some(id) => id,
    None => "development",
};

fn main() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string())));
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(answer);
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    scope.post_message(&BUILD_ID.into()).expect("a string can be posted");
}

/// Runs one scenario and posts its trace, handing over the octets without a copy.
fn answer(message: MessageEvent) {
    let run: Array = message.data().unchecked_into();
    let octets = Uint8Array::new(&run.get(1)).to_vec();
    let scenario = decode_scenario(&octets).expect("the page sends what it encoded");
    let trace = encode_trace(&engine::simulate(&scenario));
    let buffer = Uint8Array::from(trace.as_slice()).buffer();
    let reply = Array::of2(&run.get(0), &buffer);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope
        .post_message_with_transfer(&reply, &Array::of1(&buffer))
        .expect("a run number and a buffer can be posted");
}
