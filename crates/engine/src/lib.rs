//! The internet in the tab: hosts, links, one virtual clock. `simulate(&Scenario) -> Trace`.

use trace::{Scenario, Trace};

/// Runs a scenario and tells everything that happened.
pub fn simulate(_scenario: &Scenario) -> Trace {
    todo!()
}
