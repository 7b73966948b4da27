//! Which words of a message have a definition: methods, status codes, names of header fields.

use super::{Part, PartKind, Voice};
use crate::{Span, Term};

/// The text of a part in pieces.
pub fn spans(part: &Part) -> Vec<Span> {
    match (part.voice, part.kind) {
        (Voice::Message, PartKind::FirstLine) => first_line(&part.text),
        (Voice::Message, PartKind::Headers) => {
            part.text.split_inclusive('\n').flat_map(header_line).collect()
        }
        (Voice::Ours, _)
        | (Voice::Message, PartKind::BlankLine | PartKind::Body | PartKind::Other) => {
            vec![Span::Plain(part.text.clone())]
        }
    }
}

/// The method of a request line, the status code of a status line, and both in HTTP/2.
fn first_line(text: &str) -> Vec<Span> {
    if text.starts_with(':') {
        return text.split_inclusive('\n').flat_map(pseudo_header_line).collect();
    }
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    if let Some(term) = Term::of_method(first) {
        return pieces("", term, first, &text[first.len()..]);
    }
    let code = rest.split(' ').next().unwrap_or_default();
    match Term::of_status_code(code).filter(|_| first.starts_with("HTTP/")) {
        Some(term) => {
            let at = first.len() + 1;
            pieces(&text[..at], term, code, &text[at + code.len()..])
        }
        None => vec![Span::Plain(text.to_owned())],
    }
}

fn pseudo_header_line(line: &str) -> Vec<Span> {
    let (name, value) = line.trim_end().split_once(": ").unwrap_or((line, ""));
    let term = match name {
        ":method" => Term::of_method(value),
        ":status" => Term::of_status_code(value),
        _ => None,
    };
    match term {
        Some(term) => {
            let at = name.len() + 2;
            pieces(&line[..at], term, value, &line[at + value.len()..])
        }
        None => vec![Span::Plain(line.to_owned())],
    }
}

fn header_line(line: &str) -> Vec<Span> {
    let name = line.split(':').next().unwrap_or_default();
    match Term::of_header(name) {
        Some(term) => pieces("", term, name, &line[name.len()..]),
        None => vec![Span::Plain(line.to_owned())],
    }
}

fn pieces(before: &str, term: Term, word: &str, after: &str) -> Vec<Span> {
    let plain = |text: &str| Span::Plain(text.to_owned());
    let mut pieces = Vec::with_capacity(3);
    if !before.is_empty() {
        pieces.push(plain(before));
    }
    pieces.push(Span::Term(term, word.to_owned()));
    pieces.push(plain(after));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: PartKind, text: &str, expected: &[(Term, &str)]) {
        let part = Part { kind, name: "", text: text.to_owned(), voice: Voice::Message };
        let spans = spans(&part);
        assert_eq!(spans.iter().map(Span::text).collect::<String>(), text);
        let terms = spans.iter().filter_map(|span| match span {
            Span::Term(term, word) => Some((*term, word.as_str())),
            Span::Plain(_) | Span::Strong(_) | Span::Code(_) => None,
        });
        assert_eq!(terms.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn methods_status_codes_and_header_names_have_a_definition() {
        check(PartKind::FirstLine, "GET /users/42 HTTP/1.1", &[(Term::MethodGet, "GET")]);
        check(PartKind::FirstLine, "HTTP/1.1 404 Not Found", &[(Term::Status404, "404")]);
        check(PartKind::FirstLine, "HTTP/2 200", &[(Term::Status200, "200")]);
        check(PartKind::FirstLine, ":method: GET\n:path: /", &[(Term::MethodGet, "GET")]);
        check(PartKind::FirstLine, ":status: 200", &[(Term::Status200, "200")]);
        let headers = "Host: api.example.com\nX-Own: 1\ncontent-type: text/html";
        let expected = [(Term::HeaderHost, "Host"), (Term::HeaderContentType, "content-type")];
        check(PartKind::Headers, headers, &expected);
    }

    #[test]
    fn what_only_looks_like_one_has_none() {
        check(PartKind::FirstLine, "SELECT 404 Not Found", &[]);
        check(PartKind::FirstLine, "", &[]);
        check(PartKind::Body, "GET", &[]);
    }
}
