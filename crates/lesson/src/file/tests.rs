//! Lessons as files: read, refused, written and read again.

use super::*;
use proptest::prelude::*;

const LESSON: &str = "---
title: \"A first look\"
level: beginner
minutes: 7
language: en
---

# One request

A *client* sends a **request**, e.g. `GET`, to a [server](https://example.com/a).
<b onclick=\"x()\">HTML</b> is text.

```roundtrip
http://api.example.com/users/42
```

```exercise
kind: next
seed: 3
```

- one
- two

  more

> A remark.

```exercise
kind: make
goal: answered-with 404
goal: sent-once
solution: http://api.example.com/users/7
```

```exercise
kind: quiz
question: Who begins?
+ The client :: Yes, always.
- The server :: It only answers.
```
";

fn read(text: &str) -> Written {
    read_markdown(text).unwrap_or_else(|slips| panic!("{slips:?}"))
}

#[test]
fn a_lesson_is_read_as_it_is_written() {
    let mut written = read(LESSON);
    let Lesson { title, level, minutes, language, blocks, .. } = &written.lesson;
    assert_eq!((&**title, *level, *minutes), ("A first look", Level::Beginner, 7));
    assert_eq!((&**language, blocks.len()), ("en", 8));
    assert_eq!(blocks[0], Block::Heading(1, vec![Inline::Text("One request".to_owned())]));
    let Block::Paragraph(text) = &blocks[1] else { panic!("{:?}", blocks[1]) };
    let said = format!("{text:?}");
    assert!(said.contains("Code(\"GET\")"), "{said}");
    assert!(said.contains("Link(\"https://example.com/a\""), "{said}");
    assert!(said.contains("<b onclick="), "HTML is text: {said}");
    assert_eq!(blocks[2], Block::Exchange(0));
    let Block::List(items) = &blocks[4] else { panic!("{:?}", blocks[4]) };
    assert_eq!(items.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    assert!(matches!(&blocks[5], Block::Quote(_)));
    assert_eq!(written.exchanges.len(), 1);
    assert_eq!(
        (written.exchanges[0].line, &*written.exchanges[0].lines[0]),
        (13, "http://api.example.com/users/42")
    );
    let lines: Vec<usize> = written.exercises.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [17, 29, 36]);
    let specs = written.specs();
    assert_eq!((specs[0].kind, specs[0].seed, specs[0].exchange), (SpecKind::Next, 3, Some(0)));
    assert_eq!((specs[1].goals.len(), specs[1].exchange), (2, None));
    assert_eq!(specs[2].options.iter().filter(|option| option.is_right).count(), 1);
}

#[test]
fn each_slip_is_told_with_its_line() {
    let check = |text: &str, line: usize, expected: &str| {
        let slips = read_markdown(text).expect_err(text);
        let found = slips.iter().any(|slip| slip.line == line && slip.message.contains(expected));
        assert!(found, "{text:?}: {slips:?}");
    };
    let exercise = |lines: &str| format!("---\ntitle: a\n---\n```exercise\n{lines}\n```\n");
    check("hello", 1, "begins with a line ---");
    check("---\ntitle: a\nhello", 1, "not closed");
    check("---\nlevel: beginner\n---\nhello", 1, "no title");
    check("---\ntitle: a\nlevel: guru\n---\nhello", 3, "beginner, intermediate, advanced");
    check("---\ntitle: a\nminutes: 0\n---\nhello", 3, "1 to 600");
    check("---\ntitle: a\nauthor: b\n---\nhello", 3, "“author”");
    check("---\ntitle: a\ntitle: b\n---\nhello", 3, "twice");
    check("---\ntitle: a\nb\n---\nhello", 3, "name: value");
    check("---\ntitle: a\n---\n", 1, "says nothing");
    check("---\ntitle: a\n---\n```exercise\nkind: quiz", 4, "not closed");
    check("---\ntitle: a\n---\n```roundtrip --example get\n```", 4, "stands behind");
    check(&exercise(""), 4, "no kind");
    check(&exercise("kind: guess"), 5, "may be next, point");
    check(&exercise("kind: next"), 4, "exchange before it");
    check(&exercise("kind: make"), 4, "needs a goal");
    check(&exercise("kind: make\ngoal: happy"), 6, "“happy” is not a predicate");
    check(&exercise("kind: make\ngoal: from-cache\ncolour: red"), 7, "“colour”");
    check(&exercise("kind: quiz\nquestion: a?\n+ yes"), 7, "::");
    check(&exercise("kind: quiz\n+ a :: b\n- c :: d"), 4, "question");
    check(&exercise("kind: quiz\nquestion: q\n+ a :: b\n+ c :: d"), 4, "just one");
    check(&exercise("kind: quiz\nquestion: q\n+ a :: b\n- a :: d"), 4, "two options say");
    check(&exercise("kind: quiz\ngoal: from-cache"), 4, "has no goal");
    check(&exercise("kind: write\ngoal: from-cache\nquestion: q"), 4, "for kind: quiz");
    check(&exercise("kind: make\ngoal: from-cache\nseed: x"), 7, "whole number");
    check(&exercise("kind: make\ngoal: from-cache\nfewest: 0"), 7, "from 1 on");
    check(&exercise("kind: make\nkind: quiz"), 6, "twice");
    check("---\ntitle: a\n---\n```Exercise\nkind: next\n```", 4, "is “exercise” meant?");
    check("---\ntitle: a\n---\n~~~exercises\nkind: next\n~~~", 4, "is “exercise” meant?");
    check(&["---\ntitle: a\n---\n", &"> ".repeat(30), "x"].concat(), 4, "too deep");
    check(&"x".repeat(MAX_OCTETS + 1), 1, "1 MiB");
}

#[test]
fn one_slip_is_told_once() {
    let check = |lines: &str, line: usize| {
        let text = format!("---\ntitle: a\n---\n```exercise\n{lines}\n```\n");
        let slips = read_markdown(&text).expect_err(lines);
        assert_eq!(slips.iter().map(|slip| slip.line).collect::<Vec<_>>(), [line], "{slips:?}");
    };
    check("kind: make\ngoal: happy", 6);
    check("kind: quiz\nquestion: q\n+ a :: b\n- c", 8);
    let slips = |text: &str| read_markdown(text).expect_err(text).len();
    assert_eq!(slips("---\ntitle: a\nhello\nthere\n"), 1, "no name: value in a whole text");
    assert_eq!(slips(&["---\ntitle: a\n---\n", &"> ".repeat(30), "x\n"].concat()), 1);
    let deep = [&"> ".repeat(30), "x\n\na\n\n"].concat().repeat(9);
    assert_eq!(slips(&["---\ntitle: a\n---\n", &deep].concat()), 1);
}

#[test]
fn comments_are_no_text() {
    let lesson = |body: &str| read(&format!("---\ntitle: a\n---\n{body}\n")).lesson.blocks;
    assert_eq!(lesson("<!-- for\n\nme -->\n\nhello"), lesson("hello"));
    assert_eq!(lesson("hello<!-- for me -->"), lesson("hello"));
    assert_eq!(lesson("<b>a</b> <!-- b -->\n\nhello").len(), 2);
    let block = format!("{:?}", lesson("<div><!-- b -->c</div>\n\nhello"));
    assert!(block.contains("<div>c</div>") && !block.contains("<!--"), "{block}");
    assert!(read_markdown("---\ntitle: a\n---\n<!-- for me -->\n").is_err(), "it says nothing");
}

#[test]
fn what_stays_text_is_noted() {
    let body = "a\n\n| b | c |\n|---|---|\n| 1 | 2 |\n\n![d](d.png) [e](mailto:e@f.example)[^1]\n\n[^1]: g\n";
    let noted = |text: &str| notes(text, read(text).begin);
    let check = |body: &str, expected: &[(usize, &str)]| {
        let found = noted(&format!("---\ntitle: a\n---\n{body}"));
        let lines: Vec<usize> = found.iter().map(|note| note.line).collect();
        let expected_lines: Vec<usize> = expected.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, expected_lines, "{found:?}");
        for (note, (_, what)) in found.iter().zip(expected) {
            assert!(note.message.contains(what), "{note}");
        }
    };
    check(body, &[(6, "tables"), (10, "picture"), (10, "mailto:"), (10, "footnotes")]);
    check("a\n\n```excercise\nkind: quiz\n```\n", &[(6, "“excercise”")]);
    check("a\n\n```round-trip\n--example get\n```\n", &[(6, "“round-trip”")]);
    check("a\n\n\t```exercise\n\tkind: next\n\t```\n", &[(6, "indented")]);
    check("a\n\n```python\nexercise\n```\n", &[]);
    assert_eq!(noted(LESSON), []);
}

