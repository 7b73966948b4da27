//! What the client's own code is told where no answer came: the exception of Python's `requests`, the
//! exit code of curl, the error of a browser, an app or a server, in their own words.
//!
//! These are names in programs, the same in every language of people. One table a kind of client.

mod app;
mod browser;
mod curl;
mod go;
mod python;

use crate::{
    ClientKind, Content, Exchange, Failure, Fetch, FetchId, FetchOptions, HttpUrl, Initiator,
    Outcome, Trace,
};
use core::time::Duration;

/// An error as the client's own code or its terminal shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// What it is called, e.g. `requests.exceptions.ConnectTimeout` or `CURLE_COULDNT_CONNECT`.
    pub name: String,
    /// The line that is shown, e.g. `curl: (7) Failed to connect to …`. Of errors that hold others it
    /// has the innermost, which says why.
    pub line: String,
}

impl ClientError {
    /// An error whose line starts with its name.
    fn named(name: &str, why: impl AsRef<str>) -> Self {
        Self { name: name.to_owned(), line: format!("{name}: {}", why.as_ref()) }
    }
}

/// What a fetch had come to when it failed.
struct Met<'a> {
    failure: &'a Failure,
    method: &'a str,
    /// Where the last exchange went.
    url: &'a HttpUrl,
    initiator: Initiator,
    reached: Reached,
    /// Whether the response says by itself how long it is: then it came in chunks.
    is_chunked: bool,
    /// The codings of the response.
    codings: String,
    /// How long the client waits for a connection, and for the next octets.
    patience: [Duration; 2],
    total: Option<Duration>,
    /// Whether the client's library had tried again as often as it may.
    is_retried: bool,
}

/// How far the last exchange of a fetch came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    /// There is no connection yet.
    Nothing,
    /// TCP connects, and TLS does not yet.
    Connected,
    /// The request is sent, or some of it.
    Asked,
    /// Octets of a response came, and not its whole header section.
    Answered,
    /// The header section is there.
    Content,
}

/// How long clients wait that nothing is said to, for a connection or for the next octets.
const PATIENCE: Duration = Duration::from_secs(30);

impl Met<'_> {
    fn host(&self) -> &str {
        self.url.host()
    }

    fn port(&self) -> u16 {
        self.url.port()
    }

    fn connect_patience(&self) -> Duration {
        self.patience[0]
    }

    fn read_patience(&self) -> Duration {
        self.patience[1]
    }
}

/// What the client's code is told of a fetch without an answer. `None` where it has one, where the run
/// ended first, and where clients of this kind do not know such an error.
pub fn client_error(trace: &Trace, fetch: FetchId) -> Option<ClientError> {
    let Some(Outcome::Failed(failure)) = &trace.fetch(fetch).outcome else { return None };
    // A recording says it in words of its own, if at all.
    if matches!(failure, Failure::NotRecorded { .. }) {
        return None;
    }
    let met = met(trace, trace.fetch(fetch), failure);
    match trace.scenario.world.client.kind {
        ClientKind::Python => python::error(&met),
        ClientKind::Curl => curl::error(&met),
        ClientKind::Browser => browser::error(&met),
        ClientKind::MobileApp => app::error(&met),
        ClientKind::Server => go::error(&met),
    }
}

/// What it is told of an answer that tells of an error (4xx and 5xx), where it asks: by
/// `raise_for_status()` in Python, by `--fail` for curl. `None` for the other kinds of client, whose
/// code has to look at the status code.
pub fn status_error(
    kind: ClientKind,
    status_code: u16,
    reason_phrase: &str,
    url: &HttpUrl,
) -> Option<ClientError> {
    match (kind, status_code) {
        (ClientKind::Python, 400..=599) => {
            Some(python::http_error(status_code, reason_phrase, url))
        }
        (ClientKind::Curl, 400..) => Some(curl::returned_error(status_code)),
        _ => None,
    }
}

fn met<'a>(trace: &'a Trace, fetch: &'a Fetch, failure: &'a Failure) -> Met<'a> {
    let last = trace.last_exchange(fetch.id);
    let asked = fetch.request.and_then(|place| trace.scenario.requests.get(place as usize));
    let usual = FetchOptions::default();
    let options = asked.map_or(&usual, |request| &request.fetch);
    let (reached, is_chunked, codings) =
        last.map_or((Reached::Nothing, false, String::new()), |it| {
            let (is_chunked, codings) = framing(trace, it);
            (reached(trace, it), is_chunked, codings)
        });
    Met {
        failure,
        method: last.map_or(&fetch.method, |exchange| &exchange.method),
        url: last.map_or(&fetch.url, |exchange| &exchange.url),
        initiator: options.initiator,
        reached,
        is_chunked,
        codings,
        patience: [options.connect_timeout, options.read_timeout]
            .map(|span| span.unwrap_or(PATIENCE)),
        total: options.total_timeout,
        is_retried: options.retries > 0 && fetch.exchanges.len() > usize::from(options.retries),
    }
}

fn reached(trace: &Trace, exchange: &Exchange) -> Reached {
    let timing = &exchange.timing;
    let response = exchange.response.map(|id| &trace.message(id).content);
    match response {
        Some(Content::HttpResponse { .. }) => Reached::Content,
        _ if timing.response_start.is_some() => Reached::Answered,
        _ if timing.request_start.is_some() => Reached::Asked,
        _ if timing.secure_connection_start.is_some() => Reached::Connected,
        _ => Reached::Nothing,
    }
}

fn framing(trace: &Trace, exchange: &Exchange) -> (bool, String) {
    match exchange.response.map(|id| &trace.message(id).content) {
        Some(Content::HttpResponse { field_lines, .. }) => (
            field_lines.has("transfer-encoding"),
            field_lines.combined("content-encoding").unwrap_or_default(),
        ),
        _ => (false, String::new()),
    }
}

/// Seconds as Python and people write them: `3.05`, `27`.
fn seconds(span: Duration) -> String {
    let text = format!("{:.3}", span.as_secs_f64());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
