//! What is known about header fields: names to choose from, what a client adds by itself, and
//! the two ways to say who one is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use trace::ClientKind;

/// The field names that are offered while one types, each with its meaning in one line.
pub const COMMON_NAMES: [(&str, &str); 34] = [
    ("Accept", "the formats that the client understands"),
    ("Accept-Encoding", "the compressions that the client understands"),
    ("Accept-Language", "the languages that the reader prefers"),
    (
        "Access-Control-Request-Headers",
        "before a request from another site: the headers it will have",
    ),
    ("Access-Control-Request-Method", "before a request from another site: its method"),
    ("Authorization", "who asks, and the proof of it"),
    ("Cache-Control", "how a stored copy may be used"),
    ("Connection", "whether the connection stays open afterwards"),
    ("Content-Encoding", "how the body is compressed"),
    ("Content-Language", "the language of the body"),
    ("Content-Length", "how many bytes the body has"),
    ("Content-Type", "what kind of data the body is"),
    ("Cookie", "what the server asked this client to remember"),
    ("Date", "when the request was made"),
    ("Expect", "ask whether the body is welcome before sending it"),
    ("Forwarded", "what a proxy changed on the way"),
    ("Host", "which site of the server is meant"),
    ("Idempotency-Key", "lets the server tell a repeated request from a new one"),
    ("If-Match", "only if it is still this version"),
    ("If-Modified-Since", "only if it changed after this time"),
    ("If-None-Match", "only if it is no longer this version"),
    ("If-Range", "only the missing part, if it is still this version"),
    ("If-Unmodified-Since", "only if it did not change after this time"),
    ("Origin", "the site whose page sends this"),
    ("Prefer", "what the client would like, e.g. a short answer"),
    ("Proxy-Authorization", "who asks, for the proxy on the way"),
    ("Range", "only this part, e.g. bytes=0-99"),
    ("Referer", "the page that led here"),
    ("TE", "the ways of transfer that the client understands"),
    ("Transfer-Encoding", "how the body is cut up on its way"),
    ("User-Agent", "which program asks"),
    ("X-API-Key", "a password for programs"),
    ("X-Forwarded-For", "whose request a proxy passes on"),
    ("X-Request-ID", "a name for this request, to find it in logs"),
];

/// The meaning of a common field, whatever the case of its name.
pub fn meaning(name: &str) -> Option<&'static str> {
    let known = COMMON_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))?;
    Some(known.1)
}

/// What a client of this kind sends unless one says otherwise. Host and Content-Length are left
/// to it.
pub fn default_lines(client: ClientKind) -> &'static [(&'static str, &'static str)] {
    match client {
        ClientKind::Browser => &[
            ("User-Agent", "Mozilla/5.0"),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("Accept-Language", "en"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "keep-alive"),
        ],
        ClientKind::Python => &[
            ("User-Agent", "python-requests/2.32.5"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Accept", "*/*"),
            ("Connection", "keep-alive"),
        ],
        ClientKind::MobileApp => &[
            ("User-Agent", "okhttp/4.12.0"),
            ("Accept-Encoding", "gzip"),
            ("Connection", "Keep-Alive"),
        ],
        ClientKind::Curl => &[("User-Agent", "curl/8.10.1"), ("Accept", "*/*")],
        ClientKind::Server => &[("User-Agent", "Go-http-client/1.1"), ("Accept-Encoding", "gzip")],
    }
}

/// The value of Authorization that names a user (RFC 7617).
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// The value of Authorization that shows a token (RFC 6750 §2.1).
pub fn bearer(token: &str) -> String {
    format!("Bearer {}", token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Request;

    #[test]
    fn the_names_are_in_order_and_can_be_sent() {
        assert!(COMMON_NAMES.is_sorted());
        let clients = [
            ClientKind::Browser,
            ClientKind::Python,
            ClientKind::MobileApp,
            ClientKind::Curl,
            ClientKind::Server,
        ];
        for client in clients {
            let lines = default_lines(client).iter();
            let lines: Vec<_> =
                lines.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let request = Request::parse("GET", "http://x/", &lines, Vec::new()).unwrap();
            assert!(request.field_lines.iter().all(|line| meaning(&line.name).is_some()));
        }
    }

    #[test]
    fn a_user_and_a_token_are_written_as_the_standards_say() {
        // The example of RFC 7617 §2.
        assert_eq!(basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(basic("test", "123£"), "Basic dGVzdDoxMjPCow==");
        assert_eq!(bearer(" abc "), "Bearer abc");
    }
}
