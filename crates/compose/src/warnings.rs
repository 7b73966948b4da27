//! What may surprise about a request that can be sent all the same, each with its reason.

use crate::body::{Body, essence};
use crate::draft::{Draft, HeaderRow};
use crate::fetching::Field;
use crate::input_error::Place;
use crate::json::scan;
use crate::line_ends::LineEnds;
use crate::methods::{Carries, Repeating, method_facts};
use crate::scheme::with_scheme;
use crate::secrets::is_secret_name;
use crate::texts;
use language::{fill, say};
use std::collections::BTreeSet;
use trace::{ClientKind, HttpUrl, MediaType, is_forbidden_method, is_forbidden_request_field};

/// Something that may surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which field it stands beside.
    pub place: Place,
    /// What will happen, and why.
    pub message: String,
}

/// Who sends the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBy {
    /// The simulated client.
    Simulated(ClientKind),
    /// The browser that shows this page.
    ThisBrowser,
}

impl SentBy {
    fn is_browser(self) -> bool {
        match self {
            Self::Simulated(client) => client == ClientKind::Browser,
            Self::ThisBrowser => true,
        }
    }
}

/// The warnings about a draft, in the order of its fields.
pub fn warnings(draft: &Draft, sent_by: SentBy) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |place: Place, message: String| found.push(Warning { place, message });
    if let Some(message) = method_warning(draft, sent_by) {
        warn(Place::Method, message);
    }
    let url = HttpUrl::parse(&with_scheme(draft.url.text())).ok();
    if let Some(message) = url.as_ref().and_then(|url| user_info_warning(draft, url, sent_by)) {
        warn(Place::Url, message);
    }
    let mut earlier = BTreeSet::new();
    for row in draft.headers.sent() {
        let is_repeated = !earlier.insert(row.name.trim().to_ascii_lowercase());
        for message in row_warnings(draft, row, url.as_ref(), sent_by, is_repeated) {
            warn(Place::FieldRow(row.id), message);
        }
    }
    for message in body_warnings(draft, sent_by) {
        warn(Place::Body, message);
    }
    if let SentBy::Simulated(client) = sent_by {
        fetching_warnings(draft, client, &mut warn);
    }
    found
}

/// What comes of trying again, and of what is chosen for pages.
fn fetching_warnings(draft: &Draft, client: ClientKind, warn: &mut impl FnMut(Place, String)) {
    let text = |field: Field| draft.fetching.text(field).trim();
    let method = draft.method.trim();
    let may_count_twice =
        method_facts(method).is_none_or(|facts| facts.repeating == Repeating::MayDoItAgain);
    if may_count_twice && !matches!(text(Field::Retries), "" | "0") {
        let repeats = match text(Field::RetryMethods) {
            "all" => true,
            "idempotent" => false,
            _ => client == ClientKind::Curl,
        };
        let words =
            if repeats { texts::REPEATS_WHAT_MAY_COUNT_TWICE } else { texts::DOES_NOT_REPEAT };
        warn(Place::Fetching(Field::Retries), fill!(words, method));
    }
    if client != ClientKind::Browser {
        return;
    }
    match text(Field::Initiator) {
        "script" if text(Field::Page).is_empty() => {
            let message = say(texts::SCRIPT_NEEDS_A_PAGE).to_owned();
            warn(Place::Fetching(Field::Page), message);
        }
        "script" => {}
        _ => {
            let chosen = [Field::Mode, Field::Credentials].into_iter();
            for field in chosen.filter(|field| !text(*field).is_empty()) {
                warn(Place::Fetching(field), say(texts::ONLY_SCRIPTS_CHOOSE).to_owned());
            }
        }
    }
}

fn method_warning(draft: &Draft, sent_by: SentBy) -> Option<String> {
    let method = draft.method.trim();
    let upper = method.to_ascii_uppercase();
    if sent_by.is_browser() && is_forbidden_method(method) {
        return Some(fill!(texts::PAGE_MAY_NOT_SEND, method));
    }
    if method_facts(method).is_none() && method_facts(&upper).is_some() {
        return Some(fill!(texts::METHODS_ARE_WRITTEN_IN, method, upper));
    }
    None
}

/// What becomes of user and password in a URL, where a client does not send them.
pub fn lost_user_info(url: &HttpUrl, sent_by: SentBy) -> Option<&'static str> {
    let url = url.as_url();
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    match sent_by {
        SentBy::ThisBrowser => Some(say(texts::PAGE_CANNOT_SEND_USER_INFO)),
        SentBy::Simulated(ClientKind::Browser) => Some(say(texts::BROWSER_SENDS_NO_USER_INFO)),
        SentBy::Simulated(_) => None,
    }
}

