//! One change of what was sent, to be held against it: a header less, another method, another version,
//! another distance, a packet that gets lost, something that is remembered no longer. What concerns the
//! network from a time on leaves everything before that as it was.

use crate::texts;
use core::time::Duration;
use language::{fill, say};
use std::borrow::Cow;
use trace::{ClientKind, CookieOption, Expired, HttpUrl, HttpVersion, Request, Scenario};

/// How many headers may be left out, one each.
const FIELDS_MAX: usize = 8;
/// A round trip within a town, and one around the world.
const NEAR: Duration = Duration::from_millis(4);
/// As far as a server may be on Earth.
pub const FAR: Duration = Duration::from_millis(280);
/// Longer than what DNS, caches and connections remember here.
const LATER: Duration = Duration::from_secs(3600);
/// So many packets in a million are lost, with a seed with which the request is among them.
const LOSS_PPM: u32 = 100_000;
const LOSING_SEED: u64 = 12;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The request goes without the fields of this name.
    WithoutField(String),
    /// It has another method.
    Method(String),
    /// The client would like to speak another version.
    Version(HttpVersion),
    /// The request goes through TLS, or does not.
    Encrypted(bool),
    /// Client to web server and back takes another time.
    RoundTrip(Duration),
    /// The client waits so long before it sends the request: what it remembers gets old.
    Later(Duration),
    /// Packets are lost.
    Lossy,
    /// The packet with this number in the capture is lost; the first is 1.
    LostPacket(u32),
    /// What the client remembers of this kind is over before its time.
    Expired(Expired),
    /// From so long after the start of the client on, the network is another.
    From(Duration, Turn),
    /// Nothing goes wrong.
    Repaired,
}

/// What becomes of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing gets through from the client or to it: its cable is pulled.
    Cut,
    /// The server is at the other end of the world.
    Far,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Cut, Self::Far];
}

/// All packets in a million.
const ALL_PPM: u32 = 1_000_000;

/// What may be changed of a request of a scenario, by its place: each makes another scenario that can
/// be run.
pub fn changes(scenario: &Scenario, request: usize) -> Vec<Change> {
    let Some(sent) = scenario.requests.get(request) else { return Vec::new() };
    let mut names: Vec<&str> = Vec::new();
    for line in &sent.field_lines {
        if !names.iter().any(|known| line.is(known)) {
            names.push(&line.name);
        }
    }
    let without = names.into_iter().take(FIELDS_MAX);
    let without = without.map(|name| Change::WithoutField(name.to_owned()));
    let methods = match &*sent.method {
        "GET" => Some("HEAD"),
        "HEAD" => Some("GET"),
        "PUT" => Some("PATCH"),
        "PATCH" => Some("PUT"),
        _ => None,
    };
    let version = match scenario.world.client.http {
        HttpVersion::Http1 => HttpVersion::Http2,
        HttpVersion::Http2 => HttpVersion::Http1,
    };
    // Without TLS nobody agrees on HTTP/2.
    let version = sent.url.is_https().then_some(Change::Version(version));
    let all = without
        .chain(methods.map(|method| Change::Method(method.to_owned())))
        .chain(version)
        .chain([Change::Encrypted(!sent.url.is_https())])
        .chain([NEAR, FAR].map(Change::RoundTrip))
        .chain((request > 0).then_some(Change::Later(LATER)))
        .chain(remembered(scenario, request).into_iter().map(Change::Expired))
        .chain([Change::Lossy, Change::Repaired]);
    all.filter(|change| change.applied(scenario, request).is_some()).collect()
}

/// What the client may remember from the requests before.
fn remembered(scenario: &Scenario, request: usize) -> Vec<Expired> {
    let client = &scenario.world.client;
    let is_browser = client.kind == ClientKind::Browser;
    let keeps_cookies = match client.cookies {
        CookieOption::AsClient => is_browser,
        CookieOption::Keep => true,
        CookieOption::None => false,
    };
    [
        (Expired::Names, true),
        (Expired::Answers, is_browser),
        (Expired::Cookies, keeps_cookies),
        (Expired::HttpsHosts, is_browser),
    ]
    .into_iter()
    .filter(|(_, is_kept)| request > 0 && *is_kept)
    .map(|(what, _)| what)
    .collect()
}

impl Change {
    /// The scenario with this change of it; `None` where it changes nothing, or the other cannot be run.
    /// What was sent behind the request is left out, unless it is part of a page.
    pub fn applied(&self, scenario: &Scenario, request: usize) -> Option<Scenario> {
        let mut changed = scenario.clone();
        if !changed.is_page() {
            changed.requests.truncate(request + 1);
        }
        let before = changed.clone();
        let sent = changed.requests.get_mut(request)?;
        let network = &mut changed.world.network;
        match self {
            Self::WithoutField(name) => sent.field_lines.0.retain(|line| !line.is(name)),
            Self::Method(method) => sent.method.clone_from(method),
            Self::Version(version) => changed.world.client.http = *version,
            Self::Encrypted(is_encrypted) => {
                // The parts of a page go with it.
                for request in &mut changed.requests {
                    *request = in_scheme(request, *is_encrypted)?;
                }
            }
            Self::RoundTrip(span) => network.round_trip_time = *span,
            Self::Later(span) => sent.pause_before = *span,
            Self::Lossy => (changed.seed, network.loss_ppm) = (LOSING_SEED, LOSS_PPM),
            Self::LostPacket(number) => network.lost_packet = Some(*number),
            Self::Expired(what) => sent.fetch.expired = *what,
            Self::From(at, turn) => {
                network.changes_at = Some(*at);
                (network.changed_loss_ppm, network.changed_round_trip_time) = match turn {
                    Turn::Cut => (Some(ALL_PPM), None),
                    Turn::Far => (None, Some(FAR)),
                };
            }
            Self::Repaired => {
                (network.lost_packet, network.changes_at) = (None, None);
                network.loss_ppm = 0;
                changed.world.faults.clear();
                let server = &mut changed.world.server;
                server.server_crash = trace::Crash::Nowhere;
                (server.database_down, server.rate_limited) = (false, false);
            }
        }
        (changed != before && changed.check().is_ok()).then_some(changed)
    }

