//! RFC 5861 and RFC 8246.

use crate::tab::{Call, GET, Tab, again, again_with, answer};
use policies::cache::{Kept, Purpose, TakenIn, Times, Why};
use trace::CacheMode;
use trace::{FieldLines, HttpUrl};

const SWR: (&str, &str) = ("Cache-Control", "max-age=10, stale-while-revalidate=20");
const SIE: (&str, &str) = ("Cache-Control", "max-age=10, stale-if-error=20");

#[test]
fn rfc_5861_section_3_what_is_stale_is_used_while_it_is_asked_about() {
    let tagged = [SWR, ("ETag", "\"a\"")];
    let came = again(200, &tagged, 30);
    assert_eq!(
        (came.why.clone(), came.content().as_str()),
        (Why::StaleWhileRevalidate { window_s: 20 }, "first")
    );
    let ask = came.behind.expect("it is asked about");
    assert_eq!(
        (ask.purpose, ask.field_lines.value("if-none-match")),
        (Purpose::Validate, Some("\"a\""))
    );
    assert_eq!(again(200, &tagged, 31).why, Why::Stale);
    let must = ("Cache-Control", "max-age=10, stale-while-revalidate=20, must-revalidate");
    assert_eq!(again(200, &[must], 20).why, Why::MustRevalidate);
    let came = again_with(&[("Cache-Control", "max-age=100")], 200, &tagged, 20);
    assert_eq!(came.why, Why::Stale);
}

#[test]
fn the_answer_to_a_question_behind_is_taken_in_like_any_other() {
    let mut tab = Tab::new();
    tab.get(&[SWR, ("ETag", "\"a\"")], "first");
    tab.wait(20);
    let ask = tab.call(GET, &[]).behind.expect("it is asked about");
    let (url, field_lines) = (HttpUrl::parse(GET.url).expect("a URL"), FieldLines::new());
    let request = policies::cache::Request {
        method: "GET",
        url: &url,
        field_lines: &field_lines,
        mode: CacheMode::Default,
    };
    let times = Times { requested_at: tab.now, received_at: tab.now };
    let taken = tab.cache.take_in(&request, &ask, answer(304, &[("ETag", "\"a\"")], ""), times);
    assert!(matches!(taken, TakenIn::Answer(taken) if matches!(taken.kept, Kept::StillGood(_))));
    assert_eq!(tab.call(GET, &[]).why, Why::Fresh);
}

#[test]
fn rfc_5861_section_4_what_is_stale_stands_in_for_an_error() {
    for status_code in [500, 502, 503, 504] {
        let mut tab = Tab::new();
        tab.get(&[SIE], "first");
        tab.wait(30);
        let came = tab.call(GET, &[answer(status_code, &[], "")]);
        assert_eq!((came.status_code(), came.content().as_str()), (200, "first"), "{status_code}");
        assert!(matches!(came.kept, Some(Kept::StoredInPlace(_))));
        tab.wait(1);
        assert_eq!(tab.call(GET, &[answer(status_code, &[], "")]).status_code(), status_code);
    }
}

#[test]
fn rfc_5861_section_4_it_stands_in_where_no_answer_comes() {
    let mut tab = Tab::new();
    tab.get(&[SIE], "first");
    tab.wait(30);
    assert_eq!(tab.call(GET, &[]).content(), "first");
    tab.wait(1);
    assert!(tab.call(GET, &[]).answer.is_none());
}

#[test]
fn rfc_5861_section_4_it_does_not_where_that_is_forbidden_or_it_is_no_error() {
    let standing = |said: &str, status_code| {
        let mut tab = Tab::new();
        tab.get(&[("Cache-Control", said)], "first");
        tab.wait(20);
        tab.call(GET, &[answer(status_code, &[], "")]).status_code()
    };
    assert_eq!(standing("max-age=10, stale-if-error=20", 404), 404);
    assert_eq!(standing("max-age=10, stale-if-error=20, must-revalidate", 503), 503);
    assert_eq!(standing("max-age=10, stale-if-error=20, no-cache", 503), 503);
    assert_eq!(standing("max-age=10, stale-if-error=9", 503), 503);
    // The request may allow it as well.
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=10")], "first");
    tab.wait(20);
    let call = Call { fields: &[("Cache-Control", "stale-if-error=20")], ..GET };
    assert_eq!(tab.call(call, &[answer(503, &[], "")]).status_code(), 200);
}

#[test]
fn rfc_8246_what_never_changes_is_not_asked_about_on_reload_while_it_is_fresh() {
    let reloaded = |said: &str, after_s, mode| {
        let mut tab = Tab::new();
        tab.get(&[("Cache-Control", said), ("ETag", "\"a\"")], "first");
        tab.wait(after_s);
        tab.call(Call { mode, ..GET }, &[answer(304, &[], "")]).why
    };
    let immutable = "max-age=100, immutable";
    assert_eq!(reloaded(immutable, 50, CacheMode::NoCache), Why::Immutable);
    assert_eq!(reloaded(immutable, 100, CacheMode::NoCache), Why::ModeAsks);
    assert_eq!(reloaded("max-age=100", 50, CacheMode::NoCache), Why::ModeAsks);
    assert_eq!(reloaded("max-age=100, immutable, no-cache", 50, CacheMode::NoCache), Why::ModeAsks);
    assert_eq!(reloaded(immutable, 50, CacheMode::Reload), Why::ModeReloads);
}
