//! From JSON to a checked [`Scenario`].

use super::node::{Node, Object};
use super::{FORMAT_VERSION, MAX_TEXT_OCTETS};
use crate::bounds::{
    BANDWIDTH_MBIT_PER_S, Bounds, LOSS, MAX_REQUESTS, MTU, PAUSE_MS, RTT_MS, SEED, TTL_S,
};
use crate::{
    ClientKind, Fault, HttpVersion, MAX_ZONE_ENTRIES, Request, Scenario, ScenarioError, World,
    ZoneEntry, utc,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use core::time::Duration;

const VERSION: Bounds = Bounds { min: 1, max: u64::MAX, decimals: 0, unit: "" };

const SCENARIO_MEMBERS: &[&str] = &["version", "seed", "starts_at", "world", "requests", "$schema"];
const WORLD_MEMBERS: &[&str] = &[
    "client",
    "rtt_ms",
    "resolver_rtt_ms",
    "bandwidth_mbit_per_s",
    "mtu",
    "loss",
    "zone",
    "http",
    "faults",
];
const ZONE_MEMBERS: &[&str] = &["name", "type", "value", "ttl_s"];
/// How long a record may be remembered, where its entry does not say: five minutes.
const TTL_S_DEFAULT: u32 = 300;
const REQUEST_MEMBERS: &[&str] =
    &["method", "url", "headers", "body", "pause_before_ms", "at_once"];
const BODY_MEMBERS: &[&str] = &["base64"];

/// Reads a scenario as `docs/scenario.md` describes it.
///
/// # Errors
/// The first thing that is wrong, with its place and what to do.
pub fn scenario_from_json(text: &str) -> Result<Scenario, ScenarioError> {
    if text.len() > MAX_TEXT_OCTETS {
        return Err(ScenarioError::TooBig { octets: text.len() });
    }
    // Some editors put a byte order mark in front (RFC 8259 §8.1 lets a parser ignore it).
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let object = Node::parse(text, "the scenario")?.object()?;
    refuse_other_version(&object)?;
    object.refuse_others(SCENARIO_MEMBERS)?;

    let mut scenario = Scenario::with_requests(Vec::new());
    if let Some(node) = object.member("$schema", "“$schema”".to_owned()) {
        node.text()?;
    }
    if let Some(node) = object.member("seed", "“seed”".to_owned()) {
        scenario.seed = node.number(&SEED)?;
    }
    if let Some(node) = object.member("starts_at", "“starts_at”".to_owned()) {
        let found = node.text()?;
        let unix_s = utc::unix_s_from_text(&found);
        scenario.starts_at_unix_s = unix_s.ok_or(ScenarioError::BadStart { found })?;
    }
    if let Some(node) = object.member("world", "“world”".to_owned()) {
        scenario.world = world(&node)?;
    }
    let requests = object.member("requests", "“requests”".to_owned());
    scenario.requests =
        requests.ok_or_else(|| object.missing("requests")).and_then(all_requests)?;
    scenario.check()?;
    Ok(scenario)
}

/// First of all: what a newer format looks like is not ours to judge.
fn refuse_other_version(object: &Object<'_>) -> Result<(), ScenarioError> {
    let version = object.member("version", "“version”".to_owned());
    let found = version.ok_or_else(|| object.missing("version"))?.number(&VERSION);
    let found = found.map_err(|error| match error {
        ScenarioError::OutOfRange { member, found, .. } => {
            ScenarioError::OutOfRange { member, found, allowed: FORMAT_VERSION.to_string() }
        }
        error => error,
    })?;
    if found == FORMAT_VERSION { Ok(()) } else { Err(ScenarioError::NewerVersion { found }) }
}

fn world(node: &Node<'_>) -> Result<World, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(WORLD_MEMBERS)?;
    let member = |name: &str| object.member(name, format!("“world.{name}”"));

    let mut world = World::default();
    if let Some(node) = member("client") {
        world.client = client(&node)?;
    }
    if let Some(node) = member("rtt_ms") {
        world.round_trip_time = Duration::from_micros(node.number(&RTT_MS)?);
    }
    if let Some(node) = member("resolver_rtt_ms") {
        world.resolver_round_trip_time = Duration::from_micros(node.number(&RTT_MS)?);
    }
    if let Some(node) = member("bandwidth_mbit_per_s") {
        let limit = (!node.is_null()).then(|| node.number(&BANDWIDTH_MBIT_PER_S));
        world.bandwidth_bits_per_s = limit.transpose()?;
    }
    if let Some(node) = member("mtu") {
        world.mtu = node.number(&MTU)?.try_into().expect("the range of MTUs fits 16 bits");
    }
    if let Some(node) = member("loss") {
        world.loss_ppm = node.number(&LOSS)?.try_into().expect("a million fits 32 bits");
    }
    if let Some(node) = member("zone") {
        world.zone = zone(&node)?;
    }
    if let Some(node) = member("http") {
        world.http = http_version(&node)?;
    }
    if let Some(node) = member("faults") {
        world.faults = faults(&node)?;
    }
    Ok(world)
}

fn faults(node: &Node<'_>) -> Result<Vec<Fault>, ScenarioError> {
    let nodes = node.list(|number| format!("fault {number}"))?;
    let read = nodes.iter().enumerate().map(|(index, node)| {
        let number = index + 1;
        Fault::parse(&node.text()?).map_err(|error| ScenarioError::BadFault { number, error })
    });
    read.collect()
}

fn zone(node: &Node<'_>) -> Result<Vec<ZoneEntry>, ScenarioError> {
    let nodes = node.list(|number| format!("zone entry {number}"))?;
    if nodes.len() > MAX_ZONE_ENTRIES {
        return Err(ScenarioError::TooManyZoneEntries { count: nodes.len() });
    }
    nodes.iter().enumerate().map(|(index, node)| zone_entry(node, index + 1)).collect()
}

fn zone_entry(node: &Node<'_>, number: usize) -> Result<ZoneEntry, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(ZONE_MEMBERS)?;
    let member = |name: &str| object.member(name, format!("“{name}” of zone entry {number}"));
    let text = |name: &'static str| {
        member(name).ok_or_else(|| object.missing(name)).and_then(|node| node.text())
    };
    let ttl_s = match member("ttl_s") {
        Some(node) => node.number(&TTL_S)?.try_into().expect("a week fits 32 bits"),
        None => TTL_S_DEFAULT,
    };
    let entry = ZoneEntry::parse(&text("name")?, &text("type")?, &text("value")?, ttl_s);
    entry.map_err(|error| ScenarioError::BadZoneEntry { number, error })
}

