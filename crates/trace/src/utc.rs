//! Instants of the calendar as RFC 3339 writes them: `2026-01-05T09:00:00Z`.

/// Seconds since 1970-01-01T00:00:00Z as text; for instants of the years 1970 to 9999.
pub(crate) fn text_from_unix_s(unix_s: i64) -> String {
    let (days, second) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    let (year, month, day) = date_from_days(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// IMF-fixdate (RFC 9110 §5.6.7) of a time in seconds since 1970, e.g.
/// `Mon, 05 Jan 2026 09:00:00 GMT`.
pub fn http_date(unix_s: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, second) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    let (year, month, day) = date_from_days(days);
    format!(
        "{}, {day:02} {} {year:04} {:02}:{:02}:{:02} GMT",
        DAYS[days.rem_euclid(7) as usize],
        MONTHS[month as usize - 1],
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// The other way round; `None` for anything but a whole second of UTC in exactly that form.
pub(crate) fn unix_s_from_text(text: &str) -> Option<i64> {
    let shape: &[u8; 20] = text.as_bytes().try_into().ok()?;
    for (at, separator) in [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')] {
        if shape[at] != separator {
            return None;
        }
    }
    let number = |from: usize, to: usize| {
        let digits = &shape[from..to];
        let step = |sum: i64, digit: &u8| sum * 10 + i64::from(digit - b'0');
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0, step))
    };
    let days = days_from_date(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let unix_s = days * 86_400 + number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    // 30 February and 25:00 overflow into another instant, which is written differently.
    (text_from_unix_s(unix_s) == text).then_some(unix_s)
}

/// Days since 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that start on
/// 1 March, so that the leap day ends a year.
pub fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

pub(crate) fn date_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_wants_them() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(1_767_603_600), "Mon, 05 Jan 2026 09:00:00 GMT");
        assert_eq!(http_date(951_782_400), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(http_date(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
    }
    use proptest::prelude::*;

    #[test]
    fn known_instants() {
        let check = |text: &str, unix_s: Option<i64>| assert_eq!(unix_s_from_text(text), unix_s);
        check("1970-01-01T00:00:00Z", Some(0));
        check("2026-01-05T09:00:00Z", Some(1_767_603_600));
        check("2024-02-29T23:59:59Z", Some(1_709_251_199));
        check("2499-12-31T23:59:59Z", Some(16_725_225_599));
        for wrong in [
            "",
            "2026-01-05",
            "2026-01-05T09:00:00",
            "2026-01-05T09:00:00+01:00",
            "2026-01-05 09:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-05T24:00:00Z",
            "2026-01-05T09:00:60Z",
            "+026-01-05T09:00:00Z",
            "2026-01-05T09:00:0éZ",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn text_and_seconds_are_the_same_instant(unix_s in crate::scenario::check::STARTS_AT_UNIX_S) {
            prop_assert_eq!(unix_s_from_text(&text_from_unix_s(unix_s)), Some(unix_s));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z") {
            let _ = unix_s_from_text(&text);
        }
    }
}
