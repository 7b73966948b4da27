//! HTTP/1.1 messages, read out of the two texts of a connection (RFC 9112).

use super::reassembled::{FoundMessage, Reassembled};
use crate::attribution::{End, RequestKey};
use crate::codecs::http1::{self, Message, Parsed, RequestLine, StatusLine};
use crate::recorder::TappedPacket;
use std::ops::Range;
use trace::{Content, OctetRange};

/// The messages of one connection, whose client's side is `client`.
pub fn messages(
    client_end: End,
    client: &Reassembled,
    server: Option<&Reassembled>,
    tapped: &[TappedPacket],
) -> Vec<FoundMessage> {
    let key = |ordinal: usize| Some(RequestKey::new(client_end, ordinal as u32));
    let mut found = Vec::new();
    let mut methods = Vec::new();
    let mut at = 0;
    while let Some(request) = next_request(&client.octets[at..]) {
        let range = at..at + request.len;
        let content = request_content(client, at, &request);
        let message = client.message(&range, content, key(methods.len()), tapped);
        found.push(FoundMessage { trailers: request.trailers, ..message });
        methods.push(request.start.method);
        at = range.end;
    }
    let Some(server) = server else { return found };
    let (mut at, mut ordinal) = (0, 0);
    loop {
        // A request that could not be read is answered too (400).
        let method = methods.get(ordinal).map_or("GET", String::as_str);
        let response = next_response(&server.octets[at..], method, server.is_finished);
        let Some(mut response) = response else { return found };
        let range = at..at + response.len;
        let is_final = response.start.status_code >= 200;
        let trailers = core::mem::take(&mut response.trailers);
        let content = response_content(server, at, response);
        let message = server.message(&range, content, key(ordinal), tapped);
        found.push(FoundMessage { trailers, ..message });
        at = range.end;
        ordinal += usize::from(is_final);
    }
}

/// The next request; where its framing is bad or its end missing, all that was sent of it.
fn next_request(octets: &[u8]) -> Option<Message<RequestLine>> {
    match http1::parse_request(octets) {
        Parsed::Complete(message) => Some(message),
        Parsed::Incomplete | Parsed::Malformed(_) => {
            Some(Message::of_head(http1::sent_request_head(octets)?, octets))
        }
    }
}

/// The next response; where its framing is bad or its end missing, all that was sent of it.
fn next_response(octets: &[u8], method: &str, closed: bool) -> Option<Message<StatusLine>> {
    match http1::parse_response(octets, method, closed) {
        Parsed::Complete(message) => Some(message),
        Parsed::Incomplete | Parsed::Malformed(_) => {
            let head = http1::response_head(octets).ok()??;
            Some(Message::of_head(head, octets))
        }
    }
}

fn request_content(text: &Reassembled, at: usize, request: &Message<RequestLine>) -> Content {
    Content::HttpRequest {
        method: request.start.method.clone(),
        target: request.start.target.clone(),
        version: version(request.start.minor_version),
        field_lines: request.field_lines.clone(),
        body: body(text, at, &request.content),
    }
}

fn response_content(text: &Reassembled, at: usize, response: Message<StatusLine>) -> Content {
    Content::HttpResponse {
        version: version(response.start.minor_version),
        status_code: response.start.status_code,
        reason_phrase: response.start.reason_phrase,
        field_lines: response.field_lines,
        body: body(text, at, &response.content),
    }
}

fn version(minor: u8) -> String {
    format!("HTTP/1.{minor}")
}

fn body(text: &Reassembled, at: usize, content: &[Range<usize>]) -> Vec<OctetRange> {
    let ranges = content.iter().map(|range| at + range.start..at + range.end);
    ranges.flat_map(|range| text.in_arena(&range)).collect()
}
