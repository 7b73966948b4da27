//! Which scheme a URL is typed with.

use crate::anatomy::{PartKind, anatomy};
use std::borrow::Cow;

/// Whether a text starts with a scheme and `//` (RFC 3986 §3.1). What stands in its query does not
/// count.
pub fn has_scheme(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once("://") else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// What is typed without a scheme means `http`, as it does to curl; a path alone means nothing.
pub fn with_scheme(typed: &str) -> Cow<'_, str> {
    let starts_with_host = anatomy(typed)
        .first()
        .is_some_and(|part| matches!(part.kind, PartKind::UserInfo | PartKind::Host));
    match starts_with_host {
        true => format!("http://{}", typed.trim_start().trim_start_matches('/')).into(),
        false => typed.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_stands_at_the_start() {
        for url in ["http://x/", "HTTPS://x", "svn+ssh://x"] {
            assert!(has_scheme(url), "{url}");
        }
        for url in ["x/?u=http://y/", "localhost:80", "x", "://x", "1http://x", "/a://b", "é://x"]
        {
            assert!(!has_scheme(url), "{url}");
        }
    }

    #[test]
    fn without_a_scheme_http_is_meant() {
        for (typed, expected) in [
            ("x.example/?u=http://y/", "http://x.example/?u=http://y/"),
            (" localhost:80/a", "http://localhost:80/a"),
            ("//x/a", "http://x/a"),
            ("a@x", "http://a@x"),
            ("https://x", "https://x"),
            ("/users", "/users"),
            ("?a", "?a"),
            ("mailto:a", "mailto:a"),
            ("http", "http"),
            ("", ""),
        ] {
            assert_eq!(with_scheme(typed), expected, "{typed}");
        }
    }
}
