//! An exchange that stands elsewhere: what its embed is told, what it is called, and the link to it.

use crate::embed::{Embed, Setting, Shown};
use crate::link::{LinkState, Secrets, TooLong, link_text, shared};
use crate::place::Place;
use compose::draft::Draft;
use picture::Level;
use trace::{BuiltIn, Scenario, built_in};

/// An exchange, and how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What its embed is told.
    pub embed: Embed,
    /// The link to it on the whole page.
    pub link: String,
    /// What it is called.
    pub title: String,
}

impl Exchange {
    /// What is on a screen, at its step. What comes along and was not touched is named; anything else
    /// is in the address.
    ///
    /// # Errors
    /// How long the link would be, if that is too long.
    pub fn of_screen(state: &LinkState, secrets: Secrets) -> Result<Self, TooLong> {
        let (shown, state, title) = match untouched(state) {
            Some(BuiltIn { name, title, scenario, .. }) => {
                let Place { level, step, .. } = state.place;
                let place = Place { level, step, ..Place::default() };
                let state = LinkState::sent(scenario, place);
                (Some(Shown::Example(name.to_owned())), state, title.to_owned())
            }
            None => {
                let state = shared(state, secrets);
                let title = title(&state);
                (None, state, title)
            }
        };
        let link = link_text(&state, secrets)?;
        let shown = shown.unwrap_or_else(|| Shown::State(link.clone()));
        let embed = at(Embed::new(shown), &state.place);
        Ok(Self { embed, link, title })
    }
}

/// Level and step as an author may change them, where they are not the usual ones.
fn at(embed: Embed, place: &Place) -> Embed {
    let level = match place.level {
        Level::Story => None,
        Level::Connection => Some("connection"),
        Level::Packets => Some("packets"),
    };
    let embed = level.into_iter().fold(embed, |embed, level| embed.with(Setting::LEVEL, level));
    match place.step {
        0 => embed,
        // Counted from 1 there, from 0 here.
        step => embed.with(Setting::STEP, (step + 1).to_string()),
    }
}

/// The scenario that comes along which a screen shows as it opens it, at whatever level and step.
fn untouched(state: &LinkState) -> Option<BuiltIn> {
    let LinkState { draft, scenario, place } = state;
    let Place { level, step, .. } = *place;
    if *place != (Place { level, step, ..Place::default() }) {
        return None;
    }
    let first_screen = LinkState::default();
    if (draft, scenario) == (&first_screen.draft, &first_screen.scenario) {
        return built_in().into_iter().next();
    }
    let requests = &scenario.requests;
    let is_of_them = requests.iter().any(|request| *draft == Draft::of_request(request));
    is_of_them.then(|| built_in().into_iter().find(|example| example.scenario == *scenario))?
}

/// What is asked, in one line.
fn title(state: &LinkState) -> String {
    let Draft { method, url, .. } = &state.draft;
    match state.scenario.requests.is_empty() {
        true => format!("{method} {}", url.text()),
        false => requests(&state.scenario),
    }
}

/// What a scenario asks, in one line.
pub fn requests(scenario: &Scenario) -> String {
    let requests = scenario.requests.iter();
    let asked: Vec<String> =
        requests.map(|request| format!("{} {}", request.method, request.url)).collect();
    asked.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::FetchId;

    fn opened(name: &str) -> LinkState {
        let found = built_in().into_iter().find(|example| example.name == name);
        LinkState::sent(found.expect("it comes along").scenario, Place::default())
    }

    fn hash(state: &LinkState) -> String {
        Exchange::of_screen(state, Secrets::LeaveOut).expect("it is short").embed.hash()
    }

    #[test]
    fn an_example_that_nobody_touched_is_named_at_its_level_and_step() {
        for example in built_in() {
            let hash = hash(&opened(example.name));
            let name = hash.strip_prefix("v=1&example=").expect("it is named");
            // Two of them may be the same.
            assert_eq!(opened(name).scenario, example.scenario, "{name}");
        }
        assert_eq!(hash(&LinkState::default()), "v=1&example=get");
        let place = Place { level: Level::Packets, step: 2, ..Place::default() };
        let hash = hash(&LinkState { place, ..opened("https") });
        assert_eq!(hash, "v=1&example=https&level=packets&step=3");
    }

    #[test]
    fn what_was_touched_is_in_the_address_with_its_step() {
        let touched = |touch: fn(&mut LinkState)| {
            let mut state = opened("post-then-get");
            touch(&mut state);
            let shown = Exchange::of_screen(&state, Secrets::LeaveOut).expect("it is short");
            assert_eq!(shown.embed.shown, Shown::State(shown.link.clone()));
            shown
        };
        touched(|state| state.draft.method = "DELETE".to_owned());
        touched(|state| state.scenario.seed += 1);
        touched(|state| state.place.fetch = Some(FetchId(0)));
        let all = touched(|state| {
            state.scenario.requests.pop();
            state.place.step = 4;
        });
        assert!(all.embed.hash().ends_with("&step=5"), "{}", all.embed.hash());
        assert_eq!(all.title, "POST http://api.example.com/users");
        let unsent = LinkState {
            draft: Draft { method: "PUT".to_owned(), ..Draft::default() },
            ..LinkState::default()
        };
        let unsent = Exchange::of_screen(&unsent, Secrets::LeaveOut).expect("it is short");
        assert_eq!(unsent.title, "PUT http://api.example.com/users/42");
    }

    #[test]
    fn no_secret_is_in_a_title_either() {
        let mut state = opened("get");
        let url = trace::HttpUrl::parse("http://api.example.com/users?token=0p3n");
        state.scenario.requests[0].url = url.expect("a good URL");
        let told = |secrets| {
            let shown = Exchange::of_screen(&state, secrets).expect("it is short");
            shown.title.contains("0p3n")
        };
        assert_eq!((told(Secrets::LeaveOut), told(Secrets::Include)), (false, true));
    }
}
