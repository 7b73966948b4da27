//! What a jar holds (6265bis §5.7, §6.1), whatever comes.

use super::super::{COOKIES_MAX, COOKIES_PER_DOMAIN_MAX, Jar, Occasion, Party, Reach};
use super::{NOW, direct, receive, url};
use core::time::Duration;
use proptest::prelude::*;

#[test]
fn a_domain_keeps_secure_cookies_and_those_that_were_used_last() {
    let at = "https://www.example.com/";
    let mut jar = Jar::default();
    receive(&mut jar, at, "old-secure=1; Secure").unwrap();
    for number in 0..COOKIES_PER_DOMAIN_MAX - 1 {
        receive(&mut jar, at, &format!("n{number}=1; Path=/p{number}")).unwrap();
    }
    let first = url("https://www.example.com/p0");
    jar.select(direct(&first), "GET", NOW + Duration::from_secs(1));
    let kept = receive(&mut jar, at, "one-more=1; Secure").unwrap();
    let evicted: Vec<&str> = kept.evicted.iter().map(|cookie| cookie.name.as_str()).collect();
    assert_eq!(evicted, ["n1"]);
    assert_eq!(jar.cookies(NOW).count(), COOKIES_PER_DOMAIN_MAX);
    receive(&mut jar, "https://other.example.com/", "a=1").unwrap();
    assert_eq!(jar.cookies(NOW).count(), COOKIES_PER_DOMAIN_MAX + 1);
}

#[test]
fn what_is_over_leaves_first() {
    let at = "http://www.example.com/";
    let mut jar = Jar::default();
    receive(&mut jar, at, "short=1; Max-Age=1").unwrap();
    for number in 1..COOKIES_PER_DOMAIN_MAX {
        receive(&mut jar, at, &format!("n{number}=1")).unwrap();
    }
    let later = NOW + Duration::from_secs(2);
    let kept = jar.receive("one-more=1", direct(&url(at)), later).unwrap();
    assert!(kept.evicted.is_empty());
    assert_eq!(jar.cookies(later).count(), COOKIES_PER_DOMAIN_MAX);
}

#[test]
fn ten_thousand_cookies_leave_three_thousand() {
    let mut jar = Jar::default();
    for number in 0..10_000 {
        let at = url(&format!("http://h{}.example.com/", number / 100));
        jar.receive(&format!("n{number}=1"), direct(&at), NOW).unwrap();
    }
    assert_eq!(jar.cookies(NOW).count(), COOKIES_MAX);
    assert_eq!(jar.cookies(NOW).next().map(|cookie| cookie.name.as_str()), Some("n7000"));
}

proptest! {
    #[test]
    fn no_line_panics_and_every_jar_is_bounded(
        lines in prop::collection::vec(
            "\\PC{0,40}|[a-z_=; \t\u{0}é-]{0,20}|[ab]=[0-9]; (Path|Domain|Max-Age|Expires|SameSite)=[a-z0-9/. :-]{0,20}",
            0..20,
        ),
        at in prop::sample::select(vec![
            "http://www.example.com/a/b", "https://example.com/", "http://192.0.2.1/", "http://co.uk/",
        ]),
        cross_site: bool,
        within: bool,
    ) {
        let at = url(at);
        let party = if cross_site { Party::CrossSite } else { Party::SameSite };
        let reach = if within { Reach::Within } else { Reach::TopLevel };
        let occasion = Occasion { party, reach, ..direct(&at) };
        let mut jar = Jar::default();
        for line in &lines {
            let _ = jar.receive(line, occasion, NOW);
        }
        let selection = jar.select(occasion, "GET", NOW);
        prop_assert!(jar.cookies(NOW).count() <= lines.len());
        // What is sent can be read again, and names what it names.
        if let Some(text) = selection.cookie_string() {
            prop_assert!(!text.contains(['\r', '\n', '\0']));
            prop_assert_eq!(text.split("; ").count() >= selection.sent.len(), true);
        }
        // What is kept twice is kept once.
        let before = jar.cookies(NOW).count();
        for line in &lines {
            let _ = jar.receive(line, occasion, NOW);
        }
        prop_assert!(jar.cookies(NOW).count() <= before.max(lines.len()));
    }
}
