//! What the tests of whole runs share. Each of them is a program of its own and uses a part of this.

#![allow(dead_code)]

use engine::simulate;
use trace::{Outcome, Request, Scenario, Trace, World};

/// A request without field lines or content.
pub fn request(method: &str, url: &str) -> Request {
    Request::parse(method, url, &[], Vec::new()).expect("a good request")
}

/// A request with JSON in it.
pub fn json(method: &str, url: &str, body: &str) -> Request {
    let json = [("Content-Type".to_owned(), "application/json".to_owned())];
    Request::parse(method, url, &json, body.as_bytes().to_vec()).expect("a good request")
}

/// Requests to a world that is not as usual.
pub fn world(change: impl FnOnce(&mut World), requests: Vec<Request>) -> Scenario {
    let mut scenario = Scenario::with_requests(requests);
    change(&mut scenario.world);
    scenario
}

/// The printed trace from the start of the client on.
pub fn printed(scenario: &Scenario) -> String {
    let trace = simulate(scenario);
    let events = trace.events.iter().filter(|event| event.at >= trace.booted_at);
    let lines: Vec<String> = events.filter_map(|event| trace.line(event)).collect();
    format!("\n{}\n", lines.join("\n"))
}

/// The printed trace without packets.
pub fn story(scenario: &Scenario) -> String {
    let printed = printed(scenario);
    let lines = printed
        .trim_matches('\n')
        .lines()
        .filter(|line| !line.contains(" TCP ") && !line.contains(" UDP"));
    format!("\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// How every exchange ended.
pub fn outcomes(trace: &Trace) -> Vec<Outcome> {
    trace.exchanges.iter().map(|exchange| exchange.outcome.clone().expect("it ended")).collect()
}
