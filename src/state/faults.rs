//! What can go wrong in a world, or is rare in it, in words: what each named fault does, and what
//! to look for.

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
            Self::Network => "The way to the server",
            Self::Encryption => "Encryption (https)",
            Self::Server => "The web server",
            Self::Rare => "Different, and not wrong",
        }
    }
}

/// What the page says of a fault.
pub fn facts(fault: Fault) -> FaultFacts {
    let (place, label, short, story) = match fault {
        Fault::NameNotFound => (
            FaultPlace::Dns,
            "Name not found (NXDOMAIN)",
            "no name is found",
            "DNS says that no name exists. Look for its answer, and that nothing is sent to the server.",
        ),
        Fault::DnsTimeout => (
            FaultPlace::Dns,
            "DNS does not answer",
            "DNS does not answer",
            "The address book stays silent. Look for the question that is sent again, and for the time that goes by.",
        ),
        Fault::ConnectTimeout => (
            FaultPlace::Network,
            "Nothing gets through",
            "nothing gets through",
            "Every packet to the server is lost. Look for the knock (SYN) at “+ Connection”: it is repeated after 1, 2, 4 and 8 seconds.",
        ),
        Fault::BrokenIpv6 => (
            FaultPlace::Network,
            "IPv6 leads nowhere (Happy Eyeballs)",
            "IPv6 leads nowhere",
            "Client and server have IPv6 addresses, and every IPv6 packet to the server is lost. Look for the second knock (SYN) at “+ Connection”, a quarter of a second later: it goes to the IPv4 address, and is answered.",
        ),
        Fault::PacketLoss { .. } => (
            FaultPlace::Network,
            "Packets get lost",
            "",
            "Each packet is lost with the chance that stands in “Packets lost”. Look for crosses, and for what is sent again; another seed loses others.",
        ),
        Fault::CertificateExpired => (
            FaultPlace::Encryption,
            "Certificate expired",
            "certificate expired",
            "The server's certificate ended yesterday. Look for the client that breaks off before it has sent its request.",
        ),
        Fault::CertificateWrongName => (
            FaultPlace::Encryption,
            "Certificate names another host",
            "certificate of another host",
            "The certificate is good, and not for this host. Look for the client that breaks off before it has sent its request.",
        ),
        Fault::CertificateUnknownIssuer => (
            FaultPlace::Encryption,
            "Certificate of an unknown issuer",
            "certificate of an unknown issuer",
            "Nobody whom the client trusts has signed the certificate. Look for the client that breaks off before it has sent its request.",
        ),
        Fault::NoCommonProtocol => (
            FaultPlace::Encryption,
            "No common protocol (ALPN)",
            "no common protocol",
            "The server speaks only HTTP/1.0 inside the encryption, and the client does not. Look for the answer to ClientHello: an alert.",
        ),
        Fault::ConnectionRefused => (
            FaultPlace::Server,
            "Connection refused",
            "connection refused",
            "The machine is there, and no web server runs on it. Look for RST at “+ Connection”: the answer to the first knock.",
        ),
        Fault::ResetMidResponse => (
            FaultPlace::Server,
            "Connection breaks off in the answer",
            "connection breaks off",
            "The server starts to answer and breaks the connection off. Look for the half of an answer, and whether the data was changed all the same.",
        ),
        Fault::ServerSilent => (
            FaultPlace::Server,
            "Server never answers (timeout)",
            "server silent",
            "The server takes the request and never answers. Look for the client that waits, and gives up in the end.",
        ),
        Fault::DualStack => (
            FaultPlace::Rare,
            "Client and server have IPv6, too",
            "IPv6, too",
            "DNS is asked for both kinds of addresses, and IPv6 is taken. Look for the question for AAAA beside the one for A, and for the longer addresses in “Look inside”.",
        ),
        Fault::SlowReader => (
            FaultPlace::Rare,
            "Server reads slowly (zero window)",
            "server reads slowly",
            "The server has room for 8 KiB and rests each time it has read. Send a body of more than that. Look for the window that closes, at “+ Packets”, and for the probes that ask until it opens.",
        ),
        Fault::HalfClose => (
            FaultPlace::Rare,
            "Client has said all (half-close)",
            "half-close",
            "The client closes its half of the connection behind its request. Look for FIN before the answer, at “+ Connection”: the client still listens.",
        ),
        Fault::HttpsOnly => (
            FaultPlace::Rare,
            "Server wants https (301, HSTS)",
            "server wants https",
            "Whoever comes with http:// is sent to https://. Look for 301 and for Strict-Transport-Security; a browser that has read it changes the next http:// by itself.",
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
            message: "It cannot act on your request: certificates are shown on https:// only.",
            https_url: Some(with_https(&url)),
        }),
        FaultPlace::Dns if url.address().is_some() => Some(Obstacle {
            message: "It cannot act on your request: its URL holds an IP address, so no name is looked up.",
            https_url: None,
        }),
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
    let message = "Your request is sent with HTTP/1.1: the two agree on HTTP/2 while they set up encryption, on https:// only.";
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
