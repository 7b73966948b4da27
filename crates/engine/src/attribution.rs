//! Which exchange a message, a stage or a change of a table belongs to.
//!
//! A capture program finds requests by port and place. The hosts note which exchange such a place
//! stands for, because several exchanges may go on at once.

use core::iter::successors;
use std::collections::BTreeMap;
use std::net::IpAddr;
use trace::{Exchange, ExchangeId, Instant, StageId};

/// Address and port of one end of a connection.
pub type End = (IpAddr, u16);

/// Names a request without any role's help: the client's end of the connection, and which request
/// on it it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestKey {
    /// The client's end: of whoever sends the request.
    pub client: End,
    /// Counted from zero, or the stream identifier of HTTP/2; `None` for what belongs to the
    /// connection and not to one request.
    pub ordinal: Option<u32>,
}

impl RequestKey {
    /// One request on a connection.
    pub fn new(client: End, ordinal: u32) -> Self {
        Self { client, ordinal: Some(ordinal) }
    }

    /// The connection itself.
    pub fn connection(client: End) -> Self {
        Self { client, ordinal: None }
    }
}

/// What the hosts have noted.
#[derive(Default)]
pub struct Attribution {
    /// Which exchange sent which request last.
    requests: BTreeMap<RequestKey, ExchangeId>,
    /// Which exchanges used a connection, by the client's end, in order of time.
    connections: BTreeMap<End, Vec<(Instant, ExchangeId)>>,
    /// Requests that were sent to answer another one: the statements of an HTTP request.
    causes: BTreeMap<RequestKey, RequestKey>,
    /// Work on a request.
    work: BTreeMap<StageId, RequestKey>,
}

impl Attribution {
    /// The client sends a request of this exchange, or opens a connection for it.
    pub fn used(&mut self, at: Instant, key: RequestKey, exchange: ExchangeId) {
        if key.ordinal.is_some() {
            self.requests.insert(key, exchange);
        }
        self.connections.entry(key.client).or_default().push((at, exchange));
    }

    /// A server sends `request` because of `cause`.
    pub fn caused(&mut self, request: RequestKey, cause: RequestKey) {
        self.causes.insert(request, cause);
    }

    /// A stage is work on this request.
    pub fn works_on(&mut self, stage: StageId, key: RequestKey) {
        self.work.insert(stage, key);
    }

    /// The exchange that a request belongs to. What belongs to a connection is part of the
    /// exchange that used it last.
    pub fn exchange_of(&self, key: RequestKey, at: Instant) -> Option<ExchangeId> {
        let key = self.first_cause(key);
        if key.ordinal.is_some() {
            return self.requests.get(&key).copied();
        }
        let uses = self.connections.get(&key.client)?;
        let n_before = uses.partition_point(|(used_at, _)| *used_at <= at);
        uses[..n_before].last().map(|(_, exchange)| *exchange)
    }

    /// The request of the user agent that a request was sent for in the end, from server to server.
    fn first_cause(&self, key: RequestKey) -> RequestKey {
        let causes = successors(Some(key), |key| self.causes.get(key).copied());
        causes.last().unwrap_or(key)
    }

    /// The exchange that a stage is work on.
    pub fn exchange_of_stage(&self, stage: StageId, at: Instant) -> Option<ExchangeId> {
        self.work.get(&stage).and_then(|key| self.exchange_of(*key, at))
    }
}

/// The exchange that was going on at an instant, for what nobody has noted: the one that was
/// looking a name up, or the one that had started last.
pub fn exchange_at(exchanges: &[Exchange], at: Instant) -> Option<ExchangeId> {
    let looks_up = |exchange: &&Exchange| {
        let timing = &exchange.timing;
        let is_over = timing.domain_lookup_end.is_some_and(|end| end < at);
        timing.domain_lookup_start.is_some_and(|start| start <= at) && !is_over
    };
    let started = exchanges.partition_point(|exchange| exchange.started_at <= at);
    let started = &exchanges[..started];
    started.iter().find(looks_up).or(started.last()).map(|exchange| exchange.id)
}
