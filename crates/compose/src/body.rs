//! The content of a request as it is written: none, JSON, a form, or any text.

use super::json::{JsonError, scan};
use super::line_ends::{LineEnds, retyped};
use super::rows::{Escaping, Rows};
use crate::texts;
use language::say;
use trace::MediaType;

/// What was written into the body field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// Meant as JSON, whether it is JSON yet or not.
    Json(String),
    /// Name and value in rows, sent as `application/x-www-form-urlencoded`.
    Form(Rows),
    /// Anything else; what type it has is for a header row to say.
    Text(String),
}

/// The kinds of body that one can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// [`Body::None`]
    None,
    /// [`Body::Json`]
    Json,
    /// [`Body::Form`]
    Form,
    /// [`Body::Text`]
    Text,
}

impl BodyKind {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 4] = [Self::None, Self::Json, Self::Form, Self::Text];

    /// What the menu says.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => say(texts::NONE),
            Self::Json => "JSON",
            Self::Form => say(texts::FORM),
            Self::Text => say(texts::TEXT),
        }
    }

    /// What is kept of it over a reload, in whatever language the page comes back.
    pub fn mark(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Json => "JSON",
            Self::Form => "Form",
            Self::Text => "Text",
        }
    }
}

impl Body {
    /// The body that this content is, judged by its media type.
    pub fn of_content(content: &str, media_type: Option<&str>) -> Self {
        let kind = match media_type.map(MediaType::parse) {
            None if content.is_empty() => BodyKind::None,
            None => BodyKind::Text,
            Some(Some(media_type)) if media_type.is_json() => BodyKind::Json,
            Some(Some(media_type)) if media_type.essence() == FORM => BodyKind::Form,
            Some(_) if content.is_empty() => BodyKind::None,
            Some(_) => BodyKind::Text,
        };
        Self::of_kind(kind, content)
    }

    fn of_kind(kind: BodyKind, content: &str) -> Self {
        match kind {
            BodyKind::None => Self::None,
            BodyKind::Json => Self::Json(content.to_owned()),
            BodyKind::Form => {
                let text = (!content.is_empty()).then_some(content);
                Self::Form(Rows::of_text(text, Escaping::Form))
            }
            BodyKind::Text => Self::Text(content.to_owned()),
        }
    }

    /// Which kind it is.
    pub fn kind(&self) -> BodyKind {
        match self {
            Self::None => BodyKind::None,
            Self::Json(_) => BodyKind::Json,
            Self::Form(_) => BodyKind::Form,
            Self::Text(_) => BodyKind::Text,
        }
    }

    /// Another kind was chosen: what was written is taken along.
    pub fn set_kind(&mut self, kind: BodyKind) {
        if kind != self.kind() {
            *self = Self::of_kind(kind, &self.content());
        }
    }

    /// Another text was typed, into a field that ends lines with LF: the line ends that were not
    /// touched stay. What had no kind yet is text.
    pub fn retype(&mut self, text: String) {
        *self = match self {
            Self::None => Self::Text(text),
            Self::Text(old) => Self::Text(retyped(old, &text)),
            Self::Json(old) => Self::Json(retyped(old, &text)),
            Self::Form(_) => Self::of_kind(BodyKind::Form, &text),
        };
    }

    /// What ends its lines, where it has several.
    pub fn line_ends(&self) -> Option<LineEnds> {
        match self {
            Self::Json(text) | Self::Text(text) => LineEnds::of(text),
            Self::None | Self::Form(_) => None,
        }
    }

    /// Other line ends were chosen.
    pub fn end_lines_with(&mut self, line_ends: LineEnds) {
        match self {
            Self::Json(text) | Self::Text(text) => *text = line_ends.put_into(text),
            Self::None | Self::Form(_) => {}
        }
    }

    /// What is sent.
    pub fn content(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Json(text) | Self::Text(text) => text.clone(),
            Self::Form(rows) => rows.text().unwrap_or_default(),
        }
    }

    /// The Content-Type that goes with it, if no header row says another.
    pub fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::Json(_) => Some("application/json"),
            Self::Form(_) => Some(FORM),
            Self::None | Self::Text(_) => None,
        }
    }

    /// Where what is meant as JSON is not. It may be sent all the same.
    pub fn json_error(&self) -> Option<JsonError> {
        match self {
            Self::Json(text) => scan(text).err(),
            Self::None | Self::Form(_) | Self::Text(_) => None,
        }
    }
}

/// The bodies of other kinds that were written before, so that no switch loses anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierBodies(Vec<Body>);

