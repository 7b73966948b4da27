//! One attempt to get an answer from a server, with the milestones of W3C Resource Timing.

use crate::{
    FetchId, FieldLines, HttpUrl, Instant, MessageId, Outcome, Stage, StageKind, TableChange, Trace,
};
use serde::{Deserialize, Serialize};

/// Points at an [`Exchange`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExchangeId(pub u32);

/// One attempt of a fetch to get an answer from a server: from the question for its address to the
/// use of what it answers. It may end before a request is sent, e.g. where nobody has that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Its own id.
    pub id: ExchangeId,
    /// Whose attempt it is.
    pub fetch: FetchId,
    /// Why it was made.
    pub cause: Cause,
    /// The method: a token (RFC 9110 §9.1).
    pub method: String,
    /// The target URI.
    pub url: HttpUrl,
    /// The header section that the client wants to send, without what it adds to each request.
    pub field_lines: FieldLines,
    /// When the client started on it.
    pub started_at: Instant,
    /// When the client was done with it; `None` if the run ended first.
    pub finished_at: Option<Instant>,
    /// Its milestones.
    pub timing: ResourceTiming,
    /// The requests that were sent for it, in order: more than one where a connection that was kept
    /// turned out to be closed, and the request was sent again on another one.
    pub requests: Vec<MessageId>,
    /// The interim responses (RFC 9110 §15.2), in order.
    pub interim_responses: Vec<MessageId>,
    /// The final response, once its first octet was sent.
    pub response: Option<MessageId>,
    /// What came of it; `None` if the run ended first.
    pub outcome: Option<Outcome>,
    /// What differs in the database because of it, in order of time.
    pub table_changes: Vec<TableChange>,
}

impl Exchange {
    /// The request, once its first octet was sent; of those that were sent again the one that may
    /// be answered.
    pub fn request(&self) -> Option<MessageId> {
        self.requests.last().copied()
    }
}

/// Why a fetch makes an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// It is what the client's code asked for.
    Initial,
    /// The answer before it says where to go instead (RFC 9110 §15.4).
    Redirect,
    /// A browser asks the server of another origin whether it may send the request (Fetch, CORS
    /// preflight).
    Preflight,
    /// The attempt before it brought no answer, or one that asks for another attempt.
    Retry,
    /// The client has an answer, and asks whether it is still good (RFC 9111 §4.3).
    Revalidation,
    /// The server wants to know who asks (RFC 9110 §11.6.1).
    WithCredentials,
}

impl Cause {
    /// The name in a printed trace.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Redirect => "redirect",
            Self::Preflight => "preflight",
            Self::Retry => "retry",
            Self::Revalidation => "revalidation",
            Self::WithCredentials => "with credentials",
        }
    }
}

/// Milestones of one exchange, named as in W3C Resource Timing; `None` where a milestone was not
/// reached. Note that `connect_start..connect_end` includes TLS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceTiming {
    /// `domainLookupStart`.
    pub domain_lookup_start: Option<Instant>,
    /// `domainLookupEnd`.
    pub domain_lookup_end: Option<Instant>,
    /// `connectStart`.
    pub connect_start: Option<Instant>,
    /// `secureConnectionStart`.
    pub secure_connection_start: Option<Instant>,
    /// `connectEnd`.
    pub connect_end: Option<Instant>,
    /// `requestStart`.
    pub request_start: Option<Instant>,
    /// `responseStart`.
    pub response_start: Option<Instant>,
    /// `responseEnd`.
    pub response_end: Option<Instant>,
}

/// A part of an exchange, between two milestones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// Name to address.
    Resolve,
    /// TCP's three-way handshake.
    Connect,
    /// TLS's handshake.
    Secure,
    /// The request travels.
    Request,
    /// The origin server works.
    Work,
    /// The response travels.
    Respond,
    /// The client uses the response.
    Handle,
}

/// A phase with its span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseSpan {
    /// Which part.
    pub phase: Phase,
    /// When it started.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Instant,
}

pub(crate) fn phases(trace: &Trace, exchange: &Exchange) -> Vec<PhaseSpan> {
    let timing = &exchange.timing;
    let last = exchange.finished_at.unwrap_or(trace.ended_at);
    // What is no answer to a request, e.g. one to a ClientHello, ends no work.
    let response = exchange.response.filter(|_| exchange.request().is_some());
    let response_sent = response.map(|id| trace.message(id).sent_at);
    // A server may answer before all of the request is there.
    let request_end = exchange.request().and_then(|id| trace.message(id).received_at);
    // It may also read late what has arrived: until then it does not work on it.
    let reads =
        |stage: &&Stage| stage.kind == StageKind::Parse && stage.exchange == Some(exchange.id);
    let read_at = trace.stages.iter().find(reads).map(|stage| stage.started_at);
    let request_end = request_end.map(|end| read_at.map_or(end, |read_at| end.max(read_at)));
    let request_end = request_end.map(|end| response_sent.map_or(end, |sent| end.min(sent)));
    let tcp_connect_end = timing.secure_connection_start.or(timing.connect_end);
    let starts = [
        (Phase::Resolve, timing.domain_lookup_start, timing.domain_lookup_end),
        (Phase::Connect, timing.connect_start, tcp_connect_end),
        (Phase::Secure, timing.secure_connection_start, timing.connect_end),
        (Phase::Request, timing.request_start, request_end),
        (Phase::Work, request_end, response_sent),
        (Phase::Respond, response_sent, timing.response_end),
        (Phase::Handle, timing.response_end, exchange.finished_at),
    ];
    let spans = starts.into_iter().filter_map(|(phase, start, end)| {
        let started_at = start?;
        Some(PhaseSpan { phase, started_at, ended_at: end.unwrap_or(last).max(started_at) })
    });
    spans.collect()
}
