//! Servers that answer by a script: what it says is what stands on the wire.

use super::{asked, outcomes, run, with_world};
use engine::simulate;
use trace::{ClientKind, Content, Trace};

fn get(servers: &str, url: &str) -> Trace {
    run(ClientKind::Browser, servers, &format!(r#"[{{"url": "{url}"}}]"#))
}

/// The first response with its header section, as lines.
fn response(trace: &Trace) -> String {
    let lines = trace.messages.iter().find_map(|message| match &message.content {
        Content::HttpResponse { status_code, reason_phrase, field_lines, body, .. } => {
            let lines: Vec<String> =
                field_lines.iter().map(|line| format!("{}: {}", line.name, line.value)).collect();
            let body = trace.octets.join(body);
            let body = String::from_utf8_lossy(&body);
            Some(format!("{status_code} {reason_phrase}\n{}\n\n{body}", lines.join("\n")))
        }
        _ => None,
    });
    lines.expect("there is a response")
}

#[test]
fn any_host_port_and_scheme_can_be_named() {
    let check = |origin: &str, url: &str| {
        let servers = format!(r#"[{{"origin": "{origin}", "answers": [{{"body": "x"}}]}}]"#);
        let trace = get(&servers, url);
        assert_eq!(outcomes(&trace), ["200"], "{origin}");
    };
    check("http://a.test", "http://a.test/x");
    check("https://a.test", "https://a.test/x");
    check("http://a.test:81", "http://a.test:81/");
    check("https://deep.shop.example:8443", "https://deep.shop.example:8443/");
    check("http://shop", "http://shop/");
    check("http://bücher.example", "http://xn--bcher-kva.example/");
    check("http://192.0.2.77", "http://192.0.2.77/");
    check("https://192.0.2.77", "https://192.0.2.77/");
    check("http://api.example.com", "http://api.example.com/users/42");
    check("http://www.api.example.com", "http://www.api.example.com/");
}

#[test]
fn several_servers_stand_beside_each_other_and_beside_the_application() {
    let servers = r#"[{"origin": "http://a.test", "answers": [{"body": "a"}]},
        {"origin": "https://a.test", "answers": [{"body": "secure"}]},
        {"origin": "http://b.test", "answers": [{"body": "b"}]}]"#;
    let urls =
        ["http://a.test/", "https://a.test/", "http://b.test/", "http://api.example.com/users/42"];
    let requests = urls.map(|url| format!(r#"{{"url": "{url}"}}"#)).join(", ");
    let trace = run(ClientKind::Browser, servers, &format!("[{requests}]"));
    assert_eq!(outcomes(&trace), ["200"; 4]);
    let names: Vec<&str> = trace.hosts.iter().map(|host| &*host.name).collect();
    assert_eq!(names[names.len() - 2..], ["a.test", "b.test"]);
}

#[test]
fn the_first_answer_that_fits_and_is_not_used_up_is_given() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"method": "POST", "status": 201},
        {"target": "/x?y", "status": 202},
        {"when": [["If-None-Match", "\"1\""]], "status": 304},
        {"when": [["Accept", null]], "status": 406},
        {"times": 1, "status": 500},
        {"times": 1, "status": 203}]}]"#;
    let get = |more: &str| format!(r#"{{"url": "http://a.test/" {more}}}"#);
    let accept = r#", "headers": [["Accept", "*/*"]]"#;
    let requests = [
        r#"{"method": "POST", "url": "http://a.test/"}"#.to_owned(),
        r#"{"url": "http://a.test/x?y"}"#.to_owned(),
        get(r#", "headers": [["if-none-match", "\"1\""]]"#),
        get(""),
        get(accept),
        get(accept),
        get(accept),
    ];
    let trace = run(ClientKind::Server, servers, &format!("[{}]", requests.join(", ")));
    assert_eq!(outcomes(&trace), ["201", "202", "304", "406", "500", "203", "404"]);
}

#[test]
fn a_header_section_stands_there_to_the_letter() {
    let servers = r#"[{"origin": "http://a.test", "answers": [{"status": 299, "reason": "So so",
        "headers": [["x-LOWER", "1"], ["X-Twice", "a"], ["X-Twice", "b"], ["Date", "today"]],
        "body": "hello"}]}]"#;
    assert_eq!(
        response(&get(servers, "http://a.test/")),
        "299 So so\nx-LOWER: 1\nX-Twice: a\nX-Twice: b\nDate: today\nContent-Length: 5\n\nhello"
    );
    let servers = r#"[{"origin": "http://a.test", "answers": [{"body": "x", "then": "close",
        "headers": [["Transfer-Encoding", "chunked"]]}]}]"#;
    assert_eq!(
        response(&get(servers, "http://a.test/")),
        "200 OK\nDate: Mon, 05 Jan 2026 09:00:00 GMT\nTransfer-Encoding: chunked\nConnection: close\n\nx"
    );
}

