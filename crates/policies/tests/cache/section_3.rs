//! Storing responses in caches.

use crate::tab::{Call, DATE, Fields, GET, Tab, again, answer};
use policies::cache::{Kept, NotStored};
use trace::CacheMode;

const LONG: (&str, &str) = ("Cache-Control", "max-age=3600");

#[track_caller]
fn check(call: Call<'_>, status_code: u16, fields: Fields<'_>, why_not: Option<NotStored>) {
    let mut tab = Tab::new();
    let content = if status_code == 206 { "0123" } else { "" };
    let came = tab.call(call, &[answer(status_code, fields, content)]);
    let found = match came.kept {
        Some(Kept::No(why_not)) => Some(why_not),
        Some(Kept::Stored { .. }) => None,
        kept => panic!("{kept:?}"),
    };
    assert_eq!(found, why_not, "{} {status_code} {fields:?}", call.method);
    assert_eq!(tab.cache.stored(tab.now).count(), usize::from(why_not.is_none()));
}

#[test]
fn answers_to_get_are_stored_and_no_others() {
    check(GET, 200, &[LONG], None);
    for method in ["HEAD", "POST", "PUT", "OPTIONS", "FOO"] {
        check(Call { method, ..GET }, 200, &[LONG], Some(NotStored::Method));
    }
}

/// RFC 9110 §9.3.3, RFC 5789 §2.
#[test]
fn an_answer_to_post_or_patch_that_get_would_bring_is_stored() {
    let here = ("Content-Location", "/a");
    for method in ["POST", "PATCH"] {
        let call = Call { method, ..GET };
        let mut tab = Tab::new();
        let came = tab.call(call, &[answer(200, &[LONG, here], "new")]);
        assert!(matches!(came.kept, Some(Kept::Stored { .. })), "{method}");
        let again = tab.call(GET, &[]);
        assert!(again.is_from_cache() && again.content() == "new", "{method}");
        assert!(!tab.call(call, &[answer(200, &[], "")]).is_from_cache(), "{method}");
        let no = Some(NotStored::Method);
        check(call, 200, &[LONG, ("Content-Location", "/b")], no.clone());
        check(
            call,
            200,
            &[DATE, here, ("Last-Modified", "Mon, 05 Jan 2026 08:00:00 GMT")],
            no.clone(),
        );
        check(call, 201, &[LONG, here], no);
        check(call, 200, &[DATE, here, ("Expires", "Mon, 05 Jan 2026 10:00:00 GMT")], None);
    }
    check(Call { method: "PUT", ..GET }, 200, &[LONG, here], Some(NotStored::Method));
}

#[test]
fn any_final_status_may_be_stored_where_the_response_says_how_long_it_is_fresh() {
    for status_code in
        [200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 503, 599]
    {
        check(GET, status_code, &[LONG], None);
        assert!(again(status_code, &[LONG], 60).is_from_cache(), "{status_code}");
        assert!(!again(status_code, &[LONG], 3600).is_from_cache(), "{status_code}");
    }
    check(GET, 304, &[LONG], Some(NotStored::NoResponseOfItsOwn));
}

#[test]
fn without_a_word_only_some_statuses_are_stored() {
    for status_code in [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501] {
        check(GET, status_code, &[], None);
    }
    for status_code in [201, 302, 303, 307, 400, 403, 500, 502, 503, 504] {
        check(GET, status_code, &[], Some(NotStored::NothingSaysSo));
        check(GET, status_code, &[("Cache-Control", "public")], None);
        check(GET, status_code, &[("Cache-Control", "private")], None);
        check(GET, status_code, &[("Expires", "0")], None);
    }
}

#[test]
fn no_store_of_request_or_response_forbids_it() {
    let no_store = Some(NotStored::ResponseSaysNoStore);
    check(GET, 200, &[("Cache-Control", "no-store")], no_store.clone());
    check(GET, 200, &[("Cache-Control", "max-age=60, No-StOre")], no_store);
    let call = Call { fields: &[("Cache-Control", "no-store")], ..GET };
    check(call, 200, &[LONG], Some(NotStored::RequestSaysNoStore));
    let call = Call { mode: CacheMode::NoStore, ..GET };
    check(call, 200, &[LONG], Some(NotStored::Mode));
}

