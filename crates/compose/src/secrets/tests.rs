//! A hundred and twenty secrets, and everything that leaves the page.

use super::*;
use crate::body::BodyKind;
use crate::copy_as::{Language, copy_as};
use crate::params::TypedUrl;

/// Where a secret stands, and the part of it that must not be found anywhere.
const CORPUS: &str = include_str!("../../tests/data/secrets.txt");

/// `url`, `header NAME`, `json`, `form` or `text`, then `|` and the text. The secret is what
/// stands between `«` and `»`.
fn draft_of(line: &str) -> (Draft, String) {
    let (place, marked) = line.split_once(" | ").expect("a line has a place and a text");
    let (_, rest) = marked.split_once('«').expect("a secret is marked");
    let (secret, _) = rest.split_once('»').expect("a mark ends");
    let text = marked.replace(['«', '»'], "");
    let mut draft = Draft::default();
    let body = |kind, text: &str| {
        let mut body = Body::Text(text.to_owned());
        body.set_kind(kind);
        body
    };
    match place.split_once(' ') {
        Some(("header", name)) => {
            draft.headers.add(name, &text);
        }
        None if place == "url" => draft.url = TypedUrl::new(text),
        None if place == "json" => draft.body = body(BodyKind::Json, &text),
        None if place == "form" => draft.body = body(BodyKind::Form, &text),
        None if place == "text" => {
            draft.body = body(BodyKind::Text, &text.replace("\\r", "\r").replace("\\n", "\n"))
        }
        Some(_) | None => panic!("“{place}” is not a place"),
    }
    (draft, secret.to_owned())
}

fn corpus() -> impl Iterator<Item = &'static str> {
    CORPUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn none_of_a_hundred_and_twenty_secrets_gets_out() {
    assert!(corpus().count() >= 120, "there are {} secrets", corpus().count());
    let mut kept = Vec::new();
    for line in corpus() {
        let (draft, secret) = draft_of(line);
        assert!(whole(&draft).contains(&secret), "the secret is in the draft: {line}");
        let clean = redacted(&draft);
        if whole(&clean).contains(&secret) {
            kept.push(line);
            continue;
        }
        assert!(holds_secrets(&draft), "{line}");
        assert_eq!(redacted(&clean), clean, "twice is once: {line}");
        check_what_leaves(&draft, &secret, line);
    }
    assert!(kept.is_empty(), "these are kept:\n{}", kept.join("\n"));
}

/// All that a draft says.
fn whole(draft: &Draft) -> String {
    let headers = draft.headers.iter().map(|row| format!("{}: {}\n", row.name, row.value));
    let rows = draft.url.params().iter().map(|row| format!("{} {}\n", row.written(), row.value()));
    let rows: String = rows.chain(headers).collect();
    format!("{}\n{rows}{}", draft.url.text(), draft.body.content())
}

/// The copied commands.
fn check_what_leaves(draft: &Draft, secret: &str, line: &str) {
    if let Ok(request) = draft.request() {
        let clean = redacted_request(&request);
        for language in Language::ALL {
            let copied = copy_as(&clean, language);
            assert!(!copied.contains(secret), "{line} → {copied}");
        }
    }
}

#[test]
fn rows_that_are_switched_off_hold_secrets_too() {
    let mut draft = Draft { url: TypedUrl::new("http://x/?token=abc123"), ..Draft::default() };
    let id = draft.url.params().iter().next().unwrap().id;
    draft.url.set_enabled(id, false);
    let id = draft.headers.add("Cookie", "a=abc123");
    draft.headers.edit(id, |row| row.is_enabled = false);
    assert!(!format!("{:?}", redacted(&draft)).contains("abc123"));
}

#[test]
fn what_is_no_secret_stays() {
    let harmless = [
        "http://api.example.com/users/42?sort=desc&q=author&page=%zz&a=+&&=#top",
        "http://[::1]:8080/tokens/list?keyword=b",
        "not a url",
        "",
    ];
    for url in harmless {
        let draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
        assert!(!holds_secrets(&draft), "{url} → {}", redacted(&draft).url.text());
    }
    let mut draft = Draft::default();
    draft.headers.add("Authorization", "Bearer alice-token");
    draft.headers.add("Cache-Control", "max-age=0, no-cache");
    draft.headers.add("X-Why", "token bucket is empty: basic authentication is off");
    draft.headers.add("Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43");
    draft.headers.add("If-None-Match", "\"abc\"");
    draft.headers.add("Idempotency-Key", "7");
    draft.body =
        Body::Json("{ \"name\" : \"Bob\\u00e9\", \"n\": 1.50, \"password\": null }".to_owned());
    assert!(!holds_secrets(&draft));
    let json =
        r#"{"code": 404, "country_code": "DE", "max_tokens": 100, "name": "Ann", "value": "x1"}"#;
    draft.body = Body::Json(json.to_owned());
    assert!(!holds_secrets(&draft), "{:?}", redacted(&draft).body);
    draft.body =
        Body::Text("Please pass the salt; the code of the door is on the pin board".to_owned());
    assert!(!holds_secrets(&draft), "{:?}", redacted(&draft).body);
    draft.body = Body::Text("Dear Bob, the meeting is at 10.\nAnn".to_owned());
    assert!(!holds_secrets(&draft));
}

#[test]
fn around_a_secret_nothing_changes() {
    let text = "{\"a\": 1.0, \"token\" : {\"x\": [1, 2]},  \"b\":\"\\u00e9\"}";
    let draft = Draft { body: Body::Json(text.to_owned()), ..Draft::default() };
    let expected = "{\"a\": 1.0, \"token\" : \"left-out\",  \"b\":\"\\u00e9\"}";
    assert_eq!(redacted(&draft).body.content(), expected);
    let url = "http://ann:pw@x/%7e?a=%zz&token=t&b=+#f";
    let draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
    let expected = "http://left-out:left-out@x/%7e?a=%zz&token=left-out&b=+#f";
    assert_eq!(redacted(&draft).url.text(), expected);
}

#[test]
fn what_the_built_in_scenarios_show_is_nobodys_secret() {
    for built_in in trace::built_in() {
        let redacted = redacted_scenario(&built_in.scenario);
        assert_eq!(redacted, built_in.scenario, "{}", built_in.name);
    }
}
