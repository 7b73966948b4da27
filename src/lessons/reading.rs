//! Lessons that somebody opens: Markdown, built here, or JSON that the command built.

use crate::lessons::fence;
use crate::texts;
use language::fill;
use lesson::file::{Exchange, Lesson, Slip, lesson_from_json, read_markdown};

/// What a text says: a lesson, or what is wrong with it, sentence by sentence.
pub type Opened = Result<Lesson, Vec<String>>;

/// Whether a file is meant as a lesson.
pub fn is_lesson(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.starts_with('{') {
        true => text.contains("\"roundtrip_lesson\""),
        false => {
            let is_fence = |line: &str| line.starts_with("```") || line.starts_with("~~~");
            text.starts_with("---") || text.starts_with('#') || text.lines().any(is_fence)
        }
    }
}

/// Reads the text of a file.
pub fn read(text: &str) -> Opened {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return lesson_from_json(text).map_err(|error| vec![error]);
    }
    built(text).map_err(|slips| {
        let told = |slip: Slip| fill!(texts::LESSON_LINE, line = slip.line, message = slip.message);
        slips.into_iter().map(told).collect()
    })
}

/// Builds a lesson, as the command does; but nothing is run, so what cannot be asked of an exchange is
/// found when it is asked.
fn built(text: &str) -> Result<Lesson, Vec<Slip>> {
    // As it comes from Windows.
    let mut written = read_markdown(&text.replace("\r\n", "\n"))?;
    let (mut slips, mut exchanges) = (Vec::new(), Vec::<Exchange>::new());
    for fence in &written.exchanges {
        match fence::exchange(fence) {
            Ok(exchange) => exchanges.push(exchange),
            Err(slip) => slips.push(slip),
        }
    }
    let exercises = core::mem::take(&mut written.exercises);
    for (spec, (_, solution)) in written.specs().into_iter().zip(exercises) {
        let start = spec.exchange.and_then(|place| exchanges.get(place));
        let start = start.map(|exchange| &exchange.scenario);
        match solution.map(|solution| fence::exchange(&solution)) {
            Some(Ok(solution)) => spec.solve(start, solution.scenario),
            Some(Err(slip)) => slips.push(slip),
            None => {}
        }
    }
    written.lesson.exchanges = exchanges;
    slips.sort_by_key(|slip| slip.line);
    if slips.is_empty() { Ok(written.lesson) } else { Err(slips) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lesson::file::{lesson_from_json, lesson_to_json};

    fn come_along() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons");
        let files = std::fs::read_dir(folder).expect("they are there");
        let read = |file: std::io::Result<std::fs::DirEntry>| {
            std::fs::read_to_string(file.expect("a file").path()).expect("a text")
        };
        files.map(read).collect()
    }

    #[test]
    fn every_lesson_that_comes_along_is_built_in_the_page_as_well() {
        let all = come_along();
        assert_eq!(all.len(), 10);
        for text in all {
            assert!(is_lesson(&text));
            let lesson = read(&text).unwrap_or_else(|slips| panic!("{slips:?}"));
            assert_eq!(read(&text.replace('\n', "\r\n")), Ok(lesson.clone()));
            let json = lesson_to_json(&lesson);
            assert!(is_lesson(&json));
            assert_eq!(lesson_from_json(&json), Ok(lesson));
        }
    }

    #[test]
    fn what_is_wrong_is_told_line_by_line() {
        let text = "---\ntitle: a\n---\n```roundtrip\n--example teapot\n```\n\n```exercise\nkind: make\ngoal: from-cache\nsolution: --example kettle\n```\n";
        let slips = read(text).expect_err("two slips");
        assert_eq!(slips.len(), 2, "{slips:?}");
        assert!(slips[0].starts_with("Line 5: ") && slips[0].contains("teapot"), "{slips:?}");
        assert!(slips[1].starts_with("Line 11: ") && slips[1].contains("kettle"), "{slips:?}");
        assert!(read("{\"roundtrip_lesson\": 7}").is_err());
        assert!(read("# no front matter").is_err());
    }

    #[test]
    fn other_files_are_no_lessons() {
        for text in ["", "v1.abc", "{\"version\": 2}", "{\"log\": {}}", "hello"] {
            assert!(!is_lesson(text), "{text}");
        }
    }
}
