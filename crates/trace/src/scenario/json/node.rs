//! A JSON value that knows where it stands and what it is called.
//!
//! It keeps the text of the value and parses one level at a time, so every error can say its
//! line, and numbers are never rounded on the way.

use super::decimal;
use super::members::Members;
use crate::scenario::{Bounds, Position, ScenarioError};
use serde::de::Deserialize;
use serde_json::value::RawValue;

#[derive(Clone)]
pub(super) struct Node<'a> {
    document: &'a str,
    raw: &'a RawValue,
    /// What a sentence calls it: `the scenario`, `“url” of request 2`.
    pub name: String,
}

impl<'a> Node<'a> {
    /// The whole document.
    pub fn parse(document: &'a str, name: &str) -> Result<Self, ScenarioError> {
        let raw = serde_json::from_str(document).map_err(|error| {
            let line = document.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
            // The parser counts octets and names the last one it read.
            let before = line.as_bytes().iter().take(error.column().max(1));
            let column = before.filter(|octet| **octet & 0xC0 != 0x80).count().max(1);
            not_json(&error, Position { line: error.line(), column })
        })?;
        Ok(Self { document, raw, name: name.to_owned() })
    }

    /// The value as it was written.
    pub fn written(&self) -> &'a str {
        self.raw.get()
    }

    /// Where it starts.
    pub fn position(&self) -> Position {
        let offset = self.written().as_ptr() as usize - self.document.as_ptr() as usize;
        let before = &self.document[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Its members.
    pub fn object(&self) -> Result<Object<'a>, ScenarioError> {
        if !self.written().starts_with('{') {
            return Err(self.wrong_type("an object { … }"));
        }
        Ok(Object {
            document: self.document,
            name: self.name.clone(),
            position: self.position(),
            members: self.parsed()?,
        })
    }

    /// Its elements; `name` says what the one with this number (from 1) is called.
    pub fn list(&self, name: impl Fn(usize) -> String) -> Result<Vec<Self>, ScenarioError> {
        if !self.written().starts_with('[') {
            return Err(self.wrong_type("a list [ … ]"));
        }
        let elements: Vec<&'a RawValue> = self.parsed()?;
        let node = |(index, raw)| Self { document: self.document, raw, name: name(index + 1) };
        Ok(elements.into_iter().enumerate().map(node).collect())
    }

    pub fn text(&self) -> Result<String, ScenarioError> {
        if !self.written().starts_with('"') {
            return Err(self.wrong_type("a text in quotes"));
        }
        self.parsed()
    }

    /// A number in the smallest unit of `bounds`.
    pub fn number(&self, bounds: &Bounds) -> Result<u64, ScenarioError> {
        if !self.written().starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return Err(self.wrong_type("a number"));
        }
        decimal::parse(self.written(), &self.name, bounds)
    }

    pub fn truth(&self) -> Result<bool, ScenarioError> {
        match self.written() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.wrong_type("true or false")),
        }
    }

    pub fn is_null(&self) -> bool {
        self.written() == "null"
    }

    pub fn is_object(&self) -> bool {
        self.written().starts_with('{')
    }

    pub fn wrong_type(&self, expected: &'static str) -> ScenarioError {
        let found = match self.written().as_bytes()[0] {
            b'{' => "an object",
            b'[' => "a list",
            b'"' => "a text",
            b't' | b'f' => "true or false",
            b'n' => "null",
            _ => "a number",
        };
        ScenarioError::WrongType { member: self.name.clone(), expected, found, at: self.position() }
    }

    /// The grammar was checked with the whole document; what can still be wrong is half of a
    /// surrogate pair in a text.
    fn parsed<T: Deserialize<'a>>(&self) -> Result<T, ScenarioError> {
        serde_json::from_str(self.written()).map_err(|error| not_json(&error, self.position()))
    }
}

fn not_json(error: &serde_json::Error, at: Position) -> ScenarioError {
    if error.is_eof() {
        return ScenarioError::Cut { at };
    }
    let told = error.to_string();
    let reason = match told.split(" at line ").next().unwrap_or_default() {
        "expected value" => "a value should stand here, e.g. \"text\", 42, true, [ or {",
        "trailing comma" => "nothing stands behind the comma; remove it",
        "trailing characters" => "something stands behind the end; remove it",
        "key must be a string" => "a name should stand here, in quotes",
        reason => reason,
    };
    ScenarioError::NotJson { at, reason: reason.to_owned() }
}

/// The members of an object, in the order in which they stand there.
pub(super) struct Object<'a> {
    document: &'a str,
    /// What a sentence calls it.
    pub name: String,
    position: Position,
    members: Members<'a>,
}

impl<'a> Object<'a> {
    /// The member `name`, called as `called` says.
    pub fn member(&self, name: &str, called: String) -> Option<Node<'a>> {
        let raw = self.members.find(name)?;
        Some(Node { document: self.document, raw, name: called })
    }

    /// Refuses members that are not in `known`, and those that stand there twice.
    pub fn refuse_others(&self, known: &[&'static str]) -> Result<(), ScenarioError> {
        for (index, (member, raw)) in self.members.0.iter().enumerate() {
            let node = Node { document: self.document, raw, name: String::new() };
            let (place, member) = (self.name.clone(), member.clone());
            if !known.contains(&member.as_str()) {
                let (nearest, at) = (nearest(&member, known), node.position());
                return Err(ScenarioError::UnknownMember { place, member, nearest, at });
            }
            if self.members.0[..index].iter().any(|(earlier, _)| *earlier == member) {
                let at = node.position();
                return Err(ScenarioError::RepeatedMember { place, member, at });
            }
        }
        Ok(())
    }

    /// The error for a member that must be there.
    pub fn missing(&self, member: &'static str) -> ScenarioError {
        ScenarioError::MissingMember { place: self.name.clone(), member, at: self.position }
    }
}

/// The known name that starts like `found`, or else the one that takes the fewest changes to
/// reach, if that is at most half of it.
fn nearest(found: &str, known: &[&'static str]) -> Option<&'static str> {
    // A hostile name is long; no known one is.
    let found: Vec<char> = found.chars().take(40).flat_map(char::to_lowercase).collect();
    let start = String::from_iter(&found);
    if let Some(name) = known.iter().find(|name| start.len() >= 3 && name.starts_with(&start)) {
        return Some(name);
    }
    let far = |name: &&&'static str| edit_distance(&found, name);
    let name = known.iter().min_by_key(far)?;
    (edit_distance(&found, name) * 2 <= name.len().max(found.len())).then_some(*name)
}

/// How many characters must be put in, taken out or changed (Levenshtein).
fn edit_distance(found: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=found.len()).collect();
    for (index, wanted) in name.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for at in 1..row.len() {
            let changed = diagonal + usize::from(found[at - 1] != wanted);
            diagonal = row[at];
            row[at] = changed.min(row[at] + 1).min(row[at - 1] + 1);
        }
    }
    row[found.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let known = ["version", "seed", "starts_at", "world", "requests"];
        assert_eq!(nearest("request", &known), Some("requests"));
        assert_eq!(nearest("Start_at", &known), Some("starts_at"));
        assert_eq!(nearest("wrold", &known), Some("world"));
        assert_eq!(nearest("comment", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest("rtt", &["rtt_ms", "mtu"]), Some("rtt_ms"));
    }
}
