//! Which responses are stored (RFC 9111 §3).

use super::directives::Directives;
use super::freshness::{Freshness, KnownBy, Times};
use super::message::{Answer, Request, key};
use super::range::ContentRange;
use super::{semantics, vary};
use crate::Utc;
use trace::CacheMode;

/// Why a response is not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotStored {
    /// Only answers to GET are kept, and those to POST and PATCH that GET would bring as well
    /// (RFC 9110 §9.3.3, RFC 5789 §2).
    Method,
    /// The client asked for it in the mode `no-store`, or with a condition of its own (Fetch).
    Mode,
    /// The request says `no-store` (§5.2.1.5).
    RequestSaysNoStore,
    /// The response says `no-store` (§5.2.2.5).
    ResponseSaysNoStore,
    /// It is no final response of its own: 1xx, or 304 (§3).
    NoResponseOfItsOwn,
    /// A part (206) that does not say in one piece which part it is (§3.3).
    NoPlainPart,
    /// It says neither that it may be stored nor how long it is fresh, and its status is none whose
    /// freshness may be guessed (§3).
    NothingSaysSo,
    /// It differs by more than the request says (`Vary: *`), and nothing in it helps to ask whether
    /// it is still good: it could never be used (§4.1).
    VariesByAnything,
    /// It is larger than a cache of this size takes.
    TooLarge,
}

/// Whether the answer to a request may be stored.
///
/// # Errors
/// Why not.
pub(super) fn may_store(
    request: &Request<'_>,
    answer: &Answer,
    received_at: Utc,
) -> Result<(), NotStored> {
    let asked = Directives::of_request(request.field_lines);
    let said = Directives::of_response(&answer.field_lines);
    // §5.2.2.3: who understands the status may disregard `no-store` beside `must-understand`.
    let is_overruled = said.has("must-understand") && is_understood(answer.status_code);
    if request.method != "GET" && !stands_for_get(request, answer, received_at) {
        return Err(NotStored::Method);
    }
    if request.effective_mode() == CacheMode::NoStore {
        return Err(NotStored::Mode);
    }
    if asked.has("no-store") {
        return Err(NotStored::RequestSaysNoStore);
    }
    if answer.status_code < 200 || answer.status_code == 304 {
        return Err(NotStored::NoResponseOfItsOwn);
    }
    let is_unknown = said.has("must-understand") && !is_understood(answer.status_code);
    if is_unknown || (said.has("no-store") && !is_overruled) {
        return Err(NotStored::ResponseSaysNoStore);
    }
    if answer.status_code == 206 && ContentRange::of(answer).is_none() {
        return Err(NotStored::NoPlainPart);
    }
    if !semantics::judge(answer.status_code, &answer.field_lines, received_at).is_storable {
        return Err(NotStored::NothingSaysSo);
    }
    let has_validator = ["etag", "last-modified"].iter().any(|name| answer.field_lines.has(name));
    if vary::is_by_anything(&answer.field_lines) && !has_validator {
        return Err(NotStored::VariesByAnything);
    }
    Ok(())
}

/// Whether the answer to a POST or PATCH answers a later GET, too: Content-Location says that this is
/// what the URL has now, and something how long it is fresh (RFC 9110 §8.7, §9.3.3, RFC 5789 §2).
fn stands_for_get(request: &Request<'_>, answer: &Answer, received_at: Utc) -> bool {
    let location = answer.field_lines.value("content-location");
    let location = location.and_then(|value| request.url.as_url().join(value).ok());
    let times = Times { requested_at: received_at, received_at };
    let freshness = Freshness::of(answer.status_code, &answer.field_lines, times, received_at);
    matches!(request.method, "POST" | "PATCH")
        && answer.status_code == 200
        && location.is_some_and(|url| key(&url) == request.key())
        && matches!(freshness.known_by, KnownBy::MaxAge | KnownBy::Expires)
}

/// The final statuses of RFC 9110 §15, whose caching behaviour is known here.
fn is_understood(status_code: u16) -> bool {
    matches!(status_code, 200..=206 | 300..=305 | 307 | 308 | 400..=417 | 421 | 422 | 426 | 500..=505)
}
