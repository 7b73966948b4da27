//! A connection of a trace, put together again: what a packet or a message is a part of.

use super::http2::{FieldPart, sections, speaks_http2, table_len};
use super::packets::{Connection, Streams};
use super::reassembled::Reassembled;
use super::tls::{self, OpenedRecord};
use super::tls_keys::KeyLog;
use crate::codecs::http2::{PREFACE, frames};
use crate::recorder::TappedPacket;
use std::collections::BTreeMap;
use std::ops::Range;
use trace::{Octets, Packet, PacketId, Trace, Transport};

/// One side of a connection.
pub struct Side {
    /// The sequence number of its SYN.
    pub iss: u32,
    /// Whether it opened the connection.
    pub is_client: bool,
    /// What is spoken, inside TLS where there is TLS.
    pub protocol: Protocol,
    /// What it said, as it crossed the link.
    pub text: Reassembled,
    /// The records of this, where it is TLS.
    pub records: Vec<OpenedRecord>,
    /// What it said inside of them.
    pub inside: Option<Reassembled>,
    /// HTTP/2: what its header sections say, by the place of their frames.
    pub sections: BTreeMap<usize, Vec<FieldPart>>,
}

/// What is spoken on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// DNS over TCP.
    Dns,
    /// The database's protocol.
    Pgsql,
    /// HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
}

impl Side {
    /// The side that sent the octets of this packet.
    pub fn that_sent(trace: &Trace, packet: PacketId) -> Option<Self> {
        let packet = match trace.packet(packet).transport {
            Transport::Tcp { retransmission_of: Some(first), .. } => first,
            _ => packet,
        };
        let tapped: Vec<TappedPacket> = trace.packets.iter().map(tapped).collect();
        let mut streams = Streams::default();
        tapped.iter().enumerate().for_each(|(index, packet)| {
            streams.packet(index, packet, &trace.octets);
        });
        let secrets = KeyLog::from_lines(&trace.key_log);
        let mut arena = packets_only(trace);
        for connection in streams.into_connections() {
            let sent = |stream: &super::streams::Stream| stream.was_sent_in(packet);
            let by_client = sent(&connection.client);
            if by_client || connection.server.as_ref().is_some_and(sent) {
                return Self::of(&connection, by_client, &secrets, &mut arena, &tapped);
            }
            // What it holds was stored before what the next one holds.
            let _ = Self::of(&connection, true, &secrets, &mut arena, &tapped);
        }
        None
    }

    fn of(
        connection: &Connection,
        by_client: bool,
        secrets: &KeyLog,
        arena: &mut Octets,
        tapped: &[TappedPacket],
    ) -> Option<Self> {
        let client = Reassembled::of(&connection.client, arena);
        let server = connection.server.as_ref().map(|stream| Reassembled::of(stream, arena));
        let port = connection.direction.destination.1;
        let is_tls = tls::speaks_tls(&client);
        let (mut records, mut inside) = ([Vec::new(), Vec::new()], [None, None]);
        if is_tls {
            records = tls::opened_records(&client, server.as_ref(), secrets);
            let opened = tls::open(&client, server.as_ref(), secrets, arena, tapped);
            inside = [Some(opened.client), opened.server];
        }
        let protocol = match port {
            crate::codecs::pgsql::PORT => Protocol::Pgsql,
            crate::codecs::dns::PORT => Protocol::Dns,
            _ if speaks_http2(inside[0].as_ref().unwrap_or(&client)) => Protocol::Http2,
            _ => Protocol::Http1,
        };
        let mut sections = BTreeMap::new();
        if protocol == Protocol::Http2 {
            let of_server = inside[1].as_ref().or(server.as_ref());
            sections = header_sections(inside[0].as_ref().unwrap_or(&client), of_server, by_client);
        }
        let ([of_client, of_server], [in_client, in_server]) = (records, inside);
        let (stream, text, records, inside) = match by_client {
            true => (&connection.client, client, of_client, in_client),
            false => (connection.server.as_ref()?, server?, of_server, in_server),
        };
        let (iss, is_client) = (stream.iss(), by_client);
        Some(Self { iss, is_client, protocol, text, records, inside, sections })
    }

    /// What is said on this side, inside TLS where there is TLS.
    pub fn said(&self) -> &Reassembled {
        self.inside.as_ref().unwrap_or(&self.text)
    }

    /// The octets of a packet, as a range of the text.
    pub fn range_of(&self, packet: &Packet) -> Option<Range<usize>> {
        let Transport::Tcp { seg_seq, control, .. } = packet.transport else { return None };
        let start = seg_seq.wrapping_add(u32::from(control.syn));
        let start = start.wrapping_sub(self.iss.wrapping_add(1)) as usize;
        let end = start.checked_add(packet.content.len())?;
        (end <= self.text.octets.len()).then_some(start..end)
    }

    /// The records of application data, each with the place of what it holds in the text inside.
    pub fn application_data(&self) -> Vec<(&OpenedRecord, Range<usize>)> {
        let mut at = 0;
        let mut found = Vec::new();
        for record in &self.records {
            let Some(inside) = &record.inside else { break };
            if inside.is_application_data() {
                found.push((record, at..at + inside.octets.len()));
                at += inside.octets.len();
            }
        }
        found
    }
}

fn header_sections(
    client: &Reassembled,
    server: Option<&Reassembled>,
    by_client: bool,
) -> BTreeMap<usize, Vec<FieldPart>> {
    let of_client = frames(&client.octets, PREFACE.len());
    let of_server = server.map_or(Vec::new(), |server| frames(&server.octets, 0));
    match (by_client, server) {
        (true, _) => {
            let allowed = server.and_then(|server| table_len(&of_server, server));
            sections(client, &of_client, allowed)
        }
        (false, Some(server)) => sections(server, &of_server, table_len(&of_client, client)),
        (false, None) => BTreeMap::new(),
    }
}

fn tapped(packet: &Packet) -> TappedPacket {
    let Packet { link, from, to, sent_at, received_at, octets, .. } = *packet;
    TappedPacket { link, from, to, sent_at, received_at, octets, emitted: 1 }
}

/// The arena as it was before any record was opened.
fn packets_only(trace: &Trace) -> Octets {
    let end = trace.packets.iter().map(|packet| packet.octets.end).max().unwrap_or(0);
    let mut arena = Octets::default();
    arena.push(trace.octets.slice(trace::OctetRange { start: 0, end }));
    arena
}
