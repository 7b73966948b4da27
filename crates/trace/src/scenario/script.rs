//! Servers that a scenario brings along, each with a list of answers: so that any server can be
//! shown, and any answer tried.
//!
//! Links hold these types as they are: new members come as another type.

use super::bounds::{Bounds, PAUSE_MS};
use super::{HttpUrl, ScenarioError, zone};
use crate::FieldLines;
use core::fmt;
use core::time::Duration;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The most servers that a scenario may bring along.
pub(super) const MAX_SERVERS: usize = 20;
/// The most answers that one of them may have.
const MAX_ANSWERS: usize = 1000;
/// The most octets that all answers may have together: 4 MiB.
const MAX_ANSWERS_OCTETS: usize = 4 * 1024 * 1024;
/// The most interim answers before one answer.
const MAX_INTERIM: usize = 10_000;

/// The addresses of the machines that every world has: client, resolver, the servers of DNS, origin
/// server and database (RFC 5737, RFC 3849; 93.184.216.34 is the historical one of example.com).
pub const OWN_ADDRESSES: [IpAddr; 9] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10)),
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 53)),
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 41)),
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 42)),
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 43)),
    IpAddr::V4(Ipv4Addr::new(93, 184, 216, 34)),
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 5)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x10)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x34)),
];

/// The hosts of servers with a script, in order, each with its address: that in its URL, or one from
/// 198.51.100.101 on (RFC 5737), of which each host takes one.
pub fn scripted_hosts(servers: &[ScriptedServer]) -> Vec<(&str, IpAddr)> {
    let mut hosts: Vec<(&str, IpAddr)> = Vec::new();
    for server in servers {
        let host = server.origin.host();
        if hosts.iter().all(|(known, _)| *known != host) {
            let next = Ipv4Addr::new(198, 51, 100, 101 + hosts.len() as u8);
            hosts.push((host, server.origin.address().unwrap_or(next.into())));
        }
    }
    hosts
}

/// A server with a script: it gets an address, an entry in DNS and a certificate that is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptedServer {
    /// Where it is: scheme, host and port; its path is `/`.
    pub origin: HttpUrl,
    /// What it answers: the first one that fits, and is not used up.
    pub answers: Vec<ScriptedAnswer>,
}

/// One answer of a script, and which requests it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptedAnswer {
    /// Requests with this method; all where it is none.
    pub method: Option<String>,
    /// Requests for this path and query; all where it is none.
    pub target: Option<String>,
    /// Requests with these field lines, or, where there is no value, without any of that name.
    pub when: Vec<(String, Option<String>)>,
    /// How many requests it answers; any number where it is none.
    pub times: Option<u32>,
    /// How long the server thinks.
    pub delay: Duration,
    /// What it says before: status code and header section of each interim answer.
    pub interim: Vec<(u16, FieldLines)>,
    /// The status code.
    pub status: u16,
    /// The reason phrase; the usual one where it is none. Said in HTTP/1.1 alone.
    pub reason: Option<String>,
    /// The header section. Date, and Content-Length where nothing frames the body, are added.
    pub field_lines: FieldLines,
    /// The content, before it is packed.
    #[serde(with = "crate::octets::as_bytes")]
    pub body: Vec<u8>,
    /// What the body is packed with.
    pub coding: ScriptedCoding,
    /// In place of all that: the octets that are sent, in HTTP/1.1.
    #[serde(with = "crate::octets::as_bytes")]
    pub raw: Vec<u8>,
    /// After how many octets the answer ends, whatever is left of it.
    pub cut_after: Option<u32>,
    /// What becomes of the connection.
    pub afterwards: Afterwards,
}

/// What a body is packed with (RFC 9110 §8.4.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScriptedCoding {
    /// Nothing.
    #[default]
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 1950.
    Deflate,
}

/// What becomes of a connection behind a scripted answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Afterwards {
    /// It takes the next request.
    #[default]
    Stays,
    /// The server closes it.
    Closes,
    /// The server resets it.
    Resets,
}

