//! HTTP/1.1 at the server: one request after the other on a connection (RFC 9112).

use super::{Answer, Answering, Content, Exact, HttpServer, IDLE_MAX, Interim, Service};
use crate::attribution::RequestKey;
use crate::codecs::http1::{self, Message, Parsed, Refusal, RequestLine, StatusLine};
use crate::roles::http_connection::HttpConnection;
use crate::simulation::{ReadError, Simulation};
use bytes::Bytes;
use core::iter::once;
use core::time::Duration;
use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::response::Parts;
use trace::{Afterwards, FieldLine};

/// Answers the requests of one connection until either side closes it.
pub async fn serve<S: Service>(server: HttpServer<S>, stream: HttpConnection) {
    let mut octets = Vec::new();
    let mut key = RequestKey::new(stream.peer(), 0);
    let mut has_continued = false;
    loop {
        match http1::parse_request(&octets) {
            Parsed::Incomplete => {
                if !has_continued && waits_for_continue(&octets) {
                    has_continued = true;
                    let interim = written_head(100, "Continue", &[]);
                    if stream.write_all(&interim).await.is_err() {
                        return;
                    }
                }
                match read(&server.simulation, &stream, octets.is_empty()).await {
                    Some(arrived) => octets.extend_from_slice(&arrived),
                    None => return,
                }
            }
            Parsed::Malformed(refusal) => {
                let answer = server.answer(Err(refusal), key, Interim::Unknown).await;
                let written = written(server.date(), answer, &Asked::badly());
                let _ = written.send(&server, &stream).await;
                return;
            }
            Parsed::Complete(request) => {
                let rest = octets.split_off(request.len);
                if server.options.answering == Answering::Never {
                    return stay_silent(&stream).await;
                }
                let interim = match request.start.minor_version {
                    0 => Interim::Unknown,
                    _ => Interim::Http1(&stream),
                };
                let asked = whole_request(&request, &octets);
                let answer = server.answer(asked, key, interim).await;
                let written = written(server.date(), answer, &Asked::by(&request));
                octets = rest;
                key.ordinal = key.ordinal.map(|ordinal| ordinal + 1);
                has_continued = false;
                let is_sent = written.send(&server, &stream).await.is_ok();
                if !is_sent || written.connection == Connection::Closes {
                    return;
                }
            }
        }
    }
}

/// What arrives next; `None` where nothing more does, or nothing came between two requests for
/// too long.
async fn read(simulation: &Simulation, stream: &HttpConnection, is_idle: bool) -> Option<Vec<u8>> {
    let read = match is_idle {
        true => simulation.timeout(IDLE_MAX, stream.read()).await?,
        false => stream.read().await,
    };
    read.ok().filter(|arrived| !arrived.is_empty())
}

/// Whether the client has sent a head and waits before it sends the content (RFC 9110 §10.1.1).
fn waits_for_continue(octets: &[u8]) -> bool {
    match http1::request_head(octets) {
        Ok(Some((start, lines, head_len))) => {
            let expects = lines.lists("expect", "100-continue");
            start.minor_version >= 1 && octets.len() == head_len && expects
        }
        Ok(None) | Err(_) => false,
    }
}

/// Reads until the client gives up.
async fn stay_silent(stream: &HttpConnection) {
    while stream.read().await.is_ok_and(|octets| !octets.is_empty()) {}
}

/// Sends the first half, and resets once it is on its way.
async fn reset_within(simulation: &Simulation, response: &[u8], stream: &HttpConnection) {
    // Should the client be gone already, there is nothing left to reset.
    let _ = stream.write_all(&response[..response.len() / 2]).await;
    reset(simulation, stream).await;
}

/// Resets a connection once what was written is on its way.
async fn reset(simulation: &Simulation, stream: &HttpConnection) {
    simulation.sleep(Duration::from_millis(1)).await;
    stream.abort();
}

/// What a response has to fit.
struct Asked<'a> {
    method: &'a str,
    minor_version: u8,
    connection: Connection,
}

/// What becomes of a connection behind a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// It takes the next request.
    Stays,
    /// It is closed.
    Closes,
    /// It is reset.
    Resets,
}

