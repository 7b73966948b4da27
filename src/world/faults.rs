//! What can go wrong in a world, or is rare in it, in words: what each fault does, or each option that
//! stands beside the faults in the menu, and what to look for.

use crate::texts;
use language::{Text, say};
use trace::{
    ClientOptions, Fault, HttpUrl, NetworkOptions, OptionDescription, ServerOptions, World,
};

/// One thing that makes a world another than the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusual {
    /// Something goes wrong.
    Fault(Fault),
    /// An option has this value.
    Option(&'static OptionDescription, u64),
}

impl Unusual {
    /// Packets get lost; how many, the world's form says.
    pub const LOSS: Self = Self::Option(&NetworkOptions::LOSS, 100_000);
    /// Pages of one other origin may read answers, with credentials.
    const ALLOWED_PAGE: Self = Self::Option(&ServerOptions::CORS, 3);

    /// What it is called in the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.name(),
            // Two lines set the same option.
            what if what == Self::ALLOWED_PAGE => "cors_of_one_page",
            Self::Option(option, _) => option.member,
        }
    }

    /// What is called so.
    pub fn from_name(name: &str) -> Option<Self> {
        menu().map(|facts| facts.what).find(|what| what.name() == name)
    }
}

/// What is unusual about a world, of all that the menu knows.
pub fn unusual(world: &World) -> Vec<Unusual> {
    let mut found: Vec<Unusual> = world.faults.iter().copied().map(Unusual::Fault).collect();
    let options = LINES.iter().map(|line| line.what).filter(|what| match *what {
        Unusual::Option(option, value) => {
            *what != Unusual::LOSS && (option.get)(world) == Some(value)
        }
        Unusual::Fault(_) => false,
    });
    found.extend(options);
    // Where more is unusual, loss is a number beside it.
    if found.is_empty() && world.network.loss_ppm > 0 {
        found.push(Unusual::LOSS);
    }
    found
}

/// Makes a world unusual in these ways and no other that the menu knows. How many packets are lost
/// stays as it is.
pub fn make_unusual(world: &mut World, what: &[Unusual]) {
    let usual = World::default();
    for line in LINES.iter().filter(|line| line.what != Unusual::LOSS) {
        if let Unusual::Option(option, value) = line.what {
            if what.contains(&line.what) {
                (option.set)(world, Some(value));
            } else if (option.get)(world) == Some(value) {
                // What the menu has no line for stays.
                (option.set)(world, (option.get)(&usual));
            }
        }
    }
    world.faults.clear();
    world.faults.extend(what.iter().filter_map(|what| match *what {
        Unusual::Fault(fault) => Some(fault),
        Unusual::Option(..) => None,
    }));
}

/// One line of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What it makes unusual.
    pub what: Unusual,
    /// Where it happens.
    pub place: FaultPlace,
    /// What the menu says.
    pub label: &'static str,
    /// What the summary of the world says.
    pub short: &'static str,
    /// What it does and what to look for, in one sentence each.
    pub story: &'static str,
}

/// Where it happens.
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

/// All that the menu offers.
pub fn menu() -> impl Iterator<Item = Facts> {
    Fault::ALL.into_iter().map(of_fault).chain(LINES.iter().map(Line::facts))
}

/// What the page says of it.
pub fn facts(what: Unusual) -> Facts {
    let is_it = |facts: &Facts| facts.what == what;
    menu().find(is_it).expect("whatever is unusual is in the menu")
}

/// What the page says of an option that stands in the menu.
struct Line {
    what: Unusual,
    place: FaultPlace,
    label: Text,
    /// None where the summary says it by a number.
    short: Option<Text>,
    story: Text,
}

impl Line {
    fn facts(&self) -> Facts {
        let Self { what, place, label, short, story } = *self;
        let short = short.map(say).unwrap_or_default();
        Facts { what, place, label: say(label), short, story: say(story) }
    }
}

