//! A language that nobody speaks, for tests: English with accents, 40 % longer, in brackets. What
//! is not said by a catalogue stands out in it, and so does what is cut off.

use crate::build::{Marks, parsed};
use crate::file::quoted;
use std::fmt::Write as _;

/// The tag that CLDR gives to such a language. Its plural forms are those of English.
pub const CODE: &str = "en-XA";

/// How much longer the words are, in hundredths.
const LENGTH_PERCENT: usize = 140;

/// The file of a catalogue in this language, from the English one.
///
/// # Panics
/// A file that the build scripts refuse.
pub fn file(catalogue: &str, english: &str) -> String {
    let marks = Marks::of(catalogue);
    let texts = parsed(english).expect("the build scripts have read this file");
    let mut file = "# Made from English by `cargo run -p language`.\n".to_owned();
    for text in texts {
        for (form, words) in &text.forms {
            let dot = if form.is_empty() { "" } else { "." };
            let words = quoted(&words_of(words, marks));
            let _ = writeln!(file, "{}{dot}{form} = \"{words}\"", text.name);
        }
    }
    file
}

/// Words without marks, as this language says them.
pub fn said(words: &str) -> String {
    words_of(words, Marks::None)
}

/// The words of one text in this language.
fn words_of(words: &str, marks: Marks) -> String {
    if marks == Marks::Alternatives
        && let Some((other, zero)) = words.split_once('|')
    {
        return [&words_of(other, Marks::None), "|", &words_of(zero, Marks::None)].concat();
    }
    if words.is_empty() {
        return String::new();
    }
    let mut said = "«".to_owned();
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let kept = kept(rest, marks);
        if !kept.is_empty() {
            push_kept(&mut said, kept, marks);
            rest = &rest[kept.len()..];
            continue;
        }
        said.push(accented(c));
        if matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') {
            said.push(accented(c));
        }
        rest = &rest[c.len_utf8()..];
    }
    let wanted = words.chars().count() * LENGTH_PERCENT / 100;
    while said.chars().count() + 1 < wanted {
        said.push_str(if said.chars().count().is_multiple_of(5) { " " } else { "ö" });
    }
    said.push('»');
    said
}

/// What stays as it is: a place for a value, something that stands in messages, and a term with
/// its slug, whose words are said anew.
fn kept(rest: &str, marks: Marks) -> &str {
    let up_to = |close: char| rest[1..].find(close).map_or("", |at| &rest[..at + 2]);
    match (rest.as_bytes()[0], marks) {
        (b'{', _) => up_to('}'),
        (b'`', Marks::Sentences) => up_to('`'),
        (b'[', Marks::Sentences) => up_to(']'),
        _ => "",
    }
}

fn push_kept(said: &mut String, kept: &str, marks: Marks) {
    if kept.starts_with('{') {
        // So that a test can tell values from words.
        for piece in ["‹", kept, "›"] {
            said.push_str(piece);
        }
    } else if let Some(term) = kept.strip_prefix('[') {
        let term = term.trim_end_matches(']');
        let (words, slug) = term.split_once('|').unwrap_or((term, term));
        let words = words_of(words, marks);
        for piece in ["[", words.trim_matches(['«', '»']), "|", slug, "]"] {
            said.push_str(piece);
        }
    } else {
        // Values within code too.
        said.push_str(&kept.replace('{', "‹{").replace('}', "}›"));
    }
}

/// The letter with something above, below or through it.
fn accented(c: char) -> char {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const ACCENTED: &str = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
    let at = PLAIN.find(c);
    at.and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CATALOGUES;
    use std::fs;
    use std::path::Path;

    #[test]
    fn words_are_longer_and_accented_between_brackets() {
        assert_eq!(words_of("Send", Marks::None), "«Šééñð»");
        let said = words_of("A change runs everything again.", Marks::None);
        assert!(said.chars().count() * 100 >= 31 * 138, "{said}");
        assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
        assert_eq!(words_of("", Marks::None), "");
    }

    #[test]
    fn values_code_and_slugs_stay() {
        let said = words_of(
            "[DNS|dns] asks a [client] for *{name}* by `GET` and `a={a}`",
            Marks::Sentences,
        );
        for kept in ["|dns]", "|client]", "*‹{name}›*", "`GET`", "`a=‹{a}›`"] {
            assert!(said.contains(kept), "{said}");
        }
        let said = words_of("for {} s|at once", Marks::Alternatives);
        assert_eq!(said.matches('|').count(), 1);
        assert!(said.contains("‹{}›"), "{said}");
    }

    #[test]
    fn its_files_are_made_from_english() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages");
        let read = |code: &str, name: &str| {
            fs::read_to_string(folder.join(code).join(name).with_extension("txt"))
        };
        for name in CATALOGUES {
            let made = file(name, &read("en", name).expect("every catalogue has an English file"));
            let is_same = read(CODE, name).is_ok_and(|kept| kept == made);
            assert!(is_same, "languages/{CODE}/{name}.txt is out of date: `cargo run -p language`");
        }
    }

    #[test]
    fn every_form_of_a_count_is_said() {
        let file = file("viewer", "rows.one = \"{count} row\"\nrows.other = \"{count} rows\"\n");
        assert!(file.contains("rows.one = \"«‹{count}› ŕööŵ"), "{file}");
        assert_eq!(file.lines().count(), 3);
    }
}
