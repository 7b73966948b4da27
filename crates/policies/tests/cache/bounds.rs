//! Whatever comes, the cache stays within its bounds, and does the same each time.

use crate::tab::{Call, GET, START, Tab, answer};
use core::time::Duration;
use http_cache_semantics::{BeforeRequest, CacheOptions, CachePolicy};
use policies::cache::{Cache, Kept, Limits, NotStored, StoredResponse};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::SystemTime;
use trace::CacheMode;

const LONG: (&str, &str) = ("Cache-Control", "max-age=3600");

#[test]
fn what_has_gone_unused_for_longest_makes_room() {
    let limits = Limits { entries: 2, octets: 1 << 20 };
    let mut tab = Tab { cache: Cache::new(limits), now: START };
    let store = |tab: &mut Tab, url: &str| {
        let came = tab.call(Call { url, ..GET }, &[answer(200, &[LONG], url)]);
        came.is_from_cache()
    };
    for (url, is_from_cache) in [
        ("http://h.test/a", false),
        ("http://h.test/b", false),
        ("http://h.test/a", true),
        ("http://h.test/c", false),
        ("http://h.test/a", true),
        ("http://h.test/b", false),
    ] {
        assert_eq!(store(&mut tab, url), is_from_cache, "{url}");
    }
    assert_eq!(tab.cache.stored(tab.now).count(), 2);
}

#[test]
fn one_response_takes_an_eighth_of_the_room_at_most() {
    let limits = Limits { entries: 9, octets: 8000 };
    let mut tab = Tab { cache: Cache::new(limits), now: START };
    let too_large = tab.get(&[LONG], &"x".repeat(1000));
    assert_eq!(too_large.kept, Some(Kept::No(NotStored::TooLarge)));
    for place in 0..20 {
        let url = format!("http://h.test/{place}");
        tab.call(Call { url: &url, ..GET }, &[answer(200, &[LONG], &"x".repeat(900))]);
        assert!(tab.cache.octets() <= 8000);
    }
    assert_eq!(tab.cache.stored(tab.now).count(), 8);
    let nothing = Limits { entries: 0, octets: 8000 };
    let mut tab = Tab { cache: Cache::new(nothing), now: START };
    assert_eq!(tab.get(&[LONG], "").kept, Some(Kept::No(NotStored::TooLarge)));
}

fn field() -> impl Strategy<Value = (String, String)> {
    let cache_control = "((no-cache|no-store|max-age|max-stale|min-fresh|immutable|public|stale-if-error|stale-while-revalidate|must-revalidate|only-if-cached)(=\"?[0-9]{0,21}\"?)?,? ?){0,4}";
    prop_oneof![
        (Just("Cache-Control".to_owned()), cache_control),
        ("Age|Content-Length".prop_map(|name| name), "[0-9]{0,30}|\\PC{0,8}"),
        ("ETag|If-None-Match|If-Range".prop_map(|name| name), "(W/)?\"?[ab]?\"?|\\PC{0,8}"),
        (
            "Date|Expires|Last-Modified".prop_map(|name| name),
            "Mon, 0[1-9] Jan 20[0-9]{2} 0[0-9]:00:00 GMT|\\PC{0,9}"
        ),
        (Just("Range".to_owned()), "bytes=[0-9]{0,2}-[0-9]{0,22}|\\PC{0,8}"),
        (Just("Content-Range".to_owned()), "bytes [0-9]-[0-9]/([0-9]{1,2}|\\*)|\\PC{0,8}"),
        (
            "Vary|Connection|Pragma|Location|Accept".prop_map(|name| name),
            "Accept|\\*|no-cache|\\PC{0,9}"
        ),
    ]
}

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::vec(field(), 0..5)
}

fn mode() -> impl Strategy<Value = CacheMode> {
    prop_oneof![
        4 => Just(CacheMode::Default),
        1 => Just(CacheMode::NoStore),
        1 => Just(CacheMode::Reload),
        1 => Just(CacheMode::NoCache),
        1 => Just(CacheMode::ForceCache),
        1 => Just(CacheMode::OnlyIfCached),
    ]
}

