//! `$'…'` (IEEE 1003.1-2024, Shell Command Language §2.2.4), which browsers write.

use super::Words;
use crate::curl::CurlError;

/// Takes what stands between the quotes.
pub fn quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    words.push_octets(b"");
    let mut rest = after;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        rest = match found {
            '\'' => return Ok(after),
            '\\' => escape(words, after),
            found => {
                words.push(found);
                after
            }
        };
    }
    Err(CurlError::OpenQuote('\''))
}

fn escape<'a>(words: &mut Words, after: &'a str) -> &'a str {
    let Some(found) = after.chars().next() else { return after };
    let rest = &after[found.len_utf8()..];
    let number = |digits: &'a str, radix: u32, n_max: usize| {
        let len = digits.chars().take(n_max).take_while(|c| c.is_digit(radix)).count();
        (u32::from_str_radix(&digits[..len], radix).ok(), &digits[len..])
    };
    let plain = match found {
        'a' => b'\x07',
        'b' => b'\x08',
        'e' | 'E' => b'\x1b',
        'f' => b'\x0c',
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => b'\x0b',
        '\\' | '\'' | '"' | '?' => found as u8,
        '0'..='7' => {
            let (octet, rest) = number(after, 8, 3);
            words.push_octets(&[octet.unwrap_or_default() as u8]);
            return rest;
        }
        'x' => {
            let (octet, rest) = number(rest, 16, 2);
            words.push_octets(&octet.map_or(b"\\x".to_vec(), |octet| vec![octet as u8]));
            return rest;
        }
        'u' | 'U' => return unicode_escape(words, rest, found),
        other => {
            words.push('\\');
            words.push(other);
            return rest;
        }
    };
    words.push_octets(&[plain]);
    rest
}

/// `\u` takes four digits, `\U` eight. Browsers write a character beyond them as two halves.
fn unicode_escape<'a>(words: &mut Words, digits: &'a str, kind: char) -> &'a str {
    let n_max = if kind == 'u' { 4 } else { 8 };
    let hex = |digits: &str| {
        let len = digits.chars().take(n_max).take_while(char::is_ascii_hexdigit).count();
        (u32::from_str_radix(&digits[..len], 16).unwrap_or(0xFFFD), len)
    };
    let (first, len) = hex(digits);
    let rest = &digits[len..];
    if let Some(second_digits) =
        rest.strip_prefix("\\u").filter(|_| (0xD800..0xDC00).contains(&first))
    {
        let (second, len) = hex(second_digits);
        if (0xDC00..0xE000).contains(&second) {
            let character = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            words.push(char::from_u32(character).expect("two halves are a character"));
            return &second_digits[len..];
        }
    }
    words.push(char::from_u32(first).unwrap_or('\u{FFFD}'));
    rest
}
