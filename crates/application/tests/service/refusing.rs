//! Requests that are refused, and how the answer says why.

use crate::{Server, check};
use application::DatabaseErrorKind;
use futures_util::FutureExt as _;
use insta::assert_snapshot;

/// Status and last members of what each of these requests is refused with.
fn check_refusals(requests: impl IntoIterator<Item = String>) -> String {
    let server = Server::boot();
    let refusals = requests.into_iter().map(|request| {
        let printed = server.printed(&request);
        assert!(!printed.contains(" -> "), "no statement for {request}");
        let status = printed.lines().next().expect("a status line");
        let content = printed.lines().find(|line| line.starts_with('{')).expect("a content");
        let (_, told) = content.split_once("\"detail\": ").expect("a detail");
        format!("{status}: {}", told.trim_end_matches('}'))
    });
    refusals.collect::<Vec<_>>().join("\n")
}

fn check_targets(targets: &[&str]) -> String {
    check_refusals(targets.iter().map(|target| format!("GET {target}")))
}

fn check_contents(line: &str, contents: &[&str]) -> String {
    let request = |content| format!("{line}\ncontent-type: application/json\n\n{content}");
    check_refusals(contents.iter().map(request))
}

#[test]
fn a_row_that_is_not_there() {
    assert_snapshot!(check("GET /users/99999
===
DELETE /products/2147483647"), @r#"
    404 Not Found
    content-type: application/problem+json
    content-length: 117

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no user has the id 99999", "parameter": "id"}

    Route (/users/{id})
    Handle (read a user) refused: no user has the id 99999
      SELECT * FROM users WHERE id=99999 -> rows: 0
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 125

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no product has the id 2147483647", "parameter": "id"}

    Route (/products/{id})
    Handle (delete a product) refused: no product has the id 2147483647
      DELETE FROM products WHERE id=2147483647 -> changed: 0
    Serialize (application/problem+json)
    "#);
}

#[test]
fn an_id_that_is_none() {
    assert_snapshot!(check("GET /users/abc"), @r#"
    400 Bad Request
    content-type: application/problem+json
    content-length: 176

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the parameter “id” is “abc”; an id is a whole number from 1 to 2147483647", "parameter": "id"}

    Route (/users/{id})
    Validate (path) refused: the parameter “id” is “abc”; an id is a whole number from 1 to 2147483647
    Serialize (application/problem+json)
    "#);
    assert_snapshot!(check_targets(&[
        "/users/-1",
        "/users/0",
        "/users/4.2",
        "/users/2147483648",
        "/users/99999999999999999999999999999999999999999999999999",
        "/users/%20",
        "/users/%ff",
        "/users/%00",
        "/users/4%202",
        "/users/%E2%80%AE42",
    ]), @r#"
    400 Bad Request: "the parameter “id” is “-1”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “0”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “4.2”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “2147483648”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “9999999999999999999999999999999999999999…”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “ ”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” does not decode to UTF-8", "parameter": "id"
    400 Bad Request: "the parameter “id” is “\\0”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “4 2”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is “\\u{202e}42”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    "#);
}

#[test]
fn a_query_that_makes_no_sense() {
    assert_snapshot!(check("GET /users?sort=up"), @r#"
    400 Bad Request
    content-type: application/problem+json
    content-length: 156

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the parameter “sort” is “up”; it can be asc or desc", "parameter": "sort"}

    Route (/users)
    Validate (query) refused: the parameter “sort” is “up”; it can be asc or desc
    Serialize (application/problem+json)
    "#);
    assert_snapshot!(check_targets(&[
        "/users?fields=name,password",
        "/users?fields=",
        "/users?fields=id,id",
        "/users?id=x",
        "/users?id=",
        "/users?sort=asc&sort=desc",
        "/users?page=2",
        "/users/42?sort=asc",
        "/users?sort=%ff",
        "/users?fields=id;DROP%20TABLE%20users",
        "/?x=1",
    ]), @r#"
    400 Bad Request: "the parameter “fields” names “password”; users have id, name", "parameter": "fields"
    400 Bad Request: "the parameter “fields” names “”; users have id, name", "parameter": "fields"
    400 Bad Request: "the parameter “fields” names id twice", "parameter": "fields"
    400 Bad Request: "the parameter “id” is “x”; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “id” is empty; an id is a whole number from 1 to 2147483647", "parameter": "id"
    400 Bad Request: "the parameter “sort” stands twice in the query", "parameter": "sort"
    400 Bad Request: "the parameter “page” means nothing here; known: id, sort, fields", "parameter": "page"
    400 Bad Request: "the parameter “sort” means nothing here; known: fields", "parameter": "sort"
    400 Bad Request: "the parameter “sort” is “�”; it can be asc or desc", "parameter": "sort"
    400 Bad Request: "the parameter “fields” names “id;DROP TABLE users”; users have id, name", "parameter": "fields"
    400 Bad Request: "the parameter “x” means nothing here", "parameter": "x"
    "#);
    assert_snapshot!(check("DELETE /users/42?force"), @r#"
    400 Bad Request
    content-type: application/problem+json
    content-length: 142

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the parameter “force” means nothing here", "parameter": "force"}

    Route (/users/{id})
    Validate (query) refused: the parameter “force” means nothing here
    Serialize (application/problem+json)
    "#);
}

#[test]
fn content_that_is_not_announced_as_json() {
    assert_snapshot!(check("POST /users

{\"name\": \"Bob\"}
===
POST /users
content-type: application/x-www-form-urlencoded

name=Bob
===
PATCH /users/42
content-type: text/plain

Bob
===
PUT /users/42
content-type: application/merge-patch+json

{\"name\": \"Bob\"}
===
POST /users
content-type: application/json
content-encoding: gzip

xxxx"), @r#"
    415 Unsupported Media Type
    content-type: application/problem+json
    accept: application/json
    content-length: 137

    {"type": "about:blank", "title": "Unsupported Media Type", "status": 415, "detail": "the Content-Type is missing; send application/json"}

    Route (/users)
    Validate (content) refused: the Content-Type is missing; send application/json
    Serialize (application/problem+json)
    ===
    201 Created
    content-type: application/json
    location: /users/124
    content-length: 26

    {"id": 124, "name": "Bob"}

    Route (/users)
    Validate (content)
    Handle (create a user)
      INSERT INTO users (name) VALUES ('Bob') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    415 Unsupported Media Type
    content-type: application/problem+json
    accept-patch: application/json, application/merge-patch+json
    content-length: 178

    {"type": "about:blank", "title": "Unsupported Media Type", "status": 415, "detail": "the Content-Type is “text/plain”; send application/json or application/merge-patch+json"}

    Route (/users/{id})
    Validate (content) refused: the Content-Type is “text/plain”; send application/json or application/merge-patch+json
    Serialize (application/problem+json)
    ===
    415 Unsupported Media Type
    content-type: application/problem+json
    accept: application/json
    content-length: 164

    {"type": "about:blank", "title": "Unsupported Media Type", "status": 415, "detail": "the Content-Type is “application/merge-patch+json”; send application/json"}

    Route (/users/{id})
    Validate (content) refused: the Content-Type is “application/merge-patch+json”; send application/json
    Serialize (application/problem+json)
    ===
    415 Unsupported Media Type
    content-type: application/problem+json
    accept-encoding: identity
    content-length: 136

    {"type": "about:blank", "title": "Unsupported Media Type", "status": 415, "detail": "the content coding is “gzip”; send it without"}

    Route (/users)
    Validate (content) refused: the content coding is “gzip”; send it without
    Serialize (application/problem+json)
    "#);
}

#[test]
fn no_content_at_all() {
    assert_snapshot!(check("POST /users
===
POST /users
content-type: application/json"), @r#"
    400 Bad Request
    content-type: application/problem+json
    content-length: 139

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the request has no content; send JSON, e.g. {\"name\": \"Bob\"}"}

    Route (/users)
    Validate (content) refused: the request has no content; send JSON, e.g. {"name": "Bob"}
    Serialize (application/problem+json)
    ===
    400 Bad Request
    content-type: application/problem+json
    content-length: 139

    {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the request has no content; send JSON, e.g. {\"name\": \"Bob\"}"}

    Route (/users)
    Validate (content) refused: the request has no content; send JSON, e.g. {"name": "Bob"}
    Serialize (application/problem+json)
    "#);
}

#[test]
fn content_that_does_not_fit() {
    let long_name = format!("{{\"name\": \"{}\"}}", "é".repeat(101));
    assert_snapshot!(check_contents("POST /users", &[
        "{\"name\": \"Bob\"",
        "{name: Bob}",
        "[]",
        "\"x\"",
        "null",
        "{}",
        "{\"name\": 42}",
        "{\"name\": null}",
        "{\"name\": \"\"}",
        "{\"name\": [\"Bob\"]}",
        "{\"name\": \"a\\u0000b\"}",
        "{\"name\": \"\\ud800\"}",
        "{\"name\": \"Bob\", \"age\": 3}",
        "{\"name\": \"Bob\", \"a/b~c d\": 3}",
        "{\"name\": \"Bob\", \"name\": \"Rob\"}",
        "{\"id\": 7, \"name\": \"Bob\"}",
        &long_name,
    ]), @r##"
    400 Bad Request: "the content is not JSON; it ends within an object, at line 1, column 14: a closing } may be missing"
    400 Bad Request: "the content is not JSON; “n” stands at line 1, column 2, where a name in double quotes should be"
    400 Bad Request: "the content is an array, not a JSON object like {\"name\": \"Bob\"}"
    400 Bad Request: "the content is text, not a JSON object like {\"name\": \"Bob\"}"
    400 Bad Request: "the content is null, not a JSON object like {\"name\": \"Bob\"}"
    400 Bad Request: "the member “name” is missing", "pointer": "#/name"
    400 Bad Request: "the member “name” must be text, not a number", "pointer": "#/name"
    400 Bad Request: "the member “name” must be text, not null", "pointer": "#/name"
    400 Bad Request: "the member “name” is empty", "pointer": "#/name"
    400 Bad Request: "the member “name” must be text, not an array", "pointer": "#/name"
    400 Bad Request: "the member “name” holds the character U+0000, which a database cannot keep", "pointer": "#/name"
    400 Bad Request: "the content is not JSON; \\u stands for half a character, at line 1, column 17: four hexadecimal digits make one, large ones take a pair"
    400 Bad Request: "the member “age” is unknown; a user has name", "pointer": "#/age"
    400 Bad Request: "the member “a/b~c d” is unknown; a user has name", "pointer": "#/a~1b~0c%20d"
    400 Bad Request: "the member “name” stands twice", "pointer": "#/name"
    400 Bad Request: "the member “id” is chosen by the server; leave it out", "pointer": "#/id"
    400 Bad Request: "the member “name” has 101 characters; up to 100 are kept", "pointer": "#/name"
    "##);
}

#[test]
fn amounts_that_do_not_fit() {
    assert_snapshot!(check_contents("POST /products", &[
        "{\"name\": \"Cup\"}",
        "{\"name\": \"Cup\", \"price_cents\": \"100\"}",
        "{\"name\": \"Cup\", \"price_cents\": 9.99}",
        "{\"name\": \"Cup\", \"price_cents\": -1}",
        "{\"name\": \"Cup\", \"price_cents\": 1e3}",
        "{\"name\": \"Cup\", \"price_cents\": 2147483648}",
        "{\"name\": \"Cup\", \"price_cents\": 123456789012345678901234567890}",
        "{\"name\": \"Cup\", \"price_cents\": true}",
    ]), @r##"
    400 Bad Request: "the member “price_cents” is missing", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not text", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not “9.99”", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not “-1”", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not “1000.0”", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not “2147483648”", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not “1.2345678901234568e+29”", "pointer": "#/price_cents"
    400 Bad Request: "the member “price_cents” must be a whole number from 0 to 2147483647, not true or false", "pointer": "#/price_cents"
    "##);
}

#[test]
fn an_id_does_not_change() {
    assert_snapshot!(check_contents("PUT /users/42", &["{\"id\": 43, \"name\": \"Bob\"}"]), @r##"409 Conflict: "the member “id” is not 42, as the path says; an id stays", "pointer": "#/id""##);
    assert_snapshot!(check_contents("PATCH /users/42", &["{\"id\": \"42\"}"]), @r##"409 Conflict: "the member “id” is not 42, as the path says; an id stays", "pointer": "#/id""##);
    assert_snapshot!(check_contents("PUT /users/42", &["{\"id\": 42}"]), @r##"400 Bad Request: "the member “name” is missing", "pointer": "#/name""##);
}

#[test]
fn content_that_is_not_utf_8() {
    let request = http::Request::post("/users").header("content-type", "application/json");
    let request = request.body(b"{\"name\": \"\xff\"}".to_vec().into()).expect("a good request");
    let response = Server::boot().answer(request);
    assert_snapshot!(String::from_utf8_lossy(response.body()), @r#"{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the content is not JSON; the octets are not UTF-8, at line 1, column 11: JSON is always sent in UTF-8"}"#);
}

#[test]
fn content_that_is_too_long() {
    let json = format!("{{\"name\": \"{}\"}}", "x".repeat(64 * 1024));
    assert_snapshot!(check_contents("POST /users", &[&json]), @r#"413 Payload Too Large: "the content is longer than 65536 octets""#);
}

#[test]
fn names_that_are_too_long_to_repeat() {
    let json = format!("{{\"{}\": 1}}", "é".repeat(30_000));
    assert_snapshot!(check_contents("POST /users", &[&json]), @r#"400 Bad Request: "the member “éééééééééééééééééééééééééééééééééééééééé…” is unknown; a user has name""#);
    assert_snapshot!(check_targets(&[&format!("/users?{}=1", "x".repeat(30_000))]), @r#"400 Bad Request: "the parameter “xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” means nothing here; known: id, sort, fields""#);
    assert_snapshot!(check_targets(&[&format!("/{}", "x".repeat(30_000))]), @r#"404 Not Found: "no route for /xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…""#);
}

#[test]
fn json_that_is_nested_too_deeply() {
    let json = format!("{{\"name\": {}", "[".repeat(60_000));
    assert_snapshot!(check_contents("POST /users", &[&json]), @r#"400 Bad Request: "the content is not JSON; brackets are nested too deeply, at line 1, column 136: 128 levels are read""#);
}

#[test]
fn a_database_that_fails_is_not_quoted() {
    let check = |kind| Server::with_outage(kind).printed("GET /users/42");
    assert_snapshot!(check(DatabaseErrorKind::InternalError), @r#"
    500 Internal Server Error
    content-type: application/problem+json
    content-length: 129

    {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "the server failed; the request was in order"}

    Route (/users/{id})
    Handle (read a user) refused: the database is out
      SELECT * FROM users WHERE id=42 -> the database is out (SQLSTATE XX000)
    Serialize (application/problem+json)
    "#);
    assert_snapshot!(check(DatabaseErrorKind::ConnectionFailure), @r#"
    503 Service Unavailable
    content-type: application/problem+json
    retry-after: 30
    content-length: 114

    {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": "the database cannot be reached"}

    Route (/users/{id})
    Handle (read a user) refused: the database is out
      SELECT * FROM users WHERE id=42 -> the database is out (SQLSTATE 08006)
    Serialize (application/problem+json)
    "#);
    assert_snapshot!(check(DatabaseErrorKind::UniqueViolation), @r#"
    409 Conflict
    content-type: application/problem+json
    content-length: 118

    {"type": "about:blank", "title": "Conflict", "status": 409, "detail": "this does not go together with what is stored"}

    Route (/users/{id})
    Handle (read a user) refused: the database is out
      SELECT * FROM users WHERE id=42 -> the database is out (SQLSTATE 23505)
    Serialize (application/problem+json)
    "#);
}

#[test]
fn ids_run_out() {
    assert_snapshot!(check("PUT /users/2147483647
content-type: application/json

{\"name\": \"Last\"}
===
POST /users
content-type: application/json

{\"name\": \"Bob\"}"), @r#"
    201 Created
    content-type: application/json
    location: /users/2147483647
    content-length: 34

    {"id": 2147483647, "name": "Last"}

    Route (/users/{id})
    Validate (content)
    Handle (replace a user, or create it)
      UPDATE users SET name='Last' WHERE id=2147483647 RETURNING * -> rows: 0
      INSERT INTO users (id, name) VALUES (2147483647, 'Last') RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    500 Internal Server Error
    content-type: application/problem+json
    content-length: 129

    {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "the server failed; the request was in order"}

    Route (/users)
    Validate (content)
    Handle (create a user) refused: a value breaks a rule of its table
      INSERT INTO users (name) VALUES ('Bob') RETURNING * -> a value breaks a rule of its table (SQLSTATE 23514)
    Serialize (application/problem+json)
    "#);
}

#[test]
fn the_server_refuses_before_there_is_a_request() {
    let response = application::refusal(400, "two Host fields");
    assert_snapshot!(format!("{:?}", response.headers()), @r#"{"content-type": "application/problem+json", "content-length": "91"}"#);
    let body = http_body_util::BodyExt::collect(response.into_body());
    let content = body.now_or_never().expect("it is in memory").expect("and whole").to_bytes();
    assert_snapshot!(String::from_utf8_lossy(&content), @r#"{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "two Host fields"}"#);
}
