//! How a receiver finds the end of a response's content (RFC 9112 §6.3, RFC 9113 §8.1).

use trace::Content;

/// How the end of the content is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// There is none, or its length is told beforehand, or the connection ends with it.
    Length,
    /// By the chunk that is empty.
    Chunks,
    /// By the frame that ends the stream, and no length is told.
    Frames,
}

/// How the end of the content of a response is found; of anything else, by its length.
pub(super) fn framing(content: &Content) -> Framing {
    let Content::HttpResponse { field_lines, body, .. } = content else { return Framing::Length };
    match content.is_http2() {
        _ if body.iter().all(|range| range.is_empty()) => Framing::Length,
        true if field_lines.has("content-length") => Framing::Length,
        true => Framing::Frames,
        false if field_lines.has("transfer-encoding") => Framing::Chunks,
        false => Framing::Length,
    }
}
