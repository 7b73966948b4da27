//! Preflights, and what is remembered of them (“CORS-preflight fetch”, “CORS-preflight cache”).

use super::super::{
    Allowed, Blocked, Credentials, Fetching, MAX_AGE_MAX, Preflight, PreflightCache,
};
use super::{cors, lines, url};
use crate::Utc;
use core::time::Duration;
use proptest::prelude::*;

const NOW: Utc = Duration::from_secs(1_767_603_600);
const ORIGIN: (&str, &str) = ("Access-Control-Allow-Origin", "https://shop.example");
const METHODS: &str = "Access-Control-Allow-Methods";
const HEADERS: &str = "Access-Control-Allow-Headers";
const MAX_AGE: &str = "Access-Control-Max-Age";

fn put() -> Fetching {
    cors(Credentials::Omit, "PUT", &[("X-Id", "1"), ("Content-Type", "application/json")])
}

#[test]
fn a_preflight_names_method_fields_and_origin() {
    let told = |fetching: &Fetching| {
        let lines = Preflight::of(fetching).field_lines;
        lines.iter().map(|line| format!("{}: {}", line.name, line.value)).collect::<Vec<_>>()
    };
    let expected = [
        "Accept: */*",
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: content-type,x-id",
        "Origin: https://shop.example",
    ];
    assert_eq!(told(&put()), expected);
    let delete = told(&cors(Credentials::Include, "DELETE", &[("Accept", "*/*")]));
    let expected =
        ["Accept: */*", "Access-Control-Request-Method: DELETE", "Origin: https://shop.example"];
    assert_eq!(delete, expected);
}

#[track_caller]
fn check(
    fetching: &Fetching,
    status_code: u16,
    answer: &[(&str, &str)],
    expected: Option<Blocked>,
) {
    let found = Allowed::by(fetching, status_code, &lines(answer)).err();
    assert_eq!(found, expected, "{answer:?}");
}

#[test]
fn the_answer_is_a_success_that_allows_the_origin() {
    let all = [ORIGIN, (METHODS, "PUT"), (HEADERS, "x-id, content-type")];
    for status_code in [200, 204, 299] {
        check(&put(), status_code, &all, None);
    }
    for status_code in [199, 300, 302, 304, 404, 500] {
        check(&put(), status_code, &all, Some(Blocked::PreflightStatus { status_code }));
    }
    check(&put(), 204, &all[1..], Some(Blocked::NoAllowOrigin));
    let include = cors(Credentials::Include, "PUT", &[]);
    check(&include, 204, &all, Some(Blocked::NoAllowCredentials { said: None }));
    let with = [&all[..], &[("Access-Control-Allow-Credentials", "true")]].concat();
    check(&include, 204, &with, None);
}

#[test]
fn it_lists_the_method_as_it_is_written() {
    let method = |method: &str| Some(Blocked::MethodNotAllowed { method: method.to_owned() });
    let delete = cors(Credentials::Omit, "DELETE", &[]);
    check(&delete, 204, &[ORIGIN, (METHODS, "GET, DELETE")], None);
    check(&delete, 204, &[ORIGIN, (METHODS, "GET"), (METHODS, ",DELETE,")], None);
    check(&delete, 204, &[ORIGIN, (METHODS, "*")], None);
    check(&delete, 204, &[ORIGIN], method("DELETE"));
    check(&delete, 204, &[ORIGIN, (METHODS, "delete")], method("DELETE"));
    check(
        &cors(Credentials::Omit, "patch", &[]),
        204,
        &[ORIGIN, (METHODS, "PATCH")],
        method("patch"),
    );
    let post = cors(Credentials::Omit, "POST", &[("X-Id", "1")]);
    check(&post, 204, &[ORIGIN, (HEADERS, "X-ID")], None);
    let bad = Some(Blocked::BadList { field: METHODS });
    check(&delete, 204, &[ORIGIN, (METHODS, "DELETE GET")], bad);
}

#[test]
fn it_lists_each_field_that_needs_it() {
    let name = |name: &str| Some(Blocked::FieldNotAllowed { name: name.to_owned() });
    let put = put();
    let with = |headers| [ORIGIN, (METHODS, "PUT"), (HEADERS, headers)];
    check(&put, 204, &with("Content-Type,X-ID"), None);
    check(&put, 204, &with("*"), None);
    check(&put, 204, &with("x-id"), name("content-type"));
    check(&put, 204, &with("content-type"), name("x-id"));
    check(&put, 204, &with("content-type, x id"), Some(Blocked::BadList { field: HEADERS }));
    check(&put, 204, &[ORIGIN, (METHODS, "PUT")], name("content-type"));
}

#[test]
fn a_wildcard_allows_neither_authorization_nor_what_goes_with_credentials() {
    let name = |name: &str| Some(Blocked::FieldNotAllowed { name: name.to_owned() });
    let token = cors(Credentials::Omit, "GET", &[("Authorization", "Bearer a")]);
    check(&token, 204, &[ORIGIN, (HEADERS, "*")], name("authorization"));
    check(&token, 204, &[ORIGIN, (HEADERS, "*, authorization")], None);
    let credentials = ("Access-Control-Allow-Credentials", "true");
    let include = cors(Credentials::Include, "PUT", &[]);
    let expected = Some(Blocked::MethodNotAllowed { method: "PUT".to_owned() });
    check(&include, 204, &[ORIGIN, credentials, (METHODS, "*")], expected);
    let include = cors(Credentials::Include, "GET", &[("X-Id", "1")]);
    check(&include, 204, &[ORIGIN, credentials, (HEADERS, "*")], name("x-id"));
}

