//! The waist of the hourglass: plain data that says what the reader asked for
//! ([`Scenario`]) and what happened ([`Trace`]).
//!
//! Whatever makes a trace (the engine, a real fetch) feeds every view; whatever shows one
//! (diagram, transcript, Mermaid, pcapng) needs nothing else. So this crate knows no protocol
//! library, no clock and no browser.

mod bounds;
mod builtin;
mod codec;
mod dissection;
mod endpoint;
mod event;
mod exchange;
mod fault;
mod har;
mod host;
mod json;
mod message;
mod octets;
mod packet;
mod pcapng;
mod print;
mod scenario;
mod scenario_error;
mod scenario_json;
mod stage;
mod table;
mod time;
mod utc;
mod zone;

pub use bounds::MAX_REQUESTS;
pub use builtin::{BuiltIn, Group, built_in};
pub use codec::{
    DecodeError, checksum, decode_dissection, decode_inspected, decode_scenario, decode_trace,
    encode_dissection, encode_inspected, encode_scenario, encode_trace, hash,
};
pub use dissection::{Bits, Dissection, Field, Inspected, Layer, View};
pub use endpoint::Endpoint;
pub use event::{Event, EventKind, Limit};
pub use exchange::{Exchange, ExchangeId, Failure, Outcome, Phase, PhaseSpan, ResourceTiming};
pub use fault::{Fault, ParseFaultError};
pub use har::har;
pub use host::{Host, HostId, Link, LinkId, Role, ZoneTier};
pub use json::trace_to_json;
pub use message::{
    Content, DnsAnswer, DnsFlags, FieldLine, Http2Frame, Message, MessageId, Provenance, SqlResult,
    SqlStatement, TlsMessage, Trailers,
};
pub use octets::{OctetRange, Octets};
pub use packet::{ControlBits, IpVersion, Packet, PacketId, Transport};
pub use pcapng::pcapng;
pub use scenario::{
    ClientKind, HttpUrl, HttpVersion, MAX_BODY_OCTETS, ParseRequestError, Request, RequestPart,
    Scenario, World,
};
pub use scenario_error::{Position, ScenarioError};
pub use scenario_json::{
    FORMAT_VERSION, MAX_TEXT_OCTETS, bandwidth_bits_per_s_from_mbit, loss_ppm_from_share,
    mtu_from_octets, round_trip_time_from_ms, scenario_from_json, scenario_to_json,
};
pub use stage::{Stage, StageId, StageKind, StageOutcome};
pub use table::{RowChange, Table, TableChange};
pub use time::{Instant, Milliseconds};
pub use zone::{MAX_ZONE_ENTRIES, ZoneEntry, ZoneEntryError, ZoneRecord};

use serde::{Deserialize, Serialize};

/// Everything that happened in one run of a [`Scenario`], in virtual time.
///
/// A trace is immutable: changing the scenario makes a new one. The tables (`hosts`, `packets`,
/// …) are indexed by the ids that point into them; `events` is the one list in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// What was asked for.
    pub scenario: Scenario,
    /// The machines, in the order in which their lanes are drawn.
    pub hosts: Vec<Host>,
    /// The paths between them.
    pub links: Vec<Link>,
    /// The arena: every octet that crossed a link, stored once.
    pub octets: Octets,
    /// What crossed the links, in order of `sent_at`.
    pub packets: Vec<Packet>,
    /// What the packets carried: DNS, HTTP and SQL messages, in order of `sent_at`.
    pub messages: Vec<Message>,
    /// The work that hosts reported of themselves, in order of `started_at`.
    pub stages: Vec<Stage>,
    /// One for each request that was started, in that order.
    pub exchanges: Vec<Exchange>,
    /// The secrets of all TLS connections, one line each (NSS Key Log Format): with them a capture
    /// program can open every record.
    pub key_log: Vec<String>,
    /// The tables of the database, as they stand at the end.
    pub tables: Vec<Table>,
    /// What the origin server offers, ordered by path.
    pub endpoints: Vec<Endpoint>,
    /// Everything above in order of time; ties stand in the order of emission.
    pub events: Vec<Event>,
    /// When every host had booted and the client started: printed times count from here.
    pub booted_at: Instant,
    /// The instant of the last thing that happened.
    pub ended_at: Instant,
    /// What stands behind the content of messages, where anything does. Encoded only where there is
    /// something: traces without it are what they were before it was known.
    #[serde(skip)]
    pub trailers: Vec<Trailers>,
}

impl Trace {
    /// The host with this id.
    pub fn host(&self, id: HostId) -> &Host {
        &self.hosts[id.0 as usize]
    }

    /// The link with this id.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0 as usize]
    }

    /// The packet with this id.
    pub fn packet(&self, id: PacketId) -> &Packet {
        &self.packets[id.0 as usize]
    }

    /// The message with this id.
    pub fn message(&self, id: MessageId) -> &Message {
        &self.messages[id.0 as usize]
    }

    /// The trailer section of a message (RFC 9110 §6.5).
    pub fn trailers_of(&self, id: MessageId) -> &[FieldLine] {
        let own = self.trailers.iter().find(|trailers| trailers.message == id);
        own.map_or(&[], |trailers| &trailers.field_lines)
    }

    /// The stage with this id.
    pub fn stage(&self, id: StageId) -> &Stage {
        &self.stages[id.0 as usize]
    }

    /// The exchange with this id.
    pub fn exchange(&self, id: ExchangeId) -> &Exchange {
        &self.exchanges[id.0 as usize]
    }

    /// The first host with this role.
    pub fn host_with_role(&self, role: Role) -> Option<&Host> {
        self.hosts.iter().find(|host| host.role == role)
    }

    /// The phases of an exchange, in order, each with its span.
    ///
    /// Boundaries are the milestones of Resource Timing; `request`, `work` and `respond` are cut
    /// where the request arrived at the origin server and where its answer left.
    pub fn phases(&self, exchange: ExchangeId) -> Vec<PhaseSpan> {
        exchange::phases(self, self.exchange(exchange))
    }
}
