//! What a segment says of the receive window (RFC 9293 §3.8.6): that it is closed, that it is open
//! again, or the question whether it is; and the one that says nothing new at all.

use trace::{ControlBits, Packet, Trace, Transport};

/// How far back is looked for the segment before: a window holds no more.
const LOOK_BACK_MAX: usize = 2_000;

/// What a segment says of a receive window, where it says something beyond a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WindowNews {
    /// There is no room left.
    Closed,
    /// There is more room than was told before; nothing else is new.
    Opened,
    /// One octet, sent to learn whether there is room again.
    Probe,
}

/// What a packet says of a receive window.
pub(crate) fn window_news(trace: &Trace, packet: &Packet) -> Option<WindowNews> {
    let Transport::Tcp { seg_ack, seg_wnd, control, .. } = &packet.transport else { return None };
    if control.syn || control.fin || control.rst {
        return None;
    }
    match packet.content.len() {
        0 if *seg_wnd == 0 => Some(WindowNews::Closed),
        0 => {
            let (earlier_ack, earlier_wnd, _) = segment_before(trace, packet, Side::Own)?;
            let is_news = earlier_ack == *seg_ack && earlier_wnd < *seg_wnd;
            is_news.then_some(WindowNews::Opened)
        }
        1 => {
            let (_, peers_wnd, peers_control) = segment_before(trace, packet, Side::Peer)?;
            let is_closed = peers_wnd == 0 && !peers_control.rst;
            is_closed.then_some(WindowNews::Probe)
        }
        _ => None,
    }
}

/// Whether a segment only repeats the acknowledgment before it, because what follows a gap has
/// arrived: a duplicate acknowledgment (RFC 5681 §2).
pub(crate) fn is_duplicate_ack(trace: &Trace, packet: &Packet) -> bool {
    let Transport::Tcp { seg_ack: Some(seg_ack), control, .. } = packet.transport else {
        return false;
    };
    let says_more = control.syn || control.fin || control.rst || !packet.content.is_empty();
    !says_more && repeats_ack(trace, packet) && has_received_behind(trace, packet, seg_ack)
}

/// Whether a segment acknowledges nothing that the one before it did not.
pub(crate) fn repeats_ack(trace: &Trace, packet: &Packet) -> bool {
    let Transport::Tcp { seg_ack, seg_wnd, .. } = packet.transport else { return false };
    seg_ack.is_some()
        && segment_before(trace, packet, Side::Own)
            .is_some_and(|before| (before.0, before.1) == (seg_ack, seg_wnd))
}

/// Whether octets behind this acknowledgment have reached its sender.
fn has_received_behind(trace: &Trace, packet: &Packet, seg_ack: u32) -> bool {
    let peers = packet.tcp_ends().map(|[own, other]| [other, own]);
    let mut before = trace.packets[..packet.id.0 as usize].iter().rev().take(LOOK_BACK_MAX);
    before.any(|earlier| match earlier.transport {
        Transport::Tcp { seg_seq, .. } => {
            earlier.tcp_ends() == peers
                && !earlier.content.is_empty()
                && earlier.received_at.is_some_and(|at| at <= packet.sent_at)
                && (seg_seq.wrapping_sub(seg_ack) as i32) > 0
        }
        Transport::Udp { .. } | Transport::Other(_) => false,
    })
}

/// Whose segment is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Own,
    Peer,
}

/// SEG.ACK, SEG.WND and control bits of the last segment of this connection before a packet.
fn segment_before(
    trace: &Trace,
    packet: &Packet,
    side: Side,
) -> Option<(Option<u32>, u16, ControlBits)> {
    let [own, other] = packet.tcp_ends()?;
    let ends = match side {
        Side::Own => [own, other],
        Side::Peer => [other, own],
    };
    let mut before = trace.packets[..packet.id.0 as usize].iter().rev().take(LOOK_BACK_MAX);
    before.find_map(|earlier| match earlier.transport {
        Transport::Tcp { seg_ack, seg_wnd, control, .. } if earlier.tcp_ends() == Some(ends) => {
            Some((seg_ack, seg_wnd, control))
        }
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => None,
    })
}
