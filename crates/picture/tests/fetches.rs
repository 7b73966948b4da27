//! Fetches that come to more than one exchange, or to none: written by hand, as they are printed,
//! drawn and exported.

mod trace_builder;

use picture::layout::{Form, bands, layout};
use picture::mermaid::mermaid;
use picture::{Level, Sequence, explain, svg, transcript};
use std::sync::Arc;
use trace::{Cause, Failure, FetchId, Outcome, StageKind, Trace};
use trace_builder::{CLIENT, TraceBuilder, at, get, request};

const OLD: &str = "http://api.example.com/old";
const NEW: &str = "http://api.example.com/users/42";

/// An answer sends the client on, and it follows.
fn redirect() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    builder.start_fetch(at(0), "GET", OLD);
    builder.start_exchange(at(0), Cause::Initial, "GET", OLD);
    builder.answered(at(0), get("/old"), (301, "Moved Permanently"), &[("Location", NEW)]);
    builder.start_exchange(at(400), Cause::Redirect, "GET", NEW);
    builder.answered(at(400), get("/users/42"), (200, "OK"), &[]);
    builder.stage(CLIENT, StageKind::UseResponse, at(800), at(808));
    builder.finish_fetch(at(808), Outcome::Answered(200));
    builder.done()
}

/// A browser asks before it sends what could change something.
fn preflight() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    builder.start_fetch(at(0), "DELETE", NEW);
    builder.start_exchange(at(0), Cause::Preflight, "OPTIONS", NEW);
    builder.answered(at(0), request("OPTIONS", "/users/42"), (204, "No Content"), &[]);
    builder.start_exchange(at(400), Cause::Initial, "DELETE", NEW);
    builder.answered(at(400), request("DELETE", "/users/42"), (204, "No Content"), &[]);
    builder.finish_fetch(at(800), Outcome::Answered(204));
    builder.done()
}

/// The client has a copy, and it is still good.
fn revalidation() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    builder.start_fetch(at(0), "GET", NEW);
    builder.start_exchange(at(0), Cause::Revalidation, "GET", NEW);
    builder.answered(at(0), get("/users/42"), (304, "Not Modified"), &[]);
    builder.finish_fetch(at(400), Outcome::Answered(304));
    builder.done()
}

/// The first attempt breaks off, the second one is asked for a name, the third one is answered.
fn attempts() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    builder.start_fetch(at(0), "GET", NEW);
    builder.start_exchange(at(0), Cause::Initial, "GET", NEW);
    builder.break_off(at(100), Failure::ConnectionReset);
    builder.start_exchange(at(100), Cause::Retry, "GET", NEW);
    builder.answered(at(100), get("/users/42"), (401, "Unauthorized"), &[]);
    builder.start_exchange(at(500), Cause::WithCredentials, "GET", NEW);
    builder.answered(at(500), get("/users/42"), (200, "OK"), &[]);
    builder.finish_fetch(at(900), Outcome::Answered(200));
    builder.done()
}

/// The client does not even try.
fn without_exchange() -> Arc<Trace> {
    let mut builder = TraceBuilder::new();
    builder.start_fetch(at(0), "GET", NEW);
    let reason = "this client may not ask that host".to_owned();
    builder.fail_fetch(at(1), Failure::RequestImpossible { reason });
    builder.done()
}

/// One line a step: heading and label.
fn told(trace: &Arc<Trace>) -> String {
    let sequence = Sequence::of_fetch(Arc::clone(trace), FetchId(0), Level::Story);
    let line = |step: usize| {
        let title = explain::act_title(sequence.steps[step].act, sequence.language);
        format!("{title:<20} {}", sequence.label(step))
    };
    (0..sequence.steps.len()).map(line).collect::<Vec<_>>().join("\n")
}

fn entries(trace: &Trace) -> Vec<serde_json::Value> {
    let har: serde_json::Value = serde_json::from_str(&trace::har(trace)).expect("HAR is JSON");
    har["log"]["entries"].as_array().expect("a list").clone()
}

