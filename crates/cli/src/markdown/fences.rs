//! Where the fences of a document are: a CommonMark parser says it, so that what only looks like
//! one, in another fence, in code or in HTML, is none.

use crate::input_error::InputError;
use core::ops::Range;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The word behind the opening of a fence of ours.
const WORD: &str = "roundtrip";

/// A fence of ours.
#[derive(Debug)]
pub struct Fence {
    /// The line that opens it, counted from 1.
    pub line: usize,
    /// What stands behind the word, which is nothing if all is well.
    pub behind_the_word: String,
    /// Its content, line by line.
    pub lines: Vec<String>,
}

/// Where a fence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the document itself.
    AtTheTop,
    /// In a list, a quote, a footnote.
    Within,
}

/// What is wrong, and in which line.
#[derive(Debug)]
pub struct Wrong {
    pub line: usize,
    pub error: InputError,
}

struct Found {
    range: Range<usize>,
    info: String,
    content: String,
    place: Place,
    /// Whether it ends a paragraph, by standing in its next line.
    ends_paragraph: bool,
}

/// The text with something else, in one line, in place of each fence.
pub fn woven(
    text: &str,
    mut embed: impl FnMut(&Fence) -> Result<String, Wrong>,
) -> Result<String, Wrong> {
    let mut woven = String::with_capacity(text.len());
    let mut at = 0;
    for found in fences(text) {
        let Found { range, info, content, place, ends_paragraph } = found;
        let line = 1 + text[..range.start].matches('\n').count();
        let fence = Fence {
            line,
            behind_the_word: info
                .trim_start()
                .strip_prefix(WORD)
                .unwrap_or_default()
                .trim()
                .to_owned(),
            lines: content.lines().map(str::to_owned).collect(),
        };
        // The opening line, the content, and the line that closes it: if that is not there, the
        // fence would take in whatever follows.
        if text[range.clone()].lines().count() != fence.lines.len() + 2 {
            let error = "this fence is not closed; put as many of its marks as open it on a line of their own";
            return Err(Wrong { line, error: InputError::new(error) });
        }
        let line_end = if text[range.start..].split('\n').next().is_some_and(|l| l.ends_with('\r'))
        {
            "\r\n"
        } else {
            "\n"
        };
        let embedded = embed(&fence)?;
        woven.push_str(&text[at..range.start]);
        // At the top, empty lines around it: not every Markdown knows a block without them.
        if ends_paragraph {
            woven.push_str(line_end);
        }
        woven.push_str(&embedded);
        let behind = text[range.end..].split('\n').nth(1).unwrap_or_default();
        if place == Place::AtTheTop && !is_blank(behind) {
            woven.push_str(line_end);
        }
        at = range.end;
    }
    woven.push_str(&text[at..]);
    Ok(woven)
}

fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '\r']).is_empty()
}

fn options() -> Options {
    Options::ENABLE_FOOTNOTES
}

/// How many octets the front matter has: what stands at the very beginning between two lines `---`
/// (YAML) or `+++` (TOML). It is no Markdown.
fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if !matches!(first.trim_end(), "---" | "+++") {
        return 0;
    }
    let mut n_octets = first.len();
    for line in lines {
        n_octets += line.len();
        if line.trim_end() == first.trim_end() {
            return n_octets;
        }
    }
    0
}

/// Each fence of ours, from its first mark to its last.
fn fences(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut depth = 0_usize;
    let mut is_in_ours = false;
    let mut is_behind_paragraph = false;
    let begin = front_matter(text);
    for (event, range) in Parser::new_ext(&text[begin..], options()).into_offset_iter() {
        let range = begin + range.start..begin + range.end;
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_ours(&info) => {
                is_in_ours = true;
                let place = if depth == 0 { Place::AtTheTop } else { Place::Within };
                let closed = text[range.clone()].trim_end();
                let end = range.start + closed.len();
                let blank = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
                let range = range.start..end + blank;
                let before = text[..range.start].rsplit('\n').nth(1).unwrap_or_default();
                let ends_paragraph = depth == 0 && is_behind_paragraph && !is_blank(before);
                let (info, content) = (info.into_string(), String::new());
                found.push(Found { range, info, content, place, ends_paragraph });
            }
            Event::End(TagEnd::CodeBlock) if is_in_ours => {
                is_in_ours = false;
                is_behind_paragraph &= depth > 0;
            }
            Event::Text(content) if is_in_ours => {
                let fence = found.last_mut().expect("one is open");
                fence.content.push_str(&content);
            }
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth -= 1;
                if depth == 0 {
                    is_behind_paragraph = end == TagEnd::Paragraph;
                }
            }
            _ => {}
        }
    }
    found
}

fn is_ours(info: &str) -> bool {
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    word == WORD
}

#[cfg(test)]
mod tests;