#[test]
fn raw_octets_are_sent_as_they_are() {
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"raw": "HTTP/1.1 200 Fine\r\nX: 1\r\nContent-Length: 2\r\n\r\nok"}]}]"#;
    assert_eq!(
        response(&get(servers, "http://a.test/")),
        "200 Fine\nX: 1\nContent-Length: 2\n\nok"
    );
    let servers =
        r#"[{"origin": "http://a.test", "answers": [{"raw": "SSH-2.0-x\r\n", "then": "close"}]}]"#;
    assert!(outcomes(&get(servers, "http://a.test/"))[0].starts_with("not an HTTP response"));
}

#[test]
fn an_answer_may_end_early_in_either_way() {
    let check = |then: &str, expected: &str| {
        let servers = format!(
            r#"[{{"origin": "http://a.test", "answers": [{{"body": "hello", "cut_after": 70, "then": "{then}"}}]}}]"#
        );
        let requests = r#"[{"url": "http://a.test/", "fetch": {"read_timeout_ms": 500}}]"#;
        assert_eq!(outcomes(&run(ClientKind::Browser, &servers, requests)), [expected], "{then}");
    };
    check("stay", "no complete response in time");
    check("close", "connection closed before the response was complete");
    check("reset", "connection reset");
}

#[test]
fn a_packed_body_is_unpacked_for_the_clients_code() {
    for (coding, scheme) in [("gzip", "http"), ("deflate", "http"), ("gzip", "https")] {
        let json = format!(
            r#"{{"version": 2, "world": {{"client": {{"kind": "browser", "http": "2"}}, "servers": [
                {{"origin": "{scheme}://a.test", "answers": [{{"body": "hello hello hello",
                  "headers": [["Content-Type", "text/plain"]], "coding": "{coding}"}}]}}]}},
                "requests": [{{"url": "{scheme}://a.test/"}}]}}"#
        );
        let trace = simulate(&with_world(&json));
        let seen = trace.fetches[0].seen.as_ref().expect("it was packed");
        assert_eq!(seen.body, b"hello hello hello");
        assert_eq!(seen.field_lines.value("content-encoding"), Some(coding));
    }
    let servers = r#"[{"origin": "http://a.test", "answers": [
        {"body": "no gzip", "headers": [["Content-Encoding", "gzip"]]}]}]"#;
    let expected = "unreadable content: the content is not packed as it says";
    assert_eq!(outcomes(&get(servers, "http://a.test/")), [expected]);
    let curl = run(ClientKind::Curl, servers, r#"[{"url": "http://a.test/"}]"#);
    assert_eq!(outcomes(&curl), ["200"], "curl shows what comes");
}

#[test]
fn interim_answers_come_before_the_answer() {
    let servers = r#"[{"origin": "http://a.test", "answers": [{"body": "x", "interim": [
        {"status": 103, "headers": [["Link", "</a>; rel=preload"]]}, {"status": 199}]}]}]"#;
    let trace = get(servers, "http://a.test/");
    assert_eq!(trace.exchanges[0].interim_responses.len(), 2);
    assert_eq!(outcomes(&trace), ["200"]);
}

#[test]
fn nothing_that_a_server_says_breaks_the_run() {
    let long = "x".repeat(100_000);
    let many = vec![r#"{"status": 102}"#; 10_000].join(", ");
    let answers = [
        format!(r#"{{"headers": [["X", "{long}"]]}}"#),
        r#"{"raw": "HTTP/1.1 200 OK\r\nX: ", "cut_after": 19, "then": "close"}"#.to_owned(),
        format!(r#"{{"raw": "HTTP/1.1 200 OK\r\n{}", "then": "close"}}"#, "X: y\\r\\n".repeat(200)),
        r#"{"headers": [["Content-Length", "99999999999999999999999"]], "body": "x", "then": "close"}"#
            .to_owned(),
        r#"{"headers": [["Content-Length", "1"]], "body": "longer"}"#.to_owned(),
        r#"{"headers": [["Content-Length", "-1"]], "body": "x"}"#.to_owned(),
        r#"{"headers": [["Content-Length", "1"], ["Content-Length", "2"]], "body": "x"}"#.to_owned(),
        r#"{"raw": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx"}"#.to_owned(),
        r#"{"raw": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\nx"}"#
            .to_owned(),
        format!(r#"{{"interim": [{many}]}}"#),
        r#"{"headers": [["Age", "18446744073709551616"], ["Retry-After", "18446744073709551616"]]}"#
            .to_owned(),
        r#"{"status": 999}"#.to_owned(),
        r#"{"raw": "HTTP/1.1 101 Switching Protocols\r\n\r\n"}"#.to_owned(),
        r#"{"raw": "\u0000\u0001\u0002", "then": "reset"}"#.to_owned(),
    ];
    for answer in answers {
        for scheme in ["http", "https"] {
            let json = format!(
                r#"{{"version": 2, "world": {{"client": {{"kind": "browser", "http": "2"}}, "servers": [
                    {{"origin": "{scheme}://a.test", "answers": [{answer}]}}]}}, "requests": [
                    {{"url": "{scheme}://a.test/", "fetch": {{"read_timeout_ms": 1000, "retries": 1}}}}]}}"#
            );
            let trace = simulate(&with_world(&json));
            assert!(
                trace.fetches[0].outcome.is_some(),
                "{scheme} {}",
                &answer[..answer.len().min(80)]
            );
            assert!(!asked(&trace).is_empty());
        }
    }
}
