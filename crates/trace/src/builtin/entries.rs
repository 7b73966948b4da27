//! The scenarios themselves.

use super::requests::{
    absolute, absolute_as, after, bare, get, json, page, post_bob, post_of, request,
};
use super::{BuiltIn, Group};
use crate::{
    Alpn, ClientKind, ClientOptions, Fault, HttpVersion, NamesOptions, NetworkOptions, Request,
    Scenario, ServerOptions, World, ZoneEntry,
};
use core::time::Duration;

/// All of them, group by group.
pub fn all() -> Vec<BuiltIn> {
    let groups = [
        (Group::Methods, methods()),
        (Group::StatusCodes, status_codes()),
        (Group::Concepts, concepts()),
        (Group::Connections, connections()),
        (Group::Names, names()),
        (Group::Faults, faults()),
        (Group::Networks, networks()),
    ];
    let mut all = Vec::new();
    for (group, entries) in groups {
        all.extend(entries.into_iter().map(|entry| BuiltIn { group, ..entry }));
    }
    all
}

const ALICES_TOKEN: [(&str, &str); 1] = [("Authorization", "Bearer alice-token")];
const ADAS_TOKEN: [(&str, &str); 1] = [("Authorization", "Bearer ada-token")];
/// What the server gives the first product: a test of the engine sees to it.
const ENTITY_TAG: &str = "\"2dcea07fa9225643\"";

const ALICIA: &str = r#"{"name": "Alicia"}"#;

