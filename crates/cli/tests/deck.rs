//! `roundtrip deck check`, as a person runs it.

mod ran;

use std::path::{Path, PathBuf};

fn temporary(name: &str, octets: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, octets).expect("the directory for tests can be written to");
    path
}

/// What stands on standard output and on standard error, and how it ended.
fn ran(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = ran::output(arguments, b"");
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[track_caller]
fn refused(arguments: &[&str], expected: &str) {
    let expected = format!("roundtrip: {expected}\n");
    assert_eq!(ran(arguments), (String::new(), expected, Some(2)));
}

#[test]
fn a_deck_is_checked_scene_by_scene() {
    let guide = include_str!("../../../docs/deck.md");
    let deck = guide.split("```json\n").nth(1).and_then(|rest| rest.split("```").next());
    let path = temporary("deck.json", deck.expect("a deck stands in its document").as_bytes());
    let path = path.to_str().expect("a path of letters");
    let expected = "  1  One request\n  2  Nobody there\n  3  What is under it\n  4  The same, safely\n  5  Far away, and lossy\n";
    assert_eq!(ran(&["deck", "check", path]), (expected.to_owned(), String::new(), Some(0)));
    let bad = br#"{"version": 1, "scenes": [{"example": "get"}, {"example": "teapot"}]}"#;
    let path = temporary("bad-deck.json", bad);
    let path = path.to_str().expect("a path of letters");
    refused(
        &["deck", "check", path],
        &format!("{path}: scene 2: no example is called “teapot”; `roundtrip list` names them"),
    );
    refused(&["deck"], "deck needs a file, e.g. roundtrip deck check deck.json");
}
