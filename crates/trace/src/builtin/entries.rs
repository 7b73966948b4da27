//! The scenarios themselves.

use super::made::{ALICES_TOKEN, entry, in_world, of_client, of_network, of_server};
use super::requests::{
    absolute, absolute_as, after, bare, get, json, page, post_bob, post_of, request,
};
use super::{BuiltIn, Group, fetches, service, sites};
use crate::texts;
use crate::{
    Alpn, CacheMode, ClientKind, ClientOptions, Crash, Fault, HttpVersion, NamesOptions,
    NetworkOptions, Request, ServerOptions, World, ZoneEntry,
};
use core::time::Duration;
use language::say;

/// All of them, group by group.
pub fn all() -> Vec<BuiltIn> {
    let groups = [
        (Group::Methods, [methods(), service::methods()].concat()),
        (Group::StatusCodes, [status_codes(), service::status_codes()].concat()),
        (
            Group::Concepts,
            [concepts(), service::concepts(), sites::concepts(), fetches::concepts()].concat(),
        ),
        (Group::Connections, connections()),
        (Group::Names, names()),
        (Group::Faults, [faults(), service::faults(), fetches::faults()].concat()),
        (Group::Networks, networks()),
    ];
    let mut all = Vec::new();
    for (group, entries) in groups {
        all.extend(entries.into_iter().map(|entry| BuiltIn { group, ..entry }));
    }
    all
}

const ADAS_TOKEN: [(&str, &str); 1] = [("Authorization", "Bearer ada-token")];
/// What the server gives the first product: a test of the engine sees to it.
const ENTITY_TAG: &str = "\"2dcea07fa9225643\"";

const ALICIA: &str = r#"{"name": "Alicia"}"#;

