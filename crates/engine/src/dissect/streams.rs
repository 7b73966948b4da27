//! TCP streams put together again from what the tap saw, without any host's help.
//!
//! Works in sequence space (RFC 9293 §3.4): SYN and FIN count as one octet each. Where octets were
//! sent more than once, they belong to the packet that sent them first and arrive when the
//! earliest copy does.

use std::collections::BTreeMap;
use std::net::IpAddr;
use trace::{ControlBits, HostId, Instant, OctetRange, PacketId};

/// One direction of one connection: who to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Direction {
    /// Source address and port.
    pub source: (IpAddr, u16),
    /// Destination address and port.
    pub destination: (IpAddr, u16),
}

impl Direction {
    /// The other direction of the same connection.
    pub fn reversed(self) -> Self {
        Self { source: self.destination, destination: self.source }
    }
}

/// A segment, as far as streams care.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// The packet that carried it.
    pub packet: PacketId,
    /// SEG.SEQ.
    pub seg_seq: u32,
    /// SEG.WND, before scaling.
    pub seg_wnd: u16,
    /// Its control bits.
    pub control: ControlBits,
    /// Its text in the arena.
    pub octets: OctetRange,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it arrived, if it did.
    pub received_at: Option<Instant>,
}

/// Some octets that were first sent together.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// The packet that carried them first.
    pub packet: PacketId,
    /// Where they are in the arena; empty for SYN and FIN.
    pub octets: OctetRange,
    /// When they were first sent.
    pub sent_at: Instant,
    /// When the earliest copy arrived.
    pub received_at: Option<Instant>,
    /// The end in sequence space, counted from ISS; what a TLS record holds ends where the octets
    /// that carry it do.
    pub(super) end: u64,
}

impl Piece {
    /// A piece sent and received as this one, with other octets.
    pub fn with_octets(self, octets: OctetRange) -> Self {
        Self { octets, ..self }
    }
}

/// One direction of a connection, from SYN to FIN.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Who sends.
    pub from: HostId,
    /// Who receives.
    pub to: HostId,
    iss: u32,
    /// By place in sequence space, counted from ISS; without gaps or overlaps.
    pieces: BTreeMap<u64, Piece>,
    snd_nxt: u64,
    fin_at: Option<u64>,
    /// The window that its sender offered last, before scaling.
    offered_window: u16,
    /// The window probe that was sent last.
    probe: Option<Segment>,
    /// All packets that probed the receiver's window.
    probes: Vec<PacketId>,
}

impl Stream {
    /// A stream that starts with this SYN.
    pub fn new(from: HostId, to: HostId, iss: u32) -> Self {
        Self {
            from,
            to,
            iss,
            pieces: BTreeMap::new(),
            snd_nxt: 0,
            fin_at: None,
            offered_window: u16::MAX,
            probe: None,
            probes: Vec::new(),
        }
    }

    /// The sequence number of its SYN.
    pub fn iss(&self) -> u32 {
        self.iss
    }

    /// Whether a SYN with this sequence number belongs to another, earlier connection.
    pub fn starts_anew(&self, iss: u32) -> bool {
        self.iss != iss
    }

    /// Whether its sender takes no more for now.
    pub fn has_closed_window(&self) -> bool {
        self.offered_window == 0
    }

    /// Whether this would be a window probe (RFC 9293 §3.8.6.1), were the receiver's window closed:
    /// the next octet alone.
    pub fn would_probe(&self, segment: &Segment) -> bool {
        segment.octets.len() == 1 && self.place(segment.seg_seq) == self.snd_nxt
    }

    /// Takes in a window probe. The receiver need not keep its octet, so that it counts as sent
    /// only if the sender goes on behind it.
    pub fn probe(&mut self, segment: Segment) {
        self.offered_window = segment.seg_wnd;
        self.probe = Some(segment);
        self.probes.push(segment.packet);
    }

    /// Whether this packet carried a part of its text for the first time, or probed for room for it.
    pub fn was_sent_in(&self, packet: PacketId) -> bool {
        self.text().any(|piece| piece.packet == packet) || self.probes.contains(&packet)
    }

