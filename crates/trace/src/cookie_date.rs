//! Dates as cookies have them: in whatever order and shape a server writes them
//! (draft-ietf-httpbis-rfc6265bis-22 §5.1.1).

use crate::utc;

/// The instant that a cookie-date names, in seconds since 1970-01-01T00:00:00Z; `None` where it
/// names none.
pub fn cookie_date_unix_s(text: &str) -> Option<i64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    let tokens = text.as_bytes().split(|octet| is_delimiter(*octet));
    for token in tokens.filter(|token| !token.is_empty()) {
        let filled = fill(&mut time, || time_of_day(token))
            || fill(&mut day, || number(token, 1, 2))
            || fill(&mut month, || month_of(token));
        if !filled {
            fill(&mut year, || number(token, 2, 4));
        }
    }
    let (day, month, (hour, minute, second)) = (day?, month?, time?);
    let year = match year? {
        two_digits @ 0..=69 => two_digits + 2000,
        two_digits @ 70..=99 => two_digits + 1900,
        whole => whole,
    };
    // What no calendar has is written differently there: 31 February, 24:00.
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
    utc::unix_s_from_text(&text).filter(|_| year >= 1601)
}

/// Takes what was not found so far. Whether this token was it.
fn fill<T>(place: &mut Option<T>, read: impl FnOnce() -> Option<T>) -> bool {
    if place.is_none() {
        *place = read();
        return place.is_some();
    }
    false
}

fn is_delimiter(octet: u8) -> bool {
    matches!(octet, b'\t' | b' '..=b'/' | b';'..=b'@' | b'['..=b'`' | b'{'..=b'~')
}

/// The production `time`: three numbers between colons, and no further digit.
fn time_of_day(token: &[u8]) -> Option<(i64, i64, i64)> {
    let (hour, rest) = digits(token, 1, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(b":")?, 1, 2)?;
    let second = number(rest.strip_prefix(b":")?, 1, 2)?;
    Some((hour, minute, second))
}

/// A number of so many digits, behind which anything but a digit may stand.
fn number(token: &[u8], min: usize, max: usize) -> Option<i64> {
    let (number, rest) = digits(token, min, max)?;
    (!rest.first().is_some_and(u8::is_ascii_digit)).then_some(number)
}

/// As many digits as there are, up to `max`, and what stands behind them.
fn digits(token: &[u8], min: usize, max: usize) -> Option<(i64, &[u8])> {
    let len = token.iter().take(max).take_while(|octet| octet.is_ascii_digit()).count();
    let (digits, rest) = token.split_at(len);
    let step = |sum: i64, digit: &u8| sum * 10 + i64::from(digit - b'0');
    (len >= min).then(|| (digits.iter().fold(0, step), rest))
}

fn month_of(token: &[u8]) -> Option<usize> {
    const NAMES: &[u8; 36] = b"janfebmaraprmayjunjulaugsepoctnovdec";
    let start = token.get(..3)?.to_ascii_lowercase();
    NAMES.chunks(3).position(|name| name == start).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(cookie_date_unix_s(text).map(utc::text_from_unix_s).as_deref(), expected);
    }

    #[test]
    fn the_three_forms_of_http_are_read() {
        let expected = Some("1994-11-06T08:49:37Z");
        check("Sun, 06 Nov 1994 08:49:37 GMT", expected);
        check("Sunday, 06-Nov-94 08:49:37 GMT", expected);
        check("Sun Nov  6 08:49:37 1994", expected);
    }

    #[test]
    fn order_and_delimiters_do_not_count() {
        let expected = Some("2026-02-03T04:05:06Z");
        check("4:5:6 3 FEBRUARY 2026", expected);
        check("2026? no: 3@feb@26@4:5:6", expected);
        check("3 2026 february 04:05:06", expected);
        check("{Feb}[3]~2026\t4:05:6!", expected);
        check("03-Feb-2026 04:05:06 +0900 and more", expected);
    }

    #[test]
    fn what_stands_behind_a_number_is_passed_over_unless_it_is_a_digit() {
        let expected = Some("2026-02-03T04:05:06Z");
        check("3rd feb 2026AD 04:05:06pm", expected);
        check("3\u{e4} feb 2026 04:05:06\u{1}", expected);
        check("003 feb 2026 04:05:06", None);
        check("3 feb 02026 04:05:06", None);
        check("3 feb 2026 04:05:006", None);
        check("3 feb 2026 004:05:06", None);
        check("3 feb 2026 04:05", None);
        // Letters beyond ASCII delimit nothing.
        check("3\u{e4}feb 2026 04:05:06", None);
    }

    #[test]
    fn years_of_two_digits_belong_to_1970_to_2069() {
        check("1 jan 70 0:0:0", Some("1970-01-01T00:00:00Z"));
        check("1 jan 99 0:0:0", Some("1999-01-01T00:00:00Z"));
        check("1 jan 00 0:0:0", Some("2000-01-01T00:00:00Z"));
        check("1 jan 69 0:0:0", Some("2069-01-01T00:00:00Z"));
        check("1 jan 069 0:0:0", Some("2069-01-01T00:00:00Z"));
        check("1 jan 1601 0:0:0", Some("1601-01-01T00:00:00Z"));
        check("1 jan 1600 0:0:0", None);
        check("1 jan 100 0:0:0", None);
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        for wrong in [
            "",
            "Sun, 06 Nov 1994",
            "08:49:37 6 Nov",
            "08:49:37 6 1994",
            "24:00:00 6 Nov 1994",
            "23:60:00 6 Nov 1994",
            "23:59:60 6 Nov 1994",
            "08:49:37 0 Nov 1994",
            "08:49:37 32 Nov 1994",
            "08:49:37 31 Feb 1994",
        ] {
            check(wrong, None);
        }
        check("08:49:37 29 Feb 2024", Some("2024-02-29T08:49:37Z"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}|[0-9a-z:; é-]{0,40}") {
            let _ = cookie_date_unix_s(&text);
        }
    }
}
