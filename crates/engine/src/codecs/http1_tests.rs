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
fn lengths_are_decimal_numbers_that_agree() {
    let check = |value: &str, expected: &str| {
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {value}\r\n\r\n");
        let shown = match parse_request([&head, "abcdef"].concat().as_bytes()) {
            Parsed::Complete(message) => (message.len - head.len()).to_string(),
            Parsed::Malformed(refusal) => refusal.status_code.to_string(),
            Parsed::Incomplete => "incomplete".to_owned(),
        };
        assert_eq!(shown, expected, "{value}");
    };
    // RFC 9110 §8.6 allows to take equal values for one.
    for (value, expected) in [("3", "3"), ("003", "3"), ("3, 3", "3"), ("3,03", "3")] {
        check(value, expected);
    }
    for value in ["", "-1", "+3", "0x3", "3 3", "3;", "1e1", "3, 4", "3,"] {
        check(value, "400");
    }
    check("99999999999999999999", "413");
}

#[test]
fn transfer_codings_are_known_and_chunked_is_the_last() {
    let check = |version: &str, lines: &str, expected: &str| {
        let head = format!("POST / HTTP/{version}\r\nHost: x\r\n{lines}\r\n");
        check_request(&[&head, "1\r\na\r\n0\r\n\r\n"].concat(), expected);
    };
    let good = |len: usize| format!("POST / \"a\" of {len}");
    check("1.1", "Transfer-Encoding: Chunked\r\n", &good(67));
    check("1.1", "Transfer-Encoding: , chunked,\r\n", &good(70));
    check("1.0", "Transfer-Encoding: chunked\r\n", "400 Transfer-Encoding in HTTP/1.0");
    let unknown = "501 the transfer coding “gzip” is not known here";
    check("1.1", "Transfer-Encoding: gzip, chunked\r\n", unknown);
    check("1.1", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", unknown);
    let not_last = "400 Transfer-Encoding does not end with chunked";
    for value in ["chunked, gzip", "xchunked", "chunked;q=1", "identity", "\"chunked\"", ""] {
        check("1.1", &format!("Transfer-Encoding: {value}\r\n"), not_last);
    }
    check(
        "1.1",
        "Transfer-Encoding: \u{b}chunked\r\n",
        "400 malformed request: invalid header value",
    );
}

#[test]
fn chunks_are_read_as_rfc_9112_has_them() {
    let check = |body: &str, expected: &str| {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        check_request(&[head, body].concat(), expected);
    };
    let last = "0\r\n\r\n";
    check(&format!("1;a=\"b c\";d\r\na\r\n{last}"), "POST / \"a\" of 77");
    check(&format!("001 \r\na\r\n{last}"), "POST / \"a\" of 70");
    check("0;last\r\nA: b\r\nC: d\r\n\r\n", "POST / \"\" of 78");
    for size in ["-1", "+1", "0x1", "", " 1", "1_0", "1 1", "ffffffffffffffffff"] {
        check(
            &format!("{size}\r\na\r\n{last}"),
            "400 a chunk size that is not a hexadecimal number",
        );
    }
    // Two parsers that end this line in two places see two different requests.
    for line in ["1;\n\r\n", "1;a\nb\r\n", "1;\0\r\n"] {
        check(&format!("{line}a\r\n{last}"), "400 a chunk extension with a control character");
    }
    check(&format!("1;{}", "a".repeat(70_000)), "400 a chunk extension that is longer than 64 KiB");
    check("1\na\r\n", "400 a chunk size that is not a hexadecimal number");
    check("2\r\na\r\n", "incomplete");
    check("1\r\na\n\n0\r\n\r\n", "400 a chunk that is longer than its size");
    check("0\r\nGET / HTTP/1.1\r\n\r\n", "400 malformed trailer section: invalid header name");
    check(
        &format!("0\r\nA: {}", "b".repeat(70_000)),
        "400 the trailer section is longer than 64 KiB",
    );
}

#[test]
fn a_malformed_head_is_refused() {
    let malformed = |what: &str| format!("400 malformed request: invalid {what}");
    for method in ["GE(T", "G\u{e9}T", "GET\t", "\"GET\""] {
        check_request(&format!("{method} / HTTP/1.1\r\nHost: x\r\n\r\n"), &malformed("token"));
    }
    for line in [" Host: x", "\tHost: x", ": x", "A b: c", "A\t: b", "A", "A(b): c"] {
        let head = format!("GET / HTTP/1.1\r\n{line}\r\nHost: x\r\n\r\n");
        check_request(&head, &malformed("header name"));
    }
    for value in ["a\0b", "a\rb", "a\u{1}"] {
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nA: {value}\r\n\r\n");
        check_request(&head, &malformed("header value"));
    }
    check_request("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", &malformed("HTTP version"));
    check_request("GET / http/1.1\r\nHost: x\r\n\r\n", &malformed("HTTP version"));
    // RFC 9112 §2.2 allows to take a line feed alone for the end of a line.
    check_request("GET / HTTP/1.1\nHost: x\n\n", "GET / \"\" of 24");
    let many = "A: b\r\n".repeat(101);
    check_request(&format!("GET / HTTP/1.1\r\n{many}\r\n"), "431 over 100 header lines");
    check_request(
        &format!("GET /{} HTTP/1.1\r\n", "a".repeat(70_000)),
        "431 the header section is longer than 64 KiB",
    );
}

#[test]
fn host_names_a_host() {
    let check = |value: &str, is_good: bool| {
        let head = format!("GET / HTTP/1.1\r\nHost: {value}\r\n\r\n");
        let refused = format!("400 Host is “{value}”, which names no host");
        let good = format!("GET / \"\" of {}", head.len());
        check_request(&head, if is_good { &good } else { &refused });
    };
    for value in ["x", "x:80", "", "[2001:db8::1]:8080", "xn--bcher-kva.example", "a_b"] {
        check(value, true);
    }
    for value in ["a b", "a/b", "a@b", "a?b", "a#b", "a\\b", "b\u{fc}cher.example"] {
        check(value, false);
    }
}

#[test]
fn a_folded_line_of_a_response_is_read_as_one() {
    let octets = b"HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\td \r\nContent-Length: 0\r\n\r\n";
    let Parsed::Complete(message) = parse_response(octets, "GET", false) else {
        panic!("the response is whole")
    };
    assert_eq!(message.field_lines[0].value, "b c d");
}

#[test]
fn a_request_without_host_is_refused() {
    check_request("GET / HTTP/1.1\r\n\r\n", "400 a request has one Host field; this has 0");
    check_request("GET / HTTP/1.0\r\n\r\n", "GET / \"\" of 18");
    check_request("GET / HTTP/2.0\r\n\r\n", "505 the version is not HTTP/1.1");
}

#[test]
fn a_host_is_a_host_and_a_port() {
    for host in ["a", "a:80", "a:", "[::1]", "[2001:db8::34]:80", "192.0.2.1", "%41.example", ""] {
        let written = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        check_request(&written, &format!("GET / \"\" of {}", written.len()));
    }
    for host in ["a:8a", "a:b:c", "[::1", "[x]", "%zz", "a b", "u@a", "a/b"] {
        let written = format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        check_request(&written, &format!("400 Host is “{host}”, which names no host"));
    }
}

#[test]
fn what_is_too_long_is_refused_however_it_arrives() {
    let host = "Host: a\r\n";
    let target = format!("GET /{} HTTP/1.1\r\n{host}\r\n", "y".repeat(65_534));
    check_request(&target, "414 the request target is longer than 65534 octets");
    let line = format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "y".repeat(70_000));
    check_request(&line, "431 the header section is longer than 64 KiB");
    let content = |len| format!("POST / HTTP/1.1\r\n{host}Content-Length: {len}\r\n\r\n");
    check_request(&content("5000000000"), "413 over 4 GiB of content");
    check_request(&content("99999999999999999999999"), "413 over 4 GiB of content");
    check_request(&content("1x"), "400 Content-Length is “1x”, not a number");
}

