//! What an exercise says: a text of the catalogue with its values, to be said in any language.

use language::{Counted, Language, Text, filled};

/// Something that is said. What stands in the trace stands here as it is; all else is a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// As it is: a label of the picture, a value, a teacher's sentence.
    AsItIs(String),
    /// A text with its values.
    Words(Text, Vec<(&'static str, Told)>),
    /// A text of so many things.
    Count(Text, u64),
}

impl Told {
    /// What a text says of so many things.
    pub fn count(counted: Counted, count: u64) -> Self {
        Self::Count(counted.either(), count)
    }

    /// The words in a language.
    pub fn words(&self, language: Language) -> String {
        match self {
            Self::AsItIs(text) => text.clone(),
            Self::Words(text, values) => {
                let values: Vec<(&str, String)> =
                    values.iter().map(|(name, value)| (*name, value.words(language))).collect();
                let values: Vec<(&str, &str)> =
                    values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                filled(language.text(*text), &values)
            }
            Self::Count(text, count) => {
                filled(language.either_form(*text, *count), &[("count", &count.to_string())])
            }
        }
    }
}

impl From<Text> for Told {
    fn from(text: Text) -> Self {
        Self::Words(text, Vec::new())
    }
}

impl From<&str> for Told {
    fn from(text: &str) -> Self {
        Self::AsItIs(text.to_owned())
    }
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Self::AsItIs(text)
    }
}

impl From<usize> for Told {
    fn from(number: usize) -> Self {
        Self::AsItIs(number.to_string())
    }
}

/// A text with values: `told!(texts::STEP_IS, number = step + 1)`.
macro_rules! told {
    ($text:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::Told::Words($text, vec![$((stringify!($name), $crate::Told::from($value))),*])
    };
}
pub(crate) use told;
