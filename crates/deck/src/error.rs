//! Why a deck is not opened, in sentences that say which scene it is and what to do.

use crate::texts;
use crate::{FORMAT_VERSION, MAX_OCTETS, MAX_SCENES};
use core::fmt;
use language::{fill, say};
use sharing::link::LinkError;
use trace::ScenarioError;

/// Why a deck is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckError {
    /// The number of the scene that it is about, from 1; of a list of links that of the line.
    pub at: At,
    /// What is wrong.
    pub cause: Cause,
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In the deck itself.
    Deck,
    /// In the scene with this number, from 1.
    Scene(usize),
    /// In the line with this number, from 1.
    Line(usize),
}

/// What is wrong with a deck or a scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Over [`MAX_OCTETS`].
    TooBig,
    /// It is neither JSON nor a list of links.
    NotADeck,
    /// It is a scenario, or a trace, which holds one.
    IsAScenario,
    /// It has no scene.
    NoScenes,
    /// No link is in it, nor anything else.
    NoLinks,
    /// A line of a list ends in no link.
    NoLinkInLine,
    /// It is cut, or no JSON (RFC 8259).
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The octet in that line, from 1.
        column: usize,
    },
    /// It was written for a format that is yet to come, or for none.
    OtherVersion(String),
    /// A member that must be there is not.
    MissingMember(&'static str),
    /// A member that this format does not have.
    UnknownMember(String),
    /// A member stands there twice.
    RepeatedMember(String),
    /// A value that this member does not take.
    WrongValue {
        /// The member.
        member: &'static str,
        /// What it takes.
        takes: String,
    },
    /// A text with more characters than it may have.
    TooLong {
        /// The member.
        member: &'static str,
        /// The most.
        most: usize,
    },
    /// A deck has over [`MAX_SCENES`].
    TooManyScenes(usize),
    /// It shows nothing, or more than one thing.
    NotOneThing,
    /// No scenario that comes along has this name.
    UnknownExample(String),
    /// What it links to cannot be shown.
    Link(LinkError),
    /// Its scenario cannot be run.
    Scenario(ScenarioError),
    /// What stands in the composer cannot be sent.
    NothingToSend,
}

impl Cause {
    /// The same, in the scene with this number.
    pub fn in_scene(self, number: usize) -> DeckError {
        DeckError { at: At::Scene(number), cause: self }
    }

    /// The same, in the line with this number.
    pub fn in_line(self, number: usize) -> DeckError {
        DeckError { at: At::Line(number), cause: self }
    }
}

impl From<Cause> for DeckError {
    fn from(cause: Cause) -> Self {
        Self { at: At::Deck, cause }
    }
}

impl fmt::Display for DeckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.cause.to_string();
        match self.at {
            At::Deck => f.write_str(&cause),
            At::Scene(number) => f.write_str(&fill!(texts::IN_SCENE, number, cause)),
            At::Line(number) => f.write_str(&fill!(texts::IN_LINE, number, cause)),
        }
    }
}

impl std::error::Error for DeckError {}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Self::TooBig => fill!(texts::DECK_IS_TOO_BIG, most = MAX_OCTETS / 1024 / 1024),
            Self::NotADeck => say(texts::NOT_A_DECK).to_owned(),
            Self::IsAScenario => say(texts::IS_A_SCENARIO).to_owned(),
            Self::NoScenes => say(texts::NO_SCENES).to_owned(),
            Self::NoLinks => say(texts::NO_LINKS).to_owned(),
            Self::NoLinkInLine => say(texts::NO_LINK_IN_LINE).to_owned(),
            Self::NotJson { line, column } => fill!(texts::NOT_JSON, line, column),
            Self::OtherVersion(found) => {
                fill!(texts::OTHER_VERSION, found, known = FORMAT_VERSION)
            }
            Self::MissingMember(member) => fill!(texts::MEMBER_IS_MISSING, member),
            Self::UnknownMember(member) => {
                fill!(texts::MEMBER_IS_UNKNOWN, member = shortened(member))
            }
            Self::RepeatedMember(member) => {
                fill!(texts::MEMBER_IS_REPEATED, member = shortened(member))
            }
            Self::WrongValue { member, takes } => fill!(texts::MEMBER_TAKES, member, takes),
            Self::TooLong { member, most } => fill!(texts::MEMBER_IS_TOO_LONG, member, most),
            Self::TooManyScenes(found) => {
                fill!(texts::TOO_MANY_SCENES, found, most = MAX_SCENES)
            }
            Self::NotOneThing => say(texts::NOT_ONE_THING).to_owned(),
            Self::UnknownExample(name) => {
                fill!(texts::EXAMPLE_IS_UNKNOWN, name = shortened(name))
            }
            Self::Link(error) => error.to_string(),
            Self::Scenario(error) => error.to_string(),
            Self::NothingToSend => say(texts::NOTHING_TO_SEND).to_owned(),
        };
        f.write_str(&said)
    }
}

/// As much of what a file says as a sentence has room for.
fn shortened(said: &str) -> String {
    const MOST: usize = 60;
    match said.chars().count() {
        ..=MOST => said.to_owned(),
        _ => said.chars().take(MOST).chain(['…']).collect(),
    }
}
