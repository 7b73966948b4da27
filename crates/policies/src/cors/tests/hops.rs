//! From hop to hop (“Main fetch”, “HTTP-redirect fetch”, “`Origin` header”).

use super::super::{Blocked, Credentials, Fetching, Mode, Modes, Origin, Route, Tainting};
use super::{API, PAGE, cors, fetching, lines, url};

#[test]
fn a_page_asks_its_own_origin_as_it_likes() {
    for mode in [Mode::Navigate, Mode::SameOrigin, Mode::NoCors, Mode::Cors] {
        let mut fetching = fetching(mode, Credentials::SameOrigin, "PUT", &[("X-Id", "1")]);
        fetching.url = url("https://shop.example:443/items");
        assert_eq!(fetching.route(true), Ok(Route::Plain), "{mode:?}");
        assert_eq!(fetching.tainting, Tainting::Basic);
        assert!(fetching.includes_credentials());
    }
}

#[test]
fn another_origin_is_asked_as_the_mode_says() {
    let check = |mode, method: &str, set: &[(&str, &str)], expected| {
        let mut fetching = fetching(mode, Credentials::SameOrigin, method, set);
        let route = fetching.route(true);
        assert_eq!(route.map(|route| (route, fetching.tainting)), expected, "{mode:?} {method}");
    };
    check(Mode::Navigate, "POST", &[], Ok((Route::Plain, Tainting::Basic)));
    check(Mode::SameOrigin, "GET", &[], Err(Blocked::OtherOrigin));
    check(Mode::NoCors, "GET", &[], Ok((Route::Plain, Tainting::Opaque)));
    check(Mode::Cors, "GET", &[("Accept", "*/*")], Ok((Route::Checked, Tainting::Cors)));
    check(
        Mode::Cors,
        "POST",
        &[("Content-Type", "text/plain")],
        Ok((Route::Checked, Tainting::Cors)),
    );
    let ask = |names: &[&str]| Route::AskFirst {
        unsafe_names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    check(Mode::Cors, "PUT", &[], Ok((ask(&[]), Tainting::Cors)));
    check(Mode::Cors, "patch", &[], Ok((ask(&[]), Tainting::Cors)));
    let json = [("Content-Type", "application/json")];
    check(Mode::Cors, "POST", &json, Ok((ask(&["content-type"]), Tainting::Cors)));
    let mut not_following = fetching(Mode::NoCors, Credentials::Include, "GET", &[]);
    assert_eq!(not_following.route(false), Err(Blocked::NoCorsNotFollowing));
}

#[test]
fn an_opaque_origin_has_no_own_one() {
    let modes = Modes { mode: Mode::Cors, credentials: Credentials::SameOrigin };
    let mut fetching = Fetching::new(Origin::Opaque, modes, "GET", url(PAGE), lines(&[]));
    assert_eq!(fetching.route(true), Ok(Route::Checked));
    assert_eq!(fetching.origin_field().as_deref(), Some("null"));
}

#[test]
fn credentials_go_along_as_their_mode_says() {
    let check = |credentials, own: bool, elsewhere: bool| {
        let mut there = cors(credentials, "GET", &[]);
        assert_eq!(there.includes_credentials(), elsewhere, "{credentials:?}");
        there = fetching(Mode::Cors, credentials, "GET", &[]);
        there.url = url(PAGE);
        there.route(true).unwrap();
        assert_eq!(there.includes_credentials(), own, "{credentials:?}");
    };
    check(Credentials::Omit, false, false);
    check(Credentials::SameOrigin, true, false);
    check(Credentials::Include, true, true);
}

#[test]
fn a_redirect_from_one_foreign_origin_to_another_hides_who_asks() {
    let go = |from: &str, hops: &[&str]| {
        let mut fetching = fetching(Mode::Cors, Credentials::Omit, "GET", &[]);
        fetching.url = url(from);
        for hop in hops {
            fetching.route(true).unwrap();
            fetching.redirected(url(hop), "GET", lines(&[])).unwrap();
        }
        fetching.route(true).unwrap();
        (fetching.origin_field(), fetching.tainting)
    };
    let page = || Some("https://shop.example".to_owned());
    let null = || Some("null".to_owned());
    assert_eq!(go(PAGE, &["https://shop.example/b"]), (None, Tainting::Basic));
    assert_eq!(go(PAGE, &[API]), (page(), Tainting::Cors));
    assert_eq!(go(API, &["https://api.example/b"]), (page(), Tainting::Cors));
    assert_eq!(go(API, &["https://other.example/"]), (null(), Tainting::Cors));
    assert_eq!(go(API, &["http://api.example/"]), (null(), Tainting::Cors));
    // Also back home, and there the answer is checked as well.
    assert_eq!(go(API, &[PAGE]), (null(), Tainting::Cors));
    assert_eq!(go(PAGE, &[API, PAGE, PAGE]), (null(), Tainting::Cors));
}

#[test]
fn a_redirect_elsewhere_names_no_user() {
    let check = |mode, from: &str, to: &str, is_let: bool| {
        let mut fetching = fetching(mode, Credentials::Omit, "GET", &[]);
        fetching.url = url(from);
        fetching.route(true).unwrap();
        let found = fetching.redirected(url(to), "GET", lines(&[])).err();
        assert_eq!(found, (!is_let).then_some(Blocked::UserInfoInLocation), "{from} {to}");
    };
    check(Mode::Cors, PAGE, "https://ann@api.example/", false);
    check(Mode::Cors, API, "https://:secret@api.example/", false);
    check(Mode::Cors, PAGE, "https://ann@shop.example/", true);
    check(Mode::Cors, API, "https://ann@shop.example/", false);
    check(Mode::NoCors, API, "https://ann@api.example/", true);
    check(Mode::Navigate, PAGE, "https://ann@api.example/", true);
}

#[test]
fn same_origin_ends_where_a_redirect_leaves_home() {
    let mut fetching = fetching(Mode::SameOrigin, Credentials::Omit, "GET", &[]);
    fetching.url = url(PAGE);
    assert_eq!(fetching.route(true), Ok(Route::Plain));
    fetching.redirected(url(API), "GET", lines(&[])).unwrap();
    assert_eq!(fetching.route(true), Err(Blocked::OtherOrigin));
}

#[test]
fn who_asks_is_told_where_something_is_changed_or_checked() {
    let check = |mode, method: &str, to: &str, expected: Option<&str>| {
        let mut fetching = fetching(mode, Credentials::Include, method, &[]);
        fetching.url = url(to);
        fetching.route(true).unwrap();
        assert_eq!(fetching.origin_field().as_deref(), expected, "{mode:?} {method} {to}");
    };
    let page = Some("https://shop.example");
    check(Mode::Cors, "GET", API, page);
    check(Mode::Cors, "GET", PAGE, None);
    check(Mode::Cors, "DELETE", PAGE, page);
    check(Mode::Navigate, "GET", API, None);
    check(Mode::Navigate, "POST", API, page);
    check(Mode::Navigate, "POST", "http://api.example/", Some("null"));
    check(Mode::NoCors, "HEAD", API, None);
    check(Mode::NoCors, "POST", API, page);
}
