//! The work inside a host, as the host reports it: parse, route, handle, serialize.

use crate::{ExchangeId, HostId, Instant};
use serde::{Deserialize, Serialize};

/// Points at a [`Stage`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StageId(pub u32);

/// One piece of work inside a host. The work is real; the time it takes is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its own id.
    pub id: StageId,
    /// Who did it.
    pub host: HostId,
    /// What was done.
    pub kind: StageKind,
    /// What it was about, e.g. the route `/users/{id}`; may be empty.
    pub detail: String,
    /// When it started.
    pub started_at: Instant,
    /// When it was done.
    pub ended_at: Instant,
    /// How it ended.
    pub outcome: StageOutcome,
    /// The exchange it is part of.
    pub exchange: Option<ExchangeId>,
}

/// What is done inside a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum StageKind {
    /// A resolver finds the answer in its cache, and asks nobody.
    AnswerCached,
    /// The origin server reads method, target, fields and content out of the octets.
    Parse,
    /// It finds the handler that belongs to method and path.
    Route,
    /// It finds out who asks (RFC 9110 §11).
    Authenticate,
    /// It checks whether whoever asks may do this.
    Authorize,
    /// It checks the content: format, and which members must be there.
    Validate,
    /// The handler runs; what it asks of the database happens meanwhile.
    Handle,
    /// It writes the content of the response.
    Serialize,
    /// The client uses the response: parses the content, shows it or the error.
    UseResponse,
    /// A browser remembers that this host wants `https`, and changes the URL before it does anything
    /// else (RFC 6797 §8.3).
    UpgradeToHttps,
}

/// How a stage ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageOutcome {
    /// As it should.
    Done,
    /// It found something wrong; the text says what, e.g. `no route for /nothing`.
    Refused(String),
}