impl ScriptedCoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Deflate];
    /// Their names, as Content-Encoding has them.
    pub const NAMES: [&str; 3] = ["identity", "gzip", "deflate"];
}

impl Afterwards {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stays, Self::Closes, Self::Resets];
    /// Their names in JSON.
    pub const NAMES: [&str; 3] = ["stay", "close", "reset"];
}

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptError {
    /// The origin has a path, a query, a user or a fragment.
    NoOrigin {
        /// What was found.
        url: String,
    },
    /// A name of the client itself, which is never looked up (RFC 6761 §6.3).
    OwnName {
        /// What was found.
        host: String,
    },
    /// No host can have this name.
    BadName {
        /// What was found.
        host: String,
    },
    /// The address of a machine that every world has.
    TakenAddress {
        /// Which.
        address: IpAddr,
    },
    /// An address that another server has: another one is named so, or got it for its name.
    SharedAddress {
        /// Which.
        address: IpAddr,
        /// Whose it is.
        host: String,
    },
    /// Two servers at one place.
    Repeated {
        /// Where.
        origin: String,
    },
    /// A final answer has a status of three digits, from 200 on; an interim one below.
    BadStatus {
        /// What was found.
        status: u16,
    },
    /// A name or a value that no field can have.
    BadField {
        /// What was found.
        name: String,
    },
    /// No target in origin-form (RFC 9112 §3.2.1).
    BadTarget {
        /// What was found.
        target: String,
    },
    /// Over a bound.
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrigin { url } => write!(
                f,
                "“{url}” is more than an origin; write scheme, host and port, e.g. https://shop.example"
            ),
            Self::OwnName { host } => write!(
                f,
                "“{host}” is the client itself, which asks no network for it; use a name such as shop.example"
            ),
            Self::BadName { host } => write!(
                f,
                "“{host}” is no name that DNS can hold; use labels of 1 to 63 letters, digits and hyphens"
            ),
            Self::TakenAddress { address } => write!(
                f,
                "{address} is a machine that every world has; write another address, e.g. 192.0.2.77, or a name"
            ),
            Self::SharedAddress { address, host } => write!(
                f,
                "{address} is where {host} stands; write another address, e.g. 192.0.2.77, or that name"
            ),
            Self::Repeated { origin } => {
                write!(f, "two servers stand at {origin}; put their answers into one list")
            }
            Self::BadStatus { status } => write!(
                f,
                "the status {status} cannot stand there: an answer has 200 to 999, an interim one 100 to 199 but for 101"
            ),
            Self::BadField { name } => write!(
                f,
                "the header “{name}” cannot be sent as it stands: a name is one word, a value one line; \
                 “raw” sends any octets"
            ),
            Self::BadTarget { target } => {
                write!(
                    f,
                    "“{target}” is no path; it starts with / and has no space, e.g. /users?page=2"
                )
            }
            Self::TooMany { what, most } => {
                write!(f, "there are too many {what}; up to {most} can be")
            }
        }
    }
}

impl std::error::Error for ScriptError {}

/// Times of answers, in octets and times.
pub(super) const TIMES: Bounds = Bounds { min: 1, max: 1_000_000, decimals: 0, unit: "" };
pub(super) const CUT_AFTER: Bounds =
    Bounds { min: 0, max: MAX_ANSWERS_OCTETS as u64, decimals: 0, unit: " octets" };

impl ScriptedServer {
    /// Where it is, e.g. `https://shop.example:8443`.
    pub fn origin_text(&self) -> &str {
        self.origin.as_str().trim_end_matches('/')
    }
}

