//! DNS messages, read out of datagrams and out of the two texts of a connection (RFC 7766).

use super::reassembled::{FoundMessage, Reassembled};
use crate::codecs::dns;
use crate::recorder::TappedPacket;
use trace::{FieldLines, Message, MessageId, Octets, Packet, Provenance, Transport};

/// The DNS messages in UDP: one a datagram.
pub fn in_datagrams(
    packets: &[Packet],
    tapped: &[TappedPacket],
    octets: &Octets,
) -> Vec<FoundMessage> {
    let mut found = Vec::new();
    for (packet, tapped) in packets.iter().zip(tapped) {
        let Transport::Udp { source_port, destination_port } = packet.transport else { continue };
        if source_port != dns::PORT && destination_port != dns::PORT {
            continue;
        }
        let Some(content) = dns::dissect(octets.slice(packet.content)) else { continue };
        let message = Message {
            id: MessageId(0),
            from: packet.from,
            to: packet.to,
            sent_at: packet.sent_at,
            received_at: packet.received_at,
            provenance: Provenance::RealBytes,
            exchange: None,
            octets: vec![packet.content],
            packets: vec![packet.id],
            content,
        };
        let (emitted, trailers) = (tapped.emitted - 1, FieldLines::new());
        found.push(FoundMessage { emitted, start: 0, message, trailers, request: None });
    }
    found
}

/// The DNS messages of one connection, each with two octets of length in front.
pub fn in_texts(texts: [Option<&Reassembled>; 2], tapped: &[TappedPacket]) -> Vec<FoundMessage> {
    let mut found = Vec::new();
    for text in texts.into_iter().flatten() {
        let mut at = 0;
        while let Some(len) = dns::framed_len(&text.octets[at..]) {
            let range = at..at + len;
            if let Some(content) = dns::dissect(&text.octets[at + 2..range.end]) {
                found.push(text.message(&range, content, None, tapped));
            }
            at = range.end;
        }
    }
    found
}
