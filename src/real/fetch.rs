//! A request that the browser really sends, and what it tells of it.
//!
//! Through `gloo-net`, and through `web-sys` where that has nothing: field lines that the browser
//! may refuse, a body that is read in pieces up to a cap, and the times of Resource Timing.

use crate::real::state::{
    Failure, MAX_BODY_OCTETS, PageFacts, Probe, RealBody, RealExchange, RealOrder, RealRun,
    ServerTiming, Target, Timing, diagnosis, is_mixed, is_other_origin, needs_preflight,
};
use crate::texts;
use gloo_net::http::{Headers, Method, Request as Sent, RequestBuilder, Response};
use js_sys::futures::JsFuture;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use language::say;
use leptos::prelude::{set_timeout, window};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use trace::{FieldLine, FieldLines, Request};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestMode,
};

/// The second request is not waited for longer than this.
const PROBE_LIMIT: Duration = Duration::from_secs(5);
/// How long the browser may take to write down the times of an exchange that has ended.
const RECORD_WAITS: usize = 20;
const RECORD_WAIT_MS: i32 = 25;

/// What ends a request before its time. Clones end the same request.
#[derive(Clone)]
pub struct Stop {
    controller: AbortController,
    reason: Rc<Cell<Option<Reason>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    TimeLimit,
    Cancelled,
}

impl Stop {
    /// Something that ends a request after `limit`, if it is not over by then. `None` where the
    /// browser has no such thing.
    pub fn after(limit: Duration) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let stop = Self { controller, reason: Rc::default() };
        let late = stop.clone();
        set_timeout(move || late.end(Reason::TimeLimit), limit);
        Some(stop)
    }

    /// The person does not want to wait.
    pub fn cancel(&self) {
        self.end(Reason::Cancelled);
    }

    fn end(&self, reason: Reason) {
        if self.reason.get().is_none() {
            self.reason.set(Some(reason));
            self.controller.abort();
        }
    }
}

/// What the browser says of the page itself.
pub fn page_facts() -> PageFacts {
    let window = window();
    let (location, navigator) = (window.location(), property(&window, "navigator"));
    let parent = property(&window, "parent");
    PageFacts {
        url: location.href().unwrap_or_default(),
        origin: text(&window, "origin"),
        is_framed: !js_sys::Object::is(&parent, &window),
        is_online: property(&navigator, "onLine").as_bool().unwrap_or(true),
    }
}

/// Sends, and tells what came of it.
pub async fn run(order: RealOrder, stop: &Stop) -> RealRun {
    let request = &order.request;
    let page = page_facts();
    let failure = match exchange(request, &page, stop).await {
        Ok(exchange) => return RealRun::Answered(Box::new(exchange)),
        Err(failure) => failure,
    };
    let failure = match (stop.reason.get(), failure) {
        (Some(Reason::TimeLimit), _) => Failure::TimeLimit(order.time_limit_s),
        (Some(Reason::Cancelled), _) => Failure::Cancelled,
        (None, Failure::Unexplained(_)) if is_worth_a_probe(request, &page) => {
            Failure::Unexplained(probe(request).await)
        }
        (None, failure) => failure,
    };
    RealRun::Failed(Box::new(diagnosis(request, &failure, &page)))
}

async fn exchange(
    request: &Request,
    page: &PageFacts,
    stop: &Stop,
) -> Result<RealExchange, Failure> {
    let url = without_fragment(request);
    let sent = as_nobody(&url, &request.method, stop)?.headers(headers(request)?);
    let sent = built(sent, &url, &request.body)?;
    let started = performance_now();
    let answer = sent.send().await;
    let response = answer.map_err(|_| Failure::Unexplained(Probe::NotSent))?;
    let lines = response.headers().entries();
    let field_lines: FieldLines = lines.map(|(name, value)| FieldLine { name, value }).collect();
    let (octets, is_cut) = read(&response).await.map_err(|_| Failure::BrokenOff)?;
    let elapsed_us = micros(performance_now() - started);
    let content_type = field_lines.value("content-type");
    Ok(RealExchange {
        target: Target { method: request.method.clone(), url: request.url.clone() },
        answered_by: response.url(),
        is_redirected: response.redirected(),
        is_other_origin: is_other_origin(&request.url, page),
        is_preflighted: needs_preflight(request, page),
        status_code: response.status(),
        reason_phrase: response.status_text(),
        body: RealBody::of_octets(&octets, content_type, is_cut),
        field_lines,
        timing: timing(&url, started).await,
        elapsed_us,
    })
}

/// No server ever sees the fragment, and no record of times holds it.
fn without_fragment(request: &Request) -> String {
    let url = request.url.as_str();
    url.split('#').next().unwrap_or(url).to_owned()
}

/// Never with the cookies that the browser keeps: what is asked here is asked as nobody.
fn as_nobody(url: &str, method: &str, stop: &Stop) -> Result<RequestBuilder, Failure> {
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::Refused(say(texts::THIS_IS_NOT_A_METHOD).to_owned()))?;
    Ok(RequestBuilder::new(url)
        .method(method)
        .credentials(RequestCredentials::Omit)
        .abort_signal(Some(&stop.controller.signal())))
}

