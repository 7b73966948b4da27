//! What does not compile, and how it is told.

use super::*;

const ENGLISH: &str = "send = \"Send\"\n# Counts.\nrows.one = \"{count} row\"\n\
    rows.other = \"{count} rows\"\nsay = \"The [client] asks [DNS|dns] for *{name}* by `GET`.\"\n";
const GERMAN: &str = "send = \"Senden\"\nrows.one = \"Eine Zeile\"\nrows.other = \"{count} Zeilen\"\n\
    say = \"Nach *{name}* fragt der [Client|client] das [DNS|dns] mit `GET`.\"\n";

fn german() -> Listed {
    listed("en ltr one,other English\nde ltr one,other Deutsch\n").unwrap().pop().unwrap()
}

#[track_caller]
fn check(file: &str, expected: &[&str]) {
    let english = parsed(ENGLISH).unwrap();
    assert_eq!(differences(&english, file, &german(), Marks::Sentences), expected);
}

#[test]
fn a_language_that_says_everything_is_taken() {
    check(GERMAN, &[]);
    check(ENGLISH, &[]);
}

#[test]
fn a_missing_a_surplus_and_a_misspelt_name_do_not_compile() {
    check(&GERMAN.replace("send = \"Senden\"\n", ""), &["1: “send” is missing"]);
    let surplus = [GERMAN, "more = \"Mehr\"\n"].concat();
    check(&surplus, &["5: “more” is not said in English"]);
    let misspelt = GERMAN.replace("send", "sent");
    check(&misspelt, &["1: “send” is missing", "1: “sent” is not said in English"]);
    check("", &["1: “send” is missing", "1: “rows” is missing", "1: “say” is missing"]);
}

#[test]
fn another_order_does_not_compile() {
    let mut lines: Vec<&str> = GERMAN.lines().collect();
    lines.rotate_left(1);
    let wrong = ["1: “rows” stands where English has “send”"];
    check(&lines.join("\n"), &wrong);
}

#[test]
fn other_places_and_marks_do_not_compile() {
    check(
        &GERMAN.replace("*{name}*", "*{nane}*"),
        &["4: “say” holds [\"{nane}\", \"[client\", \"[dns\", \"`GET`\"], \
           English [\"{name}\", \"[client\", \"[dns\", \"`GET`\"]"],
    );
    check(
        &GERMAN.replace("[Client|client]", "Client"),
        &["4: “say” holds [\"{name}\", \"[dns\", \"`GET`\"], \
           English [\"{name}\", \"[client\", \"[dns\", \"`GET`\"]"],
    );
    check(&GERMAN.replace("{name}", "{name"), &["4: a { is not closed"]);
}

#[test]
fn the_forms_of_a_count_are_those_of_the_language() {
    let missing = GERMAN.replace("rows.one = \"Eine Zeile\"\n", "");
    check(&missing, &["2: “rows” has the forms {\"other\"}, not {\"one\", \"other\"}"]);
    let alone = "send = \"Senden\"\nsend = \"Los\"\n";
    assert_eq!(parsed(alone), Err(vec!["2: “send” stands there twice".to_owned()]));
}

#[test]
fn what_is_no_line_is_told_with_its_number() {
    assert_eq!(parsed("\n\nsend\n"), Err(vec!["3: this is not name = \"words\"".to_owned()]));
    let wrong = Err(vec!["1: “Send” is no name in small letters".to_owned()]);
    assert_eq!(parsed("Send = \"Send\""), wrong);
}

#[test]
fn the_list_says_direction_forms_and_name() {
    assert!(listed("de ltr one,other Deutsch\n").is_err());
    assert!(listed("en up one,other English\n").is_err());
    assert!(listed("en ltr one,two_or_three English\n").is_err());
    let arabic = "ar rtl zero,one,two,few,many,other العربية\n";
    let found = listed(&["en ltr one,other English\n", arabic].concat()).unwrap();
    assert_eq!((&*found[1].direction, found[1].forms.len()), ("rtl", 6));
}

#[test]
fn english_becomes_constants() {
    let code = constants("viewer", &parsed(ENGLISH).unwrap());
    assert!(
        code.starts_with(
            "pub(crate) const SEND: language::Text = language::Text::new(&language::Entry { \
         catalogue: 5, index: 0, english: \"Send\" });\n\
         pub(crate) const ROWS: language::Counted = language::Counted::new(&language::Entry { \
         catalogue: 5, index: 1, english: \"one={count} row\\u{1f}other={count} rows\\u{1f}\" });\n"
        ),
        "{code}"
    );
}
