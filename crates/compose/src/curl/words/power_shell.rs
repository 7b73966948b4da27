//! PowerShell, as far as people write curl commands for it.

use super::expansion::expansion;
use super::{Command, Words};
use crate::curl::{CurlError, Note};
use crate::texts;
use language::say;

/// Cuts the first command into words.
pub fn command(text: &str) -> Result<Command, CurlError> {
    let mut words = Words::default();
    let mut quote = None;
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let whole = rest;
        rest = &rest[found.len_utf8()..];
        // To PowerShell curly quotes are quotes.
        let found = match found {
            '“' | '”' | '„' if quote != Some('\'') => '"',
            '‘' | '’' | '‚' | '‛' if quote != Some('"') => '\'',
            found => found,
        };
        match (quote, found) {
            // Two of the quote are one character; so is \", which programs are given for it.
            (Some(open), found) if found == open && rest.starts_with(open) => {
                words.push(open);
                rest = &rest[1..];
            }
            (Some(_), '\\') if rest.starts_with('"') => {
                words.push('"');
                rest = rest.trim_start_matches('"');
            }
            (Some(open), found) if found == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(found);
                words.push_octets(b"");
            }
            (None, '`')
                if !rest.starts_with('\n')
                    && rest.trim_start_matches([' ', '\t']).starts_with('\n') =>
            {
                words.note(Note::matters("` ", say(texts::SPACE_BEHIND_THE_MARK)));
                words.end_word();
                rest = &rest.trim_start_matches([' ', '\t'])[1..];
            }
            (None | Some('"'), '`') => {
                let Some(escaped) = rest.chars().next() else { break };
                rest = &rest[escaped.len_utf8()..];
                push_escaped(&mut words, escaped, quote.is_some());
            }
            (None | Some('"'), '$')
                if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '{') =>
            {
                let (_, len) = expansion(whole).expect("a name follows");
                words.note(Note::matters(&whole[..len], say(texts::SHELL_WOULD_PUT_A)));
                words.push(found);
            }
            (None, ' ' | '\t') => words.end_word(),
            (None, '\n' | ';' | '|') => {
                words.note_rest(rest);
                break;
            }
            (_, found) => words.push(found),
        }
    }
    match quote {
        Some(quote) => Err(CurlError::OpenQuote(quote)),
        None => Ok(words.finished()),
    }
}

fn push_escaped(words: &mut Words, escaped: char, is_quoted: bool) {
    match escaped {
        '\n' if !is_quoted => {}
        'n' => words.push('\n'),
        'r' => words.push('\r'),
        't' => words.push('\t'),
        '0' => words.note(Note::matters("`0", say(texts::NULL_CHARACTER_CANNOT_BE))),
        escaped => words.push(escaped),
    }
}
