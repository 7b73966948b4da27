//! A trace as an HTTP Archive: HAR 1.2, as browsers' network panels write and read it.

use crate::{
    Content, Exchange, FieldLine, HttpUrl, Instant, IpVersion, Message, Outcome, Phase, Stage,
    StageKind, Trace, Transport, utc,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// What HAR says where a size or a time is not known.
const UNKNOWN: i64 = -1;

/// Writes the exchanges of a trace as HAR: one entry each, in the order of their start.
///
/// An exchange without an answer has the status 0, as browsers write it.
pub fn har(trace: &Trace) -> String {
    let entries: Vec<Value> =
        trace.exchanges.iter().map(|exchange| entry(trace, exchange)).collect();
    let har = json!({ "log": {
        "version": "1.2",
        "creator": { "name": "Roundtrip", "version": env!("CARGO_PKG_VERSION") },
        "entries": entries,
    } });
    serde_json::to_string_pretty(&har).expect("plain data always encodes") + "\n"
}

fn entry(trace: &Trace, exchange: &Exchange) -> Value {
    let finished_at =
        exchange.timing.response_end.or(exchange.finished_at).unwrap_or(trace.ended_at);
    let comment = match &exchange.outcome {
        Some(Outcome::Answered(_)) => String::new(),
        Some(Outcome::Failed(failure)) => failure.to_string(),
        None => "the run ended first".to_owned(),
    };
    let time = finished_at.0.saturating_sub(exchange.started_at.0);
    let mut entry = json!({
        "startedDateTime": date_time(trace, exchange.started_at),
        "time": milliseconds(time),
        "request": request(trace, exchange),
        "response": response(trace, exchange),
        "cache": {},
        "timings": timings(trace, exchange, finished_at, time),
        "comment": comment,
    });
    let sent = exchange.request.and_then(|id| trace.message(id).packets.first());
    if let Some(packet) = sent.map(|id| trace.packet(*id)) {
        let is_v6 = packet.ip_version == IpVersion::V6;
        let addresses = &trace.host(packet.to).addresses;
        let address = addresses.iter().find(|address| address.is_ipv6() == is_v6);
        entry["serverIPAddress"] = json!(address.map(ToString::to_string).unwrap_or_default());
        if let Transport::Tcp { source_port, .. } = packet.transport {
            entry["connection"] = json!(source_port.to_string());
        }
    }
    entry
}

fn milliseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e6
}

/// RFC 3339 with milliseconds.
fn date_time(trace: &Trace, at: Instant) -> String {
    let second = trace.scenario.starts_at_unix_s + (at.0 / 1_000_000_000) as i64;
    let text = utc::text_from_unix_s(second);
    format!("{}.{:03}Z", text.trim_end_matches('Z'), at.0 / 1_000_000 % 1000)
}

/// The URL that was really asked for: a browser that remembers HSTS has changed its scheme.
fn sent_url(trace: &Trace, exchange: &Exchange, asked: &HttpUrl) -> HttpUrl {
    let is_upgrade = |stage: &&Stage| {
        stage.exchange == Some(exchange.id) && stage.kind == StageKind::UpgradeToHttps
    };
    let upgraded = trace.stages.iter().find(is_upgrade);
    let url = upgraded.and_then(|stage| HttpUrl::parse(&stage.detail).ok());
    url.unwrap_or_else(|| asked.clone())
}

fn request(trace: &Trace, exchange: &Exchange) -> Value {
    let asked = &trace.scenario.requests[exchange.id.0 as usize];
    let sent = exchange.request.map(|id| trace.message(id));
    let (version, lines, body) = match sent.map(|message| &message.content) {
        Some(Content::HttpRequest { version, field_lines, body, .. }) => {
            (version.as_str(), field_lines.as_slice(), trace.octets.join(body))
        }
        // It never came to that: what would have been sent.
        _ => ("HTTP/1.1", asked.field_lines.as_slice(), asked.body.clone()),
    };
    let url = sent_url(trace, exchange, &asked.url);
    let mut request = json!({
        "method": asked.method,
        "url": url.as_str(),
        "httpVersion": version,
        "cookies": [],
        "headers": headers(lines),
        "queryString": query(&url),
        "headersSize": headers_size(trace, sent, body.len()),
        "bodySize": body.len(),
    });
    if !body.is_empty() {
        request["postData"] = json!({
            "mimeType": value_of(lines, "content-type").unwrap_or_default(),
            "params": [],
            "text": String::from_utf8_lossy(&body),
        });
    }
    request
}

