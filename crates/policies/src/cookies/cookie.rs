//! What is stored of a cookie (6265bis §5.7).

use crate::Utc;

/// One cookie of a jar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name, which may be empty.
    pub name: String,
    /// Its value, which may be empty where the name is not.
    pub value: String,
    /// The host that it belongs to, in lower case, without a leading dot.
    pub domain: String,
    /// Whether `domain` alone gets it, and no host below.
    pub host_only: bool,
    /// Requests below this path get it.
    pub path: String,
    /// When it ends; `None` with the session: the persistent-flag is false.
    pub expires: Option<Utc>,
    /// When the first cookie of this name, domain and path came.
    pub created: Utc,
    /// When it was last received or sent.
    pub last_access: Utc,
    /// Whether it is kept from what travels in clear.
    pub secure: bool,
    /// Whether it is kept from scripts.
    pub http_only: bool,
    /// Which requests of other sites get it.
    pub same_site: SameSite,
    /// Which place it has among those that were created at one instant.
    pub(super) place: u64,
}

/// Which requests of other sites get a cookie (§5.6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SameSite {
    /// None of them.
    Strict,
    /// Safe navigations to it.
    Lax,
    /// All.
    None,
    /// The cookie does not say: as [`SameSite::Lax`].
    Default,
}

impl Cookie {
    /// Whether it is over by now: at the instant that it names.
    pub fn is_expired(&self, now: Utc) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    /// The place that no two cookies share (§5.7, step 23).
    pub(super) fn is_in_place_of(&self, other: &Self) -> bool {
        self.name == other.name
            && self.domain == other.domain
            && self.host_only == other.host_only
            && self.path == other.path
    }
}
