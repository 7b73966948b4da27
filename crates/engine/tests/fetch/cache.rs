//! The cache of a browser in whole fetches (RFC 9111, RFC 5861, the cache modes of Fetch).

use super::{outcomes, run, sent, stages};
use trace::{Cause, ClientKind, ResponseSource, StageKind, Trace};

/// A server with these answers, and calls of a browser: seconds before each, and what it adds.
fn browse(answers: &str, calls: &[(u32, &str)]) -> Trace {
    browse_as(ClientKind::Browser, answers, calls)
}

fn browse_as(kind: ClientKind, answers: &str, calls: &[(u32, &str)]) -> Trace {
    let servers = format!(r#"[{{"origin": "http://a.test", "answers": [{answers}]}}]"#);
    let call = |(seconds, more): &(u32, &str)| {
        let pause = seconds * 1000;
        format!(r#"{{"url": "http://a.test/x", "pause_before_ms": {pause}{more}}}"#)
    };
    let calls: Vec<String> = calls.iter().map(call).collect();
    run(kind, &servers, &format!("[{}]", calls.join(",")))
}

/// Where the answer of each fetch comes from, and what its content is.
fn seen(trace: &Trace) -> Vec<String> {
    let told = |fetch: &trace::Fetch| match &fetch.seen {
        Some(seen) => {
            let source = match seen.source {
                ResponseSource::Network => "network",
                ResponseSource::Cache => "cache",
                ResponseSource::Revalidated => "revalidated",
            };
            format!("{source} {}", String::from_utf8_lossy(&seen.body))
        }
        None => format!("as it came, {} exchanges", fetch.exchanges.len()),
    };
    trace.fetches.iter().map(told).collect()
}

fn looks(trace: &Trace) -> Vec<String> {
    stages(trace, StageKind::LookInCache).into_iter().map(|(detail, _)| detail).collect()
}

fn kept(trace: &Trace) -> Vec<String> {
    stages(trace, StageKind::StoreResponse).into_iter().map(|(detail, _)| detail).collect()
}

const A_MINUTE: &str = r#"{"headers": [["Cache-Control", "max-age=60"]], "body": "one", "times": 1},
    {"headers": [["Cache-Control", "no-store"]], "body": "two"}"#;

#[test]
fn what_is_fresh_is_used_and_nobody_is_asked() {
    let trace = browse(A_MINUTE, &[(0, ""), (12, ""), (60, "")]);
    assert_eq!(seen(&trace), ["as it came, 1 exchanges", "cache one", "as it came, 1 exchanges"]);
    assert_eq!(looks(&trace), ["fresh: 12 s old, good for 60 s", "stale: 72 s old, good for 60 s"]);
    assert_eq!(kept(&trace), ["new: 0 s old, good for 60 s", "not kept: no-store"]);
    assert_eq!(outcomes(&trace), ["200", "200", "200"]);
    let age = trace.fetches[1].seen.as_ref().and_then(|seen| seen.field_lines.value("age"));
    assert_eq!(age, Some("12"));
}

#[test]
fn no_client_but_a_browser_keeps_answers() {
    for kind in ClientKind::ALL {
        let trace = browse_as(kind, A_MINUTE, &[(0, ""), (12, "")]);
        assert_eq!(trace.exchanges.len() == 1, kind == ClientKind::Browser, "{kind:?}");
    }
}

const TAGGED: &str = r#"
    {"when": [["If-None-Match", "\"a\""]], "status": 304, "headers": [["ETag", "\"a\""]]},
    {"headers": [["Cache-Control", "max-age=10"], ["ETag", "\"a\""]], "body": "one"}"#;

#[test]
fn what_is_stale_is_asked_about() {
    let trace = browse(TAGGED, &[(0, ""), (20, ""), (5, "")]);
    assert_eq!(seen(&trace)[1..], ["revalidated one", "cache one"]);
    assert_eq!(trace.exchanges[1].cause, Cause::Revalidation);
    assert_eq!(sent(&trace, "if-none-match")[1].as_deref(), Some("\"a\""));
    assert_eq!(looks(&trace), ["stale: 20 s old, good for 10 s", "fresh: 5 s old, good for 10 s"]);
    assert_eq!(kept(&trace)[1], "still good: 0 s old, good for 10 s");
    let outcome = trace.exchanges[1].outcome.clone();
    assert_eq!(outcome, Some(trace::Outcome::Answered(304)), "the exchange is told as it came");
}

#[test]
fn modes_of_a_request_do_what_fetch_says() {
    let mode = |mode: &str, seconds| {
        let more = format!(r#", "fetch": {{"cache": "{mode}"}}"#);
        browse(TAGGED, &[(0, ""), (seconds, &more)])
    };
    assert_eq!(seen(&mode("no-cache", 1))[1], "revalidated one");
    assert_eq!(sent(&mode("no-cache", 1), "cache-control")[1].as_deref(), Some("max-age=0"));
    assert_eq!(seen(&mode("reload", 1))[1], "as it came, 1 exchanges");
    assert_eq!(sent(&mode("reload", 1), "cache-control")[1].as_deref(), Some("no-cache"));
    assert_eq!(seen(&mode("no-store", 1))[1], "as it came, 1 exchanges");
    assert_eq!(seen(&mode("force-cache", 100))[1], "cache one");
    assert_eq!(seen(&mode("only-if-cached", 100))[1], "cache one");
    let more = r#", "fetch": {"cache": "only-if-cached", "mode": "same-origin"}"#;
    let trace = browse(TAGGED, &[(0, more)]);
    assert_eq!(outcomes(&trace), ["not in the cache, and nobody may be asked"]);
    assert!(trace.exchanges.is_empty());
}

#[test]
fn a_stale_answer_is_used_while_it_is_asked_about() {
    let answers = r#"
        {"headers": [["Cache-Control", "max-age=10, stale-while-revalidate=60"]], "body": "one",
         "times": 1},
        {"headers": [["Cache-Control", "max-age=10"]], "body": "two"}"#;
    let trace = browse(answers, &[(0, ""), (20, ""), (5, "")]);
    assert_eq!(
        seen(&trace),
        ["as it came, 1 exchanges", "cache one", "as it came, 1 exchanges", "cache two"]
    );
    let behind = &trace.fetches[2];
    assert_eq!((behind.request, behind.initiator), (None, Some(trace.fetches[1].id)));
    assert!(behind.finished_at > trace.fetches[1].finished_at, "nobody waits for it");
}

#[test]
fn a_stale_answer_stands_in_for_an_error() {
    let answers = |then: &str| {
        format!(
            r#"{{"headers": [["Cache-Control", "max-age=10, stale-if-error=60"]], "body": "one",
                 "times": 1}}, {then}"#
        )
    };
    let calls = [(0, ""), (20, ""), (60, "")];
    let trace = browse(&answers(r#"{"status": 503}"#), &calls);
    assert_eq!(seen(&trace)[1], "cache one");
    assert_eq!(outcomes(&trace), ["200", "200", "503"]);
    let trace = browse(&answers(r#"{"cut_after": 1, "then": "reset"}"#), &calls[..2]);
    assert_eq!(seen(&trace)[1], "cache one", "{:?}", outcomes(&trace));
}

#[test]
fn a_change_throws_the_copy_away() {
    let answers = format!(r#"{{"method": "PUT", "status": 204}}, {A_MINUTE}"#);
    let calls = [(0, ""), (1, r#", "method": "PUT""#), (1, "")];
    let trace = browse(&answers, &calls);
    let dropped = stages(&trace, StageKind::DropStored);
    assert_eq!(dropped, [("http://a.test/x".to_owned(), 0)]);
    assert_eq!(trace.exchanges.len(), 3);
}

#[test]
fn a_redirect_is_kept_and_followed_like_one_that_came() {
    let answers = r#"
        {"target": "/x", "status": 301, "headers": [["Location", "/y"], ["Cache-Control", "max-age=60"]]},
        {"target": "/y", "headers": [["Cache-Control", "max-age=60"]], "body": "there"}"#;
    let trace = browse(answers, &[(0, ""), (1, "")]);
    assert_eq!(trace.exchanges.len(), 2);
    assert_eq!(seen(&trace)[1], "cache there");
}

#[test]
fn variants_are_told_apart_by_cookies_that_the_browser_adds() {
    let answers = r#"
        {"when": [["Cookie", null]], "headers": [["Cache-Control", "max-age=60"], ["Vary", "Cookie"],
         ["Set-Cookie", "a=b"]], "body": "nobody"},
        {"headers": [["Cache-Control", "max-age=60"], ["Vary", "Cookie"]], "body": "somebody"}"#;
    let trace = browse(answers, &[(0, ""), (1, ""), (1, "")]);
    assert_eq!(seen(&trace)[1..], ["as it came, 1 exchanges", "cache somebody"]);
    assert_eq!(looks(&trace)[0], "another variant: Cookie");
    let cookies = sent(&trace, "cookie");
    assert_eq!(cookies, [None, Some("a=b".to_owned())]);
}

#[test]
fn what_is_packed_is_kept_packed_and_given_unpacked() {
    let answers =
        r#"{"headers": [["Cache-Control", "max-age=60"]], "body": "one", "coding": "gzip"}"#;
    let trace = browse(answers, &[(0, ""), (1, "")]);
    assert_eq!(seen(&trace), ["network one", "cache one"]);
}

#[test]
fn a_hostile_server_does_no_harm() {
    for said in [
        r#"["Age", "18446744073709551616"], ["Cache-Control", "max-age=99999999999999999999"]"#,
        r#"["Cache-Control", "max-age=\"60"], ["Vary", ", ,"], ["Date", "x"], ["ETag", "W/"]"#,
        r#"["Expires", "0"], ["Last-Modified", "Mon, 99 Jan 9999 99:99:99 GMT"]"#,
    ] {
        let answers = format!(r#"{{"headers": [{said}], "body": "one"}}"#);
        let trace = browse(&answers, &[(0, ""), (1, "")]);
        assert_eq!(outcomes(&trace), ["200", "200"], "{said}");
    }
}
