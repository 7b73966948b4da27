//! What is wrong with a draft that cannot be sent: where it stands, and what to do about it.

use super::draft::{Draft, HeaderRow};
use trace::{ParseRequestError, Request, RequestPart};

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// Which field it stands beside.
    pub place: Place,
    /// What was found and what to do.
    pub message: String,
    /// What one click can do about it.
    pub remedy: Option<Remedy>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The method.
    Method,
    /// The URL.
    Url,
    /// The header row with this id.
    FieldRow(u32),
    /// The content.
    Body,
}

/// A change of the URL that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What its button says.
    pub label: &'static str,
    /// The URL it puts into the field.
    pub url: String,
}

impl FormError {
    /// What `error` says about `draft`.
    pub fn of(draft: &Draft, error: &ParseRequestError) -> Self {
        let place = match error.part() {
            RequestPart::Method => Place::Method,
            RequestPart::Url => Place::Url,
            RequestPart::FieldLines => bad_row(draft).map_or(Place::Url, Place::FieldRow),
            RequestPart::Body => Place::Body,
        };
        let remedy = match error {
            ParseRequestError::NoScheme { url } => {
                let url = format!("http://{}", url.trim_start_matches('/'));
                Some(Remedy { label: "Put http:// in front", url })
            }
            _ => None,
        };
        Self { place, message: sentence(&error.to_string()), remedy }
    }
}

/// The first header row that would not be accepted alone.
fn bad_row(draft: &Draft) -> Option<u32> {
    let is_bad = |row: &&HeaderRow| {
        let line = [(row.name.clone(), row.value.clone())];
        Request::parse("GET", "http://x/", &line, Vec::new()).is_err()
    };
    draft.headers.sent().find(is_bad).map(|row| row.id)
}

/// An error text as a sentence: with a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().iter().map(char::to_ascii_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::body::Body;
    use crate::state::params::TypedUrl;

    #[track_caller]
    fn check(url: &str, expected: &str, remedy: Option<&str>) {
        let draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
        let error = draft.request().unwrap_err();
        assert_eq!(error.place, Place::Url);
        assert_eq!(error.message, expected);
        assert_eq!(error.remedy.map(|remedy| remedy.url).as_deref(), remedy);
    }

    #[test]
    fn a_missing_scheme_can_be_added() {
        check(
            "api.example.com/users",
            "“api.example.com/users” has no scheme; put http:// in front: http://api.example.com/users.",
            Some("http://api.example.com/users"),
        );
    }

    #[test]
    fn other_slips_in_the_url_are_told() {
        check("htp://x/", "The scheme “htp” is not known here; use http:// or https://.", None);
        check("", "The URL is empty; type one, e.g. http://api.example.com/users/42.", None);
    }

    #[test]
    fn a_bad_header_is_found_in_its_row() {
        let mut draft = Draft::default();
        draft.headers.add("", " ");
        let row = draft.headers.add("Bad Name", "x");
        assert_eq!(draft.request().unwrap_err().place, Place::FieldRow(row));
        draft.headers.remove(row);
        assert!(draft.request().is_ok());
    }

    #[test]
    fn a_body_over_one_mebibyte_is_refused() {
        let body = Body::Text("x".repeat(1024 * 1024 + 1));
        let draft = Draft { body, ..Draft::default() };
        assert_eq!(draft.request().unwrap_err().place, Place::Body);
    }
}