fn user_info_warning(draft: &Draft, url: &HttpUrl, sent_by: SentBy) -> Option<String> {
    if let Some(lost) = lost_user_info(url, sent_by) {
        return Some(lost.to_owned());
    }
    let has_user_info = !url.as_url().username().is_empty() || url.as_url().password().is_some();
    let is_sent = has_user_info && draft.headers.value("Authorization").is_none();
    let is_in_the_open = is_sent && !url.is_https();
    is_in_the_open.then(|| fill!(texts::OVER_HTTP_EVERYBODY_ON, name = "Authorization"))
}

fn row_warnings(
    draft: &Draft,
    row: &HeaderRow,
    url: Option<&HttpUrl>,
    sent_by: SentBy,
    is_repeated: bool,
) -> Vec<String> {
    let name = row.name.trim();
    let lower = name.to_ascii_lowercase();
    let mut found = Vec::new();
    if let Some(bad) = name.chars().find(|c| !is_token_character(*c)) {
        found.push(fill!(texts::HEADER_NAME_HAS_NO, bad));
    }
    if sent_by.is_browser() && is_forbidden_request_field(name, &row.value) {
        found.push(fill!(texts::PAGE_MAY_NOT_SET, name));
    }
    if is_repeated && is_singleton(&lower) {
        found.push(match lower.as_str() {
            "host" => say(texts::REQUEST_WITH_TWO_HOST).to_owned(),
            _ => fill!(texts::NAME_STANDS_HERE_TWICE, name),
        });
    }
    match lower.as_str() {
        "host" => found.extend(url.and_then(|url| host_warning(row, url))),
        "content-length" => found.extend(length_warning(draft, row)),
        "transfer-encoding" if draft.headers.value("Content-Length").is_some() => {
            found.push(say(texts::TRANSFER_ENCODING_AND_CONTENT).to_owned())
        }
        "transfer-encoding" => found.push(say(texts::SERVER_THEN_READS_THE).to_owned()),
        "content-type" => found.extend(type_warning(draft, row)),
        _ => {}
    }
    if is_secret_name(&lower) && url.is_some_and(|url| !url.is_https()) {
        found.push(fill!(texts::OVER_HTTP_EVERYBODY_ON, name));
    }
    found
}

/// What a field name may be made of (RFC 9110 §5.6.2, tchar).
fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

fn host_warning(row: &HeaderRow, url: &HttpUrl) -> Option<String> {
    let expected = url.host_field();
    (!same_name(&row.value, &expected))
        .then(|| fill!(texts::REQUEST_GOES_TO_EXPECTED, expected, site = row.value.trim()))
}

fn length_warning(draft: &Draft, row: &HeaderRow) -> Option<String> {
    let len = draft.body.content().len();
    (row.value.trim() != len.to_string()).then(|| fill!(texts::BODY_HAS_LEN_BYTES, len))
}

fn type_warning(draft: &Draft, row: &HeaderRow) -> Option<String> {
    let essence = essence(&row.value);
    let is_json = MediaType::parse(&row.value).is_some_and(|kind| kind.is_json());
    match &draft.body {
        Body::Json(_) if !is_json => Some(fill!(texts::BODY_IS_JSON_BUT, essence)),
        Body::Form(_) if Some(essence.as_str()) != draft.body.media_type() => {
            Some(fill!(texts::BODY_IS_A_FORM, essence))
        }
        Body::Text(text) if is_json && scan(text).is_err() => {
            Some(say(texts::SERVER_IS_TOLD_THAT).to_owned())
        }
        Body::Text(text) if essence.starts_with("multipart/") => {
            let is_fine = matches!(LineEnds::of(text), None | Some(LineEnds::CrLf));
            (!is_fine).then(|| say(texts::MULTIPART_NEEDS_CR_LF).to_owned())
        }
        Body::None | Body::Json(_) | Body::Form(_) | Body::Text(_) => None,
    }
}

