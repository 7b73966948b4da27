//! One thing that happened at one host at one virtual instant.

use crate::{ExchangeId, Failure, FetchId, HostId, Instant, MessageId, PacketId, StageId};
use serde::{Deserialize, Serialize};

/// An entry of a trace's list of everything that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When it happened.
    pub at: Instant,
    /// At which host.
    pub host: HostId,
    /// What happened.
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// The client's code asked for something.
    FetchStarted(FetchId),
    /// The client started an exchange.
    ExchangeStarted(ExchangeId),
    /// A host gave a packet to a link.
    PacketSent(PacketId),
    /// The first octet of a message left its sender.
    MessageSent(MessageId),
    /// A host started a piece of work.
    StageStarted(StageId),
    /// Something stood in the way of an exchange.
    ExchangeFailed(ExchangeId, Failure),
    /// The client is done with an exchange.
    ExchangeFinished(ExchangeId),
    /// Something other than an exchange stood in the way of a fetch.
    FetchFailed(FetchId, Failure),
    /// The client is done with a fetch.
    FetchFinished(FetchId),
    /// The run was ended here, because it reached one of its bounds.
    LimitReached(Limit),
}

/// The bounds of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// So many packets were sent.
    Packets(u32),
    /// So many octets were recorded.
    Octets(u32),
    /// So much virtual time went by, in milliseconds.
    VirtualTimeMs(u64),
    /// So many steps were computed.
    Steps(u64),
}
