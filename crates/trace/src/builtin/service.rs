//! What the service does with requests: who logs in, what is ordered, and what fails in it.

use super::BuiltIn;
use super::made::{ALICES_TOKEN, entry, in_world, of_server};
use super::requests::{absolute_as, after, get, json, request};
use crate::texts;
use crate::{Crash, Request, ServerOptions};
use core::time::Duration;
use language::say;

/// What the server calls the first session, and the first token: a test of the engine sees to it.
const SESSION: &str = "session=4f544d92f724a59d7d2c348553db9320";
const TOKEN: &str = "Bearer 75b5b3862a4dc81c250c7d7812298817";

fn later(request: Request) -> Request {
    after(Duration::from_millis(500), request)
}

fn form(target: &str, body: &str) -> Request {
    let fields =
        [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")];
    request("POST", target, &fields, body)
}

fn order(quantity: u32) -> Request {
    let fields = [ALICES_TOKEN[0], ("Content-Type", "application/json")];
    request("POST", "/orders", &fields, &format!(r#"{{"product_id": 4, "quantity": {quantity}}}"#))
}

fn read_as(target: &str, accepted: &str) -> Request {
    absolute_as(&format!("http://api.example.com{target}"), accepted)
}

fn change_profile(media_type: &str, body: &str) -> Request {
    let fields = [("Accept", "application/json"), ("Content-Type", media_type)];
    request("PATCH", "/users/42/profile", &fields, body)
}

pub(super) fn methods() -> Vec<BuiltIn> {
    let profile = r#"{"email": "alice@example.com", "newsletter": false, "interests": ["go"]}"#;
    vec![
        entry("form", say(texts::POST_A_FORM), vec![form("/users", "name=Bob")]),
        entry(
            "put-profile",
            say(texts::PUT_REPLACES_A_PROFILE),
            vec![json("PUT", "/users/42/profile", profile)],
        ),
        entry(
            "merge-patch",
            say(texts::PATCH_CHANGES_A_PROFILE),
            vec![
                get("/users/42/profile"),
                later(change_profile("application/merge-patch+json", r#"{"city": "London"}"#)),
            ],
        ),
    ]
}

pub(super) fn status_codes() -> Vec<BuiltIn> {
    let first_line = [("Accept", "text/plain"), ("Range", "bytes=0-25")];
    let read_only = "grant_type=password&username=alice&password=alice-password&scope=read";
    let fields = [("Authorization", TOKEN), ("Content-Type", "application/json")];
    let beyond = request("POST", "/orders", &fields, r#"{"product_id": 4, "quantity": 1}"#);
    vec![
        entry(
            "insufficient-scope",
            say(texts::N_403_FORBIDDEN_SCOPE),
            vec![form("/token", read_only), later(beyond)],
        ),
        entry(
            "wrong-password",
            say(texts::N_401_UNAUTHORIZED_PASSWORD),
            vec![json("POST", "/login", r#"{"username": "alice", "password": "ada-password"}"#)],
        ),
        entry("business-rule", say(texts::N_409_CONFLICT_RULE), vec![order(1), later(order(2))]),
        entry(
            "partial-content",
            say(texts::N_206_PARTIAL_CONTENT),
            vec![request("GET", "/guide.txt", &first_line, "")],
        ),
        entry(
            "not-acceptable",
            say(texts::N_406_NOT_ACCEPTABLE),
            vec![read_as("/users/42", "image/png")],
        ),
        entry("unprocessable", say(texts::N_422_UNPROCESSABLE), vec![order(11)]),
    ]
}

pub(super) fn concepts() -> Vec<BuiltIn> {
    let add_interest = || {
        let patch = r#"[{"op": "add", "path": "/interests/-", "value": "go"}]"#;
        change_profile("application/json-patch+json", patch)
    };
    let login = form("/login", "username=alice&password=alice-password");
    let with_cookie = request("GET", "/me", &[("Cookie", SESSION)], "");
    let grant = form("/token", "grant_type=password&username=alice&password=alice-password");
    let with_token = request("GET", "/me", &[("Authorization", TOKEN)], "");
    vec![
        entry("login", say(texts::LOGIN_A_SESSION_COOKIE), vec![login, later(with_cookie)]),
        entry("token", say(texts::LOGIN_A_TOKEN), vec![grant, later(with_token)]),
        entry(
            "negotiation",
            say(texts::NEGOTIATION_THE_SAME_AS_XML),
            vec![read_as("/users/42", "application/xml, application/json;q=0.5")],
        ),
        entry(
            "negotiation-html",
            say(texts::NEGOTIATION_THE_SAME_AS_HTML),
            vec![read_as("/users/42", "text/html, */*;q=0.8")],
        ),
        entry(
            "json-patch-twice",
            say(texts::NOT_IDEMPOTENT_JSON_PATCH),
            vec![add_interest(), later(add_interest())],
        ),
        entry(
            "place-order",
            say(texts::PLACE_AN_ORDER),
            vec![order(2), later(request("GET", "/orders", &ALICES_TOKEN, ""))],
        ),
    ]
}

pub(super) fn faults() -> Vec<BuiltIn> {
    let usual = ServerOptions::default;
    let read = || vec![get("/users/42")];
    let of = |name, title, server| in_world(name, title, of_server(server), read());
    let again = vec![get("/users/42"), after(Duration::from_secs(5), get("/users/42"))];
    vec![
        of(
            "server-crash",
            say(texts::PROGRAM_FAILS_EVERYWHERE),
            ServerOptions { server_crash: Crash::Everywhere, ..usual() },
        ),
        of(
            "database-down",
            say(texts::DATABASE_IS_DOWN),
            ServerOptions { database_down: true, ..usual() },
        ),
        of(
            "database-slow",
            say(texts::DATABASE_IS_SLOW),
            ServerOptions { database_slow: true, server_timing: true, ..usual() },
        ),
        in_world(
            "rate-limited",
            say(texts::TOO_MANY_REQUESTS_RETRY_AFTER),
            of_server(ServerOptions { rate_limited: true, ..usual() }),
            again,
        ),
    ]
}