fn body_warnings(draft: &Draft, sent_by: SentBy) -> Vec<String> {
    let content = draft.body.content();
    let mut found = Vec::new();
    if content.is_empty() {
        return found;
    }
    let method = draft.method.trim();
    if method_facts(method).is_some_and(|facts| facts.content == Carries::Nothing) {
        found.push(if sent_by.is_browser() && matches!(method, "GET" | "HEAD") {
            fill!(texts::PAGE_CANNOT_SEND_A, method)
        } else {
            fill!(texts::BODY_WITH_METHOD_HAS, method)
        });
    }
    let is_untyped =
        draft.headers.value("Content-Type").is_none() && draft.implied_content_type().is_none();
    if is_untyped {
        found.push(say(texts::WITHOUT_A_CONTENT_TYPE).to_owned());
    }
    if matches!(draft.body, Body::Form(_)) && content.starts_with(['{', '[']) {
        found.push(say(texts::THIS_LOOKS_LIKE_JSON).to_owned());
    }
    found
}

fn same_name(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

/// Fields that a request has once at most (RFC 9110 §5.3; Host: RFC 9112 §3.2).
fn is_singleton(lower: &str) -> bool {
    const NAMES: [&str; 10] = [
        "authorization",
        "content-length",
        "content-type",
        "date",
        "expect",
        "host",
        "origin",
        "range",
        "referer",
        "user-agent",
    ];
    NAMES.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::BodyKind;
    use crate::params::TypedUrl;

    const SIMULATED: SentBy = SentBy::Simulated(ClientKind::Python);
    const JSON: (&str, &str) = ("Content-Type", "application/json");

    #[track_caller]
    fn check(
        method: &str,
        lines: &[(&str, &str)],
        (kind, content): (BodyKind, &str),
        sent_by: SentBy,
        expected: &[&str],
    ) {
        let mut draft = Draft { method: method.to_owned(), ..Draft::default() };
        draft.url = TypedUrl::new("https://api.example.com:8443/x");
        draft.headers = Default::default();
        for (name, value) in lines {
            draft.headers.add(name, value);
        }
        draft.body = Body::Text(content.to_owned());
        draft.body.set_kind(kind);
        let found: Vec<String> =
            warnings(&draft, sent_by).into_iter().map(|warning| warning.message).collect();
        assert_eq!(found, expected);
    }

    const NONE: (BodyKind, &str) = (BodyKind::None, "");

    #[track_caller]
    fn check_fetching(
        method: &str,
        rows: &[(Field, &str)],
        client: ClientKind,
        expected: &[(Field, &str)],
    ) {
        let mut draft = Draft { method: method.to_owned(), ..Draft::default() };
        rows.iter().for_each(|(field, text)| draft.fetching.set(*field, text));
        let found = warnings(&draft, SentBy::Simulated(client));
        let expected: Vec<(Place, &str)> =
            expected.iter().map(|(field, start)| (Place::Fetching(*field), *start)).collect();
        let is_it = |(warning, (place, start)): (&Warning, &(Place, &str))| {
            warning.place == *place && warning.message.starts_with(start)
        };
        assert_eq!(found.len(), expected.len(), "{found:?}");
        assert!(found.iter().zip(&expected).all(is_it), "{found:?}");
    }

    #[test]
    fn trying_a_post_again_may_do_it_twice() {
        use ClientKind::{Curl, Python};
        let (twice, all) = ((Field::Retries, "2"), (Field::RetryMethods, "all"));
        let warned = |start| [(Field::Retries, start)];
        check_fetching("POST", &[twice], Curl, &warned("POST is sent again"));
        check_fetching("POST", &[twice, all], Python, &warned("POST is sent again"));
        check_fetching("POST", &[twice], Python, &warned("A client of this kind does not send"));
        check_fetching("PUT", &[twice], Curl, &[]);
        check_fetching("POST", &[], Curl, &[]);
    }

    #[test]
    fn what_only_a_script_chooses_is_told_where_none_asks() {
        let browser = ClientKind::Browser;
        let (script, cors) = ((Field::Initiator, "script"), (Field::Mode, "cors"));
        let page = (Field::Page, "https://shop.example/");
        check_fetching("GET", &[cors], browser, &[(Field::Mode, "Only a script")]);
        check_fetching("GET", &[script, page, cors], browser, &[]);
        check_fetching("GET", &[script], browser, &[(Field::Page, "Without a page")]);
        check_fetching("GET", &[cors], ClientKind::Python, &[]);
    }

    #[test]
    fn what_is_usual_gives_no_warning() {
        check("GET", &[("Accept", "*/*"), ("Accept", "a/b")], NONE, SentBy::ThisBrowser, &[]);
        check("POST", &[JSON], (BodyKind::Json, "{}"), SentBy::ThisBrowser, &[]);
        check("POST", &[], (BodyKind::Form, "a=1"), SIMULATED, &[]);
        let host = ("Host", "API.example.com:8443");
        check(
            "PUT",
            &[host, ("Content-Length", "2"), JSON],
            (BodyKind::Text, "{}"),
            SIMULATED,
            &[],
        );
    }

    #[test]
    fn what_a_page_may_not_set_is_told() {
        let refused = |name| {
            format!("A page may not set {name}: the browser leaves it out or sets it itself.")
        };
        for name in ["Cookie", "Sec-Fetch-Mode", "proxy-x", "DNT", "Origin"] {
            check("GET", &[(name, "x")], NONE, SentBy::ThisBrowser, &[&refused(name)]);
            check("GET", &[(name, "x")], NONE, SIMULATED, &[]);
        }
        let name = "X-HTTP-Method-Override";
        check("GET", &[(name, "put, Trace")], NONE, SentBy::ThisBrowser, &[&refused(name)]);
        check("GET", &[(name, "put")], NONE, SentBy::ThisBrowser, &[]);
        let trace = "A page may not send TRACE: the browser refuses it.";
        check("TRACE", &[], NONE, SentBy::Simulated(ClientKind::Browser), &[trace]);
    }

    #[test]
    fn methods_in_small_letters_are_told() {
        let patch = "Methods are written in capitals: patch is another method than PATCH.";
        check("patch", &[], NONE, SIMULATED, &[patch]);
        check("MKCOL", &[], NONE, SIMULATED, &[]);
    }

    #[test]
    fn headers_that_contradict_are_told() {
        check(
            "GET",
            &[("Host", "a.example"), ("Host", "api.example.com:8443")],
            NONE,
            SIMULATED,
            &[
                "The request goes to api.example.com:8443, but asks it for the site a.example.",
                "A request with two Host headers is refused: the server cannot tell which site is meant.",
            ],
        );
        check(
            "POST",
            &[("Content-Length", "3"), ("Transfer-Encoding", "chunked"), JSON],
            (BodyKind::Text, "{]"),
            SIMULATED,
            &[
                "The body has 2 bytes. With another number the server waits for more, or takes the rest for a second request.",
                "Transfer-Encoding and Content-Length both say where the body ends; a request with both is refused.",
                "The server is told that the body is JSON, but it is not.",
            ],
        );
        check(
            "POST",
            &[("Content-Type", "text/plain; a=b")],
            (BodyKind::Json, "{}"),
            SIMULATED,
            &["The body is JSON, but the server is told that it is text/plain."],
        );
    }

    #[test]
    fn a_body_where_none_belongs_is_told() {
        let text = (BodyKind::Text, "x");
        let untyped = "Without a Content-Type the server must guess what this is.";
        check("POST", &[], text, SIMULATED, &[untyped]);
        check(
            "GET",
            &[JSON],
            (BodyKind::Json, "{}"),
            SIMULATED,
            &["A body with GET has no defined meaning; servers may ignore or refuse it."],
        );
        check(
            "GET",
            &[],
            (BodyKind::Form, "{\"a\":1}"),
            SentBy::ThisBrowser,
            &[
                "A page cannot send a body with GET: the browser refuses it.",
                "This looks like JSON, but is sent as a form.",
            ],
        );
    }

    #[test]
    fn user_and_password_that_are_not_sent_are_told() {
        let mut draft = Draft::suggested("GET", "https://ann:pw@x/", "");
        let told = |draft: &Draft, sent_by| {
            let found = warnings(draft, sent_by).into_iter();
            found.map(|warning| (warning.place, warning.message)).collect::<Vec<_>>()
        };
        assert_eq!(told(&draft, SIMULATED), []);
        let lost = "A page’s fetch refuses a URL with user and password, so the browser sends without them here. Write a header Authorization instead.".to_owned();
        let browser = SentBy::Simulated(ClientKind::Browser);
        assert_eq!(told(&draft, browser), [(Place::Url, lost)]);
        draft.url.retype("http://ann@x/");
        let open = "Over http:// everybody on the way can read Authorization.".to_owned();
        assert_eq!(told(&draft, SIMULATED), [(Place::Url, open)]);
    }

    #[test]
    fn a_secret_in_the_open_is_told() {
        let mut draft = Draft::default();
        let id = draft.headers.add("Authorization", "Bearer abc");
        let message = "Over http:// everybody on the way can read Authorization.".to_owned();
        let expected = Warning { place: Place::FieldRow(id), message };
        assert_eq!(warnings(&draft, SIMULATED), [expected]);
        draft.url.retype("https://x/");
        assert_eq!(warnings(&draft, SIMULATED), []);
    }
}
