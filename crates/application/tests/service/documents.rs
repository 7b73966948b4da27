//! Formats to choose from, a document that is changed in part, versions by time, parts of a file.

use crate::Server;

#[track_caller]
fn expect(printed: &str, parts: &[&str]) {
    for part in parts {
        assert!(printed.contains(part), "{part} is in\n{printed}");
    }
}

fn once(request: &str) -> String {
    Server::boot().printed(request)
}

#[test]
fn a_client_gets_the_format_that_it_would_like() {
    let html = once("GET /users/42\naccept: text/html,application/xml;q=0.9,*/*;q=0.8");
    let parts = [
        "200 OK\ncontent-type: text/html; charset=utf-8\nvary: Accept\n",
        "<dt>name</dt><dd>Alice</dd>",
        "Negotiate (text/html)",
        "Serialize (text/html; charset=utf-8)",
    ];
    expect(&html, &parts);
    let xml = once("GET /users\naccept: application/xml");
    expect(&xml, &["content-type: application/xml; charset=utf-8", "<users><user><id>1</id>"]);
    let json = once("GET /users/42\naccept: application/json");
    assert!(!json.contains("vary") && !json.contains("Negotiate"), "{json}");
    let weighed = once("GET /users/42\naccept: text/html;q=0.5, application/json");
    expect(
        &weighed,
        &["content-type: application/json", "vary: Accept", "Negotiate (application/j"],
    );
    expect(&once("HEAD /users/42\naccept: text/html"), &["200 OK", "content-type: text/html"]);
    expect(&once("GET /\naccept: text/html"), &["<dt>/orders/{id}</dt>"]);
}

#[test]
fn a_format_that_there_is_not_is_refused_before_anything_is_done() {
    let refused = once("GET /users/42\naccept: image/png");
    let there = "application/json, text/html, application/xml";
    expect(
        &refused,
        &["406 Not Acceptable", "application/problem+json", there, "Negotiate () refused"],
    );
    let post =
        "POST /users\naccept: image/png\ncontent-type: application/json\n\n{\"name\": \"Bob\"}";
    let refused = once(post);
    assert!(refused.starts_with("406") && !refused.contains("INSERT"), "{refused}");
    expect(&once("GET /page/logo.svg\naccept: image/png"), &["200 OK"]);
}

#[test]
fn a_problem_comes_in_the_same_format() {
    let html = once("GET /users/9\naccept: text/html");
    expect(
        &html,
        &["404 Not Found\ncontent-type: text/html", "vary: Accept", "no user has the id 9"],
    );
    let xml = once("GET /nothing\naccept: application/xml");
    expect(&xml, &["404", "application/problem+xml", "<problem xmlns=\"urn:ietf:rfc:7807\">"]);
    let script = once("GET /%3Cscript%3E\naccept: text/html");
    assert!(!script.contains("<script"), "{script}");
}

#[test]
fn each_format_has_an_entity_tag_of_its_own() {
    let tag = "2dcea07fa9225643";
    let html = once("GET /products/1\naccept: text/html");
    expect(&html, &[&format!("etag: \"{tag}-html\"\n")]);
    let stale = once(&format!("GET /products/1\naccept: text/html\nif-none-match: \"{tag}\""));
    expect(&stale, &["200 OK"]);
    let fresh = once(&format!("GET /products/1\naccept: text/html\nif-none-match: \"{tag}-html\""));
    expect(&fresh, &["304 Not Modified", "vary: Accept"]);
    let content = "content-type: application/json\n\n{\"price_cents\": 1}";
    let patch = |tag: &str| once(&format!("PATCH /products/1\nif-match: \"{tag}\"\n{content}"));
    expect(&patch(&format!("{tag}-xml")), &["200 OK"]);
    expect(&patch("another"), &["412 Precondition Failed"]);
    let none = format!("PATCH /products/1\nif-none-match: \"{tag}-html\"\n{content}");
    expect(&once(&none), &["412 Precondition Failed"]);
}

const PROFILE: &str = "{\"city\": \"Oxford\", \"email\": \"alice@example.com\", \"interests\": [\"chess\", \"tea\"], \"newsletter\": true}";