fn methods() -> Vec<BuiltIn> {
    let bob_at_1000 = json("PUT", "/users/1000", r#"{"name": "Bob"}"#);
    vec![
        entry("get", say(texts::GET_READ_ONE_USER), vec![get("/users/42")]),
        entry("get-list", say(texts::GET_LIST_ALL_USERS), vec![get("/users")]),
        entry("get-sorted", say(texts::GET_FROM_LAST_TO), vec![get("/users?sort=desc")]),
        entry("get-fields", say(texts::GET_ONE_FIELD_ONLY), vec![get("/users/42?fields=name")]),
        entry("head", say(texts::HEAD_THE_HEADERS_WITHOUT), vec![bare("HEAD", "/users/42")]),
        entry("post", say(texts::POST_ADD_A_USER), vec![post_bob()]),
        entry("put-create", say(texts::PUT_PUT_A_USER), vec![bob_at_1000]),
        entry(
            "put-replace",
            say(texts::PUT_REPLACE_A_USER),
            vec![json("PUT", "/users/42", ALICIA)],
        ),
        entry(
            "patch",
            say(texts::PATCH_CHANGE_ONE_FIELD),
            vec![json("PATCH", "/users/42", ALICIA)],
        ),
        entry("delete", say(texts::DELETE_DELETE_A_USER), vec![bare("DELETE", "/users/42")]),
        entry("options", say(texts::OPTIONS_ASK_WHICH_METHODS), vec![bare("OPTIONS", "/users/42")]),
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
            say(texts::N_100_CONTINUE_ASK),
            vec![request("POST", "/users", &expecting, r#"{"name": "Bob"}"#)],
        ),
        early_hints(),
        entry("get-product", say(texts::N_200_OK_READ), vec![get("/v1/products/1")]),
        entry("created", say(texts::N_201_CREATED_ADD), vec![json("POST", "/products", lamp)]),
        entry("no-content", say(texts::N_204_NO_CONTENT), vec![bare("DELETE", "/products/4")]),
        entry("moved", say(texts::N_301_MOVED_PERMANENTLY), vec![get("/old-users")]),
        entry(
            "not-modified",
            say(texts::N_304_NOT_MODIFIED),
            vec![
                get("/products/1"),
                after(Duration::from_secs(90), request("GET", "/products/1", &if_changed, "")),
            ],
        ),
        entry(
            "bad-json",
            say(texts::N_400_BAD_REQUEST),
            vec![json("POST", "/users", r#"{"name": "Bob""#)],
        ),
        entry("missing-field", say(texts::N_400_BAD_REQUEST_A), vec![json("POST", "/users", "{}")]),
        entry("unauthorized", say(texts::N_401_UNAUTHORIZED_WHO), vec![get("/me")]),
        entry(
            "forbidden",
            say(texts::N_403_FORBIDDEN_ALICE),
            vec![request("GET", "/admin/users", &ALICES_TOKEN, "")],
        ),
        entry("not-found", say(texts::N_404_NOT_FOUND), vec![get("/users/99999")]),
        entry("method-not-allowed", say(texts::N_405_METHOD_NOT), vec![bare("DELETE", "/users")]),
        entry(
            "conflict",
            say(texts::N_409_CONFLICT_BODY),
            vec![json("PUT", "/users/42", another_id)],
        ),
        entry(
            "precondition-failed",
            say(texts::N_412_PRECONDITION_FAILED),
            vec![
                get("/products/1"),
                after(Duration::from_secs(1), teapot_for(1999)),
                after(Duration::from_secs(1), teapot_for(1499)),
            ],
        ),
        entry("too-large", say(texts::N_413_CONTENT_TOO), vec![post_of(70_000)]),
        entry(
            "unsupported-media-type",
            say(texts::N_415_UNSUPPORTED_MEDIA),
            vec![request("POST", "/users", &plain, "name: Bob")],
        ),
        entry(
            "too-many-requests",
            say(texts::N_429_TOO_MANY),
            core::iter::repeat_n(after(Duration::from_millis(100), get("/saying")), 4).collect(),
        ),
        in_world(
            "server-error",
            say(texts::N_500_INTERNAL_SERVER),
            of_server(ServerOptions { server_crash: Crash::Orders, ..ServerOptions::default() }),
            vec![get("/orders")],
        ),
        entry("not-implemented", say(texts::N_501_NOT_IMPLEMENTED), vec![bare("TRACE", "/users")]),
        entry("unavailable", say(texts::N_503_SERVICE_UNAVAILABLE), vec![get("/search")]),
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
    in_world("early-hints", say(texts::N_103_EARLY_HINTS), world, vec![page])
}

fn concepts() -> Vec<BuiltIn> {
    let delete = || bare("DELETE", "/users/42");
    let put = || json("PUT", "/users/42", ALICIA);
    let later = |request| after(Duration::from_millis(100), request);
    vec![
        entry(
            "get-twice",
            say(texts::SAFE_GET_AS_OFTEN),
            vec![get("/users/42"), later(get("/users/42"))],
        ),
        entry("put-twice", say(texts::IDEMPOTENT_PUT_TWICE_IS), vec![put(), later(put())]),
        entry("delete-twice", say(texts::IDEMPOTENT_DELETE_TWICE_WITH), vec![delete(), delete()]),
        entry(
            "post-twice",
            say(texts::NOT_IDEMPOTENT_POST_TWICE),
            vec![post_bob(), later(post_bob())],
        ),
        entry("post-then-get", say(texts::ADD_A_USER_THEN), vec![post_bob(), later(get("/users"))]),
        entry(
            "stateless",
            say(texts::STATELESS_WITHOUT_ITS_TOKEN),
            vec![request("GET", "/me", &ALICES_TOKEN, ""), later(get("/me"))],
        ),
        entry(
            "permitted",
            say(texts::PERMISSION_AN_ADMINISTRATOR_MAY),
            vec![request("GET", "/admin/users", &ADAS_TOKEN, "")],
        ),
        from_cache(),
        still_good(),
    ]
}

/// A browser that has the answer asks nobody.
fn from_cache() -> BuiltIn {
    let world = of_client(ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() });
    let later = after(Duration::from_secs(30), get("/products/1"));
    let title = say(texts::CACHE_THE_COPY_IS);
    in_world("from-cache", title, world, vec![get("/products/1"), later])
}

/// A reload asks whether the copy is still good, and it is.
fn still_good() -> BuiltIn {
    let world = of_client(ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() });
    let logo = || absolute_as("http://api.example.com/page/logo.svg", "image/svg+xml");
    let mut reload = after(Duration::from_secs(10), logo());
    reload.fetch.cache = CacheMode::NoCache;
    in_world("still-good", say(texts::CACHE_RELOAD_IS_THE), world, vec![logo(), reload])
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
            say(texts::KEEP_ALIVE_ASK_TWICE),
            HttpVersion::Http1,
            vec![get("/users/42"), after(half_a_second, get("/users"))],
        ),
        in_world(
            "half-close",
            say(texts::HALF_CLOSE_THE_CLIENT),
            of_client(ClientOptions { half_close: true, ..ClientOptions::default() }),
            vec![get("/users/42")],
        ),
        entry("https", say(texts::TLS_THE_SAME_ENCRYPTED), vec![secret()]),
        https_only(half_a_second),
        entry(
            "tls-resumption",
            say(texts::TLS_THE_SECOND_TIME),
            vec![secret(), after(half_a_second, secret())],
        ),
        in_world("http2", say(texts::HTTP_2_ONE_REQUEST), second.clone(), vec![secret()]),
        entry(
            "chunked",
            say(texts::CHUNKED_AN_ANSWER_OF),
            vec![absolute_as("http://api.example.com/export", "text/csv")],
        ),
        in_world(
            "http2-trailers",
            say(texts::HTTP_2_AN_ANSWER),
            second,
            vec![absolute_as("https://api.example.com/export", "text/csv")],
        ),
        browser("page-http1", say(texts::PAGE_OVER_HTTP_1), HttpVersion::Http1, page()),
        browser("page-http2", say(texts::PAGE_OVER_HTTP), HttpVersion::Http2, page()),
    ]
}

/// A browser is sent to `https` once and follows; the next time it goes there by itself.
fn https_only(pause: Duration) -> BuiltIn {
    let url = || absolute("http://api.example.com/users/42");
    let world = World {
        client: ClientOptions { kind: ClientKind::Browser, ..ClientOptions::default() },
        server: ServerOptions { https_only: true, ..ServerOptions::default() },
        ..World::default()
    };
    let requests = vec![url(), after(pause, url())];
    in_world("https-only", say(texts::N_301_TO_HTTPS), world, requests)
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
            say(texts::NAME_THAT_DOES_NOT),
            vec![absolute("http://api.example.invalid/users/42")],
        ),
        entry(
            "dns-remembered",
            say(texts::DNS_CACHE_THE_SECOND),
            vec![get("/users/42"), after(half_a_minute, get("/users"))],
        ),
        entry(
            "dns-negative",
            say(texts::DNS_CACHE_IT_IS),
            vec![nowhere(), after(half_a_minute, nowhere())],
        ),
        in_zone("dns-alias", say(texts::NAME_THAT_STANDS_FOR), chain, "shop.example.net"),
        in_zone("dns-circle", say(texts::TWO_NAMES_THAT_STAND), circle, "a.example.com"),
        in_zone("dns-no-address", say(texts::NAME_WITHOUT_AN_IPV4), only_v6, "six.example.com"),
        in_world(
            "dns-dual-stack",
            say(texts::IPV6_BESIDE_IPV4_BOTH),
            of_network(NetworkOptions { dual_stack: true, ..NetworkOptions::default() }),
            vec![get("/users/42")],
        ),
        in_zone(
            "dns-over-tcp",
            say(texts::ANSWER_OF_DNS_THAT),
            (34..124).map(address).collect(),
            "many.example.com",
        ),
        entry(
            "dns-lame",
            say(texts::ZONE_THAT_NOBODY_LOOKS),
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
        broken("fault-nxdomain", say(texts::DNS_FINDS_NO_NAME), Fault::NameNotFound, http),
        broken("fault-dns-timeout", say(texts::DNS_DOES_NOT_ANSWER), Fault::DnsTimeout, http),
        entry("connection-refused", say(texts::PORT_WHERE_NOTHING_LISTENS), vec![refused]),
        broken("fault-refused", say(texts::WEB_SERVER_IS_NOT), Fault::ConnectionRefused, http),
        broken(
            "fault-connect-timeout",
            say(texts::NOTHING_GETS_THROUGH),
            Fault::ConnectTimeout,
            http,
        ),
        broken("fault-broken-ipv6", say(texts::IPV6_LEADS_NOWHERE_IPV4), Fault::BrokenIpv6, http),
        broken(
            "fault-certificate-expired",
            say(texts::CERTIFICATE_HAS_EXPIRED),
            Fault::CertificateExpired,
            https,
        ),
        broken(
            "fault-certificate-wrong-name",
            say(texts::CERTIFICATE_NAMES_ANOTHER_HOST),
            Fault::CertificateWrongName,
            https,
        ),
        broken(
            "fault-certificate-unknown-issuer",
            say(texts::NOBODY_KNOWS_WHO_SIGNED),
            Fault::CertificateUnknownIssuer,
            https,
        ),
        in_world(
            "fault-no-common-protocol",
            say(texts::NO_PROTOCOL_THAT_BOTH),
            of_server(ServerOptions { alpn: Alpn::Http10, ..ServerOptions::default() }),
            vec![absolute(https)],
        ),
        broken("fault-reset", say(texts::CONNECTION_BREAKS_IN_THE), Fault::ResetMidResponse, http),
        broken("fault-silent", say(texts::SERVER_NEVER_ANSWERS_TIMEOUT), Fault::ServerSilent, http),
        losing(10, 22, "fault-packet-loss", say(texts::ONE_PACKET_IN_TEN), absolute(http)),
    ]
}

