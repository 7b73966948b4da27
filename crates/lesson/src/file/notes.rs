//! What a lesson shows otherwise than its author may think.

use super::Slip;
use super::lesson::Inline;
use crate::texts;
use language::{fill, say};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// The fences that do something.
const FENCES: [&str; 2] = ["exercise", "roundtrip"];

/// The fence whose name was meant, where this is nearly one.
fn meant(found: &str) -> Option<&'static str> {
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.iter_mut().for_each(|letter| *letter = letter.to_ascii_lowercase());
        letters
    };
    let is_near = |name: &&&str| {
        let name: &str = name;
        found != name && distance(&letters(found), &letters(name)) <= 2
    };
    FENCES.iter().find(is_near).copied()
}

/// How many letters have to be put in, taken out or changed to make one word of the other (V. Levenshtein,
/// 1966).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = place + 1;
        for (column, known) in other.iter().enumerate() {
            let changed = before + usize::from(letter != known);
            before = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(before + 1);
        }
    }
    row[other.len()]
}

/// Tables, footnotes, pictures, links that stay text, and fences that do nothing, with their lines.
/// `begin` is [`super::Written::begin`].
pub fn notes(text: &str, begin: usize) -> Vec<Slip> {
    // What many writers of Markdown know, and CommonMark does not have.
    let more = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let parser = Parser::new_ext(&text[begin..], more).into_offset_iter();
    let noted = parser.filter_map(|(event, range)| {
        let message = match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let found = info.split_whitespace().next().unwrap_or_default();
                let name = meant(found)?;
                fill!(texts::NOTE_FENCE_NAME, found = found, name = name)
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                let block = &text[begin + range.start..begin + range.end];
                let is_fence = |line: &str| {
                    FENCES.iter().any(|name| line.trim_start().starts_with(&["```", name].concat()))
                };
                if !block.lines().any(is_fence) {
                    return None;
                }
                say(texts::NOTE_FENCE_INDENTED).to_owned()
            }
            Event::Start(Tag::Table(_)) => say(texts::NOTE_TABLE).to_owned(),
            Event::FootnoteReference(_) => say(texts::NOTE_FOOTNOTE).to_owned(),
            Event::Start(Tag::Image { .. }) => say(texts::NOTE_PICTURE).to_owned(),
            Event::Start(Tag::Link { dest_url, .. })
                if Inline::safe_target(&dest_url).is_none() =>
            {
                fill!(texts::NOTE_LINK, target = dest_url)
            }
            _ => return None,
        };
        Some(Slip::at(text, begin + range.start, message))
    });
    noted.collect()
}
