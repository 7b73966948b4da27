//! An exchange as it is shown in a course page: what its embed is told, and what it is called.

use crate::args::{Pasted, Secrets, Source};
use crate::files::write;
use crate::input_error::InputError;
use crate::source::{Asked, By, found, scenario};
use crate::standard_output::say;
use crate::visible;
use compose::overrides::Overrides;
use picture::Level;
use sharing::exchange::requests;
use sharing::link::{self, LinkState, link_text};
use sharing::place::Place;
use sharing::snippet::PICTURE_FILE;
use sharing::{Embed, Host, Setting, Shown, Snippet};
use trace::{Scenario, built_in};

/// An exchange, and how it is shown.
pub struct Exchange {
    pub scenario: Scenario,
    pub embed: Embed,
    /// The link to it on the whole page.
    pub link: String,
    pub title: String,
}

/// What is said of an exchange.
pub struct Asking {
    pub source: Source,
    pub changes: Overrides,
    pub secrets: Secrets,
    pub settings: Vec<(Setting, String)>,
}

impl Exchange {
    pub fn new(asking: Asking, asked: Asked) -> Result<Self, InputError> {
        let Asking { source, changes, secrets, settings } = asking;
        let example = example(&source, &changes)?;
        let scenario = scenario(source, &changes, secrets, asked)?;
        let link = link_to(&scenario, secrets, &settings)?;
        let title = settings.iter().find(|(setting, _)| setting.key == "title");
        let (shown, title_of_it) = match example {
            Some((name, title)) => (Shown::Example(name), title),
            None => (Shown::State(link.clone()), requests(&scenario)),
        };
        let title = title.map_or(title_of_it, |(_, title)| title.clone());
        let embed = settings
            .into_iter()
            .fold(Embed::new(shown), |embed, (setting, value)| embed.with(setting, value));
        Ok(Self { scenario, embed, link, title })
    }
}

/// The name and the title of what comes along, where nothing else is said of it.
fn example(source: &Source, changes: &Overrides) -> Result<Option<(String, String)>, InputError> {
    let named = |name: &str, title: &str| Some((name.to_owned(), title.to_owned()));
    Ok(match source {
        _ if !changes.is_none() => None,
        Source::BuiltIn(name) => named(name, found(name)?.title),
        Source::Default => built_in().first().and_then(|first| named(first.name, first.title)),
        Source::File(_) | Source::StandardInput | Source::Request { .. } => None,
    })
}

fn link_to(
    scenario: &Scenario,
    secrets: Secrets,
    settings: &[(Setting, String)],
) -> Result<String, InputError> {
    let said = |key: &str| settings.iter().rfind(|(setting, _)| setting.key == key);
    let level = match said("level").map(|(_, value)| &**value) {
        Some("connection") => Level::Connection,
        Some("packets") => Level::Packets,
        _ => Level::Story,
    };
    // Counted from 1 there, from 0 here.
    let step = said("step").and_then(|(_, value)| value.parse::<usize>().ok()).unwrap_or(1) - 1;
    let place = Place { level, step, ..Place::default() };
    let state = LinkState::sent(scenario.clone(), place);
    let secrets = match secrets {
        Secrets::LeaveOut => link::Secrets::LeaveOut,
        Secrets::Include => link::Secrets::Include,
    };
    link_text(&state, secrets).map_err(|error| {
        InputError::new(format!(
            "the address of this exchange would have {} characters, and over {} many programs cut \
             it; send less",
            error.characters,
            link::MAX_CHARACTERS
        ))
    })
}

/// Prints what is pasted into a course page.
pub fn print_snippet(pasted: Pasted) -> Result<(), InputError> {
    let Pasted { source, changes, secrets, settings, host, site, height_px, file } = pasted;
    let asked = Asked { by: By::CommandLine, tell: &|told| say(&visible(told)) };
    let exchange = Exchange::new(Asking { source, changes, secrets, settings }, asked)?;
    let Exchange { embed, link, title, .. } = &exchange;
    let snippet = Snippet { site: &site, embed, title, link, height_px };
    let text = snippet.text(host).map_err(|error| InputError::new(format!("--site: {error}")))?;
    if host == Host::Markdown && matches!(embed.shown, Shown::State(_)) {
        say(&format!(
            "the picture is yours to make: roundtrip figure, with the same request and options and -o {PICTURE_FILE}"
        ));
    }
    write(text.as_bytes(), file.as_deref())
}
