//! Whether a stored response is fresh: its lifetime (RFC 9111 §4.2.1, §4.2.2) and its age (§4.2.3).

use super::directives::{Directives, SECONDS_MAX, delta_seconds, list_members};
use super::semantics;
use crate::Utc;
use trace::{FieldLines, http_date_unix_s};

/// How long a response is fresh, how old it is, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// Its current age (§4.2.3), in seconds.
    pub age_s: u64,
    /// Its freshness lifetime (§4.2.1), in seconds.
    pub lifetime_s: u64,
    /// Where the lifetime comes from.
    pub known_by: KnownBy,
}

/// Where a freshness lifetime comes from (§4.2.1). `s-maxage` is for shared caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// The directive `max-age`.
    MaxAge,
    /// The field Expires.
    Expires,
    /// A tenth of the time between Last-Modified and Date (§4.2.2).
    Heuristic,
    /// Nothing says it: it is stale at once.
    Nothing,
}

impl Freshness {
    /// Of a response that was asked for and came at these times.
    pub fn of(status_code: u16, field_lines: &FieldLines, times: Times, now: Utc) -> Self {
        let judged = semantics::judge(status_code, field_lines, times.received_at);
        Self {
            age_s: current_age_s(field_lines, times, now),
            lifetime_s: judged.lifetime_s,
            known_by: known_by(status_code, field_lines),
        }
    }

    /// Whether it may be used without asking: its lifetime exceeds its age (§4.2).
    pub fn is_fresh(self) -> bool {
        self.lifetime_s > self.age_s
    }

    /// For how long it is fresh still, in seconds.
    pub fn remaining_s(self) -> u64 {
        self.lifetime_s.saturating_sub(self.age_s)
    }

    /// For how long it has been stale, in seconds.
    pub fn stale_for_s(self) -> u64 {
        self.age_s.saturating_sub(self.lifetime_s)
    }
}

/// When a response was asked for, and when it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// `request_time` of §4.2.3.
    pub requested_at: Utc,
    /// `response_time`.
    pub received_at: Utc,
}

fn known_by(status_code: u16, field_lines: &FieldLines) -> KnownBy {
    let directives = Directives::of_response(field_lines);
    let may_guess = semantics::is_heuristically_cacheable(status_code) || directives.has("public");
    if directives.has("max-age") {
        KnownBy::MaxAge
    } else if field_lines.has("expires") {
        KnownBy::Expires
    } else if may_guess && field_lines.has("last-modified") {
        KnownBy::Heuristic
    } else {
        KnownBy::Nothing
    }
}

/// §4.2.3, in whole seconds, saturating at 2^31 (§1.2.2).
pub(super) fn current_age_s(field_lines: &FieldLines, times: Times, now: Utc) -> u64 {
    let resident_time = now.saturating_sub(times.received_at);
    initial_age(field_lines, times).saturating_add(resident_time).as_secs().min(SECONDS_MAX)
}

/// `corrected_initial_age` of §4.2.3: how old it was when it came.
pub(super) fn initial_age(field_lines: &FieldLines, times: Times) -> Utc {
    let Times { requested_at, received_at } = times;
    let date = field_lines.value("date").and_then(|date| http_date_unix_s(date, received_at));
    let received_s = i64::try_from(received_at.as_secs()).unwrap_or(i64::MAX);
    let apparent_age = date.map_or(0, |date| received_s.saturating_sub(date).max(0).unsigned_abs());
    let response_delay = received_at.saturating_sub(requested_at);
    let age_value = Utc::from_secs(age_value_s(field_lines).unwrap_or(0));
    let corrected_age_value = age_value.saturating_add(response_delay);
    Utc::from_secs(apparent_age).max(corrected_age_value)
}

