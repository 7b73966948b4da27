//! What stands in place of what a scenario says, where somebody names it by options: a command line, or
//! a fence of a document.

use core::time::Duration;
use trace::{Fault, HttpUrl, OptionDescription, Request, Scenario};

/// What stands there instead of what the scenario says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Where chance comes from.
    pub seed: Option<u64>,
    /// What of the world is another; the later one counts.
    pub options: Vec<(OptionDescription, Option<u64>)>,
    /// What is broken as well.
    pub faults: Vec<Fault>,
    /// How every request is fetched; the later one counts.
    pub fetch: Vec<(OptionDescription<Request>, Option<u64>)>,
    /// The page that asks.
    pub page: Option<HttpUrl>,
    /// How often the last request is sent in all; 1 at least.
    pub times: Option<u16>,
}

impl Overrides {
    /// Whether everything is as the scenario says.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Has all of it be so in a scenario.
    pub fn apply(&self, scenario: &mut Scenario) {
        let world = &mut scenario.world;
        for (option, value) in &self.options {
            (option.set)(world, *value);
        }
        for fault in &self.faults {
            // Who names it here has the last word.
            world.faults.retain(|earlier| earlier != fault);
            world.faults.push(*fault);
        }
        for request in &mut scenario.requests {
            for (option, value) in &self.fetch {
                (option.set)(request, *value);
            }
            if self.page.is_some() {
                request.fetch.page.clone_from(&self.page);
            }
        }
        if let Some(last) = scenario.requests.last().cloned() {
            let again = Request { pause_before: Duration::ZERO, at_once: false, ..last };
            let more = self.times.map_or(0, |times| usize::from(times).saturating_sub(1));
            scenario.requests.extend(core::iter::repeat_n(again, more));
        }
        scenario.seed = self.seed.unwrap_or(scenario.seed);
    }
}
