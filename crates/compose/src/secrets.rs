//! What must not leave the page unless the person asks: passwords, tokens, keys and cookies in
//! headers, URL and body. Links, files and copied commands are made from what [`redacted`] leaves.

mod free;
mod json;
mod names;
mod patterns;
mod texts;

pub use names::is_secret_name;

use crate::body::Body;
use crate::draft::Draft;
use crate::fetching::Field;
use trace::{HttpUrl, Request, Scenario};

/// What stands in a secret's place: a text that is good in every place.
pub const LEFT_OUT: &str = "left-out";

/// The same draft without its secrets, those in rows that are switched off included.
pub fn redacted(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    redact_url(&mut draft);
    for row in draft.headers.iter_mut() {
        row.value = texts::header_value(&row.name, &row.value);
    }
    draft.body = match draft.body {
        Body::None => Body::None,
        Body::Json(text) => Body::Json(json::json(&text, 0)),
        Body::Form(mut rows) => {
            texts::redact_rows(&mut rows);
            Body::Form(rows)
        }
        Body::Text(text) => Body::Text(free::text(&text)),
    };
    // What is no URL yet is no page either, and cannot be sent.
    if let Ok(page) = HttpUrl::parse(draft.fetching.text(Field::Page)) {
        let redacted = redacted_url(&page);
        if redacted != page {
            draft.fetching.set(Field::Page, redacted.as_str());
        }
    }
    draft
}

/// Whether there is anything that [`redacted`] would leave out.
pub fn holds_secrets(draft: &Draft) -> bool {
    redacted(draft) != *draft
}

/// The same request without its secrets.
pub fn redacted_request(request: &Request) -> Request {
    let redacted = redacted(&Draft::of_request(request)).request();
    let redacted = redacted.expect("what stands in a secret’s place can be sent");
    // Content that is no text cannot be read for secrets.
    let is_text = str::from_utf8(&request.body).is_ok();
    let body = if is_text { redacted.body } else { LEFT_OUT.into() };
    let Request { pause_before, at_once, .. } = *request;
    Request { body, pause_before, at_once, ..redacted }
}

/// The same URL without its secrets.
fn redacted_url(url: &HttpUrl) -> HttpUrl {
    let request = Request::parse("GET", url.as_str(), &[], Vec::new());
    let request = request.expect("a URL can be asked for");
    redacted(&Draft::of_request(&request))
        .request()
        .map_or_else(|_| url.clone(), |request| request.url)
}

/// The same scenario with all of its requests without their secrets. Content that is no text stays,
/// unless it names a secret in letters.
pub fn redacted_scenario(scenario: &Scenario) -> Scenario {
    let redacted = |request: &Request| {
        let is_text = str::from_utf8(&request.body).is_ok();
        let letters = String::from_utf8_lossy(&request.body);
        let stays = !is_text && free::unreadable(&letters) == letters;
        let redacted = redacted_request(request);
        let body = if stays { request.body.clone() } else { redacted.body };
        Request { body, ..redacted }
    };
    let requests = scenario.requests.iter().map(redacted).collect();
    Scenario { requests, ..scenario.clone() }
}

fn redact_url(draft: &mut Draft) {
    let url = &mut draft.url;
    url.change(texts::redact_rows);
    let text = texts::url_without_query(url.text());
    if text != url.text() {
        url.retype(text);
    }
}

#[cfg(test)]
mod tests;