fn client(node: &Node<'_>) -> Result<ClientKind, ScenarioError> {
    let found = node.text()?;
    ClientKind::from_name(&found).ok_or_else(|| ScenarioError::OutOfRange {
        member: node.name.clone(),
        found: format!("“{found}”"),
        allowed: ClientKind::names().map(|name| format!("“{name}”")).join(", "),
    })
}

fn http_version(node: &Node<'_>) -> Result<HttpVersion, ScenarioError> {
    let found = node.text()?;
    HttpVersion::from_name(&found).ok_or_else(|| ScenarioError::OutOfRange {
        member: node.name.clone(),
        found: format!("“{found}”"),
        allowed: "“1.1”, “2”".to_owned(),
    })
}

fn all_requests(node: Node<'_>) -> Result<Vec<Request>, ScenarioError> {
    let nodes = node.list(|number| format!("request {number}"))?;
    if nodes.len() > MAX_REQUESTS {
        return Err(ScenarioError::TooManyRequests { count: nodes.len() });
    }
    nodes.iter().enumerate().map(|(index, node)| request(node, index + 1)).collect()
}

fn request(node: &Node<'_>, number: usize) -> Result<Request, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(REQUEST_MEMBERS)?;
    let member = |name: &str| object.member(name, format!("“{name}” of request {number}"));

    let method = member("method").map_or_else(|| Ok("GET".to_owned()), |node| node.text())?;
    let url = member("url").ok_or_else(|| object.missing("url"))?.text()?;
    let field_lines =
        member("headers").map_or_else(|| Ok(Vec::new()), |node| headers(&node, number));
    let body = member("body").map_or_else(|| Ok(Vec::new()), |node| body(&node, number))?;
    let mut request = Request::parse(&method, &url, &field_lines?, body)
        .map_err(|error| ScenarioError::BadRequest { number, error })?;
    if let Some(node) = member("pause_before_ms") {
        request.pause_before = Duration::from_micros(node.number(&PAUSE_MS)?);
    }
    if let Some(node) = member("at_once") {
        request.at_once = node.truth()?;
    }
    Ok(request)
}

fn headers(node: &Node<'_>, number: usize) -> Result<Vec<(String, String)>, ScenarioError> {
    let lines = node.list(|line| format!("header {line} of request {number}"))?;
    let pair = |line: &Node<'_>| {
        let parts = line.list(|_| line.name.clone())?;
        match parts.as_slice() {
            [name, value] => Ok((name.text()?, value.text()?)),
            _ => Err(line.wrong_type("a pair [\"name\", \"value\"]")),
        }
    };
    lines.iter().map(pair).collect()
}

fn body(node: &Node<'_>, number: usize) -> Result<Vec<u8>, ScenarioError> {
    if !node.is_object() {
        let text = node.text().map_err(|_| node.wrong_type("a text, or {\"base64\": \"…\"}"))?;
        return Ok(text.into_bytes());
    }
    let object = node.object()?;
    object.refuse_others(BODY_MEMBERS)?;
    let encoded = object.member("base64", format!("“base64” of request {number}"));
    let encoded = encoded.ok_or_else(|| object.missing("base64"))?.text()?;
    STANDARD.decode(encoded).map_err(|_| ScenarioError::NotBase64 { number })
}
