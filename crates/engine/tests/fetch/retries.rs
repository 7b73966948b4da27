//! Attempts and limits: as `requests` with `urllib3.util.Retry`, and `curl --retry`, have them.

use super::{asked, outcomes, run, stages, with_world};
use engine::simulate;
use trace::{Cause, ClientKind, StageKind};

const BUSY: &str = r#"[{"origin": "http://a.test", "answers": [
    {"status": 503, "times": 2}, {"body": "done"}]}]"#;

fn request(method: &str, fetch: &str) -> String {
    format!(r#"[{{"method": "{method}", "url": "http://a.test/", "fetch": {{{fetch}}}}}]"#)
}

#[test]
fn a_busy_server_is_asked_again_after_waits_that_double() {
    let trace = run(ClientKind::Python, BUSY, &request("GET", r#""retries": 3"#));
    let expected = [503, 503, 200].map(|code| format!("GET http://a.test/ {code}"));
    assert_eq!(asked(&trace), expected);
    assert_eq!(outcomes(&trace), ["200"]);
    let waits = stages(&trace, StageKind::WaitBeforeRetry);
    assert_eq!(waits, [(String::new(), 1000), (String::new(), 2000)]);
    let causes: Vec<Cause> = trace.exchanges.iter().map(|exchange| exchange.cause).collect();
    assert_eq!(causes, [Cause::Initial, Cause::Retry, Cause::Retry]);
    let few = run(ClientKind::Python, BUSY, &request("GET", r#""retries": 1"#));
    assert_eq!(outcomes(&few), ["503"]);
    let quick =
        run(ClientKind::Python, BUSY, &request("GET", r#""retries": 2, "retry_delay_ms": 10"#));
    let waits = stages(&quick, StageKind::WaitBeforeRetry);
    assert_eq!(waits.iter().map(|(_, ms)| *ms).collect::<Vec<_>>(), [10, 20]);
}

#[test]
fn a_server_says_how_long_to_wait() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"status": 429, "times": 1, "headers": [["Retry-After", "7"]]},
        {"status": 503, "times": 1, "headers": [["Retry-After", "Mon, 05 Jan 2026 09:00:30 GMT"]]},
        {"body": "done"}]}]"#;
    let trace = run(ClientKind::Browser, servers, &request("GET", r#""retries": 2"#));
    let waits = stages(&trace, StageKind::WaitBeforeRetry);
    assert_eq!(waits[0], ("Retry-After".to_owned(), 7000));
    let until = trace.exchanges[2].started_at.0 / 1_000_000_000;
    assert_eq!(until, 30, "it waits until the time that is told");
    assert_eq!(outcomes(&trace), ["200"]);
}

#[test]
fn what_may_happen_twice_is_repeated_only_if_that_is_said() {
    let n_sent =
        |kind, method, fetch: &str| run(kind, BUSY, &request(method, fetch)).exchanges.len();
    assert_eq!(n_sent(ClientKind::Python, "PUT", r#""retries": 5"#), 3);
    assert_eq!(n_sent(ClientKind::Python, "POST", r#""retries": 5"#), 1);
    assert_eq!(n_sent(ClientKind::Python, "POST", r#""retries": 5, "retry_methods": "all""#), 3);
    assert_eq!(n_sent(ClientKind::Curl, "POST", r#""retries": 5"#), 3);
    assert_eq!(
        n_sent(ClientKind::Curl, "POST", r#""retries": 5, "retry_methods": "idempotent""#),
        1
    );
    let trace = run(ClientKind::Python, BUSY, &request("POST", r#""retries": 5"#));
    assert_eq!(stages(&trace, StageKind::DoNotRepeat), [("POST".to_owned(), 0)]);
}

#[test]
fn a_lost_answer_to_a_post_that_is_repeated_adds_two_rows() {
    let mut scenario = with_world(
        r#"{"version": 2, "requests": [{"method": "POST", "url": "http://api.example.com/users",
            "headers": [["Content-Type", "application/json"]], "body": "{\"name\": \"Bob\"}",
            "fetch": {"retries": 1, "retry_methods": "all", "read_timeout_ms": 500}}]}"#,
    );
    scenario.world.faults = vec![trace::Fault::ResetMidResponse];
    let trace = simulate(&scenario);
    let bobs = trace.tables[0].rows.iter().filter(|row| format!("{row:?}").contains("Bob"));
    assert_eq!(bobs.count(), 2, "nobody knew that the first one had worked");
}

#[test]
fn limits_are_for_a_connection_for_a_pause_and_for_all_of_it() {
    let slow = r#"[{"origin": "http://a.test", "answers": [{"delay_ms": 4000, "body": "late"}]}]"#;
    let check = |fetch: &str, expected: &str, ends_at_ms: u64| {
        let trace = run(ClientKind::Python, slow, &request("GET", fetch));
        assert_eq!(outcomes(&trace), [expected], "{fetch}");
        let ended = trace.fetches[0].finished_at.expect("it ends") - trace.booted_at;
        let late_ms = (ended.as_millis() as u64).saturating_sub(ends_at_ms);
        assert!(late_ms < 150, "{fetch}: {ended:?}");
    };
    check("", "200", 4100);
    check(r#""read_timeout_ms": 5000"#, "200", 4100);
    check(r#""read_timeout_ms": 1000"#, "no complete response in time", 1000);
    check(r#""connect_timeout_ms": 10"#, "connecting timed out", 0);
    check(r#""total_timeout_ms": 2000"#, "the time for all of it is over", 2000);
    // The limits for parts hold for each attempt, the limit for all of it for all of them.
    let both = r#""read_timeout_ms": 1000, "total_timeout_ms": 2500, "retries": 9"#;
    check(both, "the time for all of it is over", 2500);
}

#[test]
fn a_fetch_that_is_given_up_leaves_its_place_to_the_next() {
    let slow = r#"[{"origin": "http://a.test", "answers": [
        {"times": 7, "delay_ms": 4000}, {"body": "done"}]}]"#;
    let given_up = r#"{"url": "http://a.test/", "fetch": {"total_timeout_ms": 500}}"#;
    for http in ["1.1", "2"] {
        let requests = format!("[{}, {{\"url\": \"http://a.test/\"}}]", [given_up; 7].join(", "));
        let json = format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser", "http": "{http}"}},
                 "servers": {slow}}}, "requests": {requests}}}"#
        );
        let outcomes = outcomes(&simulate(&with_world(&json)));
        assert_eq!(outcomes[7], "200", "{http}: {outcomes:?}");
    }
}

#[test]
fn curl_tries_again_after_what_it_takes_to_pass() {
    let resets = r#"[{"origin": "http://a.test", "answers": [
        {"times": 1, "cut_after": 0, "then": "reset"}, {"body": "done"}]}]"#;
    let n_sent = |kind, servers: &str, fetch: &str| {
        run(kind, servers, &request("GET", fetch)).exchanges.len()
    };
    assert_eq!(n_sent(ClientKind::Python, resets, r#""retries": 2"#), 2);
    assert_eq!(n_sent(ClientKind::Curl, resets, r#""retries": 2"#), 1);
    assert_eq!(n_sent(ClientKind::Curl, resets, r#""retries": 2, "retry_on": "any""#), 2);
    let elsewhere = r#"[{"origin": "http://a.test:81", "answers": []}]"#;
    assert_eq!(n_sent(ClientKind::Curl, elsewhere, r#""retries": 2"#), 1);
    assert_eq!(n_sent(ClientKind::Curl, elsewhere, r#""retries": 2, "retry_on": "refused""#), 3);
    assert_eq!(n_sent(ClientKind::Curl, resets, r#""retries": 2, "retry_on": "refused""#), 1);
}

#[test]
fn a_wait_that_curl_is_told_is_always_the_same_and_the_whole_may_have_a_limit() {
    let waits = |fetch: &str| {
        let trace = run(ClientKind::Curl, BUSY, &request("GET", fetch));
        let waits = stages(&trace, StageKind::WaitBeforeRetry);
        waits.iter().map(|(_, ms)| *ms).collect::<Vec<_>>()
    };
    assert_eq!(waits(r#""retries": 3"#), [1000, 2000]);
    assert_eq!(waits(r#""retries": 3, "retry_delay_ms": 500"#), [500, 500]);
    assert_eq!(waits(r#""retries": 3, "retry_max_time_ms": 900"#), [1000]);
    let later = r#"[{"origin": "http://a.test", "answers": [
        {"status": 503, "headers": [["Retry-After", "60"]]}]}]"#;
    let fetch = r#""retries": 3, "retry_max_time_ms": 30000"#;
    assert_eq!(run(ClientKind::Curl, later, &request("GET", fetch)).exchanges.len(), 1);
}