/// What the field Age says (§5.1): the first member where there are several, nothing where that is
/// no number.
fn age_value_s(field_lines: &FieldLines) -> Option<u64> {
    let first = field_lines.values("age").flat_map(list_members).next()?;
    delta_seconds(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lines;
    use proptest::prelude::*;

    /// 2026-01-05T09:00:00Z.
    const NOON: u64 = 1_767_603_600;

    fn freshness(status_code: u16, fields: &[(&str, &str)], after_s: u64) -> Freshness {
        let received_at = Utc::from_secs(NOON);
        let times = Times { requested_at: received_at, received_at };
        Freshness::of(status_code, &lines(fields), times, Utc::from_secs(NOON + after_s))
    }

    #[track_caller]
    fn check(fields: &[(&str, &str)], lifetime_s: u64, known_by: KnownBy) {
        let found = freshness(200, fields, 0);
        assert_eq!((found.lifetime_s, found.known_by), (lifetime_s, known_by), "{fields:?}");
    }

    const DATE: (&str, &str) = ("Date", "Mon, 05 Jan 2026 09:00:00 GMT");

    #[test]
    fn section_4_2_1_the_lifetime_is_what_the_first_of_these_says() {
        let soon = ("Expires", "Mon, 05 Jan 2026 09:01:00 GMT");
        check(&[DATE, ("Cache-Control", "max-age=10"), soon], 10, KnownBy::MaxAge);
        check(&[DATE, ("Cache-Control", "s-maxage=10"), soon], 60, KnownBy::Expires);
        check(&[DATE, ("Cache-Control", "s-maxage=10")], 0, KnownBy::Nothing);
        // Without a Date, the time of receipt stands for it (RFC 9110 §6.6.1).
        check(&[soon], 60, KnownBy::Expires);
        check(&[("Cache-Control", "max-age=x"), soon], 0, KnownBy::MaxAge);
        check(&[("Cache-Control", "max-age=99999999999")], SECONDS_MAX, KnownBy::MaxAge);
        check(&[("Cache-Control", "immutable")], 0, KnownBy::Nothing);
    }

    #[test]
    fn section_5_3_an_invalid_date_has_passed() {
        for invalid in ["0", "", "-1", "tomorrow", "Mon, 05 Jan 2036 09:01:00 UTC"] {
            check(&[DATE, ("Expires", invalid)], 0, KnownBy::Expires);
        }
        check(&[DATE, ("Expires", "Monday, 05-Jan-26 09:01:00 GMT")], 60, KnownBy::Expires);
        check(&[DATE, ("Expires", "Mon Jan  5 09:01:00 2026")], 60, KnownBy::Expires);
        check(&[DATE, ("Expires", "Mon, 05 Jan 2026 08:01:00 GMT")], 0, KnownBy::Expires);
        let far = ("Expires", "Fri, 31 Dec 9999 23:59:59 GMT");
        check(&[DATE, far], SECONDS_MAX, KnownBy::Expires);
    }

    #[test]
    fn section_4_2_2_a_guess_is_a_tenth_of_what_it_has_gone_unchanged() {
        let modified = ("Last-Modified", "Mon, 05 Jan 2026 08:00:00 GMT");
        check(&[DATE, modified], 360, KnownBy::Heuristic);
        check(&[DATE, ("Last-Modified", "Mon, 05 Jan 2026 10:00:00 GMT")], 0, KnownBy::Heuristic);
        let lifetime =
            |status_code, fields: &[(&str, &str)]| freshness(status_code, fields, 0).lifetime_s;
        for status_code in [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501] {
            assert_eq!(lifetime(status_code, &[DATE, modified]), 360, "{status_code}");
        }
        for status_code in [201, 202, 302, 303, 307, 400, 403, 418, 500, 502, 503, 504, 599] {
            assert_eq!(lifetime(status_code, &[DATE, modified]), 0, "{status_code}");
            let public = [DATE, modified, ("Cache-Control", "public")];
            assert_eq!(lifetime(status_code, &public), 360, "{status_code}");
        }
    }

    #[track_caller]
    fn check_age(fields: &[(&str, &str)], after_s: u64, expected: u64) {
        assert_eq!(freshness(200, fields, after_s).age_s, expected, "{fields:?}");
    }

    #[test]
    fn section_4_2_3_the_age_is_the_larger_of_what_age_and_date_say() {
        check_age(&[DATE], 7, 7);
        check_age(&[("Date", "Mon, 05 Jan 2026 08:59:00 GMT")], 7, 67);
        check_age(&[("Date", "Mon, 05 Jan 2026 09:59:00 GMT")], 7, 7);
        check_age(&[DATE, ("Age", "30")], 7, 37);
        check_age(&[("Date", "Mon, 05 Jan 2026 08:59:00 GMT"), ("Age", "30")], 7, 67);
        let (requested_at, received_at) = (Utc::from_secs(NOON - 3), Utc::from_secs(NOON));
        let times = Times { requested_at, received_at };
        assert_eq!(current_age_s(&lines(&[("Age", "30")]), times, received_at), 33);
    }

    #[test]
    fn section_5_1_age_is_its_first_member_and_nothing_where_that_is_no_number() {
        check_age(&[("Age", "30, 0")], 0, 30);
        check_age(&[("Age", "0"), ("Age", "30")], 0, 0);
        for ignored in ["", "-30", "30.5", "30s", "abc", "30;x=1", "+30", "\"30\""] {
            check_age(&[("Age", ignored)], 5, 5);
        }
        for huge in ["2147483648", "2147483649", "18446744073709551616", "99999999999999999999999"]
        {
            check_age(&[("Age", huge)], 5, SECONDS_MAX);
        }
    }

    #[test]
    fn section_4_2_it_is_fresh_while_its_lifetime_exceeds_its_age() {
        let fresh = |after_s| freshness(200, &[("Cache-Control", "max-age=60")], after_s);
        assert!(fresh(59).is_fresh() && !fresh(60).is_fresh());
        assert_eq!((fresh(12).remaining_s(), fresh(12).stale_for_s()), (48, 0));
        assert_eq!((fresh(72).remaining_s(), fresh(72).stale_for_s()), (0, 12));
    }

    proptest! {
        #[test]
        fn no_fields_panic_and_the_same_ones_say_the_same(
            status_code in 100_u16..1000,
            fields in proptest::collection::vec(
                ("Age|Date|Expires|Last-Modified|Cache-Control", "[0-9]{0,30}|\\PC{0,30}|max-age=\\PC{0,9}"),
                0..6,
            ),
            times in any::<[u64; 3]>(),
        ) {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let [requested_at, received_at, now] = times.map(Utc::from_secs);
            let times = Times { requested_at, received_at };
            let once = Freshness::of(status_code, &lines(&fields), times, now);
            prop_assert_eq!(once, Freshness::of(status_code, &lines(&fields), times, now));
            prop_assert!(once.age_s <= SECONDS_MAX && once.lifetime_s <= SECONDS_MAX);
        }
    }
}
