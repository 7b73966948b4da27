//! Redirects (WHATWG Fetch §4.4, HTTP-redirect fetch; RFC 9110 §15.4).

use super::{asked, outcomes, run, sent, stages};
use trace::{Cause, ClientKind, StageKind};

/// A server that sends every request on, and one that it may be sent to.
fn servers(status: u16, location: &str) -> String {
    format!(
        r#"[{{"origin": "http://a.test", "answers": [
              {{"target": "/old", "status": {status}, "headers": [["Location", "{location}"]]}},
              {{"body": "here"}}]}},
            {{"origin": "https://b.test:8443", "answers": [{{"body": "there"}}]}}]"#
    )
}

fn request(method: &str, more: &str) -> String {
    format!(r#"[{{"method": "{method}", "url": "http://a.test/old" {more}}}]"#)
}

#[test]
fn each_hop_is_an_exchange_with_its_cause() {
    let servers = servers(302, "https://b.test:8443/new#x");
    let trace = run(ClientKind::Browser, &servers, &request("GET", ""));
    assert_eq!(asked(&trace), ["GET http://a.test/old 302", "GET https://b.test:8443/new#x 200"]);
    let causes: Vec<Cause> = trace.exchanges.iter().map(|exchange| exchange.cause).collect();
    assert_eq!(causes, [Cause::Initial, Cause::Redirect]);
    assert_eq!(outcomes(&trace), ["200"]);
}

#[test]
fn methods_are_rewritten_by_status_and_client() {
    let check = |kind, status: u16, method: &str, expected: &str| {
        let more = r#", "body": "x", "headers": [["Content-Type", "text/plain"], ["Accept", "*/*"]],
                        "fetch": {"redirect": "follow"}"#;
        let trace = run(kind, &servers(status, "/new"), &request(method, more));
        assert_eq!(trace.exchanges[1].method, expected, "{kind:?} {status} {method}");
        let is_same = method == expected;
        assert_eq!(sent(&trace, "content-type")[1].is_some(), is_same, "the type of the content");
        assert_eq!(sent(&trace, "content-length")[1].is_some(), is_same, "{kind:?} {status}");
        assert_eq!(sent(&trace, "accept")[1].as_deref(), Some("*/*"));
    };
    for status in [307, 308] {
        for kind in ClientKind::ALL {
            check(kind, status, "POST", "POST");
            check(kind, status, "DELETE", "DELETE");
        }
    }
    for kind in ClientKind::ALL {
        check(kind, 301, "POST", "GET");
        check(kind, 303, "PUT", "GET");
    }
    check(ClientKind::Browser, 302, "PUT", "PUT");
    check(ClientKind::Curl, 302, "PUT", "PUT");
    check(ClientKind::Python, 302, "PUT", "GET");
    check(ClientKind::Python, 301, "PUT", "PUT");
    check(ClientKind::Server, 301, "PUT", "GET");
}

#[test]
fn a_client_follows_as_its_kind_does_unless_it_is_told_otherwise() {
    let n_asked = |kind, method, fetch: &str| {
        let more = format!(r#", "fetch": {{{fetch}}}"#);
        run(kind, &servers(302, "/new"), &request(method, &more)).exchanges.len()
    };
    assert_eq!(n_asked(ClientKind::Curl, "GET", ""), 1);
    assert_eq!(n_asked(ClientKind::Curl, "GET", r#""redirect": "follow""#), 2);
    assert_eq!(n_asked(ClientKind::Python, "HEAD", ""), 1);
    assert_eq!(n_asked(ClientKind::Browser, "HEAD", ""), 2);
    assert_eq!(n_asked(ClientKind::Browser, "GET", r#""redirect": "manual""#), 1);
    let forbidden = run(
        ClientKind::Browser,
        &servers(302, "/new"),
        &request("GET", r#", "fetch": {"redirect": "error"}"#),
    );
    assert_eq!(outcomes(&forbidden), ["redirected, which this fetch forbids"]);
    assert_eq!(asked(&forbidden), ["GET http://a.test/old 302"]);
}

#[test]
fn a_circle_is_left_after_as_many_redirects_as_the_client_follows() {
    let check = |kind, more: &str, most: usize| {
        let trace = run(kind, &servers(302, "/old"), &request("GET", more));
        assert_eq!(trace.exchanges.len(), most + 1, "{kind:?}");
        assert_eq!(outcomes(&trace), [format!("over {most} redirects")]);
    };
    check(ClientKind::Browser, "", 20);
    check(ClientKind::Python, "", 30);
    check(ClientKind::Server, "", 10);
    check(ClientKind::Browser, r#", "fetch": {"max_redirects": 3}"#, 3);
    check(ClientKind::Browser, r#", "fetch": {"max_redirects": 0}"#, 0);
}

#[test]
fn what_is_no_place_for_http_ends_the_fetch_with_its_reason() {
    let check = |location: &str, expected: &str| {
        let trace = run(ClientKind::Browser, &servers(301, location), &request("GET", ""));
        assert_eq!(outcomes(&trace), [expected]);
    };
    check("http://", "redirected to no URL: http://");
    check("mailto:a@b.test", "redirected to a URL of mailto:");
}

#[test]
fn what_was_meant_for_one_origin_goes_to_no_other() {
    let lines = r#", "headers": [["Authorization", "Bearer t"], ["X-Own", "1"]]"#;
    let check = |location: &str, is_kept: bool| {
        let trace = run(ClientKind::Python, &servers(307, location), &request("GET", lines));
        assert_eq!(sent(&trace, "authorization")[1].is_some(), is_kept, "{location}");
        assert!(sent(&trace, "x-own")[1].is_some(), "other fields go along");
        let n_stages = stages(&trace, StageKind::LeaveOutCredentials).len();
        assert_eq!(n_stages, usize::from(!is_kept), "{location}");
    };
    check("/new", true);
    check("http://a.test:80/new", true);
    check("https://b.test:8443/new", false);
}

#[test]
fn curl_keeps_what_it_is_told_to_keep() {
    let servers = r#"[
        {"origin": "http://a.test", "answers": [
            {"target": "/301", "status": 301, "headers": [["Location", "/new"]]},
            {"target": "/303", "status": 303, "headers": [["Location", "/new"]]},
            {"target": "/away", "status": 307, "headers": [["Location", "http://b.test/new"]]},
            {"body": "here"}]},
        {"origin": "http://b.test", "answers": [{"body": "there"}]}]"#;
    let last = |method: &str, path: &str, body: &str, fetch: &str| {
        let requests = format!(
            r#"[{{"method": "{method}", "url": "http://a.test{path}#part", "body": "{body}",
                "headers": [["Authorization", "Basic YTpi"], ["Accept", "*/*"]],
                "fetch": {{"redirect": "follow", {fetch}}}}}]"#
        );
        let trace = run(ClientKind::Curl, servers, &requests);
        let request = trace.exchanges[1].request().map(|id| &trace.message(id).content);
        let Some(trace::Content::HttpRequest { method, field_lines, body, .. }) = request else {
            panic!("it goes on: {trace}")
        };
        let body = String::from_utf8(trace.octets.join(body)).expect("a text");
        let names = field_lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>();
        (method.clone(), body, names.join(" "), field_lines.value("referer").map(str::to_owned))
    };
    let told = |method, path, fetch| {
        let (method, body, ..) = last(method, path, "x", fetch);
        format!("{method} {body}")
    };
    assert_eq!(told("POST", "/301", r#""max_redirects": 9"#), "GET ");
    assert_eq!(told("POST", "/301", r#""post301": true"#), "POST x");
    assert_eq!(told("POST", "/301", r#""post303": true"#), "GET ");
    assert_eq!(told("POST", "/303", r#""post303": true"#), "POST x");
    assert_eq!(told("POST", "/301", r#""keep_method": true"#), "POST ");
    assert_eq!(told("PUT", "/301", r#""keep_method": true"#), "PUT ");
    assert_eq!(told("PUT", "/301", r#""keep_method": true, "post301": true"#), "PUT x");
    assert_eq!(told("DELETE", "/away", r#""keep_method": true"#), "DELETE x");
    let (_, _, names, referer) = last("GET", "/301", "", r#""auto_referer": true"#);
    assert_eq!(names, "Host Authorization Accept Referer");
    assert_eq!(referer.as_deref(), Some("http://a.test/301"));
    assert_eq!(last("GET", "/away", "", r#""max_redirects": 9"#).2, "Host Accept");
    assert_eq!(
        last("GET", "/away", "", r#""location_trusted": true"#).2,
        "Host Authorization Accept"
    );
}
