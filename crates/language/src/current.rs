//! The language of this program, for what is said to the person before it.
//!
//! A page speaks one language from its first word on: another one is chosen by loading the page
//! again. A picture, or whatever else may be wanted in several languages, takes a [`Language`]
//! instead. Nothing of a trace is said in it: traces are the same in every language.

use crate::{Counted, Language, Text};
use core::fmt::{Display, Write};
use std::sync::OnceLock;

static CURRENT: OnceLock<Language> = OnceLock::new();

/// The language that is spoken: English, unless [`speak`] chose another one.
pub fn current() -> Language {
    CURRENT.get().copied().unwrap_or_default()
}

/// Chooses the language, before anything is said. A second call changes nothing.
pub fn speak(language: Language) {
    // Whoever comes second finds words on the screen already.
    let _ = CURRENT.set(language);
}

/// What a text says.
pub fn say(text: Text) -> &'static str {
    current().text(text)
}

/// What a text says of so many things; `{count}` is their number.
pub fn say_count(counted: Counted, count: u64) -> String {
    current().count(counted, count)
}

/// The words with values in their places; [`fill!`](crate::fill) is easier to write.
///
/// # Panics
/// A place without a value: the program and its English words do not fit together.
pub fn filled_with(words: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let (name, behind) = behind.split_once('}').expect("every place of a text is closed");
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.expect("every place of a text has a value");
        let _ = write!(text, "{value}");
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// What a text says with values: `fill!(texts::STEP, number = step + 1, count)`.
#[macro_export]
macro_rules! fill {
    ($text:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::filled_with(
            $crate::say($text),
            &[$((stringify!($name), &$crate::fill!(@ $name $(, $value)?) as &dyn ::core::fmt::Display)),*],
        )
    };
    (@ $name:ident, $value:expr) => { $value };
    (@ $name:ident) => { $name };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    const STEP: Text =
        Text::new(&Entry { catalogue: 5, index: 0, english: "Step {number} of {count}: {said}" });

    #[test]
    fn values_of_any_type_stand_in_their_places() {
        let said = "{number}";
        assert_eq!(
            crate::fill!(STEP, number = 1 + 2, count = 9_u64, said),
            "Step 3 of 9: {number}"
        );
        assert_eq!(current(), Language::ENGLISH);
    }
}
