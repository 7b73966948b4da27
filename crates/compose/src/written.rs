//! A message of HTTP/1.1 as it is written by hand, part by part or as a text. Any text is allowed;
//! whether it is a message is for a parser to say.

use crate::body::Body;
use crate::draft::{Draft, HeaderRows};
use crate::fetching::Fetching;
use crate::line_ends::LineEnds;
use crate::params::TypedUrl;
use core::ops::Range;

/// What a message is made of (RFC 9112 §2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Method, target and version of a request; version, status code and reason phrase of a response.
    pub first_line: [String; 3],
    /// The field lines: name and value.
    pub field_lines: Vec<(String, String)>,
    /// The content.
    pub content: String,
}

impl Written {
    /// The request that a draft is, with the Host field that its URL says (RFC 9112 §3.2).
    pub fn of_url(method: &str, url: &trace::HttpUrl) -> Self {
        let first_line = [method, url.origin_form(), "HTTP/1.1"].map(str::to_owned);
        let field_lines = vec![("Host".to_owned(), url.host_field())];
        Self { first_line, field_lines, content: String::new() }
    }

    /// Whether it is written as a response (RFC 9112 §4).
    pub fn is_response(&self) -> bool {
        self.first_line[0].starts_with("HTTP/")
    }

    /// As a text, in lines.
    pub fn text(&self) -> String {
        let mut text = self.first_line.join(" ");
        text.push('\n');
        for (name, value) in &self.field_lines {
            text.push_str(name);
            text.push_str(": ");
            text.push_str(value);
            text.push('\n');
        }
        text.push('\n');
        text + &self.content
    }

    /// The draft that sends it; a response sends nothing. What follows from the URL and the content is
    /// written anew.
    pub fn draft(&self) -> Option<Draft> {
        if self.is_response() {
            return None;
        }
        let value = |wanted: &str| {
            let mut lines = self.field_lines.iter();
            lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| &**value)
        };
        let [method, target, _] = &self.first_line;
        let host = value("Host").unwrap_or_default();
        let url = match target.contains("://") {
            true => target.clone(),
            false => {
                ["http://", host, if target.starts_with('/') { "" } else { "/" }, target].concat()
            }
        };
        let mut headers = HeaderRows::default();
        for (name, value) in &self.field_lines {
            let follows = ["Host", "Content-Length"].iter().any(|it| name.eq_ignore_ascii_case(it));
            if !follows {
                headers.add(name, value);
            }
        }
        let body = Body::of_content(&self.content, value("Content-Type"));
        let (method, url, fetching) = (method.clone(), TypedUrl::new(&url), Fetching::default());
        Some(Draft { method, url, headers, body, fetching })
    }
}

/// The octets that a text stands for: its lines end with CR LF up to the blank line, and behind that
/// with LF or, where chunks or the parts of a form ask for it, with CR LF as well.
pub fn octets(text: &str, ends: LineEnds) -> Vec<u8> {
    let text = text.replace("\r\n", "\n");
    let head_len = match text.starts_with('\n') {
        true => 1,
        false => text.find("\n\n").map_or(text.len(), |end| end + 2),
    };
    let (head, content) = text.split_at(head_len);
    let content = match ends {
        LineEnds::CrLf => content.replace('\n', "\r\n"),
        LineEnds::Lf | LineEnds::Mixed => content.to_owned(),
    };
    [head.replace('\n', "\r\n").as_bytes(), content.as_bytes()].concat()
}

/// How lines end behind the blank line of a message.
pub fn ends_of_content(octets: &[u8]) -> LineEnds {
    let start = octets.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
    let content = String::from_utf8_lossy(&octets[start..]);
    if content.contains("\r\n") { LineEnds::CrLf } else { LineEnds::Lf }
}

/// The text that octets are shown as; the other way round, where they are a message.
pub fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).replace("\r\n", "\n")
}

