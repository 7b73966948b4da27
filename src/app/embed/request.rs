//! A request that an embed is given as a text: a curl command, or the request as it travels over
//! HTTP/1.1 (RFC 9112 §2), with the whole URL or a Host.

use crate::composer::curl_paste::PASTED_SEED;
use crate::texts;
use compose::curl::{is_curl_command, read_curl};
use compose::draft::Draft;
use language::say;
use trace::{ClientKind, Request};

/// The request that a text says.
///
/// # Errors
/// Why it says none.
pub fn draft_of(text: &str) -> Result<Draft, String> {
    if is_curl_command(text) {
        let reading = read_curl(text, PASTED_SEED).map_err(|error| error.to_string())?;
        return Ok(reading.draft_of(ClientKind::Python));
    }
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    let (method, target) =
        words.next().zip(words.next()).ok_or_else(|| say(texts::IS_NO_REQUEST).to_owned())?;
    let mut fields: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let is_host = |(name, _): &(String, String)| name.eq_ignore_ascii_case("host");
    let host = fields.iter().position(is_host).map(|at| fields.remove(at).1);
    let url = match (target.starts_with('/'), host) {
        (true, Some(host)) => ["http://", &host, target].concat(),
        (true, None) => return Err(say(texts::IS_NO_REQUEST).to_owned()),
        (false, _) => target.to_owned(),
    };
    let request = Request::parse(method, &url, &fields, body.as_bytes().to_vec());
    request.map(|request| Draft::of_request(&request)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, method: &str, url: &str, body: &str) -> Draft {
        let draft = draft_of(text).expect("it says a request");
        assert_eq!((&*draft.method, draft.url.text()), (method, url));
        assert_eq!(draft.body.content(), body);
        draft
    }

    #[test]
    fn a_command_and_a_request_as_it_travels_are_read() {
        let body = "{\"name\": \"Bob\"}";
        let command =
            "curl http://api.example.com/users -H 'Accept: */*' --json '{\"name\": \"Bob\"}'";
        check(command, "POST", "http://api.example.com/users", body);
        let draft = check(
            "POST /users HTTP/1.1\r\nHost: api.example.com\r\nContent-Type: application/json\r\n\r\n{\"name\": \"Bob\"}",
            "POST",
            "http://api.example.com/users",
            body,
        );
        assert_eq!(draft.headers.value("Host"), None, "it follows from the URL");
        check(
            "GET https://api.example.com/users/42",
            "GET",
            "https://api.example.com/users/42",
            "",
        );
    }

    #[test]
    fn what_is_no_request_says_so() {
        for text in ["", "GET", "GET /users HTTP/1.1", "hello world", "curl", "curl --json"] {
            assert!(draft_of(text).is_err_and(|message| !message.is_empty()), "{text}");
        }
    }
}
