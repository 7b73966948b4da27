//! Target URIs.

use super::ParseRequestError;
use super::request::Shown;
use crate::texts;
use core::fmt;
use language::{fill, say};
use serde::{Deserialize, Serialize};

/// A target URI that this program can send to: `http` or `https`, with a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HttpUrl(url::Url);

impl HttpUrl {
    /// Parses as the WHATWG URL standard says.
    ///
    /// # Errors
    /// What was found instead of an absolute `http` or `https` URL.
    pub fn parse(text: &str) -> Result<Self, ParseRequestError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseRequestError::EmptyUrl);
        }
        let malformed = |reason: url::ParseError| match reason {
            url::ParseError::RelativeUrlWithoutBase => {
                ParseRequestError::NoScheme { url: text.to_owned() }
            }
            url::ParseError::EmptyHost => ParseRequestError::EmptyHost { url: text.to_owned() },
            reason => {
                ParseRequestError::BadUrl { url: text.to_owned(), reason: told(reason, text) }
            }
        };
        let url = url::Url::parse(text).map_err(malformed)?;
        // `localhost:8080/x` parses as scheme `localhost`: the reader left the scheme out.
        match url.scheme() {
            "http" | "https" => Ok(Self(url)),
            scheme if text[scheme.len()..].starts_with("://") => {
                Err(ParseRequestError::UnknownScheme { scheme: scheme.to_owned() })
            }
            scheme
                if scheme.contains('.') || url.path().starts_with(|c: char| c.is_ascii_digit()) =>
            {
                Err(ParseRequestError::NoScheme { url: text.to_owned() })
            }
            scheme => Err(ParseRequestError::UnknownScheme { scheme: scheme.to_owned() }),
        }
    }

    /// Whether the scheme is `https`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host: a name or an IP address, IPv6 in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().expect("http and https URLs have a host")
    }

    /// The host as an address, if it is one.
    pub fn address(&self) -> Option<std::net::IpAddr> {
        match self.0.host() {
            Some(url::Host::Ipv4(address)) => Some(address.into()),
            Some(url::Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        }
    }

    /// The port, written or known from the scheme.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().expect("http and https have default ports")
    }

    /// What the Host field says: the host, and the port where it is not the scheme's own.
    pub fn host_field(&self) -> String {
        match self.0.port() {
            Some(port) => format!("{}:{port}", self.host()),
            None => self.host().to_owned(),
        }
    }

    /// Path and query: the request target in origin-form (RFC 9112 §3.2.1).
    pub fn origin_form(&self) -> &str {
        &self.0[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The whole URL as the standard serializes it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The parsed URL.
    pub fn as_url(&self) -> &url::Url {
        &self.0
    }
}

impl TryFrom<String> for HttpUrl {
    type Error = ParseRequestError;
    fn try_from(text: String) -> Result<Self, ParseRequestError> {
        Self::parse(&text)
    }
}

impl From<HttpUrl> for String {
    fn from(url: HttpUrl) -> Self {
        url.0.into()
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong with a URL, where the parser's words do not help.
fn told(reason: url::ParseError, url: &str) -> String {
    match reason {
        url::ParseError::IdnaError => match authority(url).chars().find(|c| is_in_no_host(*c)) {
            Some(odd) => fill!(texts::ITS_HOST_HOLDS_ODD, odd = Shown(odd)),
            None => say(texts::ITS_HOST_IS_NO_NAME).to_owned(),
        },
        url::ParseError::InvalidPort => say(texts::ITS_PORT_IS_NO).to_owned(),
        reason => reason.to_string(),
    }
}

/// What stands between scheme and path (RFC 3986 §3.2), as far as a slip lets one tell.
fn authority(url: &str) -> &str {
    let after_scheme = url.split_once(':').map_or(url, |(_, after)| after);
    let from = after_scheme.trim_start_matches(['/', '\\']);
    from.split(['/', '\\', '?', '#']).next().unwrap_or(from)
}

/// Whether no host can hold this character, wherever it stands: neither alone nor behind a letter,
/// as marks do.
fn is_in_no_host(c: char) -> bool {
    let is_host = |host: String| url::Host::parse(&host).is_ok();
    !c.is_ascii_alphanumeric()
        && !"-_.:@".contains(c)
        && !is_host(c.to_string())
        && !is_host(format!("a{c}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        let shown = match HttpUrl::parse(url) {
            Ok(url) => format!("{} {} {}", url.host_field(), url.port(), url.origin_form()),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn urls_are_parsed_as_the_standard_says() {
        check("http://api.example.com/users/42", "api.example.com 80 /users/42");
        check(
            "HTTPS://Api.Example.com:443/v1/users?id=123#top",
            "api.example.com 443 /v1/users?id=123",
        );
        check("http://api.example.com:8080", "api.example.com:8080 8080 /");
        check("http:api.example.com", "api.example.com 80 /");
    }

    #[test]
    fn hosts_beyond_ascii_are_written_as_dns_has_them() {
        check("http://bücher.example/ü", "xn--bcher-kva.example 80 /%C3%BC");
        check("http://BÜCHER。example:81/", "xn--bcher-kva.example:81 81 /");
        check("http://b%C3%BCcher.example/", "xn--bcher-kva.example 80 /");
        check("http://１２７.0.0.1/", "127.0.0.1 80 /");
    }

    #[test]
    fn a_slip_in_a_url_is_told() {
        check("", "the URL is empty; type one, e.g. http://api.example.com/users/42");
        check(
            "/users",
            "“/users” has no scheme; put http://api.example.com in front: http://api.example.com/users",
        );
        check(
            "localhost:8080/x",
            "“localhost:8080/x” has no scheme; put http:// in front: http://localhost:8080/x",
        );
        check("htp://x/", "the scheme “htp” is not known here; use http:// or https://");
        check(
            "http://ü@bü\u{fffe}cher.example/ä",
            "“http://ü@bü\u{fffe}cher.example/ä” is not a URL: its host holds “\u{fffe}”; write the host as DNS has it",
        );
        // Each of its letters may stand in a host, but not both in one label (RFC 5893 §2).
        check(
            "http://A\u{800}/",
            "“http://A\u{800}/” is not a URL: its host is no domain name; write the host as DNS has it",
        );
        check(
            "http://xn--a/",
            "“http://xn--a/” is not a URL: its host is no domain name; write the host as DNS has it",
        );
        check(
            "javascript:alert(1)",
            "the scheme “javascript” is not known here; use http:// or https://",
        );
        check(
            "http://",
            "“http://” names no host; write one after //, e.g. http://api.example.com/",
        );
        check(
            "http://a b/",
            "“http://a b/” is not a URL: its host holds a space; write the host as DNS has it",
        );
        check(
            "http://x:99999/",
            "“http://x:99999/” is not a URL: its port is no number from 0 to 65535",
        );
    }
}
