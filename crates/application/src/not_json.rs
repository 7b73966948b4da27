//! What is wrong with a text that is not JSON, in words that its writer can act on.
//!
//! serde_json tells its kinds of error apart by their text alone. A text that is not known here is
//! told in general words.

use crate::problem::Quoted;
use core::fmt;

/// What is wrong, and where: the words of a sentence without its end.
pub(crate) fn slip(error: &serde_json::Error, octets: &[u8]) -> String {
    let place = Place::of(error, octets);
    let told = error.to_string();
    let kind = told.split(" at line ").next().unwrap_or_default();
    let ends = |within: &str, hint: &str| format!("it ends {within}, at {place}: {hint}");
    let instead = |expected: &str| match place.found {
        Some(found) => {
            format!("{} stands at {place}, where {expected} should be", Quoted(found))
        }
        None => format!("{expected} should be at {place}"),
    };
    let wrong = |what: &str, hint: &str| format!("{what}, at {place}: {hint}");
    match kind {
        "EOF while parsing an object" => ends("within an object", "a closing } may be missing"),
        "EOF while parsing a list" => ends("within an array", "a closing ] may be missing"),
        "EOF while parsing a string" => ends("within a text", "a closing \" may be missing"),
        "EOF while parsing a value" => ends("too early", "a value should follow"),
        "expected `:`" => instead("the colon between a name and its value"),
        "expected `,` or `}`" => instead("a comma or a closing }"),
        "expected `,` or `]`" => instead("a comma or a closing ]"),
        "expected value" => {
            instead("a value (text in double quotes, a number, true, false, null, [ or {)")
        }
        "expected ident" => wrong(
            "a word stands without quotes",
            "only true, false and null do, and text needs double quotes",
        ),
        "key must be a string" => instead("a name in double quotes"),
        "trailing comma" => wrong("nothing follows the last comma", "leave the comma out"),
        "trailing characters" => instead("nothing more"),
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            wrong("a text holds a line break, a tab or the like", "write \\n or \\t for it")
        }
        "invalid escape" => wrong(
            "a backslash stands before a sign that needs none",
            "write two of them to mean one",
        ),
        "invalid number" => {
            wrong("a number is not written as JSON has it", "write e.g. 7, 0.5, -3 or 1e6")
        }
        "number out of range" => wrong("a number is too large", "send it as text"),
        "invalid unicode code point" => {
            wrong("the octets are not UTF-8", "JSON is always sent in UTF-8")
        }
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => wrong(
            "\\u stands for half a character",
            "four hexadecimal digits make one, large ones take a pair",
        ),
        "recursion limit exceeded" => {
            wrong("brackets are nested too deeply", "128 levels are read")
        }
        _ => format!("it cannot be read any further at {place}"),
    }
}

/// What a JSON text that is no object is as a whole: its first sign tells.
pub(crate) fn outermost(octets: &[u8]) -> &'static str {
    match octets.trim_ascii_start().first() {
        Some(b'[') => "an array",
        Some(b'"') => "text",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        Some(_) | None => "a number",
    }
}

/// A place in a text, for people: lines and characters count from 1.
struct Place<'a> {
    line: usize,
    column: usize,
    /// The sign that stands there.
    found: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// serde_json counts columns in octets.
    fn of(error: &serde_json::Error, octets: &'a [u8]) -> Self {
        let newlines = octets.iter().enumerate().filter(|(_, octet)| **octet == b'\n');
        let line_starts = core::iter::once(0).chain(newlines.map(|(at, _)| at + 1));
        let start = line_starts.take(error.line()).last().unwrap_or(0);
        let at = (start + error.column().saturating_sub(1)).min(octets.len());
        let before = String::from_utf8_lossy(&octets[start..at]);
        let rest = octets[at..].utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let end = rest.chars().next().map_or(0, char::len_utf8);
        Self {
            line: error.line(),
            column: before.chars().count() + 1,
            found: rest.get(..end).filter(|found| !found.is_empty()),
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let error = serde_json::from_str::<serde_json::Value>(text).expect_err("it is not JSON");
        assert_eq!(slip(&error, text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn a_text_that_ends_too_early_says_what_it_lacks() {
        check(
            r#"{"name": "Bob""#,
            "it ends within an object, at line 1, column 14: a closing } may be missing",
        );
        check("[1, 2", "it ends within an array, at line 1, column 5: a closing ] may be missing");
        check(
            "{\"name\":\n \"Bob",
            "it ends within a text, at line 2, column 5: a closing \" may be missing",
        );
        check(r#"{"name":"#, "it ends too early, at line 1, column 8: a value should follow");
    }

    #[test]
    fn a_sign_in_the_wrong_place_is_named() {
        check(
            "{name: 1}",
            "“n” stands at line 1, column 2, where a name in double quotes should be",
        );
        check(
            r#"{"é": 1, "ü" 2}"#,
            "“2” stands at line 1, column 14, where the colon between a name and its value should be",
        );
        check(
            r#"{"a": 1 "b": 2}"#,
            "“\"” stands at line 1, column 9, where a comma or a closing } should be",
        );
        check("[1 2]", "“2” stands at line 1, column 4, where a comma or a closing ] should be");
        check(
            "{\"name\": 'Bob'}",
            "“'” stands at line 1, column 10, where a value (text in double quotes, a number, true, false, null, [ or {) should be",
        );
        check("{} x", "“x” stands at line 1, column 4, where nothing more should be");
    }

    #[test]
    fn what_json_writes_otherwise_is_told_with_a_hint() {
        check(
            r#"{"a": 1,}"#,
            "nothing follows the last comma, at line 1, column 9: leave the comma out",
        );
        check(
            "[trve]",
            "a word stands without quotes, at line 1, column 4: only true, false and null do, and text needs double quotes",
        );
        check(
            "\"a\nb\"",
            "a text holds a line break, a tab or the like, at line 2, column 1: write \\n or \\t for it",
        );
        check(
            r#""C:\Users""#,
            "a backslash stands before a sign that needs none, at line 1, column 5: write two of them to mean one",
        );
        check(
            "[01]",
            "a number is not written as JSON has it, at line 1, column 3: write e.g. 7, 0.5, -3 or 1e6",
        );
        check("1e999", "a number is too large, at line 1, column 5: send it as text");
        check(
            r#""\ud800""#,
            "\\u stands for half a character, at line 1, column 8: four hexadecimal digits make one, large ones take a pair",
        );
        check(
            r#""\ud800\u0041""#,
            "\\u stands for half a character, at line 1, column 13: four hexadecimal digits make one, large ones take a pair",
        );
        let nested = "[".repeat(200);
        check(
            &nested,
            "brackets are nested too deeply, at line 1, column 128: 128 levels are read",
        );
    }

    #[test]
    fn octets_that_are_no_utf_8_are_told() {
        let octets = b"{\"name\": \"\xff\"}";
        let error = serde_json::from_slice::<serde_json::Value>(octets).expect_err("not UTF-8");
        assert_eq!(
            slip(&error, octets),
            "the octets are not UTF-8, at line 1, column 11: JSON is always sent in UTF-8"
        );
    }
}
