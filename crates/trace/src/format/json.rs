//! A trace as JSON, for other programs: `--format json`.
//!
//! The members are those of [`Trace`]; instants are nanoseconds since `starts_at`, the arena is
//! base64, and ranges point into it. The scenario stands there as `docs/scenario.md` describes
//! it, so that it can be taken out and run again.

use crate::hidden::escaped_in_json;
use crate::{
    CookieChange, Endpoint, Event, Exchange, Fetch, Host, Instant, Link, MemoryChange, Message,
    Octets, Packet, Recorded, Stage, Table, Trace, Trailers, scenario_to_json,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Counted up when a member of the exported JSON changes.
const TRACE_JSON_VERSION: u64 = 4;

#[derive(Serialize)]
struct TraceJson<'a> {
    version: u64,
    scenario: Box<RawValue>,
    hosts: &'a [Host],
    links: &'a [Link],
    octets: &'a Octets,
    packets: &'a [Packet],
    messages: &'a [Message],
    stages: &'a [Stage],
    fetches: &'a [Fetch],
    exchanges: &'a [Exchange],
    key_log: &'a [String],
    tables: &'a [Table],
    endpoints: &'a [Endpoint],
    events: &'a [Event],
    booted_at: Instant,
    ended_at: Instant,
    trailers: &'a [Trailers],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cookie_changes: &'a [CookieChange],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    memory_changes: &'a [MemoryChange],
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded: Option<&'a Recorded>,
}

/// The scenario in a trace that was written as JSON, as it stands there; `None` where the text is no
/// such trace.
pub fn scenario_in_trace_json(text: &str) -> Option<&str> {
    #[derive(Deserialize)]
    struct Outer<'a> {
        #[serde(borrow)]
        scenario: &'a RawValue,
        /// A scenario has none.
        #[serde(rename = "events")]
        _events: serde::de::IgnoredAny,
    }
    serde_json::from_str::<Outer<'_>>(text).ok().map(|outer| outer.scenario.get())
}

/// Writes a trace as JSON.
pub fn trace_to_json(trace: &Trace) -> String {
    let scenario = scenario_to_json(&trace.scenario).trim_end().to_owned();
    let json = TraceJson {
        version: TRACE_JSON_VERSION,
        scenario: RawValue::from_string(scenario).expect("a written scenario is JSON"),
        hosts: &trace.hosts,
        links: &trace.links,
        octets: &trace.octets,
        packets: &trace.packets,
        messages: &trace.messages,
        stages: &trace.stages,
        fetches: &trace.fetches,
        exchanges: &trace.exchanges,
        key_log: &trace.key_log,
        tables: &trace.tables,
        endpoints: &trace.endpoints,
        events: &trace.events,
        booted_at: trace.booted_at,
        ended_at: trace.ended_at,
        trailers: &trace.trailers,
        cookie_changes: &trace.cookie_changes,
        memory_changes: &trace.memory_changes,
        recorded: trace.recorded.as_ref(),
    };
    let json = serde_json::to_string_pretty(&json).expect("plain data always encodes");
    escaped_in_json(json) + "\n"
}
