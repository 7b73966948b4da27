//! From JSON to a checked [`Scenario`].

use super::node::{Node, Object};
use super::read_world::{value, world};
use super::read_world_v1::world_of_version_1;
use super::values::{body, headers};
use super::{FORMAT_VERSION, MAX_TEXT_OCTETS};
use crate::scenario::bounds::{Bounds, LONG_PAUSE_MS, PAUSE_MS, SEED};
use crate::scenario::{
    ClientKind, Crash, FetchOptions, Home, HttpUrl, MAX_REQUESTS, Request, Scenario, ScenarioError,
};
use crate::utc;
use core::time::Duration;

const VERSION: Bounds = Bounds { min: 1, max: u64::MAX, decimals: 0, unit: "" };

const SCENARIO_MEMBERS: &[&str] = &["version", "seed", "starts_at", "world", "requests", "$schema"];
const REQUEST_MEMBERS: &[&str] =
    &["method", "url", "headers", "body", "pause_before_ms", "at_once", "default_headers", "fetch"];
/// How many of them version 1 has.
const N_REQUEST_MEMBERS_V1: usize = 6;

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
    let version = version(&object)?;
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
        scenario.world = match version {
            1 => world_of_version_1(&node)?,
            _ => world(&node)?,
        };
    }
    let requests = object.member("requests", "“requests”".to_owned());
    let requests = requests.ok_or_else(|| object.missing("requests"))?;
    let members = match version {
        1 => &REQUEST_MEMBERS[..N_REQUEST_MEMBERS_V1],
        _ => REQUEST_MEMBERS,
    };
    scenario.requests = all_requests(&requests, members, scenario.world.client.kind)?;
    if version == 1 {
        for (index, request) in scenario.requests.iter().enumerate() {
            let member = format!("“pause_before_ms” of request {}", index + 1);
            let pause = u64::try_from(request.pause_before.as_micros()).unwrap_or(u64::MAX);
            PAUSE_MS.check(&member, pause)?;
        }
        let urls = scenario.requests.iter().map(|request| &request.url);
        scenario.world.server.server_crash = Crash::before_it_was_an_option(urls);
    }
    scenario.check()?;
    Ok(scenario)
}

/// First of all: what a newer format looks like is not ours to judge.
fn version(object: &Object<'_>) -> Result<u64, ScenarioError> {
    let version = object.member("version", "“version”".to_owned());
    let found = version.ok_or_else(|| object.missing("version"))?.number(&VERSION);
    let found = found.map_err(|error| match error {
        ScenarioError::OutOfRange { member, found, .. } => {
            let allowed = format!("1 to {FORMAT_VERSION}");
            ScenarioError::OutOfRange { member, found, allowed }
        }
        error => error,
    })?;
    if found <= FORMAT_VERSION { Ok(found) } else { Err(ScenarioError::NewerVersion { found }) }
}

fn all_requests(
    node: &Node<'_>,
    members: &'static [&'static str],
    client: ClientKind,
) -> Result<Vec<Request>, ScenarioError> {
    let nodes = node.list(|number| format!("request {number}"))?;
    if nodes.len() > MAX_REQUESTS {
        return Err(ScenarioError::TooManyRequests { count: nodes.len() });
    }
    let read = |(index, node): (usize, &Node<'_>)| {
        let object = node.object()?;
        object.refuse_others(members)?;
        request(&object, index + 1, client)
    };
    nodes.iter().enumerate().map(read).collect()
}

fn request(
    object: &Object<'_>,
    number: usize,
    client: ClientKind,
) -> Result<Request, ScenarioError> {
    let member = |name: &str| object.member(name, format!("“{name}” of request {number}"));

    let method = member("method").map_or_else(|| Ok("GET".to_owned()), |node| node.text())?;
    let url = member("url").ok_or_else(|| object.missing("url"))?.text()?;
    let field_lines = member("headers").map_or_else(|| Ok(Vec::new()), |node| headers(&node));
    let has_defaults = member("default_headers").map_or(Ok(false), |node| node.truth())?;
    let field_lines = match has_defaults {
        true => completed(field_lines?, client),
        false => field_lines?,
    };
    let body = member("body").map_or_else(|| Ok(Vec::new()), |node| body(&node))?;
    let mut request = Request::parse(&method, &url, &field_lines, body)
        .map_err(|error| ScenarioError::BadRequest { number, error })?;
    if let Some(node) = member("pause_before_ms") {
        request.pause_before = Duration::from_micros(node.number(&LONG_PAUSE_MS)?);
    }
    if let Some(node) = member("at_once") {
        request.at_once = node.truth()?;
    }
    if let Some(node) = member(Home::Fetch.name()) {
        fetch(&node, number, &mut request)?;
    }
    Ok(request)
}

fn fetch(node: &Node<'_>, number: usize, request: &mut Request) -> Result<(), ScenarioError> {
    let object = node.object()?;
    let known = FetchOptions::ALL.iter().map(|option| option.member);
    object.refuse_others(&known.chain([FetchOptions::PAGE]).collect::<Vec<_>>())?;
    for option in FetchOptions::ALL {
        if let Some(node) = object.member(option.member, option.place(number)) {
            (option.set)(request, value(option, &node)?);
        }
    }
    let page = object.member(FetchOptions::PAGE, format!("“fetch.page” of request {number}"));
    if let Some(node) = page {
        let page = HttpUrl::parse(&node.text()?);
        let page = page.map_err(|error| ScenarioError::BadRequest { number, error })?;
        request.fetch.page = Some(page);
    }
    Ok(())
}

/// With the fields in front that a client of this kind sends by itself, but for those that are there.
fn completed(own: Vec<(String, String)>, client: ClientKind) -> Vec<(String, String)> {
    let is_own = |name: &str| own.iter().any(|(other, _)| other.trim().eq_ignore_ascii_case(name));
    let missing = client.default_fields().iter().filter(|(name, _)| !is_own(name));
    let missing = missing.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    missing.chain(own.iter().cloned()).collect()
}
