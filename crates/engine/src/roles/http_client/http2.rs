//! HTTP/2 at the client: many requests at once on one connection (RFC 9113 §5).

use super::request::{expects_continue, is_content_wanted, sent_fields};
use super::{ExchangeError, Milestones, Response};
use crate::attribution::{End, RequestKey};
use crate::codecs::http1::TARGET_LEN_MAX;
use crate::roles::client_profile::ClientProfile;
use crate::roles::http_connection::{HttpConnection, HttpIo, while_it_moves};
use crate::simulation::Simulation;
use bytes::Bytes;
use core::cell::Cell;
use core::future::{Future as _, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use futures_channel::oneshot;
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};
use h2::client::SendRequest;
use h2::{Reason, RecvStream, SendStream};
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::rc::{Rc, Weak};
use trace::{Failure, FieldLine, Request};

/// Fields that HTTP/2 has no use for (RFC 9113 §8.2.2), and Host, which is said otherwise there.
const LEFT_OUT: [HeaderName; 5] = [
    header::CONNECTION,
    header::HOST,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];

/// How many requests go out before the server has said how many it takes: as few as it should take
/// at least (RFC 9113 §6.5.2).
const STREAMS_ASSUMED: usize = 100;

/// How many small frames may wait to be read. Behind a gap on a link that loses packets, the pieces
/// of many responses arrive at once; h2 would take more than 100 for an attack.
const DATA_FRAMES_MAX: usize = 1_000_000;

/// A connection that HTTP/2 is spoken on; clones are the same connection. It is closed once the
/// last one is dropped.
#[derive(Clone)]
pub struct Http2Client {
    sender: SendRequest<Bytes>,
    local: End,
    profile: ClientProfile,
    connection: Weak<HttpConnection>,
}

impl Http2Client {
    /// Starts HTTP/2 on a fresh connection, and keeps it going.
    pub async fn start(
        simulation: &Simulation,
        stream: HttpConnection,
        profile: ClientProfile,
    ) -> Result<Self, Failure> {
        let local = stream.local();
        let stream = Rc::new(stream);
        // Streams that were reset are not remembered for a while: h2 would read a clock for that.
        let handshake = h2::client::Builder::new()
            .max_concurrent_reset_streams(0)
            .enable_push(false)
            .initial_max_send_streams(STREAMS_ASSUMED)
            .data_frame_budget(DATA_FRAMES_MAX)
            .handshake::<_, Bytes>(HttpIo::shared(&stream));
        let (sender, connection) = handshake.await.map_err(|error| failure(&error))?;
        simulation.spawn(async move {
            // What breaks the connection is told to every request on it.
            let _ = connection.await;
        });
        Ok(Self { sender, local, profile, connection: Rc::downgrade(&stream) })
    }

    /// The client's end, which tells connections apart.
    pub fn local(&self) -> End {
        self.local
    }

    /// Whether another request can be sent, as far as this side knows.
    pub fn is_usable(&self) -> bool {
        !matches!(self.sender.clone().ready().now_or_never(), Some(Err(_)))
    }