    /// What it is, in a few words that stand behind what is changed.
    pub fn words(&self) -> Cow<'static, str> {
        let milliseconds = |span: &Duration| span.as_millis();
        match self {
            Self::WithoutField(name) => fill!(texts::CHANGE_WITHOUT, name).into(),
            Self::Method(method) => fill!(texts::CHANGE_METHOD, method).into(),
            Self::Version(HttpVersion::Http1) => say(texts::CHANGE_HTTP_1).into(),
            Self::Version(HttpVersion::Http2) => say(texts::CHANGE_HTTP_2).into(),
            Self::Encrypted(true) => say(texts::CHANGE_ENCRYPTED).into(),
            Self::Encrypted(false) => say(texts::CHANGE_PLAIN).into(),
            Self::RoundTrip(span) => {
                fill!(texts::CHANGE_ROUND_TRIP, count = milliseconds(span)).into()
            }
            Self::Later(span) => fill!(texts::CHANGE_LATER, count = span.as_secs() / 60).into(),
            Self::Lossy => say(texts::CHANGE_LOSSY).into(),
            Self::LostPacket(number) => fill!(texts::CHANGE_LOST_PACKET, number).into(),
            Self::Expired(what) => say(match what {
                Expired::Nothing => texts::CHANGE_NOTHING_EXPIRED,
                Expired::Names => texts::CHANGE_NAMES_EXPIRED,
                Expired::Answers => texts::CHANGE_ANSWERS_EXPIRED,
                Expired::Cookies => texts::CHANGE_COOKIES_EXPIRED,
                Expired::HttpsHosts => texts::CHANGE_HTTPS_HOSTS_EXPIRED,
            })
            .into(),
            Self::From(at, turn) => {
                let at = format!("{:.1}", trace::Milliseconds::from(*at));
                match turn {
                    Turn::Cut => fill!(texts::CHANGE_CUT, at).into(),
                    Turn::Far => fill!(texts::CHANGE_FAR, at, count = milliseconds(&FAR)).into(),
                }
            }
            Self::Repaired => say(texts::CHANGE_REPAIRED).into(),
        }
    }
}

/// The same to the usual port of the other scheme; `None` where it names a port of its own.
fn in_scheme(request: &Request, is_encrypted: bool) -> Option<Request> {
    let (from, to) = if is_encrypted { ("http:", "https:") } else { ("https:", "http:") };
    let Some(rest) = request.url.as_str().strip_prefix(from) else { return Some(request.clone()) };
    if ![80, 443].contains(&request.url.port()) {
        return None;
    }
    let url = HttpUrl::parse(&[to, rest].concat()).ok()?;
    Some(Request { url, ..request.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::built_in;

    fn example(name: &str) -> Scenario {
        let found = built_in().into_iter().find(|example| example.name == name);
        found.expect("it comes along").scenario
    }

    #[test]
    fn every_change_that_is_offered_makes_another_scenario_that_can_be_run() {
        for example in built_in() {
            for request in 0..example.scenario.requests.len() {
                let offered = changes(&example.scenario, request);
                assert!(offered.len() >= 2, "{}: {offered:?}", example.name);
                for change in offered {
                    let changed = change.applied(&example.scenario, request);
                    let changed = changed.expect("what is offered can be done");
                    assert_eq!(changed.check(), Ok(()));
                    assert_ne!(changed, example.scenario);
                    assert!(!change.words().is_empty());
                }
            }
        }
    }

    #[test]
    fn what_changes_nothing_is_not_offered() {
        let get = example("get");
        let offered = changes(&get, 0);
        assert!(offered.contains(&Change::WithoutField("Accept".to_owned())), "{offered:?}");
        assert!(offered.contains(&Change::Encrypted(true)));
        assert!(!offered.contains(&Change::Repaired), "nothing is broken");
        assert!(!offered.contains(&Change::Version(HttpVersion::Http2)), "there is no TLS");
        assert!(!offered.contains(&Change::Later(LATER)), "nothing is remembered yet");
        let mut broken = get.clone();
        broken.world.faults.push(trace::Fault::ServerSilent);
        assert!(changes(&broken, 0).contains(&Change::Repaired));
        assert_eq!(changes(&get, 7), []);
    }

    #[test]
    fn a_change_concerns_one_request_and_leaves_those_before_it_as_they_are() {
        let scenario = example("keep-alive");
        let last = scenario.requests.len() - 1;
        let changed = Change::Later(LATER).applied(&scenario, last).expect("it can be done");
        assert_eq!(changed.requests[..last], scenario.requests[..last]);
        let first = Change::RoundTrip(NEAR).applied(&scenario, 0).expect("it can be done");
        assert_eq!(first.requests, scenario.requests[..1], "what came behind is left out");
    }
}