impl<'a> Asked<'a> {
    fn by(request: &'a Message<RequestLine>) -> Self {
        let RequestLine { method, minor_version, .. } = &request.start;
        let connection = match request.asks_to_close(*minor_version) {
            true => Connection::Closes,
            false => Connection::Stays,
        };
        Self { method, minor_version: *minor_version, connection }
    }

    /// By something that cannot be read.
    fn badly() -> Self {
        Self { method: "", minor_version: 1, connection: Connection::Closes }
    }
}

/// A response as it goes onto the wire.
struct Written {
    /// One, or the head and the chunks of a stream.
    pieces: Vec<Vec<u8>>,
    /// How long each piece takes to make behind the one before it.
    piece_work: Duration,
    connection: Connection,
}

impl Written {
    /// Sends each piece once it is made, unless the server breaks it off.
    async fn send<S>(
        &self,
        server: &HttpServer<S>,
        stream: &HttpConnection,
    ) -> Result<(), ReadError> {
        if server.options.answering == Answering::BrokenOff {
            reset_within(&server.simulation, &self.pieces.concat(), stream).await;
            return Err(ReadError::Reset);
        }
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                server.simulation.sleep(self.piece_work).await;
            }
            stream.write_all(piece).await?;
        }
        if self.connection == Connection::Resets {
            reset(&server.simulation, stream).await;
            return Err(ReadError::Reset);
        }
        Ok(())
    }
}

/// The response as it goes onto the wire, with Date (RFC 9110 §6.6.1).
fn written(date: String, answer: Answer, asked: &Asked<'_>) -> Written {
    let answer = match answer.content {
        Content::Exact(exact) => return written_exactly(date, &exact, asked),
        content => Answer { content, ..answer },
    };
    let is_length_missing = answer.is_length_missing();
    let Answer { head: Parts { status, headers, .. }, content } = answer;
    let mut lines = vec![line("Date", date)];
    lines.extend(headers.iter().map(field_line));
    let mut connection = asked.connection;
    let mut work = Duration::ZERO;
    let (first, others) = match content {
        Content::Exact(_) => unreachable!("it is written by itself"),
        Content::Whole(content) => {
            if is_length_missing {
                lines.push(line("Content-Length", content.len().to_string()));
            }
            (content.into(), Vec::new())
        }
        // RFC 9112 §6.3: where there are no chunks, the end of the connection ends the content.
        Content::Stream { pieces, piece_work, .. } if asked.minor_version == 0 => {
            (connection, work) = (Connection::Closes, piece_work);
            let pieces = pieces.into_iter().map(Vec::from);
            (Vec::new(), if asked.method == "HEAD" { Vec::new() } else { pieces.collect() })
        }
        Content::Stream { pieces, piece_work, trailers } => {
            work = piece_work;
            lines.push(line("Transfer-Encoding", "chunked".to_owned()));
            lines.extend(announced(&trailers));
            let chunks =
                if asked.method == "HEAD" { Vec::new() } else { chunked(&pieces, &trailers) };
            (Vec::new(), chunks)
        }
    };
    if connection == Connection::Closes {
        lines.push(line("Connection", "close".to_owned()));
    }
    let mut head = written_head(status.as_u16(), application::reason_phrase(status), &lines);
    head.extend(first);
    let pieces = once(head).chain(others).collect();
    Written { pieces, piece_work: work, connection }
}

/// To the letter.
fn written_exactly(date: String, exact: &Exact, asked: &Asked<'_>) -> Written {
    let connection = match exact.ends() {
        Afterwards::Stays => asked.connection,
        Afterwards::Closes => Connection::Closes,
        Afterwards::Resets => Connection::Resets,
    };
    let pieces = vec![exact.octets(date, asked.method)];
    Written { pieces, piece_work: Duration::ZERO, connection }
}

/// The field that tells which trailers will come (RFC 9110 §6.6.2).
fn announced(trailers: &HeaderMap) -> Option<FieldLine> {
    let names: Vec<String> = trailers.keys().map(|name| title_case(name.as_str())).collect();
    (!names.is_empty()).then(|| line("Trailer", names.join(", ")))
}

/// A chunk for each piece, and the last chunk with the trailer section (RFC 9112 §7.1).
fn chunked(pieces: &[Bytes], trailers: &HeaderMap) -> Vec<Vec<u8>> {
    let trailers: Vec<FieldLine> = trailers.iter().map(field_line).collect();
    let chunks = pieces.iter().map(|piece| http1::write_chunk(piece));
    chunks.chain([http1::write_last_chunk(&trailers)]).collect()
}

