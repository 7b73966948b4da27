//! When a request is tried again (RFC 9110 §10.2.3, Retry-After), as the clients have it that do.

use crate::Utc;
use core::time::Duration;
use trace::http_date_unix_s;

/// The longest wait between two attempts, unless the server says otherwise: ten minutes, as
/// `curl --retry` has it; `urllib3` waits for two.
const DELAY_MAX: Duration = Duration::from_secs(600);
/// The longest wait that a server can ask for: a day.
const ASKED_MAX: Duration = Duration::from_secs(86_400);

/// Whether an answer with this status may be another one soon: those that `curl --retry` has.
pub fn is_transient(status_code: u16) -> bool {
    matches!(status_code, 408 | 429 | 500 | 502 | 503 | 504)
}

/// How long the server asks to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl RetryAfter {
    /// Reads the value of Retry-After: seconds, or a date (RFC 9110 §10.2.3).
    pub fn parse(value: &str, now: Utc) -> Option<Self> {
        let value = value.trim();
        if !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit()) {
            let seconds = value.parse().unwrap_or(u64::MAX);
            return Some(Self(Duration::from_secs(seconds).min(ASKED_MAX)));
        }
        let at = Duration::from_secs(u64::try_from(http_date_unix_s(value, now)?).unwrap_or(0));
        Some(Self(at.saturating_sub(now).min(ASKED_MAX)))
    }
}

/// How long a client waits before it tries again that has tried again `n_before` times: twice as
/// long each time, or what the server asks for.
pub fn delay(first: Duration, n_before: u8, asked: Option<RetryAfter>) -> Duration {
    match asked {
        Some(RetryAfter(span)) => span,
        None => first.saturating_mul(1 << n_before.min(20)).min(DELAY_MAX.max(first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Utc = Duration::from_secs(1_767_603_600);

    #[test]
    fn a_server_says_how_long_in_seconds_or_until_when() {
        let check = |value: &str, seconds: Option<u64>| {
            let parsed = RetryAfter::parse(value, NOW);
            assert_eq!(parsed, seconds.map(|s| RetryAfter(Duration::from_secs(s))), "{value}");
        };
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Mon, 05 Jan 2026 09:02:00 GMT", Some(120));
        check("Mon, 05 Jan 2026 08:00:00 GMT", Some(0));
        check("99999999999999999999999", Some(86_400));
        check("-1", None);
        check("soon", None);
        check("", None);
    }

    #[test]
    fn waits_grow_twice_as_long_each_time_up_to_ten_minutes() {
        let second = Duration::from_secs(1);
        let waits: Vec<u64> = (0..12).map(|n| delay(second, n, None).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
        let asked = Some(RetryAfter(Duration::from_secs(7)));
        assert_eq!(delay(second, 3, asked), Duration::from_secs(7));
        assert_eq!(delay(Duration::ZERO, 9, None), Duration::ZERO);
    }
}
