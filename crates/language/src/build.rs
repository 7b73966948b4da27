//! For build scripts: from the files of languages to constants, or to a list of what is wrong.

use crate::CATALOGUES;
use crate::file::{self, HASH_OF_NONE, Line};
use crate::loaded::PluralForm;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The list of languages, in the folder of all of them.
const LIST: &str = "list.txt";

/// What the words of a catalogue may hold besides places for values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// `*strong*`, `` `code` `` and `[text|slug]`, as sentences have them.
    Sentences,
    /// `|` between what is said of a number other than zero and what is said of zero.
    Alternatives,
    /// Nothing: every character is said.
    None,
}

impl Marks {
    /// Those of a catalogue.
    pub(crate) fn of(catalogue: &str) -> Self {
        match catalogue {
            "picture" | "glossary" | "shell" => Self::Sentences,
            "engine" => Self::Alternatives,
            _ => Self::None,
        }
    }
}

/// A language that can be chosen.
#[derive(Debug, PartialEq, Eq)]
struct Listed {
    code: String,
    direction: String,
    forms: Vec<String>,
    name: String,
}

/// Makes `OUT_DIR/CATALOGUE.rs`: a constant for each text of a catalogue, and `CATALOGUE` itself.
///
/// # Panics
/// Where cargo does not run this.
pub fn write_catalogue(name: &str) {
    let folder = languages();
    let list = list_of(&folder);
    let read_file = |code: &str| read(&folder.join(code).join(name).with_extension("txt"));
    let english = read_file("en");
    let mut wrong = Vec::new();
    match parsed(&english) {
        Err(errors) => wrong.extend(told("en", name, errors)),
        Ok(texts) => {
            write_out(name, &constants(name, &texts));
            for language in list.iter().filter(|language| language.code != "en") {
                let errors =
                    differences(&texts, &read_file(&language.code), language, Marks::of(name));
                wrong.extend(told(&language.code, name, errors));
            }
        }
    }
    end(&wrong);
}

/// Makes `OUT_DIR/list.rs`: `LANGUAGES`, a slice of `(code, direction, name)`, English first.
///
/// # Panics
/// Where cargo does not run this.
pub fn write_list() {
    let mut text = "pub(crate) const LANGUAGES: &[(&str, &str, &str)] = &[\n".to_owned();
    for language in list_of(&languages()) {
        let Listed { code, direction, name, .. } = language;
        let _ = writeln!(text, "    ({code:?}, {direction:?}, {name:?}),");
    }
    text.push_str("];\n");
    write_out("list", &text);
}

fn languages() -> PathBuf {
    let package = env::var("CARGO_MANIFEST_DIR").expect("cargo runs build scripts");
    let found = Path::new(&package).ancestors().map(|folder| folder.join("languages"));
    found.into_iter().find(|folder| folder.join(LIST).is_file()).expect("languages/ is above us")
}

fn list_of(folder: &Path) -> Vec<Listed> {
    listed(&read(&folder.join(LIST))).unwrap_or_else(|error| {
        end(&[format!("languages/{LIST}: {error}")]);
        Vec::new()
    })
}

/// A file that this build depends on; without it, nothing.
fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_default()
}

fn write_out(name: &str, text: &str) {
    let folder = env::var("OUT_DIR").expect("cargo runs build scripts");
    let path = Path::new(&folder).join(name).with_extension("rs");
    fs::write(path, text).expect("a build script may write there");
}

fn told(code: &str, name: &str, errors: Vec<String>) -> impl Iterator<Item = String> {
    let place = format!("languages/{code}/{name}.txt");
    errors.into_iter().map(move |error| format!("{place}:{error}"))
}

/// Ends the build if anything is wrong.
fn end(wrong: &[String]) {
    for error in wrong {
        println!("cargo::error={error}");
    }
}

