//! A language: English, or one that was loaded.

use crate::file::{self, HASH_OF_NONE};
use crate::{CATALOGUES, Counted, Text, filled};
use core::fmt;

/// A language that everything can be said in. Copies are the same language.
#[derive(Clone, Copy)]
pub struct Language(&'static Speech);

/// The words of a language.
pub struct Speech {
    /// The BCP 47 tag, e.g. `en`.
    code: &'static str,
    /// The words of each catalogue, in the order of its texts; none where English is said.
    catalogues: [&'static [&'static str]; CATALOGUES.len()],
    rule: Rule,
}

/// Which form a number chooses in a language, which is told by its tag.
pub type Rule = fn(&str, u64) -> PluralForm;

/// The plural categories of CLDR (Unicode Technical Standard #35, part 3, "Language Plural Rules").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are named, not described, in CLDR too")]
pub enum PluralForm {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl PluralForm {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// The name in CLDR, in `Intl.PluralRules` and in our files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The form with this name; [`Self::Other`] for any other name.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|form| form.name() == name).unwrap_or(Self::Other)
    }

    fn in_english(_: &str, count: u64) -> Self {
        if count == 1 { Self::One } else { Self::Other }
    }
}

/// What a program knows of one of its catalogues, to tell whether a file fits.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// Its place among [`CATALOGUES`].
    pub number: u8,
    /// A hash of the names of its texts in their order.
    pub hash: u32,
}

impl Catalogue {
    /// The name of its file, without the ending.
    pub fn name(self) -> &'static str {
        CATALOGUES[usize::from(self.number)]
    }
}

/// Why a language cannot be spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadError {
    /// The file of this catalogue was made for other texts: it comes from another build.
    OtherBuild(&'static str),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::OtherBuild(catalogue) = self;
        write!(f, "{catalogue}.txt holds the texts of another build")
    }
}

static ENGLISH: Speech =
    Speech { code: "en", catalogues: [&[]; CATALOGUES.len()], rule: PluralForm::in_english };

impl Default for Language {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl Language {
    /// English, which is always there.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// A language by its files. Texts of catalogues that are not among them are said in English.
    ///
    /// What is loaded is kept until the program ends: a reader does not choose often.
    ///
    /// # Errors
    /// A file that was made for other texts.
    pub fn load(code: &str, files: &[(Catalogue, &str)], rule: Rule) -> Result<Self, LoadError> {
        let mut speech =
            Speech { code: leaked(code.to_owned()), catalogues: ENGLISH.catalogues, rule };
        for (catalogue, text) in files {
            let words = words(text, catalogue.hash);
            let words = words.ok_or(LoadError::OtherBuild(catalogue.name()))?;
            speech.catalogues[usize::from(catalogue.number)] = words;
        }
        Ok(Self(Box::leak(Box::new(speech))))
    }

    /// The BCP 47 tag, e.g. `en`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The words of a text, with places for values and with its marks.
    pub fn text(self, text: Text) -> &'static str {
        let entry = text.entry();
        let words = self.0.catalogues[usize::from(entry.catalogue)];
        words.get(usize::from(entry.index)).copied().unwrap_or(entry.english)
    }

    /// The words of a counted text for so many things.
    pub fn form(self, counted: Counted, count: u64) -> &'static str {
        file::form(self.text(counted.0), (self.0.rule)(self.0.code, count).name())
    }

    /// The words of a text that may be a counted one, for so many things.
    pub fn either_form(self, text: Text, count: u64) -> &'static str {
        match file::has_forms(self.text(text)) {
            true => self.form(Counted(text), count),
            false => self.text(text),
        }
    }

    /// A text with these values.
    pub fn fill(self, text: Text, values: &[(&str, &str)]) -> String {
        filled(self.text(text), values)
    }

    /// A counted text for so many things; `{count}` is their number.
    pub fn count(self, counted: Counted, count: u64) -> String {
        filled(self.form(counted, count), &[("count", &count.to_string())])
    }
}

