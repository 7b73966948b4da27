//! The private cache of a user agent: RFC 9111, with `stale-while-revalidate` and `stale-if-error`
//! (RFC 5861), `immutable` (RFC 8246), and the cache modes of Fetch.
//!
//! A request is looked up ([`Cache::look_up`]); what has to be asked of a server is asked as that
//! says, and the answer taken in ([`Cache::take_in`]). Each says why, as data.
//!
//! What http-cache-semantics knows of it is asked in [`semantics`]. Left out, as RFC 9111 lets a
//! cache: incomplete responses (but for 206), several ranges in one request, trailer fields, and
//! evaluating conditions of the client's own, for which Fetch passes the cache by. It is not partitioned by the page that asks.

mod conditional;
mod directives;
mod fields;
mod freshness;
mod invalidation;
mod look_up;
mod message;
mod mode;
mod range;
mod reuse;
mod semantics;
mod store;
mod storing;
mod take_in;
mod update;
mod vary;

use crate::Utc;
pub use freshness::{Freshness, KnownBy, Times};
pub use look_up::{Ask, InPlace, LookUp, Purpose, Step};
pub use message::{Answer, Request};
pub use reuse::Why;
pub use store::Limits;
use store::{Entry, Store};
pub use storing::NotStored;
pub use take_in::{Kept, Taken, TakenIn};
use trace::FieldLines;

/// A private cache.
#[derive(Debug, Default)]
pub struct Cache {
    store: Store,
}

/// One stored response, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse<'a> {
    /// Its own number, as long as it is stored.
    pub number: u64,
    /// The URL, without fragment.
    pub url: &'a str,
    /// The response, as stored.
    pub answer: &'a Answer,
    /// The header section of the request that it answered.
    pub request_fields: &'a FieldLines,
    /// When that was asked, and when this came or was last found to be good.
    pub times: Times,
    /// How old it was then (§4.2.3).
    pub initial_age: Utc,
    /// How fresh it is.
    pub freshness: Freshness,
    /// Whether it is known to be no longer good (§4.3.5).
    pub is_outdated: bool,
}

impl<'a> StoredResponse<'a> {
    fn of(url: &'a str, entry: &'a Entry, now: Utc) -> Self {
        Self {
            number: entry.id,
            url,
            answer: &entry.answer,
            request_fields: &entry.request_fields,
            times: entry.times,
            initial_age: freshness::initial_age(&entry.answer.field_lines, entry.times)
                .saturating_add(Utc::from_secs(entry.aged_s)),
            freshness: entry.freshness(now),
            is_outdated: entry.is_outdated,
        }
    }
}

impl Cache {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Self { store: Store::new(limits) }
    }

    /// All that is stored, in the order of URLs, the variants of one in the order in which they came.
    pub fn stored(&self, now: Utc) -> impl Iterator<Item = StoredResponse<'_>> {
        self.store.all().map(move |(url, entry)| StoredResponse::of(url, entry, now))
    }

    /// What came, changed or went since this was asked last, in the order of its numbers; `None`
    /// for what is not there any more.
    pub fn take_changed(&mut self, now: Utc) -> Vec<(u64, Option<StoredResponse<'_>>)> {
        let changed = self.store.take_changed();
        let found = changed.into_iter().map(|(number, key)| {
            let (url, entries) = self.store.with_url(&key).unwrap_or(("", &[]));
            let entry = entries.iter().find(|entry| entry.id == number);
            (number, entry.map(|entry| StoredResponse::of(url, entry, now)))
        });
        found.collect()
    }

    /// All that is stored is stale from now on, as if the time had passed for which it is fresh (§4.2).
    pub fn expire(&mut self, now: Utc) {
        self.store.expire(now);
    }

    /// How many octets it holds.
    pub fn octets(&self) -> usize {
        self.store.octets()
    }
}
