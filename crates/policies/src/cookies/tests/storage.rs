//! The storage model (6265bis §5.7).

use super::super::{
    Api, Jar, LIFETIME_MAX, Occasion, Party, Prefix, Reach, Refusal, SameSite, What,
};
use super::{NOW, direct, receive, refused, sent, url};
use core::time::Duration;

const HTTP: &str = "http://www.example.com/a/b";
const HTTPS: &str = "https://www.example.com/a/b";

#[test]
fn a_cookie_is_kept_for_400_days_at_most() {
    let check = |attribute: &str, expected| {
        let kept = receive(&mut Jar::default(), HTTP, &format!("a=b; {attribute}")).unwrap();
        assert_eq!(kept.cookie.expires, expected, "{attribute}");
    };
    check("Max-Age=60", Some(NOW + Duration::from_secs(60)));
    check("Max-Age=34560000", Some(NOW + LIFETIME_MAX));
    check("Max-Age=34560001", Some(NOW + LIFETIME_MAX));
    check("Max-Age=18446744073709551616", Some(NOW + LIFETIME_MAX));
    check("Expires=Fri, 31 Dec 9999 23:59:59 GMT", Some(NOW + LIFETIME_MAX));
    check("Expires=Mon, 05 Jan 2026 09:01:00 GMT", Some(NOW + Duration::from_secs(60)));
    check("Expires=Mon, 01 Jan 1601 00:00:00 GMT", Some(Duration::ZERO));
    check("Path=/", None);
}

#[test]
fn domain_widens_a_cookie_to_the_hosts_below() {
    let check = |line: &str, to: &str, expected: &str| {
        assert_eq!(sent(HTTP, &[line], to), expected, "{line} {to}");
    };
    check("a=b; Path=/", "http://www.example.com/", "a=b");
    check("a=b; Path=/", "http://below.www.example.com/", "");
    check("a=b; Path=/; Domain=www.example.com", "http://below.www.example.com/", "a=b");
    check("a=b; Path=/; Domain=.www.example.com", "http://below.www.example.com/", "a=b");
    check("a=b; Path=/; Domain=EXAMPLE.com", "http://example.com/", "a=b");
    check("a=b; Path=/; Domain=example.com", "http://other.example.com/", "a=b");
    check("a=b; Path=/; Domain=example.com", "http://myexample.com/", "");
    check("a=b; Path=/; Domain=", "http://below.www.example.com/", "");
    check("a=b; Path=/; Domain=.", "http://www.example.com/", "a=b");
    check("a=b; Path=/; Domain=org; Domain=example.com", "http://example.com/", "a=b");
    check("a=b; Path=/; Domain=example.com; Domain=", "http://example.com/", "");
    check("a=b; Path=/; Domain=example.com", "http://example.com:8080/", "a=b");
}

#[test]
fn domain_is_the_hosts_own_or_above_it() {
    for domain in [
        "example.org",
        "below.www.example.com",
        "other.example.com",
        ".example.com.",
        "..example.com",
        "ww.example.com",
        "http://example.com",
        "*.example.com",
    ] {
        let told = domain.strip_prefix('.').unwrap_or(domain).to_owned();
        refused(HTTP, &format!("a=b; Domain={domain}"), Refusal::OtherDomain { domain: told });
    }
    refused(HTTP, "a=b; Domain=b\u{fc}cher.example", Refusal::DomainNotAscii);
    let line = "a=b; Domain=xn--bcher-kva.example; Path=/";
    assert_eq!(sent("http://b\u{fc}cher.example/", &[line], "http://B\u{dc}CHER.example/"), "a=b");
}

#[test]
fn nobody_sets_a_cookie_for_a_public_suffix_but_its_own_host() {
    let suffix = |domain: &str| Refusal::PublicSuffix { domain: domain.to_owned() };
    refused(HTTP, "a=b; Domain=com", suffix("com"));
    refused("http://shop.co.uk/", "a=b; Domain=co.uk", suffix("co.uk"));
    refused("http://ann.github.io/", "a=b; Domain=.github.io", suffix("github.io"));
    let line = "a=b; Domain=localhost";
    let kept = receive(&mut Jar::default(), "http://localhost/", line).unwrap();
    assert!(kept.cookie.host_only);
}

#[test]
fn a_cookie_of_an_address_is_for_this_address() {
    let from = "http://192.0.2.1/";
    assert_eq!(sent(from, &["a=b; Domain=192.0.2.1"], from), "a=b");
    let other = Refusal::OtherDomain { domain: "0.2.1".to_owned() };
    refused(from, "a=b; Domain=0.2.1", other);
    assert_eq!(sent("http://[2001:db8::1]/", &["a=b"], "http://[2001:db8::1]/"), "a=b");
}

