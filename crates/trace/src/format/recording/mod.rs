//! Reads recordings of other programs: HTTP Archives (HAR 1.2), as browsers and proxies write them.
//!
//! What a file does not know stays unknown: the recording has no packets, no DNS and no TLS messages,
//! and of a server nothing but its answers. Where programs write less or other than HAR 1.2 says, it is
//! taken as it is meant; where nothing can be meant, the file is refused with place and reason.

mod entry;
mod moment;
mod read;
#[cfg(test)]
mod tests;
mod traced;

use crate::Trace;
use crate::texts;
use core::fmt;
use language::{fill, say};
use read::Place;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most entries of a recording that are read.
const ENTRIES_MAX: usize = 100_000;

/// Why a recording cannot be shown, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingError {
    /// E.g. `log.entries[3].request.url`; empty for what is no JSON.
    pub place: String,
    /// What is wrong there.
    pub problem: RecordingProblem,
}

/// What is wrong with a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordingProblem {
    /// The text is no JSON.
    NotJson {
        /// Where that shows: the line, from 1 on.
        line: usize,
        /// The column, from 1 on.
        column: usize,
    },
    /// The text is the beginning of JSON.
    EndsTooEarly {
        /// Where it ends: the line, from 1 on.
        line: usize,
    },
    /// It is not there, and nothing can be shown without it.
    Missing,
    /// It is something else than it should be.
    Not {
        /// What it should be.
        wanted: Wanted,
    },
    /// It is no time that ISO 8601 knows.
    NoTime {
        /// What stands there.
        found: String,
    },
    /// It says that it is base64 and is not.
    NotBase64,
    /// There is nothing that was asked for with HTTP.
    NothingToShow,
    /// There are more entries than are read.
    TooMany,
}

/// What should stand somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// A JSON object.
    Object,
    /// A JSON array.
    Array,
    /// A JSON string.
    Text,
    /// A JSON number.
    Number,
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match &self.problem {
            RecordingProblem::NotJson { line, column } => {
                return f.write_str(&fill!(texts::RECORDING_NOT_JSON, line, column));
            }
            RecordingProblem::EndsTooEarly { line } => {
                return f.write_str(&fill!(texts::RECORDING_ENDS_TOO_EARLY, line));
            }
            RecordingProblem::Missing => say(texts::RECORDING_MISSING).to_owned(),
            RecordingProblem::Not { wanted } => say(match wanted {
                Wanted::Object => texts::RECORDING_NO_OBJECT,
                Wanted::Array => texts::RECORDING_NO_ARRAY,
                Wanted::Text => texts::RECORDING_NO_TEXT,
                Wanted::Number => texts::RECORDING_NO_NUMBER,
            })
            .to_owned(),
            RecordingProblem::NoTime { found } => fill!(texts::RECORDING_NO_TIME, found),
            RecordingProblem::NotBase64 => say(texts::RECORDING_NOT_BASE64).to_owned(),
            RecordingProblem::NothingToShow => say(texts::RECORDING_NOTHING).to_owned(),
            RecordingProblem::TooMany => fill!(texts::RECORDING_TOO_MANY, most = ENTRIES_MAX),
        };
        let place = &self.place;
        f.write_str(&fill!(texts::RECORDING_REFUSED, place, problem))
    }
}

impl std::error::Error for RecordingError {}

/// Whether a text seems to be an HTTP Archive: an object whose first member is `log`. What only may be
/// one is read by [`trace_of_har`].
pub fn is_har(text: &str) -> bool {
    let rest = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{');
    let rest = rest.map(str::trim_start).and_then(|rest| rest.strip_prefix("\"log\""));
    rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// The trace of an HTTP Archive: what was asked and answered, when, as far as the file says.
///
/// # Errors
/// Where the file is not as it should be, and how.
pub fn trace_of_har(text: &str) -> Result<Trace, RecordingError> {
    let text = text.trim_start_matches('\u{feff}');
    let json: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let problem = match error.is_eof() {
            true => RecordingProblem::EndsTooEarly { line },
            false => RecordingProblem::NotJson { line, column },
        };
        RecordingError { place: String::new(), problem }
    })?;
    let log = Place::root(&json).object()?.member("log")?;
    let listed = log.member("entries")?.items()?;
    if listed.len() > ENTRIES_MAX {
        return Err(log.member("entries")?.error(RecordingProblem::TooMany));
    }
    let mut entries = Vec::with_capacity(listed.len());
    let mut n_left_out = 0;
    for place in listed {
        match entry::entry(&place)? {
            Some(entry) => entries.push(entry),
            None => n_left_out += 1,
        }
    }
    if entries.is_empty() {
        return Err(log.member("entries")?.error(RecordingProblem::NothingToShow));
    }
    let by = log.maybe("browser").or_else(|| log.maybe("creator"));
    let by = by.map(|by| [by.text_of("name"), by.text_of("version")].join(" "));
    let n_pages =
        log.maybe("pages").and_then(|pages| pages.items().ok()).map_or(0, |all| all.len());
    Ok(traced::trace_of(
        entries,
        traced::About {
            by: by.unwrap_or_default().trim().to_owned(),
            n_pages: u32::try_from(n_pages).unwrap_or(u32::MAX),
            n_left_out,
        },
    ))
}
