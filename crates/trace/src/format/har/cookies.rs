//! Cookies as HAR lists them, read as a user agent reads them (RFC 6265 §5.2, §5.4).

use crate::{FieldLines, cookie_date_unix_s, utc};
use serde_json::{Value, json};

/// Those of the Cookie field of a request (RFC 6265 §4.2.1).
pub(super) fn sent(lines: &FieldLines) -> Vec<Value> {
    let pairs = lines.values("cookie").flat_map(|value| value.split(';'));
    let cookie = |pair: &str| match pair.trim().split_once('=') {
        Some((name, value)) => Some(json!({ "name": name.trim(), "value": value.trim() })),
        // Browsers send a cookie without a name as its value alone.
        None if !pair.trim().is_empty() => Some(json!({ "name": "", "value": pair.trim() })),
        None => None,
    };
    pairs.filter_map(cookie).collect()
}

/// Those of the Set-Cookie fields of a response that was received then, one a line.
pub(super) fn set(lines: &FieldLines, received_unix_s: i64) -> Vec<Value> {
    lines.values("set-cookie").filter_map(|value| one_set(value, received_unix_s)).collect()
}

fn one_set(value: &str, received_unix_s: i64) -> Option<Value> {
    let mut parts = value.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let mut cookie = json!({
        "name": name.trim(), "value": value.trim(), "httpOnly": false, "secure": false,
    });
    let mut max_age = None;
    for attribute in parts {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        match name.as_str() {
            "path" => cookie["path"] = json!(value),
            "domain" => cookie["domain"] = json!(value.trim_start_matches('.')),
            "expires" => {
                if let Some(unix_s) = cookie_date_unix_s(value) {
                    cookie["expires"] = json!(utc::text_from_unix_s(unix_s));
                }
            }
            "max-age" => max_age = value.parse::<i64>().ok(),
            "httponly" => cookie["httpOnly"] = json!(true),
            "secure" => cookie["secure"] = json!(true),
            // Not of HAR 1.2; browsers write it so.
            "samesite" => cookie["_sameSite"] = json!(value),
            _ => {}
        }
    }
    // Max-Age has the last word, and what is over is over at once (§5.3).
    if let Some(seconds) = max_age {
        let ends = received_unix_s.saturating_add(seconds.max(0)).min(LATEST_UNIX_S);
        cookie["expires"] = json!(utc::text_from_unix_s(ends));
    }
    Some(cookie)
}

/// The last second of the year 9999, after which no date can be written.
const LATEST_UNIX_S: i64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldLine;
    use proptest::prelude::*;

    fn lines(name: &str, values: &[&str]) -> FieldLines {
        let line = |value: &&str| FieldLine { name: name.to_owned(), value: (*value).to_owned() };
        values.iter().map(line).collect()
    }

    #[test]
    fn what_a_request_shows_is_listed_by_name() {
        let cookies = sent(&lines("Cookie", &["a=1; b=x=y;; c=", "lone"]));
        let expected = json!([
            { "name": "a", "value": "1" },
            { "name": "b", "value": "x=y" },
            { "name": "c", "value": "" },
            { "name": "", "value": "lone" },
        ]);
        assert_eq!(Value::Array(cookies), expected);
        assert!(sent(&lines("Accept", &["a=1"])).is_empty());
    }

    #[test]
    fn what_a_response_sets_is_listed_with_its_attributes() {
        let values = [
            "id=7; Path=/; Domain=.example.com; Secure; HttpOnly; SameSite=Lax",
            "old=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT",
            "short=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=60",
            "nonsense",
        ];
        let cookies = set(&lines("Set-Cookie", &values), 1_767_603_600);
        let expected = json!([
            { "name": "id", "value": "7", "path": "/", "domain": "example.com", "secure": true,
              "httpOnly": true, "_sameSite": "Lax" },
            { "name": "old", "value": "1", "secure": false, "httpOnly": false,
              "expires": "2015-10-21T07:28:00Z" },
            { "name": "short", "value": "1", "secure": false, "httpOnly": false,
              "expires": "2026-01-05T09:01:00Z" },
        ]);
        assert_eq!(Value::Array(cookies), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = set(&lines("Set-Cookie", &[&text]), 0);
            let _ = sent(&lines("Cookie", &[&text]));
        }
    }
}
