//! What client and server keep from one request to the next, but for cookies, as it changes: no packet
//! tells it.

use crate::{Expired, FieldLines, Instant, Trace};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// A change of what is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryChange {
    /// When.
    pub at: Instant,
    /// What is known since then.
    pub what: Remembered,
}

/// What is remembered, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remembered {
    /// A browser keeps an answer, or knows something else of one that it keeps (RFC 9111 §3).
    Answer(StoredAnswer),
    /// It keeps the one with this number no longer.
    AnswerGone(u64),
    /// A browser asks this host with `https` only (RFC 6797 §5).
    HttpsHost(HttpsHost),
    /// The host with this name no longer.
    HttpsHostGone(String),
    /// A server's program has counted a call.
    Call(CountedCall),
    /// All that the client knew of this kind is over before its time. Of answers that it keeps, each
    /// is told.
    Expired(Expired),
}

/// An answer as a browser keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// Its own number, as long as it is kept.
    pub number: u64,
    /// The URL that it answers, without fragment.
    pub url: String,
    /// The status code.
    pub status_code: u16,
    /// The length of its content, in octets.
    pub content_octets: u64,
    /// What its field Cache-Control says; empty where there is none.
    pub cache_control: String,
    /// The fields of the request that it was chosen by (RFC 9110 §12.5.5, Vary).
    pub chosen_by: FieldLines,
    /// Whether a server can be asked whether it is still good: ETag or Last-Modified.
    pub has_validator: bool,
    /// When it came, or was last found to be good.
    pub received_at: Instant,
    /// How old it was then (RFC 9111 §4.2.3), in nanoseconds.
    pub initial_age_ns: u64,
    /// How long it is fresh from its birth (RFC 9111 §4.2.1), in seconds.
    pub lifetime_s: u64,
    /// Whether that is a guess (RFC 9111 §4.2.2).
    pub is_guess: bool,
    /// Whether it is known to be no longer good (RFC 9111 §4.3.5).
    pub is_outdated: bool,
}

impl StoredAnswer {
    /// How old it is (RFC 9111 §4.2.3), in whole seconds.
    pub fn age_s(&self, at: Instant) -> u64 {
        let resident_ns = at.0.saturating_sub(self.received_at.0);
        self.initial_age_ns.saturating_add(resident_ns) / 1_000_000_000
    }
}

/// A Known HSTS Host (RFC 6797 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpsHost {
    /// Its name.
    pub name: String,
    /// How long.
    pub until: Instant,
    /// Whether the hosts below it are meant too.
    pub covers_subdomains: bool,
}

/// A call that a server's program has counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedCall {
    /// What is counted, e.g. `requests`.
    pub rate: String,
    /// How many calls pass ...
    pub calls_max: u32,
    /// ... in so many seconds.
    pub within_s: u64,
}

/// What a server's program has counted at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<'a> {
    /// What is counted, and how much passes.
    pub call: &'a CountedCall,
    /// How many calls count still.
    pub calls: u32,
    /// When the oldest of them counts no longer.
    pub falls_at: Instant,
}

impl Trace {
    /// The answers that a browser keeps at an instant, in the order in which they came.
    pub fn answers_at(&self, at: Instant) -> Vec<&StoredAnswer> {
        let mut kept: Vec<&StoredAnswer> = Vec::new();
        for what in self.remembered_until(at) {
            match what {
                Remembered::Answer(answer) => {
                    match kept.iter().position(|known| known.number == answer.number) {
                        Some(place) => kept[place] = answer,
                        None => kept.push(answer),
                    }
                }
                Remembered::AnswerGone(number) => kept.retain(|known| known.number != *number),
                Remembered::HttpsHost(_)
                | Remembered::HttpsHostGone(_)
                | Remembered::Call(_)
                | Remembered::Expired(_) => {}
            }
        }
        kept
    }

    /// The hosts that a browser asks with `https` only at an instant, in the order of its first word.
    pub fn https_hosts_at(&self, at: Instant) -> Vec<&HttpsHost> {
        let mut known: Vec<&HttpsHost> = Vec::new();
        for what in self.remembered_until(at) {
            match what {
                Remembered::HttpsHost(host) => {
                    match known.iter().position(|other| other.name == host.name) {
                        Some(place) => known[place] = host,
                        None => known.push(host),
                    }
                }
                Remembered::HttpsHostGone(name) => known.retain(|host| host.name != *name),
                Remembered::Expired(Expired::HttpsHosts) => known.clear(),
                Remembered::Answer(_)
                | Remembered::AnswerGone(_)
                | Remembered::Call(_)
                | Remembered::Expired(_) => {}
            }
        }
        known.retain(|host| at < host.until);
        known
    }

    /// What a server's program has counted at an instant, as far as it counts still, in the order of
    /// the first call.
    pub fn counts_at(&self, at: Instant) -> Vec<Count<'_>> {
        let mut counts: Vec<Count<'_>> = Vec::new();
        for change in self.memory_changes.iter().filter(|change| change.at <= at) {
            let Remembered::Call(call) = &change.what else { continue };
            let falls_at = change.at + Duration::from_secs(call.within_s);
            if falls_at <= at {
                continue;
            }
            match counts.iter_mut().find(|count| count.call.rate == call.rate) {
                Some(count) => {
                    count.calls += 1;
                    count.falls_at = count.falls_at.min(falls_at);
                }
                None => counts.push(Count { call, calls: 1, falls_at }),
            }
        }
        counts
    }

    /// When all that the client knew of a kind was last over before its time, up to an instant.
    pub fn expired_at(&self, what: Expired, at: Instant) -> Option<Instant> {
        let changes = self.memory_changes.iter().filter(|change| change.at <= at);
        let expired = changes.filter(|change| change.what == Remembered::Expired(what));
        expired.map(|change| change.at).next_back()
    }

    fn remembered_until(&self, at: Instant) -> impl Iterator<Item = &Remembered> {
        let changes = self.memory_changes.iter().filter(move |change| change.at <= at);
        changes.map(|change| &change.what)
    }
}
