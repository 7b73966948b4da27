//! What can go wrong in a world, or is rare in it, in words: what each named fault does, and what
//! to look for.

use crate::texts;
use language::say;
use trace::{Fault, HttpUrl};

/// A named fault for the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultFacts {
    /// Which one.
    pub fault: Fault,
    /// Where it happens.
    pub place: FaultPlace,
    /// What the menu says.
    pub label: &'static str,
    /// What the summary of the world says.
    pub short: &'static str,
    /// What it does and what to look for, in one sentence each.
    pub story: &'static str,
}

/// Where a fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultPlace {
    /// While the name is looked up.
    Dns,
    /// On the way to the server.
    Network,
    /// While encryption is set up.
    Encryption,
    /// At the web server.
    Server,
    /// Nothing is broken; something is not as usual.
    Rare,
}

impl FaultPlace {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] =
        [Self::Dns, Self::Network, Self::Encryption, Self::Server, Self::Rare];

    /// The heading in the menu.
    pub fn title(self) -> &'static str {
        match self {
            Self::Dns => "DNS",
            Self::Network => say(texts::WAY_TO_THE_SERVER),
            Self::Encryption => say(texts::ENCRYPTION_HTTPS),
            Self::Server => say(texts::THE_WEB_SERVER),
            Self::Rare => say(texts::DIFFERENT_AND_NOT_WRONG),
        }
    }
}

/// What the page says of a fault.
pub fn facts(fault: Fault) -> FaultFacts {
    let (place, label, short, story) = match fault {
        Fault::NameNotFound => (
            FaultPlace::Dns,
            say(texts::NAME_NOT_FOUND_NXDOMAIN),
            say(texts::NO_NAME_IS_FOUND),
            say(texts::DNS_SAYS_THAT_NO),
        ),
        Fault::DnsTimeout => (
            FaultPlace::Dns,
            say(texts::DNS_DOES_NOT_ANSWER),
            say(texts::DNS_DOES_NOT_ANSWER),
            say(texts::ADDRESS_BOOK_STAYS_SILENT),
        ),
        Fault::ConnectTimeout => (
            FaultPlace::Network,
            say(texts::NOTHING_GETS_THROUGH),
            say(texts::NOTHING_GETS_THROUGH_SHORT),
            say(texts::EVERY_PACKET_TO_THE),
        ),
        Fault::BrokenIpv6 => (
            FaultPlace::Network,
            say(texts::IPV6_LEADS_NOWHERE_HAPPY),
            say(texts::IPV6_LEADS_NOWHERE),
            say(texts::CLIENT_AND_SERVER_HAVE),
        ),
        Fault::PacketLoss { .. } => {
            (FaultPlace::Network, say(texts::PACKETS_GET_LOST), "", say(texts::EACH_PACKET_IS_LOST))
        }
        Fault::CertificateExpired => (
            FaultPlace::Encryption,
            say(texts::CERTIFICATE_EXPIRED),
            say(texts::CERTIFICATE_EXPIRED_SHORT),
            say(texts::CERTIFICATE_ENDED_YESTERDAY),
        ),
        Fault::CertificateWrongName => (
            FaultPlace::Encryption,
            say(texts::CERTIFICATE_NAMES_ANOTHER_HOST),
            say(texts::CERTIFICATE_OF_ANOTHER_HOST),
            say(texts::CERTIFICATE_IS_GOOD_AND),
        ),
        Fault::CertificateUnknownIssuer => (
            FaultPlace::Encryption,
            say(texts::CERTIFICATE_OF_AN_UNKNOWN),
            say(texts::CERTIFICATE_OF_AN_UNKNOWN_ISSUER),
            say(texts::NOBODY_WHOM_THE_CLIENT),
        ),
        Fault::NoCommonProtocol => (
            FaultPlace::Encryption,
            say(texts::NO_COMMON_PROTOCOL_ALPN),
            say(texts::NO_COMMON_PROTOCOL),
            say(texts::SERVER_SPEAKS_ONLY_HTTP),
        ),
        Fault::ConnectionRefused => (
            FaultPlace::Server,
            say(texts::CONNECTION_REFUSED),
            say(texts::CONNECTION_REFUSED_SHORT),
            say(texts::MACHINE_IS_THERE_AND),
        ),
        Fault::ResetMidResponse => (
            FaultPlace::Server,
            say(texts::CONNECTION_BREAKS_OFF_IN),
            say(texts::CONNECTION_BREAKS_OFF),
            say(texts::SERVER_STARTS_TO_ANSWER),
        ),
        Fault::ServerSilent => (
            FaultPlace::Server,
            say(texts::SERVER_NEVER_ANSWERS_TIMEOUT),
            say(texts::SERVER_SILENT),
            say(texts::SERVER_TAKES_THE_REQUEST),
        ),
        Fault::DualStack => (
            FaultPlace::Rare,
            say(texts::CLIENT_AND_SERVER_HAVE_IPV6),
            say(texts::IPV6_TOO),
            say(texts::DNS_IS_ASKED_FOR),
        ),
        Fault::SlowReader => (
            FaultPlace::Rare,
            say(texts::SERVER_READS_SLOWLY_ZERO),
            say(texts::SERVER_READS_SLOWLY),
            say(texts::SERVER_HAS_ROOM_FOR),
        ),
        Fault::HalfClose => (
            FaultPlace::Rare,
            say(texts::CLIENT_HAS_SAID_ALL),
            say(texts::HALF_CLOSE),
            say(texts::CLIENT_CLOSES_ITS_HALF),
        ),
        Fault::HttpsOnly => (
            FaultPlace::Rare,
            say(texts::SERVER_WANTS_HTTPS_301),
            say(texts::SERVER_WANTS_HTTPS),
            say(texts::WHOEVER_COMES_WITH_HTTP),
        ),
    };
    FaultFacts { fault, place, label, short, story }
}

