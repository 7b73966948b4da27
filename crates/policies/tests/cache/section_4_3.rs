//! Validation.

use crate::tab::{Call, DATE, GET, Tab, answer};
use policies::cache::{Kept, Why};
use trace::CacheMode;

const TAG: (&str, &str) = ("ETag", "\"a\"");
const MODIFIED: (&str, &str) = ("Last-Modified", "Mon, 05 Jan 2026 08:00:00 GMT");
const SHORT: (&str, &str) = ("Cache-Control", "max-age=10");

/// A tab in which a response with these fields has become stale.
fn stale(fields: &[(&str, &str)]) -> Tab {
    let mut tab = Tab::new();
    tab.get(&[&[SHORT, DATE], fields].concat(), "first");
    tab.wait(20);
    tab
}

#[test]
fn section_4_3_1_a_question_has_the_validators_of_what_is_stored() {
    let ask = |fields: &[(&str, &str)]| {
        let came = stale(fields).call(GET, &[answer(200, &[], "second")]);
        let sent = |name| came.sent_field(name).map(str::to_owned);
        (sent("if-none-match"), sent("if-modified-since"))
    };
    let (tag, since) = (Some("\"a\"".to_owned()), Some(MODIFIED.1.to_owned()));
    assert_eq!(ask(&[TAG]), (tag.clone(), None));
    assert_eq!(ask(&[MODIFIED]), (None, since.clone()));
    assert_eq!(ask(&[TAG, MODIFIED]), (tag, since));
    assert_eq!(ask(&[("ETag", "W/\"a\"")]), (Some("W/\"a\"".to_owned()), None));
    assert_eq!(ask(&[("ETag", "unquoted")]), (Some("unquoted".to_owned()), None));
    assert_eq!(ask(&[]), (None, None));
}

#[test]
fn section_4_3_1_another_variant_is_asked_for_by_the_tags_of_all() {
    let mut tab = Tab::new();
    for (language, tag) in [("de", "\"d\""), ("en", "\"e\"")] {
        let fields = [("Accept-Language", language)];
        let said = [("Cache-Control", "max-age=60"), ("Vary", "Accept-Language"), ("ETag", tag)];
        tab.call(Call { fields: &fields, ..GET }, &[answer(200, &said, language)]);
    }
    let call = Call { fields: &[("Accept-Language", "en-GB")], ..GET };
    let came = tab.call(call, &[answer(304, &[("ETag", "\"e\"")], "")]);
    assert_eq!(came.sent_field("if-none-match"), Some("\"e\", \"d\""));
    assert_eq!((came.status_code(), came.content().as_str()), (200, "en"));
}

#[test]
fn section_4_3_3_a_304_makes_what_is_stored_fresh_again() {
    let mut tab = stale(&[TAG, ("X", "old")]);
    let new = [("ETag", "\"a\""), ("Cache-Control", "max-age=100"), ("X", "new"), ("Y", "1")];
    let came = tab.call(GET, &[answer(304, &new, "")]);
    assert!(matches!(came.kept, Some(Kept::StillGood(freshness)) if freshness.lifetime_s == 100));
    assert_eq!((came.status_code(), came.content().as_str()), (200, "first"));
    assert_eq!((came.field("x"), came.field("y")), (Some("new"), Some("1")));
    assert_eq!(came.field("date"), Some("Mon, 05 Jan 2026 09:00:20 GMT"));
    tab.wait(99);
    let came = tab.call(GET, &[]);
    assert_eq!(
        (came.why.clone(), came.field("age"), came.field("x")),
        (Why::Fresh, Some("99"), Some("new"))
    );
}

#[test]
fn section_4_3_3_another_answer_takes_the_place_of_what_is_stored() {
    let mut tab = stale(&[TAG]);
    let came = tab.call(GET, &[answer(200, &[SHORT, ("ETag", "\"b\"")], "second")]);
    assert_eq!(came.content(), "second");
    assert_eq!(tab.call(GET, &[]).content(), "second");
    let contents = tab.cache.stored(tab.now).map(|stored| stored.answer.content.clone());
    assert_eq!(contents.collect::<Vec<_>>(), [b"second"]);
}

