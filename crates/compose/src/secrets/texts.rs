//! Secrets taken out of each kind of text.

use super::LEFT_OUT;
use super::free::free;
use super::json::json;
use super::names::{is_secret_name, is_secret_pair};
use super::patterns::Suspects;
use crate::anatomy::{PartKind, anatomy};
use crate::rows::{Escaping, Rows};

/// What the built-in scenarios show to say who asks; the service has them in its source.
const OF_THE_SERVICE: [&str; 4] = [
    "Bearer alice-token",
    "Bearer ada-token",
    // The first token and the first session that it gives out.
    "Bearer 75b5b3862a4dc81c250c7d7812298817",
    "session=4f544d92f724a59d7d2c348553db9320",
];

/// The value of a header field.
pub fn header_value(name: &str, value: &str) -> String {
    // The accounts that the simulated service knows are nobody's secret.
    if OF_THE_SERVICE.contains(&value.trim()) {
        return value.to_owned();
    }
    if is_secret_name(name) && !value.trim().is_empty() {
        return LEFT_OUT.to_owned();
    }
    free(value, &Suspects::of(value))
}

/// A name and its value, both decoded.
pub fn pair(name: &str, value: &str) -> (String, String) {
    let value = match value {
        "" => String::new(),
        _ if is_secret_pair(name, value) => LEFT_OUT.to_owned(),
        // What was meant as JSON names its secrets even where it is cut.
        _ if value.starts_with(['{', '[']) => json(value, 1),
        // What stands in a parameter may itself be a URL.
        _ => free(value, &Suspects::of(value)),
    };
    (Suspects::of(name).without_tokens(name, LEFT_OUT), value)
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
            PartKind::Fragment => fragment(written),
            PartKind::Scheme | PartKind::Host | PartKind::Port | PartKind::Query => {
                written.to_owned()
            }
        });
        at = part.range.end;
    }
    kept + &text[at..]
}

/// A whole URL.
pub fn url(text: &str) -> String {
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

/// A fragment that is a query, or a path of a page that keeps its own, as in `#/token/abc?a=b`.
fn fragment(text: &str) -> String {
    if !text.starts_with(['/', '!']) {
        return query(text);
    }
    match text.split_once('?') {
        Some((before, after)) => format!("{}?{}", path(before), query(after)),
        None => path(text),
    }
}

/// A query, or a form.
pub fn query(text: &str) -> String {
    let mut rows = Rows::of_text(Some(text), Escaping::Query);
    redact_rows(&mut rows);
    rows.text().unwrap_or_default()
}

/// Both user and password: also a user alone may be a token.
fn user_info(text: &str) -> String {
    match text.split_once(':') {
        None if text.is_empty() => String::new(),
        Some((_, password)) if !password.is_empty() => format!("{LEFT_OUT}:{LEFT_OUT}"),
        Some(("", "")) => text.to_owned(),
        _ => LEFT_OUT.to_owned(),
    }
}

/// A segment after one that leads to a secret, as in `/token/abc` and `/reset/abc1234`, matrix
/// parameters (RFC 3986 §3.3), and tokens known by their looks.
fn path(text: &str) -> String {
    let suspects = Suspects::of(text);
    let mut before = String::new();
    let segments = text.split('/').map(|segment| {
        let kept = match leads_to_secret(&before, segment) {
            true => LEFT_OUT.to_owned(),
            false => path_segment(segment, &suspects),
        };
        before = segment.to_ascii_lowercase();
        kept
    });
    segments.collect::<Vec<_>>().join("/")
}

fn path_segment(segment: &str, suspects: &Suspects) -> String {
    let mut parts = segment.split(';');
    let first = suspects.without_tokens(parts.next().unwrap_or_default(), LEFT_OUT);
    let parameters = parts.map(|parameter| match parameter.split_once('=') {
        Some((name, value)) if !value.is_empty() => {
            let name_decoded = Escaping::Query.decode(name);
            match is_secret_pair(&name_decoded, value) {
                true => format!(";{name}={LEFT_OUT}"),
                false => format!(";{name}={}", suspects.without_tokens(value, LEFT_OUT)),
            }
        }
        _ => format!(";{parameter}"),
    });
    first + &parameters.collect::<String>()
}

/// Whether a segment is a secret because of the one before it.
fn leads_to_secret(before: &str, segment: &str) -> bool {
    const ACTS: [&str; 13] = [
        "reset",
        "recover",
        "recovery",
        "activate",
        "activation",
        "verify",
        "verification",
        "confirm",
        "invite",
        "invitation",
        "magic",
        "unsubscribe",
        "login",
    ];
    if segment.is_empty() {
        return false;
    }
    let is_name = is_secret_name(before) && !before.ends_with('s');
    let is_act = before.split(['-', '_', '.']).any(|word| ACTS.contains(&word));
    let is_opaque =
        segment.len() >= 20 || segment.len() >= 6 && segment.chars().any(|c| c.is_ascii_digit());
    is_name || is_act && is_opaque
}
