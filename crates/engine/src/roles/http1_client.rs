//! The user agent's side of HTTP/1.1: one request at a time on a connection (RFC 9112 §9).

use super::http_connection::HttpConnection;
use super::milestones::Milestones;
use super::user_agent::{Broken, Response};
use crate::attribution::RequestKey;
use crate::http1::{self, Message, Parsed, RequestLine, StatusLine};
use crate::simulation::ReadError;
use core::time::Duration;
use trace::{Failure, FieldLine, Request};

/// How long it waits for the next octets of a response.
pub const READ_PATIENCE: Duration = Duration::from_secs(30);
/// How long it waits for a server to ask for the content (RFC 9110 §10.1.1).
pub const CONTINUE_PATIENCE: Duration = Duration::from_secs(1);

/// How long a client that half-closes needs to notice that it has nothing more to send: chosen.
const HALF_CLOSE_WORK: Duration = Duration::from_micros(100);

/// What a client does once its request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSending {
    /// It keeps its side open for the next request.
    StayOpen,
    /// It closes its side and reads on, as `nc -N` does.
    HalfClose,
}

/// A connection that HTTP/1.1 is spoken on.
pub struct Http1Client {
    stream: HttpConnection,
    after_sending: AfterSending,
    /// How many requests were sent.
    n_requests: u32,
    /// What has arrived and was not read yet.
    octets: Vec<u8>,
    /// Whether the server has closed it.
    is_closed: bool,
    /// Whether it is in the middle of a response, or must not be used again.
    is_spent: bool,
}

impl Http1Client {
    /// A fresh connection.
    pub fn new(stream: HttpConnection, after_sending: AfterSending) -> Self {
        let (n_requests, octets, is_closed, is_spent) = (0, Vec::new(), false, false);
        Self { stream, after_sending, n_requests, octets, is_closed, is_spent }
    }

    /// Whether another request can be sent, as far as this side knows.
    pub fn is_reusable(&self) -> bool {
        !self.is_spent && self.octets.is_empty() && self.stream.is_open()
    }

    /// Sends a request and reads the response to it.
    ///
    /// # Errors
    /// No complete response came.
    pub async fn exchange(
        &mut self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Response, Broken> {
        milestones.request_starts(RequestKey::new(self.stream.local_port(), self.n_requests));
        self.n_requests += 1;
        self.is_spent = true;
        let octets = octets_of(request);
        let head_len = octets.len() - request.body.len();
        let waits = expects_continue(request);
        let first = if waits { &octets[..head_len] } else { &octets[..] };
        // A reset while writing is told by the read that follows, once what arrived is read.
        let _ = self.stream.write_all(first).await;
        if waits {
            let interim = self.next_response(milestones, &request.method);
            match milestones.simulation.timeout(CONTINUE_PATIENCE, interim).await {
                // The server knows its answer without the content: it is not sent.
                Some(Ok(response)) if response.start.status_code >= 200 => {
                    return Ok(self.used(response));
                }
                Some(Err(broken)) => return Err(broken),
                Some(Ok(_)) | None => {}
            }
            let _ = self.stream.write_all(&octets[head_len..]).await;
        }
        if self.after_sending == AfterSending::HalfClose {
            milestones.simulation.sleep(HALF_CLOSE_WORK).await;
            let _ = self.stream.close_sending().await;
        }
        loop {
            let response = self.next_response(milestones, &request.method).await?;
            if response.start.status_code >= 200 {
                self.is_spent = self.is_closed
                    || response.asks_to_close(response.start.minor_version)
                    || asks_to_close(request);
                return Ok(self.used(response));
            }
            self.octets.drain(..response.len);
        }
    }

    /// Takes a final response out of what was read.
    fn used(&mut self, response: Message<StatusLine>) -> Response {
        let content = response.content_of(&self.octets);
        self.octets.drain(..response.len);
        let first = |name| response.values(name).next().unwrap_or_default().to_owned();
        Response {
            media_type: first("content-type"),
            strict_transport: first("strict-transport-security"),
            status_code: response.start.status_code,
            reason_phrase: response.start.reason_phrase,
            content,
        }
    }

    /// Reads the next response, interim ones (1xx) too; it stays in front of what was read.
    async fn next_response(
        &mut self,
        milestones: Milestones<'_>,
        method: &str,
    ) -> Result<Message<StatusLine>, Broken> {
        loop {
            match http1::parse_response(&self.octets, method, self.is_closed) {
                Parsed::Complete(response) => return Ok(response),
                Parsed::Malformed(refusal) => {
                    return Err(Broken::after_answer(Failure::ResponseMalformed {
                        reason: refusal.reason,
                    }));
                }
                Parsed::Incomplete if self.is_closed => {
                    return Err(self.broken(Failure::ResponseCut));
                }
                Parsed::Incomplete => {}
            }
            let read = milestones.simulation.timeout(READ_PATIENCE, self.stream.read()).await;
            let arrived = match read {
                Some(Ok(arrived)) => arrived,
                Some(Err(ReadError::Reset)) => return Err(self.broken(Failure::ConnectionReset)),
                None => return Err(Broken::after_answer(Failure::ResponseTimedOut)),
            };
            self.is_closed = arrived.is_empty();
            if !self.is_closed {
                milestones.response_starts();
            }
            self.octets.extend_from_slice(&arrived);
        }
    }

    /// The connection is gone.
    fn broken(&self, failure: Failure) -> Broken {
        Broken { failure, is_unanswered: self.octets.is_empty() }
    }
}

/// Whether the client waits before it sends the content, of which there is some (RFC 9110 §10.1.1).
pub fn expects_continue(request: &Request) -> bool {
    let expect = request.field_value("expect").filter(|_| !request.body.is_empty());
    expect.is_some_and(|value| value.eq_ignore_ascii_case("100-continue"))
}

fn asks_to_close(request: &Request) -> bool {
    let connection = request.field_value("connection").unwrap_or_default();
    connection.split(',').any(|option| option.trim().eq_ignore_ascii_case("close"))
}

/// The request as it goes onto the wire: what the reader typed, with Host and Content-Length where
/// these are missing (RFC 9110 §7.2, §8.6).
fn octets_of(request: &Request) -> Vec<u8> {
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
    lines.extend(request.field_lines.iter().cloned());
    lines.extend(content_length(request).map(|len| line("Content-Length", len.to_string())));
    http1::write_request(&start, &lines, &request.body)
}

/// The length that the client adds, where the reader has not framed the content otherwise.
pub fn content_length(request: &Request) -> Option<usize> {
    let framed = request.field_value("content-length").is_some()
        || request.field_value("transfer-encoding").is_some();
    let expects_content = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    (!framed && (expects_content || !request.body.is_empty())).then_some(request.body.len())
}
