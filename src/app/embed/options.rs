//! What the hash of an embed says: `key=value`, one behind the other with `&` between, as forms are
//! written. [`Setting`] has the keys and what each takes; docs/embed.md lists them.
//!
//! Whoever wrote it is a person with a page of their own, so nothing in it is an error: a key that is
//! not known says nothing, for it may be one of a later version; a value that is none is told, and
//! what is usual holds in its place.

use crate::playback::speed::Speed;
use crate::settings::preferences::{Settings, Theme};
use picture::{Axis, Level};
use sharing::Setting;
use sharing::embed::{Takes, VERSION};

/// The longest title, in characters.
const TITLE_CHARS_MAX: usize = 120;

/// The longest request, in octets: what is longer makes an address that programs cut.
const REQUEST_OCTETS_MAX: usize = 8000;

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The scenario of this name that comes along.
    Example(String),
    /// What a link of the page shows: its hash.
    State(String),
    /// A request, as `request` reads one.
    Request(String),
}

/// How much there is to press.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Controls {
    /// Steps, play, level, and what else there is.
    #[default]
    Full,
    /// Back and Next step alone.
    Steps,
    /// Nothing: the page around it, or playing, moves on.
    None,
}

/// A part of the embed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// The request, to be changed and sent again.
    Composer,
    /// The diagram.
    Lanes,
    /// What happens at this step.
    Sentence,
    /// What comes of it.
    Response,
    /// Fields and octets.
    Inspector,
}

/// Which hosts have a lane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShownLanes {
    /// The usual four.
    #[default]
    All,
    /// Client and web server.
    Ends,
    /// Each host of DNS too.
    Dns,
}

/// Whether anything moves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Motion {
    /// As the reader has told the system.
    #[default]
    System,
    /// Nothing does.
    Reduced,
    /// Everything does that can.
    Full,
}

impl Motion {
    /// The name in the style sheet; none for the system's.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Reduced => Some("reduced"),
            Self::Full => Some("full"),
        }
    }
}

/// Everything that the hash says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What is shown.
    pub subject: Subject,
    /// The step that is shown first; the first one is 0. None: as the subject has it.
    pub step: Option<usize>,
    /// The first step of those that playing repeats.
    pub from: Option<usize>,
    /// The last one.
    pub to: Option<usize>,
    /// How much is shown. None: as the subject has it.
    pub level: Option<Level>,
    /// Which hosts have a lane. None: as the subject has it.
    pub lanes: Option<ShownLanes>,
    /// What heights say. None: as the subject has it.
    pub axis: Option<Axis>,
    /// The parts that are shown.
    pub panels: Vec<Panel>,
    /// What there is to press.
    pub controls: Controls,
    /// Whether it plays as soon as it is there.
    pub is_autoplay: bool,
    /// How fast playing goes.
    pub speed: Speed,
    /// Light or dark.
    pub theme: Theme,
    /// Whether anything moves.
    pub motion: Motion,
    /// The tag of the language; none for English.
    pub language: Option<&'static str>,
    /// What stands above, in place of the request.
    pub title: Option<String>,
    /// Whether what comes is hidden, not pale.
    pub hides_future: bool,
    /// Whether it stands in a slide, and leaves keys to the deck.
    pub is_in_deck: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            subject: Subject::Example("get".to_owned()),
            step: None,
            from: None,
            to: None,
            level: None,
            lanes: None,
            axis: None,
            panels: vec![Panel::Lanes, Panel::Sentence],
            controls: Controls::default(),
            is_autoplay: false,
            speed: Speed::default(),
            theme: Theme::default(),
            motion: Motion::default(),
            language: None,
            title: None,
            hides_future: false,
            is_in_deck: false,
        }
    }
}

/// The language of a tag, by its own tag, if the page speaks it; English is `en`.
pub type Spoken<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

impl Options {
    /// Reads pairs in their order: of two of one key the later one holds. What is no value of its key
    /// is told, a line each.
    pub fn read(pairs: &[(String, String)], spoken: Spoken) -> (Self, Vec<String>) {
        let mut options = Self::default();
        let mut complaints = Vec::new();
        for (key, value) in pairs {
            if let Err(expected) = options.take(key, value, spoken) {
                let value: String = value.chars().take(60).collect();
                complaints.push(format!("{key}={value}: {expected}"));
            }
        }
        if let (Some(from), Some(to)) = (options.from, options.to)
            && to < from
        {
            complaints.push(format!("to={}: a step not before from={}", to + 1, from + 1));
            options.to = None;
        }
        (options, complaints)
    }

