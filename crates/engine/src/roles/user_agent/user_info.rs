//! User and password in a URL, as clients other than a browser's `fetch` use them: for the Basic
//! scheme (RFC 7617 §2), percent-decoded first.

use super::decisions::Decisions;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use trace::{FieldLine, HttpUrl, Request, StageKind};

/// The same request with the Authorization that its URL asks for; `None` where it asks for none, or
/// the request says one itself.
pub fn authorized(request: &Request) -> Option<Request> {
    let url = request.url.as_url();
    let password = url.password();
    if !has_user_info(&request.url) || request.field_value("authorization").is_some() {
        return None;
    }
    let user = decoded(url.username());
    let password = decoded(password.unwrap_or_default());
    let credentials = [&user[..], b":", &password[..]].concat();
    let value = format!("Basic {}", STANDARD.encode(credentials));
    let mut request = request.clone();
    let line = FieldLine { name: "Authorization".to_owned(), value };
    let lines = core::iter::once(line).chain(request.field_lines.iter().cloned());
    request.field_lines = lines.collect();
    Some(request)
}

/// Tells that a client sends without them, if this URL has them.
pub fn note_left_out(decisions: Decisions<'_>, url: &HttpUrl) {
    if has_user_info(url) {
        decisions.note(StageKind::LeaveOutUserInfo, "");
    }
}

fn has_user_info(url: &HttpUrl) -> bool {
    let url = url.as_url();
    !url.username().is_empty() || url.password().is_some()
}

/// What an escape stands for (RFC 3986 §2.1); one that stands for nothing stays.
fn decoded(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let escaped = rest.get(1..3).filter(|_| first == b'%');
        let escaped = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        octets.push(escaped.unwrap_or(first));
        let len = if escaped.is_some() { 3 } else { 1 };
        rest = rest.get(len..).unwrap_or_default();
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Option<&str>) {
        let request = Request::parse("GET", url, &[], Vec::new()).unwrap();
        let authorized = authorized(&request);
        let value = authorized.as_ref().and_then(|request| request.field_value("authorization"));
        let expected = expected.map(|pair| format!("Basic {}", STANDARD.encode(pair)));
        assert_eq!(value, expected.as_deref(), "{url}");
    }

    #[test]
    fn user_and_password_are_decoded_first() {
        check("http://ann:secret@x/", Some("ann:secret"));
        check("http://a%40b:p%3Aw%zz@x/", Some("a@b:p:w%zz"));
        check("http://%C3%A4@x/", Some("ä:"));
        check("http://:only@x/", Some(":only"));
        check("http://x/", None);
        check("http://@x/", None);
    }

    #[test]
    fn what_the_request_says_itself_counts() {
        let lines = [("authorization".to_owned(), "Bearer a".to_owned())];
        let request = Request::parse("GET", "http://ann:b@x/", &lines, Vec::new()).unwrap();
        assert_eq!(authorized(&request), None);
    }
}
