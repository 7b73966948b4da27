//! Dates as HTTP writes them (RFC 9110 §5.6.7).

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// IMF-fixdate of a time in seconds since 1970, e.g. `Mon, 05 Jan 2026 09:00:00 GMT`.
pub(crate) fn written(unix_s: u64) -> String {
    trace::http_date(unix_s as i64)
}

/// The time of a date in any of the three forms, in seconds since 1970; `None` for what is no date,
/// or before that.
pub(crate) fn read(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [name, day, month, year, time, "GMT"] if name.ends_with(',') && year.len() == 4 => {
            (*day, *month, year.parse().ok()?, *time)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT: a year that seems to be far ahead is one of the past.
        [name, date, time, "GMT"] if name.ends_with(',') => {
            let mut parts = date.split('-');
            let (day, month) = (parts.next()?, parts.next()?);
            let year: i64 = parts.next().filter(|year| year.len() == 2)?.parse().ok()?;
            (day, month, if year < 70 { 2000 + year } else { 1900 + year }, *time)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, day, time, year] if year.len() == 4 => (*day, *month, year.parse().ok()?, *time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|known| *known == month)? as i64 + 1;
    let day: i64 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let mut parts = time.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = hour < 24 && minute < 60 && second <= 60 && parts.next().is_none();
    is_time.then_some(())?;
    let days = u64::try_from(trace::days_from_date(year, month, day)).ok()?;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_three_forms_are_read() {
        let forms = [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ];
        assert_eq!(forms.map(read), [Some(784_111_777); 3]);
        let wrong =
            ["", "yesterday", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT"];
        assert_eq!(wrong.map(read), [None; 4]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(unix_s in 0_u64..200_000_000_000) {
            prop_assert_eq!(read(&written(unix_s)), Some(unix_s));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[A-Z][a-z]{2},? [0-9: A-Za-z-]{0,40}") {
            let _ = read(&text);
        }
    }
}
