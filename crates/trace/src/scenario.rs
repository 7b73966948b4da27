//! Everything the reader chose: a world, and a list of requests with pauses.

use crate::{Fault, FieldLine, ZoneEntry};
use core::fmt;
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// The largest content of one request, in octets: 1 MiB.
pub const MAX_BODY_OCTETS: usize = 1024 * 1024;

/// The input of one simulation. The same scenario gives the same trace, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Where all chance comes from.
    pub seed: u64,
    /// The UTC time at virtual instant zero, in seconds since 1970-01-01: for Date fields,
    /// cookies and certificates.
    pub starts_at_unix_s: i64,
    /// Hosts and links.
    pub world: World,
    /// What the client sends, one after the other.
    pub requests: Vec<Request>,
}

impl Scenario {
    /// 2026-01-05T09:00:00Z, a Monday morning.
    pub const DEFAULT_STARTS_AT_UNIX_S: i64 = 1_767_603_600;

    /// The default world with these requests.
    pub fn with_requests(requests: Vec<Request>) -> Self {
        Self {
            seed: 1,
            starts_at_unix_s: Self::DEFAULT_STARTS_AT_UNIX_S,
            world: World::default(),
            requests,
        }
    }
}

impl Default for Scenario {
    /// The course diagram: `GET http://api.example.com/users/42`.
    fn default() -> Self {
        let accept = [("Accept".to_owned(), "application/json".to_owned())];
        let request = Request::parse("GET", "http://api.example.com/users/42", &accept, Vec::new());
        Self::with_requests(vec![request.expect("the default request is well-formed")])
    }
}

/// What stands between client and origin server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct World {
    /// Who sends.
    pub client: ClientKind,
    /// Client to origin server and back.
    pub round_trip_time: Duration,
    /// Client to recursive resolver and back.
    pub resolver_round_trip_time: Duration,
    /// Bits per second between client and origin server; `None` for no limit.
    pub bandwidth_bits_per_s: Option<u64>,
    /// Largest IP packet between client and origin server, in octets.
    pub mtu: u16,
    /// How many packets in a million are lost between the client and the others.
    pub loss_ppm: u32,
    /// What the zones hold besides the names that every world has.
    pub zone: Vec<ZoneEntry>,
    /// Which version of HTTP the client would like to speak.
    pub http: HttpVersion,
    /// What goes wrong.
    pub faults: Vec<Fault>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            client: ClientKind::Python,
            round_trip_time: Duration::from_millis(40),
            resolver_round_trip_time: Duration::from_millis(18),
            bandwidth_bits_per_s: Some(50_000_000),
            mtu: 1500,
            loss_ppm: 0,
            zone: Vec::new(),
            http: HttpVersion::default(),
            faults: Vec::new(),
        }
    }
}

/// A version of HTTP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HttpVersion {
    /// HTTP/1.1 (RFC 9112).
    #[default]
    #[serde(rename = "1.1")]
    Http1,
    /// HTTP/2 (RFC 9113), where TLS is there to agree on it; HTTP/1.1 otherwise.
    #[serde(rename = "2")]
    Http2,
}

impl HttpVersion {
    /// How it is called in scenarios and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http1 => "1.1",
            Self::Http2 => "2",
        }
    }

    /// The version with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Http1, Self::Http2].into_iter().find(|version| version.name() == name)
    }
}

/// What kind of user agent the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientKind {
    /// A web browser.
    Browser,
    /// A Python script that uses `requests`.
    Python,
    /// A mobile app.
    MobileApp,
    /// The command curl.
    Curl,
    /// Another server.
    Server,
}

/// One request of a scenario, checked: having a `Request` is the proof that it can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The method: a token (RFC 9110 §9.1).
    pub method: String,
    /// The target URI.
    pub url: HttpUrl,
    /// The header section, without Host and Content-Length where the client adds them.
    pub field_lines: Vec<FieldLine>,
    /// The content.
    #[serde(with = "crate::octets::as_bytes")]
    pub body: Vec<u8>,
    /// How long the client waits before it starts, after the exchange before it.
    pub pause_before: Duration,
    /// Whether it does not wait for the exchange before it to end, but only for it to start.
    pub at_once: bool,
}

