//! `roundtrip lesson`, as a teacher runs it; and the lessons that come along.

mod ran;

use lesson::file::{lesson_from_json, lessons_from_json};
use std::path::{Path, PathBuf};

/// What stands on standard output and on standard error, and how it ended.
fn ran(arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = ran::output(arguments, b"");
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn temporary(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the directory for tests can be written to");
    path.to_str().expect("a path of letters").to_owned()
}

/// The lessons that come along, by their paths.
fn lessons() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
    let entries = std::fs::read_dir(folder).expect("the lessons are there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    paths.iter().map(|path| path.to_str().expect("a path of letters").to_owned()).collect()
}

#[test]
fn every_lesson_that_comes_along_is_good_and_can_be_built() {
    let paths = lessons();
    assert_eq!(paths.len(), 10, "two of each course");
    let mut quizzes = 0;
    for path in &paths {
        let (json, told, code) = ran(&["lesson", "build", path]);
        assert_eq!((&*told, code), ("", Some(0)), "{path}");
        let lesson = lesson_from_json(&json).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!((5..=10).contains(&lesson.minutes), "{path}: {} minutes", lesson.minutes);
        assert!(!lesson.exchanges.is_empty(), "{path}: nothing to look at");
        quizzes += json.matches("\"kind\": \"quiz\"").count();
    }
    assert!(quizzes >= 9, "the nine questions of the courses are asked: {quizzes}");
    let paths: Vec<&str> =
        ["lesson", "check"].into_iter().chain(paths.iter().map(|p| &**p)).collect();
    let (checked, told, code) = ran(&paths);
    assert_eq!((checked.lines().count(), &*told, code), (10, "", Some(0)));
}

#[test]
fn several_lessons_are_built_as_one_file() {
    let paths = lessons();
    let arguments: Vec<&str> =
        ["lesson", "build"].into_iter().chain(paths.iter().map(|p| &**p)).collect();
    let (json, told, code) = ran(&arguments);
    assert_eq!((&*told, code), ("", Some(0)));
    let built = lessons_from_json(&json).expect("they come back");
    let expected = ["01-request-and-response", "02-what-comes-back"];
    assert_eq!([0, 1].map(|at| &*built[at].name), expected);
    // Two lessons make a course.
    for pair in built.chunks(2) {
        assert!(!pair[0].lesson.course.is_empty(), "{}", pair[0].name);
        assert_eq!(pair[0].lesson.course, pair[1].lesson.course);
    }
}

#[test]
fn the_lesson_of_the_guide_is_good() {
    let guide = include_str!("../../../docs/lesson.md");
    let lesson = guide.split("````markdown\n").nth(1).and_then(|rest| rest.split("````").next());
    let path = temporary("copy.md", lesson.expect("a lesson stands in its document"));
    let (checked, told, code) = ran(&["lesson", "check", &path]);
    assert_eq!((&*told, code), ("", Some(0)));
    let (_, checked) = checked.split_once("copy.md").expect("its path is told");
    assert!(guide.contains(checked.trim_end()), "{checked}");
}

#[test]
fn slips_are_told_by_file_and_line() {
    let check = |body: &str, line: usize, expected: &str| {
        let path = temporary("slip.md", &format!("---\ntitle: a\n---\n{body}\n"));
        let (printed, told, code) = ran(&["lesson", "check", &path]);
        assert_eq!((&*printed, code), ("", Some(2)), "{body}: {told}");
        let place = format!("{path}:{line}: ");
        let found = told.lines().any(|told| told.contains(&place) && told.contains(expected));
        assert!(found, "{body}: no line {place}…{expected}… in\n{told}");
    };
    let fence = |lines: &str| format!("```exercise\n{lines}\n```");
    check("```roundtrip\n--example teapot\n```", 5, "teapot");
    check("```roundtrip\n```", 4, "holds no request");
    check("```roundtrip\nhttp://api.example.com/\n--colour red\n```", 6, "--colour");
    check(&fence("kind: guess"), 5, "it may be next, point");
    check(&fence("kind: make\ngoal: answered-with 304"), 4, "write a solution: line");
    check(
        &fence("kind: make\ngoal: answered-with 404\nsolution: --example get"),
        7,
        "does not reach the goal",
    );
    check(&fence("kind: make\ngoal: answered-with 404\nsolution: --example teapot"), 7, "teapot");
    let mend = fence("kind: mend\ngoal: answered-with 200\nsolution: --example get");
    check(&format!("```roundtrip\n--example get\n```\n\n{mend}"), 8, "reached already");
    let next = fence("kind: next\nsolution: --example get");
    check(&format!("```roundtrip\n--example get\n```\n\n{next}"), 8, "take the line out");
}

#[test]
fn a_sheet_has_the_keys_and_another_seed_gives_another_one() {
    let sheet = |path: &str, seed: &str| {
        let (sheet, told, code) = ran(&["lesson", "sheet", path, "--seed", seed]);
        assert_eq!((&*told, code), ("", Some(0)), "{path}");
        sheet
    };
    for path in lessons() {
        let text = std::fs::read_to_string(&path).expect("the lesson is there");
        let first = sheet(&path, "0");
        let n_exercises = text.matches("```exercise").count();
        let last = format!("\n{n_exercises}. **");
        assert!(first.contains(&last), "{path}: all {n_exercises} exercises are there\n{first}");
        assert_ne!(first, sheet(&path, "7"), "{path}");
        // Whatever is chosen from has one mark.
        for exercise in first.split("\n1. ").nth(1).into_iter().flat_map(|rest| rest.split(". **"))
        {
            let offered = exercise.matches("\n   - [ ]").count();
            assert!(offered == 0 || exercise.contains("\n   - [x]"), "{path}: {exercise}");
        }
    }
    let (printed, told, code) = ran(&["lesson", "sheet", "a.md", "--seed", "x"]);
    assert_eq!((&*printed, code), ("", Some(2)), "{told}");
}

#[test]
fn how_it_is_called_is_told() {
    let refused = |arguments: &[&str]| {
        let (printed, told, code) = ran(arguments);
        assert_eq!((&*printed, code), ("", Some(2)));
        assert!(told.contains("roundtrip lesson check lesson.md"), "{told}");
    };
    refused(&["lesson"]);
    refused(&["lesson", "check"]);
    refused(&["lesson", "build"]);
    refused(&["lesson", "teach", "a.md"]);
    let (_, told, code) = ran(&["lesson", "check", "no-such-lesson.md"]);
    assert!(told.contains("no-such-lesson.md"), "{told}");
    assert_eq!(code, Some(2));
}

#[test]
fn a_sheet_says_what_reaches_a_goal_as_the_lesson_has_it() {
    let text = "---\ntitle: a\n---\n<!-- for me -->\n| b |\n|---|\n\n```exercise\nkind: make\ngoal: under-ms 90\nsolution: --example get --rtt 5\nfewest: 1\n```\n\n```exercise\nkind: write\ngoal: answered-with 404\nsolution: http://api.example.com/users/77777\n```\n";
    let path = temporary("solutions.md", text);
    let (sheet, told, code) = ran(&["lesson", "sheet", &path]);
    assert_eq!((&*told, code), ("", Some(0)), "{sheet}");
    assert!(sheet.contains("e.g. `--example get --rtt 5`"), "{sheet}");
    assert!(
        sheet.contains("     GET /users/77777 HTTP/1.1\n     Host: api.example.com\n"),
        "{sheet}"
    );
    let (checked, told, _) = ran(&["lesson", "check", &path]);
    assert_eq!(told, "");
    assert!(checked.contains("0 exchanges, 2 exercises"), "{checked}");
    assert!(checked.contains(":5: note: CommonMark has no tables"), "{checked}");
}
