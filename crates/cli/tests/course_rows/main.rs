//! What five beginners' courses say of HTTP, row by row, and what shows each: the scenario or the words
//! of the page are run and read, so that a row that is shown no more fails. Rows that wait say for what.

mod basics;
mod check;
mod diagrams;
mod model;
mod protocol;
mod rest;

use check::{Row, Shown};
use std::collections::{BTreeMap, BTreeSet};

fn courses() -> [&'static [Row]; 5] {
    [model::ROWS, protocol::ROWS, diagrams::ROWS, basics::ROWS, rest::ROWS]
}

#[test]
fn every_row_that_does_not_wait_is_shown() {
    let mut traces = check::Traces::default();
    let rows = courses().concat();
    let lacking: Vec<String> = rows
        .iter()
        .filter_map(|row| traces.lacks(&row.2).map(|why| format!("{} ({}): {why}", row.0, row.1)))
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
fn what_waits_is_few_things_and_most_is_shown() {
    let rows = courses().concat();
    let mut waits: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        if let Shown::Waits(what) = row.2 {
            *waits.entry(what).or_default() += 1;
        }
    }
    let whats: Vec<&str> = waits.keys().copied().collect();
    assert_eq!(whats, ["lessons", "proxies and replicas", "questions"]);
    let count: usize = waits.values().sum();
    assert!(count * 3 < rows.len(), "{count} of {} rows wait: {waits:?}", rows.len());
}

/// The check itself can fail.
#[test]
fn what_is_not_there_is_missed() {
    let mut traces = check::Traces::default();
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
    ];
    for shown in lacks {
        assert!(traces.lacks(&shown).is_some(), "{shown:?}");
    }
}
