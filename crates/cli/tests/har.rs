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
        let alone = trace.fetches.iter().filter(|fetch| fetch.exchanges.is_empty()).count();
        assert_eq!(entries.len(), trace.exchanges.len() + alone, "{name}");
        if alone > 0 {
            // What needed no server stands between those that did.
            continue;
        }
        for (entry, exchange) in entries.iter().zip(&trace.exchanges) {
            let status = match exchange.outcome {
                Some(Outcome::Answered(code)) => code,
                Some(Outcome::Failed(_)) | None => 0,
            };
            assert_eq!(entry["response"]["status"], status, "{name}");
            // What a browser withholds is an answer that nobody got.
            let answer = exchange.response.filter(|_| status != 0);
            let answer = answer.map(|id| &trace.message(id).content);
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

fn archive_of(scenario: &Scenario) -> Value {
    let archive: Value =
        serde_json::from_str(&har(&engine::simulate(scenario))).expect("an archive is JSON");
    let schema = jsonschema::draft6::new(&schema()).expect("the schema is a schema");
    if let Err(error) = schema.validate(&archive) {
        panic!("{error} at {}", error.instance_path());
    }
    archive
}

/// The entry of a request that stands alone.
fn entry_of(method: &str, url: &str, lines: &[(&str, &str)], body: Vec<u8>) -> Value {
    let lines: Vec<(String, String)> =
        lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request::parse(method, url, &lines, body).expect("a good request");
    archive_of(&Scenario::with_requests(vec![request]))["log"]["entries"][0].clone()
}

#[test]
fn neither_fragment_nor_password_is_in_the_url() {
    let url = "http://ada:geheim@api.example.com/users?sort=desc#top";
    let entry = entry_of("GET", url, &[], Vec::new());
    assert_eq!(entry["request"]["url"], "http://api.example.com/users?sort=desc");
    let text = entry.to_string();
    assert!(!text.contains("geheim") && !text.contains("#top"), "{text}");
}

#[test]
fn cookies_are_listed() {
    let lines = [("Cookie", "theme=dark; id=7")];
    let entry = entry_of("GET", "http://api.example.com/users/42", &lines, Vec::new());
    let expected = json!([{ "name": "theme", "value": "dark" }, { "name": "id", "value": "7" }]);
    assert_eq!(entry["request"]["cookies"], expected);
}

#[test]
fn no_octet_of_a_body_is_lost() {
    let octets: Vec<u8> = (0..=255).collect();
    let url = "http://api.example.com/users";
    let kind = [("Content-Type", "application/octet-stream")];
    let entry = entry_of("POST", url, &kind, octets);
    let data = &entry["request"]["postData"];
    assert_eq!(data["_encoding"], "base64");
    assert!(data["text"].as_str().expect("a text").starts_with("AAECAwQF"), "{data}");
    assert!(!data.to_string().contains('\u{fffd}'), "{data}");
    let form = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")];
    let entry = entry_of("POST", url, &form, b"name=Gr%C3%BC%C3%9Fe&x=1+2".to_vec());
    let data = &entry["request"]["postData"];
    let expected = json!([{ "name": "name", "value": "Grüße" }, { "name": "x", "value": "1 2" }]);
    assert_eq!(data["params"], expected);
    assert_eq!(data.get("text"), None, "params and text exclude each other");
}

/// Octets of HEADERS alone: what carries the content comes behind, in frames of its own.
#[test]
fn the_size_of_headers_leaves_the_content_out() {
    let body = br#"{"name": "Zoe"}"#.to_vec();
    let lines = [("Content-Type", "application/json")];
    let request = Request::parse(
        "POST",
        "https://api.example.com/users",
        &lines.map(|(name, value)| (name.to_owned(), value.to_owned())),
        body.clone(),
    )
    .expect("a good request");
    let mut scenario = Scenario::with_requests(vec![request]);
    scenario.world.client.http = trace::HttpVersion::Http2;
    let trace = engine::simulate(&scenario);
    let entry = &archive_of(&scenario)["log"]["entries"][0];
    assert_eq!(entry["request"]["httpVersion"], "HTTP/2");
    let sent = trace.message(trace.exchanges[0].request().expect("it was sent"));
    let whole: usize = sent.octets.iter().map(|range| range.len()).sum();
    let head_of_data = 9;
    let expected = whole - body.len() - head_of_data;
    assert_eq!(entry["request"]["headersSize"], expected);
    let entry = entry_of("POST", "http://api.example.com/users", &lines, body);
    assert!(entry["request"]["headersSize"].as_u64() > Some(40));
}

/// The times that a client can measure: at a round trip of 40 ms the first octet of an answer is
/// there after 40 ms and the server's work, not before.
#[test]
fn what_is_waited_is_the_way_there_the_work_and_the_way_back() {
    let trace = engine::simulate(&Scenario::default());
    let timing = &trace.exchanges[0].timing;
    let entry = &archive_of(&Scenario::default())["log"]["entries"][0];
    let of = |part: &str| entry["timings"][part].as_f64().expect("a number");
    let [sent, first, last] =
        [timing.request_start, timing.response_start, timing.response_end].map(|at| at.unwrap().0);
    assert_eq!(of("send"), 0.0, "one packet leaves at once");
    assert_eq!(of("wait"), (first - sent) as f64 / 1e6);
    assert_eq!(of("receive"), (last - first) as f64 / 1e6);
    assert!(of("wait") > 40.0, "{entry:#}");
    // What takes many packets waits for room, and its last octet leaves late.
    let large = built_in().into_iter().find(|example| example.name == "large-body");
    let scenario = large.expect("there is one of this name").scenario;
    let entry = &archive_of(&scenario)["log"]["entries"][0];
    let of = |part: &str| entry["timings"][part].as_f64().expect("a number");
    assert!(of("send") + of("receive") > 40.0, "{entry:#}");
    for built_in in built_in() {
        for entry in archive_of(&built_in.scenario)["log"]["entries"].as_array().expect("a list") {
            let parts = entry["timings"].as_object().expect("an object");
            for (part, span) in parts {
                let span = span.as_f64().expect("a number");
                let may_be_unknown = matches!(&**part, "blocked" | "dns" | "connect" | "ssl");
                assert!(span >= 0.0 || may_be_unknown && span == -1.0, "{}: {part}", built_in.name);
            }
        }
    }
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
