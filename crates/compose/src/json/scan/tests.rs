//! What is JSON, and what is said of what is not.

use super::*;
use testing::Chance;

#[track_caller]
fn check(text: &str, expected: &str) {
    let shown = match scan(text) {
        Ok(tokens) => format!("{} tokens", tokens.len()),
        Err(slip) => slip.to_string(),
    };
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn what_is_json_has_no_slip() {
    check(r#"{"name": "Bob", "tags": [1, -2.5e+3, true, null], "é": "\u00e9\n"}"#, "21 tokens");
    check(" 0 ", "1 tokens");
    check("[]", "2 tokens");
}

#[test]
fn a_slip_is_told_with_its_place() {
    check("", "line 1, column 1: there is nothing here; JSON is at least one value, e.g. {}");
    check(
        "{\n  \"name\": \"Bob\",\n}",
        "line 3, column 1: the comma before this has nothing after it; take it out",
    );
    check("[1, ]", "line 1, column 5: the comma before this has nothing after it; take it out");
    check(
        "{\"a\": 1",
        "line 1, column 8: the JSON ends here, but “{” of line 1, column 1 is not closed",
    );
    check("{\"ä\" 1}", "line 1, column 6: a colon should stand before “1”");
    check("{\"a\": 1 \"b\": 2}", "line 1, column 9: a comma is missing before “\"”");
    check("{'a': 1}", "line 1, column 2: a name stands in double quotes (\"), not in single ones");
    check("{a: 1}", "line 1, column 2: a name in double quotes should stand here, not “a”");
    check("['a']", "line 1, column 2: a text stands in double quotes (\"), not in single ones");
    check("[1}", "line 1, column 3: “}” closes what “]” should close");
    check("{} {}", "line 1, column 4: the JSON was complete before “{”; take the rest out");
    check("[True]", "line 1, column 2: “True” is not JSON; write true, false or null");
    check("[NaN]", "line 1, column 2: JSON has no number “NaN”; use null or a text");
    check("hello", "line 1, column 1: “hello” is not a value; put a text into double quotes");
    check("[,1]", "line 1, column 2: a value should stand here, not “,”");
    check("{\"a\": 1 // one\n}", "line 1, column 9: JSON has no comments; take this out");
    check("[/* a */]", "line 1, column 2: JSON has no comments; take this out");
}

#[test]
fn a_slip_in_a_number_or_text_is_told() {
    check("[01]", "line 1, column 2: a number does not start with an extra 0");
    check("[1.]", "line 1, column 4: a digit should follow the point");
    check("[.5]", "line 1, column 2: a number starts with a digit or a minus");
    check("[-]", "line 1, column 3: a digit should follow the minus");
    check("[1e]", "line 1, column 4: a digit should follow the exponent’s e");
    check(
        "[\"a\nb\"]",
        "line 1, column 2: this quote is not closed on its line; write \\n for a line break",
    );
    check(
        "[\"a",
        "line 1, column 2: this quote is not closed on its line; write \\n for a line break",
    );
    check(
        "[\"C:\\dir\"]",
        "line 1, column 5: \\ before “d” means nothing; write \\\\ for a backslash",
    );
    check("[\"\\u12\"]", "line 1, column 3: four hex digits should follow \\u");
    check("[\"\t\"]", "line 1, column 3: write a tab as \\u0009");
}

#[test]
fn the_parser_of_others_agrees_on_what_is_json() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\\u00e9\"",
        "\"\\x\"",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "true",
        "nul",
        "null",
        " ",
        "\n",
        "\u{b}",
        "\"",
        "é",
        "{\"a\":",
        "[1,",
        "\\",
    ];
    let mut chance = Chance::new(5);
    let mut n_good = 0;
    for _ in 0..100_000 {
        let text = chance.text(&pieces, 7);
        let judged = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        assert_eq!(scan(&text).is_ok(), judged.is_ok(), "{text:?}: {judged:?}");
        n_good += usize::from(judged.is_ok());
    }
    assert!(n_good > 1000, "some of them are JSON: {n_good}");
}
