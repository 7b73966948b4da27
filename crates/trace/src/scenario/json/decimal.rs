//! JSON numbers as integers of a smaller unit, without a float in between.

use crate::scenario::{Bounds, ScenarioError};

/// Reads `text`, a number of JSON (RFC 8259 §6), in the smallest unit of `bounds`: with three
/// decimals `4.25e1` is 42,500.
pub(super) fn parse(text: &str, member: &str, bounds: &Bounds) -> Result<u64, ScenarioError> {
    match exact(text, bounds.decimals) {
        Exact::Value(value) => bounds.check(member, value),
        Exact::OutOfRange => Err(bounds.out_of_range(member, text.to_owned())),
        Exact::TooPrecise => {
            Err(ScenarioError::TooPrecise { member: member.to_owned(), decimals: bounds.decimals })
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Exact {
    Value(u64),
    /// Below zero, or beyond 64 bits.
    OutOfRange,
    TooPrecise,
}

fn exact(text: &str, decimals: u32) -> Exact {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Exact::Value(0);
    }
    // An exponent beyond 64 bits makes the number as large or as small as one of 32 bits does.
    let is_tiny = exponent.starts_with('-');
    let far = if is_tiny { i64::from(i32::MIN) } else { i64::from(i32::MAX) };
    let exponent = exponent.parse::<i32>().map_or(far, i64::from);
    let zeros = (digits.len() - digits.trim_end_matches('0').len()) as i64;
    let shift = exponent + zeros - fraction.len() as i64 + i64::from(decimals);
    if shift < 0 {
        return Exact::TooPrecise;
    }
    let value = significant.parse::<u64>().ok();
    let scale = u32::try_from(shift).ok().and_then(|shift| 10u64.checked_pow(shift));
    match value.zip(scale).and_then(|(value, scale)| value.checked_mul(scale)) {
        Some(value) if sign.is_empty() => Exact::Value(value),
        _ => Exact::OutOfRange,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_exact() {
        let check = |text: &str, expected: Exact| assert_eq!(exact(text, 3), expected, "{text}");
        for (text, value) in [
            ("0", 0),
            ("-0.000", 0),
            ("0e999999999999", 0),
            ("40", 40_000),
            ("0.1", 100),
            ("0.001", 1),
            ("16777217.001", 16_777_217_001),
            ("4.25e1", 42_500),
            ("4250E-2", 42_500),
            ("40.00000000000000000000", 40_000),
            ("18446744073709551.615", u64::MAX),
        ] {
            check(text, Exact::Value(value));
        }
        for text in ["0.0001", "40.0000000000000000001", "1e-4", "1e-99999999999"] {
            check(text, Exact::TooPrecise);
        }
        for text in ["-1", "18446744073709551.616", "1e30", "1e2147483647", "1e99999999999"] {
            check(text, Exact::OutOfRange);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(value: u64, decimals in 0u32..=6) {
            let bounds = Bounds { min: 0, max: u64::MAX, decimals, unit: "" };
            prop_assert_eq!(parse(&bounds.shown(value), "x", &bounds), Ok(value));
        }

        #[test]
        fn every_json_number_is_read_or_refused(
            text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,25})?"
        ) {
            let _ = exact(&text, 6);
        }
    }
}
