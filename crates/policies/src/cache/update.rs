//! A stored response is brought up to date by what a later one says (RFC 9111 §3.2): after a 304
//! (§4.3.4), and after the answer to a HEAD (§4.3.5).

use super::conditional::{contradict, is_weak, matches_weakly};
use super::fields::LeftOut;
use super::message::{Answer, set};
use crate::{Utc, http_date};
use std::collections::BTreeSet;
use trace::{FieldLine, FieldLines};

/// What describes the stored octets themselves, which stay (§3.2).
const KEPT: [&str; 3] = ["content-encoding", "content-length", "content-range"];

/// Adds what the new section says in place of what the old one said of the same fields (§3.2). An
/// old Age goes: how old the response is, the new one says.
pub(super) fn freshen(stored: &mut FieldLines, new: &FieldLines) {
    let left_out = LeftOut::of(new);
    let is_taken =
        |line: &&FieldLine| !KEPT.iter().any(|name| line.is(name)) && !left_out.has(line);
    let taken: Vec<FieldLine> = new.iter().filter(is_taken).cloned().collect();
    let names: BTreeSet<String> = taken.iter().map(|line| line.name.to_ascii_lowercase()).collect();
    stored.retain(|old| !old.is("age") && !names.contains(&old.name.to_ascii_lowercase()));
    stored.extend(taken);
}

/// As [`freshen`], by a response that came at this time: where it has no Date, that is its date (RFC
/// 9110 §6.6.1).
pub(super) fn freshen_at(stored: &mut FieldLines, new: &FieldLines, received_at: Utc) {
    freshen(stored, new);
    if !new.has("date") {
        let unix_s = i64::try_from(received_at.as_secs()).unwrap_or(i64::MAX);
        set(stored, "Date", http_date::text(unix_s));
    }
}

/// Which of the stored responses that were asked about a 304 is about (§4.3.4), by their places.
/// `asked_about` come in the order of their age, the most recent first.
pub(super) fn selected(asked_about: &[&Answer], new: &FieldLines) -> Vec<usize> {
    let of_tag = |same: &dyn Fn(&str) -> bool| {
        let has = |answer: &&&Answer| answer.field_lines.value("etag").is_some_and(same);
        let found = asked_about.iter().enumerate().filter(move |(_, answer)| has(answer));
        found.map(|(place, _)| place).collect::<Vec<usize>>()
    };
    match (new.value("etag"), new.value("last-modified")) {
        // All that have the same strong validator.
        (Some(tag), _) if !is_weak(tag) => of_tag(&|stored| stored == tag),
        // Of those with a matching weak one the most recent.
        (Some(tag), _) => {
            let mut found = of_tag(&|stored| matches_weakly(stored, tag));
            found.truncate(1);
            found
        }
        (None, Some(modified)) => {
            let is_of = |answer: &&Answer| {
                answer.field_lines.value("last-modified").is_none_or(|stored| stored == modified)
            };
            asked_about.iter().position(is_of).into_iter().collect()
        }
        // It says of none which it is about: it is the answer to a question about one.
        (None, None) if asked_about.len() == 1 => vec![0],
        (None, None) => Vec::new(),
    }
}

/// Whether the answer 200 to a HEAD is about the same representation as what is stored (§4.3.5):
/// validators and length agree, as far as both say them.
pub(super) fn head_agrees(stored: &Answer, head: &FieldLines) -> bool {
    let length = head.value("content-length").and_then(|length| length.parse::<usize>().ok());
    let is_as_long = match stored.status_code {
        206 => true,
        _ => length.is_none_or(|length| length == stored.content.len()),
    };
    is_as_long && !contradict(&stored.field_lines, head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lines;

    fn answer(fields: &[(&str, &str)], content: &str) -> Answer {
        let content = content.as_bytes().to_vec();
        let reason_phrase = String::new();
        Answer { status_code: 200, reason_phrase, field_lines: lines(fields), content }
    }

    #[test]
    fn section_3_2_what_is_said_anew_replaces_all_that_was_said() {
        let mut stored =
            lines(&[("A", "1"), ("a", "2"), ("B", "3"), ("Content-Length", "5"), ("Age", "9")]);
        let new = lines(&[
            ("B", "4"),
            ("B", "5"),
            ("C", "6"),
            ("Content-Length", "0"),
            ("Content-Encoding", "gzip"),
            ("Content-Type", "text/plain"),
            ("Connection", "X, close"),
            ("X", "7"),
            ("Keep-Alive", "timeout=5"),
            ("Cache-Control", "no-cache=\"Y\""),
            ("Y", "8"),
        ]);
        freshen(&mut stored, &new);
        let expected = lines(&[
            ("A", "1"),
            ("a", "2"),
            ("Content-Length", "5"),
            ("B", "4"),
            ("B", "5"),
            ("C", "6"),
            ("Content-Type", "text/plain"),
            ("Cache-Control", "no-cache=\"Y\""),
        ]);
        assert_eq!(stored, expected);
    }

    #[track_caller]
    fn check_selected(stored: &[&[(&str, &str)]], new: &[(&str, &str)], expected: &[usize]) {
        let stored: Vec<Answer> = stored.iter().map(|fields| answer(fields, "")).collect();
        let stored: Vec<&Answer> = stored.iter().collect();
        assert_eq!(selected(&stored, &lines(new)), expected, "{new:?}");
    }

    #[test]
    fn section_4_3_4_a_304_is_about_what_has_its_validator() {
        let (a, b) = ([("ETag", "\"a\"")], [("ETag", "\"b\"")]);
        check_selected(&[&a, &b, &a], &[("ETag", "\"a\"")], &[0, 2]);
        check_selected(&[&a, &b], &[("ETag", "\"c\"")], &[]);
        check_selected(&[&b, &a, &a], &[("ETag", "W/\"a\"")], &[1]);
        let (old, new) = ([("Last-Modified", "x")], [("Last-Modified", "y")]);
        check_selected(&[&new, &old], &old, &[1]);
        check_selected(&[&new], &old, &[]);
        check_selected(&[&a], &[], &[0]);
        check_selected(&[&a, &b], &[], &[]);
    }

    #[test]
    fn section_4_3_5_the_answer_to_head_agrees_or_not() {
        let stored = answer(&[("ETag", "\"a\""), ("Last-Modified", "x")], "12345");
        for (head, expected) in [
            (&[("ETag", "\"a\""), ("Content-Length", "5")] as &[(&str, &str)], true),
            (&[], true),
            (&[("ETag", "\"b\"")], false),
            (&[("Last-Modified", "y")], false),
            (&[("Content-Length", "6")], false),
        ] {
            assert_eq!(head_agrees(&stored, &lines(head)), expected, "{head:?}");
        }
    }
}
