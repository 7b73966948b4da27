//! A URL in its parts, by the names that they have in browsers (URL standard, §6.1).

use serde_json::{Value, json};
use url::{Url, quirks};

/// JSON: the parts, or a `failure`. Any scheme will do.
pub fn parts(url: &str, base: Option<&str>) -> String {
    let told = told(url, base).unwrap_or_else(|failure| json!({ "failure": failure }));
    serde_json::to_string_pretty(&told).expect("plain data always encodes") + "\n"
}

fn told(url: &str, base: Option<&str>) -> Result<Value, String> {
    let base = base.map(Url::parse).transpose().map_err(|error| format!("the base: {error}"))?;
    let url = Url::options().base_url(base.as_ref()).parse(url);
    let url = url.map_err(|error| error.to_string())?;
    Ok(json!({
        "href": quirks::href(&url),
        "origin": quirks::origin(&url),
        "protocol": quirks::protocol(&url),
        "username": quirks::username(&url),
        "password": quirks::password(&url),
        "host": quirks::host(&url),
        "hostname": quirks::hostname(&url),
        "port": quirks::port(&url),
        "pathname": quirks::pathname(&url),
        "search": quirks::search(&url),
        "hash": quirks::hash(&url),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, base: Option<&str>, part: &str, expected: &str) {
        let told: Value = serde_json::from_str(&parts(url, base)).expect("it is JSON");
        assert_eq!(told[part], expected, "{url}: {told}");
    }

    #[test]
    fn every_part_has_its_name() {
        let url = "HTTP://user:pa%20ss@EXAMPLE.com:8080/a/../b?x=1#y";
        for (part, expected) in [
            ("href", "http://user:pa%20ss@example.com:8080/b?x=1#y"),
            ("origin", "http://example.com:8080"),
            ("protocol", "http:"),
            ("username", "user"),
            ("password", "pa%20ss"),
            ("host", "example.com:8080"),
            ("hostname", "example.com"),
            ("port", "8080"),
            ("pathname", "/b"),
            ("search", "?x=1"),
            ("hash", "#y"),
        ] {
            check(url, None, part, expected);
        }
    }

    #[test]
    fn a_reference_is_seen_from_its_base() {
        check("../x?y", Some("http://a.example/b/c/d"), "href", "http://a.example/b/x?y");
        check("//other/", Some("https://a.example/"), "href", "https://other/");
        check("mailto:a@b", None, "origin", "null");
        check("http://example.com:80/", None, "port", "");
        check("http://0x7f.1/", None, "hostname", "127.0.0.1");
    }

    #[test]
    fn what_is_no_url_says_so() {
        check("../x", None, "failure", "relative URL without a base");
        check("http://[::1", None, "failure", "invalid IPv6 address");
        check("x", Some("no base"), "failure", "the base: relative URL without a base");
    }
}
