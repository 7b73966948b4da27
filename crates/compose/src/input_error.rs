//! What is wrong with a draft that cannot be sent: where it stands, and what to do about it.

use crate::fetching::Field;

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
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
    /// How it is fetched.
    Fetching(Field),
}

/// A change of the URL that mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What its button says.
    pub label: &'static str,
    /// The URL it puts into the field.
    pub url: String,
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
    use crate::body::Body;
    use crate::draft::Draft;
    use crate::params::TypedUrl;

    #[track_caller]
    fn check(url: &str, expected: &str, remedy: Option<&str>) {
        let draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
        let error = draft.request().unwrap_err();
        assert_eq!(error.place, Place::Url);
        assert_eq!(error.message, expected);
        assert_eq!(error.remedy.map(|remedy| remedy.url).as_deref(), remedy);
    }

    #[test]
    fn a_missing_host_can_be_added() {
        check(
            "/users",
            "“/users” has no scheme; put http://api.example.com in front: http://api.example.com/users.",
            Some("http://api.example.com/users"),
        );
    }

    #[test]
    fn without_a_scheme_http_is_meant() {
        let draft =
            Draft { url: TypedUrl::new("api.example.com/a?u=https://b/"), ..Draft::default() };
        assert_eq!(draft.request().unwrap().url.as_str(), "http://api.example.com/a?u=https://b/");
    }

    #[test]
    fn other_errors_in_the_url_are_told() {
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
