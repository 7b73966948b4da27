//! The predicates that are true of a trace and worth asking for.

use super::Predicate;
use super::holds::{fields, last_fetch, opened, requests, response_fields, status_of};
use trace::{Content, FieldLines, Trace};

/// Fields that a lesson may ask for in a request, and in a response.
const REQUEST_FIELDS: [&str; 8] = [
    "Accept",
    "Authorization",
    "Content-Type",
    "Cookie",
    "If-Match",
    "If-None-Match",
    "Origin",
    "Range",
];
const RESPONSE_FIELDS: [&str; 9] = [
    "Allow",
    "Cache-Control",
    "Content-Type",
    "ETag",
    "Location",
    "Retry-After",
    "Set-Cookie",
    "Vary",
    "WWW-Authenticate",
];

/// What is true of a trace, each thing once, in the order of the catalogue.
pub fn facts(trace: &Trace) -> Vec<Predicate> {
    let Some(last) = last_fetch(trace) else { return Vec::new() };
    let mut candidates = Vec::new();
    if let Some(code) = status_of(last) {
        candidates.push(Predicate::AnsweredWith(code));
        candidates.push(Predicate::AnsweredClass((code / 100) as u8));
    }
    candidates.push(Predicate::NoAnswer);
    for message in &trace.messages {
        if let Content::HttpResponse { status_code, .. } = message.content {
            candidates.push(Predicate::AnswerSeen(status_code));
        }
    }
    candidates.extend((1..=3).map(Predicate::RowsAdded));
    candidates.extend((1..=3).map(Predicate::RowsChanged));
    candidates.extend((1..=3).map(Predicate::RowsRemoved));
    candidates.push(Predicate::SentOnce);
    candidates.push(Predicate::RequestsSent(requests(trace).count() as u32));
    for message in requests(trace) {
        if let Content::HttpRequest { method, .. } = &message.content {
            candidates.push(Predicate::MethodSent(method.clone()));
        }
    }
    candidates.extend([
        Predicate::AskedFirst,
        Predicate::FromCache,
        Predicate::Revalidated,
        Predicate::Redirected,
        Predicate::Retried,
    ]);
    for exchange in &trace.exchanges {
        candidates.push(Predicate::TokenSentTo(exchange.url.host().to_owned()));
    }
    let asked: Vec<&FieldLines> = requests(trace).filter_map(fields).collect();
    let is_asked = |name: &&&str| asked.iter().any(|fields| fields.value(name).is_some());
    let named = REQUEST_FIELDS.iter().filter(is_asked);
    candidates.extend(named.map(|name| Predicate::RequestField((*name).to_owned())));
    if let Some(fields) = response_fields(trace, last) {
        let named = RESPONSE_FIELDS.iter().filter(|name| fields.value(name).is_some());
        candidates.extend(named.map(|name| Predicate::ResponseField((*name).to_owned())));
        let kind = fields.media_type().map(|kind| kind.essence().to_owned());
        candidates.extend(kind.map(Predicate::MediaType));
    }
    if let Some(finished_at) = last.finished_at {
        let took_ms = (finished_at - last.started_at).as_millis();
        let next_hundred = (took_ms / 100 + 1) * 100;
        candidates.extend(u32::try_from(next_hundred).ok().map(Predicate::UnderMs));
    }
    candidates.push(Predicate::Connections(opened(trace).count() as u32));
    candidates.extend([Predicate::Encrypted, Predicate::PacketLost, Predicate::NoNameLookedUp]);
    candidates.retain(|predicate| predicate.holds(trace));
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}
