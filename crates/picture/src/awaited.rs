//! A request whose content waits for a word of the server: its head travels first, and the content
//! once it is asked for, or once the client has waited long enough (RFC 9110 §10.1.1).

use crate::tcp::repeated;
use core::time::Duration;
use trace::{Content, Instant, Message, PacketId, Trace};

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

/// Where no word comes, a client waits for about a second; what is under way takes less.
const WAIT_MIN: Duration = Duration::from_millis(900);

/// Whether a request asks before it sends its content.
pub(crate) fn expects_continue(content: &Content) -> bool {
    match content {
        Content::HttpRequest { field_lines, .. } => field_lines.lists("expect", "100-continue"),
        Content::HttpResponse { .. }
        | Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::Tls { .. }
        | Content::Http2Control { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_) => false,
    }
}

/// The packet that starts the content of a request which waited before it sent that.
pub(crate) fn content_packet(trace: &Trace, message: &Message) -> Option<PacketId> {
    if !expects_continue(&message.content) {
        return None;
    }
    let packets = || message.packets.iter().map(|id| trace.packet(*id));
    let later = match asked_for_at(trace, message) {
        Some(at) => packets().skip(1).find(|packet| packet.sent_at >= at),
        None => packets()
            .zip(packets().skip(1))
            .find(|(before, packet)| packet.sent_at - before.sent_at >= WAIT_MIN)
            .map(|(_, packet)| packet),
    };
    later.map(|packet| packet.id)
}

/// When the server's word for the content arrived.
pub(crate) fn asked_for_at(trace: &Trace, message: &Message) -> Option<Instant> {
    let interim = trace.exchange(message.exchange?).interim_responses.iter();
    let continues = interim.map(|id| trace.message(*id)).filter(|interim| {
        matches!(interim.content, Content::HttpResponse { status_code: 100, .. })
    });
    continues.filter_map(|interim| interim.received_at).find(|at| *at >= message.sent_at)
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
