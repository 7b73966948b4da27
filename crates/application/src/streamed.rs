//! Content that is sent piece by piece, because nobody knows beforehand how long it will be.

use axum::body::{Bytes, HttpBody};
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use http_body::Frame;
use std::collections::VecDeque;

/// Stands in the extensions of a response whose content is a stream without a length: the server
/// sends each frame of it on its own, also to tell what it says of the whole behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streamed;

/// A body of lines, a frame for each.
pub(crate) struct Lines(pub VecDeque<String>);

impl HttpBody for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|line| Ok(Frame::data(line.into()))))
    }
}
