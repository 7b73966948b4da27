//! What must not leave the page unless the person asks: passwords, tokens, keys and cookies in
//! headers, URL and body. Links, files and copied commands are made from what [`redacted`] leaves.

mod names;
mod patterns;
mod texts;

pub use names::is_secret_name;

use crate::body::Body;
use crate::draft::Draft;
use trace::Request;

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
        Body::Json(text) => Body::Json(texts::json(&text)),
        Body::Form(mut rows) => {
            texts::redact_rows(&mut rows);
            Body::Form(rows)
        }
        Body::Text(text) => Body::Text(texts::text(&text)),
    };
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
    Request { body, pause_before: request.pause_before, at_once: request.at_once, ..redacted }
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