/// Checks all servers together, even if they come out of octets.
pub(super) fn check(servers: &[ScriptedServer]) -> Result<(), ScenarioError> {
    let told = |number: usize, error| ScenarioError::BadScript { number, answer: None, error };
    if servers.len() > MAX_SERVERS {
        return Err(told(
            servers.len(),
            ScriptError::TooMany { what: "servers", most: MAX_SERVERS },
        ));
    }
    for (index, server) in servers.iter().enumerate() {
        let number = index + 1;
        check_origin(server, &servers[..index]).map_err(|error| told(number, error))?;
        if server.answers.len() > MAX_ANSWERS {
            let error = ScriptError::TooMany { what: "answers", most: MAX_ANSWERS };
            return Err(told(number, error));
        }
        for (index, answer) in server.answers.iter().enumerate() {
            let place = Some(index + 1);
            let told = |error| ScenarioError::BadScript { number, answer: place, error };
            check_answer(answer).map_err(told)?;
            let member =
                |name: &str| format!("“{name}” of answer {} of server {number}", index + 1);
            let delay = u64::try_from(answer.delay.as_micros()).unwrap_or(u64::MAX);
            PAUSE_MS.check(&member("delay_ms"), delay)?;
            if let Some(times) = answer.times {
                TIMES.check(&member("times"), u64::from(times))?;
            }
            if let Some(octets) = answer.cut_after {
                CUT_AFTER.check(&member("cut_after"), u64::from(octets))?;
            }
        }
    }
    check_addresses(servers)?;
    let octets = servers.iter().flat_map(|server| &server.answers);
    let octets: usize = octets.map(|answer| answer.body.len() + answer.raw.len()).sum();
    if octets > MAX_ANSWERS_OCTETS {
        let error = ScriptError::TooMany { what: "octets in answers", most: MAX_ANSWERS_OCTETS };
        return Err(told(servers.len(), error));
    }
    Ok(())
}

/// One machine has one address.
fn check_addresses(servers: &[ScriptedServer]) -> Result<(), ScenarioError> {
    let hosts = scripted_hosts(servers);
    for (place, (host, address)) in hosts.iter().enumerate() {
        let shared = hosts[..place].iter().find(|(_, other)| other == address);
        // What stands there as an address is what can be written otherwise.
        let error = match shared {
            Some((other, _)) => {
                let is_named = |host: &str| server_at(servers, host).origin.address().is_none();
                let named = if is_named(other) { other } else { host };
                ScriptError::SharedAddress { address: *address, host: (*named).to_owned() }
            }
            None if OWN_ADDRESSES.contains(address) => {
                ScriptError::TakenAddress { address: *address }
            }
            None => continue,
        };
        let number = servers.iter().position(|server| server.origin.host() == *host);
        let number = number.map_or(0, |place| place + 1);
        return Err(ScenarioError::BadScript { number, answer: None, error });
    }
    Ok(())
}

fn server_at<'a>(servers: &'a [ScriptedServer], host: &str) -> &'a ScriptedServer {
    let found = servers.iter().find(|server| server.origin.host() == host);
    found.expect("the hosts are those of the servers")
}

fn check_origin(server: &ScriptedServer, before: &[ScriptedServer]) -> Result<(), ScriptError> {
    let url = server.origin.as_url();
    let is_origin = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !is_origin {
        return Err(ScriptError::NoOrigin { url: url.as_str().to_owned() });
    }
    let host = server.origin.host();
    let is_loopback = server.origin.address().is_some_and(|address| {
        address.is_loopback() || address.is_unspecified() || address.is_multicast()
    });
    if is_loopback || host.trim_end_matches('.').rsplit('.').next() == Some("localhost") {
        return Err(ScriptError::OwnName { host: host.to_owned() });
    }
    if server.origin.address().is_none() && zone::parse_name(host).is_err() {
        return Err(ScriptError::BadName { host: host.to_owned() });
    }
    // One port speaks one protocol.
    let place = |server: &ScriptedServer| {
        // DNS knows a name with and without the dot behind it as one.
        (server.origin.host().trim_end_matches('.').to_owned(), server.origin.port())
    };
    match before.iter().any(|other| place(other) == place(server)) {
        true => Err(ScriptError::Repeated { origin: server.origin_text().to_owned() }),
        false => Ok(()),
    }
}