#[test]
fn what_is_secure_comes_over_secure_connections_and_stays_there() {
    refused(HTTP, "a=b; Secure", Refusal::SecureInClear);
    assert_eq!(sent(HTTPS, &["a=b; Secure"], HTTPS), "a=b");
    assert_eq!(sent(HTTPS, &["a=b; Secure"], HTTP), "");
    assert_eq!(sent(HTTPS, &["a=b"], HTTP), "a=b");
    let localhost = "http://localhost/";
    assert_eq!(sent(localhost, &["a=b; Secure"], localhost), "a=b");
}

#[test]
fn what_comes_in_clear_leaves_secure_cookies_alone() {
    let check = |secure: &str, in_clear: &str, from: &str, is_kept: bool| {
        let mut jar = Jar::default();
        receive(&mut jar, "https://www.example.com/", &format!("a=1; Secure; {secure}")).unwrap();
        let found = receive(&mut jar, from, &format!("a=2; {in_clear}"));
        let found = found.map(|_| ()).err();
        assert_eq!(found, (!is_kept).then_some(Refusal::ShadowsSecure), "{secure} {in_clear}");
    };
    check("Path=/login", "Path=/login", HTTP, false);
    check("Path=/login", "Path=/login/en", HTTP, false);
    check("Path=/login", "Path=/", HTTP, true);
    check("Path=/login", "Path=/foo", HTTP, true);
    check("Path=/login", "Path=/login", HTTPS, true);
    check("Path=/", "Path=/; Domain=example.com", HTTP, false);
    check("Path=/; Domain=example.com", "Path=/", HTTP, false);
    check("Path=/; Domain=example.com", "Path=/", "http://other.example.com/", false);
    check("Path=/", "Path=/", "http://other.example.com/", true);
    let mut jar = Jar::default();
    receive(&mut jar, HTTPS, "a=1; Secure").unwrap();
    receive(&mut jar, HTTP, "A=2").unwrap();
}

#[test]
fn a_request_of_another_site_sets_nothing_but_same_site_none() {
    let check = |line: &str, reach: Reach, expected: Option<Refusal>| {
        let to = url(HTTPS);
        let from = Occasion { party: Party::CrossSite, reach, ..direct(&to) };
        let found = Jar::default().receive(line, from, NOW).err();
        assert_eq!(found, expected, "{line}");
    };
    for line in ["a=b", "a=b; SameSite=Lax", "a=b; SameSite=Strict", "a=b; SameSite=maybe"] {
        check(line, Reach::Within, Some(Refusal::CrossSite));
        check(line, Reach::TopLevel, None);
    }
    check("a=b; SameSite=None; Secure", Reach::Within, None);
    check("a=b; SameSite=None", Reach::TopLevel, Some(Refusal::NoneWithoutSecure));
    check("a=b; SameSite=None; Secure; SameSite", Reach::Within, Some(Refusal::CrossSite));
}

#[test]
fn same_site_is_read_whatever_its_case() {
    let check = |value: &str, expected: SameSite| {
        let line = format!("a=b; Secure; samesite={value}");
        let kept = receive(&mut Jar::default(), HTTPS, &line).unwrap();
        assert_eq!(kept.cookie.same_site, expected, "{value}");
    };
    check("STRICT", SameSite::Strict);
    check("lAx", SameSite::Lax);
    check("none", SameSite::None);
    check("", SameSite::Default);
    check("nonee", SameSite::Default);
}