#[test]
fn section_5_2_2_3_must_understand_overrules_no_store_where_the_status_is_understood() {
    let both = ("Cache-Control", "max-age=60, must-understand, no-store");
    check(GET, 200, &[both], None);
    check(GET, 299, &[both], Some(NotStored::ResponseSaysNoStore));
    let alone = ("Cache-Control", "max-age=60, must-understand");
    check(GET, 299, &[alone], Some(NotStored::ResponseSaysNoStore));
}

#[test]
fn what_is_for_shared_caches_does_not_concern_a_private_one() {
    check(GET, 200, &[("Cache-Control", "private, max-age=60")], None);
    let call = Call { fields: &[("Authorization", "Bearer x")], ..GET };
    check(call, 200, &[LONG], None);
    assert!(again(200, &[("Cache-Control", "max-age=60, proxy-revalidate")], 30).is_from_cache());
    assert!(!again(200, &[("Cache-Control", "s-maxage=3600")], 30).is_from_cache());
    assert!(again(200, &[("Cache-Control", "s-maxage=1, max-age=3600")], 30).is_from_cache());
    assert!(again(200, &[LONG, ("Set-Cookie", "a=b")], 30).is_from_cache());
}

#[test]
fn what_differs_by_anything_is_stored_where_it_can_be_asked_about() {
    check(GET, 200, &[LONG, ("Vary", "*")], Some(NotStored::VariesByAnything));
    check(GET, 200, &[LONG, ("Vary", "*"), ("ETag", "\"a\"")], None);
}

#[test]
fn section_3_1_fields_of_the_connection_are_not_stored() {
    let fields = [
        LONG,
        DATE,
        ("Connection", "X-A, close"),
        ("X-A", "1"),
        ("Keep-Alive", "timeout=5"),
        ("Transfer-Encoding", "chunked"),
        ("Proxy-Authenticate", "Basic"),
        ("Upgrade", "h2c"),
        ("TE", "trailers"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("X-B", "3"),
        ("Content-Length", "5"),
    ];
    let came = again(200, &fields, 0);
    let found = came.answer.expect("it is stored").field_lines;
    let names: Vec<&str> = found.iter().map(|line| line.name.as_str()).collect();
    let kept =
        ["Cache-Control", "Date", "Set-Cookie", "Set-Cookie", "X-B", "Content-Length", "Age"];
    assert_eq!(names, kept);
}

#[test]
fn section_3_1_fields_that_no_cache_names_are_not_stored() {
    let came = again(
        200,
        &[("Cache-Control", "max-age=60, no-cache=\"X-A, x-b\""), ("X-B", "1"), ("X-C", "2")],
        5,
    );
    assert!(came.is_from_cache());
    assert_eq!((came.field("x-b"), came.field("x-c")), (None, Some("2")));
}

#[test]
fn a_response_without_date_is_dated_when_it_comes() {
    let came = again(200, &[LONG], 5);
    assert_eq!(came.field("date"), Some("Mon, 05 Jan 2026 09:00:00 GMT"));
    let came = again(200, &[LONG, ("Date", "Mon, 05 Jan 2026 08:59:00 GMT")], 5);
    assert_eq!(came.field("date"), Some("Mon, 05 Jan 2026 08:59:00 GMT"));
}

#[test]
fn what_comes_later_and_may_not_be_stored_ends_what_was_stored() {
    let mut tab = Tab::new();
    tab.get(&[("Cache-Control", "max-age=60"), ("ETag", "\"a\"")], "first");
    tab.wait(60);
    tab.get(&[("Cache-Control", "no-store")], "second");
    assert_eq!(tab.cache.stored(tab.now).count(), 0);
    // An error does not.
    tab.get(&[("Cache-Control", "max-age=60"), ("ETag", "\"a\"")], "third");
    tab.wait(60);
    tab.call(GET, &[answer(500, &[], "")]);
    assert_eq!(tab.cache.stored(tab.now).count(), 1);
}