/// The request's field lines. `append` of gloo-net panics where the browser refuses one.
fn headers(request: &Request) -> Result<Headers, Failure> {
    let headers = Headers::new().into_raw();
    for line in &request.field_lines {
        headers
            .append(&line.name, &line.value)
            .map_err(|error| Failure::Refused(text(&error, "message")))?;
    }
    Ok(Headers::from_raw(headers))
}

/// What is to be sent to `url`. The builder writes the query anew and so loses the `?` of an empty
/// one, which the server is to see all the same.
fn built(builder: RequestBuilder, url: &str, body: &[u8]) -> Result<Sent, Failure> {
    let octets = || Uint8Array::from(body);
    let sent = match body.is_empty() {
        true => builder.build(),
        false => builder.body(octets()),
    };
    let sent = sent.map_err(|error| Failure::Refused(message(error)))?;
    if !url.ends_with('?') {
        return Ok(sent);
    }
    let sent = web_sys::Request::from(sent);
    let init = RequestInit::new();
    init.set_method(&sent.method());
    init.set_headers(&sent.headers());
    init.set_mode(sent.mode());
    init.set_credentials(sent.credentials());
    init.set_signal(Some(&sent.signal()));
    if !body.is_empty() {
        init.set_body(&octets());
    }
    let sent = web_sys::Request::new_with_str_and_init(url, &init);
    sent.map(Sent::from).map_err(|error| Failure::Refused(text(&error, "message")))
}

fn message(error: gloo_net::Error) -> String {
    match error {
        gloo_net::Error::JsError(error) => error.message,
        gloo_net::Error::GlooError(message) => message,
    }
}

/// The body up to the cap, and whether there was more. What is behind the cap is not waited for.
async fn read(response: &Response) -> Result<(Vec<u8>, bool), JsValue> {
    let mut octets = Vec::new();
    let Some(stream) = response.body() else { return Ok((octets, false)) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if property(&piece, "done").is_truthy() {
            return Ok((octets, false));
        }
        let piece: Uint8Array = property(&piece, "value").unchecked_into();
        let room = (MAX_BODY_OCTETS - octets.len()) as u32;
        octets.extend(piece.slice(0, room.min(piece.length())).to_vec());
        if piece.length() > room {
            JsFuture::from(reader.cancel()).await.ok();
            return Ok((octets, true));
        }
    }
}

/// A second request tells a server that keeps its answer to itself from none at all. It is HEAD,
/// which changes nothing, and only follows a request that changed nothing either.
fn is_worth_a_probe(request: &Request, page: &PageFacts) -> bool {
    let is_safe = matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    is_safe && is_other_origin(&request.url, page) && !is_mixed(&request.url, &page.url)
}

async fn probe(request: &Request) -> Probe {
    let Some(stop) = Stop::after(PROBE_LIMIT) else { return Probe::NotSent };
    let url = without_fragment(request);
    let asked = as_nobody(&url, "HEAD", &stop)
        .and_then(|builder| built(builder.mode(RequestMode::NoCors), &url, &[]));
    let Ok(asked) = asked else { return Probe::Nothing };
    match asked.send().await {
        Ok(_) => Probe::Answered,
        Err(_) => Probe::Nothing,
    }
}

/// The browser's record of the request to `url` that began at `started`.
async fn timing(url: &str, started: f64) -> Option<Timing> {
    for _ in 0..RECORD_WAITS {
        if let Some(entry) = record(url, started) {
            return Some(timing_of_record(&entry));
        }
        wait().await;
    }
    None
}

fn record(url: &str, started: f64) -> Option<JsValue> {
    let performance = property(&window(), "performance");
    let find: Function = property(&performance, "getEntriesByName").dyn_into().ok()?;
    let found: Array = find.call1(&performance, &url.into()).ok()?.dyn_into().ok()?;
    // The clock of either is coarse.
    let is_ours = |entry: &JsValue| {
        number(entry, "startTime") >= started - 1.0 && text(entry, "initiatorType") == "fetch"
    };
    found.iter().find(is_ours)
}

fn timing_of_record(entry: &JsValue) -> Timing {
    let time = |name: &str| micros(number(entry, name));
    let size = |name: &str| number(entry, name) as u64;
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
        transfer_size: size("transferSize"),
        encoded_body_size: size("encodedBodySize"),
        decoded_body_size: size("decodedBodySize"),
        server_timings: metrics.iter().flat_map(Array::iter).map(metric).collect(),
    }
}

async fn wait() {
    let promise = Promise::new(&mut |resolve, _| {
        window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, RECORD_WAIT_MS)
            .ok();
    });
    JsFuture::from(promise).await.ok();
}

fn performance_now() -> f64 {
    let performance = property(&window(), "performance");
    let now = property(&performance, "now").dyn_into::<Function>().ok();
    now.and_then(|now| now.call0(&performance).ok()?.as_f64()).unwrap_or_default()
}

fn micros(ms: f64) -> u64 {
    (ms * 1000.0 + 0.5) as u64
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> String {
    property(object, name).as_string().unwrap_or_default()
}

fn number(object: &JsValue, name: &str) -> f64 {
    property(object, name).as_f64().unwrap_or_default()
}
