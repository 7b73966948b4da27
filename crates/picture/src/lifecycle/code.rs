//! The lines of Python that a call comes to: what a program writes, and what of `requests` and the
//! modules under it does the work (requests 2.32, urllib3 2, http.client).

use super::CallStage;
use crate::clock::seconds;
use core::time::Duration;
use trace::status_error;
use trace::{
    Content, Fetch, FetchOptions, FieldLines, Outcome, RedirectMode, RetryMethods, Trace,
    client_error,
};

/// How long this client waits where nothing is said: `requests` itself would wait for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// The line of a stage.
pub fn line(trace: &Trace, fetch: &Fetch, stage: CallStage) -> Option<String> {
    let asked = fetch.request.and_then(|place| trace.scenario.requests.get(place as usize));
    let usual = FetchOptions::default();
    let options = asked.map_or(&usual, |request| &request.fetch);
    let last = trace.last_exchange(fetch.id);
    Some(match stage {
        CallStage::Call => {
            let has_fields = asked.is_some_and(|request| !request.field_lines.is_empty());
            let has_body = asked.is_some_and(|request| !request.body.is_empty());
            call(&fetch.method, options, has_fields, has_body)
        }
        CallStage::Build => format!("Request(\"{}\", url).prepare()", fetch.method),
        CallStage::Connect => {
            let url = last.map_or(&fetch.url, |exchange| &exchange.url);
            format!("socket.create_connection((\"{}\", {}))", url.host(), url.port())
        }
        CallStage::Send => "connection.request(…)".to_owned(),
        CallStage::Wait => "connection.getresponse()".to_owned(),
        CallStage::Read => "response.content".to_owned(),
        CallStage::Parse => "response.status_code, response.headers".to_owned(),
        CallStage::Check => "response.raise_for_status()".to_owned(),
        CallStage::Use => used(trace, fetch),
        CallStage::Retry if options.retries > 0 => {
            // Without a word, urllib3 repeats what is idempotent alone.
            let methods = match options.retry_methods {
                RetryMethods::All => ", allowed_methods=None",
                RetryMethods::AsClient | RetryMethods::Idempotent => "",
            };
            format!("Retry(total={}{methods})", options.retries)
        }
        CallStage::Retry => {
            let name = raised(trace, fetch);
            format!("except {}:", name.as_deref().unwrap_or("requests.RequestException"))
        }
    })
}

fn call(method: &str, options: &FetchOptions, has_fields: bool, has_body: bool) -> String {
    const SHORT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
    let needs_session = options.retries > 0
        || options.redirects_max.is_some()
        || options.redirect == RedirectMode::Error;
    let caller = if needs_session { "session" } else { "requests" };
    let mut text = format!("response = {caller}.");
    match SHORT.contains(&method) {
        true => text.push_str(&format!("{}(url", method.to_ascii_lowercase())),
        false => text.push_str(&format!("request(\"{method}\", url")),
    }
    if has_fields {
        text.push_str(", headers=headers");
    }
    if has_body {
        text.push_str(", data=data");
    }
    let told = |span: Option<Duration>| seconds(span.unwrap_or(PATIENCE));
    let (connect, read) = (told(options.connect_timeout), told(options.read_timeout));
    text.push_str(&match options.total_timeout {
        Some(total) => format!(", timeout=Timeout(total={})", seconds(total)),
        None if connect == read => format!(", timeout={connect}"),
        None => format!(", timeout=({connect}, {read})"),
    });
    if options.redirect == RedirectMode::Manual {
        text.push_str(", allow_redirects=False");
    }
    text + ")"
}

/// How the code gets at what came.
fn used(trace: &Trace, fetch: &Fetch) -> String {
    let response = trace.last_exchange(fetch.id).and_then(|exchange| exchange.response);
    let of_message = response.map(|id| &trace.message(id).content);
    let (field_lines, is_empty): (Option<&FieldLines>, bool) = match (&fetch.seen, of_message) {
        (Some(seen), _) => (Some(&seen.field_lines), seen.body.is_empty()),
        (None, Some(Content::HttpResponse { field_lines, body, .. })) => {
            (Some(field_lines), body.iter().all(|range| trace.octets.slice(*range).is_empty()))
        }
        _ => (None, true),
    };
    let kind = field_lines.and_then(FieldLines::media_type);
    match kind {
        // What it would be, as long as nothing is known of the answer.
        _ if field_lines.is_none() => "response.json()",
        _ if is_empty => "response.ok",
        Some(kind) if kind.is_json() => "response.json()",
        Some(kind) if kind.essence().starts_with("text/") => "response.text",
        _ => "response.content",
    }
    .to_owned()
}

/// The exception that the code has to expect, of this call.
fn raised(trace: &Trace, fetch: &Fetch) -> Option<String> {
    if let Some(error) = client_error(trace, fetch.id) {
        return Some(error.name);
    }
    let url = trace.last_exchange(fetch.id).map_or(&fetch.url, |exchange| &exchange.url);
    let Some(Outcome::Answered(status)) = fetch.outcome else { return None };
    let kind = trace.scenario.world.client.kind;
    status_error(kind, status, "", url).map(|error| error.name)
}
