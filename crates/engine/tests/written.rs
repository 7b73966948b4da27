//! What a person writes octet for octet, as the server's parser reads it.

use engine::{simulate, simulate_written};
use trace::{Content, Outcome, Scenario, Trace};

/// The status line that came back; or why nothing did.
fn answer(trace: &Trace) -> String {
    let responses = trace.messages.iter().filter_map(|message| match &message.content {
        Content::HttpResponse { status_code, reason_phrase, .. } => {
            Some(format!("{status_code} {reason_phrase}"))
        }
        _ => None,
    });
    match trace.fetches[0].outcome.clone() {
        Some(Outcome::Failed(failure)) => failure.to_string(),
        Some(Outcome::Answered(_)) | None => responses.collect::<Vec<_>>().join(", "),
    }
}

#[track_caller]
fn check(written: &str, expected: &str) {
    let trace = simulate_written(&Scenario::default(), written.as_bytes());
    assert_eq!(answer(&trace), expected, "{written:?}");
}

#[test]
fn what_is_well_written_is_answered() {
    check("GET /users/42 HTTP/1.1\r\nHost: api.example.com\r\n\r\n", "200 OK");
    check("DELETE /users/42 HTTP/1.1\r\nHost: api.example.com\r\n\r\n", "204 No Content");
    check("GET /nothing HTTP/1.1\r\nHost: api.example.com\r\n\r\n", "404 Not Found");
}

#[test]
fn what_is_badly_written_is_refused_by_the_parser() {
    check("GET /users/42 HTTP/1.1\r\n\r\n", "400 Bad Request");
    check("HELLO\r\n\r\n", "400 Bad Request");
    check("GET/users/42HTTP/1.1\r\nHost: api.example.com\r\n\r\n", "400 Bad Request");
}

#[test]
fn a_head_without_its_blank_line_is_waited_for() {
    check("GET /users/42 HTTP/1.1\r\nHost: api.example.com\r\n", "no complete response in time");
    check("", "no complete response in time");
}

#[test]
fn what_is_written_as_the_client_does_gives_the_same_octets() {
    let scenario = Scenario::default();
    let trace = simulate(&scenario);
    let request = trace.exchanges[0].request().expect("a request was sent");
    let octets = trace.octets.join(&trace.message(request).octets);
    assert_eq!(simulate_written(&scenario, &octets), trace);
}