/// The options in the menu, behind the faults.
const LINES: [Line; 13] = [
    Line {
        what: Unusual::LOSS,
        place: FaultPlace::Network,
        label: texts::PACKETS_GET_LOST,
        short: None,
        story: texts::EACH_PACKET_IS_LOST,
    },
    Line {
        what: Unusual::Option(&ServerOptions::ALPN, 1),
        place: FaultPlace::Encryption,
        label: texts::NO_COMMON_PROTOCOL_ALPN,
        short: Some(texts::NO_COMMON_PROTOCOL),
        story: texts::SERVER_SPEAKS_ONLY_HTTP,
    },
    Line {
        what: Unusual::Option(&NetworkOptions::DUAL_STACK, 1),
        place: FaultPlace::Rare,
        label: texts::CLIENT_AND_SERVER_HAVE_IPV6,
        short: Some(texts::IPV6_TOO),
        story: texts::DNS_IS_ASKED_FOR,
    },
    Line {
        what: Unusual::Option(&ServerOptions::SLOW_READER, 1),
        place: FaultPlace::Rare,
        label: texts::SERVER_READS_SLOWLY_ZERO,
        short: Some(texts::SERVER_READS_SLOWLY),
        story: texts::SERVER_HAS_ROOM_FOR,
    },
    Line {
        what: Unusual::Option(&ClientOptions::HALF_CLOSE, 1),
        place: FaultPlace::Rare,
        label: texts::CLIENT_HAS_SAID_ALL,
        short: Some(texts::HALF_CLOSE),
        story: texts::CLIENT_CLOSES_ITS_HALF,
    },
    Line {
        what: Unusual::Option(&ServerOptions::HTTPS_ONLY, 1),
        place: FaultPlace::Rare,
        label: texts::SERVER_WANTS_HTTPS_301,
        short: Some(texts::SERVER_WANTS_HTTPS),
        story: texts::WHOEVER_COMES_WITH_HTTP,
    },
    Line {
        what: Unusual::Option(&ServerOptions::SERVER_CRASH, 2),
        place: FaultPlace::Server,
        label: texts::SERVER_CRASH_LABEL,
        short: Some(texts::SERVER_CRASH_SHORT),
        story: texts::SERVER_CRASH_STORY,
    },
    Line {
        what: Unusual::Option(&ServerOptions::DATABASE_DOWN, 1),
        place: FaultPlace::Server,
        label: texts::DATABASE_DOWN_LABEL,
        short: Some(texts::DATABASE_DOWN_SHORT),
        story: texts::DATABASE_DOWN_STORY,
    },
    Line {
        what: Unusual::Option(&ServerOptions::DATABASE_SLOW, 1),
        place: FaultPlace::Server,
        label: texts::DATABASE_SLOW_LABEL,
        short: Some(texts::DATABASE_SLOW_SHORT),
        story: texts::DATABASE_SLOW_STORY,
    },
    Line {
        what: Unusual::Option(&ServerOptions::RATE_LIMITED, 1),
        place: FaultPlace::Server,
        label: texts::RATE_LIMITED_LABEL,
        short: Some(texts::RATE_LIMITED_SHORT),
        story: texts::RATE_LIMITED_STORY,
    },
    Line {
        what: Unusual::Option(&ServerOptions::CORS, 1),
        place: FaultPlace::Rare,
        label: texts::CORS_ANY_LABEL,
        short: Some(texts::CORS_ANY_SHORT),
        story: texts::CORS_ANY_STORY,
    },
    Line {
        what: Unusual::ALLOWED_PAGE,
        place: FaultPlace::Rare,
        label: texts::CORS_ONE_LABEL,
        short: Some(texts::CORS_ONE_SHORT),
        story: texts::CORS_ONE_STORY,
    },
    Line {
        what: Unusual::Option(&ServerOptions::SERVER_TIMING, 1),
        place: FaultPlace::Rare,
        label: texts::SERVER_TIMING_LABEL,
        short: Some(texts::SERVER_TIMING_SHORT),
        story: texts::SERVER_TIMING_STORY,
    },
];