#[test]
fn a_chunk_size_may_start_with_zeros() {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    let written = format!("{head}{:0>40}\r\nabcde\r\n{:0>20}\r\n\r\n", "5", "0");
    check_request(&written, &format!("POST / \"abcde\" of {}", written.len()));
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
        "it does not start with a version of HTTP",
    );
    let alert = "\u{15}\u{3}\u{3}\0\u{2}\u{2}\u{16}";
    check_response("GET", alert, true, "its first bytes are a record of TLS");
    check_response(
        "GET",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        true,
        "its first line has no status code of three digits",
    );
}

/// What chunks, trailers and field lines are made of.
const CHUNK_OCTETS: &[u8] = b"0013afA;=\"\r\r\n\n\r\n \t:x\0";

proptest! {
    #[test]
    fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..300), closed: bool) {
        let _ = parse_request(&octets);
        let _ = parse_response(&octets, "GET", closed);
    }

    #[test]
    fn no_octets_behind_a_good_head_panic(
        octets in prop::collection::vec(prop::sample::select(CHUNK_OCTETS.to_vec()), 0..60),
        closed: bool,
    ) {
        let coded = b"Transfer-Encoding: chunked\r\n\r\n";
        for (start, rest) in [(&b"POST / HTTP/1.1\r\nHost: x\r\n"[..], coded), (b"HTTP/1.1 200 OK\r\n", coded)] {
            let whole = [start, rest, &octets].concat();
            if let Parsed::Complete(message) = parse_request(&whole) {
                let _ = message.content_of(&whole);
            }
            if let Parsed::Complete(message) = parse_response(&whole, "GET", closed) {
                let _ = message.content_of(&whole);
            }
            let _ = parse_request(&[start, &octets].concat());
            let _ = parse_response(&[start, &octets].concat(), "GET", closed);
        }
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

#[test]
fn control_characters_in_a_value_are_read_but_for_nul() {
    let value = |octets: &[u8]| match response_head(octets) {
        Ok(Some((_, lines, _))) => lines.value("set-cookie").map(str::to_owned),
        Ok(None) => None,
        Err(refusal) => Some(refusal.reason),
    };
    let head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=\x01b\x7f\r\nA: b\r\n\r\n";
    assert_eq!(value(head).as_deref(), Some("a=\u{1}b\u{7f}"));
    assert_eq!(value(&head[..40]), None, "it goes on");
    let told = "the value of a header field has a sign that it may not";
    assert_eq!(value(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=\0\r\n\r\n").as_deref(), Some(told));
}

/// As browsers do: RFC 9112 §5.1 has a proxy take away the white space before a colon, and says of
/// other lines that are no fields nothing.
#[test]
fn lines_of_a_response_that_are_no_fields_are_passed_over() {
    let lines = |lines: &str| {
        let octets = format!("HTTP/1.1 200 OK\r\n{lines}\r\nX: 1\r\n\r\n");
        let (_, lines, len) = response_head(octets.as_bytes()).unwrap().expect("it is whole");
        assert_eq!(len, octets.len());
        lines
            .iter()
            .map(|line| format!("{}={}", line.name, line.value))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(lines("no field"), "X=1");
    assert_eq!(lines(": a"), "X=1");
    assert_eq!(lines("A : b"), "A=b X=1");
    assert_eq!(lines("Set\u{1}Cookie: a"), "X=1");
    assert_eq!(lines("A: b\nc"), "A=b X=1");
    assert!(response_head(b"HTTP/1.1 200 OK\r\nno field\0\r\n\r\n").is_err());
    assert_eq!(response_head(b"HTTP/1.1 200 OK\r\nno field\r\n"), Ok(None));
}

#[test]
fn a_response_has_many_field_lines_and_a_client_reads_as_much_as_a_browser() {
    let told = |lines: &str| match response_head(format!("HTTP/1.1 200 OK\r\n{lines}").as_bytes()) {
        Ok(Some((_, lines, _))) => lines.len().to_string(),
        Ok(None) => "it goes on".to_owned(),
        Err(refusal) => refusal.reason,
    };
    let many = |count: usize| "Set-Cookie: a=b\r\n".repeat(count);
    assert_eq!(told(&format!("{}\r\n", many(10_000))), "10000");
    assert_eq!(told(&format!("A: {}\r\n\r\n", "a".repeat(262_000))), "1");
    assert_eq!(told(&many(10_000)), "it goes on");
    let too_long = "the header section is longer than 256 KiB";
    assert_eq!(told(&format!("A: {}", "a".repeat(263_000))), too_long);
    assert_eq!(
        told(&format!("{}\r\n", "A:\r\n".repeat(10_001))),
        "it has over 10,000 header lines"
    );
    assert_eq!(told(&many(20_000)), "it has over 10,000 header lines");
}

#[test]
fn a_status_code_has_a_first_digit_from_one_on() {
    let told = "its first line has no status code of three digits";
    check_response("GET", "HTTP/1.1 000 OK\r\n\r\n", false, told);
    check_response("GET", "HTTP/1.1 099 OK\r\n\r\n", false, told);
    check_response("GET", "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", false, "999 \"\"");
}
