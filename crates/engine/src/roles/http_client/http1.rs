//! HTTP/1.1 at the client: one request at a time on a connection (RFC 9112 §9).

use super::request::{expects_continue, is_content_wanted, sent_fields};
use super::{ExchangeError, Milestones, Response};
use crate::attribution::RequestKey;
use crate::codecs::http1::{self, Message, Parsed, RequestLine, ResponseReader, StatusLine};
use crate::roles::client_profile::{AfterSending, ClientProfile};
use crate::roles::http_connection::{HttpConnection, while_it_moves};
use crate::simulation::{ReadError, Simulation};
use core::future::pending;
use core::pin::pin;
use core::time::Duration;
use futures_channel::oneshot;
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use std::rc::Rc;
use trace::{Failure, FieldLine, Request};

/// How long a client that half-closes needs to notice that it has nothing more to send: chosen.
const HALF_CLOSE_WORK: Duration = Duration::from_micros(100);

/// A connection that HTTP/1.1 is spoken on.
pub struct Http1Client {
    stream: HttpConnection,
    profile: ClientProfile,
    /// How many requests were sent.
    n_requests: u32,
    arrived: Arrived,
    /// Whether it is in the middle of a request or a response, or must not be used again.
    is_spent: bool,
    /// What is sent in place of a request.
    written: Option<Rc<[u8]>>,
}

/// What has arrived on a connection.
#[derive(Default)]
struct Arrived {
    /// What was not read yet.
    octets: Vec<u8>,
    /// Whether something has come since the last request began.
    is_answered: bool,
    /// Whether the server has closed it.
    is_closed: bool,
}

impl Http1Client {
    /// A fresh connection, on which what was written is sent in place of each request.
    pub fn new(stream: HttpConnection, profile: ClientProfile, written: Option<Rc<[u8]>>) -> Self {
        let arrived = Arrived::default();
        Self { stream, profile, n_requests: 0, arrived, is_spent: false, written }
    }

    /// Whether another request can be sent, as far as this side knows. What arrives unasked is no
    /// answer to what comes next (RFC 9112 §9.2).
    pub fn is_reusable(&self) -> bool {
        !self.is_spent
            && self.arrived.octets.is_empty()
            && self.stream.is_open()
            && self.stream.read().now_or_never().is_none()
    }

    /// Sends a request and reads the response to it, which may come before all of the request is
    /// sent: then no more of it is (RFC 9112 §9.5).
    ///
    /// # Errors
    /// No complete response came.
    pub async fn exchange(
        &mut self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Response, ExchangeError> {
        milestones.request_starts(RequestKey::new(self.stream.local(), self.n_requests));
        self.n_requests += 1;
        self.is_spent = true;
        self.arrived.is_answered = false;
        // Said once the server asks for the content; dropped with its answer.
        let (go_ahead, asked_for) = oneshot::channel();
        let written = self.written.as_deref();
        let send =
            send(milestones.simulation, &self.stream, &self.profile, request, written, asked_for);
        let patience = request.fetch.read_timeout.unwrap_or(self.profile.read_patience);
        let source = Source { milestones, stream: &self.stream, patience };
        let answer = self.arrived.answer(&source, &request.method, go_ahead);
        let (response, is_sent) = match select(pin!(send), pin!(answer)).await {
            Either::Left(((), answer)) => (answer.await?, true),
            Either::Right((response, _)) => (response?, false),
        };
        self.is_spent = !is_sent
            || self.arrived.is_closed
            || response.asks_to_close(response.start.minor_version)
            || asks_to_close(request);
        Ok(self.arrived.used(response))
    }
}

/// Sends a request. A reset is told to whoever reads, once what arrived before it is read.
async fn send(
    simulation: &Simulation,
    stream: &HttpConnection,
    profile: &ClientProfile,
    request: &Request,
    written: Option<&[u8]>,
    asked_for: oneshot::Receiver<()>,
) {
    if let Some(written) = written {
        let _ = stream.write_all(written).await;
        return;
    }
    let octets = octets_of(request, profile);
    let head_len = octets.len() - request.body.len();
    let (first, rest) =
        octets.split_at(if expects_continue(request) { head_len } else { octets.len() });
    let _ = stream.write_all(first).await;
    if !rest.is_empty() {
        if !is_content_wanted(simulation, profile, asked_for).await {
            return pending().await;
        }
        let _ = stream.write_all(rest).await;
    }
    if profile.after_sending == AfterSending::HalfClose {
        simulation.sleep(HALF_CLOSE_WORK).await;
        let _ = stream.close_sending().await;
    }
}

/// Where a response is read from, for whom, and how long it may rest.
struct Source<'a> {
    milestones: Milestones<'a>,
    stream: &'a HttpConnection,
    patience: Duration,
}

