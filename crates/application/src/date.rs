//! Dates as HTTP writes them (RFC 9110 §5.6.7).

use core::time::Duration;

/// IMF-fixdate of a time in seconds since 1970, e.g. `Mon, 05 Jan 2026 09:00:00 GMT`.
pub(crate) fn written(unix_s: u64) -> String {
    trace::http_date(unix_s as i64)
}

/// The time of a date in any of the three forms, in seconds since 1970; `None` for what is no date,
/// or before that. `now` is the time since 1970.
pub(crate) fn read(text: &str, now: Duration) -> Option<u64> {
    u64::try_from(trace::http_date_unix_s(text, now)?).ok()
}
