//! Scenarios that come with the program: one for each thing a course shows about HTTP.

use crate::{ClientKind, HttpVersion, Request, Scenario, World, ZoneEntry};
use core::time::Duration;

/// A scenario with a name to call it by and a title to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltIn {
    /// What it is called on a command line and in a link, e.g. `post-then-get`.
    pub name: &'static str,
    /// What a course calls it, e.g. `Add a user, then read it`.
    pub title: &'static str,
    /// What is run.
    pub scenario: Scenario,
}

/// All of them; the first is [`Scenario::default`].
pub fn built_in() -> Vec<BuiltIn> {
    [methods(), statuses(), networks(), names(), connections()].concat()
}

fn methods() -> Vec<BuiltIn> {
    vec![
        entry("get", "Read one user", [get("/users/42")]),
        entry("get-list", "List all users", [get("/users")]),
        entry(
            "get-sorted",
            "List users from last to first (?sort=desc)",
            [get("/users?sort=desc")],
        ),
        entry(
            "get-fields",
            "Ask for one field only (?fields=name)",
            [get("/users/42?fields=name")],
        ),
        entry("get-product", "Read a product of version 1 of the API", [get("/v1/products/1")]),
        entry("head", "Ask for the header without the content (HEAD)", [bare("HEAD", "/users/42")]),
        entry("post", "Add a user (POST)", [post_bob()]),
        entry(
            "put-create",
            "Put a user where none was (PUT)",
            [json("PUT", "/users/1000", r#"{"name": "Bob"}"#)],
        ),
        entry(
            "put-replace",
            "Replace a user (PUT)",
            [json("PUT", "/users/42", r#"{"name": "Alicia"}"#)],
        ),
        entry(
            "patch",
            "Change one field of a user (PATCH)",
            [json("PATCH", "/users/42", r#"{"name": "Alicia"}"#)],
        ),
        entry("delete", "Delete a user (DELETE)", [bare("DELETE", "/users/42")]),
        entry("options", "Ask which methods there are (OPTIONS)", [bare("OPTIONS", "/users/42")]),
        entry(
            "post-then-get",
            "Add a user, then list all users",
            [post_bob(), after(Duration::from_millis(100), get("/users"))],
        ),
        entry(
            "delete-twice",
            "Delete a user twice: idempotent, with another answer",
            [bare("DELETE", "/users/42"), bare("DELETE", "/users/42")],
        ),
    ]
}

fn statuses() -> Vec<BuiltIn> {
    let plain = [("Content-Type", "text/plain")];
    vec![
        entry("not-found", "A user that is not there (404)", [get("/users/99999")]),
        entry(
            "bad-json",
            "Content that is not JSON (400)",
            [json("POST", "/users", r#"{"name": "Bob""#)],
        ),
        entry(
            "missing-field",
            "Content without a field that must be there (400)",
            [json("POST", "/users", "{}")],
        ),
        entry(
            "method-not-allowed",
            "A method that the resource does not have (405)",
            [bare("DELETE", "/users")],
        ),
        entry(
            "unsupported-media-type",
            "Content of a type that is not taken (415)",
            [request("POST", "/users", &plain, "name: Bob")],
        ),
        entry("too-large", "Content that is too long (413)", [post_of(70_000)]),
    ]
}

fn networks() -> Vec<BuiltIn> {
    let far = World { round_trip_time: Duration::from_millis(300), ..World::default() };
    let slow = World { bandwidth_bits_per_s: Some(56_000), ..World::default() };
    vec![
        entry(
            "unknown-host",
            "A name that does not exist (NXDOMAIN)",
            [absolute("http://api.example.invalid/users/42")],
        ),
        entry(
            "connection-refused",
            "A port where nothing listens",
            [absolute("http://api.example.com:81/users/42")],
        ),
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
        losing(20, 32, "lossy-link", "A link that loses one packet in five", get("/users")),
        in_world("far-away", "A server on the other side of the world", far, get("/users/42")),
        in_world("slow-link", "A connection of 56 kbit/s", slow, get("/users")),
        entry("large-body", "A body that takes many packets", [post_of(20_000)]),
    ]
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
            "dns-remembered",
            "Ask twice: the address is remembered",
            [get("/users/42"), after(half_a_minute, get("/users"))],
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
        entry(
            "dns-negative",
            "Ask twice for a name that does not exist",
            [nowhere(), after(half_a_minute, nowhere())],
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
            [absolute("http://www.broken.example/users/42")],
        ),
    ]
}

fn connections() -> Vec<BuiltIn> {
    let browser = |name, title, http, requests| {
        let world = World { client: ClientKind::Browser, http, ..World::default() };
        BuiltIn { name, title, scenario: Scenario { world, ..Scenario::with_requests(requests) } }
    };
    let announced = [("Content-Type", "application/json"), ("Expect", "100-continue")];
    vec![
        browser(
            "keep-alive",
            "Ask twice over one connection",
            HttpVersion::Http1,
            vec![get("/users/42"), after(Duration::from_millis(500), get("/users"))],
        ),
        entry(
            "expect-continue",
            "Announce content, and send it when the server asks for it",
            [request("POST", "/users", &announced, r#"{"name": "Bob"}"#)],
        ),
        browser("page-http1", "A page over HTTP/1.1: six connections", HttpVersion::Http1, page()),
        browser("page-http2", "A page over HTTP/2: one connection", HttpVersion::Http2, page()),
    ]
}

/// A page, and at once everything that it asks for.
fn page() -> Vec<Request> {
    let files = ["style.css", "app.js", "logo.svg"];
    let images = ["red.png", "amber.png", "green.png", "blue.png", "violet.png"];
    let asked = files.into_iter().chain(images).enumerate();
    let asked = asked.map(|(index, file)| {
        let request = absolute_as(&format!("https://api.example.com/page/{file}"), "*/*");
        Request { at_once: index > 0, ..request }
    });
    let page = absolute_as("https://api.example.com/page", "text/html");
    core::iter::once(page).chain(asked).collect()
}

fn zone_entry(name: &str, kind: &str, value: &str) -> ZoneEntry {
    let entry = ZoneEntry::parse(name, kind, value, 60);
    entry.expect("the records of built-in scenarios are well-formed")
}

/// A request to `host`, which these records make known.
fn in_zone(name: &'static str, title: &'static str, zone: Vec<ZoneEntry>, host: &str) -> BuiltIn {
    let world = World { zone, ..World::default() };
    in_world(name, title, world, absolute(&format!("http://{host}/users/42")))
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
    let world = World { loss_ppm: percent * 10_000, ..World::default() };
    let mut built_in = in_world(name, title, world, request);
    built_in.scenario.seed = seed;
    built_in
}

fn entry<const N: usize>(
    name: &'static str,
    title: &'static str,
    requests: [Request; N],
) -> BuiltIn {
    BuiltIn { name, title, scenario: Scenario::with_requests(requests.into()) }
}

fn in_world(name: &'static str, title: &'static str, world: World, request: Request) -> BuiltIn {
    let scenario = Scenario { world, ..Scenario::with_requests(vec![request]) };
    BuiltIn { name, title, scenario }
}

fn request(method: &str, target: &str, lines: &[(&str, &str)], body: &str) -> Request {
    let url = format!("http://api.example.com{target}");
    let lines = lines.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let lines: Vec<(String, String)> = lines.collect();
    let request = Request::parse(method, &url, &lines, body.as_bytes().to_vec());
    request.expect("the requests of built-in scenarios are well-formed")
}

fn get(target: &str) -> Request {
    request("GET", target, &[("Accept", "application/json")], "")
}

fn bare(method: &str, target: &str) -> Request {
    request(method, target, &[], "")
}

fn json(method: &str, target: &str, body: &str) -> Request {
    let lines = [("Accept", "application/json"), ("Content-Type", "application/json")];
    request(method, target, &lines, body)
}

fn absolute(url: &str) -> Request {
    absolute_as(url, "application/json")
}

fn absolute_as(url: &str, accepted: &str) -> Request {
    let accept = [("Accept".to_owned(), accepted.to_owned())];
    let request = Request::parse("GET", url, &accept, Vec::new());
    request.expect("the requests of built-in scenarios are well-formed")
}

fn post_bob() -> Request {
    json("POST", "/users", r#"{"name": "Bob"}"#)
}

/// Adds Bob, with so many spaces in the JSON that it takes many segments.
fn post_of(octets: usize) -> Request {
    json("POST", "/users", &format!("{{\"name\":{}\"Bob\"}}", " ".repeat(octets)))
}

fn after(pause: Duration, request: Request) -> Request {
    Request { pause_before: pause, ..request }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_first_is_the_default() {
        assert_eq!(built_in()[0].scenario, Scenario::default());
    }

    #[test]
    fn every_one_can_be_run() {
        for built_in in built_in() {
            assert_eq!(built_in.scenario.check(), Ok(()), "{}", built_in.name);
        }
    }

    #[test]
    fn names_are_short_and_their_own() {
        let names: BTreeSet<&str> = built_in().iter().map(|built_in| built_in.name).collect();
        assert_eq!(names.len(), built_in().len());
        let is_kebab = |name: &str| {
            name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        assert!(names.iter().all(|name| is_kebab(name)), "{names:?}");
    }
}
