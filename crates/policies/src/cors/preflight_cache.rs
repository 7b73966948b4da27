//! What is remembered of preflights (Fetch, “CORS-preflight cache”).

use super::fetching::Fetching;
use super::modes::Credentials;
use super::preflight::Allowed;
use super::safelist::{is_non_wildcard, is_safelisted_method, unsafe_names};
use crate::Utc;
use core::time::Duration;

/// How long an answer counts that does not say.
pub const MAX_AGE_DEFAULT: Duration = Duration::from_secs(5);

/// How long an answer counts at most: the limit that Chromium imposes.
pub const MAX_AGE_MAX: Duration = Duration::from_secs(7200);

/// How many permissions are remembered; the oldest are forgotten.
const ENTRIES_MAX: usize = 1000;

/// The permissions that a browser remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreflightCache {
    entries: Vec<Entry>,
}

/// One permission.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    origin: String,
    /// Without its fragment, which no server sees.
    url: String,
    with_credentials: bool,
    until: Utc,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// As it was written.
    Method(String),
    /// In lower case.
    Name(String),
}

impl PreflightCache {
    /// Whether all that this hop needs permission for is allowed still, so that nobody is asked
    /// (“HTTP fetch”).
    pub fn allows(&self, fetching: &Fetching, now: Utc) -> bool {
        let lasting = |entry: &&Entry| now < entry.until && entry.is_for(fetching);
        let any = |is_meant: &dyn Fn(&What) -> bool| {
            self.entries.iter().filter(lasting).any(|entry| is_meant(&entry.what))
        };
        let method = fetching.method.as_str();
        let allows_method = is_safelisted_method(method)
            || any(&|what| matches!(what, What::Method(known) if known == method || known == "*"));
        let allows_name = |name: &String| {
            any(&|what| {
                matches!(what, What::Name(known)
                    if known == name || known == "*" && !is_non_wildcard(name))
            })
        };
        allows_method && unsafe_names(&fetching.field_lines).iter().all(allows_name)
    }

    /// Remembers what the answer to the preflight of this hop allows.
    pub fn remember(&mut self, fetching: &Fetching, allowed: &Allowed, now: Utc) {
        let max_age = allowed.max_age.unwrap_or(MAX_AGE_DEFAULT).min(MAX_AGE_MAX);
        let until = now.saturating_add(max_age);
        let methods = allowed.methods.iter().map(|method| What::Method(method.clone()));
        let names = allowed.names.iter().map(|name| What::Name(name.to_ascii_lowercase()));
        self.entries.retain(|entry| now < entry.until);
        for what in methods.chain(names) {
            let entry = Entry::new(fetching, what, until);
            // The newer answer counts, also where it lasts for less time.
            self.entries.retain(|known| !known.is_in_place_of(&entry));
            self.entries.push(entry);
        }
        let too_many = self.entries.len().saturating_sub(ENTRIES_MAX);
        self.entries.drain(..too_many);
    }

    /// Forgets what is known of the target of this hop: a request that was allowed came to nothing
    /// (“clear cache entries”).
    pub fn forget(&mut self, fetching: &Fetching) {
        let (origin, url) = (fetching.serialized_origin(), without_fragment(fetching));
        self.entries.retain(|entry| entry.origin != origin || entry.url != url);
    }
}

impl Entry {
    fn new(fetching: &Fetching, what: What, until: Utc) -> Self {
        Self {
            origin: fetching.serialized_origin(),
            url: without_fragment(fetching),
            with_credentials: fetching.modes.credentials == Credentials::Include,
            until,
            what,
        }
    }

    /// “Cache entry match”: what counts with credentials counts without.
    fn is_for(&self, fetching: &Fetching) -> bool {
        self.origin == fetching.serialized_origin()
            && self.url == without_fragment(fetching)
            && (self.with_credentials || fetching.modes.credentials != Credentials::Include)
    }

    fn is_in_place_of(&self, other: &Self) -> bool {
        self.origin == other.origin
            && self.url == other.url
            && self.with_credentials == other.with_credentials
            && self.what == other.what
    }
}

fn without_fragment(fetching: &Fetching) -> String {
    let url = fetching.url.as_str();
    url.split('#').next().unwrap_or(url).to_owned()
}