#[test]
fn a_mark_that_tells_the_order_of_octets_is_no_text() {
    let text = "---\ntitle: a\n---\nhello\n";
    let marked = ["\u{feff}", text].concat();
    let read = |text: &str| read_markdown(text).map(|written| written.lesson);
    assert_eq!(read(&marked), read(text));
}

#[test]
fn nothing_but_the_web_and_the_page_itself_is_linked_to() {
    let check = |target: &str, is_link: bool| {
        let text = format!("---\ntitle: a\n---\n[b](<{target}>) ![c](<{target}>)\n");
        let said = format!("{:?}", read(&text).lesson.blocks);
        assert_eq!(said.contains("Link("), is_link, "{said}");
        assert!(said.contains('b') && said.contains('c'), "{said}");
    };
    check("https://example.com", true);
    check("http://example.com", true);
    check("#glossary", true);
    check("javascript:alert(1)", false);
    check("JavaScript:alert(1)", false);
    check("data:text/html,x", false);
    check("//example.com", false);
    check("file.md", false);
    check(" https://example.com", true);
}

#[test]
fn a_built_lesson_comes_back_from_its_json() {
    let Written { mut lesson, .. } = read(LESSON);
    let scenario = trace::Scenario::default();
    lesson.exchanges.push(Exchange { title: "GET".to_owned(), scenario });
    let json = lesson_to_json(&lesson);
    assert_eq!(lesson_from_json(&json), Ok(lesson.clone()));
    assert!(json.contains("\"answered-with 404\""), "{json}");
    let other = json.replace("\"roundtrip_lesson\": 1", "\"roundtrip_lesson\": 9");
    assert!(lesson_from_json(&other).is_err_and(|error| error.contains("format 9")));
    lesson.exchanges.clear();
    let lacking = lesson_from_json(&lesson_to_json(&lesson));
    assert!(lacking.is_err_and(|error| error.contains("not among")));
    assert!(lesson_from_json("{}").is_err());
    let unsafe_link = json.replace("https://example.com/a", "javascript:a");
    assert!(lesson_from_json(&unsafe_link).is_err_and(|error| error.contains("link")));
}