/// Whether the same is allowed without asking, that long after this answer.
fn remembered(answer: &[(&str, &str)], next: &Fetching, after_s: u64) -> bool {
    let all = [&[ORIGIN, (METHODS, "PUT"), (HEADERS, "x-id, content-type")], answer].concat();
    let mut cache = PreflightCache::default();
    let allowed = Allowed::by(&put(), 204, &lines(&all)).unwrap();
    cache.remember(&put(), &allowed, NOW);
    cache.allows(next, NOW + Duration::from_secs(after_s))
}

#[test]
fn an_answer_counts_for_five_seconds_unless_it_says_more_and_two_hours_at_most() {
    let check = |answer: &[(&str, &str)], seconds: u64| {
        assert!(remembered(answer, &put(), seconds - 1), "{answer:?}");
        assert!(!remembered(answer, &put(), seconds), "{answer:?}");
    };
    check(&[], 5);
    check(&[(MAX_AGE, "60")], 60);
    check(&[(MAX_AGE, "7201")], MAX_AGE_MAX.as_secs());
    check(&[(MAX_AGE, "99999999999999999999999")], MAX_AGE_MAX.as_secs());
    for no_number in ["", "-1", "60s", "1.5", "\"60\""] {
        check(&[(MAX_AGE, no_number)], 5);
    }
    check(&[(MAX_AGE, "60"), (MAX_AGE, "60")], 5);
    assert!(!remembered(&[(MAX_AGE, "0")], &put(), 0));
}

#[test]
fn what_is_remembered_counts_for_this_page_this_target_and_this_kind_of_request() {
    let check = |next: &Fetching, expected: bool| {
        assert_eq!(remembered(&[(MAX_AGE, "60")], next, 1), expected, "{next:?}");
    };
    check(&put(), true);
    check(&cors(Credentials::SameOrigin, "PUT", &[("x-id", "2")]), true);
    check(&cors(Credentials::Omit, "GET", &[("X-Id", "1")]), true);
    check(&cors(Credentials::Omit, "DELETE", &[]), false);
    check(&cors(Credentials::Omit, "PUT", &[("X-Other", "1")]), false);
    check(&cors(Credentials::Include, "PUT", &[]), false);
    let elsewhere = |to: &str| Fetching { url: url(to), ..put() };
    check(&elsewhere("https://api.example/items#part"), true);
    check(&elsewhere("https://api.example/items?all"), false);
    check(&elsewhere("https://other.example/items"), false);
    let other_page = crate::cors::Origin::of(&url("https://other.example/"));
    check(&Fetching { origin: other_page, ..put() }, false);
}

#[test]
fn a_wildcard_is_remembered_as_one() {
    let mut cache = PreflightCache::default();
    let answer = lines(&[ORIGIN, (METHODS, "*"), (HEADERS, "*")]);
    let allowed = Allowed::by(&put(), 204, &answer).unwrap();
    cache.remember(&put(), &allowed, NOW);
    assert!(cache.allows(&cors(Credentials::Omit, "DELETE", &[("X-Any", "1")]), NOW));
    assert!(!cache.allows(&cors(Credentials::Omit, "GET", &[("Authorization", "x")]), NOW));
    cache.forget(&put());
    assert!(!cache.allows(&put(), NOW));
}

#[test]
fn a_newer_answer_takes_the_place_of_the_older_one() {
    let mut cache = PreflightCache::default();
    let mut answer = |max_age: &str, at: Utc| {
        let all = [ORIGIN, (METHODS, "PUT"), (HEADERS, "x-id,content-type"), (MAX_AGE, max_age)];
        cache.remember(&put(), &Allowed::by(&put(), 204, &lines(&all)).unwrap(), at);
        cache.allows(&put(), at)
    };
    assert!(answer("60", NOW));
    assert!(!answer("0", NOW + Duration::from_secs(1)));
}

proptest! {
    #[test]
    fn no_answer_panics_and_what_is_remembered_is_bounded(
        values in prop::collection::vec("\\PC{0,20}|[a-zA-Z*, -]{0,200}|[0-9]{0,30}", 4),
    ) {
        let answer = [ORIGIN, (METHODS, &values[0]), (HEADERS, &values[1]), (MAX_AGE, &values[2]),
            ("Access-Control-Allow-Credentials", &values[3])];
        let mut cache = PreflightCache::default();
        for credentials in [Credentials::Omit, Credentials::Include] {
            let fetching = cors(credentials, "PUT", &[("x-id", "1")]);
            if let Ok(allowed) = Allowed::by(&fetching, 204, &lines(&answer)) {
                cache.remember(&fetching, &allowed, NOW);
            }
            let _ = (cache.allows(&fetching, NOW), fetching.shown(&lines(&answer)));
        }
    }
}
