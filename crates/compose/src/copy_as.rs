//! “Copy as”: a request as a command or a program that sends it.

mod curl;
mod fetch;
mod python;

use core::time::Duration;
use trace::{Request, hidden};

/// What it is copied as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A command for a POSIX shell.
    Curl,
    /// Python with the package `requests`.
    Python,
    /// JavaScript with `fetch`.
    Fetch,
}

impl Language {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 3] = [Self::Curl, Self::Python, Self::Fetch];

    /// What the menu says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Python => "Python (requests)",
            Self::Fetch => "JavaScript (fetch)",
        }
    }
}

/// The text that sends this request. It holds what the request holds, so take
/// [`redacted_request`](super::secrets::redacted_request) first unless secrets are wanted.
pub fn copy_as(request: &Request, language: Language) -> String {
    match language {
        Language::Curl => curl::command(request),
        Language::Python => python::program(request),
        Language::Fetch => fetch::program(request),
    }
}

/// Whether a character could be taken for something else on the screen, or does something in a
/// terminal: it is written as an escape.
fn is_hidden(c: char) -> bool {
    c.is_control() || hidden::is_hidden(c)
}

/// The status codes after which a request is tried again, as here.
const TRANSIENT: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// Seconds as programs take them: `3.05`, `27`.
fn seconds(span: Duration) -> String {
    let text = format!("{:.3}", span.as_secs_f64());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
