//! HTTP/2 at the server: a task for each stream of a connection (RFC 9113 §5).

use super::interim::interim_head;
use super::{Answer, Answering, Content, Exact, HttpServer, IDLE_MAX, Interim, Service};
use crate::attribution::RequestKey;
use crate::codecs::http1::{self, FIELD_LINES_MAX, HEAD_LEN_MAX, REQUEST_CONTENT_LEN_MAX, Refusal};
use crate::roles::http_connection::{HttpConnection, HttpIo};
use bytes::Bytes;
use core::cell::Cell;
use core::future::poll_fn;
use core::time::Duration;
use futures_util::FutureExt as _;
use h2::server::SendResponse;
use h2::{RecvStream, SendStream};
use http::header::{self, HeaderMap, HeaderValue};
use http::response::Parts;
use std::rc::Rc;
use trace::Afterwards;

/// How many requests a client may have under way.
const STREAMS_MAX: u32 = 100;

/// Answers the requests of one connection until either side closes it.
pub async fn serve<S: Service>(server: HttpServer<S>, stream: HttpConnection) {
    let client = stream.peer();
    let stream = Rc::new(stream);
    // Streams that were reset are not remembered for a while: h2 would read a clock for that.
    let handshake = h2::server::Builder::new()
        .max_concurrent_reset_streams(0)
        .max_concurrent_streams(STREAMS_MAX)
        .handshake::<_, Bytes>(HttpIo::shared(&stream));
    // What went wrong, the frames that h2 sends have told the client.
    let Ok(mut connection) = handshake.await else { return };
    let n_streams = Rc::new(Cell::new(0u32));
    loop {
        let accepted = server.simulation.timeout(IDLE_MAX, connection.accept()).await;
        let (request, respond) = match accepted {
            Some(Some(Ok(accepted))) => accepted,
            Some(Some(Err(_)) | None) => return,
            None => {
                if n_streams.get() == 0 {
                    connection.graceful_shutdown();
                }
                continue;
            }
        };
        let key = RequestKey::new(client, respond.stream_id().as_u32());
        n_streams.set(n_streams.get() + 1);
        let (server, stream) = (server.clone(), Rc::clone(&stream));
        let n_streams = Rc::clone(&n_streams);
        server.simulation.clone().spawn(async move {
            answer(server, &stream, key, request, respond).await;
            n_streams.set(n_streams.get() - 1);
        });
    }
}

async fn answer<S: Service>(
    server: HttpServer<S>,
    stream: &HttpConnection,
    key: RequestKey,
    request: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
) {
    let Some(request) = whole_request(request, &mut respond).await else { return };
    if server.options.answering == Answering::Never {
        // Until the client gives up.
        let _ = poll_fn(|context| respond.poll_reset(context)).await;
        return;
    }
    let method = request.as_ref().map_or(String::new(), |request| request.method().to_string());
    let answer = server.answer(request, key, Interim::Http2(&mut respond)).await;
    let answer = match answer.content {
        Content::Exact(exact) => {
            return send_exactly(&server, stream, &exact, &method, respond).await;
        }
        content => Answer { content, ..answer },
    };
    let is_length_missing = answer.is_length_missing();
    let Answer { mut head, content } = answer;
    let date = HeaderValue::from_str(&server.date()).expect("a date is visible ASCII");
    head.headers.insert(header::DATE, date);
    let content = match content {
        Content::Exact(_) => unreachable!("it is sent by itself"),
        Content::Whole(content) => content,
        Content::Stream { pieces, piece_work, trailers } => {
            let stream_out = StreamOut { head, pieces, piece_work, trailers };
            return stream_out.send(&server, stream, respond).await;
        }
    };
    if is_length_missing {
        head.headers.insert(header::CONTENT_LENGTH, content.len().into());
    }
    let breaks_off = server.options.answering == Answering::BrokenOff;
    let head = http::Response::from_parts(head, ());
    let ends = content.is_empty() && !breaks_off;
    let Ok(mut sender) = respond.send_response(head, ends) else { return };
    if breaks_off {
        send(&mut sender, content.slice(..content.len() / 2), false).await;
        server.simulation.sleep(Duration::from_millis(1)).await;
        return stream.abort();
    }
    if !content.is_empty() {
        send(&mut sender, content, true).await;
    }
}

/// A response to the letter, as far as HTTP/2 can say it.
async fn send_exactly<S: Service>(
    server: &HttpServer<S>,
    stream: &HttpConnection,
    exact: &Exact,
    method: &str,
    mut respond: SendResponse<Bytes>,
) {
    let content = Bytes::copy_from_slice(exact.frames(method));
    let resets = exact.afterwards == Afterwards::Resets;
    let head = exact.head(&server.date());
    let ends = content.is_empty() && !resets;
    let Ok(mut sender) = respond.send_response(head, ends) else { return };
    if !content.is_empty() {
        send(&mut sender, content, !resets).await;
    }
    if resets {
        server.simulation.sleep(Duration::from_millis(1)).await;
        stream.abort();
    }
}

