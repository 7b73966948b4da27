//! The field lines of a header or trailer section (RFC 9110 §5), in order.

use crate::MediaType;
use core::ops::{Deref, DerefMut};
use serde::{Deserialize, Serialize};

/// One field line of a section (RFC 9110 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldLine {
    /// The field name, as it was written.
    pub name: String,
    /// The field value, without surrounding white space.
    pub value: String,
}

impl FieldLine {
    /// Whether this is the name of its field: case does not count (RFC 9110 §5.1).
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// A section: field lines in the order in which they were sent, found by the name of their field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldLines(pub Vec<FieldLine>);

impl FieldLines {
    /// No line.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The values of all lines of a field, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |line| line.is(name)).map(|line| line.value.as_str())
    }

    /// The value of the first line of a field: all there is of one that is no list.
    pub fn value(&self, name: &str) -> Option<&str> {
        let line = self.0.iter().find(|line| line.is(name))?;
        Some(&line.value)
    }

    /// The value of a field whose lines are the members of one list (RFC 9110 §5.3).
    pub fn combined(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.values(name).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The members of a field whose value is a list of tokens (RFC 9110 §5.6.1): empty ones do not
    /// count.
    pub fn members<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let members = self.values(name).flat_map(|value| value.split(','));
        members.map(|member| member.trim_matches([' ', '\t'])).filter(|member| !member.is_empty())
    }

    /// Whether a list holds a token, whatever its case.
    pub fn lists(&self, name: &str, token: &str) -> bool {
        self.members(name).any(|member| member.eq_ignore_ascii_case(token))
    }

    /// Whether there is a line of a field.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The media type of the content (RFC 9110 §8.3).
    pub fn media_type(&self) -> Option<MediaType> {
        MediaType::parse(self.value("content-type")?)
    }
}

impl Deref for FieldLines {
    type Target = Vec<FieldLine>;

    fn deref(&self) -> &Vec<FieldLine> {
        &self.0
    }
}

impl DerefMut for FieldLines {
    fn deref_mut(&mut self) -> &mut Vec<FieldLine> {
        &mut self.0
    }
}

impl From<Vec<FieldLine>> for FieldLines {
    fn from(lines: Vec<FieldLine>) -> Self {
        Self(lines)
    }
}

impl FromIterator<FieldLine> for FieldLines {
    fn from_iter<I: IntoIterator<Item = FieldLine>>(lines: I) -> Self {
        Self(lines.into_iter().collect())
    }
}

impl IntoIterator for FieldLines {
    type Item = FieldLine;
    type IntoIter = std::vec::IntoIter<FieldLine>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a FieldLines {
    type Item = &'a FieldLine;
    type IntoIter = core::slice::Iter<'a, FieldLine>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[(&str, &str)]) -> FieldLines {
        let line = |(name, value): &(&str, &str)| FieldLine {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn a_field_is_found_whatever_its_case_and_its_lines_keep_their_order() {
        let section = lines(&[("Accept", "a"), ("Host", "x"), ("aCCEPT", "b"), ("ACCEPT", "")]);
        assert_eq!(section.value("accept"), Some("a"));
        assert_eq!(section.values("Accept").collect::<Vec<_>>(), ["a", "b", ""]);
        assert_eq!(section.combined("accept").as_deref(), Some("a, b, "));
        assert_eq!(section.combined("Cookie"), None);
        assert!(section.has("HOST") && !section.has("Hos"));
        let listing = lines(&[("Connection", "close, ,Upgrade"), ("connection", "x")]);
        assert_eq!(listing.members("connection").collect::<Vec<_>>(), ["close", "Upgrade", "x"]);
        assert!(listing.lists("Connection", "upgrade") && !listing.lists("Connection", "clos"));
    }

    #[test]
    fn a_section_is_encoded_as_the_list_of_its_lines() {
        let section = lines(&[("Accept", "a"), ("Host", "x")]);
        let as_list = postcard::to_allocvec(&section.0).expect("it is plain data");
        assert_eq!(postcard::to_allocvec(&section).expect("it is plain data"), as_list);
        let json = serde_json::to_string(&section).expect("it is plain data");
        assert_eq!(json, serde_json::to_string(&section.0).expect("it is plain data"));
        assert_eq!(serde_json::from_str::<FieldLines>(&json).expect("as written"), section);
    }

    #[test]
    fn the_media_type_is_that_of_the_first_line() {
        let section = lines(&[("content-TYPE", "application/json; charset=utf-8")]);
        assert!(section.media_type().expect("it has one").is_json());
        assert_eq!(lines(&[("Content-Type", "nonsense")]).media_type(), None);
    }
}