fn listed(list: &str) -> Result<Vec<Listed>, String> {
    let mut found = Vec::new();
    for line in list.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(code), Some(direction), Some(forms)) = (words.next(), words.next(), words.next())
        else {
            return Err(format!("“{line}” is no tag, direction, plural forms and name"));
        };
        let name = words.collect::<Vec<_>>().join(" ");
        if !matches!(&*direction, "ltr" | "rtl") || name.is_empty() {
            return Err(format!("“{line}” lacks a direction (ltr or rtl) or a name"));
        }
        let forms: Vec<String> = forms.split(',').map(str::to_owned).collect();
        let is_known = |form: &String| PluralForm::from_name(form).name() == form;
        if !forms.iter().all(is_known) || !forms.iter().any(|form| form == "other") {
            return Err(format!("“{line}” names a plural form that CLDR does not, or lacks other"));
        }
        found.push(Listed { code, direction, forms, name });
    }
    match found.first() {
        Some(first) if first.code == "en" => Ok(found),
        Some(_) | None => Err("English comes first".to_owned()),
    }
}

/// A text of a file: its name, where it stands, and its words by form. Without forms, one by no
/// name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub name: String,
    pub line: usize,
    pub forms: Vec<(String, String)>,
}

/// The texts of a file, in order; or what is wrong, each behind its line.
pub(crate) fn parsed(file: &str) -> Result<Vec<Said>, Vec<String>> {
    let mut texts: Vec<Said> = Vec::new();
    let mut wrong = Vec::new();
    for (line, text) in (1..).zip(file.lines()) {
        let found = match file::line(text) {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            Err(()) => {
                wrong.push(format!("{line}: this is not name = \"words\""));
                continue;
            }
        };
        let Line { name, form, quoted } = found;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_name) {
            wrong.push(format!("{line}: “{name}” is no name in small letters"));
        }
        let words = file::unquoted(quoted);
        wrong.extend(unclosed(&words).map(|mark| format!("{line}: a {mark} is not closed")));
        let said = (form.to_owned(), words);
        let is_next_form = |last: &&mut Said| {
            let has_forms = last.forms.iter().all(|(known, _)| !known.is_empty() && known != form);
            last.name == name && has_forms && !form.is_empty()
        };
        if let Some(last) = texts.last_mut().filter(is_next_form) {
            last.forms.push(said);
        } else if texts.iter().any(|known| known.name == name) {
            wrong.push(format!("{line}: “{name}” stands there twice"));
        } else {
            texts.push(Said { name: name.to_owned(), line, forms: vec![said] });
        }
    }
    if wrong.is_empty() { Ok(texts) } else { Err(wrong) }
}

/// A place for a value that is not closed.
fn unclosed(words: &str) -> Option<char> {
    let mut open = false;
    for c in words.chars().filter(|c| matches!(c, '{' | '}')) {
        if open == (c == '{') {
            return Some('{');
        }
        open = !open;
    }
    open.then_some('{')
}

fn constants(catalogue: &str, texts: &[Said]) -> String {
    let number = CATALOGUES.iter().position(|known| *known == catalogue);
    let number = number.expect("a build script names a catalogue of crates/language");
    let mut code = String::new();
    for (index, text) in texts.iter().enumerate() {
        let is_counted = !text.forms[0].0.is_empty();
        let kind = if is_counted { "Counted" } else { "Text" };
        let mut english = String::new();
        for (form, words) in &text.forms {
            match is_counted {
                true => file::push_form(&mut english, form, words),
                false => english.clone_from(words),
            }
        }
        let name = text.name.to_uppercase();
        let _ = writeln!(
            code,
            "pub(crate) const {name}: language::{kind} = language::{kind}::new(&language::Entry {{ \
             catalogue: {number}, index: {index}, english: {english:?} }});"
        );
    }
    let hash = texts.iter().fold(HASH_OF_NONE, |hash, text| file::hash_with(hash, &text.name));
    let _ = writeln!(
        code,
        "/// What is known of languages/*/{catalogue}.txt.\n\
         pub const CATALOGUE: language::Catalogue = \
         language::Catalogue {{ number: {number}, hash: {hash} }};"
    );
    let _ = writeln!(
        code,
        "#[cfg(test)]\n#[allow(dead_code, reason = \"not every crate has a test that goes through all\")]\n\
         pub(crate) const ALL: &[(&str, language::Text)] = &["
    );
    for text in texts.iter().filter(|text| text.forms[0].0.is_empty()) {
        let _ = writeln!(code, "    ({:?}, {}),", text.name, text.name.to_uppercase());
    }
    code.push_str("];\n");
    code
}