    /// Sends a request on a stream of its own and reads the response to it.
    ///
    /// # Errors
    /// No complete response came.
    pub async fn exchange(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Response, ExchangeError> {
        let unsent = |error| ExchangeError { is_refused: true, ..unanswered(&error) };
        let mut sender = self.sender.clone().ready().await.map_err(unsent)?;
        let head = head_of(request, &self.profile)?;
        let sent = sender.send_request(head, request.body.is_empty());
        let (mut response, stream) = sent.map_err(unsent)?;
        milestones.request_starts(RequestKey::new(self.local, response.stream_id().as_u32()));
        let simulation = milestones.simulation;
        let patience = request.fetch.read_timeout.unwrap_or(self.profile.read_patience);
        let timed_out = || ExchangeError::after_answer(Failure::ResponseTimedOut);
        // Said once the server asks for the content; dropped with its answer.
        let (go_ahead, asked_for) = oneshot::channel();
        let mut go_ahead = Some(go_ahead);
        let waits = expects_continue(request);
        let content = async {
            if !waits || is_content_wanted(simulation, &self.profile, asked_for).await {
                send_content(stream, Bytes::copy_from_slice(&request.body)).await;
            }
        };
        let is_answered = Cell::new(false);
        let response = poll_fn(|context| {
            while let Poll::Ready(Some(Ok(interim))) = response.poll_informational(context) {
                milestones.response_starts();
                is_answered.set(true);
                if interim.status() == StatusCode::CONTINUE
                    && let Some(go_ahead) = go_ahead.take()
                {
                    let _ = go_ahead.send(());
                }
            }
            Pin::new(&mut response).poll(context)
        });
        let n_acknowledged =
            || self.connection.upgrade().map_or(0, |connection| connection.n_acknowledged());
        let response = while_it_moves(simulation, patience, n_acknowledged, response);
        // A response that comes before all of the content is sent ends the sending.
        let response = match select(pin!(content), pin!(response)).await {
            Either::Left(((), response)) => response.await,
            Either::Right((response, _)) => response,
        };
        let response =
            response.ok_or_else(timed_out)?.map_err(|error| match is_answered.get() {
                true => ExchangeError::after_answer(failure(&error)),
                false => unanswered(&error),
            })?;
        milestones.response_starts();
        let (head, mut body) = response.into_parts();
        let mut content = Vec::new();
        while let Some(part) =
            simulation.timeout(patience, next_part(&mut body)).await.ok_or_else(timed_out)?
        {
            let part = part.map_err(|error| ExchangeError::after_answer(failure(&error)))?;
            content.extend_from_slice(&part);
        }
        // The trailer section belongs to the response; nothing here needs what it says.
        let trailers = simulation.timeout(patience, body.trailers()).await;
        trailers
            .ok_or_else(timed_out)?
            .map_err(|error| ExchangeError::after_answer(failure(&error)))?;
        let field_line = |(name, value): (&HeaderName, &HeaderValue)| FieldLine {
            name: name.to_string(),
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
        };
        Ok(Response {
            status_code: head.status.as_u16(),
            reason_phrase: application::reason_phrase(head.status).to_owned(),
            field_lines: head.headers.iter().map(field_line).collect(),
            content,
        })
    }
}

/// Sends the content as the server makes room for it (RFC 9113 §5.2). That the server wants no
/// more of it is no failure: its response tells why.
async fn send_content(mut stream: SendStream<Bytes>, mut content: Bytes) {
    while !content.is_empty() {
        stream.reserve_capacity(content.len());
        let Some(Ok(room)) = poll_fn(|context| stream.poll_capacity(context)).await else { return };
        let part = content.split_to(room.min(content.len()));
        if stream.send_data(part, content.is_empty()).is_err() {
            return;
        }
    }
}

/// The next part of a response, for which room is made again; `None` at its end.
async fn next_part(body: &mut RecvStream) -> Option<Result<Bytes, h2::Error>> {
    let part = body.data().await?;
    if let Ok(part) = &part {
        // It fails for a stream that is over, where nobody needs room any more.
        let _ = body.flow_control().release_capacity(part.len());
    }
    Some(part)
}

/// The request without its content, as HTTP/2 has it (RFC 9113 §8.3.1).
fn head_of(request: &Request, profile: &ClientProfile) -> Result<http::Request<()>, ExchangeError> {
    if request.url.origin_form().len() > TARGET_LEN_MAX {
        let reason = format!("the request target is longer than {TARGET_LEN_MAX} octets");
        return Err(ExchangeError::after_answer(Failure::RequestImpossible { reason }));
    }
    let authority =
        request.field_value("host").map_or_else(|| request.url.host_field(), str::to_owned);
    let uri = http::Uri::builder()
        .scheme("https")
        .authority(authority)
        .path_and_query(request.url.origin_form())
        .build();
    let mut fields = HeaderMap::new();
    for line in &sent_fields(request, profile) {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let value = HeaderValue::from_bytes(line.value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value)
            && !LEFT_OUT.contains(&name)
        {
            fields.append(name, value);
        }
    }
    let head = uri.and_then(|uri| {
        http::Request::builder()
            .method(request.method.as_str())
            .uri(uri)
            .version(http::Version::HTTP_2)
            .body(())
    });
    let mut head = head.map_err(|error| {
        let reason = format!("HTTP/2 cannot say this request: {error}");
        ExchangeError::after_answer(Failure::RequestImpossible { reason })
    })?;
    *head.headers_mut() = fields;
    Ok(head)
}

fn unanswered(error: &h2::Error) -> ExchangeError {
    // GOAWAY ends the streams that its sender has not looked at (RFC 9113 §6.8).
    let is_refused =
        error.is_remote() && (error.is_go_away() || error.reason() == Some(Reason::REFUSED_STREAM));
    ExchangeError { failure: failure(error), is_unanswered: true, is_refused }
}

fn failure(error: &h2::Error) -> Failure {
    match error.reason() {
        // A server that shuts down takes no more requests.
        Some(Reason::NO_ERROR) => Failure::ResponseCut,
        // What this side has found wrong, it breaks off itself (RFC 9113 §8.1.1).
        Some(Reason::PROTOCOL_ERROR) if error.is_library() => Failure::ResponseMalformed {
            reason: "it breaks a rule of HTTP/2, e.g. its Content-Length is wrong".to_owned(),
        },
        Some(reason) => Failure::StreamReset { error_code: format!("{reason:?}") },
        None => match error.get_io().map(std::io::Error::kind) {
            Some(std::io::ErrorKind::ConnectionReset) => Failure::ConnectionReset,
            _ => Failure::ResponseCut,
        },
    }
}
