//! Origins (HTML, “Origin”).

use core::fmt;
use trace::HttpUrl;

/// Whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Scheme, host and port.
    Tuple {
        /// `http` or `https`.
        scheme: String,
        /// The host, as a URL has it.
        host: String,
        /// The port; `None` where it is the scheme's own.
        port: Option<u16>,
    },
    /// Like no other: that of a sandboxed frame, or of a page from a file. It is written `null`.
    Opaque,
}

impl Origin {
    /// That of a URL.
    pub fn of(url: &HttpUrl) -> Self {
        Self::Tuple {
            scheme: url.as_url().scheme().to_owned(),
            host: url.host().to_owned(),
            port: url.as_url().port(),
        }
    }

    /// Whether both are the same origin. An opaque one is not the same as another, and here no two
    /// of them are ever the same one.
    pub fn is_same(&self, other: &Self) -> bool {
        *self != Self::Opaque && self == other
    }
}

impl fmt::Display for Origin {
    /// As the Origin field has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opaque => f.write_str("null"),
            Self::Tuple { scheme, host, port: None } => write!(f, "{scheme}://{host}"),
            Self::Tuple { scheme, host, port: Some(port) } => write!(f, "{scheme}://{host}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Origin {
        Origin::of(&HttpUrl::parse(url).expect("a good URL"))
    }

    #[test]
    fn an_origin_is_written_without_what_the_scheme_says_already() {
        let check = |url: &str, expected: &str| assert_eq!(of(url).to_string(), expected);
        check("HTTPS://ann:x@Shop.Example:443/a?b#c", "https://shop.example");
        check("http://shop.example:8080/", "http://shop.example:8080");
        check("https://shop.example:80/", "https://shop.example:80");
        check("http://b\u{fc}cher.example/", "http://xn--bcher-kva.example");
        check("http://[2001:DB8::1]/", "http://[2001:db8::1]");
        assert_eq!(Origin::Opaque.to_string(), "null");
    }

    #[test]
    fn scheme_host_and_port_make_an_origin() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!(of(one).is_same(&of(other)), expected, "{one} {other}");
        };
        check("https://shop.example/a", "https://shop.example:443/b", true);
        check("https://shop.example/", "http://shop.example/", false);
        check("https://shop.example/", "https://www.shop.example/", false);
        check("https://shop.example/", "https://shop.example:8443/", false);
        assert!(!Origin::Opaque.is_same(&Origin::Opaque));
    }
}