impl EarlierBodies {
    /// Another kind was chosen. What was written is taken along, and what cannot go along, such as
    /// a row that is switched off, is there again when its kind is.
    pub fn switch(&mut self, body: &mut Body, kind: BodyKind) {
        if kind == body.kind() {
            return;
        }
        if body.kind() != BodyKind::None {
            self.0.retain(|earlier| earlier.kind() != body.kind());
            self.0.push(body.clone());
        }
        // Nothing is not written, so the last thing that was goes along.
        let written = self.0.last().map(Body::content).unwrap_or_default();
        let earlier = self.0.iter().find(|earlier| {
            earlier.kind() == kind && (written.is_empty() || earlier.content() == written)
        });
        *body = earlier.cloned().unwrap_or_else(|| Body::of_kind(kind, &written));
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A media type without its parameters, in small letters; where it is none, what is written.
pub fn essence(field_value: &str) -> String {
    match MediaType::parse(field_value) {
        Some(media_type) => media_type.essence().to_owned(),
        None => field_value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, media_type: Option<&str>, kind: BodyKind) {
        let body = Body::of_content(content, media_type);
        assert_eq!(body.kind(), kind);
        assert_eq!(body.content(), content);
    }

    #[test]
    fn the_media_type_says_what_a_body_is() {
        check("{}", Some("application/json"), BodyKind::Json);
        check("", Some("Application/Problem+JSON; charset=utf-8"), BodyKind::Json);
        check("a=1&&b=%zz+&=", Some(FORM), BodyKind::Form);
        check("{\"a\":1}", Some(FORM), BodyKind::Form);
        check("", Some(FORM), BodyKind::Form);
        check("<a/>", Some("text/xml"), BodyKind::Text);
        check("a", None, BodyKind::Text);
        check("", None, BodyKind::None);
    }

    #[test]
    fn what_was_written_is_taken_along_to_another_kind() {
        let mut body = Body::Json("a=1&b=%20".to_owned());
        for kind in [BodyKind::Form, BodyKind::Text, BodyKind::Json] {
            body.set_kind(kind);
            assert_eq!(body.content(), "a=1&b=%20");
        }
        body.set_kind(BodyKind::None);
        assert_eq!(body.content(), "");
    }

    #[test]
    fn no_switch_loses_anything() {
        let mut earlier = EarlierBodies::default();
        let mut form = Rows::of_text(Some("a=1&b=2"), Escaping::Form);
        let id = form.iter().next().unwrap().id;
        form.edit(id, |row| row.is_enabled = false);
        let mut body = Body::Form(form.clone());
        for kind in [BodyKind::Json, BodyKind::None, BodyKind::Text, BodyKind::None] {
            earlier.switch(&mut body, kind);
            assert_eq!(body.content(), if kind == BodyKind::None { "" } else { "b=2" });
        }
        earlier.switch(&mut body, BodyKind::Form);
        assert_eq!(body, Body::Form(form), "the row that is switched off is back");

        earlier.switch(&mut body, BodyKind::Text);
        body.retype("{}".to_owned());
        earlier.switch(&mut body, BodyKind::Json);
        assert_eq!(body, Body::Json("{}".to_owned()), "what was written last goes along");
    }

    #[test]
    fn an_edit_keeps_the_line_ends() {
        let mut body = Body::Text("--b\r\nA: 1\r\n\r\nx\r\n--b--\r\n".to_owned());
        let len = body.content().len();
        body.retype("--b\nA: 1\n\nxy\n--b--\n".to_owned());
        assert_eq!(body.content().len(), len + 1);
        assert_eq!(body.line_ends(), Some(LineEnds::CrLf));
        body.end_lines_with(LineEnds::Lf);
        assert_eq!(body.content().len(), len + 1 - 5);
    }

    #[test]
    fn a_form_is_written_as_the_standard_says() {
        let mut rows = Rows::of_text(Some("&"), Escaping::Form);
        let id = rows.iter().next().unwrap().id;
        rows.edit(id, |row| row.set_name("full name"));
        rows.edit(id, |row| row.set_value("Ann & Bob = é~"));
        let body = Body::Form(rows);
        assert_eq!(body.content(), "full+name=Ann+%26+Bob+%3D+%C3%A9%7E&");
    }

    #[test]
    fn only_what_is_meant_as_json_can_slip() {
        let slip = Body::Json("{\n  \"name\": Bob\n}".to_owned()).json_error().unwrap();
        assert_eq!((slip.at.line, slip.at.column, slip.offset), (2, 11, 12));
        assert_eq!(slip.message, "“Bob” is not a value; put a text into double quotes");
        assert_eq!(Body::Text("{".to_owned()).json_error(), None);
        assert_eq!(Body::Json("{\"name\": \"Bob\"}".to_owned()).json_error(), None);
    }
}
