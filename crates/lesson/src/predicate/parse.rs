//! How a lesson writes a predicate: its name, and a value where it takes one.

use super::Predicate;
use crate::texts;
use core::fmt;
use language::fill;

/// A predicate as it is documented.
#[derive(Debug, Clone, Copy)]
pub struct PredicateEntry {
    /// Its name.
    pub name: &'static str,
    /// A value that it takes, as an example; empty where it takes none.
    pub example: &'static str,
    read: Read,
}

#[derive(Debug, Clone, Copy)]
enum Read {
    Alone(fn() -> Predicate),
    /// A whole number from the first to the second.
    Code(u16, u16, fn(u16) -> Predicate),
    Count(fn(u32) -> Predicate),
    Text(fn(String) -> Predicate),
    Host(fn(String) -> Predicate),
    Method(fn(String) -> Predicate),
}

/// Why something is no predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PredicateError {
    /// No predicate has this name.
    Unknown(String),
    /// It takes a value, like this one.
    NeedsValue(&'static str, &'static str),
    /// It takes no value.
    TakesNone(&'static str),
    /// It takes a number.
    NotANumber(String),
    /// It takes a number between these.
    OutOfRange(String, u16, u16),
    /// It takes the name of a host, and nothing else of a URL.
    NotAHost(String),
    /// A method is written in capitals (RFC 9110 §9.1).
    SmallLetters(String),
}

impl fmt::Display for PredicateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Unknown(name) => {
                let names = CATALOGUE.iter().map(|entry| entry.name).collect::<Vec<_>>();
                fill!(texts::PREDICATE_UNKNOWN, name = name, names = names.join(", "))
            }
            Self::NeedsValue(name, example) => {
                fill!(texts::PREDICATE_NEEDS_VALUE, name = name, example = example)
            }
            Self::TakesNone(name) => fill!(texts::PREDICATE_TAKES_NONE, name = name),
            Self::NotANumber(value) => fill!(texts::PREDICATE_NOT_A_NUMBER, value = value),
            Self::OutOfRange(value, least, most) => {
                fill!(texts::PREDICATE_OUT_OF_RANGE, value = value, least = least, most = most)
            }
            Self::NotAHost(value) => fill!(texts::PREDICATE_NOT_A_HOST, value = value),
            Self::SmallLetters(value) => {
                let right = value.to_ascii_uppercase();
                fill!(texts::PREDICATE_SMALL_LETTERS, value = value, right = right)
            }
        })
    }
}

impl core::error::Error for PredicateError {}

const fn entry(name: &'static str, example: &'static str, read: Read) -> PredicateEntry {
    PredicateEntry { name, example, read }
}

/// All of them, in the order of their documentation.
pub const CATALOGUE: &[PredicateEntry] = &[
    entry("answered-with", "304", Read::Code(100, 599, Predicate::AnsweredWith)),
    entry("answered-class", "2", Read::Code(1, 5, |class| Predicate::AnsweredClass(class as u8))),
    entry("no-answer", "", Read::Alone(|| Predicate::NoAnswer)),
    entry("answer-seen", "503", Read::Code(100, 599, Predicate::AnswerSeen)),
    entry("rows-added", "1", Read::Count(Predicate::RowsAdded)),
    entry("rows-changed", "1", Read::Count(Predicate::RowsChanged)),
    entry("rows-removed", "1", Read::Count(Predicate::RowsRemoved)),
    entry("sent-once", "", Read::Alone(|| Predicate::SentOnce)),
    entry("requests-sent", "2", Read::Count(Predicate::RequestsSent)),
    entry("method-sent", "DELETE", Read::Method(Predicate::MethodSent)),
    entry("asked-first", "", Read::Alone(|| Predicate::AskedFirst)),
    entry("from-cache", "", Read::Alone(|| Predicate::FromCache)),
    entry("revalidated", "", Read::Alone(|| Predicate::Revalidated)),
    entry("redirected", "", Read::Alone(|| Predicate::Redirected)),
    entry("retried", "", Read::Alone(|| Predicate::Retried)),
    entry("token-not-sent-to", "other.example", Read::Host(Predicate::TokenNotSentTo)),
    entry("token-sent-to", "api.example.com", Read::Host(Predicate::TokenSentTo)),
    entry("request-field", "Accept", Read::Text(Predicate::RequestField)),
    entry("response-field", "ETag", Read::Text(Predicate::ResponseField)),
    entry("media-type", "text/html", Read::Text(Predicate::MediaType)),
    entry("under-ms", "200", Read::Count(Predicate::UnderMs)),
    entry("connections", "1", Read::Count(Predicate::Connections)),
    entry("encrypted", "", Read::Alone(|| Predicate::Encrypted)),
    entry("packet-lost", "", Read::Alone(|| Predicate::PacketLost)),
    entry("no-name-looked-up", "", Read::Alone(|| Predicate::NoNameLookedUp)),
];

