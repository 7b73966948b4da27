//! What the tests of several crates need. Nothing that is published depends on it.

mod chance;

pub use chance::Chance;

use std::io::Write as _;

/// Says why a test, or a part of one, is skipped, where nobody can miss it: what a test prints is
/// hidden while it passes, what is written is not.
///
/// # Panics
/// Where nothing can be written to standard error.
pub fn skip(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").expect("standard error takes a line");
}
