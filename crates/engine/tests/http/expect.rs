//! `Expect: 100-continue` (RFC 9110 §10.1.1), as printed traces.

use crate::{browser, story, with};
use engine::simulate;
use trace::{Content, HttpVersion};

#[test]
fn the_server_asks_for_the_content_that_is_announced() {
    let url = "http://api.example.com/users";
    let lines = [("Content-Type", "application/json"), ("Expect", "100-continue")];
    let post = with("POST", url, &lines, r#"{"name": "Bob"}"#);
    let trace = simulate(&browser(HttpVersion::Http1, vec![post]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
     94.617  user-agent → origin    POST /users HTTP/1.1
    114.649  origin → user-agent    HTTP/1.1 100 Continue
    134.659  user-agent → origin    content of POST /users HTTP/1.1  {"name": "Bob"}
    154.668  origin                 parse, 0.400 ms
    155.068  origin                 route /users, 0.200 ms
    155.268  origin                 validate content, 0.300 ms
    155.568  origin                 handle create a user, 2.500 ms
    158.068  origin                 serialize application/json, 0.600 ms
    158.668  origin → user-agent    HTTP/1.1 201 Created  {"id": 124, "name": "Bob"}
    178.700  user-agent             use response application/json, 0.800 ms
    179.500  user-agent             exchange 1 ends: 201
    "#);
}

#[test]
fn a_server_that_refuses_the_content_does_not_ask_for_it() {
    let url = "http://api.example.com/users";
    let lines = [("Content-Length", "2000000"), ("Expect", "100-continue")];
    let post = with("POST", url, &lines, "{}");
    let trace = simulate(&browser(HttpVersion::Http1, vec![post]));
    insta::assert_snapshot!(story(&trace), @"

      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
     94.617  user-agent → origin    POST /users HTTP/1.1
    114.644  origin                 parse, 0.400 ms: 2000000 octets of content, over 1 MiB
    115.044  origin → user-agent    HTTP/1.1 413 Content Too Large  119 octets
    135.094  user-agent             use response application/problem+json, 0.800 ms: 413 Content Too Large
    135.894  user-agent             exchange 1 ends: 413
    ");
}

#[test]
fn over_http_2_the_server_asks_for_the_content_too() {
    let url = "https://api.example.com/users";
    let lines = [("Content-Type", "application/json"), ("Expect", "100-continue")];
    let post = with("POST", url, &lines, r#"{"name": "Bob"}"#);
    let trace = simulate(&browser(HttpVersion::Http2, vec![post]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: POST https://api.example.com/users
    134.834  user-agent → origin    HTTP/2 connection preface, SETTINGS
    134.834  user-agent → origin    POST /users HTTP/2
    154.873  origin → user-agent    HTTP/2 SETTINGS, SETTINGS ACK
    154.873  origin → user-agent    HTTP/2 100
    174.913  user-agent → origin    HTTP/2 SETTINGS ACK
    174.913  user-agent → origin    content of POST /users HTTP/2  {"name": "Bob"}
    194.932  origin                 parse, 0.400 ms
    195.332  origin                 route /users, 0.200 ms
    195.532  origin                 validate content, 0.300 ms
    195.832  origin                 handle create a user, 2.500 ms
    198.332  origin                 serialize application/json, 0.600 ms
    198.932  origin → user-agent    HTTP/2 201  {"id": 124, "name": "Bob"}
    218.957  user-agent             use response application/json, 0.800 ms
    219.757  user-agent             exchange 1 ends: 201
    219.757  user-agent → origin    HTTP/2 GOAWAY NO_ERROR
    "#);
}

#[test]
fn over_http_2_content_that_is_refused_is_not_sent() {
    let url = "https://api.example.com/users";
    let lines = [("Content-Length", "2000000"), ("Expect", "100-continue")];
    let post = with("POST", url, &lines, "{}");
    let trace = simulate(&browser(HttpVersion::Http2, vec![post]));
    insta::assert_snapshot!(story(&trace), @"

      0.000  user-agent             exchange 1 starts: POST https://api.example.com/users
    134.834  user-agent → origin    HTTP/2 connection preface, SETTINGS
    134.834  user-agent → origin    POST /users HTTP/2
    154.872  origin                 parse, 0.400 ms: more than 1048576 octets of content
    154.872  origin → user-agent    HTTP/2 SETTINGS, SETTINGS ACK
    155.272  origin → user-agent    HTTP/2 413  117 octets
    155.272  origin → user-agent    HTTP/2 RST_STREAM NO_ERROR on stream 1
    174.906  user-agent → origin    HTTP/2 SETTINGS ACK
    175.314  user-agent             use response application/problem+json, 0.800 ms: 413 Content Too Large
    176.114  user-agent             exchange 1 ends: 413
    176.114  user-agent → origin    HTTP/2 GOAWAY NO_ERROR
    ");
}

#[test]
fn what_is_expected_may_be_a_list() {
    for (url, http) in [
        ("http://api.example.com/users", HttpVersion::Http1),
        ("https://api.example.com/users", HttpVersion::Http2),
    ] {
        let lines = [("Content-Type", "application/json"), ("Expect", "a, 100-Continue")];
        let post = with("POST", url, &lines, r#"{"name": "Bob"}"#);
        let trace = simulate(&browser(http, vec![post]));
        let interim = trace.messages.iter().filter(|message| {
            matches!(message.content, Content::HttpResponse { status_code: 100, .. })
        });
        assert_eq!(interim.count(), 1, "{url}");
    }
}