/// Where octets of a message stand: line and column, both counted from 1, and what stands there.
pub fn place(octets: &[u8], range: Range<usize>) -> (usize, usize, String) {
    let before = octets.get(..range.start).unwrap_or(octets);
    let line = before.iter().filter(|octet| **octet == b'\n').count() + 1;
    let start = before.iter().rposition(|octet| *octet == b'\n').map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    let there = octets.get(range).unwrap_or_default();
    (line, column, String::from_utf8_lossy(there).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Written {
        Written {
            first_line: ["POST", "/users", "HTTP/1.1"].map(str::to_owned),
            field_lines: vec![
                ("Host".to_owned(), "api.example.com".to_owned()),
                ("Content-Type".to_owned(), "application/json".to_owned()),
                ("Content-Length".to_owned(), "13".to_owned()),
            ],
            content: "{\"name\": \"B\"}".to_owned(),
        }
    }

    #[test]
    fn a_request_is_a_text_whose_head_ends_its_lines_with_cr_lf() {
        let text = request().text();
        let head = "POST /users HTTP/1.1\nHost: api.example.com\nContent-Type: application/json\nContent-Length: 13\n\n";
        assert_eq!(text, format!("{head}{{\"name\": \"B\"}}"));
        let sent = octets(&text, LineEnds::Lf);
        assert!(sent.starts_with(b"POST /users HTTP/1.1\r\nHost: api.example.com\r\n"));
        assert!(sent.ends_with(b"\r\n\r\n{\"name\": \"B\"}"));
        assert_eq!(super::text(&sent), text);
    }

    #[test]
    fn content_is_sent_as_it_is_typed() {
        let of = |text| octets(text, LineEnds::Lf);
        assert_eq!(of("A / B\n\na\nb\n\nc"), b"A / B\r\n\r\na\nb\n\nc");
        assert_eq!(of("A / B\r\nC: d"), b"A / B\r\nC: d");
        assert_eq!(of("\nA"), b"\r\nA");
        assert_eq!(of(""), b"");
        let chunked = octets("A / B\n\n1\na\n0\n\n", LineEnds::CrLf);
        assert_eq!(chunked, b"A / B\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assert_eq!(ends_of_content(&chunked), LineEnds::CrLf);
        assert_eq!(ends_of_content(&of("A / B\nC: d\n\na\nb")), LineEnds::Lf);
    }

    #[test]
    fn what_follows_from_url_and_content_is_not_written_twice() {
        let draft = request().draft().expect("it is a request");
        assert_eq!(draft.url.text(), "http://api.example.com/users");
        let headers: Vec<&str> = draft.headers.iter().map(|row| &*row.name).collect();
        assert_eq!(headers, ["Content-Type"]);
        let sent = draft.request().expect("it can be sent");
        assert_eq!((&*sent.method, &*sent.body), ("POST", &b"{\"name\": \"B\"}"[..]));
        let first_line = ["HTTP/1.1", "200", "OK"].map(str::to_owned);
        assert_eq!(Written { first_line, ..request() }.draft(), None);
    }

    #[test]
    fn a_url_says_target_and_host() {
        let url = trace::HttpUrl::parse("http://ann@api.example.com:8080/a?b=c#d").expect("a URL");
        let written = Written::of_url("GET", &url);
        assert_eq!(written.text(), "GET /a?b=c HTTP/1.1\nHost: api.example.com:8080\n\n");
    }

    #[test]
    fn a_place_is_told_by_line_and_column() {
        let octets = octets("GET / HTTP/1.1\nHöst x\n\n", LineEnds::Lf);
        let at = octets.iter().position(|octet| *octet == b'x').expect("it is there");
        assert_eq!(place(&octets, at..at + 1), (2, 6, "x".to_owned()));
        assert_eq!(place(&octets, 0..3), (1, 1, "GET".to_owned()));
        assert_eq!(place(b"", 7..9), (1, 1, String::new()));
    }
}
