//! What was asked and what was answered, and nothing of how it travelled: JSON for tests and scripts.
//!
//! Documented in `docs/exchanges.md`.

use crate::hidden::escaped_in_json;
use crate::{
    ClientKind, Content, Exchange, Failure, Fetch, FieldLines, HttpUrl, Initiator, Instant,
    IpVersion, Message, MessageId, Outcome, ResponseSource, SeenResponse, StoredCookie, Trace,
    Transport, utc,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// Writes the fetches of a trace with their exchanges, as JSON.
pub fn exchanges(trace: &Trace) -> String {
    let fetches: Vec<Value> = trace.fetches.iter().map(|fetch| self::fetch(trace, fetch)).collect();
    let told = json!({ "fetches": fetches, "cookies": cookies(trace) });
    let json = serde_json::to_string_pretty(&told).expect("plain data always encodes");
    escaped_in_json(json) + "\n"
}

fn fetch(trace: &Trace, fetch: &Fetch) -> Value {
    let made: Vec<&Exchange> = fetch.exchanges.iter().map(|id| trace.exchange(*id)).collect();
    let asked = fetch.request.and_then(|index| trace.scenario.requests.get(index as usize));
    let field_lines = asked.map(|asked| &asked.field_lines);
    let body = asked.map(|asked| asked.body.as_slice()).unwrap_or_default();
    let answer = made.last().filter(|_| matches!(fetch.outcome, Some(Outcome::Answered(_))));
    // The fragment of the URL goes along (Fetch, “location URL”).
    let url = made.last().map_or(fetch.url.as_str(), |exchange| exchange.url.as_str());
    let mut seen = match &fetch.seen {
        Some(seen) => Some(seen_response(seen)),
        None => answer.and_then(|exchange| response(trace, exchange.response)),
    };
    if let (Some(seen), Some(kind)) = (&mut seen, response_type(trace, fetch, &made)) {
        seen["type"] = json!(kind);
    }
    json!({
        "url": url,
        "request": request(&fetch.method, fetch.url.as_str(), field_lines, body),
        "response": seen,
        "failure": failure(fetch.outcome.as_ref()),
        "source": source(fetch),
        "exchanges": made.into_iter().map(|made| exchange(trace, made)).collect::<Vec<_>>(),
    })
}

/// What kind of answer a script of a page gets: `response.type` (Fetch, “Response class”). Nobody else
/// is told.
fn response_type(trace: &Trace, fetch: &Fetch, made: &[&Exchange]) -> Option<&'static str> {
    let asked = trace.scenario.requests.get(fetch.request? as usize)?;
    if trace.scenario.world.client.kind != ClientKind::Browser
        || asked.fetch.initiator != Initiator::Script
    {
        return None;
    }
    let is_filtered = fetch.seen.as_ref().is_some_and(|seen| seen.status_code == 0);
    let last = made.last().map(|exchange| &exchange.outcome);
    // A request without a page is one of the target's own origin.
    let own = asked.fetch.page.as_ref().unwrap_or(&fetch.url).as_url().origin();
    let mut urls = made.iter().map(|exchange| &exchange.url).chain([&fetch.url]);
    Some(match (is_filtered, last) {
        (true, Some(Some(Outcome::Answered(300..=399)))) => "opaqueredirect",
        (true, _) => "opaque",
        (false, _) if urls.all(|url| url.as_url().origin() == own) => "basic",
        (false, _) => "cors",
    })
}

/// What the client keeps when the run ends.
fn cookies(trace: &Trace) -> Vec<Value> {
    let cookie = |cookie: &StoredCookie| {
        let expires = cookie.expires_unix_s.and_then(|end| i64::try_from(end).ok());
        json!({
            "name": cookie.name,
            "value": cookie.value,
            "domain": cookie.domain,
            "host_only": cookie.host_only,
            "path": cookie.path,
            "expires": expires.map(utc::text_from_unix_s),
            "secure": cookie.secure,
            "http_only": cookie.http_only,
            "same_site": cookie.same_site,
        })
    };
    trace.cookies_at(trace.ended_at).into_iter().map(cookie).collect()
}

/// Where the answer that the client's code sees comes from.
fn source(fetch: &Fetch) -> &'static str {
    match (&fetch.seen, &fetch.outcome) {
        (_, Some(Outcome::Failed(_)) | None) => "none",
        (Some(seen), Some(Outcome::Answered(_))) => match seen.source {
            ResponseSource::Network => "network",
            ResponseSource::Cache => "cache",
            ResponseSource::Revalidated => "revalidated",
        },
        (None, Some(Outcome::Answered(_))) => "network",
    }
}

