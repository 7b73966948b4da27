//! A request whose content waits for a word of the server: its head travels first, and the content
//! once it is asked for, or once the client has waited long enough (RFC 9110 §10.1.1).

use crate::tcp::repeated;
use trace::{Instant, Message, PacketId, Trace};

/// What of its message an arrow shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// All of it.
    Whole,
    /// The head of a request whose content is sent later, or never.
    Head,
    /// The content of a request, after a wait.
    Content,
}

/// When what stands before this packet of a message had arrived; `None` if it never did.
pub(crate) fn head_received_at(
    trace: &Trace,
    message: &Message,
    content: PacketId,
) -> Option<Instant> {
    let head = message.packets.iter().take_while(|id| **id != content);
    let arrived = |id: &PacketId| {
        let repeats = trace.packets.iter().filter(|packet| repeated(packet) == Some(*id));
        let first = trace.packet(*id).received_at;
        first.or_else(|| repeats.filter_map(|packet| packet.received_at).min())
    };
    head.map(arrived).try_fold(Instant::ZERO, |last, at| at.map(|at| last.max(at)))
}
