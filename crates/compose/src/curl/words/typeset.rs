//! What a word processor or a web page makes of a command: curly quotes, spaces that do not break,
//! characters that nobody sees. To a shell they are letters like any other; here they are taken as
//! what was meant, and named.

use super::Words;
use crate::curl::Note;
use crate::curl::options::long;
use crate::texts;
use language::say;

const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];
const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];

/// Whether a character outside of quotes is taken as another one.
pub fn is_typeset(c: char) -> bool {
    DOUBLE.contains(&c) || SINGLE.contains(&c) || is_space(c) || is_unseen(c)
}

/// Spaces that a shell does not cut at.
fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Takes `found`, and what stands in the quotes that it opens.
pub fn piece<'a>(words: &mut Words, found: char, after: &'a str) -> &'a str {
    if is_space(found) {
        words.note(named(found, say(texts::SPACE_DOES_NOT_PART)));
        words.end_word();
        return after;
    }
    if is_unseen(found) {
        words.note(named(found, say(texts::CHARACTER_IS_NOT_SEEN)));
        return after;
    }
    let marks = if DOUBLE.contains(&found) { DOUBLE } else { SINGLE };
    // “ is closed by ”, „ by “; where a program has set both alike, by the same again.
    let close = match found {
        '“' => ['”', '“'],
        '‘' => ['’', '‘'],
        '„' => ['“', '”'],
        '‚' => ['‘', '’'],
        other => [other, other],
    };
    let end = close.iter().find_map(|close| after.find(*close));
    match end {
        Some(end) => {
            let closing = after[end..].chars().next().expect("a quote stands there");
            words.note(Note::matters(
                &format!("{found} {closing}"),
                say(texts::CURLY_QUOTES_ARE_NONE),
            ));
            words.push_octets(&after.as_bytes()[..end]);
            &after[end + closing.len_utf8()..]
        }
        None => {
            debug_assert!(marks.contains(&found), "it is one of these quotes");
            words.push(found);
            after
        }
    }
}

fn named(c: char, reason: &str) -> Note {
    Note::matters(&format!("U+{:04X}", u32::from(c)), reason)
}

/// A flag whose hyphens a word processor has made a dash of, as it was meant.
pub fn with_hyphens(word: &str) -> Option<String> {
    let name = word.trim_start_matches(['-', '‐', '‑', '‒', '–', '—', '―', '−']);
    let dashes = &word[..word.len() - name.len()];
    if dashes.bytes().all(|octet| octet == b'-') {
        return None;
    }
    let is_long = name.chars().nth(1).is_some()
        && name.split('=').next().is_some_and(|name| long(name).is_some());
    Some(format!("{}{name}", if is_long { "--" } else { "-" }))
}
