//! Servers that mean no good: whatever they send, the run ends, and says why.

use super::{asked, outcomes, run, sent, with_world};
use core::fmt::Write as _;
use engine::simulate;
use policies::coding::{Coding, packed};
use trace::{ClientKind, Trace};

/// What becomes of a request that is answered so; the answer is the members of an answer in JSON.
fn answered(answer: &str) -> Trace {
    let servers = format!(r#"[{{"origin": "http://a.test", "answers": [{{{answer}}}]}}]"#);
    run(ClientKind::Browser, &servers, r#"[{"url": "http://a.test/"}]"#)
}

fn outcome(answer: &str) -> String {
    outcomes(&answered(answer)).remove(0)
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[test]
fn a_header_section_without_an_end_is_given_up() {
    let check = |octets: &str, expected: &str| {
        let found = outcome(&format!(r#""raw": {}"#, json(octets)));
        assert_eq!(found, format!("not an HTTP response: {expected}"));
    };
    let lines = format!("X: {}\r\n", "y".repeat(100)).repeat(4_000);
    check(&format!("HTTP/1.1 200 OK\r\n{lines}"), "the header section is longer than 256 KiB");
    check(
        &format!("HTTP/1.1 200 {}", "O".repeat(300_000)),
        "the header section is longer than 256 KiB",
    );
    let trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
    check(&format!("{trailers}{lines}"), "malformed trailer section: too many headers");
}

#[test]
fn thousands_of_cookies_are_read_and_the_jar_keeps_to_its_bounds() {
    let lines: Vec<String> =
        (0..5_000).map(|number| format!(r#"["Set-Cookie", "c{number}=v"]"#)).collect();
    let trace = answered(&format!(r#""headers": [{}]"#, lines.join(", ")));
    assert_eq!(outcomes(&trace), ["200"]);
    assert_eq!(trace.cookies_at(trace.ended_at).len(), 180);
}

/// What was read of a response is not read again with each packet, and what is stored of it is not
/// looked up line by line.
#[test]
fn ten_thousand_field_lines_are_read_and_kept() {
    let lines = "X: y\r\n".repeat(9_990);
    let content = "z".repeat(200_000);
    let raw = format!(
        "HTTP/1.1 200 OK\r\nCache-Control: max-age=9\r\n{lines}Content-Length: 200000\r\n\r\n{content}"
    );
    let servers =
        format!(r#"[{{"origin": "http://a.test", "answers": [{{"raw": {}}}]}}]"#, json(&raw));
    let request = r#"{"url": "http://a.test/"}"#;
    let trace = run(ClientKind::Browser, &servers, &format!("[{request}, {request}]"));
    assert_eq!((outcomes(&trace), asked(&trace).len()), (vec!["200".into(), "200".into()], 1));
}

#[test]
fn a_length_that_is_wrong_is_told() {
    let check = |lengths: &str, body: &str, expected: &str| {
        let mut headers = String::new();
        for length in lengths.split('|') {
            write!(headers, r#", ["Content-Length", "{length}"]"#).unwrap();
        }
        let headers = headers.trim_start_matches(", ");
        let answer = format!(r#""headers": [{headers}], "body": "{body}", "then": "close""#);
        assert_eq!(outcome(&answer), expected, "{lengths}");
    };
    let malformed = |what: &str| format!("not an HTTP response: {what}");
    check("5", "hello", "200");
    check("3", "hello", "200");
    check("5|5", "hello", "200");
    check("5, 5", "hello", "200");
    check("30", "hello", "connection closed before the response was complete");
    check("18446744073709551616", "hello", "connection closed before the response was complete");
    check("5|6", "hello", &malformed("two different values of Content-Length"));
    check("-1", "hello", &malformed("Content-Length is “-1”, not a number"));
    check("0x5", "hello", &malformed("Content-Length is “0x5”, not a number"));
}

/// RFC 9113 §8.1.1: what Content-Length says is what the frames hold.
#[test]
fn a_length_that_is_wrong_is_told_in_http_2_as_well() {
    for length in [3, 30] {
        let scenario = with_world(&format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser", "http": "2"}}, "servers": [{{"origin":
                "https://a.test", "answers": [{{"headers": [["Content-Length", "{length}"]], "body": "hello"}}]}}]}},
                "requests": [{{"url": "https://a.test/"}}]}}"#
        ));
        let told =
            "not an HTTP response: it breaks a rule of HTTP/2, e.g. its Content-Length is wrong";
        assert_eq!(outcomes(&simulate(&scenario)), [told], "{length}");
    }
}

#[test]
fn a_chunk_that_is_wrong_is_told() {
    let check = |chunks: &str, expected: &str| {
        let raw = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        let found = outcome(&format!(r#""raw": {}, "then": "close""#, json(&raw)));
        assert_eq!(found, expected, "{chunks:.20}");
    };
    let malformed = |what: &str| format!("not an HTTP response: {what}");
    check("5\r\nhello\r\n0\r\n\r\n", "200");
    let no_number = malformed("a chunk size that is not a hexadecimal number");
    for size in ["zz", "-5", "ffffffffffffffffffff", ""] {
        check(&format!("{size}\r\nhello\r\n0\r\n\r\n"), &no_number);
    }
    check("4\r\nhello\r\n0\r\n\r\n", &malformed("a chunk that is longer than its size"));
    check("ffffffff\r\nhello", &malformed("more than 64 MiB in chunks"));
    check("5\r\nhello\r\n", "connection closed before the response was complete");
    let extension = format!("5;{}", "x".repeat(70_000));
    check(&extension, &malformed("a chunk extension that is longer than 64 KiB"));
}

/// RFC 9112 §6.3: where chunked is not the last coding, the end of the connection is that of the
/// content.
#[test]
fn a_transfer_coding_that_nobody_knows_ends_with_the_connection() {
    let headers = r#""headers": [["Transfer-Encoding", "rot13"]]"#;
    assert_eq!(outcome(&format!(r#"{headers}, "body": "uryyb""#)), "200");
}

#[test]
fn a_loop_of_redirects_ends() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"status": 302, "headers": [["Location", "/"]]}]}]"#;
    for (kind, most) in
        [(ClientKind::Browser, 20), (ClientKind::Python, 30), (ClientKind::Server, 10)]
    {
        let trace = run(kind, servers, r#"[{"url": "http://a.test/"}]"#);
        assert_eq!(asked(&trace).len(), most + 1, "{kind:?}");
        assert_eq!(outcomes(&trace), [format!("over {most} redirects")]);
    }
}

#[test]
fn what_unpacks_to_too_much_is_given_up() {
    // 32 MiB of one letter, and packed once more.
    let once = packed(Coding::Gzip, &vec![b'a'; 32 << 20]);
    let twice = packed(Coding::Gzip, &once);
    for (octets, codings) in [(once, "gzip"), (twice, "gzip, gzip")] {
        let mut scenario = with_world(&format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser"}}, "servers": [{{"origin":
                "http://a.test", "answers": [{{"headers": [["Content-Encoding", "{codings}"]]}}]}}]}},
                "requests": [{{"url": "http://a.test/"}}]}}"#
        ));
        scenario.world.servers[0].answers[0].body = octets;
        let told = "unreadable content: the content is over 16 MiB when unpacked";
        assert_eq!(outcomes(&simulate(&scenario)), [told], "{codings}");
    }
}

