//! What a page may send without asking, and what no script may set (“Methods”, “Headers”).

use super::super::{
    Credentials, Mode, Modes, NotSettable, is_safelisted_method, is_safelisted_request_field,
    normalized, settable, unsafe_names,
};
use super::lines;
use proptest::prelude::*;
use trace::{CredentialsMode, FetchOptions, Initiator, RequestMode};

#[track_caller]
fn check(name: &str, value: &str, expected: bool) {
    assert_eq!(is_safelisted_request_field(name, value), expected, "{name}: {value}");
}

#[test]
fn get_head_and_post_are_safelisted_as_they_are_written() {
    for (method, expected) in
        [("GET", true), ("HEAD", true), ("POST", true), ("PUT", false), ("get", false)]
    {
        assert_eq!(is_safelisted_method(method), expected, "{method}");
    }
}

/// “Methods”: “normalize”.
#[test]
fn six_methods_are_written_in_capital_letters_by_the_browser() {
    for (method, expected) in [
        ("get", "GET"),
        ("Delete", "DELETE"),
        ("oPTIONS", "OPTIONS"),
        ("put", "PUT"),
        ("patch", "patch"),
        ("Chicken", "Chicken"),
    ] {
        assert_eq!(normalized(method), expected);
    }
}

#[test]
fn accept_holds_no_unsafe_octet() {
    check("Accept", "application/json, text/*;q=0.5", true);
    check("accept", "", true);
    check("ACCEPT", "a\tb", true);
    check("Accept", "\u{e4}", true);
    for octet in 0..=0x7f_u8 {
        let is_unsafe = octet < 0x20 && octet != 9 || b"\"():<>?@[\\]{}\x7f".contains(&octet);
        check("Accept", &char::from(octet).to_string(), !is_unsafe);
    }
}

#[test]
fn languages_hold_letters_digits_and_a_few_signs() {
    for name in ["Accept-Language", "content-language"] {
        check(name, "de-AT, de;q=0.9, *;q=0.1", true);
        check(name, "de_AT", false);
        check(name, "de\t", false);
        check(name, "d\u{e9}", false);
        check(name, "de/at", false);
    }
}

#[test]
fn content_has_a_type_that_forms_send() {
    check("Content-Type", "text/plain", true);
    check("Content-Type", "TEXT/PLAIN; charset=utf-8", true);
    check("Content-Type", "multipart/form-data; boundary=x", true);
    check("Content-Type", "application/x-www-form-urlencoded", true);
    check("Content-Type", "application/json", false);
    check("Content-Type", "application/json, text/plain", false);
    check("Content-Type", "text/plain; charset=\"utf-8\"", false);
    check("Content-Type", "text/plain;a=(", false);
    check("Content-Type", "text", false);
    check("Content-Type", "", false);
}

#[test]
fn a_range_is_one_and_has_a_start() {
    check("Range", "bytes=0-", true);
    check("Range", "bytes=0-99", true);
    check("Range", "bytes=99-99", true);
    check("Range", "bytes=09-10", true);
    check("Range", "bytes=99999999999999999999999-", true);
    check("Range", "bytes=100-99", false);
    check("Range", "bytes=-500", false);
    check("Range", "bytes=-", false);
    check("Range", "bytes=0", false);
    check("Range", "bytes=0-9,20-29", false);
    check("Range", "bytes = 0-9", false);
    check("Range", "Bytes=0-9", false);
    check("Range", "bytes=0-9 ", false);
    check("Range", "items=0-9", false);
}

#[test]
fn no_value_is_longer_than_128_octets_and_all_together_have_1024() {
    let long = "x".repeat(128);
    check("Accept", &long, true);
    check("Accept", &(long.clone() + "x"), false);
    let eight = vec![("Accept", long.as_str()); 8];
    assert!(unsafe_names(&lines(&eight)).is_empty());
    let more = [eight, vec![("Accept-Language", "d")]].concat();
    let names: Vec<String> = unsafe_names(&lines(&more)).into_iter().collect();
    assert_eq!(names, ["accept", "accept-language"]);
}

#[test]
fn unsafe_names_are_in_lower_case_in_order_and_each_there_once() {
    let set = [
        ("X-B", "1"),
        ("Content-Type", "application/json"),
        ("Accept", "*/*"),
        ("x-a", "1"),
        ("x-b", "2"),
        ("Authorization", "Basic x"),
    ];
    let names: Vec<String> = unsafe_names(&lines(&set)).into_iter().collect();
    assert_eq!(names, ["authorization", "content-type", "x-a", "x-b"]);
}

#[test]
fn a_script_sets_what_its_mode_allows() {
    let set = lines(&[
        ("Cookie", "a=b"),
        ("X-Id", "1"),
        ("Accept", "*/*"),
        ("Range", "bytes=0-9"),
        ("Content-Type", "text/plain"),
        ("Content-Type", "application/json"),
    ]);
    let (kept, left_out) = settable("POST", &set, Mode::Cors).unwrap();
    assert_eq!(kept.len(), 5);
    assert_eq!(left_out, [NotSettable::Field { name: "Cookie".to_owned() }]);
    let (kept, left_out) = settable("POST", &set, Mode::NoCors).unwrap();
    let names: Vec<&str> = kept.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Accept", "Content-Type"]);
    let needs_cors = |name: &str| NotSettable::FieldWithoutCors { name: name.to_owned() };
    assert_eq!(
        left_out[1..],
        [needs_cors("X-Id"), needs_cors("Range"), needs_cors("Content-Type")]
    );
    let method = || "PUT".to_owned();
    let expected = Err(NotSettable::MethodWithoutCors { method: method() });
    assert_eq!(settable(&method(), &set, Mode::NoCors), expected);
    let expected = Err(NotSettable::Method { method: "trace".to_owned() });
    assert_eq!(settable("trace", &set, Mode::Cors), expected);
}

#[test]
fn the_initiator_decides_what_is_not_chosen() {
    let check = |initiator, mode, credentials, expected| {
        let options = FetchOptions { initiator, mode, credentials, ..FetchOptions::default() };
        let Modes { mode, credentials } = Modes::of(&options);
        assert_eq!((mode, credentials), expected, "{initiator:?}");
    };
    let (mode, credentials) = (RequestMode::AsInitiator, CredentialsMode::AsInitiator);
    check(Initiator::Navigation, mode, credentials, (Mode::Navigate, Credentials::Include));
    check(Initiator::Form, mode, credentials, (Mode::Navigate, Credentials::Include));
    check(Initiator::Image, mode, credentials, (Mode::NoCors, Credentials::Include));
    check(Initiator::Script, mode, credentials, (Mode::Cors, Credentials::SameOrigin));
    let omit = CredentialsMode::Omit;
    check(Initiator::Script, RequestMode::Navigate, omit, (Mode::Cors, Credentials::Omit));
    check(Initiator::Image, RequestMode::Cors, omit, (Mode::Cors, Credentials::Omit));
}

proptest! {
    #[test]
    fn no_field_panics(name in "\\PC{0,12}|range|accept|content-type", value in "\\PC{0,40}|bytes=[0-9-]{0,9}") {
        let set = lines(&[(&name, &value), (&name, &value)]);
        let _ = (unsafe_names(&set), settable("GET", &set, Mode::NoCors));
    }
}
