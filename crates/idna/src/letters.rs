//! Punycode (RFC 3492), the way back to letters.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// The letters that were encoded (RFC 3492 §6.2). `None`: no letters are encoded so.
pub fn decoded(encoded: &str) -> Option<String> {
    let (basic, digits) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let (i_before, mut weight, mut k) = (i, 1u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let count = letters.len() as u32 + 1;
        bias = adapted(i - i_before, count, i_before == 0);
        n = n.checked_add(i / count)?;
        i %= count;
        letters.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit(octet: u8) -> Option<u32> {
    match octet.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(u32::from(letter - b'a')),
        number @ b'0'..=b'9' => Some(u32::from(number - b'0') + 26),
        _ => None,
    }
}

/// RFC 3492 §6.1.
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_standard_encodes_is_decoded() {
        // Examples of RFC 3492 §7.1: (A), (I), (L), (S).
        let check =
            |encoded, expected: &str| assert_eq!(decoded(encoded).as_deref(), Some(expected));
        check("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟");
        check("b1abfaaepdrnnbgefbaDotcwatmq2g4l", "почемужеонинеговорятпорусски");
        check("3B-ww4c5e180e575a65lsy2b", "3年B組金八先生");
        check("-> $1.00 <--", "-> $1.00 <-");
        check("bcher-kva", "bücher");
    }

    #[test]
    fn what_stands_for_no_letters_is_refused() {
        for encoded in ["a!", "é", "99999999", "bcher-k", "0000000000000000"] {
            assert_eq!(decoded(encoded), None, "{encoded}");
        }
    }
}