fn networks() -> Vec<BuiltIn> {
    let far = Duration::from_millis(300);
    let far = of_network(NetworkOptions { round_trip_time: far, ..NetworkOptions::default() });
    let slow = Some(56_000);
    let slow =
        of_network(NetworkOptions { bandwidth_bits_per_s: slow, ..NetworkOptions::default() });
    vec![
        losing(10, 62, "lost-query", say(texts::QUESTION_TO_DNS_GETS), get("/users/42")),
        losing(10, 86, "lost-syn", say(texts::FIRST_PACKET_OF_THE), get("/users/42")),
        losing(10, 22, "lost-response", say(texts::ANSWER_GETS_LOST_AND), get("/users/42")),
        losing(2, 169, "fast-retransmit", say(texts::ONE_OF_MANY_PACKETS), post_of(20_000)),
        losing(20, 32, "lossy-link", say(texts::LINK_THAT_LOSES_ONE), get("/users")),
        in_world("far-away", say(texts::SERVER_ON_THE_OTHER), far, vec![get("/users/42")]),
        in_world("slow-link", say(texts::CONNECTION_OF_56_KBIT), slow, vec![get("/users")]),
        entry("large-body", say(texts::BODY_THAT_TAKES_MANY), vec![post_of(20_000)]),
        in_world(
            "zero-window",
            say(texts::ZERO_WINDOW_A_SERVER),
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
