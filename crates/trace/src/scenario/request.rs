//! One request of a scenario, and what may be wrong with it.

use super::{FetchOptions, HttpUrl};
use crate::texts;
use crate::{FieldLine, FieldLines};
use core::fmt;
use core::time::Duration;
use language::{fill, say};
use serde::{Deserialize, Serialize};

/// The largest content of one request, in octets: 1 MiB.
pub const MAX_BODY_OCTETS: usize = 1024 * 1024;

/// One request of a scenario, checked: having a `Request` is the proof that it can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The method: a token (RFC 9110 §9.1).
    pub method: String,
    /// The target URI.
    pub url: HttpUrl,
    /// The header section, without Host and Content-Length where the client adds them.
    pub field_lines: FieldLines,
    /// The content.
    #[serde(with = "crate::octets::as_bytes")]
    pub body: Vec<u8>,
    /// How long the client waits before it starts, after the exchange before it.
    pub pause_before: Duration,
    /// Whether it does not wait for the exchange before it to end, but only for it to start.
    pub at_once: bool,
    /// How the client goes about it.
    pub fetch: FetchOptions,
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
        let field_lines = field_lines.collect::<Result<FieldLines, _>>()?;
        if body.len() > MAX_BODY_OCTETS {
            return Err(ParseRequestError::BodyTooLarge { octets: body.len() });
        }
        let method = method.to_owned();
        let pause_before = Duration::ZERO;
        let fetch = FetchOptions::default();
        Ok(Self { method, url, field_lines, body, pause_before, at_once: false, fetch })
    }

    /// The first value of the field with this name, whatever its case.
    pub fn field_value(&self, name: &str) -> Option<&str> {
        self.field_lines.value(name)
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
            Self::EmptyMethod => f.write_str(say(texts::METHOD_IS_EMPTY_CHOOSE)),
            Self::BadMethod { method, found } => {
                f.write_str(&fill!(texts::METHOD_METHOD_HOLDS_FOUND, method, found = Shown(*found)))
            }
            Self::EmptyUrl => f.write_str(say(texts::URL_IS_EMPTY_TYPE)),
            Self::NoScheme { url } => {
                let front = match url.as_bytes() {
                    [b'/', b'/', ..] => "http:",
                    [b'/', ..] => "http://api.example.com",
                    _ => "http://",
                };
                f.write_str(&fill!(texts::URL_HAS_NO_SCHEME, url, front))
            }
            Self::UnknownScheme { scheme } => {
                f.write_str(&fill!(texts::SCHEME_SCHEME_IS_NOT, scheme))
            }
            Self::EmptyHost { url } => f.write_str(&fill!(texts::URL_NAMES_NO_HOST, url)),
            Self::BadUrl { url, reason } => f.write_str(&fill!(texts::URL_IS_NOT_A, url, reason)),
            Self::EmptyFieldName { value } => {
                f.write_str(&fill!(texts::HEADER_WITH_THE_VALUE, value))
            }
            Self::BadFieldName { name, found } => {
                f.write_str(&fill!(texts::HEADER_NAME_NAME_HOLDS, name, found = Shown(*found)))
            }
            Self::BadFieldValue { name, found } => {
                f.write_str(&fill!(texts::VALUE_OF_THE_HEADER, name, found = Shown(*found)))
            }
            Self::BodyTooLarge { octets } => {
                f.write_str(&fill!(texts::BODY_HAS_OCTETS_BYTES, octets, most = MAX_BODY_OCTETS))
            }
        }
    }
}

impl std::error::Error for ParseRequestError {}

/// A character as a sentence names it.
pub(super) struct Shown(pub char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ' ' => f.write_str(say(texts::A_SPACE)),
            '\t' => f.write_str(say(texts::TAB)),
            '\n' | '\r' => f.write_str(say(texts::LINE_BREAK)),
            c if c.is_control() => {
                f.write_str(&fill!(texts::CONTROL_CHARACTER, digits = format!("{:04X}", c as u32)))
            }
            c => write!(f, "“{c}”"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
