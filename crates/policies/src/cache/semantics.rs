//! What `http-cache-semantics` is asked: whether a response may be stored at all (RFC 9111 §3), and
//! for how long it is fresh (§4.2.1, §4.2.2).
//!
//! It judges plain messages well, and reads the wire less well: it knows directives in lower case
//! only, no quoted strings, dates as mail has them, and the statuses of RFC 7234. So it is asked in
//! plain form about what was read here. What it does besides is not asked for: it has no age by
//! Date (§4.2.3) and overflows where an Age is huge, loses all but one line of a field, updates by
//! 304 only what was there before (§3.2), writes Date anew, and knows neither parts, several
//! variants, invalidation nor RFC 5861. It is given every time, and reads no clock.

use super::directives::{Directives, SECONDS_MAX};
use crate::Utc;
use crate::http_date;
use core::time::Duration;
use http_cache_semantics::{CacheOptions, CachePolicy};
use std::time::SystemTime;
use trace::{FieldLines, http_date_unix_s};

/// What it says of a response to a GET.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    /// Whether it may be stored.
    pub is_storable: bool,
    /// For how long it is fresh, in seconds.
    pub lifetime_s: u64,
}

/// A private cache that gives a tenth of what a response has gone unchanged (§4.2.2), and nothing
/// for `immutable` alone (RFC 8246 §2).
const OPTIONS: CacheOptions = CacheOptions {
    shared: false,
    cache_heuristic: 0.1,
    immutable_min_time_to_live: Duration::ZERO,
    ignore_cargo_cult: false,
};

/// Asks about a response that came at `received_at`. Its own `no-store` is the caller's business,
/// who knows when it does not count (§5.2.2.3).
pub(super) fn judge(status_code: u16, field_lines: &FieldLines, received_at: Utc) -> Judged {
    let received_at = whole_seconds(received_at);
    let request = http::Request::new(());
    let mut response = http::Response::new(());
    *response.status_mut() = plain_status(status_code);
    for (name, value) in plain_fields(field_lines, received_at) {
        let value = http::HeaderValue::from_str(&value).expect("digits, letters and spaces");
        response.headers_mut().insert(name, value);
    }
    let received_at = SystemTime::UNIX_EPOCH + received_at;
    let policy = CachePolicy::new_options(&request, &response, received_at, OPTIONS);
    let lifetime_s = policy.time_to_live(received_at).as_secs().min(SECONDS_MAX);
    Judged { is_storable: policy.is_storable(), lifetime_s }
}

/// One that it takes for heuristically cacheable, or one that it takes for any other: which ones
/// are understood is no longer the question (§3), but for 206 and 304.
fn plain_status(status_code: u16) -> http::StatusCode {
    match is_heuristically_cacheable(status_code) {
        true => http::StatusCode::OK,
        false => http::StatusCode::FOUND,
    }
}

/// RFC 9110 §15.1.
pub(super) fn is_heuristically_cacheable(status_code: u16) -> bool {
    matches!(status_code, 200 | 203 | 204 | 206 | 300 | 301 | 308 | 404 | 405 | 410 | 414 | 501)
}

/// What its answer depends on, once each. Of several lines the first counts (§4.2).
fn plain_fields(
    field_lines: &FieldLines,
    received_at: Utc,
) -> impl Iterator<Item = (&'static str, String)> {
    let directives = Directives::of_response(field_lines);
    let max_age = directives.seconds("max-age").map(|seconds| format!("max-age={seconds}"));
    // What is private may be stored by a private cache, also where nothing else says so (§3).
    let says_store = directives.has("public") || directives.has("private");
    let members = [max_age, says_store.then(|| "public".to_owned())];
    let cache_control: Vec<String> = members.into_iter().flatten().collect();
    let cache_control = (!cache_control.is_empty()).then(|| cache_control.join(","));
    let instant = |name| http_date_unix_s(field_lines.value(name)?, received_at);
    // An invalid date has passed (RFC 9111 §5.3).
    let expires = field_lines.value("expires").map(|_| match instant("expires") {
        Some(unix_s) => http_date::text(unix_s),
        None => "0".to_owned(),
    });
    let fields = [
        ("cache-control", cache_control),
        ("date", instant("date").map(http_date::text)),
        ("expires", expires),
        ("last-modified", instant("last-modified").map(http_date::text)),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

/// Its clock counts as far as that of its dates.
fn whole_seconds(instant: Utc) -> Utc {
    const YEAR_9999_S: u64 = 253_402_300_799;
    Utc::from_secs(instant.as_secs().min(YEAR_9999_S))
}
