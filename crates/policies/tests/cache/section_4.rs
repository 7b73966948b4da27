//! Constructing responses from caches.

use crate::tab::{Call, DATE, Fields, GET, Tab, again, answer};
use policies::cache::{Kept, Why};

const LONG: (&str, &str) = ("Cache-Control", "max-age=3600");

#[test]
fn what_is_fresh_is_used_with_its_age() {
    let came = again(200, &[LONG, DATE, ("Age", "30"), ("X", "1")], 12);
    assert!(came.is_from_cache());
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::Fresh, "first"));
    let ages: Vec<&str> =
        came.answer.as_ref().expect("there is one").field_lines.values("age").collect();
    assert_eq!((ages, came.field("x")), (vec!["42"], Some("1")));
}

#[test]
fn what_is_stale_is_asked_about() {
    let came = again(200, &[("Cache-Control", "max-age=10")], 10);
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::Stale, "second"));
}

#[test]
fn the_same_url_is_the_same_whatever_its_fragment() {
    let mut tab = Tab::new();
    tab.get(&[LONG], "first");
    let mut check = |url: &str, is_from_cache: bool| {
        let came =
            tab.call(Call { url, ..GET }, &[answer(404, &[("Cache-Control", "no-store")], "")]);
        assert_eq!(came.is_from_cache(), is_from_cache, "{url}");
    };
    check("http://api.example.com/a#there", true);
    check("http://api.example.com:80/a", true);
    check("http://api.example.com/a?", false);
    check("http://api.example.com/a?x", false);
    check("http://api.example.com/A", false);
    check("https://api.example.com/a", false);
    check("http://api.example.com:81/a", false);
}

#[test]
fn a_stored_answer_to_get_answers_head_without_its_content() {
    let mut tab = Tab::new();
    tab.get(&[LONG, ("Content-Length", "5")], "first");
    let came = tab.call(Call { method: "HEAD", ..GET }, &[]);
    assert!(came.is_from_cache());
    assert_eq!((came.content().as_str(), came.field("content-length")), ("", Some("5")));
    // A HEAD that is answered by the server leaves nothing behind.
    let mut tab = Tab::new();
    let came = tab.call(Call { method: "HEAD", ..GET }, &[answer(200, &[LONG], "")]);
    assert!(matches!(came.kept, Some(Kept::No(_))));
    assert!(!tab.get(&[LONG], "first").is_from_cache());
}

#[test]
fn other_methods_go_to_the_server() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO"] {
        let mut tab = Tab::new();
        tab.get(&[LONG], "first");
        let came = tab.call(Call { method, ..GET }, &[answer(200, &[], "")]);
        assert_eq!((came.why.clone(), came.sent.len()), (Why::Method, 1), "{method}");
    }
}

/// Two variants, and which of them a third request gets.
#[track_caller]
fn check_vary(third: Fields<'_>, expected: &str) {
    let mut tab = Tab::new();
    let vary = [LONG, DATE, ("Vary", "Accept-Language")];
    for (language, content) in [("de", "deutsch"), ("en", "english")] {
        let fields = [("Accept-Language", language)];
        tab.call(Call { fields: &fields, ..GET }, &[answer(200, &vary, content)]);
    }
    let came = tab.call(Call { fields: third, ..GET }, &[answer(200, &vary, "third")]);
    assert_eq!(came.content(), expected, "{third:?}");
}

#[test]
fn section_4_1_of_several_variants_the_one_that_matches_is_used() {
    check_vary(&[("Accept-Language", "de")], "deutsch");
    check_vary(&[("accept-language", "EN")], "english");
    check_vary(&[("Accept-Language", "fr")], "third");
    check_vary(&[], "third");
    check_vary(&[("Accept-Language", "en"), ("Accept-Language", "de")], "third");
}

#[test]
fn section_4_1_which_field_differs_is_told() {
    let mut tab = Tab::new();
    tab.get(&[LONG, ("Vary", "X-A, X-B")], "first");
    let came = tab.call(Call { fields: &[("X-B", "1")], ..GET }, &[answer(200, &[], "")]);
    assert_eq!(came.why, Why::VariantDiffers { field: "X-B".to_owned() });
}

#[test]
fn section_4_1_of_those_that_match_the_newest_by_date_is_used() {
    let mut tab = Tab::new();
    // The first has no Vary, and matches everything; the second differs by a field.
    tab.get(&[LONG, ("Date", "Mon, 05 Jan 2026 08:59:00 GMT")], "older");
    let vary = [LONG, ("Vary", "X"), ("Date", "Mon, 05 Jan 2026 09:00:00 GMT")];
    let other = Call { fields: &[("X", "1"), ("Cache-Control", "no-cache")], ..GET };
    tab.call(other, &[answer(200, &vary, "newer")]);
    let came = tab.call(Call { fields: &[("X", "1")], ..GET }, &[]);
    assert_eq!(came.content(), "newer");
}

#[test]
fn section_4_1_a_star_is_never_used_without_asking() {
    let mut tab = Tab::new();
    let fields = [LONG, ("Vary", "*"), ("ETag", "\"a\"")];
    tab.get(&fields, "first");
    let came = tab.call(GET, &[answer(304, &[("ETag", "\"a\"")], "")]);
    assert_eq!(came.why, Why::VariantDiffers { field: "*".to_owned() });
    assert_eq!(
        (came.sent_field("if-none-match"), came.content().as_str()),
        (Some("\"a\""), "first")
    );
}

#[test]
fn section_4_2_4_what_is_stale_is_not_used_where_the_server_is_gone() {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=10")], "first");
    tab.wait(20);
    assert!(tab.call(GET, &[]).answer.is_none());
}

#[test]
fn an_error_is_told_unless_something_may_stand_in_for_it() {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=10")], "first");
    tab.wait(20);
    assert_eq!(tab.call(GET, &[answer(503, &[], "")]).status_code(), 503);
}
