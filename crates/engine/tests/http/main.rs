//! Connections that are kept, requests at once, HTTP/2 and the corners of HTTP/1.1, as printed
//! traces.

mod expect;
mod kept_connections;
mod uploads;

#[path = "../common/mod.rs"]
mod common;
use common::{outcomes, request};
use core::time::Duration;
use engine::simulate;
use std::collections::BTreeSet;
use trace::{
    ClientKind, Content, EventKind, ExchangeId, Failure, Fault, HttpVersion, Outcome, Request,
    Scenario, StageKind, Trace, Transport,
};

fn with(method: &str, url: &str, lines: &[(&str, &str)], body: &str) -> Request {
    let lines = lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let lines: Vec<(String, String)> = lines.collect();
    Request::parse(method, url, &lines, body.as_bytes().to_vec()).expect("a good request")
}

fn at_once(request: Request) -> Request {
    Request { at_once: true, ..request }
}

fn after(pause: Duration, request: Request) -> Request {
    Request { pause_before: pause, ..request }
}

fn browser(http: HttpVersion, requests: Vec<Request>) -> Scenario {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.client.kind = ClientKind::Browser;
    scenario.world.client.http = http;
    scenario
}

/// What client and server do, without packets, names and SQL.
fn story(trace: &Trace) -> String {
    let printed = trace.to_string();
    let is_told = |line: &&str| {
        let left_out = [" TCP ", " UDP", " DNS ", " SQL ", " TLS "];
        !left_out.iter().any(|word| line.contains(word))
    };
    format!("\n{}\n", printed.lines().filter(is_told).collect::<Vec<_>>().join("\n"))
}

/// The client's ports of all TCP connections to the origin server.
fn connections(trace: &Trace) -> BTreeSet<u16> {
    let client = trace.hosts[0].id;
    let ports = trace.packets.iter().filter(|packet| packet.from == client);
    let ports = ports.filter_map(|packet| match packet.transport {
        Transport::Tcp { source_port, control, .. } if control.syn => Some(source_port),
        _ => None,
    });
    ports.collect()
}

/// Every exchange with what its messages say: the target it asked for, the status it got.
fn answers(trace: &Trace) -> Vec<String> {
    let shown = |id: Option<trace::MessageId>| {
        id.map_or("nothing".to_owned(), |id| trace.message(id).content.first_line())
    };
    let exchanges = trace.exchanges.iter();
    exchanges.map(|e| format!("{} → {}", shown(e.request()), shown(e.response))).collect()
}

/// One request, then nine at once.
fn page(scheme: &str) -> Vec<Request> {
    let get = |path: &str| request("GET", &format!("{scheme}://api.example.com{path}"));
    let products = (1..=4).map(|id| format!("/products/{id}"));
    let users = [1, 2, 3, 42, 123].map(|id| format!("/users/{id}"));
    let mut at_once = products.chain(users).map(|path| get(&path));
    let second = at_once.next().expect("nine requests");
    let rest = at_once.map(|request| Request { at_once: true, ..request });
    [get("/"), second].into_iter().chain(rest).collect()
}

#[test]
fn a_browser_keeps_its_connection() {
    let urls = ["http://api.example.com/users/42", "http://api.example.com/users/1"];
    let trace = simulate(&browser(HttpVersion::Http1, urls.map(|url| request("GET", url)).into()));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
     94.617  user-agent → origin    GET /users/42 HTTP/1.1
    114.637  origin                 parse, 0.400 ms
    115.037  origin                 route /users/{id}, 0.200 ms
    115.237  origin                 handle read a user, 2.500 ms
    117.737  origin                 serialize application/json, 0.600 ms
    118.337  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    138.365  user-agent             use response application/json, 0.800 ms
    139.165  user-agent             exchange 1 ends: 200
    139.165  user-agent             exchange 2 starts: GET http://api.example.com/users/1
    139.165  user-agent → origin    GET /users/1 HTTP/1.1
    159.179  origin                 parse, 0.400 ms
    159.579  origin                 route /users/{id}, 0.200 ms
    159.779  origin                 handle read a user, 2.500 ms
    162.279  origin                 serialize application/json, 0.600 ms
    162.879  origin → user-agent    HTTP/1.1 200 OK  {"id": 1, "name": "Ada"}
    182.907  user-agent             use response application/json, 0.800 ms
    183.707  user-agent             exchange 2 ends: 200
    "#);
    assert_eq!(connections(&trace).len(), 1);
    let reused = &trace.exchanges[1].timing;
    assert_eq!((reused.domain_lookup_start, reused.connect_start), (None, None));
}

