//! The waist of the hourglass: plain data that says what the reader asked for
//! ([`Scenario`]) and what happened ([`Trace`]).
//!
//! Whatever makes a trace (the engine, a real fetch) feeds every view; whatever shows one
//! (diagram, transcript, Mermaid, pcapng) needs nothing else. So this crate knows no protocol
//! library, no clock and no browser.

mod builtin;
mod client_error;
mod cookie_date;
mod field_lines;
mod format;
pub mod hidden;
mod http_date;
mod media_type;
mod method;
mod octets;
mod record;
mod scenario;
pub mod texts;
mod utc;

pub use builtin::{BuiltIn, Group, built_in};
pub use client_error::{ClientError, client_error, status_error};
pub use cookie_date::cookie_date_unix_s;
pub use field_lines::{FieldLine, FieldLines};
pub use format::{
    DecodeError, RecordingError, RecordingProblem, Wanted, checksum, decode_dissection,
    decode_trace, encode_dissection, encode_trace, exchanges, har, hash, is_har, pcapng,
    scenario_in_trace_json, trace_of_har, trace_to_json,
};
pub use http_date::http_date_unix_s;
pub use media_type::{MediaType, picture_type};
pub use method::{is_forbidden_method, is_forbidden_request_field, is_idempotent, is_safe};
pub use octets::{OctetRange, Octets};
pub use record::{
    Bits, Cause, Content, ControlBits, CookieChange, Count, CountedCall, Dissection, DnsAnswer,
    DnsFlags, Endpoint, Event, EventKind, Exchange, ExchangeId, Failure, Fetch, FetchId, Field,
    Host, HostId, Http2Frame, HttpsHost, Inspected, Instant, IpVersion, Layer, Limit, Link, LinkId,
    MemoryChange, Message, MessageId, Milliseconds, Outcome, Packet, PacketId, Phase, PhaseSpan,
    Provenance, Recorded, Remembered, ResourceTiming, ResponseSource, Role, RowChange,
    SeenResponse, SqlResult, SqlStatement, Stage, StageId, StageKind, StageOutcome, StoredAnswer,
    StoredCookie, Table, TableChange, TakenApart, TlsMessage, Trace, Trailers, Transport, Verdict,
    View, ZoneTier,
};
pub use scenario::{
    Afterwards, Alpn, Bounds, CacheMode, ClientKind, ClientOptions, CookieOption, Cors, Crash,
    CredentialsMode, Expired, FORMAT_VERSION, Fault, FaultV1, FetchOptions, Home, HttpUrl,
    HttpVersion, Initiator, MAX_BODY_OCTETS, MAX_REQUESTS, MAX_TEXT_OCTETS, MAX_ZONE_ENTRIES,
    Members, NamesOptions, NetworkOptions, OWN_ADDRESSES, OptionDescription, OptionKind,
    ParseFaultError, ParseRequestError, Position, RedirectMode, Request, RequestMode, RequestPart,
    RetryMethods, RetryOn, Scenario, ScenarioError, ScriptError, ScriptedAnswer, ScriptedCoding,
    ScriptedServer, ServerOptions, World, ZoneEntry, ZoneEntryError, ZoneRecord,
    scenario_from_json, scenario_to_json, scripted_hosts,
};
pub use utc::{days_from_date, http_date};
