//! The members of a deck file, in one table for reader and schema.

use crate::error::Cause;
use trace::Members;

/// A member that an object may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub name: &'static str,
    pub kind: Kind,
    /// What it says, for the schema.
    #[cfg_attr(not(test), expect(dead_code, reason = "the schema is made by a test"))]
    pub about: &'static str,
}

/// What a member may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// The version of the format.
    Version,
    /// A text of at most so many characters.
    Text(usize),
    /// A whole number from 1 on.
    Step,
    /// One of [`LEVELS`].
    Level,
    /// `true` or `false`.
    Truth,
    /// The name of a scenario that comes along.
    Example,
    /// A scenario file's object.
    Scenario,
    /// The scenes.
    Scenes,
}

const fn member(name: &'static str, kind: Kind, about: &'static str) -> Member {
    Member { name, kind, about }
}

pub(crate) const VERSION: &str = "version";
pub(crate) const TITLE: &str = "title";
pub(crate) const SCENES: &str = "scenes";
pub(crate) const LINK: &str = "link";
pub(crate) const EXAMPLE: &str = "example";
pub(crate) const SCENARIO: &str = "scenario";
pub(crate) const STEP: &str = "step";
pub(crate) const LEVEL: &str = "level";
pub(crate) const HIDES_WHAT_COMES: &str = "hides_what_comes";
pub(crate) const NOTES: &str = "notes";
pub(crate) const ASK: &str = "ask";

/// The levels, by the index that they have in [`picture::Level`]'s order.
pub(crate) const LEVELS: &[&str] = &["story", "connection", "packets"];

/// The most characters of a title, and of a question.
pub(crate) const SHORT: usize = 500;
/// The most characters of notes.
pub(crate) const LONG: usize = 20_000;
/// The most characters of a link with its address.
const ADDRESS: usize = 10_000;
/// Steps have at most this number.
pub(crate) const STEP_MAX: u32 = 1_000_000;

/// The members of a deck.
pub(crate) const OF_DECK: &[Member] = &[
    member("$schema", Kind::Text(SHORT), "Where this schema is, for editors; not used otherwise."),
    member(VERSION, Kind::Version, "The format of this file."),
    member(TITLE, Kind::Text(SHORT), "What the deck is called."),
    member(SCENES, Kind::Scenes, "The scenes, in the order in which they are shown."),
];

/// The members of a scene.
pub(crate) const OF_SCENE: &[Member] = &[
    member(TITLE, Kind::Text(SHORT), "What the scene is called; without it, what it shows."),
    member(
        LINK,
        Kind::Text(ADDRESS),
        "What it shows: a link as the page copies it, or what stands behind its #.",
    ),
    member(EXAMPLE, Kind::Example, "What it shows: a scenario that comes along, by its name."),
    member(SCENARIO, Kind::Scenario, "What it shows: a scenario, as scenario.md describes it."),
    member(
        STEP,
        Kind::Step,
        "The step that it starts at, counted from 1; without it the one that the link says, else the first.",
    ),
    member(LEVEL, Kind::Level, "How much is shown; without it as the link says, else the story."),
    member(
        HIDES_WHAT_COMES,
        Kind::Truth,
        "Whether the steps to come are hidden, so that the room can be asked.",
    ),
    member(NOTES, Kind::Text(LONG), "For the lecturer alone."),
    member(ASK, Kind::Text(SHORT), "A question for the room."),
];

/// Refuses members that are not in `known`, and those that stand there twice.
pub(crate) fn refuse_others(Members(found): &Members<'_>, known: &[Member]) -> Result<(), Cause> {
    for (index, (name, _)) in found.iter().enumerate() {
        if !known.iter().any(|member| member.name == name) {
            return Err(Cause::UnknownMember(name.clone()));
        }
        if found[..index].iter().any(|(earlier, _)| earlier == name) {
            return Err(Cause::RepeatedMember(name.clone()));
        }
    }
    Ok(())
}
