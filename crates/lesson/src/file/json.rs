//! A built lesson, as a page opens it: JSON.

use super::lesson::{Block, Inline, Lesson};
use crate::texts;
use language::{fill, say};
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes and reads.
pub const FORMAT_VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct File {
    /// The version of the format.
    roundtrip_lesson: u64,
    #[serde(flatten)]
    lesson: Lesson,
}

/// The lesson as JSON, in lines.
pub fn lesson_to_json(lesson: &Lesson) -> String {
    let file = File { roundtrip_lesson: FORMAT_VERSION, lesson: lesson.clone() };
    let text = serde_json::to_string_pretty(&file);
    text.expect("a lesson has text for keys alone") + "\n"
}

/// Reads what [`lesson_to_json`] wrote.
///
/// # Errors
/// What is wrong, as a sentence: other JSON, another version, an exchange that is not there.
pub fn lesson_from_json(text: &str) -> Result<Lesson, String> {
    let file: File =
        serde_json::from_str(text).map_err(|error| fill!(texts::LESSON_NOT_READ, error = error))?;
    if file.roundtrip_lesson != FORMAT_VERSION {
        let (found, known) = (file.roundtrip_lesson, FORMAT_VERSION);
        return Err(fill!(texts::LESSON_OTHER_VERSION, found = found, known = known));
    }
    let count = file.lesson.exchanges.len();
    if !are_there(&file.lesson.blocks, count) {
        return Err(fill!(texts::LESSON_LACKS_EXCHANGE, count = count));
    }
    if !are_safe(&file.lesson.blocks) {
        return Err(say(texts::LESSON_LINKS).to_owned());
    }
    Ok(file.lesson)
}

/// Whether each exchange that is named is there.
fn are_there(blocks: &[Block], count: usize) -> bool {
    blocks.iter().all(|block| match block {
        Block::Exchange(place) => *place < count,
        Block::Exercise(spec) => {
            spec.exchange.map_or(!spec.kind.needs_exchange(), |place| place < count)
        }
        Block::List(items) | Block::NumberedList(_, items) => {
            items.iter().all(|item| are_there(item, count))
        }
        Block::Quote(blocks) => are_there(blocks, count),
        Block::Heading(..) | Block::Paragraph(_) | Block::Code(_) | Block::Rule => true,
    })
}

/// Whether every link leads where links may.
fn are_safe(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match block {
        Block::Heading(_, text) | Block::Paragraph(text) => text.iter().all(Inline::is_safe),
        Block::List(items) | Block::NumberedList(_, items) => {
            items.iter().all(|item| are_safe(item))
        }
        Block::Quote(blocks) => are_safe(blocks),
        Block::Code(_) | Block::Rule | Block::Exchange(_) | Block::Exercise(_) => true,
    })
}
