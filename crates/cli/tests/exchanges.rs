//! The format `exchanges`: what was asked and answered, by the schema that is documented.

use serde_json::{Value, json};
use trace::{Fault, Request, Scenario, built_in, exchanges};

fn told(scenario: &Scenario) -> Value {
    serde_json::from_str(&exchanges(&engine::simulate(scenario))).expect("it is JSON")
}

#[test]
fn every_built_in_scenario_is_told_as_the_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../docs/exchanges.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    assert!(!schema.is_valid(&json!({ "fetches": [{}], "cookies": [] })), "it judges");
    for built_in in built_in() {
        let told = told(&built_in.scenario);
        let errors: Vec<String> = schema
            .iter_errors(&told)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", built_in.name);
    }
}

#[test]
fn the_documented_example_is_what_is_told() {
    let text = include_str!("../../../docs/exchanges.md");
    let example = text.split("```json").nth(1).and_then(|rest| rest.split("```").next());
    let example: Value = serde_json::from_str(example.expect("an example")).expect("it is JSON");
    assert_eq!(told(&Scenario::default()), example);
}

#[test]
fn a_fetch_tells_where_it_ended_with_its_fragment() {
    let check = |location: &str, expected: &str| {
        let json = format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser"}}, "servers": [{{"origin": "http://a.test",
                "answers": [{{"target": "/", "status": 302, "headers": [["Location", "{location}"]]}}, {{}}]}}]}},
                "requests": [{{"url": "http://a.test/#one"}}]}}"#
        );
        let told = told(&trace::scenario_from_json(&json).expect("a scenario"));
        assert_eq!(told["fetches"][0]["url"], expected);
    };
    check("/x", "http://a.test/x#one");
    check("/x#two", "http://a.test/x#two");
}

/// Fetch, “Response class”, the getter `type`.
#[test]
fn a_script_is_told_what_kind_of_answer_it_gets() {
    let check = |target: &str, fetch: &str, expected: Option<&str>| {
        let json = format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser"}}, "servers": [
                {{"origin": "http://own.test", "answers": [
                    {{"target": "/away", "status": 302, "headers": [["Location", "http://other.test/"]]}}, {{}}]}},
                {{"origin": "http://other.test", "answers": [{{"headers": [["Access-Control-Allow-Origin", "*"]]}}]}}]}},
                "requests": [{{"url": "http://{target}", "fetch": {fetch}}}]}}"#
        );
        let told = told(&trace::scenario_from_json(&json).expect("a good scenario"));
        let kind = &told["fetches"][0]["response"]["type"];
        assert_eq!(kind.as_str(), expected, "{target} {fetch}");
    };
    let script =
        |more: &str| format!(r#"{{"initiator": "script", "page": "http://own.test/"{more}}}"#);
    check("own.test/", &script(""), Some("basic"));
    check("own.test/", r#"{"initiator": "script"}"#, Some("basic"));
    check("other.test/", &script(""), Some("cors"));
    check("own.test/away", &script(""), Some("cors"));
    check("other.test/", &script(r#", "mode": "no-cors""#), Some("opaque"));
    check("own.test/away", &script(r#", "redirect": "manual""#), Some("opaqueredirect"));
    check("own.test/", "{}", None);
}

#[test]
fn what_never_got_an_answer_says_why_and_whether_it_was_sent() {
    let check = |scenario: &Scenario, kind: &str, is_sent: bool| {
        let fetch = &told(scenario)["fetches"][0];
        assert_eq!((&fetch["response"], &fetch["source"]), (&Value::Null, &json!("none")));
        assert_eq!(fetch["failure"]["kind"], kind);
        let exchange = &fetch["exchanges"][0];
        assert_eq!(exchange["request"]["sent"], is_sent);
        assert_eq!(exchange["server"].is_null(), !is_sent);
    };
    let unknown =
        Request::parse("GET", "http://nowhere.invalid/#part", &[], Vec::new()).expect("a request");
    let unknown = Scenario::with_requests(vec![unknown]);
    check(&unknown, "name-not-found", false);
    let fetch = &told(&unknown)["fetches"][0];
    assert_eq!(fetch["request"]["url"], "http://nowhere.invalid/#part");
    assert_eq!(fetch["exchanges"][0]["request"]["url"], "http://nowhere.invalid/");
    let mut silent = Scenario::default();
    silent.world.faults.push(Fault::parse("server-silent").expect("a fault"));
    check(&silent, "response-timed-out", true);
}