impl Request {
    /// Checks what the reader typed.
    ///
    /// # Errors
    /// The first thing that is wrong, with the part it was found in.
    pub fn parse(
        method: &str,
        url: &str,
        field_lines: &[(String, String)],
        body: Vec<u8>,
    ) -> Result<Self, ParseRequestError> {
        let method = method.trim();
        if method.is_empty() {
            return Err(ParseRequestError::EmptyMethod);
        }
        if let Some(found) = method.chars().find(|c| !is_token_char(*c)) {
            return Err(ParseRequestError::BadMethod { method: method.to_owned(), found });
        }
        let url = HttpUrl::parse(url)?;
        let field_lines = field_lines.iter().map(|(name, value)| parse_field_line(name, value));
        let field_lines = field_lines.collect::<Result<Vec<_>, _>>()?;
        if body.len() > MAX_BODY_OCTETS {
            return Err(ParseRequestError::BodyTooLarge { octets: body.len() });
        }
        let method = method.to_owned();
        let pause_before = Duration::ZERO;
        Ok(Self { method, url, field_lines, body, pause_before, at_once: false })
    }

    /// The first value of the field with this name, whatever its case.
    pub fn field_value(&self, name: &str) -> Option<&str> {
        let line = self.field_lines.iter().find(|line| line.name.eq_ignore_ascii_case(name));
        line.map(|line| line.value.as_str())
    }
}

fn parse_field_line(name: &str, value: &str) -> Result<FieldLine, ParseRequestError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(ParseRequestError::EmptyFieldName { value: value.to_owned() });
    }
    if let Some(found) = name.chars().find(|c| !is_token_char(*c)) {
        return Err(ParseRequestError::BadFieldName { name: name.to_owned(), found });
    }
    let value = value.trim_matches([' ', '\t']);
    if let Some(found) = value.chars().find(|c| c.is_ascii_control() && *c != '\t') {
        return Err(ParseRequestError::BadFieldValue { name: name.to_owned(), found });
    }
    Ok(FieldLine { name: name.to_owned(), value: value.to_owned() })
}

/// `tchar` of RFC 9110 §5.6.2.
fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

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

/// Which part of a request an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestPart {
    /// The method.
    Method,
    /// The URL.
    Url,
    /// The header section.
    FieldLines,
    /// The content.
    Body,
}

/// What is wrong with a request that the reader typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseRequestError {
    /// Nothing was typed.
    EmptyMethod,
    /// A method is a token (RFC 9110 §9.1).
    BadMethod {
        /// What was typed.
        method: String,
        /// The first character that does not belong there.
        found: char,
    },
    /// Nothing was typed.
    EmptyUrl,
    /// E.g. `api.example.com/users`.
    NoScheme {
        /// What was typed.
        url: String,
    },
    /// Neither `http` nor `https`.
    UnknownScheme {
        /// What was typed.
        scheme: String,
    },
    /// E.g. `http://:80/users`.
    EmptyHost {
        /// What was typed.
        url: String,
    },
    /// Any other slip.
    BadUrl {
        /// What was typed.
        url: String,
        /// What the URL parser found.
        reason: String,
    },
    /// A value without a name.
    EmptyFieldName {
        /// The value.
        value: String,
    },
    /// A field name is a token (RFC 9110 §5.1).
    BadFieldName {
        /// What was typed.
        name: String,
        /// The first character that does not belong there.
        found: char,
    },
    /// Field values have no line breaks or other control characters (RFC 9110 §5.5).
    BadFieldValue {
        /// The name of the field.
        name: String,
        /// The first character that does not belong there.
        found: char,
    },
    /// Over [`MAX_BODY_OCTETS`].
    BodyTooLarge {
        /// How large it is.
        octets: usize,
    },
}

