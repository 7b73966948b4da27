//! What the cache is asked, and what it gives back.

use trace::CacheMode;
use trace::{FieldLine, FieldLines, HttpUrl};

/// A request of the client's code.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, a token.
    pub method: &'a str,
    /// The target URI; its fragment does not count.
    pub url: &'a HttpUrl,
    /// The header section, with whatever Vary may name.
    pub field_lines: &'a FieldLines,
    /// How it uses the cache.
    pub mode: CacheMode,
}

impl Request<'_> {
    /// What responses are stored under (RFC 9111 §2): the URL without its fragment.
    pub(super) fn key(&self) -> String {
        key(self.url.as_url())
    }
}

pub(super) fn key(url: &url::Url) -> String {
    url[..url::Position::AfterQuery].to_owned()
}

/// A final response, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status_code: u16,
    /// The reason phrase.
    pub reason_phrase: String,
    /// The header section.
    pub field_lines: FieldLines,
    /// The content.
    pub content: Vec<u8>,
}

/// Puts one line in place of all of a field.
pub(super) fn set(field_lines: &mut FieldLines, name: &str, value: String) {
    field_lines.retain(|line| !line.is(name));
    field_lines.push(FieldLine { name: name.to_owned(), value });
}