fn field_line((name, value): (&HeaderName, &HeaderValue)) -> FieldLine {
    line(&title_case(name.as_str()), String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn line(name: &str, value: String) -> FieldLine {
    FieldLine { name: name.to_owned(), value }
}

/// An interim response of any kind (RFC 9110 §15.2).
pub fn interim(status_code: u16, lines: &[FieldLine]) -> Vec<u8> {
    let status = StatusCode::from_u16(status_code).map(application::reason_phrase);
    written_head(status_code, status.unwrap_or_default(), lines)
}

/// 103 (RFC 8297 §2).
pub fn early_hints(link: &str) -> Vec<u8> {
    written_head(103, "Early Hints", &[line("Link", link.to_owned())])
}

fn written_head(status_code: u16, reason_phrase: &str, lines: &[FieldLine]) -> Vec<u8> {
    let reason_phrase = reason_phrase.to_owned();
    http1::write_response(&StatusLine { minor_version: 1, status_code, reason_phrase }, lines, &[])
}

/// `content-type` as most servers and all course texts write it: `Content-Type`.
fn title_case(name: &str) -> String {
    match name {
        "etag" => return "ETag".to_owned(),
        "www-authenticate" => return "WWW-Authenticate".to_owned(),
        _ => {}
    }
    let mut start_of_word = true;
    let capital = name.chars().map(|c| {
        let shown = if start_of_word { c.to_ascii_uppercase() } else { c };
        start_of_word = c == '-';
        shown
    });
    capital.collect()
}

/// The request as a service takes it.
fn whole_request(
    request: &Message<RequestLine>,
    octets: &[u8],
) -> Result<http::Request<Bytes>, Refusal> {
    let bad = |reason: String| Refusal { status_code: 400, reason };
    let RequestLine { method, target, .. } = &request.start;
    let target: http::Uri =
        target.parse().map_err(|error| bad(format!("request target: {error}")))?;
    let mut builder = http::Request::builder().method(method.as_str()).uri(target);
    for line in &request.field_lines {
        builder = builder.header(line.name.as_str(), line.value.as_str());
    }
    let content = Bytes::from(request.content_of(octets));
    builder.body(content).map_err(|error| bad(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes out where the length of the answer is not known beforehand.
    fn sent(method: &str, minor_version: u8) -> (String, Connection) {
        let digest = (HeaderName::from_static("content-digest"), HeaderValue::from_static("d"));
        let answer = Answer {
            content: Content::Stream {
                pieces: [&b"one\n"[..], b"two\n"].map(Bytes::from_static).into(),
                piece_work: Duration::ZERO,
                trailers: [digest].into_iter().collect(),
            },
            ..Answer::text(StatusCode::OK, "")
        };
        let asked = Asked { method, minor_version, connection: Connection::Stays };
        let Written { pieces, connection, .. } = written("today".to_owned(), answer, &asked);
        (String::from_utf8(pieces.concat()).expect("it is text"), connection)
    }

    #[test]
    fn the_end_of_the_connection_ends_a_stream_to_a_client_of_http_1_0() {
        let head = "HTTP/1.1 200 OK\r\nDate: today\r\n\
                    Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n";
        assert_eq!(sent("GET", 0), (format!("{head}one\ntwo\n"), Connection::Closes));
        assert_eq!(sent("HEAD", 0), (head.to_owned(), Connection::Closes));
    }

    #[test]
    fn chunks_end_a_stream_and_the_connection_stays() {
        let (written, connection) = sent("GET", 1);
        let (head, chunks) = written.split_once("\r\n\r\n").expect("a head has an end");
        assert!(head.ends_with("Transfer-Encoding: chunked\r\nTrailer: Content-Digest"), "{head}");
        assert!(chunks.starts_with("4\r\none\n\r\n4\r\ntwo\n\r\n0\r\nContent-Digest: "));
        assert_eq!(connection, Connection::Stays);
        let (head, _) = sent("HEAD", 1);
        assert!(head.ends_with("\r\n\r\n"), "no content: {head}");
    }
}
