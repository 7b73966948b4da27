//! What the file server answers, as a browser would see it.

use std::env;

use super::*;

#[test]
fn the_root_is_the_index() {
    check("/", "", "200 text/html; charset=utf-8 -> page");
    check("/?a=b", "", "200 text/html; charset=utf-8 -> page");
}

#[test]
fn wasm_has_the_type_that_browsers_ask_for() {
    check("/a.wasm", "", "200 application/wasm -> wasm");
}

#[test]
fn a_compressed_neighbour_is_sent_to_who_accepts_it() {
    check("/a.wasm", "gzip, deflate, br", "200 application/wasm br -> brotli");
    check("/a.wasm", "gzip", "200 application/wasm gzip -> gzip");
    check("/a.wasm", "br;q=0", "200 application/wasm -> wasm");
}

#[test]
fn nothing_outside_the_folder_is_served() {
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/.hidden",
        "/a\\b",
    ] {
        check(path, "", "404 text/plain; charset=utf-8 -> no such file\n");
    }
}

#[test]
fn a_broken_request_is_refused() {
    for head in [
        "",
        "GET",
        "GET / FTP/1",
        "GET http://a/ HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /%f HTTP/1.1",
    ] {
        assert_eq!(Request::parse(head), None, "{head}");
    }
}

#[test]
fn only_reading_is_allowed() {
    let response = respond(&Request {
        method: "POST".into(),
        path: "/".into(),
        accept_encoding: String::new(),
    });
    assert_eq!(response.status, 405);
}

#[test]
fn head_has_the_length_but_not_the_content() {
    let response = respond(&Request {
        method: "HEAD".into(),
        path: "/".into(),
        accept_encoding: String::new(),
    });
    let text = String::from_utf8(response.octets()).expect("this response is text");
    assert!(text.contains("Content-Length: 4\r\n") && text.ends_with("\r\n\r\n"), "{text}");
}

#[track_caller]
fn check(target: &str, accept_encoding: &str, expected: &str) {
    let head =
        format!("GET {target} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {accept_encoding}\r\n\r\n");
    let request = Request::read(head.as_bytes()).expect("memory can be read").expect("a request");
    let response = respond(&request);
    let field = |name| {
        response.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    let coding = field("Content-Encoding").map(|coding| format!(" {coding}")).unwrap_or_default();
    let media_type = field("Content-Type").expect("every response has a type");
    let content = String::from_utf8_lossy(&response.content);
    assert_eq!(format!("{} {media_type}{coding} -> {content}", response.status), expected);
}

/// Answers from a folder that is there for this one request.
fn respond(request: &Request) -> Response {
    let name = format!("roundtrip-http-{}-{:?}", std::process::id(), thread::current().id());
    let outside = env::temp_dir().join(name);
    let folder = outside.join("site");
    fs::create_dir_all(&folder).expect("a folder for the test");
    fs::write(outside.join("secret.txt"), "secret").expect("a file for the test");
    for (name, content) in [
        ("index.html", "page"),
        ("a.wasm", "wasm"),
        ("a.wasm.br", "brotli"),
        ("a.wasm.gz", "gzip"),
        (".hidden", "no"),
    ] {
        fs::write(folder.join(name), content).expect("a file for the test");
    }
    let response = Site { folder, gate: Box::new(|_| ()) }.respond(request);
    fs::remove_dir_all(outside).expect("the test's own folder can go");
    response
}
