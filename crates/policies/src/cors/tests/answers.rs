//! What a page is shown (“CORS check”, filtered responses).

use super::super::{Blocked, Credentials, Fetching, Mode, Type, is_safelisted_response_field};
use super::{cors, fetching, lines};

#[track_caller]
fn check(credentials: Credentials, answer: &[(&str, &str)], expected: Option<Blocked>) {
    let found = cors(credentials, "GET", &[]).check(&lines(answer)).err();
    assert_eq!(found, expected, "{answer:?}");
}

const ALLOW: &str = "Access-Control-Allow-Origin";

#[test]
fn the_answer_allows_this_origin_or_all() {
    check(Credentials::Omit, &[], Some(Blocked::NoAllowOrigin));
    check(Credentials::Omit, &[(ALLOW, "*")], None);
    check(Credentials::SameOrigin, &[(ALLOW, "*")], None);
    check(Credentials::Omit, &[("access-control-allow-origin", "https://shop.example")], None);
    for allowed in [
        "",
        "null",
        "https://shop.example/",
        "https://shop.example:443",
        "HTTPS://shop.example",
        "http://shop.example",
        "https://other.example",
        "https://*.example",
        "**",
        "https://shop.example, https://other.example",
    ] {
        let (origin, told) = ("https://shop.example".to_owned(), allowed.to_owned());
        let expected = Blocked::OriginNotAllowed { origin, allowed: told };
        check(Credentials::Omit, &[(ALLOW, allowed)], Some(expected));
    }
}

#[test]
fn two_lines_allow_nobody() {
    let twice = Blocked::OriginNotAllowed {
        origin: "https://shop.example".to_owned(),
        allowed: "*, *".to_owned(),
    };
    check(Credentials::Omit, &[(ALLOW, "*"), (ALLOW, "*")], Some(twice));
}

#[test]
fn with_credentials_the_answer_names_the_origin_and_says_true() {
    let include = Credentials::Include;
    let origin = (ALLOW, "https://shop.example");
    let allows = "Access-Control-Allow-Credentials";
    check(include, &[origin, (allows, "true")], None);
    check(include, &[(ALLOW, "*"), (allows, "true")], Some(Blocked::WildcardWithCredentials));
    check(include, &[origin], Some(Blocked::NoAllowCredentials { said: None }));
    for wrong in ["True", "TRUE", "1", "", "true, true"] {
        let said = Some(wrong.to_owned());
        check(include, &[origin, (allows, wrong)], Some(Blocked::NoAllowCredentials { said }));
    }
    check(Credentials::SameOrigin, &[origin, (allows, "no")], None);
}

#[test]
fn answers_that_need_no_permission_are_not_checked() {
    let mut opaque = fetching(Mode::NoCors, Credentials::Include, "GET", &[]);
    opaque.route(true).unwrap();
    assert_eq!(opaque.check(&lines(&[])), Ok(()));
}

/// The names that the page sees.
fn seen(fetching: &Fetching, answer: &[(&str, &str)]) -> (Type, Vec<String>) {
    let shown = fetching.shown(&lines(answer));
    (shown.kind, shown.field_lines.iter().map(|line| line.name.clone()).collect())
}

#[test]
fn a_page_sees_of_its_own_origin_all_but_cookies() {
    let own = fetching(Mode::Cors, Credentials::Omit, "GET", &[]);
    let answer = [("Date", "x"), ("Set-Cookie", "a=b"), ("set-cookie2", "a"), ("ETag", "\"1\"")];
    assert_eq!(seen(&own, &answer), (Type::Basic, vec!["Date".to_owned(), "ETag".to_owned()]));
    assert_eq!(own.shown(&lines(&answer)).hidden, ["set-cookie", "set-cookie2"]);
}

#[test]
fn of_another_origin_it_sees_what_is_safelisted_or_exposed() {
    let check = |credentials, expose: &[(&str, &str)], expected: &[&str]| {
        let answer =
            [&[("Content-Type", "x"), ("ETag", "x"), ("X-A", "x"), ("Set-Cookie", "x")], expose]
                .concat();
        let (kind, mut names) = seen(&cors(credentials, "GET", &[]), &answer);
        names.retain(|name| name != "Access-Control-Expose-Headers");
        assert_eq!(
            (kind, names),
            (Type::Cors, expected.iter().map(|name| (*name).to_owned()).collect())
        );
    };
    let expose = "Access-Control-Expose-Headers";
    check(Credentials::Omit, &[], &["Content-Type"]);
    check(Credentials::Omit, &[(expose, "etag , , x-b")], &["Content-Type", "ETag"]);
    check(
        Credentials::Omit,
        &[(expose, "ETag"), (expose, "X-A")],
        &["Content-Type", "ETag", "X-A"],
    );
    check(Credentials::Omit, &[(expose, "*")], &["Content-Type", "ETag", "X-A"]);
    check(Credentials::Include, &[(expose, "*")], &["Content-Type"]);
    check(Credentials::Omit, &[(expose, "Set-Cookie")], &["Content-Type"]);
    check(Credentials::Omit, &[(expose, "ETag, X A")], &["Content-Type"]);
    // RFC 9110 §5.6.3: white space is a space or a tab.
    check(Credentials::Omit, &[(expose, "\tETag ")], &["Content-Type", "ETag"]);
    check(Credentials::Omit, &[(expose, "\u{b}ETag")], &["Content-Type"]);
    for name in [
        "cache-control",
        "Content-Language",
        "content-length",
        "content-type",
        "EXPIRES",
        "Last-Modified",
        "Pragma",
    ] {
        assert!(is_safelisted_response_field(name, &[]), "{name}");
    }
}

#[test]
fn of_an_opaque_answer_it_sees_nothing() {
    let mut opaque = fetching(Mode::NoCors, Credentials::Include, "GET", &[]);
    opaque.route(true).unwrap();
    assert_eq!(seen(&opaque, &[("Content-Type", "x")]), (Type::Opaque, Vec::new()));
    let shown = Fetching::shown_of_redirect(&lines(&[("Location", "/")]));
    assert_eq!((shown.kind, shown.field_lines.len()), (Type::OpaqueRedirect, 0));
}