#[test]
fn a_request_can_ask_for_the_end_of_its_connection() {
    let url = "http://api.example.com/users/42";
    let closing = with("GET", url, &[("Connection", "close")], "");
    let trace = simulate(&browser(HttpVersion::Http1, vec![closing, request("GET", url)]));
    assert_eq!(connections(&trace).len(), 2);
}

#[test]
fn an_idle_connection_is_closed_by_the_server_and_opened_anew() {
    let get = || request("GET", "http://api.example.com/users/42");
    let scenario = browser(HttpVersion::Http1, vec![get(), after(Duration::from_secs(61), get())]);
    let trace = simulate(&scenario);
    assert_eq!(connections(&trace).len(), 2);
    assert!(trace.exchanges.iter().all(|e| e.outcome == Some(Outcome::Answered(200))));
}

/// The server closes the connection 60 s after it answered; what is sent on it while its FIN is
/// under way is not answered.
fn sent_into_the_closing(method: &str, https: bool) -> Trace {
    let scheme = if https { "https" } else { "http" };
    let url = |path: &str| format!("{scheme}://api.example.com{path}");
    let first = request("GET", &url("/users/42"));
    // The client is done 20.8 ms after the server is.
    let pause = Duration::from_millis(60_000) - Duration::from_millis(18);
    let json = [("Content-Type", "application/json")];
    let second = with(
        method,
        &url("/users"),
        &json,
        if method == "POST" { "{\"name\": \"Bob\"}" } else { "" },
    );
    simulate(&browser(HttpVersion::Http1, vec![first, after(pause, second)]))
}

#[test]
fn a_request_that_only_reads_is_sent_again_on_a_new_connection() {
    for https in [false, true] {
        let trace = sent_into_the_closing("GET", https);
        assert_eq!(connections(&trace).len(), 2);
        assert_eq!(trace.exchanges[1].outcome, Some(Outcome::Answered(200)));
        let is_second = |message: &&trace::Message| {
            matches!(message.content, Content::HttpRequest { .. })
                && message.exchange == Some(ExchangeId(1))
        };
        assert_eq!(trace.messages.iter().filter(is_second).count(), 2, "it was sent twice");
    }
}

#[test]
fn a_request_that_adds_something_is_not_sent_again() {
    let trace = sent_into_the_closing("POST", false);
    assert_eq!(connections(&trace).len(), 1);
    insta::assert_snapshot!(format!("{:?}", trace.exchanges[1].outcome), @"Some(Failed(ResponseCut))");
}

#[test]
fn http_1_opens_six_connections_for_a_page() {
    for scheme in ["http", "https"] {
        let trace = simulate(&browser(HttpVersion::Http1, page(scheme)));
        assert_eq!(connections(&trace).len(), 6, "{scheme}");
        assert_eq!(answers(&trace), answers_in_turn(scheme, "HTTP/1.1"), "{scheme}");
    }
}

#[test]
fn http_2_needs_one_connection_for_a_page() {
    let trace = simulate(&browser(HttpVersion::Http2, page("https")));
    assert_eq!(connections(&trace).len(), 1);
    assert_eq!(answers(&trace), answers_in_turn("https", "HTTP/2"));
}

fn answers_in_turn(scheme: &str, version: &str) -> Vec<String> {
    let status = if version == "HTTP/2" { "200" } else { "200 OK" };
    let shown = |request: &Request| {
        format!("GET {} {version} → {version} {status}", request.url.origin_form())
    };
    page(scheme).iter().map(shown).collect()
}