/// A response whose content comes piece by piece.
struct StreamOut {
    head: Parts,
    pieces: Vec<Bytes>,
    piece_work: Duration,
    trailers: HeaderMap,
}

impl StreamOut {
    /// Sends a frame for each piece, and the trailer section behind them (RFC 9113 §8.1). Where
    /// there are no pieces, the head is all: of an answer to HEAD.
    async fn send<S>(
        self,
        server: &HttpServer<S>,
        stream: &HttpConnection,
        mut respond: SendResponse<Bytes>,
    ) {
        let Self { mut head, pieces, piece_work, trailers } = self;
        for name in trailers.keys() {
            head.headers.append(header::TRAILER, HeaderValue::from(name.clone()));
        }
        let breaks_off = server.options.answering == Answering::BrokenOff;
        let ends = pieces.is_empty() && !breaks_off;
        let head = http::Response::from_parts(head, ());
        let Ok(mut sender) = respond.send_response(head, ends) else { return };
        let n_sent = if breaks_off { 1 } else { pieces.len() };
        for piece in pieces.iter().take(n_sent) {
            server.simulation.sleep(piece_work).await;
            send(&mut sender, piece.clone(), false).await;
        }
        if breaks_off {
            server.simulation.sleep(piece_work).await;
            return stream.abort();
        }
        // A client that wants no more of it needs no end either.
        let _ = match (pieces.is_empty(), trailers.is_empty()) {
            (true, _) => Ok(()),
            (false, true) => sender.send_data(Bytes::new(), true),
            (false, false) => sender.send_trailers(trailers),
        };
    }
}

/// Sends content as the client makes room for it; a client that wants no more of it gets no more.
async fn send(sender: &mut SendStream<Bytes>, mut content: Bytes, ends: bool) {
    while !content.is_empty() {
        sender.reserve_capacity(content.len());
        let Some(Ok(room)) = poll_fn(|context| sender.poll_capacity(context)).await else { return };
        let part = content.split_to(room.min(content.len()));
        if sender.send_data(part, ends && content.is_empty()).is_err() {
            return;
        }
    }
}

/// The bounds of HTTP/1.1 hold here too.
fn check_field_lines(fields: &http::HeaderMap) -> Result<(), Refusal> {
    let len: usize = fields.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if fields.len() > FIELD_LINES_MAX {
        let reason = format!("over {FIELD_LINES_MAX} header lines");
        Err(Refusal { status_code: 431, reason })
    } else if len > HEAD_LEN_MAX {
        Err(http1::head_too_long())
    } else {
        Ok(())
    }
}

/// The request as a service takes it: as with HTTP/1.1, with a target in origin-form and
/// Host. `None` where the client has broken it off.
async fn whole_request(
    request: http::Request<RecvStream>,
    respond: &mut SendResponse<Bytes>,
) -> Option<Result<http::Request<Bytes>, Refusal>> {
    let (mut parts, mut body) = request.into_parts();
    if let Err(refusal) = check_field_lines(&parts.headers) {
        return Some(Err(refusal));
    }
    let too_large = || {
        let reason = format!("more than {REQUEST_CONTENT_LEN_MAX} octets of content");
        Some(Err(Refusal { status_code: 413, reason }))
    };
    let told_len = parts.headers.get(header::CONTENT_LENGTH).and_then(|len| len.to_str().ok());
    if told_len
        .and_then(|len| len.parse().ok())
        .is_some_and(|len: u64| len > REQUEST_CONTENT_LEN_MAX as u64)
    {
        return too_large();
    }
    let expect = parts.headers.get(header::EXPECT).and_then(|value| value.to_str().ok());
    let mut client_waits = expect.is_some_and(http1::is_continue);
    let mut content = Vec::new();
    loop {
        let part = match body.data().now_or_never() {
            Some(part) => part,
            None => {
                if core::mem::take(&mut client_waits) {
                    // A client that is gone is found out below.
                    let _ = respond.send_informational(interim_head(http::StatusCode::CONTINUE));
                }
                body.data().await
            }
        };
        let Some(part) = part else { break };
        let part = part.ok()?;
        let _ = body.flow_control().release_capacity(part.len());
        content.extend_from_slice(&part);
        if content.len() > REQUEST_CONTENT_LEN_MAX {
            return too_large();
        }
    }
    let authority = parts.uri.authority().map(|authority| authority.as_str().to_owned());
    if let Some(host) = authority.and_then(|host| HeaderValue::from_str(&host).ok()) {
        parts.headers.entry(header::HOST).or_insert(host);
    }
    let mut target = http::uri::Parts::default();
    target.path_and_query = parts.uri.path_and_query().cloned();
    parts.uri = http::Uri::from_parts(target).unwrap_or_default();
    Some(Ok(http::Request::from_parts(parts, Bytes::from(content))))
}