fn check_answer(answer: &ScriptedAnswer) -> Result<(), ScriptError> {
    let is_final = (200..=999).contains(&answer.status) || !answer.raw.is_empty();
    if !is_final {
        return Err(ScriptError::BadStatus { status: answer.status });
    }
    if answer.interim.len() > MAX_INTERIM {
        return Err(ScriptError::TooMany { what: "interim answers", most: MAX_INTERIM });
    }
    for (status, lines) in &answer.interim {
        if !(100..=199).contains(status) || *status == 101 {
            return Err(ScriptError::BadStatus { status: *status });
        }
        check_lines(lines)?;
    }
    if let Some(target) = &answer.target
        && !(target.starts_with('/') && target.bytes().all(|octet| octet.is_ascii_graphic()))
    {
        return Err(ScriptError::BadTarget { target: target.clone() });
    }
    check_lines(&answer.field_lines)?;
    match answer.reason.as_deref().is_some_and(|reason| reason.contains(['\r', '\n', '\0'])) {
        true => Err(ScriptError::BadField { name: "reason".to_owned() }),
        false => Ok(()),
    }
}

/// What would be two lines where one is meant.
fn check_lines(lines: &FieldLines) -> Result<(), ScriptError> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let is_bad = |line: &&crate::FieldLine| {
        line.name.is_empty()
            || !line.name.chars().all(is_token)
            || line.value.contains(['\r', '\n', '\0'])
    };
    match lines.iter().find(is_bad) {
        Some(line) => Err(ScriptError::BadField { name: line.name.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_host(host: &str, expected: Option<&str>) {
        let origin = HttpUrl::parse(&format!("http://{host}/")).expect("it is a URL");
        let server = ScriptedServer { origin, answers: Vec::new() };
        let found = check_origin(&server, &[]).err().map(|error| error.to_string());
        let told = |found: &str| expected.is_some_and(|expected| found.starts_with(expected));
        assert!(found.as_deref().map_or(expected.is_none(), told), "{host}: {found:?}");
    }

    /// RFC 1035 §2.3.4.
    #[test]
    fn a_server_has_a_name_that_dns_can_hold_or_an_address() {
        for good in ["a.example", "a.example.", "shop", "x_y.example", "192.0.2.1", "[2001:db8::1]"]
        {
            check_host(good, None);
        }
        let told = Some("“");
        for bad in
            ["domain..example", ".example", "a!.example", &"a".repeat(64), "localhost", "127.0.0.1"]
        {
            check_host(bad, told);
        }
    }

    fn checked(origins: &[&str]) -> String {
        let server = |origin: &&str| ScriptedServer {
            origin: HttpUrl::parse(origin).expect("a good URL"),
            answers: Vec::new(),
        };
        match check(&origins.iter().map(server).collect::<Vec<_>>()) {
            Ok(()) => "fine".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn every_server_stands_at_an_address_of_its_own() {
        assert_eq!(checked(&["http://a.example", "http://b.example", "http://192.0.2.77"]), "fine");
        assert_eq!(checked(&["http://a.example", "https://a.example"]), "fine");
        assert_eq!(
            checked(&["http://a.example", "http://93.184.216.34:8080"]),
            "server 2: 93.184.216.34 is a machine that every world has; write another address, e.g. 192.0.2.77, or a name"
        );
        let own = OWN_ADDRESSES.map(|address| match address {
            IpAddr::V4(address) => format!("http://{address}"),
            IpAddr::V6(address) => format!("http://[{address}]"),
        });
        for origin in &own {
            assert!(checked(&[origin]).contains("that every world has"), "{origin}");
        }
        let shared = "198.51.100.101 is where a.example stands; write another address, e.g. 192.0.2.77, or that name";
        assert_eq!(
            checked(&["http://a.example", "http://198.51.100.101:81"]),
            format!("server 2: {shared}")
        );
        let later = checked(&["http://198.51.100.102", "http://b.example"]);
        assert!(later.contains("198.51.100.102 is where b.example stands"), "{later}");
    }

    #[test]
    fn a_name_and_its_port_stand_there_once() {
        let told =
            "server 2: two servers stand at http://a.example.; put their answers into one list";
        assert_eq!(checked(&["http://a.example", "http://a.example."]), told);
        assert!(checked(&["http://a.example:443", "https://a.example"]).contains("two servers"));
    }
}
