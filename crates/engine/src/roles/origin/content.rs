//! The application's response as the server sends it.

use crate::roles::http_server::{Answer, Content};
use application::Streamed;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use core::time::Duration;
use http::header::{HeaderName, HeaderValue};
use http_body_util::BodyExt as _;
use ring::digest::{Context, SHA256};

/// How long the next piece of a stream takes to make: chosen.
const PIECE_WORK: Duration = Duration::from_millis(1);

/// The field that tells a digest of the content (RFC 9530 §2).
const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");

/// Takes a response apart.
pub async fn answer(response: Response) -> Answer {
    let (mut head, mut body) = response.into_parts();
    if head.extensions.remove::<Streamed>().is_none() {
        let content = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        return Answer { head, content: Content::Whole(content) };
    }
    let mut pieces = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        pieces.extend(frame.into_data().ok().filter(|piece| !piece.is_empty()));
    }
    let trailers = [(CONTENT_DIGEST, content_digest(&pieces))].into_iter().collect();
    Answer { head, content: Content::Stream { pieces, piece_work: PIECE_WORK, trailers } }
}

/// The value of Content-Digest for these pieces together (RFC 9530 §2): known once the last one
/// is.
fn content_digest(pieces: &[Bytes]) -> HeaderValue {
    let mut context = Context::new(&SHA256);
    pieces.iter().for_each(|piece| context.update(piece));
    let digest = STANDARD.encode(context.finish());
    HeaderValue::from_str(&format!("sha-256=:{digest}:")).expect("base64 is visible ASCII")
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
