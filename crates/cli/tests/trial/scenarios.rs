//! Random scenarios, spread over what can be chosen.

use core::time::Duration;
use testing::Chance;
use trace::{
    Alpn, ClientKind, Fault, HttpVersion, OptionDescription, Request, Scenario, World, ZoneEntry,
};

/// Hosts, and whether there is anything behind them does not matter.
const HOSTS: &[&str] = &[
    "api.example.com",
    "api.example.com",
    "api.example.com",
    "www.example.com",
    "example.com",
    "alias.example.com",
    "93.184.216.34",
    "nope.example.com",
];
/// Methods with targets that answer in all kinds of ways.
const READS: &[&str] = &[
    "GET /",
    "GET /users",
    "GET /users/42",
    "HEAD /users/42",
    "GET /users?sort=desc&fields=name",
    "GET /users/99999",
    "GET /users/x",
    "OPTIONS /users",
    "GET /products",
    "GET /products/1",
    "GET /v1/users/1",
    "GET /page",
    "GET /page/red.png",
    "GET /export",
    "GET /slow-page",
    "GET /me",
    "GET /admin/users",
    "GET /old-users",
    "GET /orders",
    "GET /search",
    "GET /saying",
    "GET /nothing/here",
    "PROPFIND /users",
    "DELETE /users/42",
    "DELETE /users",
];
const WRITES: &[&str] = &["POST /users", "PUT /users/7", "PUT /users/42", "PATCH /users/42"];
const FIELDS: &[(&str, &str)] = &[
    ("Accept", "application/json"),
    ("Accept", "text/csv"),
    ("Authorization", "Bearer alice-token"),
    ("Authorization", "Bearer ada-token"),
    ("If-None-Match", "*"),
    ("If-Match", "\"x\""),
    ("Connection", "close"),
    ("X-Long", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
];
const ROUND_TRIPS_MS: &[u64] = &[0, 1, 10, 40, 40, 150, 300, 700];
const BITS_PER_S: &[Option<u64>] =
    &[None, Some(64_000), Some(1_000_000), Some(5_000_000), Some(50_000_000), Some(1_000_000_000)];
const MTUS: &[u16] = &[576, 600, 1280, 1400, 1500, 1500, 1500, 9000];
const LOSSES_PPM: &[u32] = &[0, 0, 0, 0, 10_000, 50_000, 100_000, 200_000];

/// Any scenario that can be run.
pub fn any(seed: u64) -> Scenario {
    let chance = &mut Chance::new(seed);
    let world = world(chance);
    let requests = match chance.below(8) {
        0 => page(chance),
        n => (0..=n % 4).map(|index| request(chance, index)).collect(),
    };
    let starts_at = [0, 86_400, 951_782_399, Scenario::DEFAULT_STARTS_AT_UNIX_S, 16_725_225_599];
    let starts_at_unix_s = one_of(chance, &starts_at);
    Scenario { seed, starts_at_unix_s, world, requests }
}

/// One fetch of something small over a link that loses nothing.
pub fn single_fetch(seed: u64) -> Scenario {
    let chance = &mut Chance::new(seed);
    let mut world = World::default();
    world.client.kind = one_of(chance, &ClientKind::ALL);
    world.network.round_trip_time = Duration::from_millis(one_of(chance, ROUND_TRIPS_MS));
    world.network.resolver_round_trip_time = Duration::from_millis(one_of(chance, ROUND_TRIPS_MS));
    world.network.bandwidth_bits_per_s = one_of(chance, BITS_PER_S);
    world.network.mtu = one_of(chance, MTUS);
    let scheme = one_of(chance, &["http", "https"]);
    if scheme == "https" && chance.below(2) == 0 {
        world.client.http = HttpVersion::Http2;
    }
    let (method, target) = one_of(chance, &READS[2..8]).split_once(' ').expect("two words");
    let url = format!("{scheme}://api.example.com{target}");
    let request = Request::parse(method, &url, &[], Vec::new()).expect("a good request");
    Scenario { seed, world, ..Scenario::with_requests(vec![request]) }
}

fn one_of<T: Copy>(chance: &mut Chance, from: &[T]) -> T {
    from[chance.below(from.len())]
}

fn world(chance: &mut Chance) -> World {
    let mut world = World::default();
    world.client.kind = one_of(chance, &ClientKind::ALL);
    world.client.http = one_of(chance, &[HttpVersion::Http1, HttpVersion::Http2]);
    world.client.half_close = chance.below(8) == 0;
    world.network.round_trip_time = Duration::from_millis(one_of(chance, ROUND_TRIPS_MS));
    world.network.resolver_round_trip_time = Duration::from_millis(one_of(chance, ROUND_TRIPS_MS));
    world.network.bandwidth_bits_per_s = one_of(chance, BITS_PER_S);
    world.network.mtu = one_of(chance, MTUS);
    world.network.loss_ppm = one_of(chance, LOSSES_PPM);
    world.network.dual_stack = chance.below(4) == 0;
    world.server.alpn = if chance.below(10) == 0 { Alpn::Http10 } else { Alpn::H2 };
    world.server.https_only = chance.below(8) == 0;
    world.server.slow_reader = chance.below(10) == 0;
    if chance.below(4) == 0 {
        world.faults.push(one_of(chance, &Fault::ALL));
    }
    let alias = ZoneEntry::parse("alias.example.com", "CNAME", "api.example.com", 60);
    world.names.zone.push(alias.expect("a good record"));
    if world.has_ipv6() {
        world.network.mtu = world.network.mtu.max(1280);
    }
    debug_assert!(OptionDescription::all().count() >= 12, "a new option is tried here, too");
    world
}

/// A page and its parts.
fn page(chance: &mut Chance) -> Vec<Request> {
    let scheme = one_of(chance, &["http", "https"]);
    let parts = ["", "/style.css", "/app.js", "/logo.svg", "/red.png", "/amber.png", "/green.png"];
    let part = |(index, part): (usize, &str)| {
        let url = format!("{scheme}://api.example.com/page{part}");
        let request = Request::parse("GET", &url, &[], Vec::new()).expect("a good request");
        Request { at_once: index > 1, ..request }
    };
    parts.into_iter().enumerate().map(part).collect()
}

fn request(chance: &mut Chance, index: usize) -> Request {
    let scheme = one_of(chance, &["http", "http", "https"]);
    let host = chance.pick(HOSTS);
    let (line, body, kind) = match chance.below(3) {
        0 => {
            let (body, kind) = body(chance);
            (chance.pick(WRITES), body, Some(kind))
        }
        _ => (chance.pick(READS), Vec::new(), None),
    };
    let (method, target) = line.split_once(' ').expect("method and target");
    let field = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut fields: Vec<_> = kind.map(|kind| field(("Content-Type", kind))).into_iter().collect();
    if chance.below(2) == 0 {
        fields.push(field(one_of(chance, FIELDS)));
    }
    if !body.is_empty() && chance.below(6) == 0 {
        fields.push(field(("Expect", "100-continue")));
    }
    let url = format!("{scheme}://{host}{target}");
    let request = Request::parse(method, &url, &fields, body).expect("a good request");
    let pause_before = Duration::from_millis(one_of(chance, &[0, 0, 0, 5, 700, 4_000, 65_000]));
    Request { pause_before, at_once: index > 0 && chance.below(3) == 0, ..request }
}

fn body(chance: &mut Chance) -> (Vec<u8>, &'static str) {
    let len = one_of(chance, &[1, 10, 500, 1_460, 3_000, 20_000]);
    match chance.below(6) {
        0 => (b"{\"name\": ".to_vec(), "application/json"),
        1 => (b"name=Bob&x=%20".to_vec(), "application/x-www-form-urlencoded"),
        2 => ((0..len).map(|index| index as u8).collect(), "application/octet-stream"),
        3 => (b"{}".to_vec(), "application/json; charset=utf-8"),
        4 => (format!("{{\"name\":{}\"Bob\"}}", " ".repeat(len)).into_bytes(), "application/json"),
        _ => ("{\"name\": \"Zoë O'Neil\"}".into(), "application/json"),
    }
}
