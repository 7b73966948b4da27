//! A request that the browser really sends, and what it tells of it.
//!
//! Through `gloo-net`, and through `web-sys` where that has nothing: field lines that the browser
//! may refuse, a body that is read in pieces up to a cap, and the times of Resource Timing.

mod probe;
mod receive;
mod record;

use crate::browser::page;
use crate::real::state::{
    BodyEnd, Failure, PageFacts, Probe, Progress, RealBody, RealExchange, RealOrder, RealRun,
    Target, diagnosis, is_other_origin, needs_preflight,
};
use crate::texts;
use charset::decode;
use gloo_net::http::{Headers, Method, Request as Sent, RequestBuilder};
use js_sys::{Function, Reflect, Uint8Array};
use language::say;
use leptos::prelude::{set_timeout, window};
use probe::probe;
use receive::{Read, read};
use record::clock_grain_us;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use trace::{FieldLine, FieldLines, HttpUrl, Request};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, RequestCredentials, RequestInit};

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
    PageFacts {
        url: location.href().unwrap_or_default(),
        origin: text(&window, "origin"),
        is_framed: page::is_framed(),
        is_online: property(&navigator, "onLine").as_bool().unwrap_or(true),
    }
}

/// Sends, and tells what came of it. `news` hears of an answer that began, and of what has come of
/// its body since.
pub async fn run(order: RealOrder, stop: &Stop, news: impl Fn(News) + Clone + 'static) -> RealRun {
    let request = &order.request;
    let page = page_facts();
    let failure = match exchange(&order, &page, stop, news).await {
        Ok(exchange) => return RealRun::Answered(Box::new(exchange)),
        Err(failure) => failure,
    };
    let failure = match (stop.reason.get(), failure) {
        (Some(Reason::TimeLimit), _) => Failure::TimeLimit(order.time_limit_s),
        (Some(Reason::Cancelled), _) => Failure::Cancelled,
        (None, Failure::Unexplained(_)) => Failure::Unexplained(probe(request, &page).await),
        (None, failure) => failure,
    };
    record::forget_all();
    RealRun::Failed(Box::new(diagnosis(request, &failure, &page)))
}

/// What is heard of an answer before it is whole.
pub enum News {
    /// Its head came.
    Began(Box<RealExchange>),
    /// More of its body came.
    Progress(Progress),
}

/// How much of the end of a body that is under way is shown, in octets.
const SHOWN_OCTETS: usize = 4096;

async fn exchange(
    order: &RealOrder,
    page: &PageFacts,
    stop: &Stop,
    news: impl Fn(News) + Clone + 'static,
) -> Result<RealExchange, Failure> {
    let request = &order.request;
    let url = without_fragment(request);
    let grain_us = clock_grain_us();
    record::forget_all();
    let sent = as_nobody(&url, &request.method, stop)?.headers(headers(request)?);
    let sent = built(sent, &url, &request.body)?;
    let started = performance_now();
    let answer = sent.send().await;
    let response = answer.map_err(|_| Failure::Unexplained(Probe::NotSent))?;
    let lines = response.headers().entries();
    let field_lines: FieldLines = lines.map(|(name, value)| FieldLine { name, value }).collect();
    let content_type = field_lines.value("content-type").map(str::to_owned);
    let answered_by = HttpUrl::parse(&response.url()).unwrap_or_else(|_| request.url.clone());
    let began_us = micros(performance_now() - started);
    let mut exchange = RealExchange {
        target: Target { method: request.method.clone(), url: request.url.clone() },
        is_redirected: response.redirected(),
        is_other_origin: is_other_origin(&answered_by, page),
        answered_by,
        is_preflighted: needs_preflight(request, page),
        status_code: response.status(),
        reason_phrase: response.status_text(),
        field_lines,
        body: RealBody::Empty,
        n_octets: 0,
        end: BodyEnd::UnderWay,
        timing: None,
        began_us,
        elapsed_us: began_us,
        grain_us,
    };
    news(News::Began(Box::new(exchange.clone())));
    let type_so_far = content_type.clone();
    let show = move |octets: &[u8]| {
        let text = end_of(octets, type_so_far.as_deref());
        news(News::Progress(Progress { n_octets: octets.len(), text }));
    };
    let (octets, read) = read(&response, &stop.controller.signal(), show).await;
    exchange.elapsed_us = micros(performance_now() - started);
    exchange.end = match (read, stop.reason.get()) {
        (Read::Whole, _) => BodyEnd::Whole,
        (Read::Cut, _) => BodyEnd::Cut,
        (Read::BrokenOff, Some(Reason::TimeLimit)) => BodyEnd::TimeLimit(order.time_limit_s),
        (Read::BrokenOff, Some(Reason::Cancelled)) => BodyEnd::Cancelled,
        (Read::BrokenOff, None) => BodyEnd::BrokenOff,
    };
    exchange.n_octets = octets.len();
    let is_whole = exchange.end == BodyEnd::Whole;
    exchange.body = RealBody::of_octets(octets, content_type.as_deref(), is_whole, decode);
    exchange.timing = record::timing(&url, started).await;
    Ok(exchange)
}

/// The end of what has come so far, where that is text.
fn end_of(octets: &[u8], content_type: Option<&str>) -> String {
    let from = octets.len().saturating_sub(SHOWN_OCTETS);
    match RealBody::of_octets(octets[from..].to_vec(), content_type, false, decode) {
        RealBody::Text { raw, .. } => raw.trim_start_matches('\u{fffd}').to_owned(),
        RealBody::Empty | RealBody::Picture { .. } | RealBody::Binary { .. } => String::new(),
    }
}

/// No server ever sees the fragment, and no record of times holds it.
fn without_fragment(request: &Request) -> String {
    let url = request.url.as_str();
    url.split('#').next().unwrap_or(url).to_owned()
}

/// Never with the cookies that the browser keeps: what is asked here is asked as nobody.
fn as_nobody(url: &str, method: &str, stop: &Stop) -> Result<RequestBuilder, Failure> {
    let method = Method::from_bytes(method.as_bytes())
        .map_err(|_| Failure::NotAsked(say(texts::THIS_IS_NOT_A_METHOD).to_owned()))?;
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
    init.set_redirect(sent.redirect());
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