#[test]
fn everything_at_once_belongs_to_its_own_exchange() {
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        let url = |id: u32| format!("https://api.example.com/users/{id}");
        let requests = [1, 2, 3, 42, 123].map(|id| at_once(request("GET", &url(id))));
        let trace = simulate(&browser(http, requests.to_vec()));
        for (exchange, request) in trace.exchanges.iter().zip(&trace.scenario.requests) {
            let id = request.url.path().rsplit('/').next().expect("an id");
            let own = trace.messages.iter().filter(|m| m.exchange == Some(exchange.id));
            let said: Vec<String> = own.map(|m| m.content.first_line()).collect();
            let asked = format!("SQL SELECT * FROM users WHERE id={id}");
            assert_eq!(said.iter().filter(|line| **line == asked).count(), 1, "{said:?}");
            assert_eq!(said.iter().filter(|line| **line == "SQL 1 row").count(), 1, "{said:?}");
            let stages = trace.stages.iter().filter(|s| s.exchange == Some(exchange.id));
            let stages: Vec<&str> = stages.map(|stage| stage.kind.name()).collect();
            let stages: Vec<&str> =
                stages.into_iter().filter(|name| *name != "answer cached").collect();
            assert_eq!(stages, ["parse", "route", "handle", "serialize", "use response"]);
        }
    }
}