    /// Takes one pair, or says what is expected of its value.
    fn take(&mut self, key: &str, value: &str, spoken: Spoken) -> Result<(), String> {
        match key {
            "v" if value != VERSION => return Err(VERSION.to_owned()),
            "example" => {
                self.subject = Subject::Example(example(value).ok_or("the name of an example")?)
            }
            "state" => {
                self.subject = Subject::State(state(value).ok_or("what a link holds, v1.…")?)
            }
            "request" if (1..=REQUEST_OCTETS_MAX).contains(&value.len()) => {
                self.subject = Subject::Request(value.to_owned());
            }
            "request" => return Err("a request, not longer than a link".to_owned()),
            // The hash of a link, as the page writes it.
            _ if value.is_empty() && state(key).is_some() => {
                self.subject = Subject::State(key.to_owned());
            }
            _ => {
                let Some(setting) = Setting::find(key) else { return Ok(()) };
                let value = match (setting.takes, value) {
                    // To be there is to be on.
                    (Takes::Switch, "") => "1",
                    (Takes::Switch, "0") => {
                        self.switch_off(key);
                        return Ok(());
                    }
                    (_, value) => value,
                };
                setting.check(value)?;
                self.set(key, value, spoken)?;
            }
        }
        Ok(())
    }

    /// Takes a value that the key takes.
    fn set(&mut self, key: &str, value: &str, spoken: Spoken) -> Result<(), String> {
        let step = || value.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match key {
            "step" => self.step = step(),
            "from" => self.from = step(),
            "to" => self.to = step(),
            "level" => self.level = find(&LEVELS, value),
            "lanes" => self.lanes = find(&LANES, value),
            "axis" => self.axis = find(&AXES, value),
            "panels" => {
                self.panels = value.split(',').filter_map(|name| find(&PANELS, name)).collect();
            }
            "controls" => self.controls = find(&CONTROLS, value).unwrap_or_default(),
            "autoplay" => self.is_autoplay = true,
            "speed" => self.speed = nearest_speed(value),
            "theme" => self.theme = find(&THEMES, value).unwrap_or_default(),
            "motion" => self.motion = find(&MOTIONS, value).unwrap_or_default(),
            "lang" => {
                let found = spoken(value).ok_or("a language that the page speaks")?;
                self.language = (found != "en").then_some(found);
            }
            "title" => self.title = Some(value.trim().chars().take(TITLE_CHARS_MAX).collect()),
            "hide" => self.hides_future = value == "future",
            "deck" => self.is_in_deck = true,
            // What the page does before this program is there; embed.js reads it.
            "start" => {}
            other => return Err(format!("nothing: {other} is not known here")),
        }
        Ok(())
    }

    fn switch_off(&mut self, key: &str) {
        match key {
            "autoplay" => self.is_autoplay = false,
            _ => self.is_in_deck = false,
        }
    }

    /// The preferences that follow. What the reader prefers of the page itself is left alone: an
    /// embed reads and writes no storage for it.
    pub fn settings(&self) -> Settings {
        Settings {
            theme: self.theme,
            hides_what_comes: self.hides_future,
            has_two_lanes: self.lanes == Some(ShownLanes::Ends),
            axis: self.axis.unwrap_or_default(),
            language: self.language,
            ..Settings::default()
        }
    }

    /// Whether a part is shown.
    pub fn shows(&self, panel: Panel) -> bool {
        self.panels.contains(&panel)
    }
}

const LEVELS: [(&str, Level); 3] =
    [("story", Level::Story), ("connection", Level::Connection), ("packets", Level::Packets)];
const LANES: [(&str, ShownLanes); 3] =
    [("all", ShownLanes::All), ("ends", ShownLanes::Ends), ("dns", ShownLanes::Dns)];
const AXES: [(&str, Axis); 2] = [("steps", Axis::EqualSteps), ("scale", Axis::ToScale)];
const PANELS: [(&str, Panel); 5] = [
    ("composer", Panel::Composer),
    ("lanes", Panel::Lanes),
    ("sentence", Panel::Sentence),
    ("response", Panel::Response),
    ("inspector", Panel::Inspector),
];
const CONTROLS: [(&str, Controls); 3] =
    [("full", Controls::Full), ("steps", Controls::Steps), ("none", Controls::None)];
const THEMES: [(&str, Theme); 4] = [
    ("auto", Theme::System),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
    ("projector", Theme::Projector),
];
const MOTIONS: [(&str, Motion); 3] =
    [("auto", Motion::System), ("reduce", Motion::Reduced), ("full", Motion::Full)];

fn find<T: Copy>(values: &[(&str, T)], value: &str) -> Option<T> {
    values.iter().find(|(name, _)| *name == value).map(|(_, value)| *value)
}

/// The speed that comes nearest to a factor, counted in doublings.
fn nearest_speed(factor: &str) -> Speed {
    match factor.parse::<f64>().unwrap_or(1.0) {
        factor if factor < 0.708 => Speed::Half,
        factor if factor < 1.415 => Speed::Normal,
        factor if factor < 2.829 => Speed::Double,
        _ => Speed::Fourfold,
    }
}

/// The name of an example, as far as can be seen: embed.js has them all, and tells of one that is not
/// among them.
fn example(value: &str) -> Option<String> {
    let is_of_name = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    ((1..=40).contains(&value.len()) && value.bytes().all(is_of_name)).then(|| value.to_owned())
}

