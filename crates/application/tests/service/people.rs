//! Who logs in, what a session or a token opens, and what its owner may order.

use crate::Server;
use application::Settings;
use trace::{Cors, Crash};

/// The value of the first field of this name.
fn field<'a>(printed: &'a str, name: &str) -> &'a str {
    let lines = printed.lines().filter_map(|line| line.split_once(": "));
    let mut lines = lines.filter(|(found, _)| *found == name);
    lines.next().unwrap_or_else(|| panic!("{name} is there:\n{printed}")).1
}

#[track_caller]
fn expect(printed: &str, parts: &[&str]) {
    for part in parts {
        assert!(printed.contains(part), "{part} is in\n{printed}");
    }
}

const LOGIN: &str = "POST /login\ncontent-type: application/x-www-form-urlencoded\n\nusername=alice&password=alice-password";

#[test]
fn a_login_gives_a_cookie_that_opens_what_a_token_opens() {
    let server = Server::boot();
    let printed = server.printed(LOGIN);
    expect(&printed, &["200 OK", "cache-control: no-store", "{\"id\": 42, \"name\": \"Alice\"}"]);
    let cookie = field(&printed, "set-cookie").to_owned();
    assert!(cookie.starts_with("session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    let pair = cookie.split(';').next().expect("a pair stands first");
    let me = format!("GET /me\ncookie: theme=dark; {pair}");
    expect(&server.printed(&me), &["200 OK", "\"Alice\"", "Authenticate (Alice)", "FROM sessions"]);
    expect(&server.printed(&format!("GET /orders\ncookie: {pair}")), &["200 OK"]);
    server.wait(3600);
    expect(&server.printed(&me), &["401 Unauthorized", "www-authenticate: Bearer", "/login"]);
}

#[test]
fn the_same_is_asked_in_json_and_in_parts() {
    let json = "POST /login\ncontent-type: application/json\n\n{\"username\": \"ada\", \"password\": \"ada-password\"}";
    expect(&Server::boot().printed(json), &["200 OK", "\"Ada\""]);
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name={name}\r\n\r\n{value}\r\n")
    };
    let parts =
        [part("username", "ada"), part("password", "ada-password"), "--x--".to_owned()].concat();
    let form = format!("POST /login\ncontent-type: multipart/form-data; boundary=x\n\n{parts}");
    expect(&Server::boot().printed(&form), &["200 OK", "\"Ada\""]);
}

#[test]
fn a_cookie_is_secure_where_the_login_was_encrypted() {
    let printed = Server::boot().printed(&LOGIN.replace("/login", "https://api.example.com/login"));
    assert!(field(&printed, "set-cookie").ends_with("; SameSite=Lax; Secure"), "{printed}");
}

#[test]
fn a_wrong_password_is_told_and_gives_nothing() {
    let printed = Server::boot().printed(&LOGIN.replace("alice-password", "ada-password"));
    expect(&printed, &["401 Unauthorized", "www-authenticate: Bearer", "no user has this name"]);
    assert!(!printed.contains("set-cookie"), "{printed}");
    let printed = Server::boot().printed(&LOGIN.replace("&password=alice-password", ""));
    expect(&printed, &["400 Bad Request", "“password” is missing"]);
    expect(&Server::boot().printed("GET /login"), &["405", "allow: POST, OPTIONS"]);
}

#[test]
fn a_logout_ends_the_session() {
    let server = Server::boot();
    let cookie = field(&server.printed(LOGIN), "set-cookie").to_owned();
    let pair = cookie.split(';').next().expect("a pair stands first");
    let out = server.printed(&format!("POST /logout\ncookie: {pair}"));
    expect(&out, &["204 No Content", "set-cookie: session=;", "Max-Age=0", "DELETE FROM sessions"]);
    expect(&server.printed(&format!("GET /me\ncookie: {pair}")), &["401 Unauthorized"]);
    let again = field(&server.printed(LOGIN), "set-cookie").to_owned();
    assert_ne!(again, cookie, "no name of a session comes twice");
}

fn token(server: &Server, content: &str) -> String {
    server.printed(&format!(
        "POST /token\ncontent-type: application/x-www-form-urlencoded\n\n{content}"
    ))
}

fn access_token(printed: &str) -> String {
    let (_, rest) = printed.split_once("\"access_token\": \"").expect("there is a token");
    rest.split('"').next().expect("a text ends").to_owned()
}

#[test]
fn a_token_reaches_as_far_as_its_scope() {
    let server = Server::boot();
    let printed =
        token(&server, "grant_type=password&username=alice&password=alice-password&scope=read");
    expect(
        &printed,
        &[
            "200 OK",
            "cache-control: no-store",
            "pragma: no-cache",
            "\"token_type\": \"Bearer\", \"expires_in\": 3600, \"scope\": \"read\"}",
        ],
    );
    let token = access_token(&printed);
    let with = |request: &str| server.printed(&format!("{request}\nauthorization: Bearer {token}"));
    expect(&with("GET /me"), &["200 OK", "\"Alice\""]);
    expect(&with("GET /orders"), &["200 OK", "Authorize (Alice)\n"]);
    let refused = with("POST /orders");
    let challenge = "www-authenticate: Bearer realm=\"api.example.com\", error=\"insufficient_scope\", scope=\"write\"";
    expect(&refused, &["403 Forbidden", challenge]);
    server.wait(3601);
    expect(&with("GET /me"), &["401 Unauthorized", "error=\"invalid_token\""]);
}

#[test]
fn a_client_gets_a_token_for_its_secret() {
    let server = Server::boot();
    let content = "grant_type=client_credentials";
    expect(
        &token(&server, &format!("{content}&client_id=ada&client_secret=ada-password")),
        &["200 OK"],
    );
    let basic = |credentials: &str| {
        format!(
            "POST /token\ncontent-type: application/x-www-form-urlencoded\nauthorization: Basic {credentials}\n\n{content}"
        )
    };
    expect(&server.printed(&basic("YWRhOmFkYS1wYXNzd29yZA==")), &["200 OK", "read write"]);
    let wrong = server.printed(&basic("YWRhOng="));
    expect(&wrong, &["401", "www-authenticate: Basic", "{\"error\": \"invalid_client\""]);
}

#[test]
fn a_token_is_refused_in_the_words_of_oauth() {
    let server = Server::boot();
    let check = |content: &str, code: &str| {
        let printed = token(&server, content);
        expect(&printed, &["400 Bad Request", "content-type: application/json", code]);
    };
    check("grant_type=password&username=alice&password=x", "{\"error\": \"invalid_grant\"");
    check("grant_type=password&username=alice", "{\"error\": \"invalid_request\"");
    check("username=alice", "{\"error\": \"invalid_request\"");
    check("grant_type=magic", "{\"error\": \"unsupported_grant_type\"");
    check("grant_type=client_credentials&scope=all", "{\"error\": \"invalid_scope\"");
}

#[test]
fn orders_are_those_of_who_asks() {
    let server = Server::boot();
    let alice = "authorization: Bearer alice-token";
    let orders = server.printed(&format!("GET /orders\n{alice}"));
    expect(
        &orders,
        &["200 OK", "\"id\": 1, \"user_id\": 42", "\"id\": 2", "cache-control: no-store"],
    );
    assert!(!orders.contains("\"id\": 3"), "{orders}");
    expect(&server.printed("GET /orders"), &["401 Unauthorized", "www-authenticate: Bearer"]);
    expect(&server.printed(&format!("GET /orders/2\n{alice}")), &["200 OK"]);
    expect(&server.printed(&format!("GET /orders/3\n{alice}")), &["403 Forbidden", "not Alice's"]);
    expect(&server.printed(&format!("GET /orders/9\n{alice}")), &["404 Not Found"]);
    let ada = "authorization: Bearer ada-token";
    expect(&server.printed(&format!("GET /orders/2\n{ada}")), &["200 OK"]);
    expect(&server.printed(&format!("DELETE /orders/1\n{alice}")), &["409 Conflict", "was sent"]);
    expect(&server.printed(&format!("DELETE /orders/2\n{alice}")), &["204 No Content"]);
}

#[test]
fn an_order_has_to_keep_the_rules_of_the_shop() {
    let server = Server::boot();
    let post = |content: &str| {
        server.printed(&format!(
            "POST /orders\nauthorization: Bearer alice-token\ncontent-type: application/json\n\n{content}"
        ))
    };
    let placed = post(r#"{"product_id": 4, "quantity": 2}"#);
    expect(&placed, &["201 Created", "location: /orders/5", "CheckRules (what may be ordered)\n"]);
    expect(&post(r#"{"product_id": 9, "quantity": 1}"#), &["422 Unprocessable", "#/product_id"]);
    expect(&post(r#"{"product_id": 1, "quantity": 11}"#), &["422 Unprocessable", "#/quantity"]);
    expect(&post(r#"{"product_id": 1, "quantity": 0}"#), &["422 Unprocessable"]);
    expect(&post(r#"{"product_id": 1}"#), &["400 Bad Request", "“quantity” is missing"]);
    let fourth = post(r#"{"product_id": 4, "quantity": 2}"#);
    expect(
        &fourth,
        &["409 Conflict", "CheckRules (what may be ordered) refused: Alice has 3 open"],
    );
    assert!(!fourth.contains("Handle"), "{fourth}");
}

#[test]
fn a_form_may_stand_where_json_may() {
    let server = Server::boot();
    let form = "POST /products\ncontent-type: application/x-www-form-urlencoded\n\nname=Lamp&price_cents=2499";
    expect(&server.printed(form), &["201 Created", "\"price_cents\": 2499"]);
    let wrong = server.printed(&form.replace("2499", "much"));
    expect(&wrong, &["400 Bad Request", "“price_cents” must be a whole number"]);
    let patch = "PATCH /users/42\ncontent-type: application/x-www-form-urlencoded\n\nname=Lamp";
    expect(&server.printed(patch), &["415 Unsupported Media Type", "accept-patch: "]);
    let huge = format!("{form}&{}", "a=1&".repeat(2000));
    expect(&server.printed(&huge), &["400 Bad Request", "more than 1000 fields"]);
    let parts = "POST /products\ncontent-type: multipart/form-data\n\n--x--";
    expect(&server.printed(parts), &["400 Bad Request", "the boundary has to have"]);
}

#[test]
fn a_program_that_fails_everywhere_tells_no_more_than_that() {
    let server = Server::with(Settings { crash: Crash::Everywhere, ..Settings::default() });
    for request in ["GET /users/42", "DELETE /users/42", "GET /page"] {
        let printed = server.printed(request);
        expect(&printed, &["500 Internal Server Error", "the server failed", "nobody caught"]);
        assert!(!printed.contains("SELECT"), "{printed}");
    }
    expect(&server.printed("GET /nothing"), &["404 Not Found"]);
}

#[test]
fn a_server_that_counts_says_when_to_come_back() {
    let server = Server::with(Settings { is_rate_limited: true, ..Settings::default() });
    let printed = server.printed("GET /users/42");
    expect(&printed, &["429 Too Many Requests", "retry-after: 5", "LimitRate (3 in 5 s) refused"]);
}

#[test]
fn a_server_that_is_asked_to_tells_how_long_it_took() {
    let server = Server::with(Settings { tells_timing: true, ..Settings::default() });
    let told = "server-timing: db;desc=\"Database\";dur=0.000, total;desc=\"Total\";dur=0.000";
    expect(&server.printed("GET /users/42"), &["200 OK", told]);
    assert!(!Server::boot().printed("GET /users/42").contains("server-timing"));
}

#[test]
fn pages_of_other_origins_are_let_in_as_was_chosen() {
    let get = |cors, origin: &str| {
        let server = Server::with(Settings { cors, ..Settings::default() });
        server.printed(&format!("GET /users/42\norigin: {origin}"))
    };
    let (www, other) = ("https://www.example.com", "https://other.example");
    assert!(!get(Cors::Off, www).contains("access-control"));
    let any = get(Cors::Any, other);
    expect(&any, &["access-control-allow-origin: *\n", "access-control-expose-headers: Accept-Pa"]);
    assert!(!any.contains("credentials") && !any.contains("vary"), "{any}");
    let let_in = get(Cors::OriginWithCredentials, www);
    let allowed = "access-control-allow-origin: https://www.example.com\n";
    expect(&let_in, &[allowed, "access-control-allow-credentials: true\n", "vary: Origin\n"]);
    let refused = get(Cors::Origin, other);
    assert!(!refused.contains("access-control") && refused.contains("vary: Origin"), "{refused}");
    let slip = get(Cors::AnyWithCredentials, other);
    expect(
        &slip,
        &["access-control-allow-origin: *\n", "access-control-allow-credentials: true\n"],
    );
    let server = Server::with(Settings { cors: Cors::Any, ..Settings::default() });
    expect(&server.printed("GET /nothing\norigin: null"), &["404", "allow-origin: *\n"]);
}

#[test]
fn a_preflight_is_told_what_may_be_sent() {
    let server = Server::with(Settings { cors: Cors::Origin, ..Settings::default() });
    let asks = "access-control-request-method: PUT\naccess-control-request-headers: content-type";
    let told =
        server.printed(&format!("OPTIONS /users/42\norigin: https://www.example.com\n{asks}"));
    let parts = [
        "204 No Content",
        "access-control-allow-origin: https://www.example.com\n",
        "access-control-allow-methods: GET, HEAD, PUT, PATCH, DELETE, OPTIONS\n",
        "access-control-allow-headers: Accept, Authorization, Content-Type,",
        "access-control-max-age: 600\n",
    ];
    expect(&told, &parts);
    assert!(!told.contains("expose"), "{told}");
}
