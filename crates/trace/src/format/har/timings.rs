//! The times of an entry: what the client can measure, as browsers write it.

use super::UNKNOWN;
use crate::{Exchange, Instant, Trace};
use serde_json::{Value, json};

/// The spans of an exchange that ended then, between the client's own milestones: no client knows
/// when its request arrived, nor when the server was done.
///
/// `send` ends when the last octet of the request has left, `wait` with the first one of the
/// answer. HAR counts `ssl` within `connect`, as Resource Timing does. All but `ssl` add up to the
/// time of the entry: what is in none of them was waiting for a connection.
pub(super) fn timings(
    trace: &Trace,
    exchange: Option<&Exchange>,
    ended_at: Instant,
    time: u64,
) -> Value {
    let timing = exchange.map(|exchange| exchange.timing.clone()).unwrap_or_default();
    let until = |at: Option<Instant>| at.unwrap_or(ended_at).min(ended_at);
    let span = |start: Option<Instant>, end: Option<Instant>| {
        start.map(|start| until(end).0.saturating_sub(start.0))
    };
    let dns = span(timing.domain_lookup_start, timing.domain_lookup_end);
    let connect = span(timing.connect_start, timing.connect_end);
    let ssl = span(timing.secure_connection_start, timing.connect_end);
    let response_start = until(timing.response_start);
    let sent = timing.request_start.map(|start| {
        let last = exchange.and_then(|exchange| last_sent_at(trace, exchange));
        last.unwrap_or(start).clamp(start, response_start.max(start))
    });
    let send = span(timing.request_start, sent).unwrap_or(0);
    let wait = span(sent, timing.response_start).unwrap_or(0);
    let receive = timing.response_start.map_or(0, |start| ended_at.0.saturating_sub(start.0));
    let known = [dns, connect, Some(send), Some(wait), Some(receive)];
    let blocked = time.saturating_sub(known.into_iter().flatten().sum());
    let optional = |span: Option<u64>| span.map_or(UNKNOWN as f64, milliseconds);
    json!({
        "blocked": optional(Some(blocked).filter(|blocked| *blocked > 0)),
        "dns": optional(dns),
        "connect": optional(connect),
        "ssl": optional(ssl),
        "send": milliseconds(send),
        "wait": milliseconds(wait),
        "receive": milliseconds(receive),
    })
}

/// When the last octet of the request was given to the link: TCP may have to wait for room.
fn last_sent_at(trace: &Trace, exchange: &Exchange) -> Option<Instant> {
    let request = trace.message(exchange.request()?);
    request.packets.iter().map(|id| trace.packet(*id).sent_at).max()
}

pub(super) fn milliseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e6
}
