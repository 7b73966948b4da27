//! Who sends, and how.

use super::option::{at_place, is_on, place_of, switch};
use super::{Home, OptionDescription, OptionKind};
use serde::{Deserialize, Serialize};

/// What the client is and does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientOptions {
    /// Who sends.
    pub kind: ClientKind,
    /// Which version of HTTP it would like to speak.
    pub http: HttpVersion,
    /// Whether it says that it sends nothing more as soon as it has sent its request.
    pub half_close: bool,
    /// How long it keeps cookies.
    pub cookies: CookieOption,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            kind: ClientKind::Python,
            http: HttpVersion::Http1,
            half_close: false,
            cookies: CookieOption::AsClient,
        }
    }
}

impl ClientOptions {
    /// [`ClientOptions::kind`].
    pub const KIND: OptionDescription = OptionDescription {
        home: Home::Client,
        member: "kind",
        flag: "client KIND",
        about: "who sends",
        kind: OptionKind::Choice(&ClientKind::NAMES),
        get: |world| place_of(&ClientKind::ALL, world.client.kind),
        set: |world, value| world.client.kind = at_place(&ClientKind::ALL, value),
    };

    /// [`ClientOptions::http`].
    pub const HTTP: OptionDescription = OptionDescription {
        home: Home::Client,
        member: "http",
        flag: "http VERSION",
        about: "the version of HTTP the client would like to speak; 2 needs https://",
        kind: OptionKind::Choice(&HttpVersion::NAMES),
        get: |world| place_of(&HttpVersion::ALL, world.client.http),
        set: |world, value| world.client.http = at_place(&HttpVersion::ALL, value),
    };

    /// [`ClientOptions::half_close`].
    pub const HALF_CLOSE: OptionDescription = OptionDescription {
        home: Home::Client,
        member: "half_close",
        flag: "half-close",
        about: "the client closes its half of the connection behind its request (HTTP/1.1)",
        kind: OptionKind::Switch,
        get: |world| switch(world.client.half_close),
        set: |world, value| world.client.half_close = is_on(value),
    };

    /// [`ClientOptions::cookies`].
    pub const COOKIES: OptionDescription = OptionDescription {
        home: Home::Client,
        member: "cookies",
        flag: "cookies HOW",
        about: "how long cookies are kept: keep is requests.Session() or curl with a jar",
        kind: OptionKind::Choice(&CookieOption::NAMES),
        get: |world| place_of(&CookieOption::ALL, world.client.cookies),
        set: |world, value| world.client.cookies = at_place(&CookieOption::ALL, value),
    };

    /// All of them, in the order of JSON.
    pub const ALL: &'static [OptionDescription] =
        &[Self::KIND, Self::HTTP, Self::HALF_CLOSE, Self::COOKIES];
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

impl ClientKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Browser, Self::Python, Self::MobileApp, Self::Curl, Self::Server];

    const NAMES: [&str; 5] = ["browser", "python", "mobile-app", "curl", "server"];

    /// Its name in scenarios.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The header fields that it sends unless one says otherwise, name and value. Host and
    /// Content-Length are not among them: every client writes those for each request.
    pub fn default_fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Browser => &[
                ("User-Agent", "Mozilla/5.0"),
                ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
                ("Accept-Language", "en"),
                ("Accept-Encoding", "gzip, deflate"),
                ("Connection", "keep-alive"),
            ],
            Self::Python => &[
                ("User-Agent", "python-requests/2.32.5"),
                ("Accept-Encoding", "gzip, deflate"),
                ("Accept", "*/*"),
                ("Connection", "keep-alive"),
            ],
            Self::MobileApp => &[
                ("User-Agent", "okhttp/4.12.0"),
                ("Accept-Encoding", "gzip"),
                ("Connection", "Keep-Alive"),
            ],
            Self::Curl => &[("User-Agent", "curl/8.10.1"), ("Accept", "*/*")],
            Self::Server => &[("User-Agent", "Go-http-client/1.1"), ("Accept-Encoding", "gzip")],
        }
    }
}

/// How long a client keeps cookies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CookieOption {
    /// As its kind does by itself.
    #[default]
    AsClient,
    /// From request to request.
    Keep,
    /// Not at all.
    None,
}

impl CookieOption {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AsClient, Self::Keep, Self::None];

    const NAMES: [&str; 3] = ["as-client", "keep", "none"];
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
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Http1, Self::Http2];

    const NAMES: [&str; 2] = ["1.1", "2"];

    /// The version with this name in scenarios.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|index| Self::ALL[index])
    }
}
