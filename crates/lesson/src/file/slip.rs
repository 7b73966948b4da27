//! What is wrong in a lesson, and where.

use core::fmt;

/// Something wrong in a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The line that it stands in, counted from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Slip {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }

    /// Of what stands in a text from this octet on.
    pub(crate) fn at(text: &str, octet: usize, message: impl Into<String>) -> Self {
        Self::new(line_of(text, octet), message)
    }
}

/// The line of a text in which this octet stands, counted from 1.
pub(super) fn line_of(text: &str, octet: usize) -> usize {
    1 + text[..octet].matches('\n').count()
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}
