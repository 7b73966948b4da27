//! Times of the calendar as ISO 8601 writes them, and as programs write them that mean it.

use crate::days_from_date;

/// Nanoseconds since 1970-01-01T00:00:00Z, of e.g. `2024-05-01T12:00:00.123+02:00`. A space may stand
/// for the `T`, a comma for the dot, the offset may lack its colon or its minutes; without one it is
/// taken for UTC. `None` where it is no time.
pub fn unix_ns(text: &str) -> Option<i128> {
    let text = text.trim();
    let mut rest = text.as_bytes();
    let year = digits(&mut rest, 4)?;
    one_of(&mut rest, b"-")?;
    let month = digits(&mut rest, 2)?;
    one_of(&mut rest, b"-")?;
    let day = digits(&mut rest, 2)?;
    one_of(&mut rest, b"Tt ")?;
    let hour = digits(&mut rest, 2)?;
    one_of(&mut rest, b":")?;
    let minute = digits(&mut rest, 2)?;
    let second = match one_of(&mut rest, b":") {
        Some(_) => digits(&mut rest, 2)?,
        None => 0,
    };
    let fraction = match one_of(&mut rest, b".,") {
        Some(_) => fraction_ns(&mut rest)?,
        None => 0,
    };
    let offset_s = offset_s(&mut rest)?;
    let is_date = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    // A leap second is the second behind it.
    if !rest.is_empty() || !is_date || hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_from_date(year, month, day);
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset_s;
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(fraction))
}

fn days_of(year: i64, month: i64) -> i64 {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_date(next.0, next.1, 1) - days_from_date(year, month, 1)
}

fn digits(rest: &mut &[u8], count: usize) -> Option<i64> {
    let (found, behind) = rest.split_at_checked(count)?;
    if !found.iter().all(u8::is_ascii_digit) {
        return None;
    }
    *rest = behind;
    Some(found.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

fn one_of(rest: &mut &[u8], wanted: &[u8]) -> Option<u8> {
    let (first, behind) = rest.split_first()?;
    wanted.contains(first).then(|| {
        *rest = behind;
        *first
    })
}

/// Any number of decimals; those behind the ninth are less than a nanosecond.
fn fraction_ns(rest: &mut &[u8]) -> Option<i64> {
    let length = rest.iter().take_while(|digit| digit.is_ascii_digit()).count();
    let (found, behind) = rest.split_at(length);
    *rest = behind;
    let digit = |place: usize| found.get(place).map_or(0, |digit| i64::from(digit - b'0'));
    (length > 0).then(|| (0..9).fold(0, |sum, place| sum * 10 + digit(place)))
}

fn offset_s(rest: &mut &[u8]) -> Option<i64> {
    let sign = match one_of(rest, b"Zz+-") {
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) | None => return Some(0),
    };
    let hours = digits(rest, 2)?;
    one_of(rest, b":");
    let minutes = if rest.is_empty() { 0 } else { digits(rest, 2)? };
    (hours <= 24 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}
