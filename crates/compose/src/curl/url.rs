//! The URL of a command: curl's patterns in it, and what other options add.

use crate::anatomy::{PartKind, anatomy};
use core::fmt::Write as _;

/// What curl makes of its patterns in a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfolded {
    /// The first of the URLs.
    pub url: String,
    /// Whether there are more.
    pub is_one_of_many: bool,
}

/// Takes `{a,b}`, `[1-3]`, `[a-z:2]` as the first that they stand for, and `\[` as `[`. Brackets
/// that are no pattern, such as those of an IPv6 address or of `a[b]`, stand for themselves.
pub fn unfolded(url: &str) -> Unfolded {
    let mut first = String::with_capacity(url.len());
    let mut is_one_of_many = false;
    let mut rest = url;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let pattern = match c {
            '\\' if after.starts_with(['[', ']', '{', '}']) => Some((after[..1].to_owned(), 1, 2)),
            '{' => set(after).map(|(member, count, len)| (member, count, len + 1)),
            '[' => range(after).map(|(member, count, len)| (member, count, len + 1)),
            _ => None,
        };
        match pattern {
            Some((member, count, len)) => {
                first.push_str(&member);
                is_one_of_many |= count > 1;
                rest = &rest[len..];
            }
            None => {
                first.push(c);
                rest = after;
            }
        }
    }
    Unfolded { url: first, is_one_of_many }
}

/// Behind a `{`: its first member, how many it has, and how long all is.
fn set(text: &str) -> Option<(String, usize, usize)> {
    let mut first = String::new();
    let mut count = 1;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\\' if !is_escaped && text[at + 1..].starts_with(['[', ']', '{', '}', ',', '\\']) => {
                is_escaped = true;
                continue;
            }
            '}' if !is_escaped => return (at > 0).then_some((first, count, at + 1)),
            // Patterns do not stand in patterns.
            '{' | '[' if !is_escaped => return None,
            ',' if !is_escaped => count += 1,
            c if count == 1 => first.push(c),
            _ => {}
        }
        is_escaped = false;
    }
    None
}

/// Behind a `[`: the start of `1-3`, `001-100` or `a-z:2`, whether there is more, and how long all is.
fn range(text: &str) -> Option<(String, usize, usize)> {
    let (inside, _) = text.split_once(']')?;
    let (span, step) = inside.split_once(':').unwrap_or((inside, "1"));
    let step: u64 = step.parse().ok().filter(|step| *step > 0)?;
    let (start, end) = span.split_once('-')?;
    let ordinal = |bound: &str| -> Option<u64> {
        match bound.as_bytes() {
            [letter] if letter.is_ascii_alphabetic() => Some(u64::from(*letter)),
            [_, ..] if bound.bytes().all(|octet| octet.is_ascii_digit()) => bound.parse().ok(),
            _ => None,
        }
    };
    let is_digit = |bound: &str| bound.starts_with(|c: char| c.is_ascii_digit());
    let (low, high) = (ordinal(start)?, ordinal(end)?);
    if low > high || is_digit(start) != is_digit(end) {
        return None;
    }
    let is_more = step <= high - low;
    Some((start.to_owned(), 1 + usize::from(is_more), inside.len() + 1))
}

/// Puts more into the query of a URL.
pub fn with_more_query(url: &str, query: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let joint = match url.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    // A host alone has the path that curl adds.
    let has_path = url.split_once("://").is_none_or(|(_, rest)| rest.contains(['/', '?']));
    let slash = if has_path { "" } else { "/" };
    format!("{url}{slash}{joint}{query}{fragment}")
}

/// Puts the name of a file behind a path that ends with a slash, as `-T` does.
pub fn with_file_name(url: &str, file: &str) -> String {
    let path = anatomy(url).into_iter().find(|part| part.kind == PartKind::Path);
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    match path {
        Some(path) if url[path.range.clone()].ends_with('/') => {
            [&url[..path.range.end], name, &url[path.range.end..]].concat()
        }
        Some(_) => url.to_owned(),
        None => format!("{url}/{name}"),
    }
}

/// As curl escapes: everything but letters, digits and `-._~`.
pub fn percent_encoded(octets: &[u8]) -> String {
    let mut encoded = String::with_capacity(octets.len());
    for octet in octets {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(*octet));
            }
            b' ' => encoded.push('+'),
            octet => write!(encoded, "%{octet:02X}").expect("a text takes any text"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_the_first_that_it_stands_for() {
        let check = |url: &str, expected: &str, is_one_of_many: bool| {
            let expected = Unfolded { url: expected.to_owned(), is_one_of_many };
            assert_eq!(unfolded(url), expected, "{url}");
        };
        check("x/?filter\\[status\\]=open", "x/?filter[status]=open", false);
        check("x/\\{a,b\\}", "x/{a,b}", false);
        check("x/{a,b}/[1-3]", "x/a/1", true);
        check("x/{a}", "x/a", false);
        check("x/{,a}", "x/", true);
        check("x/{a\\,b,c}", "x/a,b", true);
        check("x/[001-100:10][a-c]", "x/001a", true);
        check("x/[1-1]", "x/1", false);
        check("http://[::1]:80/[fe80::1-2]", "http://[::1]:80/[fe80::1-2]", false);
        check("x/?a[b]=1&c[]=2&d={}", "x/?a[b]=1&c[]=2&d={}", false);
        check("x/[3-1]/[a-1]/{a/\\d", "x/[3-1]/[a-1]/{a/\\d", false);
    }
}
