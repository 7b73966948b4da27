//! What the client's code asked for by one call, and what came of it.

use crate::{ExchangeId, Failure, FieldLines, HttpUrl, Instant};
use serde::{Deserialize, Serialize};

/// Points at a [`Fetch`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FetchId(pub u32);

/// What the client's code asked for by one call: one press of Send, one part of a page.
///
/// Mostly it comes to one exchange; to more where e.g. a redirect is followed, and to none where
/// the client needs no server to know the answer, or to refuse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// Its own id.
    pub id: FetchId,
    /// The place of its request in the scenario; `None` for what the client asks for of itself.
    pub request: Option<u32>,
    /// The fetch that led to it: that of the page whose part it is.
    pub initiator: Option<FetchId>,
    /// The method: a token (RFC 9110 §9.1).
    pub method: String,
    /// The URL that was asked for.
    pub url: HttpUrl,
    /// When the client's code asked.
    pub started_at: Instant,
    /// When the client was done with it; `None` if the run ended first.
    pub finished_at: Option<Instant>,
    /// Its exchanges, in order.
    pub exchanges: Vec<ExchangeId>,
    /// What came of it; `None` if the run ended first.
    pub outcome: Option<Outcome>,
    /// The response as the client's code gets it, where that is not the last exchange's as it came.
    pub seen: Option<SeenResponse>,
}

/// A response as the client's code gets it: out of a cache, unpacked, or with part of it withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenResponse {
    /// Where it comes from.
    pub source: ResponseSource,
    /// The status code; 0 where the code does not get to know it (Fetch §2.2.6, opaque response).
    pub status_code: u16,
    /// The reason phrase.
    pub reason_phrase: String,
    /// The header section.
    pub field_lines: FieldLines,
    /// The content.
    #[serde(with = "crate::octets::as_bytes")]
    pub body: Vec<u8>,
}

/// Where a response comes from that the client's code gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseSource {
    /// From the server.
    Network,
    /// Out of the client's cache; no server was asked for it.
    Cache,
    /// Out of the client's cache, which the server said to be still good (RFC 9111 §4.3).
    Revalidated,
}

/// What came of a fetch or an exchange. An error answer *is* an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A final response arrived, with this status code.
    Answered(u16),
    /// No answer arrived.
    Failed(Failure),
}