#[test]
fn a_redirect_is_followed_within_its_fetch() {
    let trace = redirect();
    insta::assert_snapshot!(trace.to_string(), @r#"
     0.000  user-agent             fetch 1 starts: GET http://api.example.com/old
     0.000  user-agent             exchange 1 starts: GET http://api.example.com/old
     0.000  user-agent → origin    GET /old HTTP/1.1
    20.000  origin → user-agent    HTTP/1.1 301 Moved Permanently
    40.000  user-agent             exchange 1 ends: 301
    40.000  user-agent             exchange 2 starts (redirect): GET http://api.example.com/users/42
    40.000  user-agent → origin    GET /users/42 HTTP/1.1
    60.000  origin → user-agent    HTTP/1.1 200 OK
    80.000  user-agent             exchange 2 ends: 200
    80.000  user-agent             use response, 0.800 ms
    80.800  user-agent             fetch 1 ends: 200
    "#);
    insta::assert_snapshot!(told(&trace), @"
    Ask                  GET /old HTTP/1.1
    Answer               301 Moved Permanently
    Follow redirect      Follow the redirect to http://api.example.com/users/42
    Ask                  GET /users/42 HTTP/1.1
    Answer               200 OK
    Use the answer       No body to read · done
    ");
    insta::assert_snapshot!(mermaid(&Sequence::new(trace, Level::Story)), @"
    sequenceDiagram
        participant Client as Python Client
        participant DNS as DNS Server
        participant Server as Web Server
        participant DB as Database
        Client->>Server: GET /old HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
        Server-->>Client: HTTP/1.1 301 Moved Permanently<br/>Location: http://api.example.com/users/42
        Note over Client: Follow the redirect to http://api.example.com/users/42
        Client->>Server: GET /users/42 HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
        Server-->>Client: HTTP/1.1 200 OK
        Note over Client: done, no body to read
    ");
}

#[test]
fn a_preflight_comes_before_what_was_asked_for() {
    let trace = preflight();
    insta::assert_snapshot!(trace.to_string(), @r#"
     0.000  user-agent             fetch 1 starts: DELETE http://api.example.com/users/42
     0.000  user-agent             exchange 1 starts (preflight): OPTIONS http://api.example.com/users/42
     0.000  user-agent → origin    OPTIONS /users/42 HTTP/1.1
    20.000  origin → user-agent    HTTP/1.1 204 No Content
    40.000  user-agent             exchange 1 ends: 204
    40.000  user-agent             exchange 2 starts: DELETE http://api.example.com/users/42
    40.000  user-agent → origin    DELETE /users/42 HTTP/1.1
    60.000  origin → user-agent    HTTP/1.1 204 No Content
    80.000  user-agent             exchange 2 ends: 204
    80.000  user-agent             fetch 1 ends: 204
    "#);
    insta::assert_snapshot!(told(&trace), @r#"
    Ask permission       Ask whether DELETE is allowed
    Ask                  OPTIONS /users/42 HTTP/1.1
    Answer               204 No Content
    Ask                  DELETE /users/42 HTTP/1.1
    Answer               204 No Content
    "#);
}

#[test]
fn a_copy_is_checked() {
    insta::assert_snapshot!(revalidation().to_string(), @r#"
     0.000  user-agent             fetch 1 starts: GET http://api.example.com/users/42
     0.000  user-agent             exchange 1 starts (revalidation): GET http://api.example.com/users/42
     0.000  user-agent → origin    GET /users/42 HTTP/1.1
    20.000  origin → user-agent    HTTP/1.1 304 Not Modified
    40.000  user-agent             exchange 1 ends: 304
    40.000  user-agent             fetch 1 ends: 304
    "#);
    insta::assert_snapshot!(told(&revalidation()), @r#"
    Check the copy       Ask whether the copy is still good
    Ask                  GET /users/42 HTTP/1.1
    Answer               304 Not Modified
    "#);
}

#[test]
fn further_attempts_say_why_they_are_made() {
    insta::assert_snapshot!(attempts().to_string(), @r#"
     0.000  user-agent             fetch 1 starts: GET http://api.example.com/users/42
     0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
    10.000  user-agent             connection reset
    10.000  user-agent             exchange 1 ends: no answer
    10.000  user-agent             exchange 2 starts (retry): GET http://api.example.com/users/42
    10.000  user-agent → origin    GET /users/42 HTTP/1.1
    30.000  origin → user-agent    HTTP/1.1 401 Unauthorized
    50.000  user-agent             exchange 2 ends: 401
    50.000  user-agent             exchange 3 starts (with credentials): GET http://api.example.com/users/42
    50.000  user-agent → origin    GET /users/42 HTTP/1.1
    70.000  origin → user-agent    HTTP/1.1 200 OK
    90.000  user-agent             exchange 3 ends: 200
    90.000  user-agent             fetch 1 ends: 200
    "#);
    insta::assert_snapshot!(told(&attempts()), @r#"
                         Connection broken off: no complete answer came
    Try again            Try again
    Ask                  GET /users/42 HTTP/1.1
    Answer               401 Unauthorized
    Say who asks         Ask again, and say who asks
    Ask                  GET /users/42 HTTP/1.1
    Answer               200 OK
    "#);
}

#[test]
fn a_fetch_without_an_exchange_says_why_it_ends() {
    let trace = without_exchange();
    insta::assert_snapshot!(trace.to_string(), @r#"
    0.000  user-agent             fetch 1 starts: GET http://api.example.com/users/42
    0.100  user-agent             this client may not ask that host
    0.100  user-agent             fetch 1 ends: no answer
    "#);
    assert_eq!(told(&trace).trim(), "The request cannot be sent");
    let sequence = Sequence::of_fetch(Arc::clone(&trace), FetchId(0), Level::Story);
    let card = explain::response(&sequence, FetchId(0));
    assert_eq!(card.step(), Some(0));
}

#[test]
fn har_has_an_entry_for_each_exchange_and_for_a_fetch_without_one() {
    let shown = |trace: &Trace| {
        let line = |entry: serde_json::Value| {
            let (asked, answer) = (&entry["request"], &entry["response"]);
            let parts = [
                &asked["method"],
                &asked["url"],
                &answer["status"],
                &answer["redirectURL"],
                &entry["_initiator"],
                &entry["comment"],
            ];
            parts.map(ToString::to_string).join(" ")
        };
        entries(trace).into_iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let traces = [redirect(), preflight(), revalidation(), attempts(), without_exchange()];
    let shown = traces.map(|trace| shown(&trace)).join("\n\n");
    insta::assert_snapshot!(shown, @r#"
    "GET" "http://api.example.com/old" 301 "http://api.example.com/users/42" null ""
    "GET" "http://api.example.com/users/42" 200 "" {"type":"redirect","url":"http://api.example.com/old"} ""

    "OPTIONS" "http://api.example.com/users/42" 204 "" {"type":"preflight"} ""
    "DELETE" "http://api.example.com/users/42" 204 "" null ""

    "GET" "http://api.example.com/users/42" 304 "" {"type":"revalidation"} ""

    "GET" "http://api.example.com/users/42" 0 "" null "connection reset"
    "GET" "http://api.example.com/users/42" 401 "" {"type":"retry","url":"http://api.example.com/users/42"} ""
    "GET" "http://api.example.com/users/42" 200 "" {"type":"with credentials","url":"http://api.example.com/users/42"} ""

    "GET" "http://api.example.com/users/42" 0 "" null "this client may not ask that host"
    "#);
}

#[test]
fn every_step_is_drawn_and_explained() {
    for trace in [redirect(), preflight(), revalidation(), attempts(), without_exchange()] {
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let alone = Sequence::of_fetch(Arc::clone(&trace), FetchId(0), level);
            let whole = Sequence::new(Arc::clone(&trace), level);
            assert_eq!(alone.steps, whole.steps);
            for step in 0..alone.steps.len() {
                assert!(!alone.label(step).is_empty());
                assert!(explain::sentence(&alone, step).plain_text().ends_with('.'));
                assert!(!explain::why(&alone, step).said.plain_text().is_empty());
                assert!(!explain::origin(&alone, step).plain_text().is_empty());
                assert!(!explain::anatomy(&alone, step).is_empty());
            }
            assert_eq!(transcript::text(&alone).lines().count(), 1 + alone.steps.len());
            let diagram = layout(&alone, 700.0, Form::Wide);
            assert!(svg::svg(&alone, &diagram).ends_with("</svg>\n"));
        }
    }
}

#[test]
fn each_exchange_of_a_fetch_has_its_own_acts() {
    let sequence = Sequence::of_fetch(redirect(), FetchId(0), Level::Story);
    let diagram = layout(&sequence, 700.0, Form::Wide);
    let titles: Vec<&str> = diagram.acts.iter().map(|act| act.title).collect();
    assert_eq!(titles, ["Ask", "Answer", "Follow redirect", "Ask", "Answer", "Use the answer"]);
}

#[test]
fn what_a_fetch_leads_to_is_told_with_it() {
    let mut trace = Arc::unwrap_or_clone(without_exchange());
    let mut part = trace.fetches[0].clone();
    part.id = FetchId(1);
    part.initiator = Some(FetchId(0));
    trace.fetches.push(part);
    let kind = trace::EventKind::FetchStarted(FetchId(1));
    trace.events.push(trace::Event { at: at(1), host: CLIENT, kind });
    let text = trace.to_string();
    let last = text.lines().last().expect("a line");
    assert!(last.ends_with("fetch 2 of fetch 1 starts: GET http://api.example.com/users/42"));
}

#[test]
fn fetches_under_way_together_have_bands_beside_each_other_and_each_holds_its_steps() {
    for example in trace::built_in() {
        let trace = std::sync::Arc::new(engine::simulate(&example.scenario));
        let sequence = Sequence::new(trace, Level::Connection);
        let diagram = layout(&sequence, 700.0, Form::Bare);
        let bands = bands(&diagram, &sequence);
        for (index, band) in bands.iter().enumerate() {
            let of_fetch = |step: &usize| sequence.steps[*step].fetch == Some(band.fetch);
            for step in (0..sequence.steps.len()).filter(of_fetch) {
                let span = diagram.step_span(step);
                assert!(band.span.start <= span.start && span.end <= band.span.end);
            }
            let later = bands[index + 1..].iter().filter(|other| other.column == band.column);
            let mut later = later.map(|other| other.span.start);
            assert!(later.all(|start| start >= band.span.end), "{}: {band:?}", example.name);
        }
    }
}
