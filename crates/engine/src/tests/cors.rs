//! What a browser lets a page do at another origin, against a server that allows some of it.

use super::topologies::{run, with_second_server};
use super::{Said, Told};
use crate::topology::Served;
use bytes::Bytes;
use core::net::Ipv4Addr;
use core::time::Duration;
use http::Request as Received;
use std::fmt::Write as _;
use trace::{
    ClientKind, Content, CredentialsMode, EventKind, Failure, FetchOptions, HttpUrl, Initiator,
    Outcome, RedirectMode, Request, RequestMode, Scenario, StageOutcome, Trace, ZoneEntry,
    ZoneRecord,
};

const PAGE: &str = "http://shop.example.com/cart";

/// Allows the shop what the path says, and PUT and X-Id in a preflight for ten seconds.
fn allows(request: &Received<Bytes>) -> Said {
    let allow = |origin: &str| ("access-control-allow-origin", origin.to_owned());
    let shop = allow("http://shop.example.com");
    let etag = ("etag", "\"1\"".to_owned());
    let is_preflight = request.method() == "OPTIONS";
    match request.uri().path() {
        "/closed" => (200, Vec::new(), "secret"),
        "/asks" if is_preflight => {
            let lines = vec![
                shop,
                ("access-control-allow-methods", "PUT".to_owned()),
                ("access-control-allow-headers", "x-id".to_owned()),
                ("access-control-max-age", "10".to_owned()),
            ];
            (204, lines, "")
        }
        "/no-preflight" if is_preflight => (404, vec![shop], ""),
        "/credentials" => {
            let lines = vec![
                shop,
                ("access-control-allow-credentials", "true".to_owned()),
                ("set-cookie", "sid=1".to_owned()),
            ];
            (200, lines, "hello")
        }
        "/away" => {
            (302, vec![shop, ("location", "http://second.example.net:80/closed".into())], "")
        }
        _ => (200, vec![shop, etag], "hello"),
    }
}

fn script(method: &str, path: &str, lines: &[(&str, &str)]) -> Request {
    let url = format!("http://second.example.net{path}");
    let lines: Vec<(String, String)> =
        lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut request = Request::parse(method, &url, &lines, Vec::new()).expect("a good request");
    request.fetch = FetchOptions {
        initiator: Initiator::Script,
        page: HttpUrl::parse(PAGE).ok(),
        ..FetchOptions::default()
    };
    request
}

fn trace_of(requests: Vec<Request>) -> Trace {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.client.kind = ClientKind::Browser;
    scenario.world.names.zone.push(ZoneEntry {
        name: "second.example.net".to_owned(),
        ttl_s: 300,
        record: ZoneRecord::A(Ipv4Addr::new(93, 184, 216, 35)),
    });
    let (topology, _) = with_second_server(&scenario, Served::Told(Told(allows)));
    run(&topology, &scenario)
}

/// What is sent, what comes back, and what the browser makes of it, in order.
fn told(trace: &Trace) -> String {
    let mut told = String::from("\n");
    let client = trace.hosts[0].id;
    for event in &trace.events {
        let line = match &event.kind {
            EventKind::MessageSent(id) => match &trace.message(*id).content {
                content @ Content::HttpRequest { field_lines, .. } => {
                    let lines = field_lines.iter().filter(|line| !line.is("host"));
                    let lines: Vec<String> =
                        lines.map(|line| format!("{}: {}", line.name, line.value)).collect();
                    format!("{} | {}", content.first_line(), lines.join(" | "))
                }
                content @ Content::HttpResponse { .. } => content.first_line(),
                _ => continue,
            },
            EventKind::StageStarted(id) if event.host == client => {
                let stage = trace.stage(*id);
                match &stage.outcome {
                    StageOutcome::Done => format!("{}: {}", stage.kind.name(), stage.detail),
                    StageOutcome::Refused(why) => format!("{}: no, {why}", stage.kind.name()),
                }
            }
            EventKind::ExchangeFailed(_, failure) | EventKind::FetchFailed(_, failure) => {
                failure.to_string()
            }
            _ => continue,
        };
        writeln!(told, "{line}").expect("memory is there");
    }
    told
}

#[test]
fn a_simple_request_is_sent_and_its_answer_checked() {
    let trace = trace_of(vec![script("GET", "/open", &[])]);
    let expected = "
GET /open HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 200 OK
store response: to be asked about each time
check whether the page may read it: Access-Control-Allow-Origin: http://shop.example.com
hide from the page: date, access-control-allow-origin, etag
use response: text/plain; charset=utf-8
";
    assert_eq!(told(&trace), expected);
    let seen = trace.fetches[0].seen.as_ref().expect("not all of it is seen");
    let names: Vec<String> =
        seen.field_lines.iter().map(|line| line.name.to_ascii_lowercase()).collect();
    assert_eq!(names, ["content-type", "content-length"]);
}

#[test]
fn an_answer_without_permission_arrives_and_is_withheld() {
    let trace = trace_of(vec![script("GET", "/closed", &[])]);
    let expected = "
GET /closed HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 200 OK
check whether the page may read it: no, no Access-Control-Allow-Origin
the browser withholds the answer: no Access-Control-Allow-Origin
";
    assert_eq!(told(&trace), expected);
    let reason = "no Access-Control-Allow-Origin".to_owned();
    let outcome = Some(Outcome::Failed(Failure::AnswerWithheld { reason }));
    assert_eq!(trace.fetches[0].outcome, outcome);
    assert!(trace.exchanges[0].response.is_some());
}

