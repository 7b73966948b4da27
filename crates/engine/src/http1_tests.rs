//! Framing, as RFC 9112 has it.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check_request(octets: &str, expected: &str) {
    let shown = match parse_request(octets.as_bytes()) {
        Parsed::Incomplete => "incomplete".to_owned(),
        Parsed::Malformed(refusal) => format!("{} {}", refusal.status_code, refusal.reason),
        Parsed::Complete(message) => format!(
            "{} {} {:?} of {}",
            message.start.method,
            message.start.target,
            String::from_utf8_lossy(&message.content_of(octets.as_bytes())),
            message.len
        ),
    };
    assert_eq!(shown, expected);
}

#[test]
fn content_length_frames_a_request() {
    check_request("GET / HTTP/1.1\r\nHost: x\r\n\r\nnext", "GET / \"\" of 27");
    check_request(
        "\r\nPUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcd",
        "PUT /a \"abc\" of 52",
    );
    check_request("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", "incomplete");
    check_request("GET / HTTP/1.1\r\nHost: x\r\n", "incomplete");
}

#[test]
fn chunks_frame_a_request() {
    let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    check_request(
        &format!("{head}3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nTrailer: t\r\n\r\n"),
        "POST / \"abcd\" of 91",
    );
    check_request(&format!("{head}3\r\nabc\r\n0\r\n"), "incomplete");
    check_request(
        &format!("{head}3\r\nabcd\r\n0\r\n\r\n"),
        "400 a chunk that is longer than its size",
    );
    check_request(&format!("{head}xyz\r\n"), "400 a chunk size that is not a hexadecimal number");
    check_request(&format!("{head}ffffffffffffffff\r\n"), "400 more than 64 MiB in chunks");
}

#[test]
fn smuggling_is_refused() {
    let check = |lines: &str, expected: &str| {
        check_request(&format!("POST / HTTP/1.1\r\nHost: x\r\n{lines}\r\n"), expected);
    };
    check(
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "400 both Transfer-Encoding and Content-Length",
    );
    check(
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "400 two different values of Content-Length",
    );
    check("Content-Length: +3\r\n", "400 Content-Length is “+3”, not a number");
    check(
        "Transfer-Encoding: chunked, identity\r\n",
        "400 Transfer-Encoding does not end with chunked",
    );
    check(
        "Transfer-Encoding: chunked, chunked\r\n",
        "400 Transfer-Encoding does not end with chunked",
    );
    check("Host: y\r\n", "400 a request has one Host field; this has 2");
    check("A: b\r\n folded\r\n", "400 malformed request: invalid header name");
    check("A : b\r\n", "400 malformed request: invalid header name");
    check("Content-Length: 9999999\r\n", "413 9999999 octets of content, over 1 MiB");
}

#[test]
fn a_request_without_host_is_refused() {
    check_request("GET / HTTP/1.1\r\n\r\n", "400 a request has one Host field; this has 0");
    check_request("GET / HTTP/1.0\r\n\r\n", "GET / \"\" of 18");
    check_request("GET / HTTP/2.0\r\n\r\n", "505 the version is not HTTP/1.1");
}

#[track_caller]
fn check_response(method: &str, octets: &str, closed: bool, expected: &str) {
    let shown = match parse_response(octets.as_bytes(), method, closed) {
        Parsed::Incomplete => "incomplete".to_owned(),
        Parsed::Malformed(refusal) => refusal.reason,
        Parsed::Complete(message) => format!(
            "{} {:?}",
            message.start.status_code,
            String::from_utf8_lossy(&message.content_of(octets.as_bytes()))
        ),
    };
    assert_eq!(shown, expected);
}

#[test]
fn a_response_ends_where_its_framing_says() {
    let ok = "HTTP/1.1 200 OK\r\n";
    check_response("GET", &format!("{ok}Content-Length: 2\r\n\r\nhi"), false, "200 \"hi\"");
    check_response("HEAD", &format!("{ok}Content-Length: 2\r\n\r\n"), false, "200 \"\"");
    check_response("GET", "HTTP/1.1 204 No Content\r\n\r\n", false, "204 \"\"");
    check_response("GET", &format!("{ok}\r\nhi"), false, "incomplete");
    check_response("GET", &format!("{ok}\r\nhi"), true, "200 \"hi\"");
    check_response("GET", &format!("{ok}Content-Length: 3\r\n\r\nhi"), true, "incomplete");
    check_response(
        "GET",
        "HTP/1.1 200 OK\r\n\r\n",
        true,
        "malformed response: invalid HTTP version",
    );
}

proptest! {
    #[test]
    fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..300), closed: bool) {
        let _ = parse_request(&octets);
        let _ = parse_response(&octets, "GET", closed);
    }

    #[test]
    fn what_is_written_is_read(
        method in "[A-Z]{1,8}",
        target in "/[a-z0-9/?=&]{0,20}",
        value in "[ -~]{0,20}",
        content in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let line = |name: &str, value: &str| FieldLine { name: name.into(), value: value.into() };
        let start = RequestLine { method, target, minor_version: 1 };
        let length = content.len().to_string();
        let lines = [line("Host", "x"), line("X-A", value.trim()), line("Content-Length", &length)];
        let octets = write_request(&start, &lines, &content);
        let Parsed::Complete(message) = parse_request(&octets) else { panic!("not read") };
        prop_assert_eq!(&message.start, &start);
        prop_assert_eq!(&message.field_lines[..], &lines[..]);
        prop_assert_eq!(message.content_of(&octets), content);
        prop_assert_eq!(message.len, octets.len());
        for cut in 0..octets.len() {
            prop_assert_eq!(parse_request(&octets[..cut]), Parsed::Incomplete);
        }
    }
}
