//! What curl does of its own, where the standards of browsers have it otherwise: as curl 8's own
//! tests say it (54, 427, 899, 1025 of its `tests/data`).

use super::{asked, run, sent, with_world};
use core::fmt::Write as _;
use engine::simulate;
use trace::{ClientKind, Trace};

/// A client that keeps cookies.
fn kept(servers: &str, requests: &str) -> Trace {
    simulate(&with_world(&format!(
        r#"{{"version": 2, "world": {{"client": {{"kind": "curl", "cookies": "keep"}},
            "servers": {servers}}}, "requests": {requests}}}"#
    )))
}

#[test]
fn a_location_that_says_nothing_leads_nowhere_but_in_browsers_and_apps() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"times": 1, "status": 302, "headers": [["Location", ""]]}, {}]}]"#;
    let requests = r#"[{"url": "http://a.test/", "fetch": {"redirect": "follow"}}]"#;
    for kind in ClientKind::ALL {
        let follows = matches!(kind, ClientKind::Browser | ClientKind::MobileApp);
        let expected = if follows { 2 } else { 1 };
        assert_eq!(asked(&run(kind, servers, requests)).len(), expected, "{kind:?}");
    }
}

#[test]
fn a_user_in_a_location_takes_the_place_of_the_one_before() {
    let check = |location: &str, expected: [&str; 2]| {
        let servers = format!(
            r#"[{{"origin": "http://a.test", "answers": [
                {{"times": 1, "status": 302, "headers": [["Location", "{location}"]]}}, {{}}]}}]"#
        );
        let requests =
            r#"[{"url": "http://first:secret@a.test/", "fetch": {"redirect": "follow"}}]"#;
        let found = sent(&run(ClientKind::Curl, &servers, requests), "authorization");
        let expected = expected.map(|value| Some(format!("Basic {value}")));
        assert_eq!(found, expected, "{location}");
    };
    check("http://user:pass@a.test/", ["Zmlyc3Q6c2VjcmV0", "dXNlcjpwYXNz"]);
    check("/next", ["Zmlyc3Q6c2VjcmV0", "Zmlyc3Q6c2VjcmV0"]);
}

#[test]
fn kept_cookies_stand_in_front_of_those_of_the_request() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"headers": [["Set-Cookie", "first=1"]]}]}]"#;
    let request = r#"{"url": "http://a.test/", "headers": [["Cookie", "own=yes"], ["X-A", "b"]]}"#;
    let trace = kept(servers, &format!("[{request}, {request}]"));
    let expected = ["own=yes", "first=1; own=yes"].map(|value| Some(value.to_owned()));
    assert_eq!(sent(&trace, "cookie"), expected);
}

#[test]
fn longer_names_and_later_cookies_are_first_and_no_more_than_fit() {
    let check = |values: &[String]| {
        let mut headers = String::new();
        for value in values {
            write!(headers, r#", ["Set-Cookie", "{value}"]"#).expect("a text takes any text");
        }
        let servers = format!(
            r#"[{{"origin": "http://a.test", "answers": [{{"headers": [{}]}}]}}]"#,
            headers.trim_start_matches(", ")
        );
        let request = r#"{"url": "http://a.test/"}"#;
        let trace = kept(&servers, &format!("[{request}, {request}]"));
        sent(&trace, "cookie")[1].clone().expect("there are cookies")
    };
    let few = ["a=1", "bb=2", "c=3", "bc=4"].map(str::to_owned);
    assert_eq!(check(&few), "bc=4; bb=2; c=3; a=1");
    let many: Vec<String> = (100..270).map(|number| format!("c{number}=v")).collect();
    let sent = check(&many);
    assert_eq!(sent.split("; ").count(), 150);
    assert!(sent.starts_with("c269=v; c268=v") && sent.ends_with("c120=v"));
    let long: Vec<String> = (1..4).map(|n| format!("long{n}={}", "x".repeat(3000))).collect();
    assert_eq!(check(&long).len(), 2 * 3006 + 2, "the third one has no room");
}
