//! What the reader typed wrong, as one sentence that says what to do.

use core::fmt;
use std::io::{self, ErrorKind};

/// A sentence for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError(String);

impl InputError {
    /// From a sentence that names what was found.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The same sentence about a file.
    pub fn about(path: &str, found: impl fmt::Display) -> Self {
        Self(format!("{path}: {found}"))
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<lexopt::Error> for InputError {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("{error}; see roundtrip --help"))
    }
}

impl From<trace::ScenarioError> for InputError {
    fn from(error: trace::ScenarioError) -> Self {
        Self(error.to_string())
    }
}

impl From<trace::ParseRequestError> for InputError {
    fn from(error: trace::ParseRequestError) -> Self {
        match &error {
            trace::ParseRequestError::NoScheme { url } if !url.contains('/') => {
                Self(format!("{error}; if you mean a file: there is none of this name"))
            }
            _ => Self(error.to_string()),
        }
    }
}

/// Why a file cannot be read or written.
pub fn cannot(what: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => format!("cannot {what} this, because it is not there"),
        ErrorKind::PermissionDenied => format!("cannot {what} this, because it is not allowed"),
        ErrorKind::IsADirectory => format!("cannot {what} this, because it is a directory"),
        _ => format!("cannot {what} this: {error}"),
    }
}
