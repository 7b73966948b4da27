//! cmd.exe, and after it the way in which a C program on Windows cuts its command line: what
//! browsers write for “Copy as cURL (cmd)”.

use super::{CUT_AT_AMPERSAND, Command, Words, is_in_url};
use crate::curl::{CurlError, Note};
use crate::texts;
use language::say;

/// Cuts the first command into words.
pub fn command(text: &str) -> Result<Command, CurlError> {
    let mut words = Words::default();
    let line = after_carets(text, &mut words);
    let mut is_quoted = false;
    let mut rest = line.as_str();
    while let Some(found) = rest.chars().next() {
        let n_backslashes = rest.len() - rest.trim_start_matches('\\').len();
        let after_backslashes = &rest[n_backslashes..];
        if n_backslashes > 0 && after_backslashes.starts_with('"') {
            // Before a quote, two backslashes are one, and an odd one makes the quote a character.
            words.push_octets(&b"\\".repeat(n_backslashes / 2));
            rest = after_backslashes;
            if n_backslashes % 2 == 1 {
                words.push('"');
                rest = &rest[1..];
            }
            continue;
        }
        rest = &rest[found.len_utf8()..];
        match found {
            '"' if is_quoted && rest.starts_with('"') => {
                words.push('"');
                rest = &rest[1..];
            }
            '"' => {
                is_quoted = !is_quoted;
                words.push_octets(b"");
            }
            ' ' | '\t' if !is_quoted => words.end_word(),
            found => words.push(found),
        }
    }
    if is_quoted { Err(CurlError::OpenQuote('"')) } else { Ok(words.finished()) }
}

/// The line that cmd.exe hands on: a caret makes the next character an ordinary one, and takes
/// away the end of a line. Inside of quotes a caret is a caret.
fn after_carets(text: &str, words: &mut Words) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        match found {
            '^' if !is_quoted => {
                let behind_spaces = after.trim_start_matches([' ', '\t']);
                if !after.starts_with('\n') && behind_spaces.starts_with('\n') {
                    words.note(Note::matters("^ ", say(texts::SPACE_BEHIND_THE_MARK)));
                    line.push(' ');
                    rest = &behind_spaces[1..];
                    continue;
                }
                let after = after.strip_prefix('\n').unwrap_or(after);
                let Some(escaped) = after.chars().next() else { break };
                let is_caret_before_end = escaped == '^' && after[1..].starts_with('\n');
                if !is_caret_before_end {
                    line.push(escaped);
                    rest = &after[escaped.len_utf8()..];
                } else {
                    rest = after;
                }
                continue;
            }
            '"' => {
                is_quoted = !is_quoted;
                line.push(found);
            }
            '&' if !is_quoted && is_in_url(line.as_bytes(), rest) => {
                words.note(Note::matters("&", say(CUT_AT_AMPERSAND)));
                line.push(found);
            }
            '\n' | '&' | '|' if !is_quoted => {
                words.note_rest(rest);
                break;
            }
            found => line.push(found),
        }
        rest = after;
    }
    line
}