/// As the client's code gets it.
fn seen_response(seen: &SeenResponse) -> Value {
    let SeenResponse { status_code, reason_phrase, field_lines, body, .. } = seen;
    written_response(*status_code, reason_phrase, field_lines, body)
}

fn exchange(trace: &Trace, exchange: &Exchange) -> Value {
    let sent = exchange.request().map(|id| trace.message(id));
    let mut request = match sent.map(|message| &message.content) {
        Some(Content::HttpRequest { field_lines, body, .. }) => {
            let body = trace.octets.join(body);
            request(&exchange.method, without_fragment(&exchange.url), Some(field_lines), &body)
        }
        _ => request(
            &exchange.method,
            without_fragment(&exchange.url),
            Some(&exchange.field_lines),
            &[],
        ),
    };
    request["sent"] = json!(sent.is_some());
    let interim = exchange.interim_responses.iter();
    json!({
        "cause": exchange.cause.name(),
        "request": request,
        "interim_responses": interim.map(|id| response(trace, Some(*id))).collect::<Vec<_>>(),
        "response": response(trace, exchange.response),
        "failure": failure(exchange.outcome.as_ref()),
        "server": sent.and_then(|message| server(trace, message)),
        "at_ms": milliseconds(trace, exchange.started_at),
    })
}

fn request(method: &str, url: &str, lines: Option<&FieldLines>, body: &[u8]) -> Value {
    let mut request = Map::new();
    request.insert("method".to_owned(), json!(method));
    request.insert("url".to_owned(), json!(url));
    request.insert("headers".to_owned(), headers(lines));
    put_body(&mut request, body);
    Value::Object(request)
}

fn response(trace: &Trace, id: Option<MessageId>) -> Option<Value> {
    let Content::HttpResponse { status_code, reason_phrase, field_lines, body, .. } =
        &trace.message(id?).content
    else {
        return None;
    };
    let body = trace.octets.join(body);
    Some(written_response(*status_code, reason_phrase, field_lines, &body))
}

fn written_response(status: u16, reason: &str, lines: &FieldLines, body: &[u8]) -> Value {
    let mut response = Map::new();
    response.insert("status".to_owned(), json!(status));
    response.insert("reason".to_owned(), json!(reason));
    response.insert("headers".to_owned(), headers(Some(lines)));
    put_body(&mut response, body);
    Value::Object(response)
}

/// Text as it is, other octets in base64.
fn put_body(into: &mut Map<String, Value>, body: &[u8]) {
    match core::str::from_utf8(body) {
        Ok(text) => into.insert("body".to_owned(), json!(text)),
        Err(_) => into.insert("body_base64".to_owned(), json!(STANDARD.encode(body))),
    };
}

fn headers(lines: Option<&FieldLines>) -> Value {
    let lines = lines.into_iter().flat_map(|lines| lines.iter());
    lines.map(|line| json!([line.name, line.value])).collect()
}

/// The fragment stays with the client (RFC 9110 §7.1).
fn without_fragment(url: &HttpUrl) -> &str {
    url.as_str().split('#').next().unwrap_or_default()
}

fn failure(outcome: Option<&Outcome>) -> Value {
    match outcome {
        Some(Outcome::Answered(_)) => Value::Null,
        Some(Outcome::Failed(failure)) => {
            json!({ "kind": kind(failure), "message": failure.to_string() })
        }
        None => json!({ "kind": "run-ended", "message": "the run ended first" }),
    }
}

/// The name of a kind of failure, e.g. `name-not-found`.
fn kind(failure: &Failure) -> String {
    let told = serde_json::to_value(failure).expect("plain data always encodes");
    let name = match &told {
        Value::Object(members) => members.keys().next().map(String::as_str),
        other => other.as_str(),
    };
    let mut kind = String::new();
    for c in name.unwrap_or_default().chars() {
        if c.is_uppercase() && !kind.is_empty() {
            kind.push('-');
        }
        kind.push(c.to_ascii_lowercase());
    }
    kind
}

/// The address and port that a request was sent to, as in a URL.
fn server(trace: &Trace, request: &Message) -> Option<String> {
    let packet = trace.packet(*request.packets.first()?);
    let is_v6 = packet.ip_version == IpVersion::V6;
    let mut addresses = trace.host(request.to).addresses.iter();
    let address = addresses.find(|address| address.is_ipv6() == is_v6)?;
    let Transport::Tcp { destination_port: port, .. } = packet.transport else { return None };
    Some(if is_v6 { format!("[{address}]:{port}") } else { format!("{address}:{port}") })
}

fn milliseconds(trace: &Trace, at: Instant) -> f64 {
    (at.0.saturating_sub(trace.booted_at.0)) as f64 / 1e6
}