#[test]
fn several_lessons_are_one_file_each_with_its_name_and_its_course() {
    let text = "---\ntitle: a\ncourse: HTTP\n---\nhello\n";
    let named = |name: &str| Named { name: name.to_owned(), lesson: read(text).lesson };
    let lessons = vec![named("one"), named("two")];
    assert_eq!(lessons[0].lesson.course, "HTTP");
    let json = lessons_to_json(lessons.clone());
    assert_eq!(lessons_from_json(&json), Ok(lessons.clone()));
    assert!(lesson_from_json(&json).is_err(), "several are no lesson");
    assert!(lessons_from_json(&lesson_to_json(&lessons[0].lesson)).is_err());
    let other = json.replace("\"roundtrip_lessons\":1", "\"roundtrip_lessons\":9");
    assert!(lessons_from_json(&other).is_err_and(|error| error.contains("format 9")));
}

/// Pieces that lessons are made of, and what looks like them.
const PIECES: [&str; 22] = [
    "---\n",
    "title: a\n",
    "minutes: 3\n",
    "```exercise\n",
    "```roundtrip\n",
    "```\n",
    "~~~ exercise\n",
    "kind: quiz\n",
    "kind: next\n",
    "question: q\n",
    "+ a :: b\n",
    "- c :: d\n",
    "goal: sent-once\n",
    "> ",
    "- ",
    "1. ",
    "# h\n",
    "<script>x</script>\n",
    "[a](javascript:b)",
    "**é*",
    "\u{0}\r\n",
    "\n",
];

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_comes_back(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40),
        begins_well in any::<bool>(),
    ) {
        let start = if begins_well { "---\ntitle: a\n---\n" } else { "" };
        let text = [start, &pieces.concat()].concat();
        match read_markdown(&text) {
            Err(slips) => {
                prop_assert!(!slips.is_empty());
                let n_lines = text.lines().count().max(1);
                for slip in slips {
                    prop_assert!((1..=n_lines).contains(&slip.line), "{:?} of {}", slip, n_lines);
                }
            }
            Ok(Written { mut lesson, exchanges, .. }) => {
                for fence in exchanges {
                    let scenario = trace::Scenario::default();
                    lesson.exchanges.push(Exchange { title: fence.lines.concat(), scenario });
                }
                let said = format!("{lesson:?}");
                prop_assert!(!said.contains("Link(\"javascript"), "{}", said);
                prop_assert_eq!(lesson_from_json(&lesson_to_json(&lesson)), Ok(lesson));
            }
        }
    }

    #[test]
    fn any_text_at_all_is_read_or_refused(text in "(?s).{0,400}") {
        let _ = read_markdown(&text);
        let _ = lesson_from_json(&text);
    }
}