    /// Takes in a segment. Gives the packet that it repeats, if it does.
    pub fn add(&mut self, segment: Segment) -> Option<PacketId> {
        // RST carries a window that offers nothing.
        if !segment.control.rst {
            self.offered_window = segment.seg_wnd;
        }
        let start = self.place(segment.seg_seq);
        self.settle_probe(start);
        let syn = u64::from(segment.control.syn);
        let text_end = start + syn + segment.octets.len() as u64;
        let end = text_end + u64::from(segment.control.fin);
        if start == end {
            return None;
        }
        if segment.control.fin {
            self.fin_at = Some(text_end);
        }
        let repeats = (start < self.snd_nxt).then(|| self.piece_at(start).copied()).flatten();
        self.note_copy(start, end.min(self.snd_nxt), segment.received_at);
        self.add_new(segment, start + syn, text_end, end);
        repeats.map(|piece| piece.packet)
    }

    /// The text of the stream: every octet between SYN and FIN, as pieces in order.
    pub fn text(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.values().filter(|piece| !piece.octets.is_empty())
    }

    /// The receiver kept the octet of a window probe, if what is sent next starts behind it.
    fn settle_probe(&mut self, next: u64) {
        let start = self.snd_nxt;
        let probe = self.probe.filter(|probe| self.place(probe.seg_seq) == start);
        if let Some(probe) = probe.filter(|_| next > start) {
            self.add_new(probe, start, start + 1, start + 1);
        }
    }

    /// Whether the sender has said that nothing more comes.
    pub fn is_finished(&self) -> bool {
        self.fin_at.is_some()
    }

    /// Unwraps a sequence number to the place nearest to SND.NXT.
    fn place(&self, seg_seq: u32) -> u64 {
        let nearest = self.iss.wrapping_add(self.snd_nxt as u32);
        let offset = i64::from(seg_seq.wrapping_sub(nearest) as i32);
        self.snd_nxt.saturating_add_signed(offset)
    }

    fn piece_at(&self, place: u64) -> Option<&Piece> {
        let (_, piece) = self.pieces.range(..=place).next_back()?;
        (place < piece.end).then_some(piece)
    }

    /// Another copy of `start..end` went out, and arrived at `received_at`.
    fn note_copy(&mut self, start: u64, end: u64, received_at: Option<Instant>) {
        if start >= end {
            return;
        }
        self.split(start);
        self.split(end);
        for piece in self.pieces.range_mut(start..end).map(|(_, piece)| piece) {
            piece.received_at = match (piece.received_at, received_at) {
                (Some(earlier), Some(copy)) => Some(earlier.min(copy)),
                (arrived, None) | (None, arrived) => arrived,
            };
        }
    }

    /// Cuts the piece that covers `place` in two there.
    fn split(&mut self, place: u64) {
        let Some((&start, piece)) = self.pieces.range_mut(..place).next_back() else { return };
        if place >= piece.end || piece.octets.is_empty() {
            return;
        }
        let first_len = (place - start) as u32;
        let rest = Piece { octets: piece.octets.slice(first_len, u32::MAX), ..*piece };
        piece.octets = piece.octets.slice(0, first_len);
        piece.end = place;
        self.pieces.insert(place, rest);
    }

