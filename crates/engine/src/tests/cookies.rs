//! What clients do with cookies, against a server that sets some.

use super::topologies::{run, with_second_server};
use super::{Said, Told};
use crate::topology::Served;
use bytes::Bytes;
use core::net::Ipv4Addr;
use core::time::Duration;
use http::Request as Received;
use std::fmt::Write as _;
use trace::{
    ClientKind, Content, CookieOption, FetchOptions, HttpUrl, HttpVersion, Initiator, Instant,
    Outcome, Request, Scenario, StageKind, Trace, ZoneEntry, ZoneRecord,
};

const SITE: &str = "http://second.example.net";

fn get(path: &str) -> Request {
    Request::parse("GET", &format!("{SITE}{path}"), &[], Vec::new()).expect("a good request")
}

/// Sets what the query says, and sends on where the path says so.
fn sets(request: &Received<Bytes>) -> Said {
    let query = request.uri().query().unwrap_or_default().replace('+', " ");
    let cookies = query.split('&').filter(|cookie| !cookie.is_empty());
    if request.uri().path() == "/many" {
        let many = (0..10_000).map(|number| ("set-cookie", format!("n{number}=1")));
        return (200, many.collect(), "");
    }
    if request.uri().path() == "/umlaut" {
        return (200, vec![("set-cookie", "a=\u{e4}\tb".to_owned())], "");
    }
    let mut lines: Vec<_> = cookies.map(|cookie| ("set-cookie", cookie.to_owned())).collect();
    if request.uri().path() == "/login" {
        lines.push(("location", "/home".to_owned()));
        return (303, lines, "");
    }
    (200, lines, "")
}

/// What this kind of client sends and keeps: the Cookie field of each request, and its decisions.
fn told(kind: ClientKind, requests: Vec<Request>) -> String {
    told_of(&trace_of(kind, requests))
}

fn told_of(trace: &Trace) -> String {
    let mut told = String::from("\n");
    for stage in trace.stages.iter().filter(|stage| is_of_cookies(stage.kind)) {
        writeln!(told, "{}: {}", stage.kind.name(), stage.detail).expect("memory is there");
    }
    for message in &trace.messages {
        if let Content::HttpRequest { target, field_lines, .. } = &message.content {
            let cookie = field_lines.combined("cookie").unwrap_or_default();
            writeln!(told, "GET {target} [{cookie}]").expect("memory is there");
        }
    }
    told
}

fn is_of_cookies(kind: StageKind) -> bool {
    matches!(
        kind,
        StageKind::SendCookies
            | StageKind::HoldBackCookies
            | StageKind::KeepCookie
            | StageKind::DeleteCookie
            | StageKind::RefuseCookie
    )
}

fn trace_of(kind: ClientKind, requests: Vec<Request>) -> Trace {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.client.kind = kind;
    trace_in(scenario)
}

fn trace_in(mut scenario: Scenario) -> Trace {
    scenario.world.names.zone.push(ZoneEntry {
        name: "second.example.net".to_owned(),
        ttl_s: 300,
        record: ZoneRecord::A(Ipv4Addr::new(93, 184, 216, 35)),
    });
    let (topology, _) = with_second_server(&scenario, Served::Told(Told(sets)));
    run(&topology, &scenario)
}

#[test]
fn a_browser_keeps_cookies_and_shows_them_again() {
    let requests = vec![get("/login?sid=1;+HttpOnly&old=2;+Max-Age=0"), get("/other")];
    let expected = "
keep a cookie: sid=1 (second.example.net/, HttpOnly)
delete a cookie: old
send cookies: sid=1
send cookies: sid=1
GET /login?sid=1;+HttpOnly&old=2;+Max-Age=0 []
GET /home [sid=1]
GET /other [sid=1]
";
    assert_eq!(told(ClientKind::Browser, requests), expected);
}

#[test]
fn a_call_of_requests_keeps_cookies_over_its_redirects_only() {
    let expected = "
keep a cookie: sid=1 (second.example.net/)
send cookies: sid=1
GET /login?sid=1 []
GET /home [sid=1]
GET /other []
";
    let requests = || vec![get("/login?sid=1"), get("/other")];
    assert_eq!(told(ClientKind::Python, requests()), expected);
    assert!(trace_of(ClientKind::Python, requests()).cookie_changes.is_empty());
}

#[test]
fn other_programs_keep_none() {
    for kind in [ClientKind::Curl, ClientKind::MobileApp, ClientKind::Server] {
        let told = told(kind, vec![get("/?sid=1"), get("/")]);
        assert_eq!(told, "\nGET /?sid=1 []\nGET / []\n");
    }
}

