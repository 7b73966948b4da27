//! A lesson as plain data.

use super::spec::Spec;
use serde::{Deserialize, Serialize};
use trace::Scenario;

/// A lesson: text, exchanges to look at, and exercises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// What it is called.
    pub title: String,
    /// The course that it is a part of; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub course: String,
    /// Whom it is for.
    pub level: Level,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The language that it is written in: a BCP 47 tag, e.g. `en`.
    pub language: String,
    /// What is looked at, in order. Blocks and exercises name them by their places.
    pub exchanges: Vec<Exchange>,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// Whom a lesson is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Who has never seen a request.
    Beginner,
    /// Who has.
    Intermediate,
    /// Who wants to know each octet.
    Advanced,
}

impl Level {
    /// All of them, by the names that a lesson writes.
    pub const ALL: [(&str, Self); 3] = [
        ("beginner", Self::Beginner),
        ("intermediate", Self::Intermediate),
        ("advanced", Self::Advanced),
    ];
}

/// An exchange of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// What it is called.
    pub title: String,
    /// What is sent, and through which world.
    #[serde(with = "super::scenario_json")]
    pub scenario: Scenario,
}

/// A block of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading; 1 is the highest.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list without numbers.
    List(Vec<Vec<Block>>),
    /// A list with numbers, from this one on.
    NumberedList(u64, Vec<Vec<Block>>),
    /// A quotation; lessons have their remarks in these.
    Quote(Vec<Block>),
    /// Text that is shown as it stands.
    Code(String),
    /// A line between two parts.
    Rule,
    /// The exchange at this place of the list.
    Exchange(usize),
    /// An exercise.
    Exercise(Box<Spec>),
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// As it is.
    Text(String),
    /// Emphasised.
    Emphasis(Vec<Inline>),
    /// Emphasised more.
    Strong(Vec<Inline>),
    /// Something that stands in a message or a program.
    Code(String),
    /// What leads elsewhere: `https:`, `http:`, or a place of the same page.
    Link(String, Vec<Inline>),
    /// A new line.
    Break,
}

impl Block {
    /// What some blocks say, a line for each, without marks.
    pub fn plain(blocks: &[Self]) -> String {
        let block = |block: &Self| match block {
            Self::Heading(_, text) | Self::Paragraph(text) => Inline::plain(text),
            Self::List(items) | Self::NumberedList(_, items) => {
                items.iter().map(|item| Self::plain(item)).collect::<Vec<_>>().join("\n")
            }
            Self::Quote(inner) => Self::plain(inner),
            Self::Code(text) => text.clone(),
            Self::Rule | Self::Exchange(_) | Self::Exercise(_) => String::new(),
        };
        let lines: Vec<String> = blocks.iter().map(block).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}

impl Inline {
    /// What some pieces say, on one line and without marks.
    pub fn plain(pieces: &[Self]) -> String {
        let piece = |inline: &Self| match inline {
            Self::Text(text) | Self::Code(text) => text.clone(),
            Self::Emphasis(inner) | Self::Strong(inner) | Self::Link(_, inner) => {
                Self::plain(inner)
            }
            Self::Break => " ".to_owned(),
        };
        pieces.iter().map(piece).collect()
    }

    /// Where a link may lead: to the web, or to a place of the page itself.
    pub(super) fn safe_target(target: &str) -> Option<String> {
        let target = target.trim();
        let scheme = target.split_once("://").map(|(scheme, _)| scheme);
        let is_web = |scheme: &str| {
            scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
        };
        let is_safe = target.starts_with('#') || scheme.is_some_and(is_web);
        is_safe.then(|| target.to_owned())
    }

    /// Whether every link in it leads where links may.
    pub(super) fn is_safe(&self) -> bool {
        match self {
            Self::Link(target, inner) => {
                Self::safe_target(target).is_some() && inner.iter().all(Self::is_safe)
            }
            Self::Emphasis(inner) | Self::Strong(inner) => inner.iter().all(Self::is_safe),
            Self::Text(_) | Self::Code(_) | Self::Break => true,
        }
    }
}
