//! The HTTP Archive of every built-in scenario follows the schema of HAR 1.2.

use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;
use trace::{ClientKind, Content, Outcome, Request, Scenario, Transport, built_in, har};

/// The schema's files as one: `entry.json#` becomes `#/definitions/entry`.
fn schema() -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/har-schema");
    let mut definitions = Map::new();
    for file in fs::read_dir(folder).expect("the schema is there") {
        let path = file.expect("a readable folder").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let name = path.file_stem().expect("files have names").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a readable file");
        let mut part: Value = serde_json::from_str(&text).expect("a schema is JSON");
        part.as_object_mut().expect("a schema is an object").remove("$id");
        let joined = part.to_string();
        let joined = rewritten(&joined);
        definitions.insert(name, serde_json::from_str(&joined).expect("still JSON"));
    }
    json!({
        "$schema": "http://json-schema.org/draft-06/schema#",
        "$ref": "#/definitions/har",
        "definitions": definitions,
    })
}

fn rewritten(text: &str) -> String {
    text.split("\"$ref\":\"").enumerate().fold(String::new(), |joined, (index, part)| {
        if index == 0 {
            return part.to_owned();
        }
        let (name, rest) = part.split_once(".json#\"").expect("references name files");
        format!("{joined}\"$ref\":\"#/definitions/{name}\"{rest}")
    })
}

#[test]
fn every_archive_is_valid_and_says_what_the_trace_says() {
    let schema = jsonschema::draft6::new(&schema()).expect("the schema is a schema");
    for example in built_in() {
        let trace = engine::simulate(&example.scenario);
        let archive: Value = serde_json::from_str(&har(&trace)).expect("an archive is JSON");
        let name = example.name;
        if let Err(error) = schema.validate(&archive) {
            panic!("{name}: {error} at {}", error.instance_path());
        }
        let entries = archive["log"]["entries"].as_array().expect("a list");
        assert_eq!(entries.len(), trace.exchanges.len(), "{name}");
        for (entry, exchange) in entries.iter().zip(&trace.exchanges) {
            let status = match exchange.outcome {
                Some(Outcome::Answered(code)) => code,
                Some(Outcome::Failed(_)) | None => 0,
            };
            assert_eq!(entry["response"]["status"], status, "{name}");
            let answer = exchange.response.map(|id| &trace.message(id).content);
            if let Some(Content::HttpResponse { body, .. }) = answer {
                let octets = trace.octets.join(body);
                assert_eq!(entry["response"]["content"]["size"], octets.len(), "{name}");
            }
        }
    }
}

/// Idle for as long as the server waits, then asked again; something else than `https`; answered
/// before all is sent.
fn out_of_the_ordinary() -> Vec<Scenario> {
    let get = |url, pause| {
        let get = Request::parse("GET", url, &[], Vec::new()).expect("a good request");
        Request { pause_before: Duration::from_millis(pause), ..get }
    };
    let url = "http://api.example.com/users/42";
    let mut idle = Scenario::with_requests(vec![get(url, 0), get(url, 59_000)]);
    idle.world.client.kind = ClientKind::Browser;
    idle.world.network.round_trip_time = Duration::from_secs(2);
    let plain = Scenario::with_requests(vec![get("https://api.example.com:80/users", 0)]);
    let length = [("Content-Length".to_owned(), "99999999".to_owned())];
    let post = |url| Request::parse("POST", url, &length, vec![b' '; 30_000]);
    let urls = ["http://api.example.com/users", "https://api.example.com/users"];
    let refused = Scenario::with_requests(urls.map(|url| post(url).unwrap()).to_vec());
    vec![idle, plain, refused]
}

#[test]
fn the_times_of_an_entry_add_up() {
    let scenarios = built_in().into_iter().map(|example| example.scenario);
    for scenario in scenarios.chain(out_of_the_ordinary()) {
        let archive: Value = serde_json::from_str(&har(&engine::simulate(&scenario))).unwrap();
        for entry in archive["log"]["entries"].as_array().expect("a list") {
            let parts = ["blocked", "dns", "connect", "send", "wait", "receive"];
            let parts = parts.map(|part| entry["timings"][part].as_f64().expect("a number"));
            let sum: f64 = parts.iter().filter(|part| **part >= 0.0).sum();
            let time = entry["time"].as_f64().expect("a number");
            assert!((sum - time).abs() < 0.001, "{sum} of {time}: {entry:#}");
        }
    }
}

#[test]
fn the_connection_is_the_one_that_was_answered() {
    let trace = engine::simulate(&out_of_the_ordinary()[0]);
    let archive: Value = serde_json::from_str(&har(&trace)).expect("an archive is JSON");
    let entry = &archive["log"]["entries"][1];
    assert_eq!(entry["response"]["status"], 200);
    let answer = trace.message(trace.exchanges[1].response.expect("an answer"));
    let Transport::Tcp { destination_port, .. } = trace.packet(answer.packets[0]).transport else {
        panic!("HTTP goes over TCP");
    };
    assert_eq!(entry["connection"], destination_port.to_string());
    assert_eq!(trace.messages.iter().filter(|m| is_request(&m.content)).count(), 3, "one again");
}

fn is_request(content: &Content) -> bool {
    matches!(content, Content::HttpRequest { .. })
}

#[test]
fn the_schema_refuses_what_is_no_archive() {
    let schema = jsonschema::draft6::new(&schema()).expect("the schema is a schema");
    let trace = engine::simulate(&trace::Scenario::default());
    let mut archive: Value = serde_json::from_str(&har(&trace)).expect("an archive is JSON");
    archive["log"]["entries"][0]["response"]["status"] = json!("200");
    assert!(!schema.is_valid(&archive));
}

#[test]
fn a_browser_that_remembers_hsts_asked_with_https() {
    let example = built_in().into_iter().find(|example| example.name == "https-only");
    let trace = engine::simulate(&example.expect("there is one of this name").scenario);
    let archive: Value = serde_json::from_str(&har(&trace)).expect("an archive is JSON");
    let entries = archive["log"]["entries"].as_array().expect("a list");
    let urls: Vec<&str> = entries.iter().filter_map(|e| e["request"]["url"].as_str()).collect();
    let [http, https] =
        ["http", "https"].map(|scheme| format!("{scheme}://api.example.com/users/42"));
    assert_eq!(urls, [&http, &https, &https]);
}
