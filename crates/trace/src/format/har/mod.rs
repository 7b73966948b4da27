//! A trace as an HTTP Archive: HAR 1.2, as browsers' network panels write and read it.

mod cookies;
mod timings;

use crate::hidden::escaped_in_json;
use crate::{
    Cause, Content, Exchange, Fetch, FieldLines, HttpUrl, Instant, IpVersion, MediaType, Message,
    Outcome, Request, Trace, Transport, utc,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use timings::{milliseconds, timings};

/// What HAR says where a size or a time is not known.
const UNKNOWN: i64 = -1;

/// Writes the fetches of a trace as HAR: one entry for each exchange, in the order of their start,
/// and one for a fetch that came to none.
///
/// What has no answer has the status 0, as browsers write it. An entry that is not what the
/// client's code asked for tells in `_initiator` why it is there, and the URL of the one before it.
pub fn har(trace: &Trace) -> String {
    let mut told: Vec<Told<'_>> =
        trace.exchanges.iter().map(|e| Told::exchange(trace, e)).collect();
    let without = trace.fetches.iter().filter(|fetch| fetch.exchanges.is_empty());
    told.extend(without.map(|fetch| Told { trace, fetch, exchange: None }));
    told.sort_by_key(Told::started_at);
    let entries: Vec<Value> = told.iter().map(Told::entry).collect();
    let har = json!({ "log": {
        "version": "1.2",
        "creator": { "name": "Roundtrip", "version": env!("CARGO_PKG_VERSION") },
        "entries": entries,
    } });
    let json = serde_json::to_string_pretty(&har).expect("plain data always encodes");
    escaped_in_json(json) + "\n"
}

/// What one entry tells of.
struct Told<'a> {
    trace: &'a Trace,
    fetch: &'a Fetch,
    /// `None` for a fetch that came to no exchange.
    exchange: Option<&'a Exchange>,
}

impl<'a> Told<'a> {
    fn exchange(trace: &'a Trace, exchange: &'a Exchange) -> Self {
        Self { trace, fetch: trace.fetch(exchange.fetch), exchange: Some(exchange) }
    }

    fn started_at(&self) -> Instant {
        self.exchange.map_or(self.fetch.started_at, |exchange| exchange.started_at)
    }

