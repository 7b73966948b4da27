//! Decks that are lists of links, one a line, as they are collected in a note or a mail.

use crate::error::{Cause, DeckError};
use crate::members::{SHORT, TITLE};
use crate::scene::{Deck, Linked, Scene, Shows};
use sharing::link::LinkError;

/// What stands in front of a line of a list.
const BULLETS: [&str; 3] = ["- ", "* ", "• "];

/// Reads a link a line, each with a title before it, or without one. Empty lines are left out.
pub(crate) fn read_lines(text: &str) -> Result<Deck, DeckError> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.is_empty()).collect();
    if !lines.iter().any(|(_, line)| holds_link(line)) {
        return Err(Cause::NotADeck.into());
    }
    if lines.len() > crate::MAX_SCENES {
        return Err(Cause::TooManyScenes(lines.len()).into());
    }
    let scene = |(number, line): (usize, &str)| scene(line).map_err(|cause| cause.in_line(number));
    let scenes = lines.into_iter().map(scene).collect::<Result<_, _>>()?;
    Ok(Deck { title: String::new(), scenes })
}

/// Whether something in a line looks like a link.
fn holds_link(line: &str) -> bool {
    line.split_whitespace().any(|word| word.contains("v1."))
}

fn scene(line: &str) -> Result<Scene, Cause> {
    let line = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet)).unwrap_or(line).trim();
    let (title, link) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
    let title = title.trim().trim_end_matches([':', '–', '—']).trim_end();
    if title.chars().count() > SHORT {
        return Err(Cause::TooLong { member: TITLE, most: SHORT });
    }
    let linked = Linked::read(link).map_err(|cause| match cause {
        Cause::Link(LinkError::NotOurs) => Cause::NoLinkInLine,
        other => other,
    })?;
    Ok(Scene { title: title.to_owned(), ..Scene::new(Shows::Link(Box::new(linked))) })
}
