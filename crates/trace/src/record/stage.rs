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
}

/// How a stage ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageOutcome {
    /// As it should.
    Done,
    /// It found something wrong; the text says what, e.g. `no route for /nothing`.
    Refused(String),
}
