//! One request and what came of it, with the milestones of W3C Resource Timing.

use crate::{Instant, MessageId, TableChange, Trace};
use serde::{Deserialize, Serialize};

/// Points at an [`Exchange`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExchangeId(pub u32);

/// One request of the scenario on its way and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Its own id, which is also the place of its request in the scenario.
    pub id: ExchangeId,
    /// When the client started on it.
    pub started_at: Instant,
    /// When the client was done with it; `None` if the run ended first.
    pub finished_at: Option<Instant>,
    /// Its milestones.
    pub timing: ResourceTiming,
    /// The request, once its first octet was sent.
    pub request: Option<MessageId>,
    /// The final response, once its first octet was sent.
    pub response: Option<MessageId>,
    /// What came of it; `None` if the run ended first.
    pub outcome: Option<Outcome>,
    /// What differs in the database because of it, in order of time.
    pub table_changes: Vec<TableChange>,
}

/// What came of an exchange. An error answer *is* an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A final response arrived, with this status code.
    Answered(u16),
    /// No answer arrived.
    Failed(Failure),
}

/// Why no answer arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The resolver said NXDOMAIN (RFC 1035 §4.1.1, RCODE 3).
    NameNotFound {
        /// The name that does not exist.
        name: String,
    },
    /// The name exists and has no address (NODATA, RFC 2308 §2.2).
    NoAddress {
        /// The name.
        name: String,
    },
    /// The resolver answered with another error, e.g. `SERVFAIL`.
    ResolverFailed {
        /// RCODE.
        response_code: String,
    },
    /// No answer from the resolver in time.
    ResolveTimedOut,
    /// No path leads to that address.
    NoRoute {
        /// The address.
        address: String,
    },
    /// The peer answered the SYN with RST: nothing listens on that port.
    ConnectionRefused {
        /// The port.
        port: u16,
    },
    /// The SYN was never answered.
    ConnectTimedOut,
    /// The server's certificate is not valid any more, or not yet.
    CertificateExpired {
        /// Whom the client asked for.
        name: String,
    },
    /// The server's certificate names another host.
    CertificateWrongName {
        /// Whom the client asked for.
        name: String,
    },
    /// The chain of the server's certificate ends in a root that the client does not trust.
    CertificateUnknownIssuer {
        /// Whom the client asked for.
        name: String,
    },
    /// No application protocol that both sides speak (RFC 7301 §3.2).
    NoCommonProtocol,
    /// The TLS handshake failed otherwise.
    HandshakeFailed {
        /// What was found.
        reason: String,
    },
    /// The connection was reset before the response was complete.
    ConnectionReset,
    /// The peer broke the request off and kept the connection (RFC 9113 §6.4).
    StreamReset {
        /// Why, e.g. `CANCEL`.
        error_code: String,
    },
    /// The request cannot be said in HTTP/2.
    RequestImpossible {
        /// What was found.
        reason: String,
    },
    /// The peer closed the connection before the response was complete.
    ResponseCut,
    /// No complete response in time.
    ResponseTimedOut,
    /// What arrived is not an HTTP response.
    ResponseMalformed {
        /// What was found.
        reason: String,
    },
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
    let response = exchange.response.filter(|_| exchange.request.is_some());
    let response_sent = response.map(|id| trace.message(id).sent_at);
    // A server may answer before all of the request is there.
    let request_end = exchange.request.and_then(|id| trace.message(id).received_at);
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
