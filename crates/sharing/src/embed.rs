//! What `embed.html` shows, as its hash says it: everything that stands behind its `#`.
//!
//! The hash is `v=1` and pairs of key and value, joined by `&`, percent-encoded (RFC 3986 §2.1).
//! The attributes of a `<round-trip>` element are the same pairs without the version.

use core::fmt::Write as _;

/// The document beside `index.html` that is made for frames.
pub const DOCUMENT: &str = "embed.html";
/// The version of the keys.
pub const VERSION: &str = "1";

/// What is shown, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// The exchange.
    pub shown: Shown,
    /// Everything else, each key once, in the order in which it was said.
    settings: Vec<(Setting, String)>,
}

/// An exchange that an embed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A scenario that comes along, by its name.
    Example(String),
    /// What a [link](crate::link) holds: the text behind its `#`.
    State(String),
}

/// A key that an embed takes beside what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The key in the hash, the attribute of the element, and the flag of the command.
    pub key: &'static str,
    /// Which values it takes.
    pub takes: Takes,
    /// What it does, for the command's help.
    pub about: &'static str,
}

/// Which values a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A whole number from 1 on.
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Some of these words, joined by commas.
    Words(&'static [&'static str]),
    /// A number over 0, e.g. 0.5.
    Factor,
    /// Any text.
    Text,
    /// It is on when it is there.
    Switch,
}

const fn setting(key: &'static str, takes: Takes, about: &'static str) -> Setting {
    Setting { key, takes, about }
}

impl Setting {
    /// Where it starts.
    pub const STEP: Self =
        setting("step", Takes::Number, "the step that it starts at, counted from 1");

    /// How much is shown: the one key that figures have as well.
    pub const LEVEL: Self =
        setting("level", Takes::Word(&["story", "connection", "packets"]), "how much is shown");

    /// What heights say.
    pub const AXIS: Self = setting(
        "axis",
        Takes::Word(&["steps", "scale"]),
        "what heights say: the order alone, or time to scale",
    );

    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::STEP,
        setting("from", Takes::Number, "playing repeats the steps from here"),
        setting("to", Takes::Number, "up to here"),
        Self::LEVEL,
        setting("lanes", Takes::Word(&["all", "dns", "ends"]), "which hosts have a lane"),
        Self::AXIS,
        setting(
            "panels",
            Takes::Words(&["composer", "lanes", "sentence", "response", "inspector"]),
            "what is shown, joined by commas",
        ),
        setting("controls", Takes::Word(&["full", "steps", "none"]), "which buttons there are"),
        setting("start", Takes::Word(&["click", "view"]), "when the program is loaded"),
        setting("autoplay", Takes::Switch, "plays once it is there"),
        setting("speed", Takes::Factor, "how fast it plays, e.g. 0.5"),
        setting(
            "theme",
            Takes::Word(&["auto", "light", "dark", "projector"]),
            "light, dark, or for a wall",
        ),
        setting("motion", Takes::Word(&["auto", "reduce", "full"]), "whether anything moves"),
        setting("lang", Takes::Text, "the language, by its tag"),
        setting("title", Takes::Text, "what stands above it"),
        setting("hide", Takes::Word(&["future"]), "leaves out the steps to come"),
        setting(
            "deck",
            Takes::Switch,
            "it stands in a slide deck, which keys at its ends belong to",
        ),
    ];

    /// The key with this name.
    pub fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key == key)
    }

    /// Whether it takes this value; if not, what it takes.
    ///
    /// # Errors
    /// The values that it takes, in words.
    pub fn check(self, value: &str) -> Result<(), String> {
        let is_number =
            |text: &str| (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let factor = || value.parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
        let (is_taken, taken) = match self.takes {
            Takes::Number => {
                (is_number(value) && !value.starts_with('0'), "a whole number from 1 on".to_owned())
            }
            Takes::Factor => (factor().is_some(), "a number over 0, e.g. 0.5".to_owned()),
            Takes::Word(words) => (words.contains(&value), words.join(", ")),
            Takes::Words(words) => (
                value.split(',').all(|word| words.contains(&word)),
                format!("some of {}, joined by commas", words.join(", ")),
            ),
            Takes::Text => (!value.trim().is_empty(), "a text".to_owned()),
            Takes::Switch => (value == "1", "nothing: it is on when it is there".to_owned()),
        };
        if is_taken { Ok(()) } else { Err(taken) }
    }
}

