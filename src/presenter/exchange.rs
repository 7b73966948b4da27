//! What was sent, as it goes from window to window: the text of a file, with all of its secrets, since
//! it leaves neither the browser nor the site.

use compose::draft::Draft;
use compose::secrets::redacted_scenario;
use sharing::link::{LinkState, Secrets, file_text, read_file};
use sharing::place::Place;
use std::sync::Arc;
use trace::Scenario;

/// What was sent, and to which world.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What tells it from others.
    pub id: u64,
    /// The text of a file that holds it; none where it was named alone.
    pub text: Option<Arc<str>>,
}

impl PartialEq for Exchange {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Exchange {
    /// What a scenario sends.
    pub fn of(scenario: &Scenario) -> Self {
        let scenario = scenario.clone();
        let state = LinkState { scenario, ..LinkState::default() };
        let text = file_text(&state, Secrets::Include);
        Self::of_text(text.trim_end())
    }

    /// What this text says.
    pub fn of_text(text: &str) -> Self {
        Self { id: fingerprint(text), text: Some(text.into()) }
    }

    /// Whether it holds passwords, tokens or cookies.
    pub fn holds_secrets(&self) -> bool {
        let read = self.read(Place::default());
        read.is_some_and(|state| redacted_scenario(&state.scenario) != state.scenario)
    }

    /// What to show of it at a place; in the composer stands the request that is shown there.
    pub fn read(&self, place: Place) -> Option<LinkState> {
        let LinkState { scenario, .. } = read_file(self.text.as_deref()?).ok()?;
        let shown = place.fetch.and_then(|id| scenario.requests.get(id.0 as usize));
        let draft = shown.or(scenario.requests.last()).map(Draft::of_request).unwrap_or_default();
        Some(LinkState { draft, scenario, place })
    }
}

/// FNV-1a: two texts of one lecture are not alike by chance, and nobody gains by having them so.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::{FetchId, HttpUrl};

    #[test]
    fn every_example_comes_out_as_it_went_in_with_its_secrets() {
        let mut scenarios: Vec<Scenario> =
            trace::built_in().into_iter().map(|one| one.scenario).collect();
        let mut secret = Scenario::default();
        secret.requests[0].url =
            HttpUrl::parse("http://api.example.com/users?token=sk_live_4eC39HqLyjWDarjtT1zdp7dc")
                .expect("a good URL");
        scenarios.push(secret);
        for scenario in scenarios {
            let sent = Exchange::of(&scenario);
            let read = sent.read(Place { fetch: Some(FetchId(0)), step: 3, ..Place::default() });
            let read = read.expect("what was written is read");
            assert_eq!((read.place.step, &read.scenario), (3, &scenario));
            assert_eq!(Exchange::of(&read.scenario), sent, "and has the same name again");
            let is_secret = scenario.requests[0].url.to_string().contains("token=");
            if is_secret {
                assert!(sent.holds_secrets());
            }
        }
    }

    #[test]
    fn what_is_no_exchange_is_not_shown() {
        for text in ["", "v1.", "v9.abc", "<script>"] {
            assert_eq!(Exchange::of_text(text).read(Place::default()), None, "{text}");
        }
        assert_eq!(Exchange { id: 1, text: None }.read(Place::default()), None);
    }
}
