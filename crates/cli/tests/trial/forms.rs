//! A trace as text, JSON, HAR and octets: what each says of the others.

use serde_json::Value;
use trace::{
    Content, Outcome, Scenario, Trace, Transport, decode_trace, encode_trace, har,
    scenario_from_json, scenario_to_json, trace_to_json,
};

/// Compares the forms of a scenario's trace with one another, and with those of a second run.
pub fn check(name: &str, scenario: &Scenario) {
    let trace = engine::simulate(scenario);
    assert!(trace == engine::simulate(scenario), "{name}: a second run gives the same");
    assert_eq!(scenario_from_json(&scenario_to_json(scenario)).as_ref(), Ok(scenario), "{name}");
    assert!(decode_trace(&encode_trace(&trace)).as_ref() == Ok(&trace), "{name}: as octets");
    check_text(name, &trace);
    check_json(name, &trace);
    check_har(name, &trace);
}

fn check_text(name: &str, trace: &Trace) {
    let text = trace.to_string();
    let n_lines_with = |words: &[&str]| {
        text.lines().filter(|line| words.iter().any(|word| line.contains(word))).count()
    };
    let n_packets = n_lines_with(&[" TCP ", " UDP, "]);
    assert_eq!(n_packets, trace.packets.len(), "{name}: a line for each packet\n{text}");
    for (number, exchange) in (1..).zip(&trace.exchanges) {
        let start = format!("exchange {number} starts");
        let starts = text.lines().find(|line| line.contains(&start)).expect("it starts");
        let asked = format!(": {} {}", exchange.method, exchange.url);
        assert!(starts.ends_with(&asked), "{name}: {starts}");
        let end = format!("exchange {number} ends: ");
        let ends = text.lines().find_map(|line| line.split_once(&end)).map(|(_, how)| how);
        match &exchange.outcome {
            Some(Outcome::Answered(code)) => {
                assert_eq!(ends, Some(&*code.to_string()), "{name}: {number}");
            }
            Some(Outcome::Failed(_)) => assert!(ends.is_some(), "{name}: {number}"),
            None => assert_eq!(ends, None, "{name}: {number}"),
        }
    }
}

fn check_json(name: &str, trace: &Trace) {
    let json: Value = serde_json::from_str(&trace_to_json(trace)).expect("it is JSON");
    let len = |member: &str| json[member].as_array().map(Vec::len);
    assert_eq!(len("packets"), Some(trace.packets.len()), "{name}");
    assert_eq!(len("messages"), Some(trace.messages.len()), "{name}");
    assert_eq!(len("exchanges"), Some(trace.exchanges.len()), "{name}");
    let packets = json["packets"].as_array().expect("a list");
    for (written, packet) in packets.iter().zip(&trace.packets) {
        assert_eq!(written["sent_at"], packet.sent_at.0, "{name}");
        let arrived = written["received_at"].as_u64();
        assert_eq!(arrived, packet.received_at.map(|at| at.0), "{name}");
        let is_tcp = written["transport"].get("Tcp").is_some();
        assert_eq!(is_tcp, matches!(packet.transport, Transport::Tcp { .. }), "{name}");
    }
    let scenario = scenario_from_json(&json["scenario"].to_string());
    assert_eq!(scenario.as_ref(), Ok(&trace.scenario), "{name}: it can be run again");
}

fn check_har(name: &str, trace: &Trace) {
    let archive: Value = serde_json::from_str(&har(trace)).expect("it is JSON");
    let entries = archive["log"]["entries"].as_array().expect("a list");
    assert_eq!(entries.len(), trace.exchanges.len(), "{name}");
    for (entry, exchange) in entries.iter().zip(&trace.exchanges) {
        let status = match exchange.outcome {
            Some(Outcome::Answered(code)) => code,
            Some(Outcome::Failed(_)) | None => 0,
        };
        assert_eq!(entry["response"]["status"], status, "{name}");
        assert_eq!(entry["request"]["method"], *exchange.method, "{name}");
        if status != 0
            && let Some(id) = exchange.response
            && let Content::HttpResponse { body, .. } = &trace.message(id).content
        {
            let len = trace.octets.join(body).len();
            assert_eq!(entry["response"]["content"]["size"], len, "{name}");
        }
        check_timings(name, entry);
    }
}

/// HAR 1.2, timings: each is −1 or no less than nothing, `ssl` is part of `connect`, and together
/// they are `time`.
fn check_timings(name: &str, entry: &Value) {
    let timings = entry["timings"].as_object().expect("an object");
    let parts = timings.iter().filter(|(part, _)| !part.starts_with('_') && *part != "ssl");
    let sum: f64 = parts.filter_map(|(_, span)| span.as_f64()).filter(|span| *span >= 0.0).sum();
    let time = entry["time"].as_f64().expect("a number");
    assert!((sum - time).abs() < 0.01, "{name}: {sum} ms in parts, {time} ms together: {entry}");
    for (part, span) in timings {
        let span = span.as_f64();
        assert!(span.is_none_or(|span| span >= 0.0 || span == -1.0), "{name}: {part}");
    }
}
