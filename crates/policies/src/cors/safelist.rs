//! What a page may send anywhere without asking first, since forms could always send it (Fetch,
//! “Methods” and “Headers”).

use std::collections::BTreeSet;
use trace::{FieldLines, MediaType};

/// The most octets that the value of a safelisted field has.
const VALUE_OCTETS_MAX: usize = 128;

/// The most that all of them have together.
const VALUES_OCTETS_MAX: usize = 1024;

/// Whether a method is CORS-safelisted. Case counts.
pub fn is_safelisted_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// Whether a field line is a CORS-safelisted request-header.
pub fn is_safelisted_request_field(name: &str, value: &str) -> bool {
    if value.len() > VALUE_OCTETS_MAX {
        return false;
    }
    match name.to_ascii_lowercase().as_str() {
        "accept" => !value.bytes().any(is_unsafe_octet),
        "accept-language" | "content-language" => value.bytes().all(is_of_language),
        "content-type" => !value.bytes().any(is_unsafe_octet) && is_of_form(value),
        "range" => has_start_of_range(value),
        _ => false,
    }
}

/// CORS-unsafe request-header byte.
fn is_unsafe_octet(octet: u8) -> bool {
    octet < 0x20 && octet != b'\t' || b"\"():<>?@[\\]{}\x7f".contains(&octet)
}

fn is_of_language(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b" *,-.;=".contains(&octet)
}

/// The types that HTML forms send.
fn is_of_form(value: &str) -> bool {
    let essences = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    MediaType::parse(value).is_some_and(|found| essences.contains(&found.essence()))
}

/// “Parse a single range header value” without white space, with a start: `bytes=0-` or
/// `bytes=0-99`.
fn has_start_of_range(value: &str) -> bool {
    let range = value.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let Some((start, end)) = range else { return false };
    let is_number = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    if start.is_empty() || !is_number(start) || !is_number(end) {
        return false;
    }
    // Numbers without limit: the longer one is the greater one.
    let size = |text: &str| {
        let digits = text.trim_start_matches('0').to_owned();
        (digits.len(), digits)
    };
    end.is_empty() || size(start) <= size(end)
}

/// CORS-unsafe request-header names: of the fields that a page sets, those that have to be asked
/// for first, in lower case and in order.
pub fn unsafe_names(field_lines: &FieldLines) -> BTreeSet<String> {
    let (safe, not_safe): (Vec<_>, Vec<_>) =
        field_lines.iter().partition(|line| is_safelisted_request_field(&line.name, &line.value));
    let octets: usize = safe.iter().map(|line| line.value.len()).sum();
    let too_much = if octets > VALUES_OCTETS_MAX { safe } else { Vec::new() };
    not_safe.into_iter().chain(too_much).map(|line| line.name.to_ascii_lowercase()).collect()
}

/// CORS non-wildcard request-header name: what `*` does not allow.
pub fn is_non_wildcard(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}
