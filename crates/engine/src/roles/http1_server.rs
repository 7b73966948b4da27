//! The origin server's side of HTTP/1.1: one request after the other on a connection (RFC 9112).

use super::http_connection::HttpConnection;
use super::origin_server::{IDLE_MAX, OriginServer, ServerFault, content_of};
use crate::attribution::RequestKey;
use crate::http1::{self, Message, Parsed, Refusal, RequestLine, StatusLine};
use axum::body::Body;
use axum::response::Response;
use core::time::Duration;
use trace::FieldLine;

/// Answers the requests of one connection until either side closes it.
pub async fn serve(server: OriginServer, stream: HttpConnection) {
    let mut octets = Vec::new();
    let mut key = RequestKey::new(stream.peer_port(), 0);
    let mut has_continued = false;
    loop {
        match http1::parse_request(&octets) {
            Parsed::Incomplete => {
                if !has_continued && waits_for_continue(&octets) {
                    has_continued = true;
                    let interim = written_head(100, "Continue", &[]);
                    if stream.write_all(&interim).await.is_err() {
                        return;
                    }
                }
                match read(&server, &stream, octets.is_empty()).await {
                    Some(arrived) => octets.extend_from_slice(&arrived),
                    None => return,
                }
            }
            Parsed::Malformed(refusal) => {
                let response = server.answer(Err(refusal), key).await;
                let response = written(&server, response, true).await;
                let _ = stream.write_all(&response).await;
                return;
            }
            Parsed::Complete(request) => {
                let rest = octets.split_off(request.len);
                let close = request.asks_to_close(request.start.minor_version);
                if server.fault == Some(ServerFault::Silent) {
                    return stay_silent(&stream).await;
                }
                let response = server.answer(application_request(&request, &octets), key).await;
                let response = written(&server, response, close).await;
                if server.fault == Some(ServerFault::ResetMidResponse) {
                    return reset_within(&server, &response, &stream).await;
                }
                octets = rest;
                key.ordinal = key.ordinal.map(|ordinal| ordinal + 1);
                has_continued = false;
                if stream.write_all(&response).await.is_err() || close {
                    return;
                }
            }
        }
    }
}

/// What arrives next; `None` where nothing more does, or nothing came between two requests for
/// too long.
async fn read(server: &OriginServer, stream: &HttpConnection, is_idle: bool) -> Option<Vec<u8>> {
    let read = match is_idle {
        true => server.simulation.timeout(IDLE_MAX, stream.read()).await?,
        false => stream.read().await,
    };
    read.ok().filter(|arrived| !arrived.is_empty())
}

/// Whether the client has sent a head and waits before it sends the content (RFC 9110 §10.1.1).
fn waits_for_continue(octets: &[u8]) -> bool {
    match http1::request_head(octets) {
        Ok(Some((start, lines, head_len))) => {
            let expects = |line: &FieldLine| {
                line.name.eq_ignore_ascii_case("expect")
                    && line.value.eq_ignore_ascii_case("100-continue")
            };
            start.minor_version >= 1 && octets.len() == head_len && lines.iter().any(expects)
        }
        Ok(None) | Err(_) => false,
    }
}

/// Reads until the client gives up.
async fn stay_silent(stream: &HttpConnection) {
    while stream.read().await.is_ok_and(|octets| !octets.is_empty()) {}
}

/// Sends the first half, and resets once it is on its way.
async fn reset_within(server: &OriginServer, response: &[u8], stream: &HttpConnection) {
    // Should the client be gone already, there is nothing left to reset.
    let _ = stream.write_all(&response[..response.len() / 2]).await;
    server.simulation.sleep(Duration::from_millis(1)).await;
    stream.abort();
}

/// The response as it goes onto the wire, with Date (RFC 9110 §6.6.1).
async fn written(server: &OriginServer, response: Response, close: bool) -> Vec<u8> {
    let (parts, content, is_length_missing) = content_of(response).await;
    let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
    let mut lines = vec![line("Date", server.date())];
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        lines.push(line(&title_case(name.as_str()), value));
    }
    if is_length_missing {
        lines.push(line("Content-Length", content.len().to_string()));
    }
    if close {
        lines.push(line("Connection", "close".to_owned()));
    }
    let reason_phrase = application::reason_phrase(parts.status);
    let mut octets = written_head(parts.status.as_u16(), reason_phrase, &lines);
    octets.extend_from_slice(&content);
    octets
}

fn written_head(status_code: u16, reason_phrase: &str, lines: &[FieldLine]) -> Vec<u8> {
    let reason_phrase = reason_phrase.to_owned();
    http1::write_response(&StatusLine { minor_version: 1, status_code, reason_phrase }, lines, &[])
}

/// `content-type` as most servers and all course texts write it: `Content-Type`.
fn title_case(name: &str) -> String {
    let mut start_of_word = true;
    let capital = name.chars().map(|c| {
        let shown = if start_of_word { c.to_ascii_uppercase() } else { c };
        start_of_word = c == '-';
        shown
    });
    capital.collect()
}

/// The request as the application takes it.
fn application_request(
    request: &Message<RequestLine>,
    octets: &[u8],
) -> Result<http::Request<Body>, Refusal> {
    let bad = |reason: String| Refusal { status_code: 400, reason };
    let RequestLine { method, target, .. } = &request.start;
    let target: http::Uri =
        target.parse().map_err(|error| bad(format!("request target: {error}")))?;
    let mut builder = http::Request::builder().method(method.as_str()).uri(target);
    for line in &request.field_lines {
        builder = builder.header(line.name.as_str(), line.value.as_str());
    }
    let content = request.content_of(octets);
    builder.body(Body::from(content)).map_err(|error| bad(error.to_string()))
}
