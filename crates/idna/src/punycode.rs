//! Punycode (RFC 3492).

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// The most characters that are decoded, which takes time with their square.
const N_ENCODED_MAX: usize = 2000;

/// The letters that were encoded (RFC 3492 §6.2). `None`: no letters are encoded so.
pub fn decoded(encoded: &str) -> Option<String> {
    if encoded.len() > N_ENCODED_MAX || !encoded.is_ascii() {
        return None;
    }
    let parts = encoded.rsplit_once('-').filter(|(basic, _)| !basic.is_empty());
    let (basic, digits) = parts.unwrap_or(("", encoded));
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

/// Letters in ASCII (RFC 3492 §6.3). `None`: there are too many.
#[cfg(not(target_arch = "wasm32"))]
pub fn encoded(letters: &[char]) -> Option<String> {
    let mut encoded: String = letters.iter().filter(|c| c.is_ascii()).collect();
    let n_basic = encoded.len() as u32;
    if n_basic > 0 {
        encoded.push('-');
    }
    let (mut n, mut delta, mut bias, mut n_handled) = (INITIAL_N, 0u32, INITIAL_BIAS, n_basic);
    while n_handled < letters.len() as u32 {
        let next = letters.iter().map(|c| u32::from(*c)).filter(|c| *c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(n_handled + 1)?)?;
        n = next;
        for letter in letters.iter().map(|c| u32::from(*c)) {
            if letter < n {
                delta = delta.checked_add(1)?;
            }
            if letter == n {
                push_number(&mut encoded, delta, bias);
                bias = adapted(delta, n_handled + 1, n_handled == n_basic);
                delta = 0;
                n_handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(encoded)
}

/// A number of variable length (RFC 3492 §3.3).
#[cfg(not(target_arch = "wasm32"))]
fn push_number(encoded: &mut String, number: u32, bias: u32) {
    let (mut rest, mut k) = (number, BASE);
    loop {
        let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        let digit = if rest < threshold {
            rest
        } else {
            threshold + (rest - threshold) % (BASE - threshold)
        };
        encoded.push(char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[digit as usize]));
        if rest < threshold {
            return;
        }
        rest = (rest - threshold) / (BASE - threshold);
        k += BASE;
    }
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
    fn what_the_standard_encodes_is_encoded_and_decoded() {
        // Examples of RFC 3492 §7.1: (A), (I), (L), (S).
        let check = |in_ascii: &str, expected: &str| {
            assert_eq!(decoded(in_ascii).as_deref(), Some(expected));
            let letters: Vec<char> = expected.chars().collect();
            let again = encoded(&letters).expect("there are few");
            assert!(again.eq_ignore_ascii_case(in_ascii), "{again}");
        };
        check("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟");
        check("b1abfaaepdrnnbgefbaDotcwatmq2g4l", "почемужеонинеговорятпорусски");
        check("3B-ww4c5e180e575a65lsy2b", "3年B組金八先生");
        check("-> $1.00 <--", "-> $1.00 <-");
        check("bcher-kva", "bücher");
    }

    #[test]
    fn what_stands_for_no_letters_is_refused() {
        for encoded in ["a!", "é", "é-a", "99999999", "bcher-k", "0000000000000000"] {
            assert_eq!(decoded(encoded), None, "{encoded}");
        }
    }
}
