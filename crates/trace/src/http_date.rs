//! Dates in fields (RFC 9110 §5.6.7): the preferred form and the two obsolete ones.

use crate::utc::{date_from_days, days_from_date};
use core::time::Duration;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The instant of a date in a field, in seconds since 1970-01-01T00:00:00Z; `None` for anything but
/// one of the three forms of RFC 9110 §5.6.7. Case does not count, and a zone other than GMT is none
/// (RFC 9111 §4.2). What a year of two digits means depends on `now`, the time since 1970.
pub fn http_date_unix_s(text: &str, now: Duration) -> Option<i64> {
    let text = text.trim_matches([' ', '\t']);
    if !text.is_ascii() {
        return None;
    }
    let parts: Vec<&str> = text.split(' ').collect();
    match parts.as_slice() {
        // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
        [day_name, day, month, year, time, zone] if is_gmt(zone) => {
            one_of(&DAYS, day_name.strip_suffix(',')?)?;
            instant(digits(year, 4)?, one_of(&MONTHS, month)?, digits(day, 2)?, time)
        }
        // rfc850-date: Sunday, 06-Nov-94 08:49:37 GMT
        [day_name, date, time, zone] if is_gmt(zone) => {
            one_of(&LONG_DAYS, day_name.strip_suffix(',')?)?;
            let mut date = date.split('-');
            let (day, month, year) = (date.next()?, date.next()?, date.next()?);
            if date.next().is_some() {
                return None;
            }
            let (month, day, year) = (one_of(&MONTHS, month)?, digits(day, 2)?, digits(year, 2)?);
            two_digit_year(year, now, |year| instant(year, month, day, time))
        }
        // asctime-date: Sun Nov  6 08:49:37 1994
        [day_name, month, "", day, time, year] => {
            one_of(&DAYS, day_name)?;
            instant(digits(year, 4)?, one_of(&MONTHS, month)?, digits(day, 1)?, time)
        }
        [day_name, month, day, time, year] => {
            one_of(&DAYS, day_name)?;
            instant(digits(year, 4)?, one_of(&MONTHS, month)?, digits(day, 2)?, time)
        }
        _ => None,
    }
}

fn is_gmt(zone: &str) -> bool {
    zone.eq_ignore_ascii_case("GMT")
}

fn one_of(names: &[&str], name: &str) -> Option<u8> {
    let place = names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
    u8::try_from(place).ok()
}

fn digits(text: &str, count: usize) -> Option<i32> {
    let is_number = text.len() == count && text.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// `month` counts from 0. A leap second is the last one before it.
fn instant(year: i32, month: u8, day: i32, time: &str) -> Option<i64> {
    let date = (i64::from(year), i64::from(month) + 1, i64::from(day));
    let days = days_from_date(date.0, date.1, date.2);
    // 31 February overflows into another day.
    (date_from_days(days) == date).then_some(())?;
    let mut time = time.split(':');
    let (hour, minute, second) = (time.next()?, time.next()?, time.next()?);
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    if time.next().is_some() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(days * 86_400 + i64::from(hour * 3600 + minute * 60 + second.min(59)))
}

/// RFC 9110 §5.6.7: what seems to be more than 50 years ahead lies in the past.
fn two_digit_year(year: i32, now: Duration, instant: impl Fn(i32) -> Option<i64>) -> Option<i64> {
    const HALF_A_CENTURY_S: i64 = 50 * 365 * 86_400 + 13 * 86_400;
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let year_now = 1970 + i32::try_from(now / 31_556_952).unwrap_or(0).min(8000);
    let in_this_century = year_now / 100 * 100 + year;
    // The last turn of the century, the next one, or this one: the latest that is not too far ahead.
    let candidates = [in_this_century + 100, in_this_century, in_this_century - 100];
    candidates.into_iter().find_map(|year| {
        let instant = instant(year)?;
        (instant <= now.saturating_add(HALF_A_CENTURY_S)).then_some(instant)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-01-05T09:00:00Z.
    const NOW: Duration = Duration::from_secs(1_767_603_600);

    #[track_caller]
    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(http_date_unix_s(text, NOW), expected, "{text}");
    }

    #[test]
    fn the_three_forms_name_one_instant() {
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777));
        check("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777));
        check("Sun Nov  6 08:49:37 1994", Some(784_111_777));
        check("sun, 06 NOV 1994 08:49:37 gmt", Some(784_111_777));
        check("Mon, 16 Nov 2026 23:59:60 GMT", Some(1_794_873_599));
        check("Wed Nov 16 08:49:37 1994", Some(784_975_777));
    }

    #[test]
    fn a_year_of_two_digits_is_at_most_fifty_years_ahead() {
        check("Tuesday, 05-Jan-27 09:00:00 GMT", Some(1_799_139_600));
        check("Saturday, 05-Jan-75 09:00:00 GMT", Some(3_313_904_400));
        check("Wednesday, 05-Jan-77 09:00:00 GMT", Some(221_302_800));
    }

    #[test]
    fn anything_else_is_no_date() {
        for wrong in [
            "",
            "0",
            "-1",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 +0000",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun 06 Nov 1994 08:49:37 GMT",
            "Sun,  06 Nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08.49.37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sön, 06 Nov 1994 08:49:37 GMT",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(seconds in 0_i64..=253_402_300_799) {
            let text = crate::http_date(seconds);
            prop_assert_eq!(http_date_unix_s(&text, NOW), Some(seconds));
        }

        #[test]
        fn no_text_panics(
            text in "\\PC{0,40}|[A-Z][a-z]{2,8},? [0-9A-Za-z: -]{0,30}( GMT)?",
            now in any::<u64>(),
        ) {
            let _ = http_date_unix_s(&text, Duration::from_secs(now));
        }
    }
}