type Happening = (CacheMode, &'static str, Vec<(String, String)>, u16, Vec<(String, String)>, u64);

fn happening() -> impl Strategy<Value = Happening> {
    let method = prop_oneof![4 => Just("GET"), 1 => Just("HEAD"), 1 => Just("POST")];
    let status_code = prop_oneof![
        3 => Just(200_u16), 2 => Just(206_u16), 2 => Just(304_u16), 1 => Just(503_u16), 1 => 200_u16..600
    ];
    let seconds = prop_oneof![3 => 0_u64..100, 1 => any::<u32>().prop_map(u64::from)];
    (mode(), method, fields(), status_code, fields(), seconds)
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// All of it but how old it is.
fn shown(stored: &StoredResponse<'_>) -> String {
    let StoredResponse { url, answer, request_fields, times, is_outdated, .. } = stored;
    format!("{url} {answer:?} {request_fields:?} {times:?} {is_outdated}")
}

/// What comes of all this, as text.
fn story(happenings: &[Happening]) -> String {
    let limits = Limits { entries: 3, octets: 4000 };
    let mut tab = Tab { cache: Cache::new(limits), now: START };
    let mut story = String::new();
    let mut told = BTreeMap::new();
    for (mode, method, asked, status_code, said, seconds) in happenings {
        let call = Call { method, fields: &borrowed(asked), mode: *mode, ..GET };
        let answers =
            [answer(*status_code, &borrowed(said), "0123"), answer(200, &borrowed(said), "012345")];
        let came = tab.call(call, &answers);
        assert!(came.sent.len() <= 2, "nobody is asked three times");
        assert!(tab.cache.octets() <= limits.octets && tab.cache.stored(tab.now).count() <= 3);
        story.push_str(&format!("{came:?}\n"));
        for (number, stored) in tab.cache.take_changed(tab.now) {
            match stored {
                Some(stored) => drop(told.insert(number, shown(&stored))),
                None => drop(told.remove(&number)),
            }
        }
        let stored = tab.cache.stored(tab.now).map(|stored| (stored.number, shown(&stored)));
        assert_eq!(told, stored.collect(), "what changed is told");
        tab.wait(*seconds);
    }
    story
}

/// A second request, as the crate judges it.
fn judged_by_crate(asked: &str, said: &[(&str, &str)], after_s: u64) -> bool {
    let request =
        http::Request::builder().header("cache-control", asked).body(()).expect("it is good");
    let mut response = http::Response::builder();
    for (name, value) in said {
        response = response.header(*name, *value);
    }
    let response = response.body(()).expect("it is good");
    let options = CacheOptions {
        shared: false,
        immutable_min_time_to_live: Duration::ZERO,
        ..CacheOptions::default()
    };
    let received_at = SystemTime::UNIX_EPOCH + START;
    let policy = CachePolicy::new_options(&http::Request::new(()), &response, received_at, options);
    let now = received_at + Duration::from_secs(after_s);
    policy.is_storable() && matches!(policy.before_request(&request, now), BeforeRequest::Fresh(_))
}

proptest! {
    #[test]
    fn nothing_panics_and_the_same_gives_the_same(
        happenings in proptest::collection::vec(happening(), 1..8),
    ) {
        prop_assert_eq!(story(&happenings), story(&happenings));
    }

    /// Where a message is plain, the crate and what stands around it agree. What the crate does
    /// otherwise (max-age=0, max-stale to the second) is left out.
    #[test]
    fn of_plain_messages_the_crate_says_the_same(
        asked in "(no-cache|max-age=[1-9][0-9]{0,2}|min-fresh=[0-9]{1,3}|max-stale|x)(, min-fresh=[0-9]{1,2})?",
        said in "(no-store|no-cache|max-age=[0-9]{1,3}|public|private|must-revalidate)(, max-age=[0-9]{1,3})?",
        age in 0_u64..100,
        modified in any::<bool>(),
        after_s in 0_u64..600,
    ) {
        let age = age.to_string();
        let mut fields = vec![("cache-control", said.as_str()), ("age", age.as_str())];
        if modified {
            fields.push(("last-modified", "Mon, 05 Jan 2026 08:00:00 GMT"));
        }
        // It lets max-stale take what wants to be asked about.
        prop_assume!(!(asked.contains("max-stale") && said.contains("no-cache")));
        // Of two that contradict each other, the crate takes neither.
        prop_assume!(said.matches("max-age").count() < 2 && asked.matches("min-fresh").count() < 2);
        let mut tab = Tab::new();
        tab.get(&fields, "first");
        tab.wait(after_s);
        let call = Call { fields: &[("cache-control", &asked)], ..GET };
        let came = tab.call(call, &[answer(200, &[], "second")]);
        prop_assert_eq!(came.is_from_cache(), judged_by_crate(&asked, &fields, after_s));
    }
}
