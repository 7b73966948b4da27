//! A response as whoever asked for it gets it, whichever version of HTTP it came in.

use trace::FieldLines;

/// A final response.
#[derive(Clone)]
pub struct Response {
    /// The status code.
    pub status_code: u16,
    /// The reason phrase; where none was sent, the usual one.
    pub reason_phrase: String,
    /// The header section.
    pub field_lines: FieldLines,
    /// The content.
    pub content: Vec<u8>,
}
