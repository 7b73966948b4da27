//! A URL in its parts, by the names that they have in browsers (URL standard, §6.1).

use crate::file_url::FileUrl;
use serde_json::{Value, json};
use url::{Url, quirks};

/// JSON: the parts, or a `failure`. Any scheme will do.
pub fn parts(url: &str, base: Option<&str>) -> String {
    let told = told(url, base).unwrap_or_else(|failure| json!({ "failure": failure }));
    serde_json::to_string_pretty(&told).expect("plain data always encodes") + "\n"
}

fn told(url: &str, base: Option<&str>) -> Result<Value, String> {
    let base =
        base.map(|base| Parsed::of(base, None).map_err(|error| format!("the base: {error}")));
    Parsed::of(url, base.transpose()?.as_ref()).map(|url| url.told())
}

/// A URL, of files or of anything else.
enum Parsed {
    Other(Url),
    File(FileUrl),
}

impl Parsed {
    fn of(text: &str, base: Option<&Self>) -> Result<Self, String> {
        // “basic URL parser”, the first steps and “scheme start state”.
        let text = text.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "");
        let base_file = match base {
            Some(Self::File(base)) => Some(base),
            Some(Self::Other(_)) | None => None,
        };
        match (scheme(&text), base) {
            (Some(name), _) if name.eq_ignore_ascii_case("file") => {
                FileUrl::parse(&text[name.len() + 1..], base_file).map(Self::File)
            }
            (None, Some(Self::File(base))) => FileUrl::parse(&text, Some(base)).map(Self::File),
            (_, Some(Self::Other(base))) => parse(&text, Some(base)),
            (_, Some(Self::File(_)) | None) => parse(&text, None),
        }
    }

    fn told(&self) -> Value {
        match self {
            Self::Other(url) => json!({
                "href": quirks::href(url),
                "origin": origin(url),
                "protocol": quirks::protocol(url),
                "username": quirks::username(url),
                "password": quirks::password(url),
                "host": quirks::host(url),
                "hostname": quirks::hostname(url),
                "port": quirks::port(url),
                "pathname": quirks::pathname(url),
                "search": quirks::search(url),
                "hash": quirks::hash(url),
            }),
            Self::File(url) => json!({
                "href": url.href(),
                "origin": "null",
                "protocol": "file:",
                "username": "",
                "password": "",
                "host": url.host,
                "hostname": url.host,
                "port": "",
                "pathname": url.pathname(),
                "search": url.search(),
                "hash": url.hash(),
            }),
        }
    }
}

fn parse(text: &str, base: Option<&Url>) -> Result<Parsed, String> {
    let parsed = Url::options().base_url(base).parse(text);
    let mut url = parsed.map_err(|error| error.to_string())?;
    // The “path percent-encode set” has U+005E, which the parser leaves as it is.
    if !url.cannot_be_a_base() && url.path().contains('^') {
        url.set_path(&url.path().replace('^', "%5E"));
    }
    Ok(Parsed::Other(url))
}

/// What stands before the first colon, if it is a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (name, _) = text.split_once(':')?;
    let is_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_scheme =
        name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(&octet));
    (is_letter && is_scheme).then_some(name)
}

/// “origin”: of a blob, that of the URL in its path, if it is one of the web.
fn origin(url: &Url) -> String {
    if url.scheme() != "blob" {
        return quirks::origin(url);
    }
    let within = Url::parse(url.path()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    within.map_or_else(|| "null".to_owned(), |url| quirks::origin(&url))
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
        check("http://a/^?^#^", None, "href", "http://a/%5E?^#^");
        check("a:^", None, "href", "a:^");
        check("mailto:a@b", None, "origin", "null");
        check("http://example.com:80/", None, "port", "");
        check("http://0x7f.1/", None, "hostname", "127.0.0.1");
        check(" f\nile://h/C:/a/b", None, "href", "file://h/C:/a/b");
        check("/", Some("FILE://h/C:/a/b"), "href", "file://h/C:/");
        check("http:b", Some("file:///a"), "href", "http://b/");
        check("c:/b", Some("file:///a"), "protocol", "c:");
    }

    /// “origin” of the URL standard (§4.7).
    #[test]
    fn a_blob_has_the_origin_of_what_made_it() {
        check("blob:https://a.example:8443/x", None, "origin", "https://a.example:8443");
        check("blob:ftp://a.example/x", None, "origin", "null");
        check("blob:blob:https://a.example/", None, "origin", "null");
        check("blob:x", None, "origin", "null");
    }

    #[test]
    fn what_is_no_url_says_so() {
        check("../x", None, "failure", "relative URL without a base");
        check("http://[::1", None, "failure", "invalid IPv6 address");
        check("file://a b/", None, "failure", "invalid international domain name");
        check("x", Some("no base"), "failure", "the base: relative URL without a base");
    }
}
