//! Cache-Control and Pragma, in requests and in responses.

use crate::tab::{Call, Came, GET, Tab, again, again_with, answer};
use policies::cache::Why;

/// A second request with this Cache-Control, 30 s behind an answer that is fresh for 60.
fn asked(directives: &str) -> Came {
    again_with(&[("Cache-Control", directives)], 200, &[("Cache-Control", "max-age=60")], 30)
}

/// The same, 70 s behind.
fn asked_stale(directives: &str) -> Came {
    again_with(&[("Cache-Control", directives)], 200, &[("Cache-Control", "max-age=60")], 70)
}

#[test]
fn section_5_2_1_1_max_age_of_a_request_takes_nothing_older() {
    assert_eq!(asked("max-age=29").why, Why::OlderThanAsked { max_age_s: 29 });
    assert!(asked("max-age=30").is_from_cache());
    assert!(asked("MAX-AGE=\"31\"").is_from_cache());
    assert_eq!(asked("max-age=nonsense").why, Why::OlderThanAsked { max_age_s: 0 });
    // 0 asks however new it is, as a reload does.
    let zero = [("Cache-Control", "max-age=0")];
    assert!(!again_with(&zero, 200, &[("Cache-Control", "max-age=60")], 0).is_from_cache());
}

#[test]
fn section_5_2_1_2_max_stale_takes_what_is_stale() {
    for directives in ["max-stale", "max-stale=10", "max-stale=1000", "max-age=100, max-stale=10"] {
        assert_eq!(asked_stale(directives).why, Why::MaxStale, "{directives}");
    }
    for directives in ["max-stale=9", "max-stale=x", "max-age=60, max-stale=10"] {
        assert!(!asked_stale(directives).is_from_cache(), "{directives}");
    }
    let must = ("Cache-Control", "max-age=60, must-revalidate");
    let came = again_with(&[("Cache-Control", "max-stale")], 200, &[must], 70);
    assert_eq!(came.why, Why::MustRevalidate);
}

#[test]
fn section_5_2_1_3_min_fresh_wants_it_fresh_for_longer() {
    assert!(asked("min-fresh=30").is_from_cache());
    assert_eq!(asked("min-fresh=31").why, Why::FreshForTooShort { min_fresh_s: 31 });
    assert!(!asked("min-fresh=99999999999999999999").is_from_cache());
}

#[test]
fn section_5_2_1_4_no_cache_of_a_request_asks() {
    assert_eq!(asked("no-cache").why, Why::RequestSaysNoCache);
    assert_eq!(asked("foo, No-Cache").why, Why::RequestSaysNoCache);
    let tagged = [("Cache-Control", "max-age=60"), ("ETag", "\"a\"")];
    let came = again_with(&[("Cache-Control", "no-cache")], 200, &tagged, 30);
    assert_eq!(came.sent_field("if-none-match"), Some("\"a\""));
}

#[test]
fn section_5_2_1_5_no_store_of_a_request_may_use_what_is_stored() {
    assert!(asked("no-store").is_from_cache());
}

#[test]
fn section_5_2_1_7_only_if_cached_is_answered_with_504_where_nothing_is() {
    assert!(asked("only-if-cached").is_from_cache());
    let came = asked_stale("only-if-cached");
    assert_eq!((came.status_code(), came.sent.len()), (504, 0));
    let call = Call { fields: &[("Cache-Control", "only-if-cached")], ..GET };
    let came = Tab::new().call(call, &[answer(200, &[], "")]);
    assert_eq!((came.status_code(), came.why), (504, Why::NothingStored));
}

#[test]
fn section_5_4_pragma_of_a_request_stands_for_no_cache() {
    let fresh = [("Cache-Control", "max-age=60")];
    let came = again_with(&[("Pragma", "no-cache")], 200, &fresh, 30);
    assert_eq!(came.why, Why::RequestSaysNoCache);
    let both = [("Pragma", "no-cache"), ("Cache-Control", "max-stale")];
    assert!(again_with(&both, 200, &fresh, 30).is_from_cache());
    assert!(again_with(&[("Pragma", "foo")], 200, &fresh, 30).is_from_cache());
    // In a response it means nothing.
    assert!(
        again(200, &[("Cache-Control", "max-age=60"), ("Pragma", "no-cache")], 30).is_from_cache()
    );
}

#[test]
fn section_5_2_2_directives_of_a_response() {
    let why = |directives: &str, after_s| again(200, &[("Cache-Control", directives)], after_s).why;
    assert_eq!(why("max-age=60", 30), Why::Fresh);
    assert_eq!(why("max-age=60, no-cache", 30), Why::ResponseSaysNoCache);
    assert_eq!(why("max-age=60, NO-cache=\"\"", 30), Why::ResponseSaysNoCache);
    assert_eq!(why("max-age=60, no-cache=\"X-A\"", 30), Why::Fresh);
    assert_eq!(why("max-age=60, must-revalidate", 30), Why::Fresh);
    assert_eq!(why("max-age=60, must-revalidate", 70), Why::MustRevalidate);
    assert_eq!(why("no-store, max-age=60", 30), Why::NothingStored);
    assert_eq!(why("foo=\"no-store, no-cache\", max-age=60", 30), Why::Fresh);
    assert_eq!(why("max-age=60;x, public", 30), Why::Stale);
    assert_eq!(why("max-age=0", 0), Why::Stale);
}
