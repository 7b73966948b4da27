//! What a deck and a scene are.

use crate::error::Cause;
use crate::members::SHORT;
use compose::draft::Draft;
use compose::secrets::redacted_scenario;
use picture::Level;
use sharing::Exchange;
use sharing::embed::Shown;
use sharing::exchange::requests;
use sharing::link::{LinkState, Secrets, read_link};
use sharing::place::Place;
use trace::{Scenario, built_in};

/// Scenes that are shown one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deck {
    /// What it is called; may be empty.
    pub title: String,
    /// At most [`MAX_SCENES`](crate::MAX_SCENES).
    pub scenes: Vec<Scene>,
}

/// One exchange, and what the lecturer has to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// What it is called; may be empty.
    pub title: String,
    /// What is on the screen.
    pub shows: Shows,
    /// The step that it starts at, the first being 0; as the link says, where nothing is said.
    pub step: Option<usize>,
    /// How much is shown; as the link says, where nothing is said.
    pub level: Option<Level>,
    /// Whether the steps to come are hidden, so that the room can be asked.
    pub hides_what_comes: bool,
    /// For the lecturer alone.
    pub notes: String,
    /// A question for the room.
    pub ask: String,
}

/// What is on the screen in a scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// What a link shows.
    Link(Box<Linked>),
    /// A scenario that comes along, by its name.
    Example(&'static str),
    /// A scenario of one's own.
    Scenario(Box<Scenario>),
}

/// A link that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// What stands behind the `#` of its address.
    text: String,
    state: LinkState,
}

impl Linked {
    /// Reads a link: a whole address, or what stands behind its `#`. What else the address says of
    /// the page, such as `view=present`, is left out.
    ///
    /// # Errors
    /// Why it shows nothing.
    pub fn read(address: &str) -> Result<Self, Cause> {
        let address = address.trim();
        let hash = address.split_once('#').map_or(address, |(_, hash)| hash);
        let text = hash.split_once('&').map_or(hash, |(link, _)| link);
        let state = read_link(text).map_err(Cause::Link)?;
        let state = sendable(state.ok_or(Cause::Link(sharing::link::LinkError::NotOurs))?)?;
        Ok(Self { text: text.to_owned(), state })
    }

    /// What stands behind the `#` of its address.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A state in which something is sent: what stands in the composer, where nothing was.
fn sendable(mut state: LinkState) -> Result<LinkState, Cause> {
    if state.scenario.requests.is_empty() {
        let request = state.draft.request().map_err(|_| Cause::NothingToSend)?;
        state.scenario.requests.push(request);
        state.scenario.check().map_err(Cause::Scenario)?;
    }
    Ok(state)
}

/// A scenario as it is opened, with that of its requests in the composer which is shown first.
fn opened(scenario: Scenario) -> LinkState {
    let requests = &scenario.requests;
    let shown = if scenario.is_page() { requests.first() } else { requests.last() };
    let draft = shown.map(Draft::of_request).unwrap_or_default();
    LinkState { draft, scenario, place: Place::default() }
}

impl Shows {
    /// A scenario that comes along, if one has this name.
    pub fn example(name: &str) -> Option<Self> {
        let found = built_in().into_iter().find(|example| example.name == name);
        found.map(|example| Self::Example(example.name))
    }

    /// What is on the screen.
    pub fn state(&self) -> LinkState {
        match self {
            Self::Link(linked) => linked.state.clone(),
            Self::Example(name) => {
                let found = built_in().into_iter().find(|example| example.name == *name);
                opened(found.map(|example| example.scenario).unwrap_or_default())
            }
            Self::Scenario(scenario) => opened(Scenario::clone(scenario)),
        }
    }

    /// In one line what it shows, without its secrets.
    pub fn in_words(&self) -> String {
        let example = |name: &str| built_in().into_iter().find(|example| example.name == name);
        match self {
            Self::Example(name) => {
                example(name).map_or_else(String::new, |example| example.title.to_owned())
            }
            Self::Link(_) | Self::Scenario(_) => {
                requests(&redacted_scenario(&self.state().scenario))
            }
        }
    }
}

impl Scene {
    /// A scene of which nothing else is said.
    pub fn new(shows: Shows) -> Self {
        Self {
            title: String::new(),
            shows,
            step: None,
            level: None,
            hides_what_comes: false,
            notes: String::new(),
            ask: String::new(),
        }
    }

    /// What is on a screen, at its step and level, without its secrets. What comes along and was not
    /// touched is named, anything else is a link, and what is too much for one a scenario.
    ///
    /// # Errors
    /// That nothing can be sent of it.
    pub fn of_screen(screen: &LinkState) -> Result<Self, Cause> {
        let Place { level, step, .. } = screen.place;
        let sent = if *screen == LinkState::default() {
            // What the first screen says is an example.
            screen.clone()
        } else {
            sendable(screen.clone())?
        };
        let (shows, title) = match Exchange::of_screen(&sent, Secrets::LeaveOut) {
            Ok(Exchange { embed, title, .. }) => match &embed.shown {
                // The link says step and level.
                Shown::State(link) => {
                    let shows = Shows::Link(Box::new(Linked::read(link)?));
                    let title = title.chars().take(SHORT).collect();
                    return Ok(Self { title, ..Self::new(shows) });
                }
                Shown::Example(name) => {
                    (Shows::example(name).expect("what is named comes along"), title)
                }
            },
            Err(_) => {
                let scenario = redacted_scenario(&sent.scenario);
                let title = requests(&scenario);
                (Shows::Scenario(Box::new(scenario)), title)
            }
        };
        let title = title.chars().take(SHORT).collect();
        let (step, level) = ((step > 0).then_some(step), (level != Level::Story).then_some(level));
        Ok(Self { title, step, level, ..Self::new(shows) })
    }

    /// What is on the screen while it starts.
    pub fn state(&self) -> LinkState {
        let mut state = self.shows.state();
        state.place.step = self.step.unwrap_or(state.place.step);
        if let Some(level) = self.level {
            state.place.level = level;
        }
        state
    }

    /// Whether a scenario is the one that it shows, secrets aside.
    pub fn shows_scenario(&self, shown: &Scenario) -> bool {
        let stored = self.shows.state().scenario;
        *shown == stored || redacted_scenario(shown) == redacted_scenario(&stored)
    }

    /// What it is called, or, where it has no title, what it shows.
    pub fn name(&self) -> String {
        match self.title.trim() {
            "" => self.shows.in_words(),
            title => title.to_owned(),
        }
    }
}