fn patch(media_type: &str, content: &str) -> String {
    format!("PATCH /users/42/profile\ncontent-type: {media_type}\n\n{content}")
}

const STEPS: &str = "application/json-patch+json";
const MERGE: &str = "application/merge-patch+json";

#[test]
fn a_profile_is_replaced_as_a_whole_and_changed_in_part() {
    let server = Server::boot();
    let read = server.printed("GET /users/42/profile");
    let parts = [
        PROFILE,
        "cache-control: private, no-cache",
        "last-modified: Sun, 04 Jan 2026 09:00:00 GMT",
    ];
    expect(&read, &parts);
    server.wait(60);
    let merged = server.printed(&patch(MERGE, "{\"city\": null, \"newsletter\": false}"));
    expect(
        &merged,
        &[
            "200 OK",
            "{\"email\": \"alice@example.com\", \"interests\": [\"chess\", \"tea\"], \"newsletter\": false}",
        ],
    );
    let put = "PUT /users/42/profile\ncontent-type: application/json\n\n";
    let part = server.printed(&format!("{put}{{\"city\": \"York\"}}"));
    expect(&part, &["400 Bad Request", "the member “email” is missing"]);
    let whole = server.printed(&format!("{put}{PROFILE}"));
    expect(&whole, &["200 OK", PROFILE, "updated_at=1767603660"]);
    let form = "PUT /users/42/profile\ncontent-type: application/x-www-form-urlencoded\n\nemail=a%40b&interests=x&interests=y&newsletter=on";
    expect(
        &server.printed(form),
        &["200 OK", "\"interests\": [\"x\", \"y\"], \"newsletter\": true}"],
    );
    expect(&server.printed("GET /users/7/profile"), &["404 Not Found", "no profile"]);
    expect(
        &server.printed("OPTIONS /users/42/profile"),
        &["allow: GET, HEAD, PUT, PATCH, OPTIONS", &format!("accept-patch: {MERGE}, {STEPS}")],
    );
}

#[test]
fn steps_that_are_done_twice_leave_twice_as_much() {
    let server = Server::boot();
    let add = patch(STEPS, r#"[{"op": "add", "path": "/interests/-", "value": "go"}]"#);
    expect(&server.printed(&add), &["[\"chess\", \"tea\", \"go\"]"]);
    expect(&server.printed(&add), &["[\"chess\", \"tea\", \"go\", \"go\"]"]);
    let all = r#"[{"op": "test", "path": "/city", "value": "Oxford"},
        {"op": "copy", "from": "/city", "path": "/interests/0"},
        {"op": "move", "from": "/interests/1", "path": "/interests/0"},
        {"op": "replace", "path": "/newsletter", "value": false},
        {"op": "remove", "path": "/city"}]"#;
    let printed = server.printed(&patch(STEPS, all));
    expect(&printed, &["\"interests\": [\"chess\", \"Oxford\", \"tea\"", "\"newsletter\": false"]);
    assert!(!printed.contains("\"city\""), "{printed}");
}

