//! One entry of an HTTP Archive, as it is meant.

use super::read::Place;
use super::{RecordingError, RecordingProblem, moment};
use crate::{FieldLine, FieldLines, HttpUrl};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::time::Duration;
use std::net::IpAddr;

/// What was asked, what was answered, and when.
pub struct Entry {
    /// Nanoseconds since 1970; `None` where the file does not say.
    pub started_at: Option<i128>,
    pub method: String,
    pub url: HttpUrl,
    pub request: Said,
    pub answer: Result<Answer, String>,
    pub timings: Timings,
    /// Whether it came out of a cache: no server was asked.
    pub is_cached: bool,
    pub server: Option<IpAddr>,
}

/// What stands in a message behind its first line.
pub struct Said {
    pub version: String,
    pub field_lines: FieldLines,
    pub body: Vec<u8>,
}

pub struct Answer {
    pub status_code: u16,
    pub reason_phrase: String,
    pub said: Said,
}

/// How long each part took; `None` where the file does not say, which it does with −1.
#[derive(Default)]
pub struct Timings {
    pub blocked: Option<Duration>,
    pub dns: Option<Duration>,
    /// With TLS.
    pub connect: Option<Duration>,
    pub ssl: Option<Duration>,
    pub send: Option<Duration>,
    pub wait: Option<Duration>,
    pub receive: Option<Duration>,
    /// All of it.
    pub total: Option<Duration>,
}

/// Reads an entry; `None` for what was not asked for with HTTP, e.g. a `data:` URL.
pub fn entry(place: &Place) -> Result<Option<Entry>, RecordingError> {
    let request = place.member("request")?;
    let method = request.member("method")?.text()?.to_owned();
    let url = request.member("url")?.text()?;
    let Ok(url) = HttpUrl::parse(url) else { return Ok(None) };
    let started_at = match place.maybe("startedDateTime") {
        None => None,
        Some(at) => {
            let found = at.text()?.to_owned();
            let read = moment::unix_ns(&found);
            Some(read.ok_or_else(|| at.error(RecordingProblem::NoTime { found }))?)
        }
    };
    let answer = answer(place)?;
    let version = request.text_of("httpVersion");
    let field_lines = field_lines(&request)?;
    // HTTP Toolkit writes content that is no text beside `postData`.
    let body = match request.maybe("postData") {
        Some(data) => Some(posted(&data)?),
        None => request.maybe("_content").map(|content| content_of(&content)).transpose()?,
    };
    Ok(Some(Entry {
        started_at,
        request: said(&version, field_lines, body.unwrap_or_default()),
        method: if method.is_empty() { "GET".to_owned() } else { method },
        url,
        answer,
        timings: timings(place)?,
        is_cached: is_cached(place),
        server: server(place),
    }))
}

/// What was answered; else why nothing was, as far as the file says.
fn answer(place: &Place) -> Result<Result<Answer, String>, RecordingError> {
    let Some(response) = place.maybe("response") else { return Ok(Err(place.text_of("_error"))) };
    let status = response.maybe("status").map(|status| status.number()).transpose()?;
    // 0 and −1 stand for no answer.
    let Some(status) = status.filter(|status| (100.0..1000.0).contains(status)) else {
        let told = [response.text_of("_error"), place.text_of("_error")];
        return Ok(Err(told.into_iter().find(|told| !told.is_empty()).unwrap_or_default()));
    };
    let body = response.maybe("content").map(|content| content_of(&content)).transpose()?;
    let field_lines = field_lines(&response)?;
    Ok(Ok(Answer {
        status_code: status as u16,
        reason_phrase: response.text_of("statusText"),
        said: said(&response.text_of("httpVersion"), field_lines, body.unwrap_or_default()),
    }))
}

/// The header section: browsers list HTTP/2's pseudo-header fields (RFC 9113 §8.3) among the others.
fn field_lines(message: &Place) -> Result<Vec<FieldLine>, RecordingError> {
    let Some(headers) = message.maybe("headers") else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for header in headers.items()? {
        let header = header.object()?;
        lines.push(FieldLine { name: header.text_of("name"), value: header.text_of("value") });
    }
    lines.retain(|line| !line.name.is_empty());
    Ok(lines)
}

fn said(version: &str, mut lines: Vec<FieldLine>, body: Vec<u8>) -> Said {
    let has_pseudo = lines.iter().any(|line| line.name.starts_with(':'));
    lines.retain(|line| !line.name.starts_with(':'));
    Said { version: version_of(version, has_pseudo), field_lines: lines.into(), body }
}

