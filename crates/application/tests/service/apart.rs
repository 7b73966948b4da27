//! What belongs to no collection: who asks, what moved, what fails, what is closed; and stored
//! copies.

use crate::{Server, check};
use application::Settings;
use insta::assert_snapshot;
use trace::Crash;

#[test]
fn a_token_says_who_asks() {
    assert_snapshot!(check("GET /me\nauthorization: Bearer alice-token
===
HEAD /me\nauthorization: bearer ada-token
===
OPTIONS /me"), @r#"
    200 OK
    content-type: application/json
    cache-control: no-store
    content-length: 27

    {"id": 42, "name": "Alice"}

    Route (/me)
    Authenticate (Alice)
    Handle (read the user who asks)
      SELECT * FROM users WHERE id=42 -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: no-store
    content-length: 24

    Route (/me)
    Authenticate (Ada)
    Handle (read the user who asks, without content)
      SELECT * FROM users WHERE id=1 -> rows: 1
    ===
    204 No Content
    allow: GET, HEAD, OPTIONS

    Route (/me)
    Handle (which methods this path has)
    "#);
}

#[test]
fn without_a_good_token_nobody_is_known() {
    assert_snapshot!(check("GET /me
===
GET /me\nauthorization: Basic YWxpY2U6YWxpY2U=
===
GET /me\nauthorization: Bearer stolen
===
GET /admin/users\nauthorization: Bearer"), @r#"
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="api.example.com"
    content-length: 155

    {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "the request does not say who asks; send e.g. Authorization: Bearer alice-token"}

    Route (/me)
    Authenticate () refused: the request does not say who asks; send e.g. Authorization: Bearer alice-token
    Serialize (application/problem+json)
    ===
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="api.example.com"
    content-length: 132

    {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "the scheme of Authorization is “Basic”; send Bearer"}

    Route (/me)
    Authenticate () refused: the scheme of Authorization is “Basic”; send Bearer
    Serialize (application/problem+json)
    ===
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="api.example.com", error="invalid_token"
    content-length: 120

    {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "the token is none that this server gave out"}

    Route (/me)
    Authenticate () refused: the token is none that this server gave out
    Serialize (application/problem+json)
    ===
    401 Unauthorized
    content-type: application/problem+json
    www-authenticate: Bearer realm="api.example.com", error="invalid_token"
    content-length: 120

    {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "the token is none that this server gave out"}

    Route (/admin/users)
    Authenticate () refused: the token is none that this server gave out
    Serialize (application/problem+json)
    "#);
}

#[test]
fn only_administrators_may_list_as_such() {
    assert_snapshot!(check("GET /admin/users\nauthorization: Bearer alice-token
===
GET /admin/users?fields=name\nauthorization: Bearer ada-token"), @r#"
    403 Forbidden
    content-type: application/problem+json
    www-authenticate: Bearer realm="api.example.com", error="insufficient_scope"
    content-length: 127

    {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "Alice is no administrator, and only those may do this"}

    Route (/admin/users)
    Authenticate (Alice)
    Authorize (Alice) refused: Alice is no administrator, and only those may do this
    Serialize (application/problem+json)
    ===
    200 OK
    content-type: application/json
    cache-control: no-store
    content-length: 95

    [{"name": "Ada"}, {"name": "Grace"}, {"name": "Linus"}, {"name": "Alice"}, {"name": "Dorothy"}]

    Route (/admin/users)
    Authenticate (Ada)
    Authorize (Ada)
    Validate (query)
    Handle (list users, for administrators)
      SELECT name FROM users ORDER BY id -> rows: 5
    Serialize (application/json)
    "#);
}

#[test]
fn a_resource_that_moved_says_where_to() {
    assert_snapshot!(check("GET /old-users
===
HEAD /old-users
===
POST /old-users"), @r#"
    301 Moved Permanently
    location: /users

    Route (/old-users)
    Handle (moved to /users)
    ===
    301 Moved Permanently
    location: /users

    Route (/old-users)
    Handle (moved to /users, without content)
    ===
    405 Method Not Allowed
    content-type: application/problem+json
    allow: GET, HEAD, OPTIONS
    content-length: 145

    {"type": "about:blank", "title": "Method Not Allowed", "status": 405, "detail": "POST is not allowed on /old-users; allowed: GET, HEAD, OPTIONS"}

    Route (/old-users) refused: POST is not allowed on /old-users; allowed: GET, HEAD, OPTIONS
    Serialize (application/problem+json)
    "#);
}

#[test]
fn a_bug_is_the_servers_error_and_keeps_its_secrets() {
    let server = Server::with(Settings { crash: Crash::Orders, ..Settings::default() });
    assert_snapshot!(server.check("GET /orders"), @r#"
    500 Internal Server Error
    content-type: application/problem+json
    content-length: 129

    {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "the server failed; the request was in order"}

    Route (/orders)
    Handle (list orders, whose table is missing) refused: there is no such table
      SELECT * FROM orders ORDER BY id -> there is no such table (SQLSTATE 42P01)
    Serialize (application/problem+json)
    "#);
}

#[test]
fn what_is_closed_says_when_to_come_back() {
    assert_snapshot!(check("GET /search?q=lamp"), @r#"
    503 Service Unavailable
    content-type: application/problem+json
    retry-after: 3600
    content-length: 142

    {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": "the search is closed for maintenance; ask again in an hour"}

    Route (/search)
    Validate (query)
    Handle (closed for maintenance) refused: the search is closed for maintenance; ask again in an hour
    Serialize (application/problem+json)
    "#);
}

#[test]
fn a_copy_that_is_still_good_is_not_sent_again() {
    let tag = "\"2dcea07fa9225643\"";
    let requests = [
        "GET /products/1".to_owned(),
        format!("GET /products/1\nif-none-match: {tag}"),
        format!("HEAD /v1/products/1\nif-none-match: \"x\", W/{tag}"),
        "GET /products/1\nif-none-match: *".to_owned(),
        "HEAD /page/app.js".to_owned(),
    ];
    assert_snapshot!(check(&requests.join("\n===\n")), @r#"
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "2dcea07fa9225643"
    content-length: 48

    {"id": 1, "name": "Teapot", "price_cents": 1899}

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/json)
    ===
    304 Not Modified
    cache-control: max-age=60
    etag: "2dcea07fa9225643"

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    ===
    304 Not Modified
    cache-control: max-age=60
    etag: "2dcea07fa9225643"

    Route (/v1/products/{id})
    Handle (read a product, without content)
      SELECT * FROM products WHERE id=1 -> rows: 1
    ===
    304 Not Modified
    cache-control: max-age=60
    etag: "2dcea07fa9225643"

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    ===
    200 OK
    content-type: text/javascript; charset=utf-8
    cache-control: max-age=3600
    etag: "06a1fadcedfd03fb"
    content-length: 258

    Route (/page/app.js)
    Handle (send app.js, without content)
    "#);
}

#[test]
fn a_copy_of_what_has_changed_is_not_good_any_more() {
    let tag = "\"2dcea07fa9225643\"";
    let change = "PATCH /products/1\ncontent-type: application/json\n\n{\"price_cents\": 1}";
    let requests = [change.to_owned(), format!("GET /products/1\nif-none-match: {tag}")];
    assert_snapshot!(check(&requests.join("\n===\n")), @r#"
    200 OK
    content-type: application/json
    content-length: 45

    {"id": 1, "name": "Teapot", "price_cents": 1}

    Route (/products/{id})
    Validate (content)
    Handle (change a product)
      UPDATE products SET price_cents=1 WHERE id=1 RETURNING * -> rows: 1
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    cache-control: max-age=60
    etag: "8cf7babeb8a0fa35"
    content-length: 45

    {"id": 1, "name": "Teapot", "price_cents": 1}

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/json)
    "#);
}

#[test]
fn errors_are_not_kept() {
    assert_snapshot!(check("GET /products/99\nif-none-match: *"), @r#"
    404 Not Found
    content-type: application/problem+json
    content-length: 117

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no product has the id 99", "parameter": "id"}

    Route (/products/{id})
    Handle (read a product) refused: no product has the id 99
      SELECT * FROM products WHERE id=99 -> rows: 0
    Serialize (application/problem+json)
    "#);
}

#[test]
fn who_asks_too_often_is_told_to_wait() {
    assert_snapshot!(check(&["GET /saying"; 4].join("\n===\n")), @r#"
    200 OK
    content-type: application/json
    content-length: 47

    {"saying": "Be conservative in what you send."}

    Route (/saying)
    Handle (tell a saying, 3 times a minute)
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 47

    {"saying": "Be conservative in what you send."}

    Route (/saying)
    Handle (tell a saying, 3 times a minute)
    Serialize (application/json)
    ===
    200 OK
    content-type: application/json
    content-length: 47

    {"saying": "Be conservative in what you send."}

    Route (/saying)
    Handle (tell a saying, 3 times a minute)
    Serialize (application/json)
    ===
    429 Too Many Requests
    content-type: application/problem+json
    retry-after: 60
    content-length: 127

    {"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "3 calls in 60 s are enough; ask again in 60 s"}

    Route (/saying)
    Handle (tell a saying, 3 times a minute) refused: 3 calls in 60 s are enough; ask again in 60 s
    Serialize (application/problem+json)
    "#);
}

#[test]
fn what_a_slow_page_needs_is_said_before_the_work() {
    assert_snapshot!(check("HEAD /slow-page"), @"
    200 OK
    content-type: text/html; charset=utf-8
    content-length: 807

    Route (/slow-page)
    Handle (send page, which takes long to make, without content)
      hint: </page/style.css>; rel=preload; as=style
      work: 150ms
    ");
}

#[test]
fn an_export_comes_line_by_line_and_has_no_length() {
    let printed = check("GET /export").replace('\r', "");
    assert_snapshot!(printed, @"
    200 OK
    content-type: text/csv; charset=utf-8; header=present

    id,name
    1,Ada
    2,Grace
    3,Linus
    42,Alice
    123,Dorothy


    Route (/export)
    Handle (export users, line by line)
      SELECT * FROM users ORDER BY id -> rows: 5
    Serialize (text/csv; charset=utf-8; header=present)
    ");
    assert_snapshot!(check("HEAD /export"), @"
    200 OK
    content-type: text/csv; charset=utf-8; header=present

    Route (/export)
    Handle (export users, line by line, without content)
      SELECT * FROM users ORDER BY id -> rows: 5
    ");
}

#[test]
fn conditions_of_several_lines_are_one_list() {
    let requests = [
        "GET /products/1\nif-none-match: \"x\"\nif-none-match: \"2dcea07fa9225643\"",
        "GET /products/1\nif-match: \"x\"",
        "GET /users/42\nif-none-match: *",
    ];
    assert_snapshot!(check(&requests.join("\n===\n")), @r#"
    304 Not Modified
    cache-control: max-age=60
    etag: "2dcea07fa9225643"

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    ===
    412 Precondition Failed
    content-type: application/problem+json
    content-length: 146

    {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "If-Match asks for \"x\", and it is \"2dcea07fa9225643\" by now"}

    Route (/products/{id})
    Handle (read a product)
      SELECT * FROM products WHERE id=1 -> rows: 1
    Serialize (application/problem+json)
    ===
    304 Not Modified

    Route (/users/{id})
    Handle (read a user)
      SELECT * FROM users WHERE id=42 -> rows: 1
    "#);
}
