//! Whether a stored response is used without asking (RFC 9111 §4): what the request, the response
//! and the mode say of it.

use super::directives::Directives;
use super::freshness::Freshness;
use trace::CacheMode;

/// Why what is stored is used, or why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is fresh (§4.2).
    Fresh,
    /// It is fresh and never changes while it is (RFC 8246): a reload does not ask either.
    Immutable,
    /// It is stale, and the request takes that (`max-stale`, §5.2.1.2).
    MaxStale,
    /// It has been stale for less than the seconds that `stale-while-revalidate` allows; it is asked
    /// about meanwhile (RFC 5861 §3).
    StaleWhileRevalidate {
        /// How many.
        window_s: u64,
    },
    /// The mode takes whatever is stored.
    ModeTakesAny,

    /// Nothing is stored for this URL.
    NothingStored,
    /// The method has no use for what is stored (RFC 9110 §9.2.3).
    Method,
    /// The mode passes the cache by, or the client has a condition of its own.
    ModePassesBy,
    /// The mode takes nothing out (`reload`).
    ModeReloads,
    /// The mode always asks (`no-cache`).
    ModeAsks,
    /// What is stored answers requests with another value of this field (§4.1).
    VariantDiffers {
        /// Which field, or `*`.
        field: String,
    },
    /// A part is stored, or asked for, that does not answer this request (§3.3).
    PartMissing,
    /// The request says `no-cache` (§5.2.1.4), or `Pragma: no-cache` (§5.4).
    RequestSaysNoCache,
    /// The request takes nothing that is older (`max-age`, §5.2.1.1).
    OlderThanAsked {
        /// How old it may be, in seconds.
        max_age_s: u64,
    },
    /// The request wants it to be fresh for longer (`min-fresh`, §5.2.1.3).
    FreshForTooShort {
        /// For how long, in seconds.
        min_fresh_s: u64,
    },
    /// The response wants to be asked about each time (`no-cache`, §5.2.2.4).
    ResponseSaysNoCache,
    /// It is stale, and may not be used then whatever the request says (`must-revalidate`,
    /// §5.2.2.2).
    MustRevalidate,
    /// It is stale (§4.2.4).
    Stale,
    /// The answer to a HEAD did not agree with it (§4.3.5).
    Outdated,
}

/// What is done with what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is used.
    Use,
    /// It is used, and asked about meanwhile.
    UseAndAsk,
    /// It is asked about first.
    Ask,
}

/// What is known of a stored response when a request comes.
pub(super) struct Case<'a> {
    pub mode: CacheMode,
    pub asked: &'a Directives,
    pub said: &'a Directives,
    pub freshness: Freshness,
    pub is_outdated: bool,
}

impl Case<'_> {
    /// Decides about it.
    pub fn verdict(&self) -> (Verdict, Why) {
        let fresh = self.freshness.is_fresh() && !self.is_outdated;
        match self.mode {
            CacheMode::ForceCache | CacheMode::OnlyIfCached => {
                return (Verdict::Use, Why::ModeTakesAny);
            }
            CacheMode::NoCache if fresh && self.said.has("immutable") && !self.wants_asking() => {
                return (Verdict::Use, Why::Immutable);
            }
            CacheMode::NoCache => return (Verdict::Ask, Why::ModeAsks),
            CacheMode::NoStore => return (Verdict::Ask, Why::ModePassesBy),
            CacheMode::Reload => return (Verdict::Ask, Why::ModeReloads),
            CacheMode::Default => {}
        }
        if let Some(why) = self.why_not_even_fresh() {
            return (Verdict::Ask, why);
        }
        match fresh {
            true => (Verdict::Use, Why::Fresh),
            false => self.stale(),
        }
    }

    fn wants_asking(&self) -> bool {
        self.asked.has("no-cache") || self.said.has_whole("no-cache")
    }

    /// What forbids to use it without asking, also where it is fresh (§4, §5.2.1).
    fn why_not_even_fresh(&self) -> Option<Why> {
        let Freshness { age_s, .. } = self.freshness;
        if self.is_outdated {
            return Some(Why::Outdated);
        }
        if self.asked.has("no-cache") {
            return Some(Why::RequestSaysNoCache);
        }
        if self.said.has_whole("no-cache") {
            return Some(Why::ResponseSaysNoCache);
        }
        // Who says 0 wants to have it asked about, however new it is: a reload says so (Fetch).
        let max_age_s = self.asked.seconds("max-age");
        if let Some(max_age_s) = max_age_s.filter(|max_age| age_s > *max_age || *max_age == 0) {
            return Some(Why::OlderThanAsked { max_age_s });
        }
        let min_fresh_s = self.asked.seconds("min-fresh");
        let too_short = min_fresh_s.filter(|min| self.freshness.remaining_s() < *min);
        too_short.map(|min_fresh_s| Why::FreshForTooShort { min_fresh_s })
    }

    /// Whether it is used although it is stale (§4.2.4).
    fn stale(&self) -> (Verdict, Why) {
        let stale_for_s = self.freshness.stale_for_s();
        if self.said.has("must-revalidate") {
            return (Verdict::Ask, Why::MustRevalidate);
        }
        if self.asked.seconds_or_any("max-stale").is_some_and(|most| stale_for_s <= most) {
            return (Verdict::Use, Why::MaxStale);
        }
        // Who says how old it may be takes nothing stale (§5.2.1.1).
        let takes_stale = !self.asked.has("max-age") && !self.asked.has("min-fresh");
        let window_s = self.said.seconds("stale-while-revalidate").filter(|_| takes_stale);
        match window_s.filter(|window_s| stale_for_s <= *window_s) {
            Some(window_s) => (Verdict::UseAndAsk, Why::StaleWhileRevalidate { window_s }),
            None => (Verdict::Ask, Why::Stale),
        }
    }

    /// Whether it may be used in place of an error: for the seconds that `stale-if-error` says, of
    /// response or request (RFC 5861 §4), and never where the response forbids it (§4.2.4).
    pub fn stands_in_for_error(&self) -> Option<u64> {
        if self.is_outdated || self.said.has("must-revalidate") || self.said.has_whole("no-cache") {
            return None;
        }
        let stale_for_s = self.freshness.stale_for_s();
        let windows = [self.said, self.asked].into_iter();
        let mut windows = windows.filter_map(|directives| directives.seconds("stale-if-error"));
        windows.find(|window_s| stale_for_s <= *window_s)
    }
}