/// As this program writes versions. Programs write `h2`, `HTTP/2.0`, `http/1.1`, `h3`, `unknown` or
/// nothing.
fn version_of(text: &str, has_pseudo: bool) -> String {
    match &*text.trim().to_ascii_lowercase() {
        "h2" | "h2c" | "http/2" | "http/2.0" | "spdy" => "HTTP/2".to_owned(),
        "h3" | "http/3" | "http/3.0" | "http/2+quic/46" => "HTTP/3".to_owned(),
        "http/1.0" => "HTTP/1.0".to_owned(),
        _ if has_pseudo => "HTTP/2".to_owned(),
        _ => "HTTP/1.1".to_owned(),
    }
}

/// What was sent: as text, or as the parameters of a form, which are written as forms are (WHATWG URL,
/// `application/x-www-form-urlencoded`).
fn posted(data: &Place) -> Result<Vec<u8>, RecordingError> {
    let encoding = [data.text_of("encoding"), data.text_of("_encoding")];
    if let Some(text) = data.maybe("text") {
        let is_base64 = encoding.iter().any(|encoding| encoding.eq_ignore_ascii_case("base64"));
        return if is_base64 { unpacked(&text) } else { Ok(text.text()?.as_bytes().to_vec()) };
    }
    let is_form = data.text_of("mimeType").starts_with("application/x-www-form-urlencoded");
    let Some(params) = data.maybe("params").filter(|_| is_form) else { return Ok(Vec::new()) };
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for param in params.items()? {
        form.append_pair(&param.text_of("name"), &param.text_of("value"));
    }
    Ok(form.finish().into_bytes())
}

fn content_of(content: &Place) -> Result<Vec<u8>, RecordingError> {
    let Some(text) = content.maybe("text") else { return Ok(Vec::new()) };
    match content.text_of("encoding").eq_ignore_ascii_case("base64") {
        true => unpacked(&text),
        false => Ok(text.text()?.as_bytes().to_vec()),
    }
}

fn unpacked(text: &Place) -> Result<Vec<u8>, RecordingError> {
    let packed: Vec<u8> =
        text.text()?.bytes().filter(|octet| !octet.is_ascii_whitespace()).collect();
    STANDARD.decode(packed).map_err(|_| text.error(RecordingProblem::NotBase64))
}

fn timings(place: &Place) -> Result<Timings, RecordingError> {
    let total = span(place, "time")?;
    let Some(timings) = place.maybe("timings") else {
        return Ok(Timings { total, ..Timings::default() });
    };
    let timings = timings.object()?;
    let mut timings = Timings {
        blocked: span(&timings, "blocked")?,
        dns: span(&timings, "dns")?,
        connect: span(&timings, "connect")?,
        ssl: span(&timings, "ssl")?,
        send: span(&timings, "send")?,
        wait: span(&timings, "wait")?,
        receive: span(&timings, "receive")?,
        total,
    };
    if is_ssl_beside(&timings) {
        timings.connect = timings.connect.zip(timings.ssl).map(|(connect, ssl)| connect + ssl);
    }
    Ok(timings)
}

/// HAR counts `ssl` within `connect`; Firefox writes it beside. All parts but those within others add up to
/// the time of the entry.
fn is_ssl_beside(timings: &Timings) -> bool {
    let Timings { blocked, dns, connect, ssl, send, wait, receive, total } = timings;
    let (Some(connect), Some(ssl)) = (*connect, *ssl) else { return false };
    let within: Duration =
        [*blocked, *dns, Some(connect), *send, *wait, *receive].iter().flatten().sum();
    ssl > connect
        || total.is_some_and(|total| {
            total.abs_diff(within + ssl) < total.abs_diff(within) && !ssl.is_zero()
        })
}

/// More milliseconds than these are no span that anybody waited: 30 days.
const SPAN_MAX_MS: f64 = 30.0 * 86_400_000.0;

fn span<'a>(place: &Place<'a>, name: &'a str) -> Result<Option<Duration>, RecordingError> {
    let Some(told) = place.maybe(name) else { return Ok(None) };
    let ms = told.number()?;
    Ok((ms >= 0.0).then(|| Duration::from_secs_f64(ms.min(SPAN_MAX_MS) / 1000.0)))
}

/// Chrome says so in a member of its own; HAR's `cache` tells of entries that the cache had before.
fn is_cached(place: &Place) -> bool {
    let is_told = matches!(&*place.text_of("_fromCache"), "memory" | "disk" | "prefetch");
    // Safari writes what came from its cache with a source of its own.
    let by_fetch_type = matches!(&*place.text_of("_fetchType"), "Memory Cache" | "Disk Cache");
    is_told || by_fetch_type
}

/// Firefox writes IPv6 addresses in brackets.
fn server(place: &Place) -> Option<IpAddr> {
    let text = place.text_of("serverIPAddress");
    text.trim_matches(['[', ']']).parse().ok()
}
