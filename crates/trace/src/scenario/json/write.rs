//! From a [`Scenario`] to JSON, laid out as a person would: a header on one line, and of the world
//! what is not as in the default one.

use super::FORMAT_VERSION;
use super::read_world::ZONE;
use super::script;
use super::values::{body_text, pairs, quoted};
use crate::scenario::bounds::PAUSE_MS;
use crate::scenario::{
    Fault, FetchOptions, Home, OptionDescription, OptionKind, Request, Scenario, World, ZoneEntry,
};
use crate::utc;
use core::time::Duration;

/// Writes a scenario as `docs/scenario.md` describes it.
///
/// [`scenario_from_json`](super::scenario_from_json) reads the same scenario back, if it passes
/// [`Scenario::check`] and its text is not too big.
pub fn scenario_to_json(scenario: &Scenario) -> String {
    let Scenario { seed, starts_at_unix_s, world, requests } = scenario;
    let starts_at = utc::text_from_unix_s(*starts_at_unix_s);
    let requests: Vec<String> = requests.iter().map(request_text).collect();
    format!(
        "{{\n  \"version\": {FORMAT_VERSION},\n  \"seed\": {seed},\n  \"starts_at\": \"{starts_at}\",\n  \
         {}\"requests\": [\n    {}\n  ]\n}}\n",
        world_text(world),
        requests.join(",\n    ")
    )
}

/// The member and what separates it from the next one; nothing for the default world.
fn world_text(world: &World) -> String {
    let mut members: Vec<String> =
        Home::ALL.into_iter().filter_map(|home| home_text(home, world)).collect();
    if !world.servers.is_empty() {
        members.push(script::written(&world.servers));
    }
    if !world.faults.is_empty() {
        let faults: Vec<String> =
            world.faults.iter().copied().map(Fault::name).map(quoted).collect();
        members.push(format!("\"faults\": [{}]", faults.join(", ")));
    }
    if members.is_empty() {
        return String::new();
    }
    format!("\"world\": {{\n    {}\n  }},\n  ", members.join(",\n    "))
}

fn home_text(home: Home, world: &World) -> Option<String> {
    let default = World::default();
    let unusual = home.options().iter().filter(|option| !option.is_same(world, &default));
    let mut members: Vec<String> = unusual.map(|option| option_text(option, world)).collect();
    if home == Home::Names && !world.names.zone.is_empty() {
        let entries: Vec<String> = world.names.zone.iter().map(zone_entry_text).collect();
        members.push(format!("\"{ZONE}\": [\n        {}\n      ]", entries.join(",\n        ")));
    }
    let members = (!members.is_empty()).then(|| members.join(",\n      "))?;
    Some(format!("\"{}\": {{\n      {members}\n    }}", home.name()))
}

fn option_text<Of>(option: &OptionDescription<Of>, of: &Of) -> String {
    let value = (option.get)(of);
    let shown = option.shown(value);
    let written = match (option.kind, value) {
        (OptionKind::Choice(_), _) => quoted(&shown),
        (OptionKind::Limit(_), None) => "null".to_owned(),
        (OptionKind::Switch | OptionKind::Number(_) | OptionKind::Limit(_), _) => shown,
    };
    format!("\"{}\": {written}", option.member)
}

fn zone_entry_text(entry: &ZoneEntry) -> String {
    format!(
        "{{ \"name\": {}, \"type\": {}, \"value\": {}, \"ttl_s\": {} }}",
        quoted(&entry.name),
        quoted(entry.record.kind()),
        quoted(&entry.record.value()),
        entry.ttl_s
    )
}

fn request_text(request: &Request) -> String {
    let mut members = vec![
        format!("\"method\": {}", quoted(&request.method)),
        format!("\"url\": {}", quoted(request.url.as_str())),
    ];
    let lines = pairs(&request.field_lines);
    if !lines.is_empty() {
        members.push(format!("\"headers\": [\n        {}\n      ]", lines.join(",\n        ")));
    }
    if !request.body.is_empty() {
        members.push(format!("\"body\": {}", body_text(&request.body)));
    }
    if !request.pause_before.is_zero() {
        let pause = PAUSE_MS.shown(microseconds(request.pause_before));
        members.push(format!("\"pause_before_ms\": {pause}"));
    }
    if request.at_once {
        members.push("\"at_once\": true".to_owned());
    }
    members.extend(fetch_text(request));
    format!("{{\n      {}\n    }}", members.join(",\n      "))
}

/// What is said of the fetch beside its request; `None` where nothing is.
fn fetch_text(request: &Request) -> Option<String> {
    let usual = Request { fetch: FetchOptions::default(), ..request.clone() };
    let said = FetchOptions::ALL.iter().filter(|option| !option.is_same(request, &usual));
    let mut members: Vec<String> = said.map(|option| option_text(option, request)).collect();
    let page = request.fetch.page.as_ref();
    members
        .extend(page.map(|page| format!("\"{}\": {}", FetchOptions::PAGE, quoted(page.as_str()))));
    let members = (!members.is_empty()).then(|| members.join(", "))?;
    Some(format!("\"{}\": {{ {members} }}", Home::Fetch.name()))
}

fn microseconds(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}
