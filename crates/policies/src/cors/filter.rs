//! What is left of an answer for the page (Fetch, “Responses”, filtered responses).

use super::fetching::{Fetching, Tainting};
use super::lists::{names, tokens};
use super::modes::Credentials;
use trace::FieldLines;

/// What kind of answer a page sees: `response.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// All but cookies.
    Basic,
    /// What another origin shows.
    Cors,
    /// Nothing: status 0, no fields, no content.
    Opaque,
    /// Nothing, since it sends elsewhere and the page wants to stay.
    OpaqueRedirect,
}

/// An answer as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its kind.
    pub kind: Type,
    /// The fields that it sees.
    pub field_lines: FieldLines,
    /// The names of the fields that it does not see, in lower case, each once.
    pub hidden: Vec<String>,
}

impl Fetching {
    /// What the page sees of the last answer, which was [checked](Fetching::check).
    pub fn shown(&self, answer: &FieldLines) -> Shown {
        let (kind, exposed) = match self.tainting {
            Tainting::Basic => (Type::Basic, Vec::new()),
            Tainting::Cors => (Type::Cors, self.exposed(answer)),
            Tainting::Opaque => (Type::Opaque, Vec::new()),
        };
        let is_seen = |name: &str| match kind {
            Type::Basic => !is_forbidden_response_field(name),
            Type::Cors => is_safelisted_response_field(name, &exposed),
            Type::Opaque | Type::OpaqueRedirect => false,
        };
        parted(kind, answer, is_seen)
    }

    /// What the page sees of an answer that sends elsewhere, in redirect mode manual.
    pub fn shown_of_redirect(answer: &FieldLines) -> Shown {
        parted(Type::OpaqueRedirect, answer, |_| false)
    }

    /// The names that Access-Control-Expose-Headers lists (“Main fetch”). `*` is all of them,
    /// unless credentials go along.
    fn exposed<'a>(&self, answer: &'a FieldLines) -> Vec<&'a str> {
        let listed = tokens(answer, "access-control-expose-headers").ok().flatten();
        let listed = listed.unwrap_or_default();
        match self.modes.credentials != Credentials::Include && listed.contains(&"*") {
            true => answer.iter().map(|line| line.name.as_str()).collect(),
            false => listed,
        }
    }
}

fn parted(kind: Type, answer: &FieldLines, is_seen: impl Fn(&str) -> bool) -> Shown {
    let (seen, hidden): (Vec<_>, Vec<_>) =
        answer.iter().cloned().partition(|line| is_seen(&line.name));
    let mut names: Vec<String> = Vec::new();
    for line in hidden {
        let name = line.name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Shown { kind, field_lines: FieldLines(seen), hidden: names }
}

/// Forbidden response-header name.
fn is_forbidden_response_field(name: &str) -> bool {
    names(&["set-cookie", "set-cookie2"], name)
}

/// CORS-safelisted response-header name, where these are exposed besides.
pub fn is_safelisted_response_field(name: &str, exposed: &[&str]) -> bool {
    const NAMES: [&str; 7] = [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ];
    names(&NAMES, name) || names(exposed, name) && !is_forbidden_response_field(name)
}