    /// Stores what lies beyond SND.NXT.
    fn add_new(&mut self, segment: Segment, text_start: u64, text_end: u64, end: u64) {
        let piece = |octets, end| Piece {
            packet: segment.packet,
            octets,
            sent_at: segment.sent_at,
            received_at: segment.received_at,
            end,
        };
        let nothing = segment.octets.slice(0, 0);
        if segment.control.syn && self.snd_nxt < text_start {
            self.pieces.insert(text_start - 1, piece(nothing, text_start));
        }
        let new_start = self.snd_nxt.max(text_start);
        if new_start < text_end {
            let octets = segment.octets.slice((new_start - text_start) as u32, u32::MAX);
            self.pieces.insert(new_start, piece(octets, text_end));
        }
        if segment.control.fin && self.snd_nxt < end {
            self.pieces.insert(text_end, piece(nothing, end));
        }
        self.snd_nxt = self.snd_nxt.max(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(packet: u32, seg_seq: u32, octets: (u32, u32), arrives: Option<u64>) -> Segment {
        Segment {
            packet: PacketId(packet),
            seg_seq,
            seg_wnd: u16::MAX,
            control: ControlBits::default(),
            octets: OctetRange { start: octets.0, end: octets.1 },
            sent_at: Instant(u64::from(packet)),
            received_at: arrives.map(Instant),
        }
    }

    fn shown(stream: &Stream) -> Vec<(u32, u32, u32, Option<u64>)> {
        let row = |piece: &Piece| {
            let arrived = piece.received_at.map(|at| at.0);
            (piece.packet.0, piece.octets.start, piece.octets.end, arrived)
        };
        stream.text().map(row).collect()
    }

    /// A stream whose SYN has the sequence number just below the wrap.
    fn stream() -> Stream {
        let mut stream = Stream::new(HostId(0), HostId(1), u32::MAX);
        let mut syn = segment(0, u32::MAX, (0, 0), Some(1));
        syn.control.syn = true;
        assert_eq!(stream.add(syn), None);
        stream
    }

    #[test]
    fn octets_sent_twice_arrive_with_the_earlier_copy() {
        let mut stream = stream();
        assert_eq!(stream.add(segment(1, 0, (0, 10), None)), None);
        assert_eq!(stream.add(segment(2, 10, (10, 20), Some(9))), None);
        assert_eq!(stream.add(segment(3, 0, (20, 30), Some(15))), Some(PacketId(1)));
        assert_eq!(shown(&stream), [(1, 0, 10, Some(15)), (2, 10, 20, Some(9))]);
    }

    #[test]
    fn a_copy_that_is_cut_differently_is_taken_apart() {
        let mut stream = stream();
        stream.add(segment(1, 0, (0, 10), None));
        stream.add(segment(2, 10, (10, 20), None));
        assert_eq!(stream.add(segment(3, 5, (50, 75), Some(30))), Some(PacketId(1)));
        let expected =
            [(1, 0, 5, None), (1, 5, 10, Some(30)), (2, 10, 20, Some(30)), (3, 65, 75, Some(30))];
        assert_eq!(shown(&stream), expected);
    }

    #[test]
    fn a_window_probe_counts_once_the_sender_goes_on_behind_it() {
        let mut stream = stream();
        stream.add(segment(1, 0, (0, 10), Some(5)));
        let probe = segment(2, 10, (10, 11), Some(20));
        assert!(stream.would_probe(&probe));
        assert!(!stream.would_probe(&segment(2, 10, (10, 12), None)));
        let mut refused = stream.clone();
        refused.probe(probe);
        assert_eq!(refused.add(segment(3, 10, (20, 30), Some(40))), None);
        assert_eq!(shown(&refused), [(1, 0, 10, Some(5)), (3, 20, 30, Some(40))]);
        stream.probe(probe);
        assert_eq!(stream.add(segment(3, 11, (20, 30), Some(40))), None);
        let expected = [(1, 0, 10, Some(5)), (2, 10, 11, Some(20)), (3, 20, 30, Some(40))];
        assert_eq!(shown(&stream), expected);
    }

    #[test]
    fn a_syn_and_a_fin_can_be_repeated() {
        let mut stream = stream();
        let mut syn = segment(1, u32::MAX, (0, 0), Some(5));
        syn.control.syn = true;
        assert_eq!(stream.add(syn), Some(PacketId(0)));
        let mut fin = segment(2, 0, (0, 0), None);
        fin.control.fin = true;
        assert_eq!(stream.add(fin), None);
        assert!(stream.is_finished());
        assert_eq!(stream.add(Segment { packet: PacketId(3), ..fin }), Some(PacketId(2)));
    }
}
