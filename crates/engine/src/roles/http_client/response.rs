//! A response as whoever asked for it gets it, whichever version of HTTP it came in.

use trace::FieldLine;

/// A final response.
pub struct Response {
    /// The status code.
    pub status_code: u16,
    /// The reason phrase; where none was sent, the usual one.
    pub reason_phrase: String,
    /// The header section.
    pub field_lines: Vec<FieldLine>,
    /// The content.
    pub content: Vec<u8>,
}

impl Response {
    /// The value of the first field line with this name, or nothing.
    pub fn field_value(&self, name: &str) -> &str {
        let named = |line: &&FieldLine| line.name.eq_ignore_ascii_case(name);
        self.field_lines.iter().find(named).map_or("", |line| &line.value)
    }
}
