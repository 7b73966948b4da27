//! What an origin server sends, whichever version of HTTP it goes out with.

use super::http_connection::HttpConnection;
use super::http1_server;
use application::Streamed;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use core::time::Duration;
use h2::server::SendResponse;
use http::header::{self, HeaderName, HeaderValue};
use http::response::Parts;
use http_body_util::BodyExt as _;
use ring::digest::{Context, SHA256};

/// How long the next piece of a stream takes to make: chosen.
pub const PIECE_WORK: Duration = Duration::from_millis(1);

/// The field that tells a digest of the content (RFC 9530 §2).
pub const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// The content of a response.
pub enum Outgoing {
    /// In one piece.
    Whole {
        /// The octets.
        content: Bytes,
        /// Whether their count is still to be told.
        is_length_missing: bool,
    },
    /// Piece by piece, of a length that is not known when the response begins.
    Stream(Vec<Bytes>),
}

impl Outgoing {
    /// Takes a response apart. The length is not told where there cannot be content (RFC 9110
    /// §8.6).
    pub async fn of(response: Response) -> (Parts, Self) {
        let (mut parts, mut body) = response.into_parts();
        if parts.extensions.remove::<Streamed>().is_none() {
            let content = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
            let is_framed = parts.headers.contains_key(header::CONTENT_LENGTH)
                || parts.status.is_informational()
                || matches!(parts.status.as_u16(), 204 | 304);
            return (parts, Self::Whole { content, is_length_missing: !is_framed });
        }
        let mut pieces = Vec::new();
        while let Some(Ok(frame)) = body.frame().await {
            pieces.extend(frame.into_data().ok().filter(|piece| !piece.is_empty()));
        }
        (parts, Self::Stream(pieces))
    }
}

/// The value of Content-Digest for these pieces together (RFC 9530 §2): known once the last one
/// is.
pub fn content_digest(pieces: &[Bytes]) -> HeaderValue {
    let mut context = Context::new(&SHA256);
    pieces.iter().for_each(|piece| context.update(piece));
    let digest = STANDARD.encode(context.finish());
    HeaderValue::from_str(&format!("sha-256=:{digest}:")).expect("base64 is visible ASCII")
}

/// Where a response that is not yet the answer goes (RFC 9110 §15.2).
pub enum Interim<'a> {
    /// Nowhere: a client of HTTP/1.0 does not know such responses.
    Unknown,
    /// Onto the connection.
    Http1(&'a HttpConnection),
    /// Onto the stream of the request.
    Http2(&'a mut SendResponse<Bytes>),
}

impl Interim<'_> {
    /// Sends 103 with a field Link (RFC 8297 §2). That the client is gone, the answer will find.
    pub async fn early_hints(&mut self, link: &'static str) {
        match self {
            Self::Unknown => {}
            Self::Http1(stream) => {
                let _ = stream.write_all(&http1_server::early_hints(link)).await;
            }
            Self::Http2(respond) => {
                let mut head = interim(http::StatusCode::EARLY_HINTS);
                head.headers_mut().insert(header::LINK, HeaderValue::from_static(link));
                let _ = respond.send_informational(head);
            }
        }
    }
}

/// The head of an interim response over HTTP/2 (RFC 9113 §8.1).
pub fn interim(status: http::StatusCode) -> http::Response<()> {
    let mut head = http::Response::new(());
    *head.status_mut() = status;
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_does_not_depend_on_the_pieces() {
        let whole = content_digest(&[Bytes::from_static(b"{\"hello\": \"world\"}\n")]);
        // RFC 9530 appendix D.
        assert_eq!(whole, "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
        let [first, second] = [&b"{\"hello\": "[..], b"\"world\"}\n"].map(Bytes::from_static);
        assert_eq!(content_digest(&[first, second]), whole);
    }
}
