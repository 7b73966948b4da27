//! What makes stored responses go: requests that may have changed what they are of (RFC 9111 §4.4),
//! and a server that wishes it (Clear Site Data §4.1).

use super::message::{Answer, Request, key};
use trace::FieldLines;

/// Whether a method is known to be safe (RFC 9110 §9.2.1, and IANA's list): any other one, also an
/// unknown one, may have changed what is stored.
fn is_safe(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY", "REPORT", "SEARCH"].contains(&method)
}

/// The keys of what goes because of the answer to a request: what is stored for its URL, and for
/// those of Location and Content-Location on the same origin. An error has changed nothing.
pub(super) fn invalidated(request: &Request<'_>, answer: &Answer) -> Vec<String> {
    if is_safe(request.method) || !(200..400).contains(&answer.status_code) {
        return Vec::new();
    }
    let target = request.url.as_url();
    let mut keys = vec![request.key()];
    for name in ["location", "content-location"] {
        let url = answer.field_lines.value(name).and_then(|value| target.join(value).ok());
        let url = url.filter(|url| url.origin() == target.origin());
        keys.extend(url.map(|url| key(&url)).filter(|key| !keys.contains(key)));
    }
    keys
}

/// Whether an answer wishes that all that is stored of its origin goes. Only what comes encrypted
/// is believed.
pub(super) fn clears_origin(request: &Request<'_>, field_lines: &FieldLines) -> bool {
    let mut types = field_lines.members("clear-site-data");
    request.url.is_https() && types.any(|kind| matches!(kind, "\"cache\"" | "\"*\""))
}
