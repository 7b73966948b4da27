//! What the reader prefers, kept from visit to visit.

use crate::languages;
use crate::texts;
use language::say;
use picture::Axis;

/// All preferences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// How large everything is.
    pub text_size: TextSize,
    /// Whether what comes is hidden instead of greyed, so that a class can predict it.
    pub hides_what_comes: bool,
    /// Whether only client and web server have a lane.
    pub has_two_lanes: bool,
    /// What heights in the lanes say.
    pub axis: Axis,
    /// Whether single letters, digits and signs do nothing.
    pub ignores_letters: bool,
    /// The tag of the language; none for English.
    pub language: Option<&'static str>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on white, for a wall: every text at 7:1 at least.
    Projector,
}

/// How large everything is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextSize {
    /// For a desk.
    #[default]
    Normal,
    /// For a small room.
    Large,
    /// For a projector.
    Larger,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Projector];

    /// The name on the page; in small letters, that in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => say(texts::SYSTEM),
            Self::Light => say(texts::LIGHT),
            Self::Dark => say(texts::DARK),
            Self::Projector => say(texts::PROJECTOR),
        }
    }

    /// The name in the style sheet and in the storage; none for the system's.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::Projector => Some("projector"),
        }
    }
}

impl TextSize {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Larger];

    /// The name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => say(texts::NORMAL),
            Self::Large => say(texts::LARGE),
            Self::Larger => say(texts::LARGER),
        }
    }

    /// The name in the style sheet and in the storage; none for the normal one.
    pub fn mark(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Large => Some("large"),
            Self::Larger => Some("larger"),
        }
    }
}

const HIDDEN: &str = "hide-what-comes";
const TWO_LANES: &str = "two-lanes";
const TO_SCALE: &str = "to-scale";
const NO_LETTERS: &str = "no-letters";

impl Settings {
    /// Has heights say time instead of order, or order instead of time.
    pub fn toggle_axis(&mut self) {
        self.axis = match self.axis {
            Axis::EqualSteps => Axis::ToScale,
            Axis::ToScale => Axis::EqualSteps,
        };
    }

    /// The words that [`Self::from_text`] reads.
    pub fn to_text(self) -> String {
        let words = [
            self.theme.mark(),
            self.text_size.mark(),
            self.hides_what_comes.then_some(HIDDEN),
            self.has_two_lanes.then_some(TWO_LANES),
            (self.axis == Axis::ToScale).then_some(TO_SCALE),
            self.ignores_letters.then_some(NO_LETTERS),
            self.language,
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Reads what was kept; words of another version say nothing.
    pub fn from_text(text: &str) -> Self {
        let mut settings = Self::default();
        for word in text.split(' ') {
            match word {
                "light" => settings.theme = Theme::Light,
                "dark" => settings.theme = Theme::Dark,
                "projector" => settings.theme = Theme::Projector,
                "large" => settings.text_size = TextSize::Large,
                "larger" => settings.text_size = TextSize::Larger,
                HIDDEN => settings.hides_what_comes = true,
                TWO_LANES => settings.has_two_lanes = true,
                TO_SCALE => settings.axis = Axis::ToScale,
                NO_LETTERS => settings.ignores_letters = true,
                // None of the words above is the tag of a language.
                other => settings.language = languages::known(other).or(settings.language),
            }
        }
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        for theme in Theme::ALL {
            for text_size in TextSize::ALL {
                for bits in 0..16 {
                    let settings = Settings {
                        theme,
                        text_size,
                        hides_what_comes: bits & 1 != 0,
                        has_two_lanes: bits & 2 != 0,
                        axis: if bits & 8 == 0 { Axis::EqualSteps } else { Axis::ToScale },
                        ignores_letters: bits & 4 != 0,
                        language: (bits & 1 != 0).then_some(language::pseudo::CODE),
                    };
                    assert_eq!(Settings::from_text(&settings.to_text()), settings);
                }
            }
        }
    }

    #[test]
    fn words_of_another_version_say_nothing() {
        assert_eq!(Settings::from_text(""), Settings::default());
        let settings = Settings { theme: Theme::Dark, ..Settings::default() };
        assert_eq!(Settings::from_text("sepia  dark {}"), settings);
    }
}
