//! A response while it arrives: what was read of it is not read again.

use super::response_head::response_head_from;
use super::{
    Chunks, Framing, Head, Message, Parsed, Refusal, StatusLine, content_behind, refuse,
    response_framing,
};

/// What is known so far of one response.
#[derive(Default)]
pub struct ResponseReader {
    /// How many octets were searched for the end of the head.
    searched: usize,
    head: Option<Framed>,
}

/// A head that was read, and what follows from it.
struct Framed {
    head: Head<StatusLine>,
    framing: Framing,
    chunks: Chunks,
}

impl ResponseReader {
    /// Reads a response to a request with `method` from the start of `octets`: those of the last
    /// time, and what has come since. `closed` says whether the connection ended behind them.
    pub fn read(&mut self, octets: &[u8], method: &str, closed: bool) -> Parsed<StatusLine> {
        let framed = match self.head.take() {
            Some(framed) => Ok(Some(framed)),
            None => self.framed(octets, method),
        };
        let mut framed = match framed {
            Ok(Some(framed)) => framed,
            Ok(None) => return Parsed::Incomplete,
            Err(refusal) => return Parsed::Malformed(refusal),
        };
        let head_len = framed.head.2;
        let rest = content_behind(octets, head_len, &framed.framing, closed, &mut framed.chunks);
        match rest {
            Ok(Some((content, trailers, len))) => {
                let (start, field_lines, _) = framed.head;
                Parsed::Complete(Message { start, field_lines, content, trailers, len })
            }
            Ok(None) => {
                self.head = Some(framed);
                Parsed::Incomplete
            }
            Err(reason) => refuse(400, reason),
        }
    }

    fn framed(&mut self, octets: &[u8], method: &str) -> Result<Option<Framed>, Refusal> {
        let Some(head) = response_head_from(octets, &mut self.searched)? else { return Ok(None) };
        let framing = response_framing(&head.0, method, &head.1)?;
        let chunks = Chunks::behind(head.2);
        Ok(Some(Framed { head, framing, chunks }))
    }
}
