//! Answers that a script gives to the letter: what is wrong in them is wrong on the wire.

use crate::codecs::http1::{self, StatusLine};
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use trace::{Afterwards, FieldLine, FieldLines};

/// An answer to the letter.
pub struct Exact {
    /// The status code.
    pub status_code: u16,
    /// The reason phrase, said in HTTP/1.1 alone.
    pub reason_phrase: String,
    /// The header section.
    pub field_lines: FieldLines,
    /// The content, without framing.
    pub content: Vec<u8>,
    /// What is sent in place of all that, in HTTP/1.1; may be empty.
    pub raw: Vec<u8>,
    /// After how many octets it ends.
    pub cut_after: Option<u32>,
    /// What becomes of the connection.
    pub afterwards: Afterwards,
}

/// Fields that HTTP/2 has no use for (RFC 9113 §8.2.2).
const OF_CONNECTION: [&str; 5] =
    ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

impl Exact {
    /// The octets in HTTP/1.1 (RFC 9112), in answer to a request with this method. Date, and what
    /// frames the content, are added where the script says neither.
    pub fn octets(&self, date: String, method: &str) -> Vec<u8> {
        let mut octets = self.raw.clone();
        if octets.is_empty() {
            octets = self.written(date, method);
        }
        octets.truncate(self.cut_after.map_or(usize::MAX, |len| len as usize));
        octets
    }

    fn written(&self, date: String, method: &str) -> Vec<u8> {
        let Self { status_code, field_lines, .. } = self;
        let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
        let mut lines = Vec::new();
        if !field_lines.has("date") {
            lines.push(line("Date", date));
        }
        lines.extend(field_lines.iter().cloned());
        let is_chunked = field_lines.lists("transfer-encoding", "chunked");
        let is_framed = field_lines.has("transfer-encoding") || field_lines.has("content-length");
        if !is_framed && self.has_content() {
            lines.push(line("Content-Length", self.content.len().to_string()));
        }
        if self.ends() == Afterwards::Closes && !field_lines.has("connection") {
            lines.push(line("Connection", "close".to_owned()));
        }
        let status_line = StatusLine {
            minor_version: 1,
            status_code: *status_code,
            reason_phrase: self.reason_phrase.clone(),
        };
        let content = match method == "HEAD" || !self.has_content() {
            true => Vec::new(),
            false if is_chunked => {
                let mut chunks = Vec::new();
                if !self.content.is_empty() {
                    chunks = http1::write_chunk(&self.content);
                }
                chunks.extend(http1::write_last_chunk(&[]));
                chunks
            }
            false => self.content.clone(),
        };
        http1::write_response(&status_line, &lines, &content)
    }

    /// What becomes of the connection: where nothing else tells the end of the content, that it
    /// closes does (RFC 9112 §6.3).
    pub fn ends(&self) -> Afterwards {
        let is_coded = self.raw.is_empty() && self.field_lines.has("transfer-encoding");
        let is_chunked = self.field_lines.lists("transfer-encoding", "chunked");
        match self.afterwards {
            Afterwards::Stays if is_coded && !is_chunked => Afterwards::Closes,
            said => said,
        }
    }

    /// Whether there can be content (RFC 9110 §6.4.1).
    fn has_content(&self) -> bool {
        !matches!(self.status_code, 204 | 304)
    }

    /// The head in HTTP/2 (RFC 9113 §8.3.2), with Date where the script does not say it.
    pub fn head(&self, date: &str) -> Response<()> {
        let mut head = head_of(self.status_code, &self.field_lines);
        if let Ok(date) = HeaderValue::from_str(date) {
            head.headers_mut().entry(http::header::DATE).or_insert(date);
        }
        head
    }

    /// The content in HTTP/2, in answer to a request with this method.
    pub fn frames(&self, method: &str) -> &[u8] {
        let len = match method == "HEAD" || !self.has_content() {
            true => 0,
            false => self.cut_after.map_or(usize::MAX, |len| len as usize),
        };
        &self.content[..len.min(self.content.len())]
    }
}

/// A head without content in HTTP/2; of the fields those that it can say.
pub fn head_of(status_code: u16, field_lines: &FieldLines) -> Response<()> {
    let mut head = Response::new(());
    *head.status_mut() = StatusCode::from_u16(status_code).unwrap_or(StatusCode::OK);
    *head.headers_mut() = headers(field_lines);
    head
}

fn headers(field_lines: &FieldLines) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let is_said = |line: &&FieldLine| !OF_CONNECTION.iter().any(|name| line.is(name));
    for line in field_lines.iter().filter(is_said) {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let value = HeaderValue::from_bytes(line.value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}