/// Two languages are the same if they were loaded at once.
impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.0, other.0)
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

/// The words in a file, in order; none if its names are not those with this hash.
fn words(text: &str, hash: u32) -> Option<&'static [&'static str]> {
    let mut words: Vec<&'static str> = Vec::new();
    let (mut found, mut last, mut forms) = (HASH_OF_NONE, "", String::new());
    let close = |forms: &mut String, words: &mut Vec<_>| {
        if !forms.is_empty() {
            words.push(leaked(core::mem::take(forms)));
        }
    };
    for line in text.lines() {
        let Some(line) = file::line(line).ok()? else { continue };
        if line.name != last {
            close(&mut forms, &mut words);
            found = file::hash_with(found, line.name);
            last = line.name;
        }
        let said = file::unquoted(line.quoted);
        match line.form {
            "" => words.push(leaked(said)),
            form => file::push_form(&mut forms, form, &said),
        }
    }
    close(&mut forms, &mut words);
    (found == hash).then(|| &*words.leak())
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    const SEND: Text = Text::new(&Entry { catalogue: 5, index: 0, english: "Send" });
    const ROWS: Counted = Counted::new(&Entry {
        catalogue: 5,
        index: 1,
        english: "one={count} row\u{1f}other={count} rows\u{1f}",
    });
    const STOP: Text = Text::new(&Entry { catalogue: 5, index: 2, english: "Stop {what}" });
    const OURS: &str = "# Buttons.\nsend = \"Послать\"\n\nrows.one = \"{count} строка\"\n\
        rows.few = \"{count} строки\"\nrows.many = \"{count} строк\"\nrows.other = \"{count} строки\"\n\
        stop = \"Стоп: {what}\"\n";

    /// The rule of Russian, for whole numbers.
    fn rule(_: &str, count: u64) -> PluralForm {
        match (count % 10, count % 100) {
            (1, rest) if rest != 11 => PluralForm::One,
            (2..=4, rest) if !(12..=14).contains(&rest) => PluralForm::Few,
            _ => PluralForm::Many,
        }
    }

    fn catalogue() -> Catalogue {
        let hash = ["send", "rows", "stop"].into_iter().fold(HASH_OF_NONE, file::hash_with);
        Catalogue { number: 5, hash }
    }

    #[test]
    fn english_is_always_there() {
        let language = Language::ENGLISH;
        assert_eq!(language.text(SEND), "Send");
        assert_eq!(language.fill(STOP, &[("what", "it")]), "Stop it");
        let counts = [0, 1, 2].map(|count| language.count(ROWS, count));
        assert_eq!(counts, ["0 rows", "1 row", "2 rows"]);
    }

    #[test]
    fn a_loaded_language_says_the_same_by_its_own_rules() {
        let language = Language::load("ru", &[(catalogue(), OURS)], rule).unwrap();
        assert_eq!(language.text(SEND), "Послать");
        assert_eq!(language.fill(STOP, &[("what", "42")]), "Стоп: 42");
        let counts = [1, 2, 5, 11, 21].map(|count| language.count(ROWS, count));
        assert_eq!(counts, ["1 строка", "2 строки", "5 строк", "11 строк", "21 строка"]);
    }

    #[test]
    fn what_is_not_loaded_is_said_in_english() {
        let language = Language::load("ru", &[], rule).unwrap();
        assert_eq!(language.text(SEND), "Send");
        assert_ne!(language, Language::ENGLISH);
    }

    #[test]
    fn a_file_of_another_build_is_refused() {
        let older = OURS.replace("stop", "halt");
        let refused = Language::load("ru", &[(catalogue(), &older)], rule);
        assert_eq!(refused, Err(LoadError::OtherBuild("viewer")));
        assert!(Language::load("ru", &[(catalogue(), "<!doctype html>")], rule).is_err());
    }
}
