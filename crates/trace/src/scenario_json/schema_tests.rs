//! The documents say what the program does: `docs/scenario.md`, `docs/scenario.schema.json`.

use crate::bounds::{
    BANDWIDTH_MBIT_PER_S, Bounds, LOSS, MAX_REQUESTS, MTU, PAUSE_MS, RTT_MS, SEED, TTL_S,
};
use crate::{MAX_BODY_OCTETS, MAX_ZONE_ENTRIES, built_in, scenario_from_json, scenario_to_json};
use jsonschema::Validator;
use serde_json::{Value, from_str};

const SCHEMA: &str = include_str!("../../../../docs/scenario.schema.json");
const PROSE: &str = include_str!("../../../../docs/scenario.md");

fn schema() -> Value {
    from_str(SCHEMA).expect("the schema is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is a schema")
}

fn is_valid(text: &str) -> bool {
    validator().is_valid(&from_str(text).expect("the text is JSON"))
}

#[test]
fn the_schema_follows_its_own_schema() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
}

#[test]
fn every_built_in_scenario_is_valid() {
    for built_in in built_in() {
        let text = scenario_to_json(&built_in.scenario);
        assert_eq!(scenario_from_json(&text), Ok(built_in.scenario), "{}", built_in.name);
        assert!(is_valid(&text), "{}", built_in.name);
    }
}

#[test]
fn every_example_in_the_prose_is_valid() {
    let examples: Vec<&str> = PROSE.split("```json\n").skip(1).collect();
    assert_eq!(examples.len(), 3);
    for example in examples {
        let example = example.split("```").next().unwrap();
        assert!(scenario_from_json(example).is_ok(), "{example}");
        assert!(is_valid(example), "{example}");
    }
}

#[test]
fn what_the_program_refuses_is_not_valid() {
    for text in [
        r#"[]"#,
        r#"{"requests": [{"url": "http://x/"}]}"#,
        r#"{"version": 2, "requests": [{"url": "http://x/"}]}"#,
        r#"{"version": 1}"#,
        r#"{"version": 1, "requests": []}"#,
        r#"{"version": 1, "requests": [{}]}"#,
        r#"{"version": 1, "requests": [{"url": "x/users"}]}"#,
        r#"{"version": 1, "requests": [{"url": "ftp://x/"}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "at_once": 1}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"http": "3"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"http": 2}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "method": "GE T"}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": {"A": "1"}}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A", "1", "2"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A b", "1"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "headers": [["A", "1\n2"]]}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "body": 5}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "body": {"base64": "a?"}}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "pause_before_ms": 3600001}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/", "pause": 1}]}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "seed": -1}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "seed": 0.5}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "starts_at": "2500-01-01T00:00:00Z"}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "starts_at": "1969-12-31T23:59:59Z"}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt": 5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt_ms": "5"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"rtt_ms": 60000.001}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"mtu": 575}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"mtu": 1500.5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"loss": 1.5}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"bandwidth_mbit_per_s": 0}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"client": "safari"}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": {}}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b"}]}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b", "type": "MX", "value": "c.d"}]}}"#,
        r#"{"version": 1, "requests": [{"url": "http://x/"}], "world": {"zone": [{"name": "a.b", "type": "A", "value": "192.0.2.1", "ttl_s": 604801}]}}"#,
    ] {
        assert!(scenario_from_json(text).is_err(), "{text}");
        assert!(!is_valid(text), "{text}");
    }
}

#[test]
fn schema_and_program_have_the_same_ranges() {
    let schema = schema();
    let check = |pointer: &str, bounds: &Bounds| {
        let member = schema.pointer(pointer).expect("the schema knows the member");
        let limit = |name: &str| member[name].to_string().trim_end_matches(".0").to_owned();
        assert_eq!(limit("minimum"), bounds.shown(bounds.min), "{pointer}");
        assert_eq!(limit("maximum"), bounds.shown(bounds.max), "{pointer}");
    };
    check("/properties/seed", &SEED);
    check("/$defs/world/properties/rtt_ms", &RTT_MS);
    check("/$defs/world/properties/resolver_rtt_ms", &RTT_MS);
    check("/$defs/world/properties/bandwidth_mbit_per_s", &BANDWIDTH_MBIT_PER_S);
    check("/$defs/world/properties/mtu", &MTU);
    check("/$defs/world/properties/loss", &LOSS);
    check("/$defs/zone_entry/properties/ttl_s", &TTL_S);
    check("/$defs/request/properties/pause_before_ms", &PAUSE_MS);
    let zone = "/$defs/world/properties/zone/maxItems";
    assert_eq!(schema.pointer(zone), Some(&MAX_ZONE_ENTRIES.into()));
    assert_eq!(schema.pointer("/properties/requests/maxItems"), Some(&MAX_REQUESTS.into()));
    let text_body = "/$defs/request/properties/body/oneOf/0/maxLength";
    assert_eq!(schema.pointer(text_body), Some(&MAX_BODY_OCTETS.into()));
}

#[test]
fn schema_and_program_have_the_same_defaults() {
    let schema = schema();
    let least = r#"{"version": 1, "requests": [{"url": "http://x/"}]}"#;
    let written = scenario_to_json(&scenario_from_json(least).unwrap());
    let written: Value = from_str(&written).unwrap();
    for (found, properties) in [
        (&written, "/properties"),
        (&written["world"], "/$defs/world/properties"),
        (&written["requests"][0], "/$defs/request/properties"),
    ] {
        for (member, says) in schema.pointer(properties).unwrap().as_object().unwrap() {
            // What is left out of the written text is empty, as the default says.
            if let (Some(default), Some(value)) = (says.get("default"), found.get(member)) {
                assert_eq!(value, default, "{member}");
            }
        }
    }
}
