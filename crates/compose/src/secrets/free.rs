//! Secrets in a text of no known form: a header's value, a text of JSON, a line of settings.

use super::LEFT_OUT;
use super::json::json;
use super::names::{is_certain, is_secret_name, is_secret_pair};
use super::patterns::Suspects;
use super::texts::{query, url};
use crate::json::scan;

/// How deep texts are looked for in texts: JSON in a text of JSON is usual, more is a trick.
const DEPTH_MAX: usize = 4;

/// What must not leave a text: URLs with theirs, credentials behind their scheme, values behind a
/// secret name, and tokens that say what they are.
pub fn free(text: &str, suspects: &Suspects) -> String {
    free_at(text, suspects, 0)
}

/// The same inside of a text that is `depth` texts deep.
pub fn free_at(text: &str, suspects: &Suspects, depth: usize) -> String {
    let trimmed = text.trim_start();
    if depth < DEPTH_MAX && trimmed.starts_with(['{', '[', '"']) && scan(text).is_ok() {
        return json(text, depth + 1);
    }
    let text = if text.contains("://") { urls(text) } else { text.to_owned() };
    let text = schemes(&text);
    let text = assignments(&text);
    suspects.without_tokens(&text, LEFT_OUT)
}

/// Any text: JSON, a form, settings in lines, or something else.
pub fn text(text: &str) -> String {
    if scan(text).is_ok() {
        return json(text, 0);
    }
    if text.contains('=') && !text.contains(['<', '\n', ' ']) {
        return query(text);
    }
    if text.lines().all(is_setting) {
        return free(text, &Suspects::of(text));
    }
    unreadable(text)
}

/// `KEY=value`, as shells and `.env` files have it; a comment, or nothing.
fn is_setting(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let is_in_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    line.is_empty()
        || line.starts_with('#')
        || line.split_once('=').is_some_and(|(name, _)| name.trim_end().chars().all(is_in_name))
}

/// Of a text that cannot be taken apart, all is left out if it names a secret anywhere.
pub fn unreadable(text: &str) -> String {
    let is_word_char = |c: char| c.is_alphanumeric() || "_-[]".contains(c);
    let mut at = 0;
    while let Some(start) = text[at..].find(is_word_char).map(|found| at + found) {
        let len = text[start..].find(|c| !is_word_char(c)).unwrap_or(text.len() - start);
        let (before, word, after) =
            (&text[..start], &text[start..start + len], &text[start + len..]);
        // What may be a word like any other is a name where a value follows, or in name="…".
        let names_value = after.trim_start_matches(['"', '\'', ' ']).starts_with(['=', ':', '>']);
        let is_named = before.ends_with("name=\"") || before.ends_with("name=");
        if is_certain(word) || (names_value || is_named) && is_secret_name(word) {
            return LEFT_OUT.to_owned();
        }
        at = start + len;
    }
    match text.contains("://") && text.contains('@') {
        true => LEFT_OUT.to_owned(),
        false => free(text, &Suspects::of(text)),
    }
}

/// A URL among other words has the same secrets as any other.
fn urls(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || "\"'<>`".contains(c);
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = rest.find(is_end).or((!rest.is_empty()).then_some(rest.len())) {
        let (word, after) = rest.split_at(end);
        match word.contains("://") {
            true => kept.push_str(&url(word)),
            false => kept.push_str(word),
        }
        let delimiter = after.chars().next().map_or(0, char::len_utf8);
        kept.push_str(&after[..delimiter]);
        rest = &after[delimiter..];
    }
    kept
}

/// Credentials behind the name of their scheme (RFC 9110 §11.4), wherever they stand.
fn schemes(text: &str) -> String {
    const SCHEMES: [&str; 6] = ["bearer", "basic", "token", "apikey", "negotiate", "digest"];
    let is_credential = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let len = rest[start..].find(|c| !is_letter(c)).unwrap_or(rest.len() - start);
        let (word, after) = rest[start..].split_at(len);
        kept.push_str(&rest[..start + len]);
        rest = after;
        let value = after.trim_start_matches(' ');
        let len = value.find(|c| !is_credential(c)).unwrap_or(value.len());
        let credential = &value[..len];
        let is_scheme = SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        // “basic authentication” is no credential: a word in small letters is none.
        let is_word = credential.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'.');
        if is_scheme && value.len() < after.len() && len >= 6 && !is_word && credential != LEFT_OUT
        {
            kept.push(' ');
            kept.push_str(LEFT_OUT);
            rest = &value[len..];
        }
    }
    kept + rest
}

/// `name=value`, `name: value`, `name="value"`: what stands behind a secret name.
fn assignments(text: &str) -> String {
    let is_in_name = |c: char| c.is_alphanumeric() || "_-.[]".contains(c);
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', ':']) {
        let before = rest[..at].trim_end_matches([' ', '"', '\'', '\\']);
        let start = before
            .rfind(|c| !is_in_name(c))
            .map_or(0, |found| found + before[found..].chars().next().map_or(0, char::len_utf8));
        let name = &before[start..];
        let after = &rest[at + 1..];
        let value_start = after.len() - after.trim_start_matches([' ', '\\', '>']).len();
        let value = &after[value_start..];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (skipped, len) = match quote {
            Some(quote) => (1, value[1..].find(quote).unwrap_or(value.len() - 1)),
            None => {
                let is_end = |c: char| c.is_whitespace() || "&;,\"'<>)}]".contains(c);
                (0, value.find(is_end).unwrap_or(value.len()))
            }
        };
        let written = &value[skipped..skipped + len];
        let is_kept = matches!(written, "" | "null" | "true" | "false" | LEFT_OUT);
        let value_at = at + 1 + value_start + skipped;
        if name.is_empty() || is_kept || !is_secret_pair(name, written) {
            kept.push_str(&rest[..=at]);
            rest = after;
        } else {
            kept.push_str(&rest[..value_at]);
            kept.push_str(LEFT_OUT);
            rest = &rest[value_at + len..];
        }
    }
    kept + rest
}
