//! Asking whether what is stored is still good: validators, and conditional requests made of them
//! (RFC 9111 §4.3.1).

use super::message::Answer;
use trace::{FieldLine, FieldLines};

/// The field lines that make a request ask whether this stored response is still good: both of its
/// validators, since not every server knows entity tags (RFC 9110 §13.1.3). None where it has none.
pub(super) fn asking(stored: &Answer) -> Vec<FieldLine> {
    let line =
        |name: &str, value: &str| FieldLine { name: name.to_owned(), value: value.to_owned() };
    let entity_tag = stored.field_lines.value("etag");
    let modified = stored.field_lines.value("last-modified");
    let none_match = entity_tag.map(|tag| line("If-None-Match", tag));
    let since = modified.map(|date| line("If-Modified-Since", date));
    none_match.into_iter().chain(since).collect()
}

/// The field line that asks whether one of these variants is the one that the request selects.
pub(super) fn asking_for_any<'a>(stored: impl Iterator<Item = &'a Answer>) -> Option<FieldLine> {
    let mut tags: Vec<&str> = Vec::new();
    for tag in stored.filter_map(|answer| answer.field_lines.value("etag")) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let value = tags.join(", ");
    (!tags.is_empty()).then(|| FieldLine { name: "If-None-Match".to_owned(), value })
}

/// Whether two entity tags are equal where weak ones may be (RFC 9110 §8.8.3.2).
pub(super) fn matches_weakly(one: &str, other: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    opaque(one) == opaque(other)
}

/// Whether an entity tag is a weak one.
pub(super) fn is_weak(entity_tag: &str) -> bool {
    entity_tag.starts_with("W/")
}

/// Whether the validators of two field sections contradict each other (§4.3.5): of one that only
/// one of them has, nothing is said.
pub(super) fn contradict(one: &FieldLines, other: &FieldLines) -> bool {
    let differs =
        |name: &str, same: fn(&str, &str) -> bool| match (one.value(name), other.value(name)) {
            (Some(one), Some(other)) => !same(one, other),
            _ => false,
        };
    differs("etag", matches_weakly) || differs("last-modified", |one, other| one == other)
}