#[test]
fn a_name_with_a_prefix_keeps_what_it_promises() {
    let check = |from: &str, line: &str, broken: Option<Prefix>| {
        let expected = broken.map(|prefix| Refusal::PrefixNotKept { prefix });
        assert_eq!(receive(&mut Jar::default(), from, line).err(), expected, "{line}");
    };
    check(HTTPS, "__Secure-a=b; Secure; Domain=example.com", None);
    check(HTTPS, "__SeCuRe-a=b", Some(Prefix::Secure));
    check(HTTP, "__Secure-a=b", Some(Prefix::Secure));
    check(HTTPS, "__Host-a=b; Secure; Path=/", None);
    check("https://www.example.com/", "__Host-a=b; Secure", Some(Prefix::Host));
    check("https://www.example.com/", "__Host-a=b; Secure; Path=", Some(Prefix::Host));
    check(HTTPS, "__HOST-a=b; Path=/", Some(Prefix::Host));
    check(HTTPS, "__host-a=b; Secure; Path=/a", Some(Prefix::Host));
    check(HTTPS, "__Host-a=b; Secure; Path=/; Domain=www.example.com", Some(Prefix::Host));
    check(HTTPS, "__Host-a=b; Secure; Path=/; Domain=", None);
    check(HTTPS, "__Http-a=b; Secure; HttpOnly; Domain=example.com", None);
    check(HTTPS, "__Http-a=b; Secure", Some(Prefix::Http));
    check(HTTPS, "__http-a=b; HttpOnly", Some(Prefix::Http));
    check(HTTPS, "__Host-Http-a=b; Secure; HttpOnly; Path=/", None);
    check(HTTPS, "__Host-HTTP-a=b; Secure; Path=/", Some(Prefix::HostHttp));
    check(HTTPS, "__Host-Http-a=b; Secure; HttpOnly", Some(Prefix::HostHttp));
    check(HTTPS, "__Secure=b", None);
    check(HTTPS, "a__Secure-=b", None);
}

#[test]
fn no_value_without_a_name_looks_like_a_name_with_a_prefix() {
    for (prefix, line) in [
        (Prefix::Secure, "__Secure-a=b"),
        (Prefix::Host, "__host-a=b"),
        (Prefix::Http, "__HTTP-a"),
        (Prefix::HostHttp, "__Host-Http-a"),
    ] {
        let line = format!("={line}; Secure; HttpOnly; Path=/");
        refused(HTTPS, &line, Refusal::NamelessPrefix { prefix });
    }
    refused(HTTPS, "__Secure-; Secure", Refusal::NamelessPrefix { prefix: Prefix::Secure });
    assert_eq!(sent(HTTPS, &["=x__Secure-a"], HTTPS), "x__Secure-a");
}

#[test]
fn the_same_name_domain_and_path_is_the_same_cookie() {
    let lines = |lines: &[&str]| sent(HTTP, lines, HTTP);
    assert_eq!(lines(&["a=1", "a=2"]), "a=2");
    assert_eq!(lines(&["a=1", "A=2"]), "a=1; A=2");
    assert_eq!(lines(&["a=1; Path=/", "a=2; Path=/a"]), "a=2; a=1");
    assert_eq!(lines(&["a=1; Path=/a", "a=2; Path=/a/"]), "a=2; a=1");
    assert_eq!(lines(&["a=1", "a=2; Domain=www.example.com"]), "a=1; a=2");
    assert_eq!(lines(&["1", "=2", "a="]), "2; a=");
    // The place among the others stays.
    assert_eq!(lines(&["a=1", "b=1", "a=2"]), "a=2; b=1");
    assert_eq!(lines(&["a=1", "b=1", "a=; Max-Age=0", "a=2"]), "b=1; a=2");
}

#[test]
fn what_a_cookie_does_to_the_jar_is_told() {
    let mut jar = Jar::default();
    let mut what = |line: &str| receive(&mut jar, HTTP, line).map(|kept| kept.what);
    assert_eq!(what("a=1"), Ok(What::Added));
    assert_eq!(what("a=2"), Ok(What::Replaced { old_value: "1".to_owned() }));
    assert_eq!(what("a=; Max-Age=0"), Ok(What::Deleted));
    assert_eq!(what("a=; Max-Age=0"), Ok(What::OverAlready));
}

#[test]
fn a_script_neither_sets_nor_reads_what_is_http_only() {
    let to = url(HTTPS);
    let script = Occasion { api: Api::Script, reach: Reach::Within, ..direct(&to) };
    let mut jar = Jar::default();
    let set = jar.receive("a=1; HttpOnly", script, NOW).err();
    assert_eq!(set, Some(Refusal::HttpOnlyByScript));
    receive(&mut jar, HTTPS, "a=2; HttpOnly").unwrap();
    assert_eq!(jar.receive("a=3", script, NOW).err(), Some(Refusal::HttpOnlyByScript));
    jar.receive("b=4", script, NOW).unwrap();
    assert_eq!(jar.select(script, "GET", NOW).cookie_string().as_deref(), Some("b=4"));
    assert_eq!(jar.select(direct(&to), "GET", NOW).cookie_string().as_deref(), Some("a=2; b=4"));
    let prefix = Refusal::PrefixNotKept { prefix: Prefix::Http };
    assert_eq!(jar.receive("__Http-a=1; Secure", script, NOW).err(), Some(prefix));
}
