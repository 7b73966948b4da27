//! Why a request was not done: problem details (RFC 9457), as `application/problem+json`.

use core::fmt;
use http::{HeaderName, StatusCode, header};
use serde::Serialize;

/// A refusal, and what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub status: StatusCode,
    pub detail: String,
    /// Which part of the request it is about.
    pub place: Place,
    /// A field that the status code calls for, e.g. `Allow`.
    pub field: Option<(HeaderName, String)>,
}

/// Which part of a request a problem is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// None that has a name.
    Whole,
    /// A member of the content.
    Member(String),
    /// A parameter of path or query.
    Parameter(String),
    /// A request for a token, with what RFC 6749 §5.2 calls the problem.
    OfToken(&'static str),
}

impl Place {
    /// The place of this name, unless the name is too long to be worth repeating.
    fn named(name: &str, place: fn(String) -> Self) -> Self {
        match name.char_indices().nth(SHOWN_CHARS) {
            Some(_) => Self::Whole,
            None => place(name.to_owned()),
        }
    }
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), place: Place::Whole, field: None }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Something wrong with a member of the content.
    pub fn member(name: &str, wrong: impl fmt::Display) -> Self {
        let detail = format!("the member {} {wrong}", Quoted(name));
        Self { place: Place::named(name, Place::Member), ..Self::bad_request(detail) }
    }

    /// Something wrong with a parameter of path or query.
    pub fn parameter(name: &str, wrong: impl fmt::Display) -> Self {
        let detail = format!("the parameter {} {wrong}", Quoted(name));
        Self { place: Place::named(name, Place::Parameter), ..Self::bad_request(detail) }
    }

    /// RFC 9110 §15.5.6: what is allowed must be said.
    pub fn method_not_allowed(method: &str, path: &str, allow: String) -> Self {
        let detail = format!("{} is not allowed on {path}; allowed: {allow}", Shown(method));
        let problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, detail);
        Self { field: Some((header::ALLOW, allow)), ..problem }
    }

    /// RFC 9110 §9.1: 501 for a method that the server does not know for any resource. Where the
    /// path is known, what is allowed on it helps.
    pub fn method_not_implemented(method: &str, allow: Option<String>) -> Self {
        let detail = format!("this server does not implement the method {}", Shown(method));
        let field = allow.map(|allow| (header::ALLOW, allow));
        Self { field, ..Self::new(StatusCode::NOT_IMPLEMENTED, detail) }
    }

    pub fn no_route(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("no route for {}", Shown(path)))
    }
}

/// The reason phrase of RFC 9110 §15, which calls 413 and 422 otherwise than its predecessors did.
pub fn reason_phrase(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        status => status.canonical_reason().unwrap_or_default(),
    }
}

/// The content of a problem. The type is `about:blank`: the status code says what kind of problem
/// it is, and the title is its reason phrase (RFC 9457 §4.2.1).
#[derive(Serialize)]
struct Details<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    /// The member, as a JSON Pointer in a fragment (RFC 6901 §6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Place::OfToken(error) = self.place {
            let members = [("error", error), ("error_description", self.detail.as_str())];
            return serializer.collect_map(members);
        }
        let (pointer, parameter) = match &self.place {
            Place::Whole | Place::OfToken(_) => (None, None),
            Place::Member(name) => (Some(pointer(name)), None),
            Place::Parameter(name) => (None, Some(name.as_str())),
        };
        let details = Details {
            r#type: "about:blank",
            title: reason_phrase(self.status),
            status: self.status.as_u16(),
            detail: &self.detail,
            pointer,
            parameter,
        };
        details.serialize(serializer)
    }
}

/// RFC 6901 §3 escapes `~` and `/`; §6 percent-encodes what a fragment may not hold.
fn pointer(name: &str) -> String {
    let mut pointer = "#/".to_owned();
    for octet in name.bytes() {
        match octet {
            b'~' => pointer.push_str("~0"),
            b'/' => pointer.push_str("~1"),
            b'-' | b'.' | b'_' => pointer.push(octet as char),
            _ if octet.is_ascii_alphanumeric() => pointer.push(octet as char),
            _ => pointer.push_str(&format!("%{octet:02X}")),
        }
    }
    pointer
}

/// How much of what was sent a sentence repeats, in characters.
const SHOWN_CHARS: usize = 40;

/// What was sent, cut to what fits into a sentence, invisible characters made visible.
pub(crate) struct Shown<'a>(pub &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars().take(SHOWN_CHARS) {
            match c {
                '"' | '\'' | '\\' => write!(f, "{c}")?,
                _ => write!(f, "{}", c.escape_debug())?,
            }
        }
        if self.0.chars().nth(SHOWN_CHARS).is_some() { f.write_str("…") } else { Ok(()) }
    }
}

/// [`Shown`], in quotation marks.
pub(crate) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”", Shown(self.0))
    }
}
