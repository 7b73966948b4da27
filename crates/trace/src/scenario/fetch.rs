//! What can be said of a fetch besides its request: what WHATWG Fetch and the libraries of
//! programs let one choose.

use super::bounds::{Bounds, PAUSE_MS};
use super::option::{at_place, is_on, place_of, switch};
use super::{Home, HttpUrl, OptionDescription, OptionKind, Request};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// How the client goes about one request, where that is not as its kind does by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchOptions {
    /// What of a browser asks.
    pub initiator: Initiator,
    /// The page that asks, whose origin counts; where there is none, one of the same origin as the
    /// request.
    pub page: Option<HttpUrl>,
    /// Fetch's request mode.
    pub mode: RequestMode,
    /// Fetch's credentials mode.
    pub credentials: CredentialsMode,
    /// Fetch's cache mode.
    pub cache: CacheMode,
    /// What is done with an answer that sends elsewhere.
    pub redirect: RedirectMode,
    /// The most redirects that are followed.
    pub redirects_max: Option<u8>,
    /// How long the client waits for a connection.
    pub connect_timeout: Option<Duration>,
    /// How long it waits for the next octets of an answer.
    pub read_timeout: Option<Duration>,
    /// How long everything may take.
    pub total_timeout: Option<Duration>,
    /// How often it tries again.
    pub retries: u8,
    /// How long it waits before the first of those; before each other twice as long as before.
    pub retry_delay: Option<Duration>,
    /// Which methods it tries again.
    pub retry_methods: RetryMethods,
    /// What it tries again after, besides answers of a busy server.
    pub retry_on: RetryOn,
    /// How long after the first attempt another one may still begin.
    pub retry_max_time: Option<Duration>,
    /// Whether POST stays POST after 301, as with `curl --post301`.
    pub post_after_301: bool,
    /// The same after 302.
    pub post_after_302: bool,
    /// The same after 303.
    pub post_after_303: bool,
    /// Whether the method is the same after every redirect, as with `curl -X`.
    pub keeps_method: bool,
    /// Whether credentials go along to whatever host a redirect leads to.
    pub trusts_location: bool,
    /// Whether a request that a redirect leads to names the one before as its Referer.
    pub tells_referer: bool,
    /// What of what the client remembers is over by now, however long it was to last.
    pub expired: Expired,
}