impl Arrived {
    /// Takes a final response out of what was read.
    fn used(&mut self, response: Message<StatusLine>) -> Response {
        let content = response.content_of(&self.octets);
        self.octets.drain(..response.len);
        Response {
            status_code: response.start.status_code,
            reason_phrase: response.start.reason_phrase,
            field_lines: response.field_lines,
            content,
        }
    }

    /// Reads the final response; it stays in front of what was read.
    async fn answer(
        &mut self,
        source: &Source<'_>,
        method: &str,
        go_ahead: oneshot::Sender<()>,
    ) -> Result<Message<StatusLine>, ExchangeError> {
        let mut go_ahead = Some(go_ahead);
        loop {
            let response = self.next_response(source, method).await?;
            match response.start.status_code {
                200.. => return Ok(response),
                100 => drop(go_ahead.take().map(|go_ahead| go_ahead.send(()))),
                _ => {}
            }
            self.octets.drain(..response.len);
        }
    }

    /// Reads the next response, interim ones (1xx) too; it stays in front of what was read.
    async fn next_response(
        &mut self,
        Source { milestones, stream, patience }: &Source<'_>,
        method: &str,
    ) -> Result<Message<StatusLine>, ExchangeError> {
        let simulation = milestones.simulation;
        let mut reader = ResponseReader::default();
        loop {
            match reader.read(&self.octets, method, self.is_closed) {
                Parsed::Complete(response) => return Ok(response),
                Parsed::Malformed(refusal) => {
                    let reason = refusal.reason;
                    return Err(ExchangeError::after_answer(Failure::ResponseMalformed { reason }));
                }
                Parsed::Incomplete if self.is_closed => {
                    return Err(self.broken(Failure::ResponseCut));
                }
                Parsed::Incomplete => {}
            }
            let n_acknowledged = || stream.n_acknowledged();
            let read = while_it_moves(simulation, *patience, n_acknowledged, stream.read()).await;
            let arrived = match read {
                Some(Ok(arrived)) => arrived,
                Some(Err(ReadError::Reset)) => return Err(self.broken(Failure::ConnectionReset)),
                None => return Err(ExchangeError::after_answer(Failure::ResponseTimedOut)),
            };
            self.is_closed = arrived.is_empty();
            if !self.is_closed {
                self.is_answered = true;
                milestones.response_starts();
            }
            self.octets.extend_from_slice(&arrived);
        }
    }

    /// The connection is gone.
    fn broken(&self, failure: Failure) -> ExchangeError {
        ExchangeError { failure, is_unanswered: !self.is_answered, is_refused: false }
    }
}

fn asks_to_close(request: &Request) -> bool {
    request.field_lines.lists("connection", "close")
}

/// The request as it goes onto the wire: what the reader typed, with Host and Content-Length where
/// these are missing (RFC 9110 §7.2, §8.6).
fn octets_of(request: &Request, profile: &ClientProfile) -> Vec<u8> {
    let start = RequestLine {
        method: request.method.clone(),
        target: request.url.origin_form().to_owned(),
        minor_version: 1,
    };
    let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
    let mut lines = Vec::new();
    if request.field_value("host").is_none() {
        lines.push(line("Host", request.url.host_field()));
    }
    lines.extend(sent_fields(request, profile));
    http1::write_request(&start, &lines, &request.body)
}
