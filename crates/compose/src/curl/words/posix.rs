//! A POSIX shell (IEEE 1003.1-2024, Shell Command Language §2.2), with the `$'…'` of its §2.2.4.

use super::expansion::{Kind, expansion};
use super::here_document::HereDocument;
use super::typeset;
use super::{CUT_AT_AMPERSAND, Command, Words, ansi_c, is_in_url, pipe};
use crate::curl::{CurlError, Note};
use crate::texts;
use language::say;

/// Cuts the first command into words. What another command hands to it through a pipe, or a
/// here-document, is its input.
pub fn command(text: &str) -> Result<Command, CurlError> {
    let mut words = Words::default();
    let mut here = None;
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        rest = match found {
            ' ' | '\t' => {
                words.end_word();
                after
            }
            '#' if words.word.is_none() => after.find('\n').map_or("", |end| &after[end..]),
            '&' if is_in_url(words.word_so_far(), rest) => {
                words.note(Note::matters("&", say(CUT_AT_AMPERSAND)));
                words.push(found);
                after
            }
            '<' | '>' => redirection(&mut words, rest, &mut here)?,
            '&' if after.starts_with('>') => redirection(&mut words, after, &mut here)?,
            '\n' if here.is_some() => {
                let document: HereDocument = here.take().expect("it was looked at");
                let after = document.read(&mut words, after);
                words.note_rest(after);
                break;
            }
            '\n' if words.word.is_none() && words.command.words.is_empty() => after,
            '|' if !after.starts_with('|') && pipe::feeds_curl(&mut words, here.is_some()) => after,
            '\n' | ';' | '|' | '&' | '(' | ')' => {
                // A here-document belongs to this command, whatever follows on its line.
                let end_of_line = rest.find('\n').filter(|_| here.is_some());
                let (line, body) = rest.split_at(end_of_line.unwrap_or(rest.len()));
                if let Some(document) = here.take() {
                    document.read(&mut words, body.strip_prefix('\n').unwrap_or_default());
                }
                words.note_rest(line);
                break;
            }
            _ => piece(&mut words, rest)?,
        };
    }
    Ok(words.finished())
}

/// Takes one piece of a word: a character, an escape, what stands in quotes, an expansion.
fn piece<'a>(words: &mut Words, rest: &'a str) -> Result<&'a str, CurlError> {
    let found = rest.chars().next().expect("there is a piece");
    let after = &rest[found.len_utf8()..];
    Ok(match found {
        '\\' => escaped(words, after),
        '\'' => single_quoted(words, after)?,
        '"' => double_quoted(words, after)?,
        '$' if after.starts_with('\'') => ansi_c::quoted(words, &after[1..])?,
        '$' if after.starts_with('"') => after,
        '$' | '`' => expanded(words, rest),
        found if typeset::is_typeset(found) => typeset::piece(words, found, after),
        found => {
            words.push(found);
            after
        }
    })
}

/// `$NAME`, `$(…)` and the like stand in the word as they are written, and are named.
fn expanded<'a>(words: &mut Words, rest: &'a str) -> &'a str {
    let Some((kind, len)) = expansion(rest) else {
        words.push_octets(&rest.as_bytes()[..1]);
        return &rest[1..];
    };
    let written = &rest[..len];
    words.note(Note::matters(
        written,
        match kind {
            Kind::Value => say(texts::SHELL_WOULD_PUT_A),
            Kind::Output => say(texts::SHELL_WOULD_RUN_A),
        },
    ));
    words.push_octets(written.as_bytes());
    &rest[len..]
}

fn escaped<'a>(words: &mut Words, after: &'a str) -> &'a str {
    let Some(next) = after.chars().next() else { return after };
    let behind_spaces = after.trim_start_matches([' ', '\t']);
    if next != '\n' && behind_spaces.starts_with('\n') {
        // A shell takes the space, and the line ends.
        words.note(Note::matters("\\ ", say(texts::SPACE_BEHIND_THE_MARK)));
        words.end_word();
        return &behind_spaces[1..];
    }
    if next != '\n' {
        words.push(next);
    } else if after.trim_start().is_empty() {
        // The last line was to go on and does not; nothing is lost.
        return "";
    }
    &after[next.len_utf8()..]
}

fn single_quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    let end = after.find('\'').ok_or(CurlError::OpenQuote('\''))?;
    words.push_octets(&after.as_bytes()[..end]);
    Ok(&after[end + 1..])
}

fn double_quoted<'a>(words: &mut Words, after: &'a str) -> Result<&'a str, CurlError> {
    words.push_octets(b"");
    let mut rest = after;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        rest = match found {
            '"' => return Ok(after),
            '\\' if after.starts_with(['$', '`', '"', '\\', '\n']) => {
                if !after.starts_with('\n') {
                    words.push_octets(&after.as_bytes()[..1]);
                }
                &after[1..]
            }
            '$' | '`' => expanded(words, rest),
            found => {
                words.push(found);
                after
            }
        };
    }
    Err(CurlError::OpenQuote('"'))
}

/// `> file`, `2>&1`, `< file`, `<<EOF`, `<<< text`.
fn redirection<'a>(
    words: &mut Words,
    rest: &'a str,
    here: &mut Option<HereDocument>,
) -> Result<&'a str, CurlError> {
    if words.word_so_far().iter().all(u8::is_ascii_digit) {
        words.word = None;
    }
    words.end_word();
    let target = rest.trim_start_matches(['<', '>', '&', '|']);
    let operator = &rest[..rest.len() - target.len()];
    let takes_no_tabs = operator == "<<" && target.starts_with('-');
    let target = if takes_no_tabs { &target[1..] } else { target };
    let target = target.trim_start_matches([' ', '\t']);
    let mut named = Words::default();
    let mut after = target;
    while !after.is_empty() && !after.starts_with([' ', '\t', '\n', ';', '|', '&', '>', '<', ')']) {
        after = piece(&mut named, after)?;
    }
    let written = &target[..target.len() - after.len()];
    let name = named.word.take().unwrap_or_default();
    let found = &rest[..rest.len() - after.len()];
    match operator {
        "<<" => {
            let is_quoted = written.contains(['\'', '"', '\\']);
            let end = String::from_utf8_lossy(&name).into_owned();
            *here = Some(HereDocument { end, is_quoted, takes_no_tabs });
        }
        "<<<" => {
            named.command.notes.into_iter().for_each(|note| words.note(note));
            words.command.input = Some([&name[..], b"\n"].concat());
        }
        _ if operator.starts_with('<') => {
            words.note(Note::matters(found, say(texts::PAGE_CANNOT_READ_FILES)));
            words.command.input = None;
        }
        _ => words.note(Note::harmless(found, say(texts::WHERE_THE_OUTPUT_GOES))),
    }
    Ok(after)
}