/// Where a file does not say what English says, each difference behind its line.
fn differences(english: &[Said], file: &str, language: &Listed, marks: Marks) -> Vec<String> {
    let texts = match parsed(file) {
        Ok(texts) => texts,
        Err(wrong) => return wrong,
    };
    let mut wrong = Vec::new();
    let known = |texts: &[Said], name: &str| texts.iter().any(|text| text.name == name);
    for text in english.iter().filter(|text| !known(&texts, &text.name)) {
        wrong.push(format!("1: “{}” is missing", text.name));
    }
    for text in texts.iter().filter(|text| !known(english, &text.name)) {
        wrong.push(format!("{}: “{}” is not said in English", text.line, text.name));
    }
    if !wrong.is_empty() {
        return wrong;
    }
    for (ours, theirs) in english.iter().zip(&texts) {
        let (name, line) = (&theirs.name, theirs.line);
        if ours.name != *name {
            wrong.push(format!("{line}: “{name}” stands where English has “{}”", ours.name));
            break;
        }
        let is_counted = !ours.forms[0].0.is_empty();
        let forms: BTreeSet<&str> = theirs.forms.iter().map(|(form, _)| &**form).collect();
        let expected: BTreeSet<&str> = match is_counted {
            true => language.forms.iter().map(String::as_str).collect(),
            false => BTreeSet::from([""]),
        };
        if forms != expected {
            wrong.push(format!("{line}: “{name}” has the forms {forms:?}, not {expected:?}"));
        }
        let wanted = held(&ours.forms.last().expect("a text has words").1, marks, is_counted);
        for (_, words) in &theirs.forms {
            let found = held(words, marks, is_counted);
            if found != wanted {
                wrong.push(format!("{line}: “{name}” holds {found:?}, English {wanted:?}"));
            }
        }
    }
    wrong
}

/// What words hold that has to be the same in every language.
fn held(words: &str, marks: Marks, is_counted: bool) -> Vec<String> {
    let mut held: Vec<String> = pieces(words, '{', '}');
    if is_counted {
        // A form for one thing need not write the number.
        held.retain(|place| place != "{count}");
    }
    held.sort();
    held.dedup();
    match marks {
        Marks::None => {}
        Marks::Alternatives => {
            held.extend(words.matches('|').map(str::to_owned));
        }
        Marks::Sentences => {
            let mut marked = pieces(words, '`', '`');
            marked.extend(pieces(words, '[', ']').iter().map(|term| {
                // The slug stands behind the word, or is the word.
                let inner = term.trim_matches(['[', ']']);
                ["[", inner.split_once('|').map_or(inner, |(_, slug)| slug)].concat()
            }));
            marked.sort();
            held.extend(marked);
            let is_open =
                ['*', '`'].iter().any(|mark| !words.matches(*mark).count().is_multiple_of(2));
            held.extend(is_open.then(|| "a mark that is not closed".to_owned()));
        }
    }
    held
}

/// What stands between two marks, with them.
fn pieces(words: &str, open: char, close: char) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = words;
    while let Some(at) = rest.find(open) {
        let inner = &rest[at + open.len_utf8()..];
        let Some(end) = inner.find(close) else { break };
        found.push([&rest[at..at + open.len_utf8()], &inner[..end], &close.to_string()].concat());
        rest = &inner[end + close.len_utf8()..];
    }
    found
}

#[cfg(test)]
mod tests;
