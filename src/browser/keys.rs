//! Keys that were pressed, by the names that the lists of keys have for them.

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
pub fn is_character(name: &str) -> bool {
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