#[test]
fn the_server_is_asked_before_what_no_form_could_send_and_not_again_for_a_while() {
    let later =
        |pause_s, request| Request { pause_before: Duration::from_secs(pause_s), ..request };
    let put = || script("PUT", "/asks", &[("X-Id", "1")]);
    let trace = trace_of(vec![put(), later(5, put()), later(10, put())]);
    let asks = "\
OPTIONS /asks HTTP/1.1 | Accept: */* | Access-Control-Request-Method: PUT | \
Access-Control-Request-Headers: x-id | Origin: http://shop.example.com
HTTP/1.1 204 No Content
check whether the page may send it: PUT; x-id
";
    let puts = "\
PUT /asks HTTP/1.1 | X-Id: 1 | Origin: http://shop.example.com | Content-Length: 0
HTTP/1.1 200 OK
check whether the page may read it: Access-Control-Allow-Origin: http://shop.example.com
hide from the page: date, access-control-allow-origin, etag
use response: text/plain; charset=utf-8
";
    let before = "allowed before: \n";
    assert_eq!(told(&trace), format!("\n{asks}{puts}{before}{puts}{asks}{puts}"));
    let causes: Vec<&str> = trace.exchanges.iter().map(|made| made.cause.name()).collect();
    assert_eq!(causes, ["preflight", "initial", "initial", "preflight", "initial"]);
}

#[test]
fn what_a_preflight_does_not_allow_is_not_sent() {
    let check = |request: Request, expected: &str| {
        let trace = trace_of(vec![request]);
        let reason = expected.to_owned();
        let failure = Failure::RequestNotAllowed { reason };
        assert_eq!(trace.fetches[0].outcome, Some(Outcome::Failed(failure)));
        assert_eq!(trace.exchanges.len(), 1, "only the question was asked");
    };
    let methods = "Access-Control-Allow-Methods does not have DELETE";
    check(script("DELETE", "/asks", &[]), methods);
    let headers = "Access-Control-Allow-Headers does not have x-other";
    check(script("PUT", "/asks", &[("X-Other", "1")]), headers);
    check(script("PUT", "/no-preflight", &[]), "the preflight was answered with 404");
    check(script("PUT", "/closed", &[]), "no Access-Control-Allow-Origin");
}

#[test]
fn nothing_is_sent_where_the_mode_forbids_it() {
    let mut request = script("GET", "/open", &[]);
    request.fetch.mode = RequestMode::SameOrigin;
    let trace = trace_of(vec![request, script("TRACE", "/open", &[])]);
    let expected = "
the browser does not send it: another origin, and the mode is same-origin
the browser does not send it: no script may use TRACE
";
    assert_eq!(told(&trace), expected);
    assert!(trace.exchanges.is_empty());
}

#[test]
fn credentials_go_along_where_the_page_says_so_and_the_server_allows_it() {
    let include = |path| {
        let mut request = script("GET", path, &[]);
        request.fetch.credentials = CredentialsMode::Include;
        request
    };
    let trace = trace_of(vec![include("/credentials"), include("/open")]);
    let expected = "
GET /credentials HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 200 OK
refuse a cookie: sid=1: another site asked, and it is not SameSite=None
check whether the page may read it: Access-Control-Allow-Origin: http://shop.example.com
hide from the page: date, access-control-allow-origin, access-control-allow-credentials, set-cookie
use response: text/plain; charset=utf-8
GET /open HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 200 OK
store response: to be asked about each time
check whether the page may read it: no, no Access-Control-Allow-Credentials, but credentials went along
the browser withholds the answer: no Access-Control-Allow-Credentials, but credentials went along
";
    assert_eq!(told(&trace), expected);
}

#[test]
fn without_cors_the_answer_comes_and_the_page_sees_nothing_of_it() {
    let mut request = script("GET", "/closed", &[("X-Id", "1"), ("Cookie", "a=b")]);
    request.fetch.mode = RequestMode::NoCors;
    let trace = trace_of(vec![request]);
    let expected = "
leave out fields: X-Id needs mode cors; no script may set Cookie
GET /closed HTTP/1.1 | \n\
HTTP/1.1 200 OK
hide from the page: status, headers and body
";
    assert_eq!(told(&trace), expected);
    assert_eq!(trace.fetches[0].outcome, Some(Outcome::Answered(200)));
}

#[test]
fn redirects_are_checked_hop_by_hop() {
    let trace = trace_of(vec![script("GET", "/away", &[])]);
    let expected = "
GET /away HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 302 Found
check whether the page may read it: Access-Control-Allow-Origin: http://shop.example.com
GET /closed HTTP/1.1 | Origin: http://shop.example.com
HTTP/1.1 200 OK
check whether the page may read it: no, no Access-Control-Allow-Origin
the browser withholds the answer: no Access-Control-Allow-Origin
";
    assert_eq!(told(&trace), expected);
    let mut stays = script("GET", "/away", &[]);
    stays.fetch.redirect = RedirectMode::Manual;
    let trace = trace_of(vec![stays]);
    assert_eq!(trace.fetches[0].seen.as_ref().map(|seen| seen.status_code), Some(0));
}

#[test]
fn programs_ask_for_themselves() {
    for kind in [ClientKind::Python, ClientKind::Curl] {
        let mut scenario = Scenario::with_requests(vec![script("PUT", "/x", &[("X-Id", "1")])]);
        scenario.world.client.kind = kind;
        let trace = crate::simulate(&scenario);
        assert!(trace.exchanges.iter().all(|made| made.cause.name() == "initial"));
        assert!(trace.fetches.iter().all(|fetch| fetch.seen.is_none()));
    }
}
