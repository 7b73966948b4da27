//! From a [`Scenario`] to JSON, laid out as a person would: a header on one line, defaults
//! written out.

use super::FORMAT_VERSION;
use crate::bounds::{BANDWIDTH_MBIT_PER_S, LOSS, PAUSE_MS, RTT_MS};
use crate::{ClientKind, HttpVersion, Request, Scenario, World, ZoneEntry, utc};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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
         \"world\": {},\n  \"requests\": [\n    {}\n  ]\n}}\n",
        world_text(world),
        requests.join(",\n    ")
    )
}

fn world_text(world: &World) -> String {
    let bandwidth = match world.bandwidth_bits_per_s {
        Some(bits_per_s) => BANDWIDTH_MBIT_PER_S.shown(bits_per_s),
        None => "null".to_owned(),
    };
    let mut members = vec![
        format!("\"client\": {}", quoted(client_name(world.client))),
        format!("\"rtt_ms\": {}", RTT_MS.shown(microseconds(world.round_trip_time))),
        format!(
            "\"resolver_rtt_ms\": {}",
            RTT_MS.shown(microseconds(world.resolver_round_trip_time))
        ),
        format!("\"bandwidth_mbit_per_s\": {bandwidth}"),
        format!("\"mtu\": {}", world.mtu),
        format!("\"loss\": {}", LOSS.shown(u64::from(world.loss_ppm))),
    ];
    if !world.zone.is_empty() {
        let entries: Vec<String> = world.zone.iter().map(zone_entry_text).collect();
        members.push(format!("\"zone\": [\n      {}\n    ]", entries.join(",\n      ")));
    }
    if world.http != HttpVersion::default() {
        members.push(format!("\"http\": {}", quoted(world.http.name())));
    }
    if !world.faults.is_empty() {
        let faults: Vec<String> =
            world.faults.iter().map(|fault| quoted(&fault.to_string())).collect();
        members.push(format!("\"faults\": [{}]", faults.join(", ")));
    }
    format!("{{\n    {}\n  }}", members.join(",\n    "))
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
    let lines = request.field_lines.iter();
    let lines = lines.map(|line| format!("[{}, {}]", quoted(&line.name), quoted(&line.value)));
    let lines: Vec<String> = lines.collect();
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
    format!("{{\n      {}\n    }}", members.join(",\n      "))
}

fn body_text(body: &[u8]) -> String {
    match str::from_utf8(body) {
        Ok(text) => quoted(text),
        Err(_) => format!("{{\"base64\": \"{}\"}}", STANDARD.encode(body)),
    }
}

fn client_name(client: ClientKind) -> &'static str {
    let known = super::CLIENTS.iter().find(|(_, kind)| *kind == client);
    known.expect("every kind of client is in the table").0
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

fn microseconds(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}
