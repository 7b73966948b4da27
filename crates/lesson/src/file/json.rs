//! A built lesson, as a page opens it: JSON.

use super::lesson::{Block, Inline, Lesson};
use crate::texts;
use language::{fill, say};
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes and reads.
pub const FORMAT_VERSION: u64 = 1;

/// What is written of a lesson. What is read is read in two goes, since `flatten` needs the code twice.
#[derive(Serialize)]
struct File<'a> {
    /// The version of the format.
    roundtrip_lesson: u64,
    #[serde(flatten)]
    lesson: &'a Lesson,
}

/// A lesson, and what it is found by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Unlike that of any other lesson beside it: the name of its file, without its ending.
    pub name: String,
    /// The lesson.
    pub lesson: Lesson,
}

#[derive(Serialize, Deserialize)]
struct Collection {
    /// The version of the format.
    roundtrip_lessons: u64,
    lessons: Vec<Named>,
}

/// The lesson as JSON, in lines.
pub fn lesson_to_json(lesson: &Lesson) -> String {
    let file = File { roundtrip_lesson: FORMAT_VERSION, lesson };
    let text = serde_json::to_string_pretty(&file);
    text.expect("a lesson has text for keys alone") + "\n"
}

/// Reads what [`lesson_to_json`] wrote.
///
/// # Errors
/// What is wrong, as a sentence: other JSON, another version, an exchange that is not there.
pub fn lesson_from_json(text: &str) -> Result<Lesson, String> {
    /// What of a file says that it is one.
    #[derive(Deserialize)]
    struct Version {
        roundtrip_lesson: u64,
    }
    let version: Version = serde_json::from_str(text).map_err(not_read)?;
    check_version(version.roundtrip_lesson)?;
    let lesson = serde_json::from_str(text).map_err(not_read)?;
    check(&lesson)?;
    Ok(lesson)
}

/// Several lessons as one file, in one line: what a page lists.
pub fn lessons_to_json(lessons: Vec<Named>) -> String {
    let collection = Collection { roundtrip_lessons: FORMAT_VERSION, lessons };
    let text = serde_json::to_string(&collection);
    text.expect("a lesson has text for keys alone") + "\n"
}

/// Reads what [`lessons_to_json`] wrote.
///
/// # Errors
/// As of [`lesson_from_json`].
pub fn lessons_from_json(text: &str) -> Result<Vec<Named>, String> {
    let collection: Collection = serde_json::from_str(text).map_err(not_read)?;
    check_version(collection.roundtrip_lessons)?;
    collection.lessons.iter().try_for_each(|named| check(&named.lesson))?;
    Ok(collection.lessons)
}

fn not_read(error: serde_json::Error) -> String {
    fill!(texts::LESSON_NOT_READ, error = error)
}

fn check_version(found: u64) -> Result<(), String> {
    match found == FORMAT_VERSION {
        true => Ok(()),
        false => Err(fill!(texts::LESSON_OTHER_VERSION, found = found, known = FORMAT_VERSION)),
    }
}

fn check(lesson: &Lesson) -> Result<(), String> {
    let count = lesson.exchanges.len();
    if !are_there(&lesson.blocks, count) {
        return Err(fill!(texts::LESSON_LACKS_EXCHANGE, count = count));
    }
    if !are_safe(&lesson.blocks) {
        return Err(say(texts::LESSON_LINKS).to_owned());
    }
    Ok(())
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