#[test]
fn a_client_may_be_told_how_long_to_keep_them() {
    let check = |kind, cookies, expected: &str| {
        let mut scenario = Scenario::with_requests(vec![get("/?sid=1"), get("/")]);
        (scenario.world.client.kind, scenario.world.client.cookies) = (kind, cookies);
        let told = told_of(&trace_in(scenario));
        assert!(told.ends_with(expected), "{kind:?} {cookies:?}: {told}");
    };
    check(ClientKind::Python, CookieOption::Keep, "GET / [sid=1]\n");
    check(ClientKind::Curl, CookieOption::Keep, "GET / [sid=1]\n");
    check(ClientKind::Browser, CookieOption::None, "GET / []\n");
}

#[test]
fn what_is_not_kept_is_told_with_its_reason() {
    let requests = vec![get("/?a=1;+Secure&b=1;+Domain=net&__Host-c=1&=")];
    let expected = "
refuse a cookie: a=1: it is Secure, and came in clear
refuse a cookie: b=1: anyone may have a name below net
refuse a cookie: __Host-c=1: a name with __Host- needs Secure, Path=/ and no Domain
refuse a cookie: =: it has neither name nor value
GET /?a=1;+Secure&b=1;+Domain=net&__Host-c=1&= []
";
    assert_eq!(told(ClientKind::Browser, requests), expected);
}

#[test]
fn a_pause_of_a_day_ends_a_cookie() {
    let later = Request { pause_before: Duration::from_secs(86_400), ..get("/") };
    let trace = trace_of(ClientKind::Browser, vec![get("/?day=1;+Max-Age=86400&s=1"), later]);
    let names = |at: Instant| {
        trace.cookies_at(at).into_iter().map(|cookie| cookie.name.clone()).collect::<Vec<_>>()
    };
    let changed_at = trace.cookie_changes[0].at;
    assert_eq!(names(changed_at), ["day", "s"]);
    assert_eq!(names(trace.ended_at), ["s"]);
    let sent = trace.stages.iter().filter(|stage| stage.kind == StageKind::SendCookies);
    assert_eq!(sent.map(|stage| &*stage.detail).collect::<Vec<_>>(), ["s=1"]);
}

#[test]
fn another_site_gets_what_its_cookies_say() {
    let lines = "/?strict=1;+SameSite=Strict&lax=1";
    let of_page = |initiator| {
        let page = HttpUrl::parse("http://api.example.com/").ok();
        let fetch = FetchOptions { initiator, page, ..FetchOptions::default() };
        Request { fetch, ..get("/home") }
    };
    let check = |initiator, expected: &str| {
        let told = told(ClientKind::Browser, vec![get(lines), of_page(initiator)]);
        let told: Vec<&str> =
            told.trim().lines().skip(2).filter(|line| !line.starts_with("GET")).collect();
        assert_eq!(told.join("\n"), expected, "{initiator:?}");
    };
    let strict = "hold back cookies: strict: SameSite=Strict, and another site asks";
    check(Initiator::Navigation, &format!("{strict}\nsend cookies: lax=1"));
    let lax = "lax: SameSite=Lax, and another site asks for a part";
    check(Initiator::Image, &format!("{strict}; {lax}"));
    // A script's `fetch` sends none to other origins, unless it says so.
    check(Initiator::Script, "");
}

#[test]
fn a_cookie_field_of_the_request_itself_stays_as_it_is() {
    let own = [("Cookie".to_owned(), "own=1".to_owned())];
    let own = Request::parse("GET", &format!("{SITE}/"), &own, Vec::new()).expect("a good request");
    let told = told(ClientKind::Browser, vec![get("/?sid=1"), own]);
    assert!(told.ends_with("GET / [own=1]\n"), "{told}");
}

#[test]
fn ten_thousand_cookies_are_bounded_and_told() {
    for http in HttpVersion::ALL {
        let mut scenario = Scenario::with_requests(vec![get("/many"), get("/")]);
        scenario.world.client.kind = ClientKind::Browser;
        scenario.world.client.http = http;
        let trace = trace_in(scenario);
        let is_told = |stage: &&trace::Stage| is_of_cookies(stage.kind);
        let told: Vec<&str> =
            trace.stages.iter().filter(is_told).map(|stage| &*stage.detail).collect();
        if trace.cookie_changes.is_empty() {
            // A client need not read a header section without end.
            assert!(matches!(trace.fetches[0].outcome, Some(Outcome::Failed(_))), "{told:?}");
            continue;
        }
        assert_eq!(trace.cookies_at(trace.ended_at).len(), 180);
        assert_eq!(told.len(), 22, "twenty, the rest, and what is sent");
        assert!(told[20].starts_with("9980 more") && told[21].ends_with('…'), "{told:?}");
    }
}

#[test]
fn letters_beyond_ascii_come_back_as_they_came() {
    let told = told(ClientKind::Browser, vec![get("/umlaut"), get("/")]);
    assert!(told.ends_with("GET / [a=\u{e4}\tb]\n"), "{told}");
}
