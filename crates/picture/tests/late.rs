//! Answers that get lost, or come when nobody waits for them any more.

use picture::explain::{Family, family, sentence};
use picture::layout::{ArrowEnd, Form, Item, layout};
use picture::memory::memory_at;
use picture::replay::replay;
use picture::{Language, Level, Sequence};
use std::sync::Arc;
use trace::{Content, FetchId, Trace, scenario_from_json};

/// A request of a client that tries again after half a second, sent twice, in a network that loses a
/// packet.
fn sent_twice(lost_packet: Option<u32>, request: [&str; 3]) -> Arc<Trace> {
    let [method, path, body] = request;
    let body = body.replace('"', "\\\"");
    let lost =
        lost_packet.map_or(String::new(), |n| format!(r#""network": {{"lost_packet": {n}}}"#));
    let request = format!(
        r#"{{"method": "{method}", "url": "http://api.example.com{path}",
            "headers": [["Content-Type", "application/json"]], "body": "{body}",
            "fetch": {{"read_timeout_ms": 500, "retries": 1, "retry_methods": "all"}}"#
    );
    let text = format!(
        r#"{{"version": 2, "world": {{{lost}}},
            "requests": [{request}}}, {request}, "pause_before_ms": 2000}}]}}"#
    );
    Arc::new(engine::simulate(&scenario_from_json(&text).expect("a good scenario")))
}

const POST: [&str; 3] = ["POST", "/users", r#"{"name": "Bob"}"#];
const PUT: [&str; 3] = [
    "PUT",
    "/users/42/profile",
    r#"{"email": "alice@example.com", "newsletter": false, "interests": ["go"]}"#,
];

/// The packet that brings the first answer of a fetch, counted as a scenario counts.
fn packet_of_first_answer(trace: &Trace) -> u32 {
    let answer = trace
        .messages
        .iter()
        .find(|message| matches!(message.content, Content::HttpResponse { .. }));
    let packet = answer.and_then(|message| message.packets.first()).expect("it is answered");
    packet.0 + 1
}

fn with_first_answer_lost(request: [&str; 3]) -> Arc<Trace> {
    let unharmed = sent_twice(None, request);
    let lost = sent_twice(Some(packet_of_first_answer(&unharmed)), request);
    assert_eq!(lost.exchanges.len(), 3, "the first one is tried twice");
    lost
}

#[test]
fn an_answer_that_got_lost_is_shown_so_at_every_level() {
    let trace = with_first_answer_lost(POST);
    for level in [Level::Story, Level::Connection, Level::Packets] {
        let sequence = Sequence::of_fetch(Arc::clone(&trace), FetchId(0), level);
        let is_answer = |step: &usize| sequence.label(*step).starts_with("201 Created");
        let lost = (0..sequence.steps.len()).find(is_answer).expect("it is sent");
        assert_eq!(sequence.label(lost), "201 Created · application/json (lost)", "{level:?}");
        assert_eq!(family(&sequence, &sequence.steps[lost]), Some(Family::NoAnswer));
        let told = sentence(&sequence, lost).plain_text();
        assert!(told.contains("lost on its way"), "{level:?}: {told}");
        let diagram = layout(&sequence, 900.0, Form::Bare);
        let crossed = diagram.items(&sequence).iter().any(|item| match item {
            Item::Arrow(arrow) => arrow.step == lost && arrow.end == ArrowEnd::Cross,
            _ => false,
        });
        assert!(crossed, "{level:?}");
    }
}

#[test]
fn an_answer_that_comes_too_late_is_not_told_as_one_that_was_read() {
    let example = trace::built_in().into_iter().find(|example| example.name == "retry-post");
    let trace = Arc::new(engine::simulate(&example.expect("it comes along").scenario));
    let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Story);
    let labels: Vec<String> = (0..sequence.steps.len()).map(|step| sequence.label(step)).collect();
    let late: Vec<usize> = (0..labels.len()).filter(|at| labels[*at].contains("201")).collect();
    assert_eq!(late.len(), 2, "{labels:?}");
    for step in late {
        assert_eq!(labels[step], "201 Created · application/json (too late)");
        assert_eq!(family(&sequence, &sequence.steps[step]), Some(Family::NoAnswer));
        assert!(sentence(&sequence, step).plain_text().ends_with("nobody reads it."));
    }
}

#[test]
fn an_acknowledgment_is_told_as_new_once() {
    let trace = with_first_answer_lost(POST);
    let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Packets);
    let told = |words: &str| {
        (0..sequence.steps.len())
            .filter(|step| sentence(&sequence, *step).plain_text().contains(words))
            .count()
    };
    assert_eq!(told("and the connection is open"), 2, "each connection is opened once");
    assert!(told("once more with ACK") > 0);
}

#[test]
fn rows_are_counted_from_the_first_time_to_the_last() {
    let trace = with_first_answer_lost(POST);
    let shows = replay(&trace, FetchId(0), Language::ENGLISH).shows.join("\n");
    assert!(shows.contains("1 row more after the last time than after the first"), "{shows}");
    assert!(shows.contains("already added 1 row more than it was to"), "{shows}");
    let told = replay(&trace, FetchId(0), Language::ENGLISH).differs.join("\n");
    assert!(!told.contains("Status"), "both were answered 201 in the end: {told}");
    assert!(!told.contains("Parse JSON"), "both use their answer: {told}");
}

#[test]
fn a_time_that_a_server_notes_is_not_told_as_another_effect() {
    let trace = sent_twice(None, PUT);
    let shows = replay(&trace, FetchId(0), Language::ENGLISH).shows.join("\n");
    assert!(shows.contains("updated_at"), "{shows}");
    assert!(!shows.contains("other values"), "{shows}");
}

#[test]
fn an_answer_that_comes_too_late_is_not_remembered() {
    let run = |lost_packet: Option<u32>| {
        let lost = lost_packet
            .map_or(String::new(), |n| format!(r#", "network": {{"lost_packet": {n}}}"#));
        let text = format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser"}}{lost}}},
                "requests": [{{"method": "GET", "url": "http://api.example.com/products/1",
                "fetch": {{"read_timeout_ms": 500}}}}]}}"#
        );
        Arc::new(engine::simulate(&scenario_from_json(&text).expect("a good scenario")))
    };
    let kept = |trace: &Trace| {
        let memory = memory_at(trace, trace.ended_at, Language::default());
        let store = memory.client.iter().find(|store| store.title == "Answers (cache)");
        store.expect("a browser has it").entries.len()
    };
    let in_time = run(None);
    let late = run(Some(packet_of_first_answer(&in_time)));
    let arrived = late.messages.iter().rfind(|message| {
        matches!(message.content, Content::HttpResponse { .. }) && message.received_at.is_some()
    });
    assert!(arrived.is_some(), "it comes, when nobody waits for it");
    assert_eq!([kept(&in_time), kept(&late)], [1, 0]);
}