impl Predicate {
    /// Reads what a lesson says, e.g. `answered-with 304`.
    ///
    /// # Errors
    /// A name that is not in the catalogue, or a value that does not fit.
    pub fn parse(text: &str) -> Result<Self, PredicateError> {
        let text = text.trim();
        let (name, value) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let value = value.trim();
        let entry = CATALOGUE.iter().find(|entry| entry.name == name);
        let entry = entry.ok_or_else(|| PredicateError::Unknown(name.to_owned()))?;
        let not_a_number = || PredicateError::NotANumber(value.to_owned());
        match (&entry.read, value.is_empty()) {
            (Read::Alone(make), true) => Ok(make()),
            (Read::Alone(_), false) => Err(PredicateError::TakesNone(entry.name)),
            (_, true) => Err(PredicateError::NeedsValue(entry.name, entry.example)),
            (Read::Code(least, most, make), false) => match value.parse() {
                Ok(code) if (*least..=*most).contains(&code) => Ok(make(code)),
                Ok(_) => Err(PredicateError::OutOfRange(value.to_owned(), *least, *most)),
                Err(_) => Err(not_a_number()),
            },
            (Read::Count(make), false) => value.parse().map(make).map_err(|_| not_a_number()),
            (Read::Text(make), false) => Ok(make(value.to_owned())),
            (Read::Host(_), false) if value.contains(['/', ':', '@', '?', '#', ' ']) => {
                Err(PredicateError::NotAHost(value.to_owned()))
            }
            (Read::Method(_), false) if value.contains(|letter: char| letter.is_lowercase()) => {
                Err(PredicateError::SmallLetters(value.to_owned()))
            }
            (Read::Host(make) | Read::Method(make), false) => Ok(make(value.to_owned())),
        }
    }

    /// As a lesson writes it.
    pub fn written(&self) -> String {
        let (name, value) = match self {
            Self::AnsweredWith(code) => ("answered-with", code.to_string()),
            Self::AnsweredClass(class) => ("answered-class", class.to_string()),
            Self::NoAnswer => ("no-answer", String::new()),
            Self::AnswerSeen(code) => ("answer-seen", code.to_string()),
            Self::RowsAdded(count) => ("rows-added", count.to_string()),
            Self::RowsChanged(count) => ("rows-changed", count.to_string()),
            Self::RowsRemoved(count) => ("rows-removed", count.to_string()),
            Self::SentOnce => ("sent-once", String::new()),
            Self::RequestsSent(count) => ("requests-sent", count.to_string()),
            Self::MethodSent(method) => ("method-sent", method.clone()),
            Self::AskedFirst => ("asked-first", String::new()),
            Self::FromCache => ("from-cache", String::new()),
            Self::Revalidated => ("revalidated", String::new()),
            Self::Redirected => ("redirected", String::new()),
            Self::Retried => ("retried", String::new()),
            Self::TokenNotSentTo(host) => ("token-not-sent-to", host.clone()),
            Self::TokenSentTo(host) => ("token-sent-to", host.clone()),
            Self::RequestField(name) => ("request-field", name.clone()),
            Self::ResponseField(name) => ("response-field", name.clone()),
            Self::MediaType(kind) => ("media-type", kind.clone()),
            Self::UnderMs(most) => ("under-ms", most.to_string()),
            Self::Connections(count) => ("connections", count.to_string()),
            Self::Encrypted => ("encrypted", String::new()),
            Self::PacketLost => ("packet-lost", String::new()),
            Self::NoNameLookedUp => ("no-name-looked-up", String::new()),
        };
        [name, " ", &value].concat().trim_end().to_owned()
    }
}
