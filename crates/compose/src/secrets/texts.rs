//! Secrets taken out of each kind of text.

use super::LEFT_OUT;
use super::names::is_secret_name;
use super::patterns::without_tokens;
use crate::anatomy::{PartKind, anatomy};
use crate::json::{TokenKind, quoted, scan, unquoted};
use crate::rows::{Escaping, Rows};

/// The value of a header field.
pub fn header_value(name: &str, value: &str) -> String {
    if is_secret_name(name) && !value.trim().is_empty() {
        return LEFT_OUT.to_owned();
    }
    // A URL in a header, such as Referer, has the same secrets as any other.
    match value.contains("://") {
        true => url(value),
        false => plain(value),
    }
}

/// A name and its value, both decoded.
pub fn pair(name: &str, value: &str) -> (String, String) {
    let value = match value {
        "" => String::new(),
        _ if is_secret_name(name) => LEFT_OUT.to_owned(),
        // What stands in a parameter may itself be a URL or JSON.
        _ if value.contains("://") => url(value),
        _ if value.starts_with(['{', '[']) => json(value),
        _ => plain(value),
    };
    (plain(name), value)
}

/// The rows of a query or form.
pub fn redact_rows(rows: &mut Rows) {
    rows.edit_all(|row| {
        let (name, value) = pair(&row.name(), &row.value());
        row.set_name(&name);
        row.set_value(&value);
    });
}

/// A URL of which the query was seen to: its user info, path and fragment.
pub fn url_without_query(text: &str) -> String {
    let mut kept = String::new();
    let mut at = 0;
    for part in anatomy(text) {
        kept.push_str(&text[at..part.range.start]);
        let written = &text[part.range.clone()];
        kept.push_str(&match part.kind {
            PartKind::UserInfo => user_info(written),
            PartKind::Path => path(written),
            // OAuth hands over tokens in a fragment that looks like a query.
            PartKind::Fragment => query(written),
            PartKind::Scheme | PartKind::Host | PartKind::Port | PartKind::Query => {
                written.to_owned()
            }
        });
        at = part.range.end;
    }
    kept + &text[at..]
}

fn url(text: &str) -> String {
    let text = url_without_query(text);
    let part = anatomy(&text).into_iter().find(|part| part.kind == PartKind::Query);
    match part.map(|part| part.range) {
        Some(range) => {
            let query = query(&text[range.clone()]);
            [&text[..range.start], &query, &text[range.end..]].concat()
        }
        None => text,
    }
}

fn query(text: &str) -> String {
    let mut rows = Rows::of_text(Some(text), Escaping::Query);
    redact_rows(&mut rows);
    rows.text().unwrap_or_default()
}

/// A password always, and a user alone, who may be a token.
fn user_info(text: &str) -> String {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    match (user, password) {
        ("", "") => text.to_owned(),
        (_, "") => LEFT_OUT.to_owned(),
        (user, _) => format!("{}:{LEFT_OUT}", plain(user)),
    }
}

/// A segment after one with a secret name, as in `/token/abc`, and tokens known by their looks.
fn path(text: &str) -> String {
    let mut is_after_secret = false;
    let segments = text.split('/').map(|segment| {
        let kept = match is_after_secret && !segment.is_empty() {
            true => LEFT_OUT.to_owned(),
            false => plain(segment),
        };
        is_after_secret = is_secret_name(segment) && !segment.ends_with('s');
        kept
    });
    segments.collect::<Vec<_>>().join("/")
}

/// JSON, or what was meant to be.
pub fn json(text: &str) -> String {
    let Ok(tokens) = scan(text) else { return unreadable(text) };
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let written = &text[token.range.clone()];
        let is_secret = token.kind == TokenKind::Name && is_secret_name(&unquoted(written));
        let (start, end, replacement) = if is_secret {
            let value_start = index + 2;
            index = end_of_value(&tokens[value_start..]) + value_start;
            let range = tokens[value_start].range.start..tokens[index - 1].range.end;
            let is_empty = matches!(&text[range.clone()], "\"\"" | "null");
            let replacement = (!is_empty).then(|| format!("\"{LEFT_OUT}\""));
            (range.start, range.end, replacement)
        } else {
            index += 1;
            let is_text = matches!(token.kind, TokenKind::Text | TokenKind::Name);
            let replacement = is_text.then(|| json_text(written)).flatten();
            (token.range.start, token.range.end, replacement)
        };
        if let Some(replacement) = replacement {
            kept.push_str(&text[at..start]);
            kept.push_str(&replacement);
            at = end;
        }
    }
    kept + &text[at..]
}

/// How many tokens the value at the start of these has.
fn end_of_value(tokens: &[crate::json::Token]) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth -= 1,
            TokenKind::Colon | TokenKind::Comma | TokenKind::Name => {}
            TokenKind::Text | TokenKind::Number | TokenKind::Word => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

fn json_text(written: &str) -> Option<String> {
    let text = unquoted(written);
    let kept = if text.contains("://") { url(&text) } else { plain(&text) };
    (kept != text).then(|| quoted(&kept))
}

/// Any text: JSON, a form, or something else.
pub fn text(text: &str) -> String {
    if scan(text).is_ok() {
        return json(text);
    }
    if text.contains('=') && !text.contains(['<', '\n', ' ']) {
        return query(text);
    }
    unreadable(text)
}

/// Of a text that cannot be taken apart, all is left out if it names a secret anywhere.
fn unreadable(text: &str) -> String {
    let is_word_char = |c: char| c.is_alphanumeric() || "_-[]".contains(c);
    match text.split(|c| !is_word_char(c)).any(is_secret_name) {
        true => LEFT_OUT.to_owned(),
        false => match text.contains("://") && text.contains('@') {
            true => LEFT_OUT.to_owned(),
            false => plain(text),
        },
    }
}

fn plain(text: &str) -> String {
    without_tokens(text, LEFT_OUT).unwrap_or_else(|| text.to_owned())
}
