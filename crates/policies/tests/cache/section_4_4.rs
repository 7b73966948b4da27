//! Invalidating stored responses.

use crate::tab::{Call, Fields, GET, Tab, answer};

const LONG: (&str, &str) = ("Cache-Control", "max-age=3600");

/// What goes of three stored responses where a request is answered like this.
#[track_caller]
fn check(method: &str, status_code: u16, fields: Fields<'_>, expected: &[&str]) {
    let mut tab = Tab::new();
    for url in ["http://h.test/a", "http://h.test/b", "http://other.test/b"] {
        tab.call(Call { url, ..GET }, &[answer(200, &[LONG], "")]);
    }
    let call = Call { method, url: "http://h.test/a", ..GET };
    let came = tab.call(call, &[answer(status_code, fields, "")]);
    assert_eq!(came.invalidated, expected, "{method} {status_code} {fields:?}");
    assert_eq!(tab.cache.stored(tab.now).count(), 3 - expected.len());
    for url in expected {
        assert!(!tab.call(Call { url, ..GET }, &[answer(404, &[], "")]).is_from_cache());
    }
}

#[test]
fn an_unsafe_method_that_succeeds_makes_what_is_stored_for_its_url_go() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "FOO", "get"] {
        for status_code in [200, 201, 204, 302, 303] {
            check(method, status_code, &[], &["http://h.test/a"]);
        }
        for status_code in [400, 404, 409, 500, 503] {
            check(method, status_code, &[("Location", "/b")], &[]);
        }
    }
    for method in ["OPTIONS", "TRACE", "PROPFIND"] {
        check(method, 200, &[], &[]);
    }
}

#[test]
fn location_and_content_location_of_the_same_origin_go_with_it() {
    let both = ["http://h.test/a", "http://h.test/b"];
    check("POST", 201, &[("Location", "/b")], &both);
    check("POST", 201, &[("Location", "http://h.test:80/b#x")], &both);
    check("PUT", 200, &[("Content-Location", "b")], &both);
    check("POST", 200, &[("Location", "/b"), ("Content-Location", "/b")], &both);
    check("POST", 201, &[("Location", "http://other.test/b")], &both[..1]);
    check("POST", 201, &[("Location", "https://h.test/b")], &both[..1]);
    check("POST", 201, &[("Location", "http://[/")], &both[..1]);
    check("POST", 201, &[("Location", "/c")], &both[..1]);
}

#[test]
fn what_was_of_no_use_goes_without_a_word() {
    let mut tab = Tab::new();
    tab.get(&[], "first");
    let came = tab.call(Call { method: "PUT", ..GET }, &[answer(204, &[], "")]);
    assert!(came.invalidated.is_empty());
    assert_eq!(tab.cache.stored(tab.now).count(), 0);
}

#[test]
fn a_server_may_wish_all_of_its_origin_away_over_https() {
    for (url, gone) in [("https://h.test/x", 2), ("http://h.test/x", 0)] {
        let scheme = url.split(':').next().expect("it has one");
        let mut tab = Tab::new();
        for path in ["a", "b"] {
            let url = format!("{scheme}://h.test/{path}");
            tab.call(Call { url: &url, ..GET }, &[answer(200, &[LONG], "")]);
        }
        let clear = [("Clear-Site-Data", "\"cookies\", \"cache\""), ("Cache-Control", "no-store")];
        let came = tab.call(Call { url, ..GET }, &[answer(200, &clear, "")]);
        assert_eq!(came.invalidated.len(), gone);
        assert_eq!(tab.cache.stored(tab.now).count(), 2 - gone);
    }
}
