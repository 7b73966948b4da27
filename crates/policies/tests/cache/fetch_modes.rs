//! The cache modes of a request (Fetch, HTTP-network-or-cache fetch).

use crate::tab::{Call, Came, GET, Tab, answer};
use policies::cache::Why;
use trace::CacheMode;

/// A call in a mode, some seconds behind an answer that is fresh for 60, and what a plain one
/// brings behind it.
fn in_mode(mode: CacheMode, after_s: u64) -> (Came, Came) {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=60"), ("ETag", "\"a\"")], "first");
    tab.wait(after_s);
    let second = answer(200, &[("Cache-Control", "max-age=600")], "second");
    let came = tab.call(Call { mode, ..GET }, &[second]);
    let next = tab.call(GET, &[answer(200, &[], "third")]);
    (came, next)
}

#[test]
fn default_uses_what_is_fresh_and_asks_about_what_is_stale() {
    assert!(in_mode(CacheMode::Default, 30).0.is_from_cache());
    let (came, next) = in_mode(CacheMode::Default, 90);
    assert_eq!(came.sent_field("if-none-match"), Some("\"a\""));
    assert_eq!((came.sent_field("cache-control"), came.sent_field("pragma")), (None, None));
    assert_eq!(next.content(), "second");
}

#[test]
fn no_store_takes_nothing_out_and_puts_nothing_in() {
    let (came, next) = in_mode(CacheMode::NoStore, 30);
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::ModePassesBy, "second"));
    assert_eq!(came.sent_field("cache-control"), Some("no-cache"));
    assert_eq!(
        (came.sent_field("pragma"), came.sent_field("if-none-match")),
        (Some("no-cache"), None)
    );
    assert_eq!(next.content(), "first");
}

#[test]
fn reload_takes_nothing_out_and_puts_in_what_comes() {
    let (came, next) = in_mode(CacheMode::Reload, 30);
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::ModeReloads, "second"));
    assert_eq!(came.sent_field("cache-control"), Some("no-cache"));
    assert_eq!(
        (came.sent_field("pragma"), came.sent_field("if-none-match")),
        (Some("no-cache"), None)
    );
    assert_eq!(next.content(), "second");
}

#[test]
fn no_cache_asks_about_what_is_fresh() {
    let (came, next) = in_mode(CacheMode::NoCache, 30);
    assert_eq!((came.why.clone(), came.content().as_str()), (Why::ModeAsks, "second"));
    assert_eq!(came.sent_field("cache-control"), Some("max-age=0"));
    assert_eq!(
        (came.sent_field("pragma"), came.sent_field("if-none-match")),
        (None, Some("\"a\""))
    );
    assert_eq!(next.content(), "second");
}

#[test]
fn force_cache_and_only_if_cached_use_what_is_stale() {
    for mode in [CacheMode::ForceCache, CacheMode::OnlyIfCached] {
        let (came, _) = in_mode(mode, 90);
        assert!(came.is_from_cache());
        assert_eq!((came.why.clone(), came.content().as_str()), (Why::ModeTakesAny, "first"));
    }
}

#[test]
fn where_nothing_is_stored_one_asks_and_the_other_fails() {
    let call = |mode| Tab::new().call(Call { mode, ..GET }, &[answer(200, &[], "first")]);
    assert_eq!(call(CacheMode::ForceCache).content(), "first");
    let came = call(CacheMode::OnlyIfCached);
    assert!(came.answer.is_none() && came.sent.is_empty());
}

#[test]
fn fields_of_the_client_stay_as_they_are() {
    let fields = [("Cache-Control", "max-age=5"), ("Pragma", "x")];
    for mode in [CacheMode::NoCache, CacheMode::Reload, CacheMode::NoStore] {
        let came = Tab::new().call(Call { fields: &fields, mode, ..GET }, &[answer(200, &[], "")]);
        assert_eq!(came.sent[0], crate::tab::lines(&fields));
    }
}
