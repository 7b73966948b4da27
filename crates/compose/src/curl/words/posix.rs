//! A POSIX shell (IEEE 1003.1-2024, Shell Command Language §2.2), with the `$'…'` of its §2.2.4.

use super::{CUT_AT_AMPERSAND, Command, Words, is_in_url};
use crate::curl::{CurlError, Note};
use crate::texts;
use language::say;

/// Cuts the first command into words.
pub fn command(text: &str) -> Result<Command, CurlError> {
    let mut words = Words::default();
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        rest = match found {
            ' ' | '\t' => {
                words.end_word();
                after
            }
            '\\' => escaped(&mut words, after),
            '\'' => single_quoted(&mut words, after)?,
            '"' => double_quoted(&mut words, after)?,
            '$' if after.starts_with('\'') => ansi_c_quoted(&mut words, &after[1..])?,
            '$' if after.starts_with('"') => after,
            '$' if starts_variable(after) => {
                words.note_variable(rest);
                words.push(found);
                after
            }
            '#' if words.word.is_none() => after.find('\n').map_or("", |end| &after[end..]),
            '&' if is_in_url(words.word_so_far(), rest) => {
                words.note(Note::matters("&", say(CUT_AT_AMPERSAND)));
                words.push(found);
                after
            }
            '<' | '>' => redirection(&mut words, rest),
            '&' if after.starts_with('>') => redirection(&mut words, after),
            '\n' if words.word.is_none() && words.command.words.is_empty() => after,
            '\n' | ';' | '|' | '&' | '(' | ')' => {
                words.note_rest(rest);
                break;
            }
            found => {
                words.push(found);
                after
            }
        };
    }
    Ok(words.finished())
}

fn starts_variable(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '{' | '('))
}

fn escaped<'a>(words: &mut Words, after: &'a str) -> &'a str {
    let Some(next) = after.chars().next() else { return after };
    if next != '\n' {
        words.push(next);
    } else if after.trim_start().is_empty() {
        // The last line was to go on and does not; nothing is lost.
        return "";
    }
    &after[next.len_utf8()..]
}

fn single_quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    let end = after.find('\'').ok_or(CurlError::OpenQuote('\''))?;
    words.push_octets(&after.as_bytes()[..end]);
    Ok(&after[end + 1..])
}

fn double_quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    words.push_octets(b"");
    let mut rest = after;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        match found {
            '"' => return Ok(after),
            '\\' if after.starts_with(['$', '`', '"', '\\', '\n']) => {
                if !after.starts_with('\n') {
                    words.push_octets(&after.as_bytes()[..1]);
                }
                rest = &after[1..];
                continue;
            }
            '$' if starts_variable(after) => words.note_variable(rest),
            '`' => words.note(Note::matters("`", say(texts::SHELL_WOULD_RUN_A))),
            _ => {}
        }
        words.push(found);
        rest = after;
    }
    Err(CurlError::OpenQuote('"'))
}

fn ansi_c_quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    words.push_octets(b"");
    let mut rest = after;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        rest = match found {
            '\'' => return Ok(after),
            '\\' => ansi_c_escape(words, after),
            found => {
                words.push(found);
                after
            }
        };
    }
    Err(CurlError::OpenQuote('\''))
}

fn ansi_c_escape<'a>(words: &mut Words, after: &'a str) -> &'a str {
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

/// `> file`, `2>&1`: where the output goes is not about the request.
fn redirection<'a>(words: &mut Words, rest: &'a str) -> &'a str {
    if words.word_so_far().iter().all(u8::is_ascii_digit) {
        words.word = None;
    }
    words.end_word();
    let target = rest.trim_start_matches(['<', '>', '&', '|']).trim_start_matches([' ', '\t']);
    let len = target.find([' ', '\t', '\n', ';', '|', '&', '>', '<']).unwrap_or(target.len());
    let found = &rest[..rest.len() - target.len() + len];
    words.note(match found.starts_with('<') {
        true => Note::matters(found, say(texts::PAGE_CANNOT_READ_FILES)),
        false => Note::harmless(found, say(texts::WHERE_THE_OUTPUT_GOES)),
    });
    &target[len..]
}
