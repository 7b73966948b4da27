//! What is said, in which language.
//!
//! A sentence of this program is never written where it is said: there stands a [`Text`], a name
//! for it with its English words. The words of all languages are in `languages/CODE/`, one file a
//! catalogue, in lines `name = "words"`. English is compiled in, each text where it is used; every
//! other language is loaded when it is chosen, from the same files.
//!
//! Build scripts ([`build`]) turn the English file into constants, and refuse to go on where a
//! file of another language has other names, other places for values or other marks. So what is
//! said without words in some language does not compile.
//!
//! This crate needs nothing but the standard library, since the build scripts need it too.

pub mod build;
mod current;
mod file;
mod fill;
mod loaded;
pub mod pseudo;
mod text;

pub use current::{current, filled_with, say, say_count, speak};
pub use fill::filled;
pub use loaded::{Catalogue, Language, LoadError, PluralForm, Rule, Speech};
pub use text::{Counted, Entry, Text};

/// The file of what the page says before its program is there. It is no catalogue: the words are
/// written into index.html when that is built (`xtask/src/shell_words.rs`).
pub const SHELL: &str = "shell";

/// All catalogues, in the order of their numbers. Each is one file of a language.
pub const CATALOGUES: [&str; 9] =
    ["picture", "glossary", "trace", "compose", "engine", "viewer", "sharing", "deck", "lesson"];