impl ParseRequestError {
    /// Where it was found.
    pub fn part(&self) -> RequestPart {
        match self {
            Self::EmptyMethod | Self::BadMethod { .. } => RequestPart::Method,
            Self::EmptyUrl
            | Self::NoScheme { .. }
            | Self::UnknownScheme { .. }
            | Self::EmptyHost { .. }
            | Self::BadUrl { .. } => RequestPart::Url,
            Self::EmptyFieldName { .. }
            | Self::BadFieldName { .. }
            | Self::BadFieldValue { .. } => RequestPart::FieldLines,
            Self::BodyTooLarge { .. } => RequestPart::Body,
        }
    }
}

impl fmt::Display for ParseRequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyMethod => f.write_str("the method is empty; choose one, e.g. GET"),
            Self::BadMethod { method, found } => {
                write!(
                    f,
                    "the method “{method}” holds {}; a method is one word, e.g. GET",
                    Shown(*found)
                )
            }
            Self::EmptyUrl => {
                f.write_str("the URL is empty; type one, e.g. http://api.example.com/users/42")
            }
            Self::NoScheme { url } => {
                let front = match url.as_bytes() {
                    [b'/', b'/', ..] => "http:",
                    [b'/', ..] => "http://api.example.com",
                    _ => "http://",
                };
                write!(f, "“{url}” has no scheme; put {front} in front: {front}{url}")
            }
            Self::UnknownScheme { scheme } => {
                write!(f, "the scheme “{scheme}” is not known here; use http:// or https://")
            }
            Self::EmptyHost { url } => {
                write!(f, "“{url}” names no host; write one after //, e.g. http://api.example.com/")
            }
            Self::BadUrl { url, reason } => write!(f, "“{url}” is not a URL: {reason}"),
            Self::EmptyFieldName { value } => {
                write!(
                    f,
                    "the header with the value “{value}” has no name; give it one or remove it"
                )
            }
            Self::BadFieldName { name, found } => write!(
                f,
                "the header name “{name}” holds {}; use letters, digits and hyphens",
                Shown(*found)
            ),
            Self::BadFieldValue { name, found } => write!(
                f,
                "the value of the header “{name}” holds {}; keep it on one line",
                Shown(*found)
            ),
            Self::BodyTooLarge { octets } => write!(
                f,
                "the body has {octets} bytes; up to {MAX_BODY_OCTETS} bytes (1 MiB) can be sent"
            ),
        }
    }
}

impl std::error::Error for ParseRequestError {}

/// What is wrong with a URL, where the parser's words do not help.
fn told(reason: url::ParseError, url: &str) -> String {
    let odd = url.chars().find(|c| c.is_whitespace() || !c.is_ascii());
    match (reason, odd) {
        (url::ParseError::IdnaError, Some(odd)) => {
            format!("its host holds {}; write the host as DNS has it", Shown(odd))
        }
        (url::ParseError::InvalidPort, _) => "its port is no number from 0 to 65535".to_owned(),
        (reason, _) => reason.to_string(),
    }
}

/// A character as a sentence names it.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str("a space"),
            '\t' => f.write_str("a tab"),
            '\n' | '\r' => f.write_str("a line break"),
            c if c.is_control() => write!(f, "the control character U+{:04X}", c as u32),
            c => write!(f, "“{c}”"),
        }
    }
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
            "http://A\u{800}/",
            "“http://A\u{800}/” is not a URL: its host holds “\u{800}”; write the host as DNS has it",
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

    #[test]
    fn a_slip_in_a_header_is_told() {
        let parse = |name: &str, value: &str| {
            let lines = [(name.to_owned(), value.to_owned())];
            Request::parse("GET", "http://x/", &lines, Vec::new()).unwrap_err().to_string()
        };
        assert_eq!(
            parse("Bad Name", "x"),
            "the header name “Bad Name” holds a space; use letters, digits and hyphens"
        );
        assert_eq!(
            parse("X-A", "1\r\nX-B: 2"),
            "the value of the header “X-A” holds a line break; keep it on one line"
        );
    }
}