#[test]
fn ten_thousand_interim_answers_are_read() {
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(10_000);
    let raw = format!("{interim}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(outcome(&format!(r#""raw": {}"#, json(&raw))), "200");
}

#[test]
fn an_age_beyond_all_numbers_is_old() {
    let check = |age: &str, n_asked: usize| {
        let servers = format!(
            r#"[{{"origin": "http://a.test", "answers": [
                {{"headers": [["Age", "{age}"], ["Cache-Control", "max-age=2147483647"]]}}]}}]"#
        );
        let requests = r#"[{"url": "http://a.test/"}, {"url": "http://a.test/"}]"#;
        let trace = run(ClientKind::Browser, &servers, requests);
        assert_eq!(asked(&trace).len(), n_asked, "{age}");
        assert_eq!(outcomes(&trace), ["200", "200"]);
    };
    check("0", 1);
    check("18446744073709551616", 2);
    check(&"9".repeat(400), 2);
    check("-18446744073709551616", 1);
}

/// A pause takes no time: what matters are packets and turns.
#[test]
fn years_may_pass_between_two_requests() {
    let servers = r#"[{"origin": "http://a.test", "answers": [{"headers":
        [["Cache-Control", "max-age=86400"], ["Set-Cookie", "c=1; Max-Age=999999999"]]}]}]"#;
    let check = |pause_ms: u64, cookie: Option<&str>, n_asked: usize| {
        let requests = format!(
            r#"[{{"url": "http://a.test/"}}, {{"url": "http://a.test/", "pause_before_ms": {pause_ms}}}]"#
        );
        let trace = run(ClientKind::Browser, servers, &requests);
        assert_eq!(asked(&trace).len(), n_asked, "{pause_ms}");
        let cookies = sent(&trace, "cookie");
        assert_eq!(cookies.get(1).cloned().flatten().as_deref(), cookie, "{pause_ms}");
        assert_eq!(outcomes(&trace), ["200", "200"]);
    };
    let day = 86_400_000;
    check(day - 10_000, None, 1);
    check(day, Some("c=1"), 2);
    // 6265bis §5.5: no cookie is kept for longer than 400 days.
    check(399 * day, Some("c=1"), 2);
    check(401 * day, None, 2);
    check(315_576_000_000, None, 2);
}
