//! The URL of a command: curl's patterns in it, and what other options add.

use crate::anatomy::{PartKind, anatomy};
use core::fmt::Write as _;
use trace::MAX_REQUESTS;

/// The URLs that `{a,b}`, `[1-3]` and `[a-z:2]` stand for, at most so many, in curl's order, and
/// whether they are several; `\\[` is `[`. Brackets that are no pattern, such as those of an IPv6
/// address or of `a[b]`, stand for themselves.
pub fn unfolded(url: &str, most: usize) -> (Vec<String>, bool) {
    let mut urls = vec![String::with_capacity(url.len())];
    let mut are_several = false;
    let mut rest = url;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let pattern = match c {
            '\\' if after.starts_with(['[', ']', '{', '}']) => {
                Some((vec![after[..1].to_owned()], 2))
            }
            '{' => set(after).map(|(members, len)| (members, len + 1)),
            '[' => range(after).map(|(members, len)| (members, len + 1)),
            _ => None,
        };
        let (members, len) = pattern.unwrap_or_else(|| (vec![c.to_string()], c.len_utf8()));
        are_several |= members.len() > 1;
        // What stands to the right changes first.
        let all =
            urls.iter().flat_map(|url| members.iter().map(move |member| format!("{url}{member}")));
        urls = all.take(most).collect();
        rest = &rest[len..];
    }
    (urls, are_several)
}

/// Behind a `{`: its members, and how long all is.
fn set(text: &str) -> Option<(Vec<String>, usize)> {
    let name = name_len(text);
    let (members, len) = unnamed_set(&text[name..])?;
    Some((members, name + len))
}

/// How long `<name>` is, by which what is saved may be called.
fn name_len(text: &str) -> usize {
    let name = text.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    name.map_or(0, |(name, _)| name.len() + 2)
}

fn unnamed_set(text: &str) -> Option<(Vec<String>, usize)> {
    let mut members = vec![String::new()];
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\\' if !is_escaped && text[at + 1..].starts_with(['[', ']', '{', '}', ',', '\\']) => {
                is_escaped = true;
                continue;
            }
            '}' if !is_escaped => return (at > 0).then_some((members, at + 1)),
            // Patterns do not stand in patterns.
            '{' | '[' if !is_escaped => return None,
            ',' if !is_escaped => members.push(String::new()),
            c => members.last_mut()?.push(c),
        }
        is_escaped = false;
    }
    None
}

/// Behind a `[`: what `1-3`, `001-100` or `a-z:2` stands for, and how long all is.
fn range(text: &str) -> Option<(Vec<String>, usize)> {
    let (inside, _) = text.split_once(']')?;
    let len = inside.len() + 1;
    let inside = inside.get(name_len(inside)..)?;
    let (span, step) = inside.split_once(':').unwrap_or((inside, "1"));
    let step: usize = step.parse().ok().filter(|step| *step > 0)?;
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
    let member = |ordinal: u64| match is_digit(start) {
        // As many digits as the start has.
        true => format!("{ordinal:0width$}", width = start.len()),
        false => char::from(u8::try_from(ordinal).unwrap_or(b'?')).to_string(),
    };
    let members = (low..=high).step_by(step).take(MAX_REQUESTS).map(member);
    Some((members.collect(), len))
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
    let name = percent_encoded(name.as_bytes()).replace('+', "%20");
    match path {
        Some(path) if url[path.range.clone()].ends_with('/') => {
            [&url[..path.range.end], &name, &url[path.range.end..]].concat()
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
        let check = |url: &str, expected: &str, are_several: bool| {
            assert_eq!(unfolded(url, 1), (vec![expected.to_owned()], are_several), "{url}");
        };
        check("x/?filter\\[status\\]=open", "x/?filter[status]=open", false);
        check("x/\\{a,b\\}", "x/{a,b}", false);
        check("x/{a,b}/[1-3]", "x/a/1", true);
        check("x/{a}", "x/a", false);
        check("x/{,a}", "x/", true);
        check("x/{a\\,b,c}", "x/a,b", true);
        check("x/[001-100:10][a-c]", "x/001a", true);
        check("x/[1-1]", "x/1", false);
        check("x/{<n>a,b}[<m>2-3]", "x/a2", true);
        check("http://[::1]:80/[fe80::1-2]", "http://[::1]:80/[fe80::1-2]", false);
        check("x/?a[b]=1&c[]=2&d={}", "x/?a[b]=1&c[]=2&d={}", false);
        check("x/[3-1]/[a-1]/{a/\\d", "x/[3-1]/[a-1]/{a/\\d", false);
    }

    #[test]
    fn what_stands_to_the_right_in_a_url_changes_first() {
        let check = |url: &str, expected: &str| {
            assert_eq!(unfolded(url, 1000).0.join(" "), expected, "{url}");
        };
        check("x/{a,b}/[1-3]", "x/a/1 x/a/2 x/a/3 x/b/1 x/b/2 x/b/3");
        check("x/[008-010]", "x/008 x/009 x/010");
        check("x/[9-11]", "x/9 x/10 x/11");
        check("x/[a-g:3]", "x/a x/d x/g");
        check("x/{,a\\,b}", "x/ x/a,b");
        assert_eq!(unfolded("x/[1-18446744073709551615]/[1-9]", 5).0.len(), 5);
    }
}
