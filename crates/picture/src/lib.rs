//! What a trace looks like and says, without a browser.
//!
//! A [`Sequence`] is a trace seen at one [`Level`]: the list of [`Step`]s that can be walked
//! through. Everything else is derived from it: where a step is drawn ([`layout`]), what it says
//! ([`explain`]), and the forms that leave the program ([`transcript`], [`mermaid`], [`svg`],
//! [`handout`]). Two of them are held against each other in
//! [`compare`]; all fetches of a run stand on one clock in [`waterfall`], and what the client's call goes
//! through in [`lifecycle`].
//! This crate knows no browser and parses no octets; glyphs have fixed widths.

mod act;
mod awaited;
mod build;
mod catalogue;
pub mod clock;
pub mod compare;
pub mod explain;
pub mod glossary;
pub mod handout;
mod label;
mod late;
pub mod layout;
pub mod lifecycle;
pub mod memory;
pub mod mermaid;
mod repair;
pub mod replay;
mod sentence;
mod sequence;
mod simplified;
mod sql;
pub mod svg;
mod tcp;
pub mod text;
pub mod texts;
mod topology;
pub mod transcript;
pub mod waterfall;
mod window;

pub use act::Act;
pub use awaited::Piece;
pub use glossary::{Term, TermKind};
pub use language::Language;
pub use sentence::{Sentence, Span};
pub use sequence::{
    Axis, Carried, Folded, FoldedId, FoldedKind, Lanes, Level, Sequence, Step, StepKind,
};
pub use simplified::simplified;