/// Why something that was chosen cannot happen to the request at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Why.
    pub message: &'static str,
    /// The URL with which it can.
    pub https_url: Option<String>,
}

/// Why this fault cannot happen to a request for `url`, if so.
pub fn obstacle(fault: Fault, url: &str) -> Option<Obstacle> {
    let url = HttpUrl::parse(url).ok()?;
    match facts(fault).place {
        FaultPlace::Encryption if !url.is_https() => Some(Obstacle {
            message: say(texts::CERTIFICATES_ARE_ON_HTTPS_ONLY),
            https_url: Some(with_https(&url)),
        }),
        FaultPlace::Dns if url.address().is_some() => {
            Some(Obstacle { message: say(texts::NO_NAME_IS_LOOKED_UP), https_url: None })
        }
        FaultPlace::Encryption
        | FaultPlace::Dns
        | FaultPlace::Network
        | FaultPlace::Server
        | FaultPlace::Rare => None,
    }
}

/// Why a request for `url` is not sent with HTTP/2, if so.
pub fn obstacle_to_http2(url: &str) -> Option<Obstacle> {
    let url = HttpUrl::parse(url).ok().filter(|url| !url.is_https())?;
    let message = say(texts::YOUR_REQUEST_IS_SENT);
    Some(Obstacle { message, https_url: Some(with_https(&url)) })
}

fn with_https(url: &HttpUrl) -> String {
    let rest = url.as_str().split_once(':').map_or("", |(_, rest)| rest);
    format!("https:{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_it_does_and_what_to_look_for() {
        for fault in Fault::ALL {
            let facts = facts(fault);
            assert!(facts.story.contains(" Look for "), "{fault}");
            assert!(facts.story.ends_with('.') && !facts.label.is_empty(), "{fault}");
        }
    }

    #[test]
    fn certificates_are_met_on_https_only() {
        let found = obstacle(Fault::CertificateExpired, "http://api.example.com:80/users?id=1");
        let https = found.and_then(|obstacle| obstacle.https_url);
        assert_eq!(https.as_deref(), Some("https://api.example.com/users?id=1"));
        assert_eq!(obstacle(Fault::CertificateExpired, "https://api.example.com/"), None);
        assert_eq!(obstacle(Fault::ServerSilent, "http://api.example.com/"), None);
        assert_eq!(obstacle(Fault::CertificateExpired, "not a url"), None);
    }

    #[test]
    fn an_address_is_not_looked_up() {
        assert!(obstacle(Fault::NameNotFound, "http://93.184.216.34/users").is_some());
        assert_eq!(obstacle(Fault::DnsTimeout, "http://api.example.com/"), None);
    }

    #[test]
    fn http2_needs_https() {
        assert!(obstacle_to_http2("http://api.example.com/").is_some());
        assert_eq!(obstacle_to_http2("https://api.example.com/"), None);
    }

    #[test]
    fn what_cannot_act_really_does_not() {
        let run = |fault: Option<Fault>, url: &str| {
            let request = trace::Request::parse("GET", url, &[], Vec::new()).unwrap();
            let mut scenario = trace::Scenario::with_requests(vec![request]);
            scenario.world.faults = fault.into_iter().collect();
            engine::simulate(&scenario).exchanges[0].outcome.clone()
        };
        for fault in Fault::ALL {
            for url in ["http://api.example.com/users", "http://93.184.216.34/users"] {
                if obstacle(fault, url).is_some() {
                    assert_eq!(run(Some(fault), url), run(None, url), "{fault} on {url}");
                }
            }
        }
    }
}
