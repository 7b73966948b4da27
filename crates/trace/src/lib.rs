//! The waist of the hourglass: plain data that says what the reader asked for
//! ([`Scenario`]) and what happened ([`Trace`]).
//!
//! Whatever makes a trace (the engine, a real fetch) feeds every view; whatever shows one
//! (diagram, transcript, Mermaid, pcapng) needs nothing else. So this crate knows no protocol
//! library, no clock and no browser.

mod bounds;
mod builtin;
mod fault;
mod format;
mod octets;
mod record;
mod scenario;
mod scenario_error;
mod scenario_json;
mod utc;
mod zone;

pub use bounds::MAX_REQUESTS;
pub use builtin::{BuiltIn, Group, built_in};
pub use fault::{Fault, ParseFaultError};
pub use format::{
    DecodeError, checksum, decode_dissection, decode_inspected, decode_scenario, decode_trace,
    encode_dissection, encode_inspected, encode_scenario, encode_trace, har, hash, pcapng,
    trace_to_json,
};
pub use octets::{OctetRange, Octets};
pub use record::{
    Bits, Cause, Content, ControlBits, Dissection, DnsAnswer, DnsFlags, Endpoint, Event, EventKind,
    Exchange, ExchangeId, Failure, Fetch, FetchId, Field, FieldLine, Host, HostId, Http2Frame,
    Inspected, Instant, IpVersion, Layer, Limit, Link, LinkId, Message, MessageId, Milliseconds,
    Outcome, Packet, PacketId, Phase, PhaseSpan, Provenance, ResourceTiming, Role, RowChange,
    SqlResult, SqlStatement, Stage, StageId, StageKind, StageOutcome, Table, TableChange,
    TlsMessage, Trace, Trailers, Transport, View, ZoneTier,
};
pub use scenario::{
    ClientKind, HttpUrl, HttpVersion, MAX_BODY_OCTETS, ParseRequestError, Request, RequestPart,
    Scenario, World,
};
pub use scenario_error::{Position, ScenarioError};
pub use scenario_json::{
    FORMAT_VERSION, MAX_TEXT_OCTETS, bandwidth_bits_per_s_from_mbit, loss_ppm_from_share,
    mtu_from_octets, round_trip_time_from_ms, scenario_from_json, scenario_to_json,
};
pub use zone::{MAX_ZONE_ENTRIES, ZoneEntry, ZoneEntryError, ZoneRecord};
