//! Connections that are kept: which ones serve the next request, and which ones cannot.

use crate::{after, at_once, browser, outcomes, request, with};
use core::time::Duration;
use engine::simulate;
use trace::{Content, HttpVersion, Outcome, Request};

fn post(url: &str) -> Request {
    with("POST", url, &[("Content-Type", "application/json")], r#"{"name": "Bob"}"#)
}

#[test]
fn what_adds_something_is_sent_on_a_new_connection_where_the_old_one_is_over() {
    let url = "https://api.example.com/users";
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        for pause_ms in [60_000, 60_500, 70_000] {
            let requests =
                vec![request("GET", url), after(Duration::from_millis(pause_ms), post(url))];
            let trace = simulate(&browser(http, requests));
            let expected = [Outcome::Answered(200), Outcome::Answered(201)];
            assert_eq!(outcomes(&trace), expected, "{http:?} after {pause_ms} ms");
        }
    }
}

#[test]
fn requests_that_the_server_has_not_looked_at_are_sent_again() {
    let url = "https://api.example.com/users";
    let mut requests = vec![request("GET", url), after(Duration::from_secs(56), post(url))];
    requests.extend((0..149).map(|_| at_once(post(url))));
    let mut scenario = browser(HttpVersion::Http2, requests);
    scenario.world.network.round_trip_time = Duration::from_secs(2);
    let trace = simulate(&scenario);
    let n_created = outcomes(&trace).iter().filter(|o| **o == Outcome::Answered(201)).count();
    assert_eq!(n_created, 150);
}

#[test]
fn what_arrives_unasked_answers_nothing() {
    for url in ["http://api.example.com/users", "https://api.example.com/users"] {
        let json = ("Content-Type", "application/json");
        let lines = [json, ("Content-Length", "15")];
        let smuggled = "{\"name\": \"Bob\"}GET /users/7 HTTP/1.1\r\nHost: api.example.com\r\n\r\n";
        let first = with("POST", url, &lines, smuggled);
        let second = after(Duration::from_millis(500), request("GET", &format!("{url}/42")));
        let trace = simulate(&browser(HttpVersion::Http1, vec![first, second]));
        assert_eq!(outcomes(&trace), [Outcome::Answered(201), Outcome::Answered(200)]);
        let answer = trace.message(trace.exchanges[1].response.expect("an answer"));
        let Content::HttpResponse { body, .. } = &answer.content else { panic!("a response") };
        let body = String::from_utf8(trace.octets.join(body)).expect("it is text");
        assert!(body.contains("Alice"), "{url}: {body}");
    }
}

#[test]
fn many_small_frames_at_once_are_read() {
    for seed in [1, 3, 4, 7, 8] {
        let export = || at_once(request("GET", "https://api.example.com/export"));
        let mut scenario = browser(HttpVersion::Http2, (0..60).map(|_| export()).collect());
        scenario.seed = seed;
        scenario.world.network.loss_ppm = 20_000;
        let trace = simulate(&scenario);
        assert!(outcomes(&trace).iter().all(|outcome| *outcome == Outcome::Answered(200)));
    }
}
