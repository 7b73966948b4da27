//! The retrieval model (6265bis §5.8).

use super::super::{Jar, Occasion, Party, Reach, Withheld};
use super::{NOW, direct, receive, sent, url};
use core::time::Duration;

const AT: &str = "https://www.example.com/a/b/c";

#[test]
fn longer_paths_come_first_then_what_was_created_first() {
    let lines = ["a=1; Path=/", "b=1; Path=/a", "c=1; Path=/", "d=1; Path=/a/b", "e=1; Path=/a"];
    assert_eq!(sent(AT, &lines, AT), "d=1; b=1; e=1; a=1; c=1");
    let mut jar = Jar::default();
    for (second, line) in (1..).zip(["a=1", "b=1", "a=2"]) {
        jar.receive(line, direct(&url(AT)), NOW + Duration::from_secs(second)).unwrap();
    }
    let later = NOW + Duration::from_secs(9);
    let selection = jar.select(direct(&url(AT)), "GET", later);
    assert_eq!(selection.cookie_string().as_deref(), Some("a=2; b=1"));
    let [a, b] = &selection.sent[..] else { panic!("two cookies") };
    assert_eq!(
        (a.created, b.created),
        (NOW + Duration::from_secs(1), NOW + Duration::from_secs(2))
    );
    assert!(jar.cookies(later).all(|cookie| cookie.last_access == later));
}

#[test]
fn a_path_gets_the_cookies_of_those_above_it() {
    let check = |path: &str, to: &str, expected: bool| {
        let line = format!("a=b; Path={path}");
        let to = format!("https://www.example.com{to}");
        assert_eq!(sent(AT, &[&line], &to), if expected { "a=b" } else { "" }, "{path} {to}");
    };
    check("/a", "/a", true);
    check("/a", "/a?q=/b", true);
    check("/a", "/ab", false);
    check("/a/", "/a", false);
    check("/A", "/a", false);
    check("relative", "/a/b/other", true);
    check("relative", "/a", false);
    check("/%61", "/a", false);
    check("/a%2Fb", "/a/b", false);
}

#[test]
fn a_cookie_ends_at_its_instant() {
    let mut jar = Jar::default();
    receive(&mut jar, AT, "a=b; Max-Age=60").unwrap();
    receive(&mut jar, AT, "session=1").unwrap();
    let mut at = |second| {
        let now = NOW + Duration::from_secs(second);
        jar.select(direct(&url(AT)), "GET", now).cookie_string().unwrap()
    };
    assert_eq!(at(59), "a=b; session=1");
    assert_eq!(at(60), "session=1");
    let ended = jar.end_session();
    assert_eq!((ended.len(), jar.cookies(NOW).count()), (1, 0));
}

#[test]
fn another_site_gets_lax_cookies_for_pages_it_leads_to_only() {
    let mut jar = Jar::default();
    for (name, value) in [("s", "Strict"), ("l", "Lax"), ("d", "?"), ("n", "None")] {
        receive(&mut jar, AT, &format!("{name}={value}; Secure; SameSite={value}")).unwrap();
    }
    let mut check = |party, reach, method: &str, expected: &str| {
        let to = url(AT);
        let selection = jar.select(Occasion { party, reach, ..direct(&to) }, method, NOW);
        assert_eq!(selection.cookie_string().as_deref(), Some(expected), "{reach:?} {method}");
        selection.withheld.iter().map(|(_, reason)| *reason).collect::<Vec<_>>()
    };
    let all = "s=Strict; l=Lax; d=?; n=None";
    assert!(check(Party::SameSite, Reach::Within, "POST", all).is_empty());
    let safe = "l=Lax; d=?; n=None";
    for method in ["GET", "HEAD", "OPTIONS"] {
        assert_eq!(check(Party::CrossSite, Reach::TopLevel, method, safe), [Withheld::Strict]);
    }
    let rest = [Withheld::Strict, Withheld::Lax, Withheld::Lax];
    assert_eq!(check(Party::CrossSite, Reach::TopLevel, "POST", "n=None"), rest);
    assert_eq!(check(Party::CrossSite, Reach::Within, "GET", "n=None"), rest);
}

#[test]
fn what_is_withheld_is_told_for_cookies_of_this_host() {
    let mut jar = Jar::default();
    receive(&mut jar, AT, "p=1; Path=/other").unwrap();
    receive(&mut jar, AT, "s=1; Secure").unwrap();
    receive(&mut jar, "https://elsewhere.test/", "x=1").unwrap();
    let to = url("http://www.example.com/a/b/c");
    let selection = jar.select(direct(&to), "GET", NOW);
    assert_eq!(selection.cookie_string(), None);
    let told: Vec<_> = selection.withheld.iter().map(|(kept, why)| (&*kept.name, *why)).collect();
    assert_eq!(told, [("p", Withheld::Path), ("s", Withheld::SecureInClear)]);
}
