//! Whether a response may be stored, and whether a stored one is still good: Cache-Control (RFC
//! 9111 §5.2), ETag and If-None-Match (RFC 9110 §8.8.3, §13.1.2).

use crate::operation::Reply;
use http::{HeaderValue, StatusCode, header};

/// Nobody may keep it.
pub(crate) const NO_STORE: &str = "no-store";

/// Says how long a success may be kept, and gives it an entity tag; 304 for a client that has it.
pub(crate) fn told(
    mut reply: Reply,
    cache_control: &'static str,
    if_none_match: Option<&HeaderValue>,
) -> Reply {
    let (StatusCode::OK, Some(representation)) = (reply.status, &reply.representation) else {
        return reply;
    };
    reply.fields.push((header::CACHE_CONTROL, cache_control.to_owned()));
    if cache_control == NO_STORE {
        return reply;
    }
    let entity_tag = entity_tag(&representation.to_octets());
    if if_none_match.is_some_and(|listed| names(listed, &entity_tag)) {
        reply.status = StatusCode::NOT_MODIFIED;
        reply.representation = None;
    }
    reply.fields.push((header::ETAG, entity_tag));
    reply
}

/// Another one for other octets: their FNV-1a hash.
fn entity_tag(octets: &[u8]) -> String {
    let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
        (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("\"{hash:016x}\"")
}

/// Weak comparison, as If-None-Match asks for it.
fn names(listed: &HeaderValue, entity_tag: &str) -> bool {
    let listed = String::from_utf8_lossy(listed.as_bytes());
    let mut listed = listed.split(',').map(str::trim);
    listed.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == entity_tag)
}