    fn outcome(&self) -> Option<&'a Outcome> {
        self.exchange.map_or(&self.fetch.outcome, |exchange| &exchange.outcome).as_ref()
    }

    /// The request that was sent.
    fn request_message(&self) -> Option<&'a Message> {
        self.exchange?.request().map(|id| self.trace.message(id))
    }

    fn entry(&self) -> Value {
        let started_at = self.started_at();
        let ended_at = match self.exchange {
            Some(exchange) => exchange.timing.response_end.or(exchange.finished_at),
            None => self.fetch.finished_at,
        };
        let finished_at = ended_at.unwrap_or(self.trace.ended_at);
        let time = finished_at.0.saturating_sub(started_at.0);
        let mut entry = json!({
            "startedDateTime": date_time(self.trace, started_at),
            "time": milliseconds(time),
            "request": self.request(),
            "response": self.response(),
            "cache": {},
            "timings": timings(self.trace, self.exchange, finished_at, time),
            "comment": self.comment(),
        });
        let sent = self.request_message().and_then(|message| message.packets.first());
        if let Some(packet) = sent.map(|id| self.trace.packet(*id)) {
            let is_v6 = packet.ip_version == IpVersion::V6;
            let addresses = &self.trace.host(packet.to).addresses;
            let address = addresses.iter().find(|address| address.is_ipv6() == is_v6);
            entry["serverIPAddress"] = json!(address.map(ToString::to_string).unwrap_or_default());
            if let Transport::Tcp { source_port, .. } = packet.transport {
                entry["connection"] = json!(source_port.to_string());
            }
        }
        if let Some(initiator) = self.initiator() {
            entry["_initiator"] = initiator;
        }
        entry
    }

    fn comment(&self) -> String {
        match (self.outcome(), self.exchange) {
            (Some(Outcome::Answered(_)), Some(_)) => String::new(),
            (Some(Outcome::Answered(_)), None) => "no server was asked".to_owned(),
            (Some(Outcome::Failed(failure)), _) => failure.to_string(),
            (None, _) => "the run ended first".to_owned(),
        }
    }

    /// Why this exchange was made, where the client's code asked for another one.
    fn initiator(&self) -> Option<Value> {
        let exchange = self.exchange.filter(|exchange| exchange.cause != Cause::Initial)?;
        let mut initiator = json!({ "type": exchange.cause.name() });
        let before = self.fetch.exchanges.iter().take_while(|id| **id != exchange.id).last();
        if let Some(before) = before {
            initiator["url"] = json!(shown_url(&self.trace.exchange(*before).url));
        }
        Some(initiator)
    }

    fn request(&self) -> Value {
        let (method, url) = match self.exchange {
            Some(exchange) => (&exchange.method, &exchange.url),
            None => (&self.fetch.method, &self.fetch.url),
        };
        let sent = self.request_message();
        let (version, lines, body) = match sent.map(|message| &message.content) {
            Some(Content::HttpRequest { version, field_lines, body, .. }) => {
                (version.as_str(), field_lines, self.trace.octets.join(body))
            }
            // It never came to that: what would have been sent.
            _ => ("HTTP/1.1", self.unsent_field_lines(), self.unsent_body()),
        };
        let mut request = json!({
            "method": method,
            "url": shown_url(url),
            "httpVersion": version,
            "cookies": cookies::sent(lines),
            "headers": headers(lines),
            "queryString": query(url),
            "headersSize": headers_size(self.trace, sent),
            "bodySize": body.len(),
        });
        if !body.is_empty() {
            request["postData"] = post_data(&body, lines);
        }
        request
    }

    /// The request of the scenario that this comes from.
    fn asked(&self) -> Option<&'a Request> {
        self.trace.scenario.requests.get(self.fetch.request? as usize)
    }

    fn unsent_field_lines(&self) -> &'a FieldLines {
        match (self.exchange, self.asked()) {
            (Some(exchange), _) => &exchange.field_lines,
            (None, Some(asked)) => &asked.field_lines,
            (None, None) => const { &FieldLines::new() },
        }
    }

    /// A redirect may turn a POST into a GET (RFC 9110 §15.4), and a preflight has no content.
    fn unsent_body(&self) -> Vec<u8> {
        let carries_it = self.exchange.is_none_or(|exchange| {
            exchange.cause != Cause::Preflight && exchange.method == self.fetch.method
        });
        self.asked().filter(|_| carries_it).map(|asked| asked.body.clone()).unwrap_or_default()
    }

    /// When the answer was there, in seconds of the calendar.
    fn received_unix_s(&self) -> i64 {
        let at = self.exchange.and_then(|exchange| exchange.timing.response_start);
        unix_s(self.trace, at.unwrap_or(self.trace.ended_at))
    }

    fn response(&self) -> Value {
        let status = match self.outcome() {
            Some(Outcome::Answered(code)) => *code,
            Some(Outcome::Failed(_)) | None => 0,
        };
        let answer = self.exchange.filter(|_| status != 0).and_then(|exchange| exchange.response);
        let message = answer.map(|id| self.trace.message(id));
        let Some(Content::HttpResponse { version, status_code, reason_phrase, field_lines, body }) =
            message.map(|message| &message.content)
        else {
            let status = if self.exchange.is_none() { status } else { 0 };
            return json!({
                "status": status, "statusText": "", "httpVersion": "", "cookies": [],
                "headers": [], "content": { "size": 0, "mimeType": "x-unknown" },
                "redirectURL": "", "headersSize": UNKNOWN, "bodySize": UNKNOWN,
            });
        };
        let octets = self.trace.octets.join(body);
        json!({
            "status": status_code,
            "statusText": reason_phrase,
            "httpVersion": version,
            "cookies": cookies::set(field_lines, self.received_unix_s()),
            "headers": headers(field_lines),
            "content": content(&octets, field_lines),
            "redirectURL": field_lines.value("location").unwrap_or_default(),
            "headersSize": headers_size(self.trace, message),
            "bodySize": octets.len(),
        })
    }
}

