//! A stream put together: its text in one piece, and where each part of it lies in the arena.

use super::streams::{Piece, Stream};
use crate::attribution::RequestKey;
use crate::recorder::TappedPacket;
use std::ops::Range;
use trace::{
    Content, FieldLines, HostId, Message, MessageId, OctetRange, Octets, PacketId, Provenance,
};

/// What one side of a connection said, in order.
pub struct Reassembled {
    /// Who said it.
    pub from: HostId,
    /// To whom.
    pub to: HostId,
    /// Every octet.
    pub octets: Vec<u8>,
    /// Whether nothing more comes.
    pub is_finished: bool,
    /// Where the octets come from, each with its place in `octets`.
    pieces: Vec<(usize, Piece)>,
}

/// A message and its place in the order of emission: just before the packet that starts it.
pub struct FoundMessage {
    /// Its place.
    pub emitted: u64,
    /// Where it starts in sequence space: which of the messages in one packet comes first.
    pub start: u64,
    /// The message, still without id and exchange.
    pub message: Message,
    /// Its trailer section.
    pub trailers: FieldLines,
    /// The request it belongs to, where that can be told.
    pub request: Option<RequestKey>,
}

impl Reassembled {
    /// The text between SYN and FIN.
    pub fn of(stream: &Stream, arena: &Octets) -> Self {
        let pieces = stream.text().copied();
        Self::of_pieces([stream.from, stream.to], pieces, arena, stream.is_finished())
    }

    /// Text that consists of these pieces.
    pub fn of_pieces(
        [from, to]: [HostId; 2],
        found: impl Iterator<Item = Piece>,
        arena: &Octets,
        is_finished: bool,
    ) -> Self {
        let (mut octets, mut pieces) = (Vec::new(), Vec::new());
        for piece in found {
            pieces.push((octets.len(), piece));
            octets.extend_from_slice(arena.slice(piece.octets));
        }
        Self { from, to, octets, is_finished, pieces }
    }

    /// The pieces that hold `range`, cut to it.
    pub fn pieces_in(&self, range: &Range<usize>) -> Vec<Piece> {
        let ends_before = |(at, piece): &(usize, Piece)| at + piece.octets.len() <= range.start;
        let first = self.pieces.partition_point(ends_before);
        let pieces = self.pieces[first..].iter().take_while(|(at, _)| *at < range.end);
        let cut = pieces.map(|(at, piece)| {
            let start = range.start.saturating_sub(*at);
            let end = (range.end - at).min(piece.octets.len());
            let octets = piece.octets.slice(start as u32, (end - start) as u32);
            let behind = (piece.octets.len() - end) as u64;
            Piece { octets, end: piece.end - behind, ..*piece }
        });
        cut.collect()
    }

    /// The place of an octet of the arena, where it is one of these.
    pub fn place_of(&self, octet: u32) -> Option<usize> {
        let holds = |piece: &Piece| (piece.octets.start..piece.octets.end).contains(&octet);
        let (at, piece) = self.pieces.iter().find(|(_, piece)| holds(piece))?;
        Some(at + (octet - piece.octets.start) as usize)
    }

    /// Where `range` lies in the arena.
    pub fn in_arena(&self, range: &Range<usize>) -> Vec<OctetRange> {
        self.pieces_in(range).into_iter().map(|piece| piece.octets).collect()
    }

    /// The message that `range` holds.
    pub fn message(
        &self,
        range: &Range<usize>,
        content: Content,
        request: Option<RequestKey>,
        tapped: &[TappedPacket],
    ) -> FoundMessage {
        self.message_in(core::slice::from_ref(range), content, request, tapped)
    }

    /// The message that these ranges hold together.
    pub fn message_in(
        &self,
        ranges: &[Range<usize>],
        content: Content,
        request: Option<RequestKey>,
        tapped: &[TappedPacket],
    ) -> FoundMessage {
        let pieces: Vec<Piece> = ranges.iter().flat_map(|range| self.pieces_in(range)).collect();
        let first = pieces.first().expect("a message has octets");
        // Arrived when its last octet has; lost as long as one octet is.
        let arrivals = pieces.iter().map(|piece| piece.received_at);
        let received_at = arrivals.reduce(|a, b| Some(a?.max(b?))).flatten();
        let mut packets: Vec<PacketId> = pieces.iter().map(|piece| piece.packet).collect();
        packets.dedup();
        let message = Message {
            id: MessageId(0),
            from: self.from,
            to: self.to,
            sent_at: first.sent_at,
            received_at,
            provenance: Provenance::RealBytes,
            exchange: None,
            octets: pieces.iter().map(|piece| piece.octets).collect(),
            packets,
            content,
        };
        let emitted = tapped[first.packet.0 as usize].emitted - 1;
        let start = first.end - first.octets.len() as u64;
        FoundMessage { emitted, start, message, trailers: FieldLines::new(), request }
    }
}
