//! The catalogue: as it is written, said and documented.

use super::*;
use language::Language;

fn example(entry: &PredicateEntry) -> String {
    [entry.name, " ", entry.example].concat().trim_end().to_owned()
}

#[test]
fn every_predicate_is_read_as_it_is_written_and_has_a_sentence_of_its_own() {
    let mut sentences = Vec::new();
    for entry in CATALOGUE {
        let text = example(entry);
        let predicate = Predicate::parse(&text).expect("its example is a predicate");
        assert_eq!(predicate.written(), text);
        let sentence = predicate.sentence().words(Language::ENGLISH);
        assert!(!sentences.contains(&sentence), "{sentence}");
        sentences.push(sentence);
    }
}

#[test]
fn what_is_no_predicate_is_refused_with_what_to_do() {
    let check = |text: &str, expected: &str| {
        let error = Predicate::parse(text).expect_err(text).to_string();
        assert!(error.contains(expected), "{text}: {error}");
    };
    check("", "“”");
    check("answered", "“answered”");
    check("answered-with", "answered-with 304");
    check("answered-with ok", "“ok”");
    check("answered-with 99999", "“99999”");
    check("sent-once 1", "takes no value");
}

#[test]
fn the_catalogue_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lesson.md");
    let text = std::fs::read_to_string(path).expect("docs/lesson.md is there");
    for entry in CATALOGUE {
        let predicate = Predicate::parse(&example(entry)).expect("its example is a predicate");
        let sentence = predicate.sentence().words(Language::ENGLISH);
        let row = format!("| `{}` | {sentence} |", example(entry));
        assert!(text.contains(&row), "docs/lesson.md lacks this row:\n{row}");
    }
}
