//! What is told of an answer, of a request and of an example, for the tests that hold it against the
//! standards.
#![allow(dead_code, reason = "each test uses a part of it")]

use crate::trace_builder::{CLIENT, SERVER, TraceBuilder, at};
use picture::explain::{sentence, why};
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::{Cause, Content, FieldLine, OctetRange, Request, Scenario, built_in};

/// A request with these fields, answered with this status; the answer has a body unless nothing
/// may have one.
pub fn answered(method: &str, status_code: u16, asked: &[&str], told: &[&str]) -> Sequence {
    let lines = |lines: &[&str]| -> Vec<FieldLine> {
        let line = |line: &&str| {
            let (name, value) = line.split_once(": ").expect("a field line");
            FieldLine { name: name.to_owned(), value: value.to_owned() }
        };
        lines.iter().map(line).collect()
    };
    let mut builder = TraceBuilder::new();
    let url = "http://api.example.com/users/42";
    builder.start_fetch(at(0), method, url);
    builder.start_exchange(at(0), Cause::Initial, method, url);
    let request = Content::HttpRequest {
        method: method.to_owned(),
        target: "/users/42".to_owned(),
        version: "HTTP/1.1".to_owned(),
        field_lines: lines(asked).into(),
        body: Vec::new(),
    };
    builder.message([CLIENT, SERVER], at(0), Some(at(200)), request);
    let has_none = method == "HEAD" || matches!(status_code, 100..=199 | 204 | 304);
    let body: Vec<OctetRange> = match has_none {
        true => Vec::new(),
        false => vec![builder.0.octets.push(br#"{"detail": "because"}"#)],
    };
    let answer = Content::HttpResponse {
        version: "HTTP/1.1".to_owned(),
        status_code,
        reason_phrase: String::new(),
        field_lines: lines(told).into(),
        body,
    };
    builder.message([SERVER, CLIENT], at(200), Some(at(400)), answer);
    builder.stage(CLIENT, trace::StageKind::UseResponse, at(400), at(410));
    builder.finish(at(410), trace::Outcome::Answered(status_code));
    Sequence::new(builder.done(), Level::Story)
}

pub fn said(sequence: &Sequence, step: usize) -> String {
    sentence(sequence, step).plain_text()
}

/// The sentence of the answer, and why.
pub fn of_answer(sequence: &Sequence) -> (String, String) {
    (said(sequence, 1), why(sequence, 1).said.plain_text())
}

/// The steps of a request in the simulation, one line each: label, sentence, why.
pub fn simulated(arguments: (&str, &str), lines: &[(&str, &str)], body: &str) -> String {
    let (method, url) = arguments;
    let lines: Vec<(String, String)> =
        lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request::parse(method, url, &lines, body.as_bytes().to_vec());
    of_scenario(Scenario::with_requests(vec![request.expect("a good request")]))
}

pub fn of_scenario(scenario: Scenario) -> String {
    told(&Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Story))
}

pub fn told(sequence: &Sequence) -> String {
    let step = |step| {
        let why = why(sequence, step).said.plain_text();
        format!("{} | {} | {why}\n", sequence.label(step), said(sequence, step))
    };
    (0..sequence.steps.len()).map(step).collect()
}

pub fn example(name: &str) -> Scenario {
    let found = built_in().into_iter().find(|example| example.name == name);
    found.expect("there is one of this name").scenario
}

pub const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The steps of an example with their packets: label and sentence.
pub fn packets_of(name: &str) -> Vec<(String, String)> {
    let trace = Arc::new(engine::simulate(&example(name)));
    let sequence = Sequence::new(trace, Level::Packets);
    (0..sequence.steps.len()).map(|step| (sequence.label(step), said(&sequence, step))).collect()
}
