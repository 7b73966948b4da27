//! What is known about header fields: names to choose from, what a client adds by itself, and
//! the two ways to say who one is.

use crate::texts;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use language::{Text, say};

/// The field names that are offered while one types, each with its meaning in one line.
pub const COMMON_NAMES: [(&str, Text); 34] = [
    ("Accept", texts::FORMATS_THAT_THE_CLIENT),
    ("Accept-Encoding", texts::COMPRESSIONS_THAT_THE_CLIENT),
    ("Accept-Language", texts::LANGUAGES_THAT_THE_READER),
    ("Access-Control-Request-Headers", texts::BEFORE_A_REQUEST_FROM),
    ("Access-Control-Request-Method", texts::BEFORE_A_REQUEST_FROM_ANOTHER),
    ("Authorization", texts::WHO_ASKS_AND_THE),
    ("Cache-Control", texts::HOW_A_STORED_COPY),
    ("Connection", texts::WHETHER_THE_CONNECTION_STAYS),
    ("Content-Encoding", texts::HOW_THE_BODY_IS),
    ("Content-Language", texts::LANGUAGE_OF_THE_BODY),
    ("Content-Length", texts::HOW_MANY_BYTES_THE),
    ("Content-Type", texts::WHAT_KIND_OF_DATA),
    ("Cookie", texts::WHAT_THE_SERVER_ASKED),
    ("Date", texts::WHEN_THE_REQUEST_WAS),
    ("Expect", texts::ASK_WHETHER_THE_BODY),
    ("Forwarded", texts::WHAT_A_PROXY_CHANGED),
    ("Host", texts::WHICH_SITE_OF_THE),
    ("Idempotency-Key", texts::LETS_THE_SERVER_TELL),
    ("If-Match", texts::ONLY_IF_IT_IS),
    ("If-Modified-Since", texts::ONLY_IF_IT_CHANGED),
    ("If-None-Match", texts::ONLY_IF_IT_IS_NO),
    ("If-Range", texts::ONLY_THE_MISSING_PART),
    ("If-Unmodified-Since", texts::ONLY_IF_IT_DID),
    ("Origin", texts::SITE_WHOSE_PAGE_SENDS),
    ("Prefer", texts::WHAT_THE_CLIENT_WOULD),
    ("Proxy-Authorization", texts::WHO_ASKS_FOR_THE),
    ("Range", texts::ONLY_THIS_PART_E),
    ("Referer", texts::PAGE_THAT_LED_HERE),
    ("TE", texts::WAYS_OF_TRANSFER_THAT),
    ("Transfer-Encoding", texts::HOW_THE_BODY_IS_CUT),
    ("User-Agent", texts::WHICH_PROGRAM_ASKS),
    ("X-API-Key", texts::PASSWORD_FOR_PROGRAMS),
    ("X-Forwarded-For", texts::WHOSE_REQUEST_A_PROXY),
    ("X-Request-ID", texts::NAME_FOR_THIS_REQUEST),
];

/// The meaning of a common field, whatever the case of its name.
pub fn meaning(name: &str) -> Option<&'static str> {
    let known = COMMON_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))?;
    Some(say(known.1))
}

/// The value of Authorization that names a user (RFC 7617).
pub fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))
}

/// Octets as letters and digits (RFC 4648 §4).
pub fn base64(octets: &[u8]) -> String {
    STANDARD.encode(octets)
}

/// The value of Authorization that shows a token (RFC 6750 §2.1).
pub fn bearer(token: &str) -> String {
    format!("Bearer {}", token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::{ClientKind, Request};

    #[test]
    fn the_names_are_in_order_and_can_be_sent() {
        assert!(COMMON_NAMES.is_sorted_by_key(|(name, _)| *name));
        for client in ClientKind::ALL {
            let lines = client.default_fields().iter();
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