#[test]
fn a_change_that_cannot_be_is_told_and_not_done() {
    let server = Server::boot();
    let check = |media_type: &str, content: &str, told: &str| {
        let printed = server.printed(&patch(media_type, content));
        assert!(printed.starts_with(told), "{content}: {printed}");
    };
    check(STEPS, "{}", "400");
    check(STEPS, "[", "400");
    check(STEPS, r#"[{"op": "fly", "path": ""}]"#, "400");
    check(STEPS, r#"[{"op": "test", "path": "/city", "value": "York"}]"#, "409");
    check(STEPS, r#"[{"op": "remove", "path": "/nothing"}]"#, "409");
    check(STEPS, r#"[{"op": "remove", "path": "/email"}]"#, "422");
    check(STEPS, r#"[{"op": "replace", "path": "", "value": 1}]"#, "422");
    check(MERGE, r#"{"color": "red"}"#, "422");
    check(MERGE, r#"{"interests": ["a", 1]}"#, "422");
    check("text/plain", "x", "415");
    let doubling =
        format!("[{}]", vec![r#"{"op": "copy", "from": "", "path": "/a"}"#; 90].join(","));
    check(STEPS, &doubling, "422");
    check(MERGE, &"{\"a\":".repeat(10_000), "400");
    expect(&server.printed("GET /users/42/profile"), &[PROFILE]);
}

#[test]
fn a_version_by_time_counts_where_none_by_tag_is_asked_for() {
    let server = Server::boot();
    let get = |fields: &str| server.printed(&format!("GET /users/42/profile\n{fields}"));
    let (same, before) = ("Sun, 04 Jan 2026 09:00:00 GMT", "Sat, 03 Jan 2026 09:00:00 GMT");
    expect(&get(&format!("if-modified-since: {same}")), &["304 Not Modified", "last-modified: "]);
    expect(&get(&format!("if-modified-since: {before}")), &["200 OK"]);
    expect(&get("if-modified-since: yesterday"), &["200 OK"]);
    expect(&get(&format!("if-modified-since: {same}\nif-none-match: \"x\"")), &["200 OK"]);
    expect(&get(&format!("if-unmodified-since: {before}")), &["412 Precondition Failed"]);
    expect(&get(&format!("if-unmodified-since: {before}\nif-match: *")), &["200 OK"]);
    let change = |fields: &str| {
        let request = patch(MERGE, "{\"city\": \"York\"}");
        server.printed(&request.replace("\n\n", &format!("\n{fields}\n\n")))
    };
    let refused = change(&format!("if-unmodified-since: {before}"));
    expect(&refused, &["412 Precondition Failed", "changed at Sun, 04 Jan 2026"]);
    server.wait(1);
    expect(&change(&format!("if-unmodified-since: {same}")), &["200 OK", "York"]);
    expect(&change(&format!("if-unmodified-since: {same}")), &["412 Precondition Failed"]);
    expect(&change("if-match: \"x\""), &["412 Precondition Failed"]);
}

#[test]
fn parts_of_a_file_are_sent_where_they_are_asked_for() {
    let get = |fields: &str| once(&format!("GET /guide.txt\n{fields}"));
    let whole = get("accept: */*");
    expect(
        &whole,
        &["200 OK", "accept-ranges: bytes", "last-modified: Mon, 03 Nov 2025 08:00:00 GMT"],
    );
    let length = whole.split("content-length: ").nth(1).and_then(|rest| rest.split('\n').next());
    let length = length.expect("it says how long it is");
    let part = get("range: bytes=0-25");
    let told = format!("content-range: bytes 0-25/{length}\n");
    expect(
        &part,
        &["206 Partial Content", &told, "content-length: 26", "\n\n 1  How a request travels\n"],
    );
    expect(&get("range: bytes=-5"), &["206 Partial Content", "content-length: 5", "\n\nart.\n"]);
    let two = get("range: bytes=0-3, 26-29");
    let parts = [
        "206 Partial Content\ncontent-type: multipart/byteranges; boundary=",
        "Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes 0-3/",
        "Content-Range: bytes 26-29/",
    ];
    expect(&two, &parts);
    assert!(!two.contains("\ncontent-range"), "{two}");
    let beyond = get("range: bytes=100000-");
    expect(&beyond, &["416 Range Not Satisfiable", &format!("content-range: bytes */{length}")]);
    let many = format!("range: bytes={}", vec!["0-1"; 10_000].join(","));
    expect(&get(&many), &["416 Range Not Satisfiable", "10000 ranges are asked for"]);
    expect(&get("range: lines=1-2"), &["200 OK"]);
    let (tag, date) = ("if-range: \"x\"", "if-range: Mon, 03 Nov 2025 08:00:00 GMT");
    expect(&get(&format!("range: bytes=0-1\n{tag}")), &["200 OK"]);
    expect(&get(&format!("range: bytes=0-1\n{date}")), &["206 Partial Content"]);
    expect(&once("HEAD /guide.txt\nrange: bytes=0-1"), &["200 OK"]);
    expect(&once("GET /users/42\nrange: bytes=0-1"), &["200 OK"]);
}

#[test]
fn news_may_be_kept_for_a_minute() {
    let news = once("GET /news");
    let kept = "cache-control: max-age=60, stale-while-revalidate=30";
    expect(&news, &["200 OK", kept, "etag: ", "vary: Accept", "\"title\": \"The shop is open\""]);
}