#[test]
fn http_2_tells_its_frames_and_its_fields() {
    let url = "https://api.example.com/users/42";
    let accept = [("Accept", "application/json")];
    let trace = simulate(&browser(HttpVersion::Http2, vec![with("GET", url, &accept, "")]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: GET https://api.example.com/users/42
    134.834  user-agent → origin    HTTP/2 connection preface, SETTINGS
    134.834  user-agent → origin    GET /users/42 HTTP/2
    154.871  origin                 parse, 0.400 ms
    154.871  origin → user-agent    HTTP/2 SETTINGS, SETTINGS ACK
    155.271  origin                 route /users/{id}, 0.200 ms
    155.471  origin                 handle read a user, 2.500 ms
    157.971  origin                 serialize application/json, 0.600 ms
    158.571  origin → user-agent    HTTP/2 200  {"id": 42, "name": "Alice"}
    174.905  user-agent → origin    HTTP/2 SETTINGS ACK
    178.595  user-agent             use response application/json, 0.800 ms
    179.395  user-agent             exchange 1 ends: 200
    179.395  user-agent → origin    HTTP/2 GOAWAY NO_ERROR
    "#);
    let mut lines = Vec::new();
    for message in &trace.messages {
        if let Content::HttpRequest { field_lines, .. }
        | Content::HttpResponse { field_lines, .. } = &message.content
        {
            lines.extend(field_lines.iter().map(|line| format!("{}: {}", line.name, line.value)));
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    :method: GET
    :scheme: https
    :authority: api.example.com
    :path: /users/42
    accept: application/json
    :status: 200
    content-type: application/json
    content-length: 27
    date: Mon, 05 Jan 2026 09:00:00 GMT
    ");
}

#[test]
fn http_2_knows_every_method() {
    let url = |path: &str| format!("https://api.example.com{path}");
    let json = [("Content-Type", "application/json")];
    let bob = r#"{"name": "Bob"}"#;
    let requests = vec![
        request("HEAD", &url("/users/42")),
        request("OPTIONS", &url("/users/42")),
        with("POST", &url("/users"), &json, bob),
        with("PUT", &url("/users/1000"), &json, bob),
        with("PATCH", &url("/users/42"), &json, bob),
        request("DELETE", &url("/users/42")),
        request("GET", &url("/users/42")),
        request("BREW", &url("/")),
    ];
    let trace = simulate(&browser(HttpVersion::Http2, requests));
    insta::assert_snapshot!(answers(&trace).join("\n"), @"
    HEAD /users/42 HTTP/2 → HTTP/2 200
    OPTIONS /users/42 HTTP/2 → HTTP/2 204
    POST /users HTTP/2 → HTTP/2 201
    PUT /users/1000 HTTP/2 → HTTP/2 201
    PATCH /users/42 HTTP/2 → HTTP/2 200
    DELETE /users/42 HTTP/2 → HTTP/2 204
    GET /users/42 HTTP/2 → HTTP/2 404
    BREW / HTTP/2 → HTTP/2 501
    ");
}

#[test]
fn large_contents_wait_for_room() {
    let spaces = " ".repeat(200_000);
    let json = [("Content-Type", "application/json")];
    let large = with("POST", "https://api.example.com/users", &json, &format!("{{{spaces}}}"));
    let largest = with("POST", "https://api.example.com/users", &json, &" ".repeat(1024 * 1024));
    let trace = simulate(&browser(HttpVersion::Http2, vec![large, largest]));
    insta::assert_snapshot!(answers(&trace).join("\n"), @"
    POST /users HTTP/2 → HTTP/2 413
    POST /users HTTP/2 → HTTP/2 413
    ");
    let is_update = |message: &&trace::Message| {
        message.from != trace.hosts[0].id && message.content.first_line().contains("WINDOW_UPDATE")
    };
    assert!(trace.messages.iter().filter(is_update).count() > 5);
}

#[test]
fn a_content_of_another_length_is_broken_off_in_http_2() {
    let length = [("Content-Length", "10"), ("Content-Type", "application/json")];
    let short = with("POST", "https://api.example.com/users", &length, "{}");
    let next = request("GET", "https://api.example.com/users/42");
    let trace = simulate(&browser(HttpVersion::Http2, vec![short, next]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: POST https://api.example.com/users
    134.834  user-agent → origin    HTTP/2 connection preface, SETTINGS
    134.834  user-agent → origin    POST /users HTTP/2  {}
    154.877  origin → user-agent    HTTP/2 SETTINGS, SETTINGS ACK, RST_STREAM PROTOCOL_ERROR on stream 1
    174.913  user-agent             the server broke the request off: PROTOCOL_ERROR
    174.913  user-agent             exchange 1 ends: no answer: net::ERR_HTTP2_PROTOCOL_ERROR
    174.913  user-agent             exchange 2 starts: GET https://api.example.com/users/42
    174.913  user-agent → origin    HTTP/2 SETTINGS ACK
    174.913  user-agent → origin    GET /users/42 HTTP/2
    194.931  origin                 parse, 0.400 ms
    195.331  origin                 route /users/{id}, 0.200 ms
    195.531  origin                 handle read a user, 2.500 ms
    198.031  origin                 serialize application/json, 0.600 ms
    198.631  origin → user-agent    HTTP/2 200  {"id": 42, "name": "Alice"}
    218.655  user-agent             use response application/json, 0.800 ms
    219.455  user-agent             exchange 2 ends: 200
    219.455  user-agent → origin    HTTP/2 GOAWAY NO_ERROR
    "#);
    assert_eq!(connections(&trace).len(), 1);
}

#[test]
fn a_command_opens_a_connection_for_each_request_in_http_2_too() {
    let get = || request("GET", "https://api.example.com/users/42");
    let mut scenario = browser(HttpVersion::Http2, vec![get(), get(), at_once(get())]);
    scenario.world.client.kind = ClientKind::Curl;
    let trace = simulate(&scenario);
    assert_eq!(connections(&trace).len(), 3);
    assert!(trace.exchanges.iter().all(|e| e.outcome == Some(Outcome::Answered(200))));
}

#[test]
fn without_tls_nobody_agrees_on_http_2() {
    let requests = vec![request("GET", "http://api.example.com/users/42")];
    let trace = simulate(&browser(HttpVersion::Http2, requests));
    assert_eq!(answers(&trace), ["GET /users/42 HTTP/1.1 → HTTP/1.1 200 OK"]);
}

#[test]
fn over_http_2_an_answer_without_content_is_broken_off_too() {
    for (method, url) in [
        ("GET", "https://api.example.com/users/42"),
        ("HEAD", "https://api.example.com/users/42"),
        ("DELETE", "https://api.example.com/users/42"),
        ("GET", "https://api.example.com/export"),
        ("HEAD", "https://api.example.com/export"),
    ] {
        let mut scenario = browser(HttpVersion::Http2, vec![request(method, url)]);
        scenario.world.faults = vec![Fault::ResetMidResponse];
        let outcome = simulate(&scenario).exchanges[0].outcome.clone();
        assert_eq!(outcome, Some(Outcome::Failed(Failure::ConnectionReset)), "{method} {url}");
    }
}

#[test]
fn a_hundred_header_lines_are_taken_and_no_more() {
    let names: Vec<String> = (0..101).map(|number| format!("X-{number}")).collect();
    // HTTP/1.1 adds Host.
    for (url, http, n_added) in [
        ("http://api.example.com/users/42", HttpVersion::Http1, 1),
        ("https://api.example.com/users/42", HttpVersion::Http2, 0),
    ] {
        for (n_lines, status_code) in [(100, 200), (101, 431)] {
            let names = names.iter().take(n_lines - n_added);
            let lines: Vec<(&str, &str)> = names.map(|name| (name.as_str(), "1")).collect();
            let get = with("GET", url, &lines, "");
            let trace = simulate(&browser(http, vec![get]));
            let outcome = trace.exchanges[0].outcome.clone();
            assert_eq!(outcome, Some(Outcome::Answered(status_code)), "{url}, {n_lines} lines");
        }
    }
}

#[test]
fn chunks_may_end_with_trailers() {
    let url = "http://api.example.com/users";
    let lines = [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")];
    let chunks = "8\r\n{\"name\":\r\n7\r\n \"Bob\"}\r\n0\r\nX-Checksum: 42\r\n\r\n";
    let post = with("POST", url, &lines, chunks);
    let trace = simulate(&browser(HttpVersion::Http1, vec![post]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: POST http://api.example.com/users
     94.617  user-agent → origin    POST /users HTTP/1.1  {"name": "Bob"}
    114.654  origin                 parse, 0.400 ms
    115.054  origin                 route /users, 0.200 ms
    115.254  origin                 validate content, 0.300 ms
    115.554  origin                 handle create a user, 2.500 ms
    118.054  origin                 serialize application/json, 0.600 ms
    118.654  origin → user-agent    HTTP/1.1 201 Created  {"id": 124, "name": "Bob"}
    138.686  user-agent             use response application/json, 0.800 ms
    139.486  user-agent             exchange 1 ends: 201
    "#);
}

#[test]
fn what_is_kept_changes_nothing_before_the_next_request() {
    let url = |scheme: &str, path: &str| format!("{scheme}://api.example.com{path}");
    for (http, scheme) in
        [(HttpVersion::Http1, "http"), (HttpVersion::Http1, "https"), (HttpVersion::Http2, "https")]
    {
        let requests = [
            request("GET", &url(scheme, "/users/42")),
            at_once(request("GET", &url(scheme, "/users/1"))),
            request("DELETE", &url(scheme, "/users/42")),
        ];
        let run = |count: usize| simulate(&browser(http, requests[..count].to_vec()));
        let [shorter, longer] = [run(2), run(3)];
        let appended = longer.exchange(ExchangeId(2)).started_at;
        let before = |trace: &Trace| -> Vec<String> {
            let events = trace.events.iter().take_while(|event| event.at < appended);
            events.filter_map(|event| trace.line(event)).collect()
        };
        assert!(before(&longer).len() > 20);
        assert_eq!(before(&shorter), before(&longer));
        assert_eq!(shorter.exchanges[..], longer.exchanges[..2]);
    }
}

#[test]
fn a_thousand_requests_at_once_end() {
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        let get = at_once(request("GET", "https://api.example.com/"));
        let trace = simulate(&browser(http, vec![get; 1000]));
        let is_limit = |event: &trace::Event| matches!(event.kind, EventKind::LimitReached(_));
        assert!(!trace.events.iter().any(is_limit));
        assert!(trace.exchanges.iter().all(|e| e.outcome == Some(Outcome::Answered(200))));
    }
}

/// Two requests of a client to a server that wants `https` only.
fn https_only(client: ClientKind) -> Scenario {
    let example = trace::built_in().into_iter().find(|example| example.name == "https-only");
    let mut scenario = example.expect("there is one of this name").scenario;
    scenario.world.client.kind = client;
    scenario
}

#[test]
fn a_browser_remembers_who_wants_https() {
    insta::assert_snapshot!(story(&simulate(&https_only(ClientKind::Browser))), @r#"

      0.000  user-agent             fetch 1 starts: GET http://api.example.com/users/42
      0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
     94.617  user-agent → origin    GET /users/42 HTTP/1.1
    114.641  origin                 parse, 0.400 ms
    115.041  origin                 route everything is moved to https, 0.200 ms
    115.241  origin → user-agent    HTTP/1.1 301 Moved Permanently
    135.269  user-agent             exchange 1 ends: 301
    135.269  user-agent             exchange 2 starts (redirect): GET https://api.example.com/users/42
    135.269  user-agent             answer cached 93.184.216.34, for 299 s more, 0.000 ms
    215.504  user-agent → origin    GET /users/42 HTTP/1.1
    235.536  origin                 parse, 0.400 ms
    235.936  origin                 route /users/{id}, 0.200 ms
    236.136  origin                 handle read a user, 2.500 ms
    238.636  origin                 serialize application/json, 0.600 ms
    239.236  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    259.275  user-agent             use response application/json, 0.800 ms
    260.075  user-agent             exchange 2 ends: 200
    260.075  user-agent             fetch 1 ends: 200
    760.075  user-agent             exchange 3 starts: GET http://api.example.com/users/42
    760.075  user-agent             upgrade to https https://api.example.com/users/42, 0.000 ms
    760.075  user-agent → origin    GET /users/42 HTTP/1.1
    780.097  origin                 parse, 0.400 ms
    780.497  origin                 route /users/{id}, 0.200 ms
    780.697  origin                 handle read a user, 2.500 ms
    783.197  origin                 serialize application/json, 0.600 ms
    783.797  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    803.835  user-agent             use response application/json, 0.800 ms
    804.635  user-agent             exchange 3 ends: 200
    "#);
}

#[test]
fn other_clients_are_sent_to_https_each_time() {
    for client in [ClientKind::Python, ClientKind::Curl, ClientKind::MobileApp, ClientKind::Server]
    {
        let trace = simulate(&https_only(client));
        let outcomes = trace.exchanges.iter().map(|exchange| exchange.outcome.clone());
        let followed =
            if client == ClientKind::Curl { &[301, 301][..] } else { &[301, 200, 301, 200] };
        let expected = followed.iter().copied().map(|code| Some(Outcome::Answered(code)));
        assert_eq!(outcomes.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{client:?}");
    }
}

#[test]
fn much_that_arrives_at_once_is_decrypted() {
    // What is behind a lost segment waits for it, and then comes in one piece.
    let body = format!("{{\"name\":{}\"Bob\"}}", " ".repeat(40_000));
    let json = [("Content-Type", "application/json")];
    let post = with("POST", "https://api.example.com/users", &json, &body);
    for http in [HttpVersion::Http1, HttpVersion::Http2] {
        for seed in 0..20 {
            let mut scenario = browser(http, vec![post.clone()]);
            scenario.seed = seed;
            scenario.world.network.loss_ppm = 50_000;
            let answered = simulate(&scenario).exchanges[0].outcome.clone();
            assert_eq!(answered, Some(Outcome::Answered(201)), "seed {seed}, {http:?}");
        }
    }
}

/// The values of Authorization that were sent.
fn authorizations(url: &str, kind: ClientKind) -> Vec<String> {
    let mut scenario = Scenario::with_requests(vec![request("GET", url)]);
    scenario.world.client.kind = kind;
    let trace = simulate(&scenario);
    let value = |message: &trace::Message| match &message.content {
        Content::HttpRequest { field_lines, .. } => {
            field_lines.value("authorization").map(str::to_owned)
        }
        _ => None,
    };
    trace.messages.iter().filter_map(value).collect()
}

#[test]
fn user_and_password_of_a_url_are_sent_over_both_versions_by_all_but_a_browser() {
    for url in ["http://ann:p%40w@api.example.com/users", "https://ann:p%40w@api.example.com/users"]
    {
        for kind in
            [ClientKind::Python, ClientKind::MobileApp, ClientKind::Curl, ClientKind::Server]
        {
            assert_eq!(authorizations(url, kind), ["Basic YW5uOnBAdw=="], "{url} {kind:?}");
        }
        assert!(authorizations(url, ClientKind::Browser).is_empty(), "{url}");
    }
}

#[test]
fn a_browser_tells_that_it_leaves_them_out_and_names_neither() {
    let stages = |url: &str, kind| {
        let mut scenario = Scenario::with_requests(vec![request("GET", url)]);
        scenario.world.client.kind = kind;
        let trace = simulate(&scenario);
        let left_out = trace.stages.iter().filter(|s| s.kind == StageKind::LeaveOutUserInfo);
        left_out.map(|stage| stage.detail.clone()).collect::<Vec<_>>()
    };
    let url = "http://ann:pw@api.example.com/";
    assert_eq!(stages(url, ClientKind::Browser), [""]);
    assert!(stages("http://api.example.com/", ClientKind::Browser).is_empty());
    assert!(stages(url, ClientKind::Curl).is_empty());
}
