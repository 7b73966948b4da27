//! The waist of the hourglass: plain data that says what the reader asked for
//! ([`Scenario`]) and what happened ([`Trace`]).
//!
//! Whatever makes a trace (the engine, a real fetch) feeds every view; whatever shows one
//! (diagram, transcript, Mermaid, pcapng) needs nothing else. So this crate knows no protocol
//! library, no clock and no browser.

mod builtin;
mod field_lines;
mod format;
pub mod hidden;
mod media_type;
mod octets;
mod record;
mod scenario;
pub mod texts;
mod utc;

pub use builtin::{BuiltIn, Group, built_in};
pub use field_lines::{FieldLine, FieldLines};
pub use format::{
    DecodeError, checksum, decode_dissection, decode_trace, encode_dissection, encode_trace,
    exchanges, har, hash, pcapng, scenario_in_trace_json, trace_to_json,
};
pub use media_type::{MediaType, picture_type};
pub use octets::{OctetRange, Octets};
pub use record::{
    Bits, Cause, Content, ControlBits, Dissection, DnsAnswer, DnsFlags, Endpoint, Event, EventKind,
    Exchange, ExchangeId, Failure, Fetch, FetchId, Field, Host, HostId, Http2Frame, Inspected,
    Instant, IpVersion, Layer, Limit, Link, LinkId, Message, MessageId, Milliseconds, Outcome,
    Packet, PacketId, Phase, PhaseSpan, Provenance, ResourceTiming, Role, RowChange, SqlResult,
    SqlStatement, Stage, StageId, StageKind, StageOutcome, Table, TableChange, TlsMessage, Trace,
    Trailers, Transport, View, ZoneTier,
};
pub use scenario::{
    Alpn, Bounds, ClientKind, ClientOptions, FORMAT_VERSION, Fault, FaultV1, Home, HttpUrl,
    HttpVersion, MAX_BODY_OCTETS, MAX_REQUESTS, MAX_TEXT_OCTETS, MAX_ZONE_ENTRIES, NamesOptions,
    NetworkOptions, OptionDescription, OptionKind, ParseFaultError, ParseRequestError, Position,
    Request, RequestPart, Scenario, ScenarioError, ServerOptions, World, ZoneEntry, ZoneEntryError,
    ZoneRecord, scenario_from_json, scenario_to_json,
};
