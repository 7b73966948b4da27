//! From a command to its words, as the shell it was written for would cut it: a POSIX shell,
//! cmd.exe or PowerShell.

mod ansi_c;
mod cmd;
mod expansion;
mod here_document;
mod pipe;
mod posix;
mod power_shell;
mod typeset;

pub use typeset::with_hyphens;

use super::{CurlError, Note};
use crate::texts;
use language::{Text, say};

/// The words of one command.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Command {
    pub words: Vec<String>,
    /// What it reads from standard input: a here-document, or what another command prints.
    pub input: Option<Vec<u8>>,
    /// What was not taken as the shell would take it.
    pub notes: Vec<Note>,
}

/// Cuts the first command of a text into words.
pub fn command(text: &str) -> Result<Command, CurlError> {
    // As terminals do, so that a line ends in one way only.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    match shell(text) {
        Shell::Posix => posix::command(text),
        Shell::Cmd => cmd::command(text),
        Shell::Power => power_shell::command(text),
    }
}

/// Whose quoting it is; `Power` is PowerShell.
enum Shell {
    Posix,
    Cmd,
    Power,
}

/// The shell whose mark stands first outside of quotes: `\`, `^` or `` ` `` at the end of a line,
/// or the `^"` that browsers write for cmd.exe.
fn shell(text: &str) -> Shell {
    // What older browsers wrote for cmd.exe in one line: a quote within quotes stands there twice.
    if text.contains("\"{\"\"") {
        return Shell::Cmd;
    }
    // Its prompt; or a program's full name, with quotes that cmd.exe does not know.
    let is_power_shell =
        text.starts_with("PS ") || text.starts_with("curl.exe ") && text.contains('\'');
    if is_power_shell {
        return Shell::Power;
    }
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let after = &rest[found.len_utf8()..];
        let ends_line = after.trim_start_matches([' ', '\t']).starts_with('\n');
        rest = match found {
            '\\' if ends_line => return Shell::Posix,
            '^' if ends_line || after.starts_with('"') => return Shell::Cmd,
            '`' if ends_line => return Shell::Power,
            '\\' => after.strip_prefix(|_: char| true).unwrap_or_default(),
            '\'' => after.split_once('\'').map_or("", |(_, rest)| rest),
            '"' => after_double_quotes(after),
            _ => after,
        };
    }
    Shell::Posix
}

fn after_double_quotes(text: &str) -> &str {
    let mut is_escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = matches!(c, '\\' | '`') && !is_escaped;
        ends
    });
    end.map_or("", |end| &text[end + 1..])
}

/// A word that is being put together. A quote makes a word even where it holds nothing.
#[derive(Default)]
struct Words {
    command: Command,
    /// Octets rather than characters, for `$'\xC3\xA4'`.
    word: Option<Vec<u8>>,
}

impl Words {
    fn push(&mut self, character: char) {
        let mut octets = [0; 4];
        self.push_octets(character.encode_utf8(&mut octets).as_bytes());
    }

    fn push_octets(&mut self, octets: &[u8]) {
        self.word.get_or_insert_default().extend_from_slice(octets);
    }

    fn end_word(&mut self) {
        let Some(octets) = self.word.take() else { return };
        let word = String::from_utf8(octets).unwrap_or_else(|error| {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            self.note(Note::matters(&text, say(texts::ITS_BYTES_ARE_NO)));
            text
        });
        self.command.words.push(word);
    }

    fn word_so_far(&self) -> &[u8] {
        self.word.as_deref().unwrap_or_default()
    }

    fn note(&mut self, note: Note) {
        if !self.command.notes.contains(&note) {
            self.command.notes.push(note);
        }
    }

    /// The shell would go on with another command from here.
    fn note_rest(&mut self, rest: &str) {
        let line = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        let start: String = line.chars().take(20).collect();
        if !rest.trim().trim_matches([';', '&', '\n', ' ']).is_empty() {
            self.note(Note::matters(&format!("{start}…"), say(texts::ONLY_THE_FIRST_COMMAND)));
        }
    }

    fn finished(mut self) -> Command {
        self.end_word();
        self.command
    }
}

/// `&` inside of an unquoted URL, where nobody means a shell's own `&`.
fn is_in_url(word: &[u8], rest: &str) -> bool {
    let is_url = word.windows(3).any(|three| three == b"://") || word.contains(&b'?');
    is_url && rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Why a URL is not cut where a shell would cut it.
pub const CUT_AT_AMPERSAND: Text = texts::WITHOUT_QUOTES_A_SHELL;

#[cfg(test)]
mod tests;
