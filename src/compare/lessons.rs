//! The lessons of docs/side-by-side.md, each with what it promises.

use compose::change::Change;
use compose::replay::Replay;
use core::time::Duration;
use picture::compare::{Comparison, compare, said};
use picture::replay::replay;
use picture::{Level, Sequence};
use std::sync::Arc;
use trace::{Expired, FetchId, HttpVersion, Trace};

fn run(name: &str) -> Arc<Trace> {
    let found = trace::built_in().into_iter().find(|example| example.name == name);
    let example = found.unwrap_or_else(|| panic!("no example is called {name}"));
    Arc::new(engine::simulate(&example.scenario))
}

fn shown(trace: &Arc<Trace>, fetch: FetchId) -> Sequence {
    match trace.scenario.is_page() {
        true => Sequence::new(Arc::clone(trace), Level::Story),
        false => Sequence::of_fetch(Arc::clone(trace), fetch, Level::Story),
    }
}

/// A fetch of an example beside a change of it.
fn beside(name: &str, fetch: u32, change: Change) -> (Comparison, String) {
    let trace = run(name);
    let changed = change.applied(&trace.scenario, fetch as usize).expect("it can be done");
    let changed = Arc::new(engine::simulate(&changed));
    let both = [shown(&trace, FetchId(fetch)), shown(&changed, FetchId(fetch))];
    let both = [&both[0], &both[1]];
    let comparison = compare(both[0], both[1]);
    let lines: Vec<String> = said(&comparison, both).into_iter().map(|said| said.text).collect();
    (comparison, lines.join("\n"))
}

fn again(name: &str, times: u32, is_answer_lost: bool) -> picture::replay::Replay {
    let sent = run(name);
    let fetch = sent.first_shown().expect("something was sent");
    let scenario = Replay { fetch, times, is_answer_lost }.scenario(&sent);
    let trace = Arc::new(engine::simulate(&scenario.expect("it can be sent again")));
    replay(&trace, fetch, language::current())
}

#[test]
fn put_and_patch_leave_other_rows() {
    let (_, lines) = beside("put-profile", 0, Change::Method("PATCH".to_owned()));
    assert!(lines.contains("Method: A PUT, B PATCH"), "{lines}");
    assert!(lines.contains("Rows of the database: A ± profiles"), "{lines}");
}

#[test]
fn without_its_token_a_request_is_refused() {
    let (_, lines) = beside("token", 1, Change::WithoutField("Authorization".to_owned()));
    assert!(lines.starts_with("Outcome: A 200 OK, B 401 Unauthorized"), "{lines}");
}

#[test]
fn a_page_takes_six_connections_or_one_and_most_of_it_belongs_together() {
    let (comparison, lines) = beside("page-http1", 0, Change::Version(HttpVersion::Http2));
    assert!(lines.contains("Connections: A 6, B 1"), "{lines}");
    let only = comparison.rows.iter().filter(|row| row.contains(&None)).count();
    let alone = only - 2 * comparison.moved.len();
    let together = comparison.rows.len() - only + comparison.moved.len();
    assert!(together > 2 * alone, "{together} belong together, {alone} do not");
}

#[test]
fn far_away_everything_is_the_same_and_later() {
    let far = Change::RoundTrip(Duration::from_millis(280));
    let (comparison, lines) = beside("get", 0, far);
    assert!(lines.starts_with("Time: ") && lines.lines().count() == 1, "{lines}");
    assert!(comparison.moved.is_empty());
}

#[test]
fn a_copy_is_used_or_asked_about() {
    let (_, lines) = beside("from-cache", 1, Change::Expired(Expired::Answers));
    assert!(lines.contains("Round trips, one after another: A 0"), "{lines}");
}

#[test]
fn what_is_safe_idempotent_or_neither_shows_in_the_tables() {
    let changed = |name: &str| {
        let found = again(name, 10, false);
        assert_eq!(found.repeats.len(), 10, "{name}");
        found.repeats.iter().filter(|repeat| !repeat.changes.is_empty()).count()
    };
    assert_eq!(changed("get"), 0);
    assert_eq!(changed("delete"), 1);
    assert_eq!(changed("post"), 10);
    let [get, delete, post] = ["get", "delete", "post"].map(|name| again(name, 10, false).shows);
    assert!(get[0].contains("is safe") && get[1].starts_with("No row"), "{get:?}");
    assert!(delete[0].contains("is idempotent") && delete[1].contains("are as after the first"));
    assert!(delete[2].contains("204 No Content at first, 404 Not Found at last"), "{delete:?}");
    assert!(post[0].contains("neither") && post[1].contains("9 rows more"), "{post:?}");
}

#[test]
fn a_lost_answer_has_post_add_two_rows_and_put_one() {
    let [post, put] = ["post", "put-create"].map(|name| again(name, 2, true));
    assert_eq!(post.repeats[0].retries, 1);
    assert_eq!(put.repeats[0].retries, 1);
    assert!(post.shows[1].contains("1 row more after the last time"), "{:?}", post.shows);
    assert!(post.shows[4].contains("1 row more than it was to"), "the retry: {:?}", post.shows);
    assert!(put.shows[1].contains("are as after the first"), "{:?}", put.shows);
    assert!(post.shows[3].starts_with("Number 1 was sent 2 times"), "{:?}", post.shows);
}

#[test]
fn a_page_and_what_got_no_answer_cannot_be_replayed_so() {
    let page = run("page-http1");
    let page = Replay { fetch: FetchId(0), times: 2, is_answer_lost: false }.scenario(&page);
    assert_eq!(page, None);
    let silent = run("fault-silent");
    let replay = Replay { fetch: FetchId(0), times: 2, is_answer_lost: true };
    assert_eq!(replay.scenario(&silent), None);
    assert!(Replay { is_answer_lost: false, ..replay }.scenario(&silent).is_some());
}
