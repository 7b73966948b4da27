//! What five beginners' courses say of HTTP, row by row, and what shows each: the scenario, the words of
//! the page or the lesson are run and read, so that a row that is shown no more fails.

mod basics;
mod check;
mod diagrams;
mod lessons;
mod model;
mod protocol;
mod rest;
mod tensions;

use check::{Row, Shelf, Shown};
use lessons::Lessons;
use std::collections::BTreeSet;
use tensions::TENSIONS;

fn courses() -> [&'static [Row]; 5] {
    [model::ROWS, protocol::ROWS, diagrams::ROWS, basics::ROWS, rest::ROWS]
}

#[test]
fn every_row_is_shown() {
    let mut shelf = Shelf::default();
    let rows = courses().concat();
    let lacking: Vec<String> = rows
        .iter()
        .filter_map(|row| shelf.lacks(&row.2).map(|why| format!("{} ({}): {why}", row.0, row.1)))
        .collect();
    assert!(lacking.is_empty(), "not shown:\n{}", lacking.join("\n"));
}

#[test]
fn every_row_of_the_courses_is_listed_once() {
    let counts = courses().map(<[Row]>::len);
    assert_eq!(counts, [62, 65, 74, 45, 61]);
    for (number, course) in courses().iter().enumerate() {
        let ids: BTreeSet<&str> = course.iter().map(|row| row.0).collect();
        assert_eq!(ids.len(), course.len(), "S{number}: a row stands there twice");
        assert!(ids.iter().all(|id| id.starts_with(&format!("S{number}-"))), "{ids:?}");
        assert!(course.iter().all(|row| row.1.len() > 5), "each row has words of its own");
    }
}

#[test]
fn where_the_courses_contradict_each_other_a_lesson_says_so() {
    let lessons = Lessons::default();
    let lacking: Vec<&str> = TENSIONS
        .iter()
        .filter_map(|(about, number, text)| (!lessons.says(number, text)).then_some(*about))
        .collect();
    assert_eq!(lacking, [""; 0]);
}

#[test]
fn every_lesson_has_one_do_predict_and_see_why_and_leads_on() {
    let lessons = Lessons::default();
    let numbers: Vec<&str> = lessons.numbers().collect();
    assert_eq!(numbers, ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]);
    for number in &numbers {
        for beginning in ["Do this.", "Predict.", "Why."] {
            let count = lessons.begins(number, beginning);
            assert!(count >= 2, "lesson {number}: {count} times {beginning}");
        }
        assert!(lessons.parts(number) >= 5, "lesson {number}: few parts");
        assert_eq!(lessons.leads_to(number, ""), *number != "10", "lesson {number}");
    }
}

/// The check itself can fail.
#[test]
fn what_is_not_there_is_missed() {
    let mut shelf = Shelf::default();
    let lacks = [
        Shown::Status("get", 404),
        Shown::Label("get", "POST"),
        Shown::Says("get", "nothing of the kind"),
        Shown::Sends("get", "Authorization"),
        Shown::Answers("get", "Location"),
        Shown::Body("get", "Bob"),
        Shown::Sql("get", "INSERT"),
        Shown::Changes("get", 1),
        Shown::Goes("get", trace::Cause::Redirect),
        Shown::Work("get", trace::StageKind::Authorize),
        Shown::Printed("get", "ConnectTimeout"),
        Shown::Word("url", "nothing of the kind"),
        Shown::Menu("GET", "May change data"),
        Shown::Url(compose::anatomy::PartKind::Port, "80"),
        Shown::Page("nothing of the kind"),
        Shown::Family(404, "5xx"),
        Shown::Lesson("01", "nothing of the kind"),
        Shown::Right("01", "It keeps data, and that is all"),
        Shown::Wrong("01", "It works on the request, and makes the answer"),
        Shown::HowLong("03", "advanced", 9),
        Shown::Next("10", ""),
    ];
    for shown in lacks {
        assert!(shelf.lacks(&shown).is_some(), "{shown:?}");
    }
}
