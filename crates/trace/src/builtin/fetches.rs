//! What a client does of itself behind an answer, or for want of one: it follows, tries again, gives
//! up.

use super::BuiltIn;
use super::made::in_world;
use super::requests::{absolute, after, get, json};
use super::sites::{browser, lines, scripted};
use crate::texts;
use crate::{Fault, FetchOptions, Request, RetryMethods, ScriptedAnswer, ServerOptions, World};
use core::time::Duration;
use language::say;

const SHOP: &str = "http://shop.example.com/";

pub(super) fn concepts() -> Vec<BuiltIn> {
    vec![
        redirect_moved(),
        redirect_see_other(),
        redirect_keeps_method(),
        redirect_loop(),
        retry_after(),
        retry_post(),
    ]
}

pub(super) fn faults() -> Vec<BuiltIn> {
    vec![timeout_connect(), timeout_read()]
}

/// An answer that sends to another path of the shop.
fn sends_to(status: u16, from: &str, to: &str) -> ScriptedAnswer {
    ScriptedAnswer {
        status,
        target: Some(from.to_owned()),
        field_lines: lines(&[("Location", to)]),
        ..ScriptedAnswer::default()
    }
}

fn by_browser(
    name: &'static str,
    title: &'static str,
    answers: Vec<ScriptedAnswer>,
    request: Request,
) -> BuiltIn {
    browser(name, title, SHOP, answers, vec![request])
}

/// An order, as JSON.
fn order() -> Request {
    let fields = [("Content-Type".to_owned(), "application/json".to_owned())];
    let content = br#"{"product": "Teapot"}"#.to_vec();
    Request::parse("POST", "http://shop.example.com/orders", &fields, content)
        .expect("the requests of built-in scenarios are well-formed")
}

fn redirect_moved() -> BuiltIn {
    let answers =
        vec![sends_to(301, "/teapots", "/products/teapots"), scripted(r#"{"teapots": 12}"#)];
    let asked = absolute("http://shop.example.com/teapots");
    by_browser("redirect-moved", say(texts::REDIRECT_301_THE_BROWSER), answers, asked)
}

/// What was sent is done; what came of it is read elsewhere.
fn redirect_see_other() -> BuiltIn {
    let answers = vec![
        sends_to(303, "/orders", "/orders/7"),
        scripted(r#"{"order": 7, "product": "Teapot"}"#),
    ];
    let title = say(texts::REDIRECT_303_POST_BECOMES);
    by_browser("redirect-see-other", title, answers, order())
}

/// The same, sent again to where it belongs.
fn redirect_keeps_method() -> BuiltIn {
    let answers = vec![
        sends_to(307, "/orders", "/v2/orders"),
        ScriptedAnswer { status: 201, ..scripted(r#"{"order": 7, "product": "Teapot"}"#) },
    ];
    let title = say(texts::REDIRECT_307_KEEPS);
    by_browser("redirect-keeps-method", title, answers, order())
}

/// Two addresses that send to each other; with the limit that browsers have, it would be twenty.
fn redirect_loop() -> BuiltIn {
    let answers = vec![sends_to(302, "/cart", "/login"), sends_to(302, "/login", "/cart")];
    let fetch = FetchOptions { redirects_max: Some(1), ..FetchOptions::default() };
    let asked = Request { fetch, ..absolute("http://shop.example.com/cart") };
    by_browser("redirect-loop", say(texts::REDIRECT_TWO_ADDRESSES), answers, asked)
}

/// The server says when to come back, and the client does.
fn retry_after() -> BuiltIn {
    let busy = ScriptedAnswer {
        status: 503,
        times: Some(1),
        field_lines: lines(&[("Retry-After", "2")]),
        ..ScriptedAnswer::default()
    };
    let fetch = FetchOptions { retries: 3, ..FetchOptions::default() };
    let asked = Request { fetch, ..absolute("http://shop.example.com/teapots") };
    let answers = vec![busy, scripted(r#"{"teapots": 12}"#)];
    let world = World { servers: vec![super::sites::server(SHOP, answers)], ..World::default() };
    in_world("retry-after", say(texts::RETRY_THE_SERVER_SAYS), world, vec![asked])
}

/// The server is slow, not broken: each attempt does its work, and nobody waits for its answer.
fn retry_post() -> BuiltIn {
    let server = ServerOptions { database_slow: true, ..ServerOptions::default() };
    let fetch = FetchOptions {
        read_timeout: Some(Duration::from_millis(500)),
        retries: 1,
        retry_methods: RetryMethods::All,
        ..FetchOptions::default()
    };
    let post = Request { fetch, ..json("POST", "/users", r#"{"name": "Bob"}"#) };
    let list = after(Duration::from_secs(2), get("/users?sort=desc"));
    let world = World { server, ..World::default() };
    in_world("retry-post", say(texts::RETRY_A_POST_THAT), world, vec![post, list])
}

/// `timeout=(3.05, 27)`: for a connection, and for the next part of the answer.
fn patient(request: Request) -> Request {
    let fetch = FetchOptions {
        connect_timeout: Some(Duration::from_millis(3_050)),
        read_timeout: Some(Duration::from_secs(27)),
        ..FetchOptions::default()
    };
    Request { fetch, ..request }
}

fn timeout_connect() -> BuiltIn {
    let world = World { faults: vec![Fault::ConnectTimeout], ..World::default() };
    let title = say(texts::TIME_OUT_NO_CONNECTION);
    in_world("timeout-connect", title, world, vec![patient(get("/users/42"))])
}

fn timeout_read() -> BuiltIn {
    let world = World { faults: vec![Fault::ServerSilent], ..World::default() };
    let title = say(texts::TIME_OUT_NO_ANSWER);
    in_world("timeout-read", title, world, vec![patient(get("/users/42"))])
}