#[test]
fn section_4_3_3_what_goes_wrong_is_told() {
    let mut tab = stale(&[TAG]);
    assert_eq!(tab.call(GET, &[answer(500, &[], "")]).status_code(), 500);
    // What is stored can be asked about still.
    assert_eq!(tab.call(GET, &[answer(304, &[TAG], "")]).content(), "first");
}

#[test]
fn section_4_3_4_a_304_about_something_else_is_asked_again() {
    let mut tab = stale(&[TAG]);
    let other = answer(304, &[("ETag", "\"b\"")], "");
    let came = tab.call(GET, &[other, answer(200, &[], "second")]);
    assert_eq!((came.sent.len(), came.content().as_str()), (2, "second"));
    assert!(!came.sent[1].has("if-none-match"));
}

#[test]
fn section_4_3_4_a_304_without_validator_is_about_what_was_asked_about() {
    assert_eq!(stale(&[TAG]).call(GET, &[answer(304, &[], "")]).content(), "first");
    assert_eq!(stale(&[MODIFIED]).call(GET, &[answer(304, &[], "")]).content(), "first");
}

#[test]
fn a_304_that_forbids_to_store_is_the_last_use() {
    let mut tab = stale(&[TAG]);
    let came = tab.call(GET, &[answer(304, &[TAG, ("Cache-Control", "no-store")], "")]);
    assert_eq!(came.content(), "first");
    assert_eq!(tab.cache.stored(tab.now).count(), 0);
}

#[test]
fn conditions_of_the_client_are_the_clients_business() {
    for condition in
        [("If-None-Match", "\"z\""), ("If-Modified-Since", MODIFIED.1), ("If-Match", "*")]
    {
        let mut tab = Tab::new();
        tab.get(&[("Cache-Control", "max-age=100"), TAG], "first");
        let fields = [condition];
        let came = tab.call(Call { fields: &fields, ..GET }, &[answer(304, &[], "")]);
        assert_eq!((came.why.clone(), came.status_code()), (Why::ModePassesBy, 304));
        assert_eq!(
            came.sent[0].values("if-none-match").count()
                + came.sent[0].values("if-modified-since").count()
                + came.sent[0].values("if-match").count(),
            1
        );
        assert_eq!(came.sent_field("cache-control"), Some("no-cache"));
        assert_eq!(tab.call(GET, &[]).content(), "first");
    }
    // In a mode that asks anyway, they stand in place of those of the cache.
    let mut tab = stale(&[TAG]);
    let call = Call { fields: &[("If-None-Match", "\"z\"")], mode: CacheMode::NoCache, ..GET };
    let came = tab.call(call, &[answer(304, &[], "")]);
    assert_eq!((came.sent_field("if-none-match"), came.status_code()), (Some("\"z\""), 304));
}

/// What a plain GET brings behind a HEAD that was answered like this.
fn behind_head(status_code: u16, head: &[(&str, &str)]) -> crate::tab::Came {
    let mut tab = stale(&[TAG, ("X", "old")]);
    tab.call(Call { method: "HEAD", ..GET }, &[answer(status_code, head, "")]);
    tab.call(GET, &[answer(200, &[], "second")])
}

#[test]
fn section_4_3_5_the_answer_to_head_makes_what_is_stored_fresh_again() {
    let fresh = ("Cache-Control", "max-age=100");
    let came = behind_head(200, &[TAG, fresh, ("X", "new"), ("Content-Length", "5")]);
    assert!(came.is_from_cache());
    assert_eq!((came.content().as_str(), came.field("x")), ("first", Some("new")));
    assert_eq!(behind_head(404, &[TAG, fresh]).content(), "second");
}

#[test]
fn section_4_3_5_an_answer_to_head_that_does_not_agree_makes_it_outdated() {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=100"), TAG], "first");
    let head = Call { method: "HEAD", mode: CacheMode::Reload, ..GET };
    let came = tab.call(head, &[answer(200, &[("ETag", "\"b\"")], "")]);
    assert_eq!(came.kept, Some(Kept::AnswerToHead { updated: 0, outdated: 1 }));
    let came = tab.call(GET, &[answer(200, &[], "second")]);
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::Outdated, "second"));
}