impl Embed {
    /// With nothing else said.
    pub fn new(shown: Shown) -> Self {
        Self { shown, settings: Vec::new() }
    }

    /// Says one thing more; the later one counts.
    ///
    /// # Panics
    /// Where the key does not [take](Setting::check) the value.
    #[must_use]
    pub fn with(mut self, setting: Setting, value: impl Into<String>) -> Self {
        let value = value.into();
        assert_eq!(setting.check(&value), Ok(()), "{}={value}", setting.key);
        self.settings.retain(|(earlier, _)| *earlier != setting);
        self.settings.push((setting, value));
        self
    }

    /// What was said of a key.
    pub fn value(&self, key: &str) -> Option<&str> {
        let found = self.settings.iter().find(|(setting, _)| setting.key == key);
        found.map(|(_, value)| &**value)
    }

    /// Whether nothing is said but what is shown.
    pub fn is_plain(&self) -> bool {
        self.settings.is_empty()
    }

    /// Key and value of everything, as they stand behind each other.
    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let shown = match &self.shown {
            Shown::Example(name) => ("example", &**name),
            Shown::State(link) => ("state", &**link),
        };
        let said = self.settings.iter().map(|(setting, value)| (setting.key, &**value));
        core::iter::once(shown).chain(said)
    }

    /// The hash of its address, without the `#`.
    pub fn hash(&self) -> String {
        let mut hash = format!("v={VERSION}");
        for (key, value) in self.pairs() {
            hash.push('&');
            hash.push_str(key);
            hash.push('=');
            percent_encoded(&mut hash, value);
        }
        hash
    }

    /// The attributes of a `<round-trip>` element, each with a space before it. Values stand as
    /// they are: whoever writes them into a page escapes them.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs()
    }
}

/// What may stand in a fragment as it is and is no separator here (RFC 3986 §3.5).
fn percent_encoded(text: &mut String, value: &str) {
    for octet in value.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => {
                text.push(char::from(octet));
            }
            _ => write!(text, "%{octet:02X}").expect("a string takes whatever is written"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn set(embed: Embed, key: &str, value: &str) -> Embed {
        embed.with(Setting::find(key).expect("the key is known"), value)
    }

    #[test]
    fn everything_stands_in_the_hash_and_nothing_breaks_out_of_it() {
        let embed = Embed::new(Shown::Example("get".to_owned()));
        assert_eq!(embed.hash(), "v=1&example=get");
        let embed = set(set(embed, "step", "3"), "panels", "lanes,sentence");
        let embed = set(set(embed, "step", "4"), "title", "a & b = #1 \"ä\"");
        assert_eq!(
            embed.hash(),
            "v=1&example=get&panels=lanes,sentence&step=4&title=a%20%26%20b%20%3D%20%231%20%22%C3%A4%22"
        );
        assert_eq!((embed.value("step"), embed.value("theme")), (Some("4"), None));
    }

    #[test]
    fn a_key_takes_its_values_and_says_which() {
        let check = |key: &str, good: &[&str], bad: &[&str]| {
            let setting = Setting::find(key).expect("the key is known");
            for value in good {
                assert_eq!(setting.check(value), Ok(()), "{key}={value}");
            }
            for value in bad {
                assert!(
                    setting.check(value).is_err_and(|takes| !takes.is_empty()),
                    "{key}={value}"
                );
            }
        };
        check("step", &["1", "27"], &["0", "-1", "1.5", "", "x", "01", "12345678901"]);
        check("level", &["packets"], &["", "all"]);
        check("panels", &["lanes", "lanes,response"], &["", "lanes,", "lanes response"]);
        check("speed", &["0.5", "2"], &["0", "-1", "NaN", "inf", "fast"]);
        check("title", &["x"], &["", " "]);
        check("deck", &["1"], &["0"]);
    }
}
