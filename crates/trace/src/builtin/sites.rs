//! What a browser does between sites: cookies, and what a page may ask of others.

use super::BuiltIn;
use super::made::in_world;
use super::requests::{absolute, after};
use crate::texts;
use crate::{
    ClientKind, ClientOptions, FetchOptions, FieldLine, FieldLines, HttpUrl, Initiator, Request,
    ScriptedAnswer, ScriptedServer, World,
};
use core::time::Duration;
use language::say;

pub(super) fn concepts() -> Vec<BuiltIn> {
    vec![cookies(), cors_withheld(), cors_preflight()]
}

const SHOP: &str = "http://shop.example.com/";
const STOCK: &str = "http://stock.example.com/";

/// A login that lasts: by a cookie the server knows who comes again.
fn cookies() -> BuiltIn {
    let login = ScriptedAnswer {
        target: Some("/login".to_owned()),
        field_lines: lines(&[
            ("Content-Type", "application/json"),
            ("Set-Cookie", "sid=31d4d96e; Max-Age=3600; HttpOnly; SameSite=Lax"),
        ]),
        ..scripted(r#"{"hello": "Alice"}"#)
    };
    let nobody = ScriptedAnswer {
        when: vec![("Cookie".to_owned(), None)],
        status: 401,
        ..scripted(r#"{"error": "log in first"}"#)
    };
    let account = scripted(r#"{"name": "Alice", "cart": ["Teapot"]}"#);
    let requests = vec![
        absolute("http://shop.example.com/login"),
        after(Duration::from_secs(1), absolute("http://shop.example.com/account")),
    ];
    browser("cookies", say(texts::COOKIES_BY_A_NOTE), SHOP, vec![login, nobody, account], requests)
}

/// The server answers, and the browser does not show it to the page.
fn cors_withheld() -> BuiltIn {
    let stock = scripted(r#"{"teapots": 12}"#);
    let asked = by_script(absolute("http://stock.example.com/items/7"));
    browser("cors-withheld", say(texts::CORS_THE_ANSWER_COMES), STOCK, vec![stock], vec![asked])
}

/// What a form could send is sent at once; before anything else the server is asked, and allows it.
fn cors_preflight() -> BuiltIn {
    let allow = ("Access-Control-Allow-Origin", "http://shop.example.com");
    let allowed = ScriptedAnswer {
        method: Some("OPTIONS".to_owned()),
        status: 204,
        field_lines: lines(&[
            allow,
            ("Access-Control-Allow-Methods", "PUT"),
            ("Access-Control-Allow-Headers", "content-type"),
            ("Access-Control-Max-Age", "600"),
        ]),
        ..ScriptedAnswer::default()
    };
    let told = |body| ScriptedAnswer {
        field_lines: lines(&[("Content-Type", "application/json"), allow]),
        ..scripted(body)
    };
    let stock = ScriptedAnswer { method: Some("GET".to_owned()), ..told(r#"{"teapots": 12}"#) };
    let changed = told(r#"{"teapots": 11}"#);
    let fields = [("Content-Type".to_owned(), "application/json".to_owned())];
    let content = br#"{"teapots": 11}"#.to_vec();
    let put = Request::parse("PUT", "http://stock.example.com/items/7", &fields, content)
        .expect("the requests of built-in scenarios are well-formed");
    let requests = vec![
        by_script(absolute("http://stock.example.com/items/7")),
        after(Duration::from_secs(1), by_script(put)),
    ];
    let answers = vec![allowed, stock, changed];
    browser("cors-preflight", say(texts::CORS_THE_BROWSER_ASKS), STOCK, answers, requests)
}

/// A script of the shop's page asks for it.
fn by_script(request: Request) -> Request {
    let fetch = FetchOptions {
        initiator: Initiator::Script,
        page: Some(url(SHOP)),
        ..FetchOptions::default()
    };
    Request { fetch, ..request }
}

/// An answer that carries JSON.
pub(super) fn scripted(body: &str) -> ScriptedAnswer {
    ScriptedAnswer {
        status: 200,
        field_lines: lines(&[("Content-Type", "application/json")]),
        body: body.as_bytes().to_vec(),
        ..ScriptedAnswer::default()
    }
}

/// A browser in a world with one server that answers by a script.
pub(super) fn browser(
    name: &'static str,
    title: &'static str,
    origin: &str,
    answers: Vec<ScriptedAnswer>,
    requests: Vec<Request>,
) -> BuiltIn {
    let world = World {
        client: ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() },
        servers: vec![server(origin, answers)],
        ..World::default()
    };
    in_world(name, title, world, requests)
}

/// A server that answers by a script.
pub(super) fn server(origin: &str, answers: Vec<ScriptedAnswer>) -> ScriptedServer {
    ScriptedServer { origin: url(origin), answers }
}

fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).expect("the URLs of built-in scenarios are well-formed")
}

/// A header section.
pub(super) fn lines(lines: &[(&str, &str)]) -> FieldLines {
    let line = |(name, value): &(&str, &str)| FieldLine {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    lines.iter().map(line).collect()
}
