//! What a client keeps of cookies, as it changes: no packet tells it.

use crate::{ExchangeId, Expired, Instant, Trace};
use serde::{Deserialize, Serialize};

/// A cookie as a client keeps it (RFC 6265 §5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCookie {
    /// Its name, which may be empty.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host that it belongs to.
    pub domain: String,
    /// Whether that host alone gets it, and none below.
    pub host_only: bool,
    /// Requests below this path get it.
    pub path: String,
    /// When it ends, in seconds since 1970-01-01T00:00:00Z; `None` with the session.
    pub expires_unix_s: Option<u64>,
    /// Whether it is kept from what travels in clear.
    pub secure: bool,
    /// Whether it is kept from scripts.
    pub http_only: bool,
    /// What it says of requests of other sites: `Strict`, `Lax`, `None`, or nothing.
    pub same_site: Option<String>,
}

/// A change of what a client keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CookieChange {
    /// When.
    pub at: Instant,
    /// The exchange whose answer did it.
    pub exchange: ExchangeId,
    /// The cookie as it is kept since then, or as it was.
    pub cookie: StoredCookie,
    /// What became of it.
    pub is_kept: bool,
}

impl StoredCookie {
    fn has_place_of(&self, other: &Self) -> bool {
        self.name == other.name
            && self.domain == other.domain
            && self.host_only == other.host_only
            && self.path == other.path
    }
}

impl Trace {
    /// The cookies that the client keeps at an instant, in the order in which they came first.
    pub fn cookies_at(&self, at: Instant) -> Vec<&StoredCookie> {
        let mut kept: Vec<&StoredCookie> = Vec::new();
        let expired_at = self.expired_at(Expired::Cookies, at);
        let since = |at: Instant| expired_at.is_none_or(|expired_at| at > expired_at);
        for change in self.cookie_changes.iter().filter(|change| change.at <= at) {
            if !since(change.at) {
                continue;
            }
            let place = kept.iter().position(|cookie| cookie.has_place_of(&change.cookie));
            match (place, change.is_kept) {
                (Some(place), true) => kept[place] = &change.cookie,
                (None, true) => kept.push(&change.cookie),
                (Some(place), false) => {
                    kept.remove(place);
                }
                (None, false) => {}
            }
        }
        let now_s = self.scenario.starts_at_unix_s.saturating_add_unsigned(at.0 / 1_000_000_000);
        let lasts = |cookie: &&StoredCookie| {
            cookie.expires_unix_s.is_none_or(|end| i64::try_from(end).is_ok_and(|end| now_s < end))
        };
        kept.retain(lasts);
        kept
    }
}