fn response(trace: &Trace, exchange: &Exchange) -> Value {
    let answered = matches!(exchange.outcome, Some(Outcome::Answered(_)));
    let message = exchange.response.filter(|_| answered).map(|id| trace.message(id));
    let Some(Content::HttpResponse { version, status_code, reason_phrase, field_lines, body }) =
        message.map(|message| &message.content)
    else {
        return json!({
            "status": 0, "statusText": "", "httpVersion": "", "cookies": [], "headers": [],
            "content": { "size": 0, "mimeType": "x-unknown" },
            "redirectURL": "", "headersSize": UNKNOWN, "bodySize": UNKNOWN,
        });
    };
    let octets = trace.octets.join(body);
    json!({
        "status": status_code,
        "statusText": reason_phrase,
        "httpVersion": version,
        "cookies": [],
        "headers": headers(field_lines),
        "content": content(&octets, field_lines),
        "redirectURL": value_of(field_lines, "location").unwrap_or_default(),
        "headersSize": headers_size(trace, message, octets.len()),
        "bodySize": octets.len(),
    })
}

/// Text as it is, other octets in base64.
fn content(octets: &[u8], lines: &[FieldLine]) -> Value {
    let media_type = value_of(lines, "content-type").unwrap_or("x-unknown");
    match core::str::from_utf8(octets) {
        Ok(text) => json!({ "size": octets.len(), "mimeType": media_type, "text": text }),
        Err(_) => json!({
            "size": octets.len(), "mimeType": media_type,
            "text": STANDARD.encode(octets), "encoding": "base64",
        }),
    }
}

fn headers(lines: &[FieldLine]) -> Vec<Value> {
    lines.iter().map(|line| json!({ "name": line.name, "value": line.value })).collect()
}

fn value_of<'a>(lines: &'a [FieldLine], name: &str) -> Option<&'a str> {
    let found = lines.iter().find(|line| line.name.eq_ignore_ascii_case(name));
    found.map(|line| line.value.as_str())
}

fn query(url: &HttpUrl) -> Vec<Value> {
    let pairs = url.as_url().query_pairs();
    pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

/// Octets of start line and header section; not known where nothing was sent.
fn headers_size(trace: &Trace, message: Option<&Message>, body_len: usize) -> i64 {
    message.map_or(UNKNOWN, |message| {
        let whole = trace.octets.join(&message.octets);
        // Chunks have heads of their own, and the trailer section is none (RFC 9112 §7.1).
        let head_end = whole.windows(4).position(|octets| octets == b"\r\n\r\n");
        let head_len = head_end.filter(|_| whole.starts_with(b"HTTP/1.")).map(|end| end + 4);
        head_len.unwrap_or_else(|| whole.len().saturating_sub(body_len)) as i64
    })
}

/// HAR counts `ssl` within `connect`, as Resource Timing does. All but `ssl` add up to the time of
/// the entry: what is in no phase was waiting for a connection.
fn timings(trace: &Trace, exchange: &Exchange, finished_at: Instant, time: u64) -> Value {
    let spans = trace.phases(exchange.id);
    let took = |phases: &[Phase]| {
        let spans = spans.iter().filter(|span| phases.contains(&span.phase));
        let until = |at: Instant| at.0.min(finished_at.0);
        spans.map(|span| until(span.ended_at) - until(span.started_at)).reduce(|a, b| a + b)
    };
    let in_phases = [
        Phase::Resolve,
        Phase::Connect,
        Phase::Secure,
        Phase::Request,
        Phase::Work,
        Phase::Respond,
    ];
    let blocked = time.saturating_sub(took(&in_phases).unwrap_or(0));
    let optional = |phases: &[Phase]| took(phases).map_or(UNKNOWN as f64, milliseconds);
    json!({
        "blocked": if blocked == 0 { UNKNOWN as f64 } else { milliseconds(blocked) },
        "dns": optional(&[Phase::Resolve]),
        "connect": optional(&[Phase::Connect, Phase::Secure]),
        "ssl": optional(&[Phase::Secure]),
        "send": milliseconds(took(&[Phase::Request]).unwrap_or(0)),
        "wait": milliseconds(took(&[Phase::Work]).unwrap_or(0)),
        "receive": milliseconds(took(&[Phase::Respond]).unwrap_or(0)),
    })
}