fn unix_s(trace: &Trace, at: Instant) -> i64 {
    trace.scenario.starts_at_unix_s + (at.0 / 1_000_000_000) as i64
}

/// RFC 3339 with milliseconds.
fn date_time(trace: &Trace, at: Instant) -> String {
    let text = utc::text_from_unix_s(unix_s(trace, at));
    format!("{}.{:03}Z", text.trim_end_matches('Z'), at.0 / 1_000_000 % 1000)
}

/// The URL without its fragment, which HAR leaves out, and without user and password.
fn shown_url(url: &HttpUrl) -> String {
    let mut shown = url.as_url().clone();
    shown.set_fragment(None);
    // Both fail only for URLs without a host.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

/// The content of a request: rows of a form by name, text as it is. HAR 1.2 has no room for other
/// octets: what they are in base64 is said in fields of our own.
fn post_data(octets: &[u8], lines: &FieldLines) -> Value {
    let media_type = lines.value("content-type").unwrap_or_default();
    let is_form = MediaType::parse(media_type)
        .is_some_and(|kind| kind.essence() == "application/x-www-form-urlencoded");
    match core::str::from_utf8(octets) {
        // `params` and `text` exclude each other.
        Ok(text) if is_form => {
            let pairs = url::form_urlencoded::parse(text.as_bytes());
            json!({ "mimeType": media_type, "params": named(pairs) })
        }
        Ok(text) => json!({ "mimeType": media_type, "text": text }),
        Err(_) => json!({
            "mimeType": media_type,
            "text": STANDARD.encode(octets),
            "_encoding": "base64",
            "comment": "the content is no text, and stands here in base64",
        }),
    }
}

/// Text as it is, transcoded from the charset that it says, and other octets in base64.
fn content(octets: &[u8], lines: &FieldLines) -> Value {
    let media_type = lines.value("content-type").unwrap_or("x-unknown");
    let parsed = lines.media_type();
    let text = match parsed.as_ref().and_then(MediaType::charset) {
        Some(charset) => Some(charset::text(octets, Some(charset), true)),
        None => core::str::from_utf8(octets).ok().map(Into::into),
    };
    match text.filter(|text| !text.contains(char::REPLACEMENT_CHARACTER)) {
        Some(text) => json!({ "size": octets.len(), "mimeType": media_type, "text": text }),
        None => json!({
            "size": octets.len(), "mimeType": media_type,
            "text": STANDARD.encode(octets), "encoding": "base64",
        }),
    }
}

fn headers(lines: &FieldLines) -> Vec<Value> {
    lines.iter().map(|line| json!({ "name": line.name, "value": line.value })).collect()
}

fn query(url: &HttpUrl) -> Vec<Value> {
    named(url.as_url().query_pairs())
}

fn named(pairs: url::form_urlencoded::Parse<'_>) -> Vec<Value> {
    pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// Octets of start line and header section, in HTTP/2 those of the frames that carry it (RFC 9113
/// §6.2, §6.10); not known where nothing was sent.
fn headers_size(trace: &Trace, message: Option<&Message>) -> i64 {
    let Some(message) = message else { return UNKNOWN };
    let whole = trace.octets.join(&message.octets);
    if message.content.is_http2() {
        return head_frames_len(&whole) as i64;
    }
    let end = whole.windows(4).position(|octets| octets == b"\r\n\r\n");
    end.map_or(whole.len(), |end| end + 4) as i64
}

/// The length of the HEADERS and CONTINUATION frames in front, each with its head of nine octets.
fn head_frames_len(octets: &[u8]) -> usize {
    const HEAD_LEN: usize = 9;
    const HEADERS: u8 = 1;
    const CONTINUATION: u8 = 9;
    let mut at = 0;
    while let Some([a, b, c, HEADERS | CONTINUATION, ..]) = octets.get(at..) {
        at += HEAD_LEN + u32::from_be_bytes([0, *a, *b, *c]) as usize;
    }
    at.min(octets.len())
}
