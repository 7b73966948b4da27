//! Decks: scenes that are shown one after the other, before a room. A deck is a file that people
//! write by hand as well (`docs/deck.md`, `docs/deck.schema.json`), or a list of links.
//!
//! Nothing here knows a browser.

mod error;
mod lines;
mod members;
mod read;
mod scene;
pub mod texts;
mod write;

pub use error::{Cause, DeckError};
pub use read::{is_deck, read, read_kept, read_links};
pub use scene::{Deck, Linked, Scene, Shows};
pub use write::write;

/// The format that this program reads and writes.
pub const FORMAT_VERSION: u64 = 1;

/// The longest text of a deck, in octets: 1 MiB.
pub const MAX_OCTETS: usize = 1024 * 1024;

/// The most scenes of a deck.
pub const MAX_SCENES: usize = 200;

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod tests;
