//! `roundtrip deck check`: whether a deck can be opened, and what its scenes are.

use crate::files::{read_file, read_standard_input};
use crate::input_error::InputError;
use deck::{Deck, MAX_OCTETS};
use trace::hidden::marked;

/// The scenes of a deck, one a line.
///
/// # Errors
/// The file, the scene and what is wrong with it.
pub fn checked(path: &str) -> Result<String, InputError> {
    let (octets, called) = match path {
        "-" => (read_standard_input(MAX_OCTETS)?, "standard input"),
        path => (read_file(path, MAX_OCTETS)?, path),
    };
    let text = String::from_utf8(octets);
    let text = text.map_err(|_| InputError::about(called, "this is not a text in UTF-8"))?;
    let deck = deck::read(&text).map_err(|error| InputError::about(called, error))?;
    Ok(told(&deck))
}

fn told(deck: &Deck) -> String {
    let scenes = deck.scenes.iter().enumerate();
    let line = |(index, scene): (usize, &deck::Scene)| {
        let name = scene.name().replace(['\n', '\r'], " ");
        format!("{:>3}  {}\n", index + 1, marked(&name))
    };
    scenes.map(line).collect()
}
