//! Which path and method lead where.

use crate::check;
use insta::assert_snapshot;

#[test]
fn the_root_tells_what_is_there() {
    assert_snapshot!(check("GET /"), @r#"
    200 OK
    content-type: application/json
    content-length: 960

    {"/": "GET, HEAD, OPTIONS", "/admin/users": "GET, HEAD, OPTIONS", "/export": "GET, HEAD, OPTIONS", "/guide.txt": "GET, HEAD, OPTIONS", "/login": "POST, OPTIONS", "/logout": "POST, OPTIONS", "/me": "GET, HEAD, OPTIONS", "/news": "GET, HEAD, OPTIONS", "/old-users": "GET, HEAD, OPTIONS", "/orders": "GET, HEAD, POST, OPTIONS", "/orders/{id}": "GET, HEAD, DELETE, OPTIONS", "/products": "GET, HEAD, POST, OPTIONS", "/products/{id}": "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", "/saying": "GET, HEAD, OPTIONS", "/search": "GET, HEAD, OPTIONS", "/slow-page": "GET, HEAD, OPTIONS", "/token": "POST, OPTIONS", "/users": "GET, HEAD, POST, OPTIONS", "/users/{id}": "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", "/users/{id}/profile": "GET, HEAD, PUT, PATCH, OPTIONS", "/v1/products": "GET, HEAD, POST, OPTIONS", "/v1/products/{id}": "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", "/v1/users": "GET, HEAD, POST, OPTIONS", "/v1/users/{id}": "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"}

    Route (/)
    Handle (what this server offers)
    Serialize (application/json)
    "#);
}

#[test]
fn options_tells_the_methods() {
    assert_snapshot!(check("OPTIONS /users
===
OPTIONS /v1/products/1
===
OPTIONS /"), @"
    204 No Content
    allow: GET, HEAD, POST, OPTIONS

    Route (/users)
    Handle (which methods this path has)
    ===
    204 No Content
    allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS
    accept-patch: application/json, application/merge-patch+json

    Route (/v1/products/{id})
    Handle (which methods this path has)
    ===
    204 No Content
    allow: GET, HEAD, OPTIONS

    Route (/)
    Handle (which methods this path has)
    ");
}

#[test]
fn options_of_the_server_itself() {
    assert_snapshot!(check("OPTIONS *"), @"
    204 No Content
    allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS

    Route (*)
    ");
}

#[test]
fn unknown_paths_are_not_found() {
    assert_snapshot!(check("GET /nothing
===
GET /users/
===
GET /users//42
===
GET //users
===
POST /v2/users
===
GET /users/42/orders"), @r#"
    404 Not Found
    content-type: application/problem+json
    content-length: 95

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for /nothing"}

    Route () refused: no route for /nothing
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 94

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for /users/"}

    Route () refused: no route for /users/
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 97

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for /users//42"}

    Route () refused: no route for /users//42
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 94

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for //users"}

    Route () refused: no route for //users
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 96

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for /v2/users"}

    Route () refused: no route for /v2/users
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 103

    {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "no route for /users/42/orders"}

    Route () refused: no route for /users/42/orders
    Serialize (application/problem+json)
    "#);
}

#[test]
fn a_known_method_in_the_wrong_place_is_not_allowed() {
    assert_snapshot!(check("DELETE /users
===
POST /users/42
===
HEAD /users/42/x
===
PUT /"), @r#"
    405 Method Not Allowed
    content-type: application/problem+json
    allow: GET, HEAD, POST, OPTIONS
    content-length: 149

    {"type": "about:blank", "title": "Method Not Allowed", "status": 405, "detail": "DELETE is not allowed on /users; allowed: GET, HEAD, POST, OPTIONS"}

    Route (/users) refused: DELETE is not allowed on /users; allowed: GET, HEAD, POST, OPTIONS
    Serialize (application/problem+json)
    ===
    405 Method Not Allowed
    content-type: application/problem+json
    allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS
    content-length: 166

    {"type": "about:blank", "title": "Method Not Allowed", "status": 405, "detail": "POST is not allowed on /users/{id}; allowed: GET, HEAD, PUT, PATCH, DELETE, OPTIONS"}

    Route (/users/{id}) refused: POST is not allowed on /users/{id}; allowed: GET, HEAD, PUT, PATCH, DELETE, OPTIONS
    Serialize (application/problem+json)
    ===
    404 Not Found
    content-type: application/problem+json
    content-length: 98

    Route () refused: no route for /users/42/x
    ===
    405 Method Not Allowed
    content-type: application/problem+json
    allow: GET, HEAD, OPTIONS
    content-length: 135

    {"type": "about:blank", "title": "Method Not Allowed", "status": 405, "detail": "PUT is not allowed on /; allowed: GET, HEAD, OPTIONS"}

    Route (/) refused: PUT is not allowed on /; allowed: GET, HEAD, OPTIONS
    Serialize (application/problem+json)
    "#);
}

#[test]
fn an_unknown_method_is_not_implemented() {
    assert_snapshot!(check("FOO /users
===
TRACE /users/42
===
get /users
===
FOO /nothing"), @r#"
    501 Not Implemented
    content-type: application/problem+json
    allow: GET, HEAD, POST, OPTIONS
    content-length: 125

    {"type": "about:blank", "title": "Not Implemented", "status": 501, "detail": "this server does not implement the method FOO"}

    Route (/users) refused: this server does not implement the method FOO
    Serialize (application/problem+json)
    ===
    501 Not Implemented
    content-type: application/problem+json
    allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS
    content-length: 127

    {"type": "about:blank", "title": "Not Implemented", "status": 501, "detail": "this server does not implement the method TRACE"}

    Route (/users/{id}) refused: this server does not implement the method TRACE
    Serialize (application/problem+json)
    ===
    501 Not Implemented
    content-type: application/problem+json
    allow: GET, HEAD, POST, OPTIONS
    content-length: 125

    {"type": "about:blank", "title": "Not Implemented", "status": 501, "detail": "this server does not implement the method get"}

    Route (/users) refused: this server does not implement the method get
    Serialize (application/problem+json)
    ===
    501 Not Implemented
    content-type: application/problem+json
    content-length: 125

    {"type": "about:blank", "title": "Not Implemented", "status": 501, "detail": "this server does not implement the method FOO"}

    Route () refused: this server does not implement the method FOO
    Serialize (application/problem+json)
    "#);
}

#[test]
fn every_endpoint_is_reached() {
    let server = crate::Server::boot();
    for endpoint in application::endpoints() {
        let target = endpoint.path.replace("{id}", "42");
        let printed = server.printed(&format!("{} {target}", endpoint.method));
        let route = format!("Route ({})", endpoint.path);
        assert!(printed.lines().any(|line| line == route), "{printed}");
    }
}