/// The hash of a link of the page, as far as can be seen.
fn state(value: &str) -> Option<String> {
    let is_of_link = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
    (value.starts_with("v1.") && value.bytes().all(is_of_link)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(hash: &str) -> (Options, Vec<String>) {
        let pairs = hash.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key.to_owned(), value.to_owned())
        });
        let spoken = |asked: &str| ["en", "en-XA"].into_iter().find(|tag| *tag == asked);
        Options::read(&pairs.collect::<Vec<_>>(), &spoken)
    }

    #[track_caller]
    fn check(hash: &str, change: impl FnOnce(&mut Options)) {
        let mut expected = Options::default();
        change(&mut expected);
        assert_eq!(read(hash), (expected, Vec::new()), "{hash}");
    }

    #[test]
    fn every_key_says_what_it_is_for() {
        check("", |_| {});
        check("v=1", |_| {});
        check("example=not-found", |to| to.subject = Subject::Example("not-found".to_owned()));
        check("state=v1.Ab-_9", |to| to.subject = Subject::State("v1.Ab-_9".to_owned()));
        check("v1.Ab-_9", |to| to.subject = Subject::State("v1.Ab-_9".to_owned()));
        check("request=GET http://x/", |to| {
            to.subject = Subject::Request("GET http://x/".to_owned());
        });
        check("step=3", |to| to.step = Some(2));
        check("from=2&to=5", |to| (to.from, to.to) = (Some(1), Some(4)));
        check("level=packets", |to| to.level = Some(Level::Packets));
        check("axis=scale", |to| to.axis = Some(Axis::ToScale));
        check("lanes=ends", |to| to.lanes = Some(ShownLanes::Ends));
        check("panels=lanes,response", |to| to.panels = vec![Panel::Lanes, Panel::Response]);
        check("controls=steps", |to| to.controls = Controls::Steps);
        check("autoplay=1", |to| to.is_autoplay = true);
        check("speed=0.5", |to| to.speed = Speed::Half);
        check("speed=1.2", |_| {});
        check("speed=100", |to| to.speed = Speed::Fourfold);
        check("theme=dark", |to| to.theme = Theme::Dark);
        check("theme=projector", |to| to.theme = Theme::Projector);
        check("motion=reduce", |to| to.motion = Motion::Reduced);
        check("motion=full", |to| to.motion = Motion::Full);
        check("lang=en-XA", |to| to.language = Some("en-XA"));
        check("lang=en", |_| {});
        check("title= Read a user ", |to| to.title = Some("Read a user".to_owned()));
        check("hide=future", |to| to.hides_future = true);
        check("deck", |to| to.is_in_deck = true);
        check("deck=0", |_| {});
        check("start=view", |_| {});
    }

    #[test]
    fn every_key_that_snippets_write_is_known_here() {
        for setting in Setting::ALL {
            let value = match setting.takes {
                Takes::Number | Takes::Factor | Takes::Switch => "1",
                Takes::Word(words) | Takes::Words(words) => words[0],
                Takes::Text => "en",
            };
            let (_, complaints) = read(&format!("{}={value}", setting.key));
            assert_eq!(complaints, Vec::<String>::new());
        }
        let said = sharing::Embed::new(sharing::Shown::Example("https".to_owned())).hash();
        assert_eq!(read(&said).0.subject, Subject::Example("https".to_owned()));
        let said = sharing::Embed::new(sharing::Shown::State("v1.abc".to_owned())).hash();
        assert_eq!(read(&said).0.subject, Subject::State("v1.abc".to_owned()));
    }

    #[test]
    fn the_later_of_two_holds_and_keys_of_a_later_version_say_nothing() {
        check("step=3&step=4&sound=on&&=&x", |to| to.step = Some(3));
    }

    #[test]
    fn what_is_no_value_is_told_and_the_usual_holds() {
        let bad = "v=2&example=No+pe&state=v1.%3C&step=0&from=-1&to=1e3&level=deep&lanes=&panels=lanes,ads\
             &controls=all&autoplay=yes&speed=0&theme=sepia&motion=none&lang=tlh&hide=past&deck=maybe&start=now";
        let (options, complaints) = read(bad);
        assert_eq!(options, Options::default());
        assert_eq!(complaints.len(), bad.split('&').count(), "{complaints:#?}");
        assert!(complaints[1].starts_with("example=No+pe: the name of an example"));
        let (options, complaints) = read("from=5&to=2");
        assert_eq!((options.from, options.to, complaints.len()), (Some(4), None, 1));
    }

    #[test]
    fn every_example_has_a_name_that_is_one() {
        for example in trace::built_in() {
            assert_eq!(super::example(example.name).as_deref(), Some(example.name));
        }
    }

    #[test]
    fn no_text_is_too_much_for_it() {
        let long = "x".repeat(100_000);
        let (options, complaints) = read(&format!("title={long}&step={long}"));
        assert_eq!(options.title.map(|title| title.len()), Some(TITLE_CHARS_MAX));
        assert!(complaints[0].len() < 150);
    }

    #[test]
    fn what_is_preferred_follows_from_it() {
        let (options, _) = read("theme=light&hide=future&lanes=ends&lang=en-XA");
        let settings = options.settings();
        assert_eq!((settings.theme, settings.language), (Theme::Light, Some("en-XA")));
        assert!(settings.hides_what_comes && settings.has_two_lanes);
    }
}
