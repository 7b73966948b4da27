//! The work inside a host, as the host reports it: parse, route, handle, serialize.

use crate::{ExchangeId, FetchId, HostId, Instant};
use serde::{Deserialize, Serialize};

/// Points at a [`Stage`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StageId(pub u32);

/// One piece of work inside a host. The work is real; the time it takes is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its own id.
    pub id: StageId,
    /// Who did it.
    pub host: HostId,
    /// What was done.
    pub kind: StageKind,
    /// What it was about, e.g. the route `/users/{id}`; may be empty.
    pub detail: String,
    /// When it started.
    pub started_at: Instant,
    /// When it was done.
    pub ended_at: Instant,
    /// How it ended.
    pub outcome: StageOutcome,
    /// The fetch it is part of.
    pub fetch: Option<FetchId>,
    /// The exchange it is part of, or that it led to.
    pub exchange: Option<ExchangeId>,
}

/// Defines the kinds of work, each with its name in a printed trace.
macro_rules! stage_kinds {
    ($($(#[doc = $doc:literal])* $kind:ident: $name:literal,)*) => {
        /// What is done inside a host.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum StageKind { $($(#[doc = $doc])* $kind,)* }

        impl StageKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The name in a printed trace.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

stage_kinds! {
    /// A resolver finds the answer in its cache, and asks nobody.
    AnswerCached: "answer cached",
    /// The origin server reads method, target, fields and content out of the octets.
    Parse: "parse",
    /// It finds the handler that belongs to method and path.
    Route: "route",
    /// It finds out who asks (RFC 9110 §11).
    Authenticate: "authenticate",
    /// It checks whether whoever asks may do this.
    Authorize: "authorize",
    /// It checks the content: format, and which members must be there.
    Validate: "validate",
    /// It checks rules that are no matter of form, but of the business, e.g. how much one may order.
    CheckRules: "check rules",
    /// It lets only so many requests pass, and counts them.
    LimitRate: "limit rate",
    /// It chooses one of the formats that it can write, by what the client would like (RFC 9110 §12).
    Negotiate: "negotiate",
    /// The handler runs; what it asks of the database happens meanwhile.
    Handle: "handle",
    /// It writes the content of the response.
    Serialize: "serialize",
    /// The client uses the response: parses the content, shows it or the error.
    UseResponse: "use response",
    /// A browser remembers that this host wants `https`, and changes the URL before it does anything
    /// else (RFC 6797 §8.3).
    UpgradeToHttps: "upgrade to https",
    /// A browser sends without the user and password of its URL, which `fetch` would refuse (WHATWG
    /// Fetch, the `Request` constructor).
    LeaveOutUserInfo: "leave out user and password",
    /// A redirect leads to another origin, which gets no Authorization and no Cookie that were meant
    /// for the one before (WHATWG Fetch §4.4, step 13).
    LeaveOutCredentials: "leave out credentials",
    /// A client waits before it tries again (RFC 9110 §10.2.3, Retry-After).
    WaitBeforeRetry: "wait before trying again",
    /// A client does not try again, since what it asks for might be done twice (RFC 9110 §9.2.2).
    DoNotRepeat: "do not repeat",
    /// A client takes the content codings off a response (RFC 9110 §8.4).
    Unpack: "unpack",
    /// A browser leaves out what no script may set (Fetch, forbidden request-header).
    LeaveOutFields: "leave out fields",
    /// The client sends the cookies that it keeps for this target (RFC 6265 §5.4).
    SendCookies: "send cookies",
    /// It keeps cookies of this host from this request, e.g. because another site asks.
    HoldBackCookies: "hold back cookies",
    /// It keeps a cookie that came with the answer (RFC 6265 §5.3).
    KeepCookie: "keep a cookie",
    /// It forgets a cookie, because the answer says so.
    DeleteCookie: "delete a cookie",
    /// It ignores a cookie that came with the answer.
    RefuseCookie: "refuse a cookie",
    /// A browser remembers that a server allows this, and does not ask again (Fetch, CORS-preflight
    /// cache).
    AllowedBefore: "allowed before",
    /// It checks whether the server lets the page send its request (Fetch, CORS-preflight fetch).
    CheckMaySend: "check whether the page may send it",
    /// It checks whether the server lets the page read the answer (Fetch, CORS check).
    CheckMayRead: "check whether the page may read it",
    /// It keeps fields of the answer from the page, or all of it (Fetch, filtered responses).
    HideFromPage: "hide from the page",
    /// A browser looks whether it has the answer already (RFC 9111 §4). The detail starts with what it
    /// finds.
    LookInCache: "look in cache",
    /// It keeps an answer, or does not (RFC 9111 §3), or finds what it has still good (§4.3.4).
    StoreResponse: "store response",
    /// It throws away what may have changed by this request (RFC 9111 §4.4).
    DropStored: "drop stored",
    /// A program that was recorded found an address; its recording has no DNS message.
    RecordedLookUp: "recorded: find the address",
    /// It opened a connection; its recording has no packet.
    RecordedConnect: "recorded: open a connection",
    /// It agreed on keys with the server; its recording has no TLS message.
    RecordedSecure: "recorded: encrypt",
    /// It had the answer already, and asked nobody.
    RecordedFromCache: "recorded: from its cache",
}

/// How a stage ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageOutcome {
    /// As it should.
    Done,
    /// It found something wrong; the text says what, e.g. `no route for /nothing`.
    Refused(String),
}
