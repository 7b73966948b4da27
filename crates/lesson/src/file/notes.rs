//! What a lesson shows otherwise than its author may think.

use super::Slip;
use super::lesson::Inline;
use crate::texts;
use language::{fill, say};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Tables, footnotes, pictures and links that stay text, with their lines. The lesson begins at this
/// octet.
pub(super) fn notes(text: &str, begin: usize) -> Vec<Slip> {
    // What many writers of Markdown know, and CommonMark does not have.
    let more = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let parser = Parser::new_ext(&text[begin..], more).into_offset_iter();
    let noted = parser.filter_map(|(event, range)| {
        let message = match event {
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
