//! Requests that a server does not take to their end, and answers that come meanwhile.

use crate::{after, at_once, browser, outcomes, request, with};
use core::time::Duration;
use engine::simulate;
use trace::{Content, EventKind, Failure, Fault, HttpVersion, Outcome, Request, Scenario, Trace};

const BODY_LEN: usize = 300_000;

fn upload(method: &str, url: &str, lines: &[(&str, &str)]) -> Request {
    with(method, url, lines, &" ".repeat(BODY_LEN))
}

#[track_caller]
fn check(scenario: &Scenario, expected: &[Outcome]) -> Trace {
    let trace = simulate(scenario);
    let ends = trace.events.iter().rfind(|event| matches!(event.kind, EventKind::LimitReached(_)));
    assert_eq!(ends, None, "it comes to an end by itself");
    assert_eq!(outcomes(&trace), expected);
    trace
}

fn requests_sent(trace: &Trace) -> usize {
    let is_request = |content: &Content| matches!(content, Content::HttpRequest { .. });
    trace.messages.iter().filter(|message| is_request(&message.content)).count()
}

#[test]
fn a_refusal_is_read_before_all_is_sent() {
    let refused = upload("POST", "http://api.example.com/users", &[("Content-Length", "99999999")]);
    let trace = check(&browser(HttpVersion::Http1, vec![refused]), &[Outcome::Answered(413)]);
    let octets: usize = trace.packets.iter().map(|packet| packet.content.len()).sum();
    assert!(octets < BODY_LEN, "{octets} octets were sent");
}

#[test]
fn a_server_that_has_refused_lets_others_come_to_their_answer() {
    let names: Vec<String> = (0..120).map(|number| format!("X-{number}")).collect();
    let lines: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    for (url, http) in [
        ("http://api.example.com/users", HttpVersion::Http1),
        ("https://api.example.com/users", HttpVersion::Http1),
        ("https://api.example.com/users", HttpVersion::Http2),
    ] {
        check(&browser(http, vec![upload("POST", url, &lines)]), &[Outcome::Answered(431)]);
    }
    // What speaks TLS there does not understand it.
    let wrong_port = upload("POST", "http://api.example.com:443/users", &[]);
    let trace = simulate(&browser(HttpVersion::Http1, vec![wrong_port]));
    assert!(matches!(outcomes(&trace)[..], [Outcome::Failed(_)]));
}

#[test]
fn a_connection_that_the_server_has_closed_meanwhile_is_opened_anew() {
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        let url = "https://api.example.com/users/42";
        let second = upload("PUT", url, &[("Content-Type", "text/plain")]);
        let second = after(Duration::from_millis(57_500), second);
        let mut scenario = browser(http, vec![request("GET", url), second]);
        scenario.world.network.round_trip_time = Duration::from_secs(2);
        scenario.world.network.dual_stack = true;
        check(&scenario, &[Outcome::Answered(200), Outcome::Answered(413)]);
    }
}

#[test]
fn a_long_upload_is_waited_for_as_long_as_something_moves() {
    let url = "https://api.example.com/users";
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        let mut slow = browser(http, vec![upload("POST", url, &[])]);
        slow.world.network.bandwidth_bits_per_s = Some(56_000);
        let trace = check(&slow, &[Outcome::Answered(413)]);
        assert!(trace.ended_at.0 > 40_000_000_000, "it took longer than the patience");
        let mut resting = browser(http, vec![upload("POST", url, &[])]);
        resting.world.server.slow_reader = true;
        check(&resting, &[Outcome::Answered(413)]);
        let mut silent = browser(http, vec![upload("POST", url, &[])]);
        silent.world.faults = vec![Fault::ServerSilent];
        let trace = check(&silent, &[Outcome::Failed(Failure::ResponseTimedOut)]);
        assert!(trace.ended_at.0 < 120_000_000_000);
    }
}

#[test]
fn a_request_is_sent_again_once_at_most() {
    let url = "https://api.example.com/users/42";
    let get = |_| at_once(request("GET", url));
    let mut scenario = browser(HttpVersion::Http2, (0..100).map(get).collect());
    scenario.world.faults = vec![Fault::ResetMidResponse];
    let trace = simulate(&scenario);
    assert!(outcomes(&trace).iter().all(|outcome| matches!(outcome, Outcome::Failed(_))));
    assert!(requests_sent(&trace) <= 200, "{} requests", requests_sent(&trace));
}

#[test]
fn more_requests_than_a_connection_takes_at_once_wait() {
    let url = "https://api.example.com/users";
    let json = [("Content-Type", "application/json")];
    let post = |_| at_once(with("POST", url, &json, r#"{"name": "Bob"}"#));
    let scenario = browser(HttpVersion::Http2, (0..150).map(post).collect());
    let trace = check(&scenario, &vec![Outcome::Answered(201); 150]);
    assert_eq!(requests_sent(&trace), 150);
}
