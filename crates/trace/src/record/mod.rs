//! What happened in one run: a [`Trace`] and the tables that it consists of.

mod awaited;
mod cookie;
mod dissection;
mod endpoint;
mod event;
mod exchange;
mod failure;
mod fetch;
mod host;
mod memory;
mod message;
mod packet;
mod recorded;
mod stage;
mod table;
mod time;
mod trace;
mod window;

pub use cookie::{CookieChange, StoredCookie};
pub use dissection::{Bits, Dissection, Field, Inspected, Layer, TakenApart, Verdict, View};
pub use endpoint::Endpoint;
pub use event::{Event, EventKind, Limit};
pub use exchange::{Cause, Exchange, ExchangeId, Phase, PhaseSpan, ResourceTiming};
pub use failure::Failure;
pub use fetch::{Fetch, FetchId, Outcome, ResponseSource, SeenResponse};
pub use host::{Host, HostId, Link, LinkId, Role, ZoneTier};
pub use memory::{Count, CountedCall, HttpsHost, MemoryChange, Remembered, StoredAnswer};
pub use message::{
    Content, DnsAnswer, DnsFlags, Http2Frame, Message, MessageId, Provenance, SqlResult,
    SqlStatement, TlsMessage, Trailers,
};
pub use packet::{ControlBits, IpVersion, Packet, PacketId, Transport};
pub use recorded::Recorded;
pub use stage::{Stage, StageId, StageKind, StageOutcome};
pub use table::{RowChange, Table, TableChange};
pub use time::{Instant, Milliseconds};
pub use trace::Trace;
