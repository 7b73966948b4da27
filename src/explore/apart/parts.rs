//! What the engine says of a message that somebody wrote, as parts to be shown and to be written anew.

use compose::written::{self, Written};
use trace::{Field, OctetRange, TakenApart, Verdict, View};

/// A part of a message as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApartPart {
    /// Its class, which gives it its colour.
    pub class: &'static str,
    /// Its name in the standard.
    pub name: String,
    /// What stands there.
    pub text: String,
    /// What that means.
    pub meaning: String,
    /// What it is made of: name, text, meaning.
    pub within: Vec<[String; 3]>,
    /// Whether the parser stumbles over something in it.
    pub is_wrong: bool,
}

/// The parts, in order.
pub fn parts(apart: &TakenApart) -> Vec<ApartPart> {
    let TakenApart { view, verdict } = apart;
    let wrong = match verdict {
        Verdict::Refused { at, .. } => Some(*at),
        Verdict::Whole | Verdict::Unfinished | Verdict::MoreBehind(_) => None,
    };
    let fields = view.layers.iter().flat_map(|layer| &layer.fields);
    let part = |field: &Field| {
        let is_first_line = class_of(&field.name) == FIRST_LINE;
        let within = field.children.iter().filter(|child| is_first_line && is_said(child));
        ApartPart {
            class: class_of(&field.name),
            name: field.name.clone(),
            text: text_at(view, field.range).trim_end_matches(['\r', '\n']).to_owned(),
            meaning: field.meaning.clone(),
            within: within
                .map(|child| [&child.name, &child.value, &child.meaning].map(String::clone))
                .collect(),
            is_wrong: wrong.is_some_and(|wrong| {
                wrong.start < field.range.end && field.range.start < wrong.end.max(wrong.start + 1)
            }),
        }
    };
    fields.map(part).collect()
}

const FIRST_LINE: &str = "part is-first-line";

fn class_of(name: &str) -> &'static str {
    match name {
        "Request line" | "Status line" => FIRST_LINE,
        "Field line" | "Trailer section" => "part is-headers",
        "Blank line" => "part is-blank-line",
        "Content" | "Chunk" | "Last chunk" => "part is-body",
        _ => "part",
    }
}

/// Whether a field says something, and does not only divide others.
fn is_said(field: &Field) -> bool {
    !matches!(&*field.name, "Space" | "Colon" | "End of line")
}

fn octets_at(view: &View, range: OctetRange) -> &[u8] {
    view.octets.get(range.start as usize..range.end as usize).unwrap_or_default()
}

fn text_at(view: &View, range: OctetRange) -> String {
    written::text(octets_at(view, range))
}

/// The message, part by part, as far as it could be read.
pub fn written_of(view: &View) -> Option<Written> {
    let fields = &view.layers.first()?.fields;
    let line = fields.iter().find(|field| class_of(&field.name) == FIRST_LINE)?;
    let mut words = line.children.iter().filter(|child| is_said(child));
    let mut word = || words.next().map_or(String::new(), |field| text_at(view, field.range));
    let first_line = [word(), word(), word()];
    let lines = fields.iter().filter(|field| field.name == "Field line");
    let field_line = |field: &Field| {
        let named = |name: &str| field.children.iter().find(|child| child.name == name);
        let text = |name| named(name).map_or(String::new(), |child| text_at(view, child.range));
        match named("Field name") {
            Some(_) => (text("Field name"), text("Field value")),
            None => (text_at(view, field.range).trim_end().to_owned(), String::new()),
        }
    };
    let field_lines = lines.map(field_line).collect();
    let end = fields.iter().find(|field| field.name == "Blank line").map(|field| field.range.end);
    let behind = end.and_then(|end| view.octets.get(end as usize..)).unwrap_or_default();
    let content = written::text(behind);
    Some(Written { first_line, field_lines, content })
}

#[cfg(test)]
mod tests {
    use super::*;
    use compose::line_ends::LineEnds;

    fn taken_apart(text: &str) -> TakenApart {
        let ends = if text.contains("chunked") { LineEnds::CrLf } else { LineEnds::Lf };
        engine::take_apart(&written::octets(text, ends), language::Language::ENGLISH)
    }

    const REQUEST: &str = "POST /users HTTP/1.1\nHost: api.example.com\nContent-Length: 3\n\nabc";

    #[test]
    fn what_is_taken_apart_is_what_it_was_built_from() {
        let response = "HTTP/1.1 404 Not Found\nContent-Type: text/plain\n\nnothing\nhere";
        let chunked = "GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n1\na\n0\n\n";
        for text in [REQUEST, response, "GET / HTTP/1.1\nHost: x\n\n", chunked] {
            let built = written_of(&taken_apart(text).view).expect("it has a first line");
            assert_eq!(built.text(), text);
        }
    }

    #[test]
    fn each_part_has_its_name_and_its_class() {
        let apart = taken_apart(REQUEST);
        assert_eq!(apart.verdict, Verdict::Whole);
        let parts = parts(&apart);
        let shown: Vec<_> =
            parts.iter().map(|part| (&*part.name, part.class, &*part.text)).collect();
        assert_eq!(
            shown,
            [
                ("Request line", FIRST_LINE, "POST /users HTTP/1.1"),
                ("Field line", "part is-headers", "Host: api.example.com"),
                ("Field line", "part is-headers", "Content-Length: 3"),
                ("Blank line", "part is-blank-line", ""),
                ("Content", "part is-body", "abc"),
            ]
        );
        let within: Vec<_> =
            parts[0].within.iter().map(|[name, text, _]| (&**name, &**text)).collect();
        assert_eq!(
            within,
            [("Method", "POST"), ("Request Target", "/users"), ("Version", "HTTP/1.1")]
        );
        assert!(parts.iter().all(|part| !part.is_wrong));
    }

    #[test]
    fn the_part_that_is_wrong_is_the_one_where_the_parser_stops() {
        let wrong = |text: &str| {
            let parts = parts(&taken_apart(text));
            let wrong: Vec<String> =
                parts.into_iter().filter(|part| part.is_wrong).map(|part| part.text).collect();
            wrong
        };
        assert_eq!(wrong("GET / HTTP/1.1\nHost: x\nA b: c\n\n"), ["A b: c"]);
        assert_eq!(wrong("GET / x HTTP/1.1\nHost: x\n\n"), ["GET / x HTTP/1.1"]);
        assert_eq!(wrong("GET / HTTP/1.1\nA: b\n\n"), ["GET / HTTP/1.1"]);
        assert_eq!(wrong(REQUEST), [""; 0]);
    }

    #[test]
    fn what_is_no_message_has_parts_all_the_same() {
        for text in ["", "\n", "nonsense", "GET", "HTTP/", "GET / HTTP/1.1\nno field\n\n"] {
            let apart = taken_apart(text);
            let n_octets: usize = apart.view.octets.len();
            assert_eq!(parts(&apart).is_empty(), n_octets == 0, "{text:?}");
            written_of(&apart.view);
        }
    }
}