/// Defines what there is to choose, each with its name in JSON and on the command line. The first
/// one is meant where nothing is said.
macro_rules! choices {
    ($($(#[doc = $doc:literal])* $choice:ident { $($(#[doc = $about:literal])* $one:ident: $name:literal,)* })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
            pub enum $choice { #[default] $($(#[doc = $about])* $one,)* }

            impl $choice {
                const ALL: &[Self] = &[$(Self::$one,)*];
                const NAMES: &[&str] = &[$($name,)*];
            }
        )*
    };
}

choices! {
    /// What of a browser asks for something.
    Initiator {
        /// A person who follows a link or types a URL.
        Navigation: "navigation",
        /// A form that is sent.
        Form: "form",
        /// A page that shows an image.
        Image: "image",
        /// A script, by `fetch`.
        Script: "script",
    }
    /// How far a request may go (Fetch §2.2.5, request mode).
    RequestMode {
        /// As the initiator has it.
        AsInitiator: "as-initiator",
        /// Anywhere, to be shown in place of the page.
        Navigate: "navigate",
        /// To the page's own origin alone.
        SameOrigin: "same-origin",
        /// Anywhere, but the page does not see the answer.
        NoCors: "no-cors",
        /// Anywhere that allows it.
        Cors: "cors",
    }
    /// Whether cookies and other credentials go along (Fetch §2.2.5, credentials mode).
    CredentialsMode {
        /// As the initiator has it.
        AsInitiator: "as-initiator",
        /// Never.
        Omit: "omit",
        /// To the page's own origin.
        SameOrigin: "same-origin",
        /// Always.
        Include: "include",
    }
    /// What copies that a browser keeps are good for (Fetch §2.2.5, cache mode).
    CacheMode {
        /// As HTTP has it.
        Default: "default",
        /// For nothing, and none is kept.
        NoStore: "no-store",
        /// For nothing; the answer is kept.
        Reload: "reload",
        /// Only once the server was asked whether they are still good.
        NoCache: "no-cache",
        /// For everything, however old.
        ForceCache: "force-cache",
        /// For everything, and nobody is asked.
        OnlyIfCached: "only-if-cached",
    }
    /// What is done with an answer that sends elsewhere (Fetch §2.2.5, redirect mode).
    RedirectMode {
        /// What a client of this kind does: curl shows it, all others follow.
        AsClient: "as-client",
        /// It is followed.
        Follow: "follow",
        /// It is an error.
        Error: "error",
        /// It is the answer.
        Manual: "manual",
    }
    /// What is tried again after.
    RetryOn {
        /// What a client of this kind takes to pass: curl names that are not found and waits that were
        /// too long, all others whatever a network does.
        AsClient: "as-client",
        /// That, and connections that are refused.
        Refused: "refused",
        /// Any failure.
        Any: "any",
    }
    /// What a client remembers, and is over before its time.
    Expired {
        /// Nothing.
        Nothing: "nothing",
        /// The addresses that DNS told.
        Names: "names",
        /// The answers that a browser keeps: they are stale (RFC 9111 §4.2).
        Answers: "answers",
        /// The cookies.
        Cookies: "cookies",
        /// The hosts that want to be asked with `https` only (RFC 6797 §5.3).
        HttpsHosts: "https-hosts",
    }
    /// Which methods are tried again.
    RetryMethods {
        /// What a client of this kind does: curl tries all, all others those that are idempotent.
        AsClient: "as-client",
        /// Those that may be repeated (RFC 9110 §9.2.2).
        Idempotent: "idempotent",
        /// All of them.
        All: "all",
    }
}

impl Expired {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// What has this name in JSON.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|what| what.name() == name)
    }
}

const REDIRECTS_MAX: Bounds = Bounds { min: 0, max: 100, decimals: 0, unit: "" };
const RETRIES: Bounds = Bounds { min: 0, max: 20, decimals: 0, unit: "" };

/// Describes a choice of [`FetchOptions`].
macro_rules! choice {
    ($choice:ident, $field:ident, $member:literal, $flag:literal, $about:literal) => {
        OptionDescription {
            home: Home::Fetch,
            member: $member,
            flag: $flag,
            about: $about,
            kind: OptionKind::Choice($choice::NAMES),
            get: |request| place_of($choice::ALL, request.fetch.$field),
            set: |request, value| request.fetch.$field = at_place($choice::ALL, value),
        }
    };
}

/// Describes a span of time of [`FetchOptions`].
macro_rules! span {
    ($field:ident, $member:literal, $flag:literal, $about:literal) => {
        OptionDescription {
            home: Home::Fetch,
            member: $member,
            flag: $flag,
            about: $about,
            kind: OptionKind::Limit(PAUSE_MS),
            get: |request| request.fetch.$field.map(microseconds),
            set: |request, value| request.fetch.$field = value.map(Duration::from_micros),
        }
    };
}

/// Describes a switch of [`FetchOptions`].
macro_rules! on_redirect {
    ($field:ident, $member:literal, $flag:literal, $about:literal) => {
        OptionDescription {
            home: Home::Fetch,
            member: $member,
            flag: $flag,
            about: $about,
            kind: OptionKind::Switch,
            get: |request| switch(request.fetch.$field),
            set: |request, value| request.fetch.$field = is_on(value),
        }
    };
}

fn microseconds(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

impl FetchOptions {
    /// All that has one value each, in the order of JSON.
    pub const ALL: &'static [OptionDescription<Request>] = &[
        choice!(Initiator, initiator, "initiator", "initiator WHAT", "what of a browser asks"),
        choice!(RequestMode, mode, "mode", "mode MODE", "how far a browser’s request may go"),
        choice!(
            CredentialsMode,
            credentials,
            "credentials",
            "credentials MODE",
            "whether a browser’s cookies and passwords go along"
        ),
        choice!(CacheMode, cache, "cache", "cache MODE", "what a browser’s copies are good for"),
        choice!(
            RedirectMode,
            redirect,
            "redirect",
            "redirect MODE",
            "what is done with an answer that sends elsewhere"
        ),
        OptionDescription {
            home: Home::Fetch,
            member: "max_redirects",
            flag: "max-redirs NUMBER",
            about: "the most redirects that are followed; as the client has it by itself otherwise",
            kind: OptionKind::Limit(REDIRECTS_MAX),
            get: |request| request.fetch.redirects_max.map(u64::from),
            set: |request, value| request.fetch.redirects_max = value.map(|number| number as u8),
        },
        span!(
            connect_timeout,
            "connect_timeout_ms",
            "connect-timeout SECONDS",
            "how long the client waits for a connection; as it has it by itself otherwise"
        ),
        span!(
            read_timeout,
            "read_timeout_ms",
            "read-timeout-ms MS",
            "how long it waits for the next part of an answer; as it has it by itself otherwise"
        ),
        span!(
            total_timeout,
            "total_timeout_ms",
            "max-time SECONDS",
            "how long everything may take, redirects and retries included"
        ),
        OptionDescription {
            home: Home::Fetch,
            member: "retries",
            flag: "retry NUMBER",
            about: "how often the client tries again after no answer, or one of a busy server \
                    (408, 429, 500, 502, 503, 504)",
            kind: OptionKind::Number(RETRIES),
            get: |request| Some(u64::from(request.fetch.retries)),
            set: |request, value| request.fetch.retries = value.unwrap_or_default() as u8,
        },
        span!(
            retry_delay,
            "retry_delay_ms",
            "retry-delay SECONDS",
            "how long it waits before it first tries again, and each time twice as long as before; \
             1000 ms otherwise"
        ),
        choice!(
            RetryMethods,
            retry_methods,
            "retry_methods",
            "retry-methods WHICH",
            "which methods it tries again"
        ),
        choice!(
            RetryOn,
            retry_on,
            "retry_on",
            "retry-on WHAT",
            "what it tries again after, besides answers of a busy server; refused adds connections that are refused"
        ),
        span!(
            retry_max_time,
            "retry_max_time_ms",
            "retry-max-time SECONDS",
            "how long after the first attempt another one may still begin"
        ),
        on_redirect!(post_after_301, "post301", "post301", "POST stays POST after 301"),
        on_redirect!(post_after_302, "post302", "post302", "POST stays POST after 302"),
        on_redirect!(post_after_303, "post303", "post303", "POST stays POST after 303"),
        on_redirect!(
            keeps_method,
            "keep_method",
            "keep-method",
            "the method is the same after every redirect, as with curl -X; the content goes as after POST"
        ),
        on_redirect!(
            trusts_location,
            "location_trusted",
            "location-trusted",
            "credentials go along to whatever host a redirect leads to"
        ),
        on_redirect!(
            tells_referer,
            "auto_referer",
            "auto-referer",
            "a request that a redirect leads to names the one before as its Referer"
        ),
        choice!(
            Expired,
            expired,
            "expired",
            "expired WHAT",
            "what of what the client remembers is over before its time, as this request starts"
        ),
    ];

    /// The name of [`FetchOptions::page`] in JSON.
    pub(super) const PAGE: &'static str = "page";
}
