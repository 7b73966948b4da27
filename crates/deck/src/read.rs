//! From a text to a [`Deck`].

use crate::error::{Cause, DeckError};
use crate::lines::read_lines;
use crate::members::{
    ASK, EXAMPLE, HIDES_WHAT_COMES, Kind, LEVEL, LEVELS, LINK, Member, NOTES, OF_DECK, OF_SCENE,
    SCENARIO, SCENES, STEP, STEP_MAX, TITLE, VERSION, refuse_others,
};
use crate::scene::{Deck, Linked, Scene, Shows};
use crate::{FORMAT_VERSION, MAX_OCTETS, MAX_SCENES, texts};
use language::say;
use picture::Level;
use serde::de::Deserialize;
use serde_json::value::RawValue;
use trace::{Members, scenario_from_json};

/// Reads a deck as `docs/deck.md` describes it, or a list of links.
///
/// # Errors
/// The first thing that is wrong, with its scene and what to do.
pub fn read(text: &str) -> Result<Deck, DeckError> {
    let deck = read_kept(text)?;
    // To open nothing would only take away what is there.
    if deck.scenes.is_empty() { Err(Cause::NoScenes.into()) } else { Ok(deck) }
}

/// Reads what [`write`](crate::write) wrote of a deck that is still being made, which may have no
/// scene yet.
///
/// # Errors
/// As those of [`read`].
pub fn read_kept(text: &str) -> Result<Deck, DeckError> {
    if text.len() > MAX_OCTETS {
        return Err(Cause::TooBig.into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().starts_with('{') {
        true => Document { text }.deck(),
        false => read_lines(text),
    }
}

/// Reads what was typed or pasted as links, one a line; a whole deck too.
///
/// # Errors
/// The first thing that is wrong, with its line and what to do.
pub fn read_links(text: &str) -> Result<Deck, DeckError> {
    match read(text) {
        Err(DeckError { cause: Cause::NotADeck, .. }) => {
            let line = text.lines().position(|line| !line.trim().is_empty());
            Err(line.map_or(Cause::NoLinks.into(), |line| Cause::NoLinkInLine.in_line(line + 1)))
        }
        read => read,
    }
}

/// Whether a text is meant as a deck file, however that is written.
pub fn is_deck(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // What is too big for a deck is told so; what is larger still is something else.
    text.len() <= 4 * MAX_OCTETS
        && serde_json::from_str(text)
            .is_ok_and(|members: Members<'_>| members.find(SCENES).is_some())
}

/// Whether these are the members of a scenario file, or of a trace, which holds one.
fn is_scenario(members: &Members<'_>) -> bool {
    let is_there = |name| members.find(name).is_some();
    !is_there(SCENES) && (is_there("requests") || is_there("world") || is_there(SCENARIO))
}

/// A deck file.
struct Document<'a> {
    text: &'a str,
}

/// The error of a parser that read `text`, which starts at this line of the document.
fn not_json(error: &serde_json::Error, lines_before: usize) -> Cause {
    Cause::NotJson { line: error.line() + lines_before, column: error.column() }
}

impl<'a> Document<'a> {
    fn deck(&self) -> Result<Deck, DeckError> {
        let raw: &RawValue = serde_json::from_str(self.text).map_err(|e| not_json(&e, 0))?;
        let members = self.members(raw, SCENES)?;
        if is_scenario(&members) {
            return Err(Cause::IsAScenario.into());
        }
        // First of all: what another format looks like is not ours to judge.
        let version = members.find(VERSION).ok_or(Cause::MissingMember(VERSION))?.get();
        if version != FORMAT_VERSION.to_string() {
            let found: String = version.chars().take(20).collect();
            return Err(Cause::OtherVersion(found).into());
        }
        refuse_others(&members, OF_DECK)?;
        self.text_of(&members, OF_DECK, "$schema")?;
        let title = self.text_of(&members, OF_DECK, TITLE)?;
        let scenes = members.find(SCENES).ok_or(Cause::MissingMember(SCENES))?;
        let scenes = self.scenes(scenes)?;
        if scenes.len() > MAX_SCENES {
            return Err(Cause::TooManyScenes(scenes.len()).into());
        }
        let scene = |(index, raw): (usize, &'a RawValue)| {
            self.scene(raw).map_err(|cause| cause.in_scene(index + 1))
        };
        let scenes = scenes.into_iter().enumerate().map(scene).collect::<Result<_, _>>()?;
        Ok(Deck { title, scenes })
    }

    fn scenes(&self, raw: &'a RawValue) -> Result<Vec<&'a RawValue>, Cause> {
        if !raw.get().starts_with('[') {
            return Err(wrong(SCENES, say(texts::TAKES_SCENES)));
        }
        self.parsed(raw)
    }

    fn scene(&self, raw: &'a RawValue) -> Result<Scene, Cause> {
        let members = self.members(raw, SCENES)?;
        refuse_others(&members, OF_SCENE)?;
        let text = |name| self.text_of(&members, OF_SCENE, name);
        let shown = [LINK, EXAMPLE, SCENARIO].map(|name| members.find(name));
        let shows = match shown {
            [Some(_), None, None] => Shows::Link(Box::new(Linked::read(&text(LINK)?)?)),
            [None, Some(raw), None] => {
                let name = self.text(raw, EXAMPLE)?;
                Shows::example(&name).ok_or(Cause::UnknownExample(name))?
            }
            [None, None, Some(raw)] => {
                self.members(raw, SCENARIO)?;
                let scenario = scenario_from_json(&self.in_place(raw)).map_err(Cause::Scenario)?;
                Shows::Scenario(Box::new(scenario))
            }
            _ => return Err(Cause::NotOneThing),
        };
        let is_step = |step: &u32| (1..=STEP_MAX).contains(step);
        let step = members.find(STEP).map(|raw| {
            let step = raw.get().parse::<u32>().ok().filter(is_step);
            step.map(|step| step as usize - 1).ok_or_else(|| wrong(STEP, say(texts::TAKES_STEP)))
        });
        let level = members.find(LEVEL).map(|raw| self.level(raw));
        let hides = members.find(HIDES_WHAT_COMES).map(|raw| match raw.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(wrong(HIDES_WHAT_COMES, say(texts::TAKES_TRUTH))),
        });
        Ok(Scene {
            title: text(TITLE)?,
            shows,
            step: step.transpose()?,
            level: level.transpose()?,
            hides_what_comes: hides.transpose()?.unwrap_or(false),
            notes: text(NOTES)?,
            ask: text(ASK)?,
        })
    }

    fn level(&self, raw: &'a RawValue) -> Result<Level, Cause> {
        let found = self.text(raw, LEVEL)?;
        let levels = [Level::Story, Level::Connection, Level::Packets];
        let known = LEVELS.iter().zip(levels).find(|(name, _)| **name == found);
        known.map(|(_, level)| level).ok_or_else(|| wrong(LEVEL, &LEVELS.join(", ")))
    }

    /// The members of an object.
    fn members(&self, raw: &'a RawValue, name: &'static str) -> Result<Members<'a>, Cause> {
        match raw.get().starts_with('{') {
            true => self.parsed(raw),
            false => Err(wrong(name, say(texts::TAKES_OBJECT))),
        }
    }

    /// A member that is a text; nothing, where it is not there.
    fn text_of(
        &self,
        members: &Members<'a>,
        known: &[Member],
        name: &'static str,
    ) -> Result<String, Cause> {
        let Some(raw) = members.find(name) else { return Ok(String::new()) };
        let text = self.text(raw, name)?;
        let most = known.iter().find(|member| member.name == name).map(|member| member.kind);
        match most {
            Some(Kind::Text(most)) if text.chars().count() > most => {
                Err(Cause::TooLong { member: name, most })
            }
            _ => Ok(text),
        }
    }

    fn text(&self, raw: &'a RawValue, name: &'static str) -> Result<String, Cause> {
        match raw.get().starts_with('"') {
            true => self.parsed(raw),
            false => Err(wrong(name, say(texts::TAKES_TEXT))),
        }
    }

    /// The grammar was checked with the whole document; what can still be wrong is half of a
    /// surrogate pair in a text.
    fn parsed<T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, Cause> {
        let lines_before = || self.before(raw).matches('\n').count();
        serde_json::from_str(raw.get()).map_err(|error| not_json(&error, lines_before()))
    }

    /// What stands in the document before a value.
    fn before(&self, raw: &'a RawValue) -> &'a str {
        &self.text[..raw.get().as_ptr() as usize - self.text.as_ptr() as usize]
    }

    /// A value at the line and column where it stands in the document, so that who reads it tells
    /// those of the document.
    fn in_place(&self, raw: &'a RawValue) -> String {
        let before = self.before(raw);
        let (lines, line) = (before.matches('\n').count(), before.rsplit('\n').next());
        let column = line.unwrap_or_default().chars().count();
        ["\n".repeat(lines).as_str(), &" ".repeat(column), raw.get()].concat()
    }
}

fn wrong(member: &'static str, takes: &str) -> Cause {
    Cause::WrongValue { member, takes: takes.to_owned() }
}
