//! Scenarios as JSON that people write by hand: `docs/scenario.md` describes it, member by
//! member, and `docs/scenario.schema.json` says the same to editors.
//!
//! Numbers are read as decimals, digit by digit, so `0.02` is exactly 20,000 in a million; a
//! scenario that was written comes back as it was. Version 1 is read as well
//! (`docs/scenario.v1.schema.json`), and version 2 is written.

mod decimal;
mod members;
mod node;
mod read;
mod read_world;
mod read_world_v1;
mod script;
mod values;
mod write;

use super::{Bounds, OptionDescription, OptionKind, ScenarioError};
use node::Node;

pub use members::Members;
pub use read::scenario_from_json;
pub use write::scenario_to_json;

/// The newest format that this program reads, and the one that it writes.
pub const FORMAT_VERSION: u64 = 2;

/// The longest text that is read, in octets: 4 MiB.
pub const MAX_TEXT_OCTETS: usize = 4 * 1024 * 1024;

impl<Of> OptionDescription<Of> {
    /// Reads a value as a person types it: as JSON has it, without quotes, and `none` for no limit.
    /// `called` names the option in an error.
    ///
    /// # Errors
    /// What it may be instead.
    pub fn read(&self, text: &str, called: &str) -> Result<Option<u64>, ScenarioError> {
        match (self.kind, text) {
            (OptionKind::Limit(_), "none") => Ok(None),
            (OptionKind::Number(bounds) | OptionKind::Limit(bounds), text) => {
                number(text, called, &bounds).map(Some)
            }
            (OptionKind::Choice(_), name) => self.choice(name, called),
            (OptionKind::Switch, "true") => Ok(Some(1)),
            (OptionKind::Switch, "false") => Ok(Some(0)),
            (OptionKind::Switch, other) => Err(ScenarioError::OutOfRange {
                member: called.to_owned(),
                found: format!("“{other}”"),
                allowed: "true or false".to_owned(),
            }),
        }
    }
}

/// A number outside of a document has no line to tell.
pub(super) fn number(text: &str, name: &str, bounds: &Bounds) -> Result<u64, ScenarioError> {
    // JSON wants a digit in front of the point, and people do not.
    let written = if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
    let found = Node::parse(&written, name).and_then(|node| node.number(bounds));
    found.map_err(|error| match error {
        ScenarioError::OutOfRange { .. } | ScenarioError::TooPrecise { .. } => error,
        _ => bounds.out_of_range(name, format!("“{text}”")),
    })
}

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod tests;
