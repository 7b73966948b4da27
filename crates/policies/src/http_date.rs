//! Dates as a user agent writes them into fields (RFC 9110 §5.6.7).

/// The preferred form of an instant in seconds since 1970; for those of the years 1970 to 9999, and
/// the last of them beyond.
pub fn text(unix_s: i64) -> String {
    trace::http_date(unix_s.clamp(0, 253_402_300_799))
}