fn methods() -> Vec<BuiltIn> {
    let bob_at_1000 = json("PUT", "/users/1000", r#"{"name": "Bob"}"#);
    vec![
        entry("get", "GET: read one user", vec![get("/users/42")]),
        entry("get-list", "GET: list all users", vec![get("/users")]),
        entry("get-sorted", "GET: from last to first (?sort=desc)", vec![get("/users?sort=desc")]),
        entry(
            "get-fields",
            "GET: one field only (?fields=name)",
            vec![get("/users/42?fields=name")],
        ),
        entry("head", "HEAD: the headers without the body", vec![bare("HEAD", "/users/42")]),
        entry("post", "POST: add a user", vec![post_bob()]),
        entry("put-create", "PUT: put a user where none was", vec![bob_at_1000]),
        entry("put-replace", "PUT: replace a user", vec![json("PUT", "/users/42", ALICIA)]),
        entry("patch", "PATCH: change one field", vec![json("PATCH", "/users/42", ALICIA)]),
        entry("delete", "DELETE: delete a user", vec![bare("DELETE", "/users/42")]),
        entry(
            "options",
            "OPTIONS: ask which methods there are",
            vec![bare("OPTIONS", "/users/42")],
        ),
    ]
}

fn status_codes() -> Vec<BuiltIn> {
    let expecting = [("Content-Type", "application/json"), ("Expect", "100-continue")];
    let plain = [("Content-Type", "text/plain")];
    let if_changed = [("If-None-Match", ENTITY_TAG)];
    let lamp = r#"{"name": "Lamp", "price_cents": 2499}"#;
    let another_id = r#"{"id": 43, "name": "Alice"}"#;
    vec![
        entry(
            "expect-continue",
            "100 Continue: ask before sending the body",
            vec![request("POST", "/users", &expecting, r#"{"name": "Bob"}"#)],
        ),
        early_hints(),
        entry("get-product", "200 OK: read a product", vec![get("/v1/products/1")]),
        entry("created", "201 Created: add a product", vec![json("POST", "/products", lamp)]),
        entry(
            "no-content",
            "204 No Content: delete a product",
            vec![bare("DELETE", "/products/4")],
        ),
        entry("moved", "301 Moved Permanently: there is a new URL", vec![get("/old-users")]),
        entry(
            "not-modified",
            "304 Not Modified: use your copy",
            vec![
                get("/products/1"),
                after(Duration::from_secs(90), request("GET", "/products/1", &if_changed, "")),
            ],
        ),
        entry(
            "bad-json",
            "400 Bad Request: the body is not JSON",
            vec![json("POST", "/users", r#"{"name": "Bob""#)],
        ),
        entry(
            "missing-field",
            "400 Bad Request: a field is missing",
            vec![json("POST", "/users", "{}")],
        ),
        entry("unauthorized", "401 Unauthorized: who asks?", vec![get("/me")]),
        entry(
            "forbidden",
            "403 Forbidden: Alice is no administrator",
            vec![request("GET", "/admin/users", &ALICES_TOKEN, "")],
        ),
        entry("not-found", "404 Not Found: no such user", vec![get("/users/99999")]),
        entry(
            "method-not-allowed",
            "405 Method Not Allowed: delete all users",
            vec![bare("DELETE", "/users")],
        ),
        entry(
            "conflict",
            "409 Conflict: body and URL name two users",
            vec![json("PUT", "/users/42", another_id)],
        ),
        entry(
            "precondition-failed",
            "412 Precondition Failed: someone was faster",
            vec![
                get("/products/1"),
                after(Duration::from_secs(1), teapot_for(1999)),
                after(Duration::from_secs(1), teapot_for(1499)),
            ],
        ),
        entry("too-large", "413 Content Too Large", vec![post_of(70_000)]),
        entry(
            "unsupported-media-type",
            "415 Unsupported Media Type: plain text",
            vec![request("POST", "/users", &plain, "name: Bob")],
        ),
        entry(
            "too-many-requests",
            "429 Too Many Requests: the fourth in a minute",
            core::iter::repeat_n(after(Duration::from_millis(100), get("/saying")), 4).collect(),
        ),
        entry("server-error", "500 Internal Server Error: a bug", vec![get("/orders")]),
        entry(
            "not-implemented",
            "501 Not Implemented: an unknown method",
            vec![bare("TRACE", "/users")],
        ),
        entry("unavailable", "503 Service Unavailable: maintenance", vec![get("/search")]),
    ]
}

/// Another price, as long as nobody has changed the product.
fn teapot_for(price_cents: u32) -> Request {
    let fields = [("Content-Type", "application/json"), ("If-Match", ENTITY_TAG)];
    let teapot = format!(r#"{{"name": "Teapot", "price_cents": {price_cents}}}"#);
    request("PUT", "/products/1", &fields, &teapot)
}

fn early_hints() -> BuiltIn {
    let world = of_client(ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() });
    let page = absolute_as("http://api.example.com/slow-page", "text/html");
    in_world("early-hints", "103 Early Hints: what the page will need", world, vec![page])
}

fn concepts() -> Vec<BuiltIn> {
    let delete = || bare("DELETE", "/users/42");
    let put = || json("PUT", "/users/42", ALICIA);
    let later = |request| after(Duration::from_millis(100), request);
    vec![
        entry(
            "get-twice",
            "Safe: GET as often as you like",
            vec![get("/users/42"), later(get("/users/42"))],
        ),
        entry("put-twice", "Idempotent: PUT twice is PUT once", vec![put(), later(put())]),
        entry(
            "delete-twice",
            "Idempotent: DELETE twice, with another answer",
            vec![delete(), delete()],
        ),
        entry(
            "post-twice",
            "Not idempotent: POST twice adds two users",
            vec![post_bob(), later(post_bob())],
        ),
        entry(
            "post-then-get",
            "Add a user, then list all users",
            vec![post_bob(), later(get("/users"))],
        ),
        entry(
            "stateless",
            "Stateless: without its token nobody knows you",
            vec![request("GET", "/me", &ALICES_TOKEN, ""), later(get("/me"))],
        ),
        entry(
            "permitted",
            "Permission: an administrator may",
            vec![request("GET", "/admin/users", &ADAS_TOKEN, "")],
        ),
    ]
}

fn connections() -> Vec<BuiltIn> {
    let browser = |name, title, http, requests| {
        let client = ClientOptions { kind: ClientKind::Browser, http, ..ClientOptions::default() };
        in_world(name, title, of_client(client), requests)
    };
    let second = of_client(ClientOptions { http: HttpVersion::Http2, ..ClientOptions::default() });
    let secret = || absolute("https://api.example.com/users/42");
    let half_a_second = Duration::from_millis(500);
    vec![
        browser(
            "keep-alive",
            "Keep-alive: ask twice over one connection",
            HttpVersion::Http1,
            vec![get("/users/42"), after(half_a_second, get("/users"))],
        ),
        in_world(
            "half-close",
            "Half-close: the client has said all, and still listens",
            of_client(ClientOptions { half_close: true, ..ClientOptions::default() }),
            vec![get("/users/42")],
        ),
        entry("https", "TLS: the same, encrypted (https)", vec![secret()]),
        https_only(half_a_second),
        entry(
            "tls-resumption",
            "TLS: the second time without the certificate",
            vec![secret(), after(half_a_second, secret())],
        ),
        in_world("http2", "HTTP/2: one request", second.clone(), vec![secret()]),
        entry(
            "chunked",
            "Chunked: an answer of unknown length, with trailers",
            vec![absolute_as("http://api.example.com/export", "text/csv")],
        ),
        in_world(
            "http2-trailers",
            "HTTP/2: an answer of unknown length, with trailers",
            second,
            vec![absolute_as("https://api.example.com/export", "text/csv")],
        ),
        browser("page-http1", "A page over HTTP/1.1: six connections", HttpVersion::Http1, page()),
        browser("page-http2", "A page over HTTP/2: one connection", HttpVersion::Http2, page()),
    ]
}

/// A browser is sent to `https` once, and goes there by itself the next time.
fn https_only(pause: Duration) -> BuiltIn {
    let url = |scheme| absolute(&format!("{scheme}://api.example.com/users/42"));
    let world = World {
        client: ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() },
        server: ServerOptions { https_only: true, ..ServerOptions::default() },
        ..World::default()
    };
    let requests = vec![url("http"), after(pause, url("https")), after(pause, url("http"))];
    in_world("https-only", "301 to https, and remembered (HSTS)", world, requests)
}

fn names() -> Vec<BuiltIn> {
    let alias = |name, target| zone_entry(name, "CNAME", target);
    let chain = vec![
        alias("shop.example.net", "front.example.org"),
        alias("front.example.org", "api.example.com"),
    ];
    let circle =
        vec![alias("a.example.com", "b.example.net"), alias("b.example.net", "a.example.com")];
    let only_v6 = vec![zone_entry("six.example.com", "AAAA", "2001:db8::34")];
    let address = |last: u8| zone_entry("many.example.com", "A", &format!("93.184.216.{last}"));
    let nowhere = || absolute("http://nowhere.example.com/users/42");
    let half_a_minute = Duration::from_secs(30);
    vec![
        entry(
            "unknown-host",
            "A name that does not exist (NXDOMAIN)",
            vec![absolute("http://api.example.invalid/users/42")],
        ),
        entry(
            "dns-remembered",
            "DNS cache: the second time the address is known",
            vec![get("/users/42"), after(half_a_minute, get("/users"))],
        ),
        entry(
            "dns-negative",
            "DNS cache: it is remembered that there is no such name",
            vec![nowhere(), after(half_a_minute, nowhere())],
        ),
        in_zone(
            "dns-alias",
            "A name that stands for another one (CNAME)",
            chain,
            "shop.example.net",
        ),
        in_zone("dns-circle", "Two names that stand for each other", circle, "a.example.com"),
        in_zone(
            "dns-no-address",
            "A name without an IPv4 address (NODATA)",
            only_v6,
            "six.example.com",
        ),
        in_world(
            "dns-dual-stack",
            "IPv6 beside IPv4: both addresses are asked for (AAAA, A)",
            of_network(NetworkOptions { dual_stack: true, ..NetworkOptions::default() }),
            vec![get("/users/42")],
        ),
        in_zone(
            "dns-over-tcp",
            "An answer of DNS that is too long for UDP",
            (34..124).map(address).collect(),
            "many.example.com",
        ),
        entry(
            "dns-lame",
            "A zone that nobody looks after (SERVFAIL)",
            vec![absolute("http://www.broken.example/users/42")],
        ),
    ]
}

fn faults() -> Vec<BuiltIn> {
    let (http, https) = ("http://api.example.com/users/42", "https://api.example.com/users/42");
    let broken = |name, title, fault, url| {
        let world = World { faults: vec![fault], ..World::default() };
        in_world(name, title, world, vec![absolute(url)])
    };
    let refused = absolute("http://api.example.com:81/users/42");
    vec![
        broken("fault-nxdomain", "DNS finds no name", Fault::NameNotFound, http),
        broken("fault-dns-timeout", "DNS does not answer", Fault::DnsTimeout, http),
        entry("connection-refused", "A port where nothing listens", vec![refused]),
        broken("fault-refused", "The web server is not running", Fault::ConnectionRefused, http),
        broken("fault-connect-timeout", "Nothing gets through", Fault::ConnectTimeout, http),
        broken(
            "fault-broken-ipv6",
            "IPv6 leads nowhere, IPv4 answers (Happy Eyeballs)",
            Fault::BrokenIpv6,
            http,
        ),
        broken(
            "fault-certificate-expired",
            "The certificate has expired",
            Fault::CertificateExpired,
            https,
        ),
        broken(
            "fault-certificate-wrong-name",
            "The certificate names another host",
            Fault::CertificateWrongName,
            https,
        ),
        broken(
            "fault-certificate-unknown-issuer",
            "Nobody knows who signed the certificate",
            Fault::CertificateUnknownIssuer,
            https,
        ),
        in_world(
            "fault-no-common-protocol",
            "No protocol that both sides speak",
            of_server(ServerOptions { alpn: Alpn::Http10, ..ServerOptions::default() }),
            vec![absolute(https)],
        ),
        broken(
            "fault-reset",
            "The connection breaks in the middle of the answer",
            Fault::ResetMidResponse,
            http,
        ),
        broken("fault-silent", "The server never answers (timeout)", Fault::ServerSilent, http),
        losing(10, 22, "fault-packet-loss", "One packet in ten is lost", absolute(http)),
    ]
}

fn networks() -> Vec<BuiltIn> {
    let far = Duration::from_millis(300);
    let far = of_network(NetworkOptions { round_trip_time: far, ..NetworkOptions::default() });
    let slow = Some(56_000);
    let slow =
        of_network(NetworkOptions { bandwidth_bits_per_s: slow, ..NetworkOptions::default() });
    vec![
        losing(10, 62, "lost-query", "The question to DNS gets lost", get("/users/42")),
        losing(
            10,
            86,
            "lost-syn",
            "The first packet of the connection gets lost",
            get("/users/42"),
        ),
        losing(
            10,
            22,
            "lost-response",
            "The answer gets lost, and is sent again",
            get("/users/42"),
        ),
        losing(
            2,
            169,
            "fast-retransmit",
            "One of many packets gets lost: fast retransmit",
            post_of(20_000),
        ),
        losing(20, 32, "lossy-link", "A link that loses one packet in five", get("/users")),
        in_world(
            "far-away",
            "A server on the other side of the world",
            far,
            vec![get("/users/42")],
        ),
        in_world("slow-link", "A connection of 56 kbit/s", slow, vec![get("/users")]),
        entry("large-body", "A body that takes many packets", vec![post_of(20_000)]),
        in_world(
            "zero-window",
            "Zero window: a server that reads slowly",
            of_server(ServerOptions { slow_reader: true, ..ServerOptions::default() }),
            vec![post_of(20_000)],
        ),
    ]
}

fn zone_entry(name: &str, kind: &str, value: &str) -> ZoneEntry {
    let entry = ZoneEntry::parse(name, kind, value, 60);
    entry.expect("the records of built-in scenarios are well-formed")
}

/// A request to `host`, which these records make known.
fn in_zone(name: &'static str, title: &'static str, zone: Vec<ZoneEntry>, host: &str) -> BuiltIn {
    let world = World { names: NamesOptions { zone }, ..World::default() };
    in_world(name, title, world, vec![absolute(&format!("http://{host}/users/42"))])
}

/// A world that loses packets, with a seed that loses what the title says: the command's tests
/// look for it.
fn losing(
    percent: u32,
    seed: u64,
    name: &'static str,
    title: &'static str,
    request: Request,
) -> BuiltIn {
    let network = NetworkOptions { loss_ppm: percent * 10_000, ..NetworkOptions::default() };
    let mut built_in = in_world(name, title, of_network(network), vec![request]);
    built_in.scenario.seed = seed;
    built_in
}

fn of_client(client: ClientOptions) -> World {
    World { client, ..World::default() }
}

fn of_network(network: NetworkOptions) -> World {
    World { network, ..World::default() }
}

fn of_server(server: ServerOptions) -> World {
    World { server, ..World::default() }
}

fn entry(name: &'static str, title: &'static str, requests: Vec<Request>) -> BuiltIn {
    in_world(name, title, World::default(), requests)
}

/// The group is written in by [`all`].
fn in_world(
    name: &'static str,
    title: &'static str,
    world: World,
    requests: Vec<Request>,
) -> BuiltIn {
    let scenario = Scenario { world, ..Scenario::with_requests(requests) };
    BuiltIn { name, title, group: Group::Methods, scenario }
}
