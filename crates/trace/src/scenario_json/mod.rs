//! Scenarios as JSON that people write by hand: `docs/scenario.md` describes it, member by
//! member, and `docs/scenario.schema.json` says the same to editors.
//!
//! Numbers are read as decimals, digit by digit, so `0.02` is exactly 20,000 in a million; a
//! scenario that was written comes back as it was.

mod decimal;
mod node;
mod read;
mod write;

use crate::ClientKind;

pub use read::scenario_from_json;
pub use write::scenario_to_json;

/// The format that this program reads and writes.
pub const FORMAT_VERSION: u64 = 1;

/// The longest text that is read, in octets: 4 MiB.
pub const MAX_TEXT_OCTETS: usize = 4 * 1024 * 1024;

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
