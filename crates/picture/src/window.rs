//! What a segment says of the receive window (RFC 9293 §3.8.6): that it is closed, that it is open
//! again, or the question whether it is.

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
    let ports = ports(packet)?;
    let (from, to, ports) = match side {
        Side::Own => (packet.from, packet.to, ports),
        Side::Peer => (packet.to, packet.from, (ports.1, ports.0)),
    };
    let mut before = trace.packets[..packet.id.0 as usize].iter().rev().take(LOOK_BACK_MAX);
    before.find_map(|earlier| match &earlier.transport {
        Transport::Tcp { source_port, destination_port, seg_ack, seg_wnd, control, .. }
            if (earlier.from, earlier.to) == (from, to)
                && (*source_port, *destination_port) == ports =>
        {
            Some((*seg_ack, *seg_wnd, *control))
        }
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => None,
    })
}

fn ports(packet: &Packet) -> Option<(u16, u16)> {
    match packet.transport {
        Transport::Tcp { source_port, destination_port, .. } => {
            Some((source_port, destination_port))
        }
        Transport::Udp { .. } | Transport::Other(_) => None,
    }
}
