//! What the browser measured of a request, from its records (Resource Timing), and what its clock
//! tells apart.

use super::{micros, number, performance_now, property, text};
use crate::browser::page;
use crate::browser::script::call;
use crate::real::state::{ServerTiming, Timing};
use js_sys::Array;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// How long the browser may take to write down the times of an exchange that has ended.
const RECORD_WAITS: usize = 20;
const RECORD_WAIT_MS: i32 = 25;

/// The browser's record of the request to `url` that began at `started`.
///
/// A browser keeps 250 records and drops what comes behind them, so all are thrown away once this
/// one was read.
pub async fn timing(url: &str, started: f64) -> Option<Timing> {
    let mut found = None;
    for _ in 0..RECORD_WAITS {
        found = record(url, started).map(|entry| timing_of_record(&entry));
        if found.is_some() {
            break;
        }
        page::wait(RECORD_WAIT_MS).await;
    }
    forget_all();
    found
}

/// Throws all records away.
pub fn forget_all() {
    call(&property(&window(), "performance"), "clearResourceTimings", &Array::new());
}

fn record(url: &str, started: f64) -> Option<JsValue> {
    let performance = property(&window(), "performance");
    let found = call(&performance, "getEntriesByName", &Array::of1(&url.into()))?;
    let found: Array = found.dyn_into().ok()?;
    // The clock of either is coarse.
    let is_ours = |entry: &JsValue| {
        number(entry, "startTime") >= started - 1.0 && text(entry, "initiatorType") == "fetch"
    };
    found.iter().find(is_ours)
}

fn timing_of_record(entry: &JsValue) -> Timing {
    let time = |name: &str| micros(number(entry, name));
    let count = |name: &str| property(entry, name).as_f64().map(|count| count as u64);
    let metric = |metric: JsValue| ServerTiming {
        name: text(&metric, "name"),
        description: text(&metric, "description"),
        duration_us: micros(number(&metric, "duration")),
    };
    let metrics = property(entry, "serverTiming").dyn_into::<Array>().ok();
    Timing {
        start_time: time("startTime"),
        redirect_start: time("redirectStart"),
        redirect_end: time("redirectEnd"),
        fetch_start: time("fetchStart"),
        domain_lookup_start: time("domainLookupStart"),
        domain_lookup_end: time("domainLookupEnd"),
        connect_start: time("connectStart"),
        secure_connection_start: time("secureConnectionStart"),
        connect_end: time("connectEnd"),
        request_start: time("requestStart"),
        response_start: time("responseStart"),
        response_end: time("responseEnd"),
        next_hop_protocol: text(entry, "nextHopProtocol"),
        delivery_type: text(entry, "deliveryType"),
        transfer_size: count("transferSize"),
        encoded_body_size: count("encodedBodySize").unwrap_or_default(),
        decoded_body_size: count("decodedBodySize").unwrap_or_default(),
        server_timings: metrics.map(|metrics| metrics.iter().map(metric).collect()),
    }
}

/// How many times the clock is asked at most, and how many of its steps are looked at.
const MOST_LOOKS: usize = 200_000;
const N_STEPS: usize = 3;

/// What the browser's clock tells apart, in microseconds: the smallest of a few of its steps.
/// Browsers round their clocks, each to something else.
pub fn clock_grain_us() -> u64 {
    let mut smallest = u64::MAX;
    let (mut before, mut n_steps) = (performance_now(), 0);
    for _ in 0..MOST_LOOKS {
        let now = performance_now();
        if now > before {
            smallest = smallest.min(micros(now - before));
            (before, n_steps) = (now, n_steps + 1);
        }
        if n_steps == N_STEPS {
            break;
        }
    }
    if n_steps == 0 { 1 } else { smallest.max(1) }
}
