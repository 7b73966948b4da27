//! Scenarios as JSON that people write by hand: `docs/scenario.md` describes it, member by
//! member, and `docs/scenario.schema.json` says the same to editors.
//!
//! Numbers are read as decimals, digit by digit, so `0.02` is exactly 20,000 in a million; a
//! scenario that was written comes back as it was.

mod decimal;
mod node;
mod read;
mod write;

use crate::bounds::{BANDWIDTH_MBIT_PER_S, Bounds, LOSS, MTU, RTT_MS};
use crate::{ClientKind, ScenarioError};
use core::time::Duration;
use node::Node;

pub use read::scenario_from_json;
pub use write::scenario_to_json;

/// The format that this program reads and writes.
pub const FORMAT_VERSION: u64 = 1;

/// The longest text that is read, in octets: 4 MiB.
pub const MAX_TEXT_OCTETS: usize = 4 * 1024 * 1024;

/// Reads a round-trip time as `world.rtt_ms` has it; `name` is what it is called in an error.
///
/// # Errors
/// What it may be instead.
pub fn round_trip_time_from_ms(text: &str, name: &str) -> Result<Duration, ScenarioError> {
    number(text, name, &RTT_MS).map(Duration::from_micros)
}

/// Reads a bandwidth in bits per second as `world.bandwidth_mbit_per_s` has it; `name` is what it is
/// called in an error.
///
/// # Errors
/// What it may be instead.
pub fn bandwidth_bits_per_s_from_mbit(text: &str, name: &str) -> Result<u64, ScenarioError> {
    number(text, name, &BANDWIDTH_MBIT_PER_S)
}

/// Reads an MTU as `world.mtu` has it; `name` is what it is called in an error.
///
/// # Errors
/// What it may be instead.
pub fn mtu_from_octets(text: &str, name: &str) -> Result<u16, ScenarioError> {
    number(text, name, &MTU).map(|octets| octets.try_into().expect("the range fits 16 bits"))
}

/// Reads a share of lost packets as `world.loss` has it; `name` is what it is called in an error.
///
/// # Errors
/// What it may be instead.
pub fn loss_ppm_from_share(text: &str, name: &str) -> Result<u32, ScenarioError> {
    number(text, name, &LOSS).map(|ppm| ppm.try_into().expect("a million fits 32 bits"))
}

/// A number outside of a document has no line to tell.
fn number(text: &str, name: &str, bounds: &Bounds) -> Result<u64, ScenarioError> {
    // JSON wants a digit in front of the point, and people do not.
    let written = if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
    let found = Node::parse(&written, name).and_then(|node| node.number(bounds));
    found.map_err(|error| match error {
        ScenarioError::OutOfRange { .. } | ScenarioError::TooPrecise { .. } => error,
        _ => bounds.out_of_range(name, format!("“{text}”")),
    })
}

impl ClientKind {
    /// The kind with this name in JSON.
    pub fn from_name(name: &str) -> Option<Self> {
        CLIENTS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// The names of all kinds.
    pub fn names() -> [&'static str; CLIENTS.len()] {
        CLIENTS.map(|(name, _)| name)
    }
}

/// The kinds of client by their names in JSON.
const CLIENTS: [(&str, ClientKind); 5] = [
    ("browser", ClientKind::Browser),
    ("python", ClientKind::Python),
    ("mobile-app", ClientKind::MobileApp),
    ("curl", ClientKind::Curl),
    ("server", ClientKind::Server),
];

#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
