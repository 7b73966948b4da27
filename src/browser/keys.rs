//! Keys that were pressed, by the names that the lists of keys have for them.

use language::Text;

/// Some keys and what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding<T> {
    /// As [`name_of`] names them.
    pub keys: &'static [&'static str],
    /// What they do.
    pub does_what: T,
    /// The same in words.
    pub does: Text,
}

/// Keys that do something, and what that is in words.
pub const fn binding<T>(keys: &'static [&'static str], does_what: T, does: Text) -> Binding<T> {
    Binding { keys, does_what, does }
}

/// What a key of this name is bound to.
pub fn bound<T: Copy>(bindings: &[Binding<T>], name: &str, characters: Characters) -> Option<T> {
    if is_character(name) && characters == Characters::Rest {
        return None;
    }
    let bound = bindings.iter().find(|binding| binding.keys.contains(&name));
    bound.map(|binding| binding.does_what)
}

/// Whether keys that write a character do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    /// They do.
    Act,
    /// They do not: who speaks to the computer writes them by accident (WCAG 2.1.4).
    Rest,
}

/// A key that was pressed, as bindings name it: a letter while Shift is held is another key than the
/// letter alone, however it is written.
pub fn name_of(key: &str, is_shifted: bool) -> String {
    match key.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() && is_shifted => {
            ["Shift+", &key.to_ascii_uppercase()].concat()
        }
        [letter] if letter.is_ascii_alphabetic() => key.to_ascii_lowercase(),
        _ => key.to_owned(),
    }
}

/// Whether a key of this name writes a character.
fn is_character(name: &str) -> bool {
    let key = name.strip_prefix("Shift+").unwrap_or(name);
    key.chars().count() == 1 && key != " "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_shift_is_another_key_and_one_with_caps_lock_is_not() {
        assert_eq!(name_of("N", false), "n");
        assert_eq!(name_of("P", true), "Shift+P");
        // With both, browsers write it small.
        assert_eq!(name_of("p", true), "Shift+P");
        assert_eq!(name_of("?", true), "?");
        assert_eq!(name_of("PageDown", true), "PageDown");
    }
}
