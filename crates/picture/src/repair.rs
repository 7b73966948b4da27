//! Why a segment is sent again.

use trace::{Packet, PacketId, Trace, Transport};

/// How far back is looked: a window holds no more.
const LOOK_BACK_MAX: usize = 2_000;
/// How many times the peer says the same before that counts as a loss (RFC 5681 §3.2).
const DUPLICATES_MIN: usize = 3;
/// A retransmission timeout is a second at least (RFC 6298 §2.4).
const TIMEOUT_NS_MIN: u64 = 1_000_000_000;

/// Why a segment is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// No acknowledgment came in time (RFC 6298 §5).
    Timeout,
    /// The peer has asked for it again and again: fast retransmit (RFC 5681 §3.2).
    DuplicateAcks,
    /// It follows one that was lost, and the sender does not look what of it has arrived.
    Behind,
}

/// Why this packet sends the octets of `first` again.
pub(crate) fn cause_of_repair(trace: &Trace, packet: &Packet, first: PacketId) -> Cause {
    let Some(own) = Segment::of(packet) else { return Cause::Timeout };
    let end = packet.id.0 as usize;
    let start = end.saturating_sub(LOOK_BACK_MAX);
    // The acknowledgment that the others repeat may be older than what was lost.
    if is_asked_for_again(&trace.packets[start..end], packet, &own) {
        return Cause::DuplicateAcks;
    }
    let since = &trace.packets[start.max(first.0 as usize)..end];
    let is_ahead = |earlier: &&Packet| {
        let segment = Segment::of(earlier).filter(|segment| segment.ends == own.ends);
        segment.is_some_and(|segment| {
            segment.is_repair
                && is_before(segment.seg_seq, own.seg_seq)
                && packet.sent_at.0 - earlier.sent_at.0 < TIMEOUT_NS_MIN
        })
    };
    if since.iter().rev().any(|earlier| is_ahead(&earlier)) {
        return Cause::Behind;
    }
    Cause::Timeout
}

/// Whether the third acknowledgment that says the same arrives at the instant of this packet.
fn is_asked_for_again(before: &[Packet], packet: &Packet, own: &Segment) -> bool {
    let peer = (own.ends.1, own.ends.0);
    let mut n_duplicates = 0;
    let mut last_ack = None;
    for earlier in before.iter().filter(|earlier| earlier.content.is_empty()) {
        let Some(segment) = Segment::of(earlier).filter(|segment| segment.ends == peer) else {
            continue;
        };
        if earlier.received_at.is_none_or(|at| at > packet.sent_at) {
            continue;
        }
        n_duplicates = if segment.seg_ack == last_ack { n_duplicates + 1 } else { 0 };
        last_ack = segment.seg_ack;
        if n_duplicates >= DUPLICATES_MIN
            && last_ack == Some(own.seg_seq)
            && earlier.received_at == Some(packet.sent_at)
        {
            return true;
        }
    }
    false
}

fn is_before(earlier: u32, later: u32) -> bool {
    (later.wrapping_sub(earlier) as i32) > 0
}

/// What of a TCP segment matters here.
struct Segment {
    /// Host and port of sender and receiver.
    ends: (End, End),
    seg_seq: u32,
    seg_ack: Option<u32>,
    is_repair: bool,
}

type End = (trace::HostId, u16);

impl Segment {
    fn of(packet: &Packet) -> Option<Self> {
        match packet.transport {
            Transport::Tcp {
                source_port,
                destination_port,
                seg_seq,
                seg_ack,
                retransmission_of,
                ..
            } => {
                let ends = ((packet.from, source_port), (packet.to, destination_port));
                let is_repair = retransmission_of.is_some();
                Some(Self { ends, seg_seq, seg_ack, is_repair })
            }
            Transport::Udp { .. } | Transport::Other(_) => None,
        }
    }
}
