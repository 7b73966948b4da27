//! The origin server's side of HTTP/2: a task for each stream of a connection (RFC 9113 §5).

use super::http_connection::{HttpConnection, HttpIo};
use super::origin_server::{IDLE_MAX, OriginServer, ServerFault};
use super::outgoing::{CONTENT_DIGEST, Interim, Outgoing, PIECE_WORK, content_digest, interim};
use crate::attribution::RequestKey;
use crate::http1::{self, FIELD_LINES_MAX, HEAD_LEN_MAX, REQUEST_CONTENT_LEN_MAX, Refusal};
use axum::body::Body;
use bytes::Bytes;
use core::cell::Cell;
use core::future::poll_fn;
use core::time::Duration;
use futures_util::FutureExt as _;
use h2::server::SendResponse;
use h2::{RecvStream, SendStream};
use http::header::{self, HeaderValue};
use std::rc::Rc;

/// How many requests a client may have under way.
const STREAMS_MAX: u32 = 100;

/// Answers the requests of one connection until either side closes it.
pub async fn serve(server: OriginServer, stream: HttpConnection) {
    let client_port = stream.peer_port();
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
        let key = RequestKey::new(client_port, respond.stream_id().as_u32());
        n_streams.set(n_streams.get() + 1);
        let (server, stream) = (server.clone(), Rc::clone(&stream));
        let n_streams = Rc::clone(&n_streams);
        server.simulation.clone().spawn(async move {
            answer(server, &stream, key, request, respond).await;
            n_streams.set(n_streams.get() - 1);
        });
    }
}

async fn answer(
    server: OriginServer,
    stream: &HttpConnection,
    key: RequestKey,
    request: http::Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
) {
    let Some(request) = application_request(request, &mut respond).await else { return };
    if server.fault == Some(ServerFault::Silent) {
        // Until the client gives up.
        let _ = poll_fn(|context| respond.poll_reset(context)).await;
        return;
    }
    let response = server.answer(request, key, Interim::Http2(&mut respond)).await;
    let (mut parts, outgoing) = Outgoing::of(response).await;
    let date = HeaderValue::from_str(&server.date()).expect("a date is visible ASCII");
    parts.headers.insert(header::DATE, date);
    let (content, is_length_missing) = match outgoing {
        Outgoing::Whole { content, is_length_missing } => (content, is_length_missing),
        Outgoing::Stream(pieces) => {
            return stream_out(&server, stream, parts, pieces, respond).await;
        }
    };
    if is_length_missing {
        parts.headers.insert(header::CONTENT_LENGTH, content.len().into());
    }
    let head = http::Response::from_parts(parts, ());
    let ends = content.is_empty() && !server.breaks_off();
    let Ok(mut sender) = respond.send_response(head, ends) else { return };
    if server.breaks_off() {
        send(&mut sender, content.slice(..content.len() / 2), false).await;
        server.simulation.sleep(Duration::from_millis(1)).await;
        return stream.abort();
    }
    if !content.is_empty() {
        send(&mut sender, content, true).await;
    }
}

/// Sends a frame for each piece, and a digest of all in the trailer section (RFC 9113 §8.1). Where
/// there are no pieces, the head is all: of an answer to HEAD.
async fn stream_out(
    server: &OriginServer,
    stream: &HttpConnection,
    mut parts: http::response::Parts,
    pieces: Vec<Bytes>,
    mut respond: SendResponse<Bytes>,
) {
    parts.headers.insert(header::TRAILER, HeaderValue::from(CONTENT_DIGEST));
    let head = http::Response::from_parts(parts, ());
    let ends = pieces.is_empty() && !server.breaks_off();
    let Ok(mut sender) = respond.send_response(head, ends) else { return };
    let n_sent = if server.breaks_off() { 1 } else { pieces.len() };
    for piece in pieces.iter().take(n_sent) {
        server.simulation.sleep(PIECE_WORK).await;
        send(&mut sender, piece.clone(), false).await;
    }
    if server.breaks_off() {
        server.simulation.sleep(PIECE_WORK).await;
        return stream.abort();
    }
    if !pieces.is_empty() {
        let digest = (CONTENT_DIGEST, content_digest(&pieces));
        // A client that wants no more of it needs no digest.
        let _ = sender.send_trailers([digest].into_iter().collect());
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

/// The request as the application takes it: as with HTTP/1.1, with a target in origin-form and
/// Host. `None` where the client has broken it off.
async fn application_request(
    request: http::Request<RecvStream>,
    respond: &mut SendResponse<Bytes>,
) -> Option<Result<http::Request<Body>, Refusal>> {
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
                    let _ = respond.send_informational(interim(http::StatusCode::CONTINUE));
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
    Some(Ok(http::Request::from_parts(parts, Body::from(content))))
}
