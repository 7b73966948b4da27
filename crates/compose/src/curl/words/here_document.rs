//! Here-documents (IEEE 1003.1-2024, Shell Command Language §2.7.4).

use super::Words;
use super::expansion::{Kind, expansion};
use crate::curl::Note;
use crate::texts;
use language::say;

/// A here-document whose lines are still to come.
pub struct HereDocument {
    /// The line that ends it.
    pub end: String,
    /// Whether its end was written in quotes, so that nothing in it is special.
    pub is_quoted: bool,
    /// Whether tabs in front of its lines are left out, as `<<-` does.
    pub takes_no_tabs: bool,
}

impl HereDocument {
    /// Takes its lines from the start of a text as the command's input, and hands back what follows
    /// them. Where no line ends it, all is taken, as shells do.
    pub fn read<'a>(&self, words: &mut Words, text: &'a str) -> &'a str {
        let mut content = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
            let line = if self.takes_no_tabs { line.trim_start_matches('\t') } else { line };
            rest = after;
            if line == self.end {
                break;
            }
            content.push_str(line);
            content.push('\n');
        }
        let content = if self.is_quoted { content } else { expanded(words, &content) };
        words.command.input = Some(content.into_bytes());
        rest
    }
}

/// Between the lines `\` is special before `$`, `` ` ``, `\` and the end of a line, and expansions
/// are done, here named.
fn expanded(words: &mut Words, content: &str) -> String {
    let mut kept = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find(['\\', '$', '`']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_escape = rest.starts_with('\\') && rest[1..].starts_with(['$', '`', '\\', '\n']);
        let len = match expansion(rest) {
            Some((kind, len)) => {
                let reason = match kind {
                    Kind::Value => say(texts::SHELL_WOULD_PUT_A),
                    Kind::Output => say(texts::SHELL_WOULD_RUN_A),
                };
                words.note(Note::matters(&rest[..len], reason));
                len
            }
            None => 1,
        };
        if is_escape {
            let escaped = &rest[1..2];
            kept.push_str(escaped.trim_end_matches('\n'));
            rest = &rest[2..];
        } else {
            kept.push_str(&rest[..len]);
            rest = &rest[len..];
        }
    }
    kept + rest
}