fn of_fault(fault: Fault) -> Facts {
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
    };
    Facts { what: Unusual::Fault(fault), place, label, short, story }
}

/// Why something that was chosen cannot happen to the request at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Why.
    pub message: &'static str,
    /// The URL with which it can.
    pub https_url: Option<String>,
}

/// Why what happens at this place cannot happen to a request for `url`, if so.
pub fn obstacle(place: FaultPlace, url: &str) -> Option<Obstacle> {
    let url = HttpUrl::parse(url).ok()?;
    match place {
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
    fn every_line_of_the_menu_says_what_it_does_and_what_to_look_for() {
        for facts in menu() {
            let name = facts.what.name();
            assert!(facts.story.contains(" Look for "), "{name}");
            assert!(facts.story.ends_with('.') && !facts.label.is_empty(), "{name}");
            assert_eq!(Unusual::from_name(name), Some(facts.what), "names are their own");
        }
    }

    #[test]
    fn what_the_menu_has_no_line_for_stays() {
        let mut world = World::default();
        (ServerOptions::SERVER_CRASH.set)(&mut world, Some(1));
        let before = world.clone();
        make_unusual(&mut world, &unusual(&before));
        assert_eq!(world, before);
    }

    #[test]
    fn what_is_chosen_in_the_menu_is_what_is_unusual() {
        for facts in menu().filter(|facts| facts.what != Unusual::LOSS) {
            let mut world = World::default();
            make_unusual(&mut world, &[facts.what]);
            assert_ne!(world, World::default());
            assert_eq!(unusual(&world), [facts.what]);
            make_unusual(&mut world, &[]);
            assert_eq!(world, World::default());
        }
        let mut lossy = World::default();
        lossy.network.loss_ppm = 3;
        assert_eq!(unusual(&lossy), [Unusual::LOSS]);
        lossy.faults.push(Fault::ServerSilent);
        assert_eq!(unusual(&lossy), [Unusual::Fault(Fault::ServerSilent)]);
    }

    #[test]
    fn certificates_are_met_on_https_only() {
        let found = obstacle(FaultPlace::Encryption, "http://api.example.com:80/users?id=1");
        let https = found.and_then(|obstacle| obstacle.https_url);
        assert_eq!(https.as_deref(), Some("https://api.example.com/users?id=1"));
        assert_eq!(obstacle(FaultPlace::Encryption, "https://api.example.com/"), None);
        assert_eq!(obstacle(FaultPlace::Server, "http://api.example.com/"), None);
        assert_eq!(obstacle(FaultPlace::Encryption, "not a url"), None);
    }

    #[test]
    fn an_address_is_not_looked_up() {
        assert!(obstacle(FaultPlace::Dns, "http://93.184.216.34/users").is_some());
        assert_eq!(obstacle(FaultPlace::Dns, "http://api.example.com/"), None);
    }

    #[test]
    fn http2_needs_https() {
        assert!(obstacle_to_http2("http://api.example.com/").is_some());
        assert_eq!(obstacle_to_http2("https://api.example.com/"), None);
    }

    #[test]
    fn what_cannot_act_really_does_not() {
        let run = |what: &[Unusual], url: &str| {
            let request = trace::Request::parse("GET", url, &[], Vec::new()).unwrap();
            let mut scenario = trace::Scenario::with_requests(vec![request]);
            make_unusual(&mut scenario.world, what);
            engine::simulate(&scenario).exchanges[0].outcome.clone()
        };
        for facts in menu() {
            for url in ["http://api.example.com/users", "http://93.184.216.34/users"] {
                if obstacle(facts.place, url).is_some() {
                    let name = facts.what.name();
                    assert_eq!(run(&[facts.what], url), run(&[], url), "{name} on {url}");
                }
            }
        }
    }
}
