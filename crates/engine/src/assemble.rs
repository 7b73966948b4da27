//! From the record of a run to its [`Trace`]: packets are dissected, streams put together,
//! messages read out of them. Works from the octets alone, as a capture program does.

use crate::recorder::{ModelledMessage, Recorder, TappedPacket};
use crate::streams::{Direction, Piece, Segment, Stream};
use crate::{dns, http1};
use http1::Parsed;
use smoltcp::wire::{IpProtocol, Ipv4Packet, TcpPacket, UdpPacket};
use std::collections::BTreeMap;
use std::ops::Range;
use trace::{
    Content, ControlBits, Event, EventKind, Exchange, ExchangeId, FieldLine, Host, Instant, Link,
    Message, MessageId, OctetRange, Octets, Packet, PacketId, Provenance, Scenario, Trace,
    Transport,
};

/// Puts a trace together.
pub fn assemble(
    scenario: &Scenario,
    hosts: Vec<Host>,
    links: Vec<Link>,
    recorder: Recorder,
) -> Trace {
    let Recorder { octets, packets: tapped, modelled, mut stages, mut exchanges, events, .. } =
        recorder;
    let mut streams = Streams::default();
    let packets: Vec<Packet> =
        tapped.iter().enumerate().map(|(i, packet)| streams.packet(i, packet, &octets)).collect();

    let mut found = datagram_messages(&packets, &tapped, &octets);
    found.extend(streams.http_messages(&tapped, &octets));
    found.extend(modelled.into_iter().map(FoundMessage::from));
    found.sort_by_key(|found| found.emitted);
    for (index, found) in found.iter_mut().enumerate() {
        found.message.id = MessageId(index as u32);
        found.message.exchange = exchange_at(&exchanges, found.message.sent_at);
    }
    stages.iter_mut().for_each(|s| s.exchange = exchange_at(&exchanges, s.started_at));
    exchanges.iter_mut().for_each(|exchange| join_messages(exchange, &found));

    let events = merge(events, &found);
    let ended_at = last_instant(&events, &packets, &exchanges);
    let messages = found.into_iter().map(|found| found.message).collect();
    let scenario = scenario.clone();
    Trace { scenario, hosts, links, octets, packets, messages, stages, exchanges, events, ended_at }
}

/// A message and its place in the order of emission: just before the packet that starts it.
struct FoundMessage {
    emitted: u64,
    message: Message,
}

impl From<ModelledMessage> for FoundMessage {
    fn from(modelled: ModelledMessage) -> Self {
        let ModelledMessage { from, to, sent_at, received_at, content, emitted } = modelled;
        let message = Message {
            id: MessageId(0),
            from,
            to,
            sent_at,
            received_at: Some(received_at),
            provenance: Provenance::Modelled,
            exchange: None,
            octets: Vec::new(),
            packets: Vec::new(),
            content,
        };
        Self { emitted, message }
    }
}

/// All directions of all connections, and the conversations that are over.
#[derive(Default)]
struct Streams {
    open: BTreeMap<Direction, Stream>,
    /// Client's and server's direction of one connection.
    connections: Vec<(Direction, Stream, Option<Stream>)>,
}

impl Streams {
    /// Dissects a packet down to its transport header, and keeps its segment.
    fn packet(&mut self, index: usize, tapped: &TappedPacket, octets: &Octets) -> Packet {
        let id = PacketId(index as u32);
        let TappedPacket { link, from, to, sent_at, received_at, octets: range, .. } = *tapped;
        let ip = Ipv4Packet::new_checked(octets.slice(range)).expect("stacks send IPv4 packets");
        let header_len = u32::from(ip.header_len());
        let (transport, content) = match ip.next_header() {
            IpProtocol::Udp => {
                let udp =
                    UdpPacket::new_checked(ip.payload()).expect("stacks send whole datagrams");
                let transport = Transport::Udp {
                    source_port: udp.src_port(),
                    destination_port: udp.dst_port(),
                };
                (transport, range.slice(header_len + 8, udp.payload().len() as u32))
            }
            IpProtocol::Tcp => {
                let tcp = TcpPacket::new_checked(ip.payload()).expect("stacks send whole segments");
                let text = header_len + u32::from(tcp.header_len());
                let content = range.slice(text, tcp.payload().len() as u32);
                let segment = Segment {
                    packet: id,
                    seg_seq: tcp.seq_number().0 as u32,
                    control: control_bits(&tcp),
                    octets: content,
                    sent_at,
                    received_at,
                };
                let direction = Direction {
                    source: (ip.src_addr(), tcp.src_port()),
                    destination: (ip.dst_addr(), tcp.dst_port()),
                };
                let retransmission_of = self.segment(tapped, direction, segment);
                (tcp_transport(&tcp, segment, retransmission_of), content)
            }
            protocol => (Transport::Other(protocol.into()), range.slice(header_len, u32::MAX)),
        };
        Packet { id, link, from, to, sent_at, received_at, octets: range, content, transport }
    }

    fn segment(
        &mut self,
        tapped: &TappedPacket,
        direction: Direction,
        segment: Segment,
    ) -> Option<PacketId> {
        if segment.control.syn {
            let anew = |stream: &Stream| stream.starts_anew(segment.seg_seq);
            if self.open.get(&direction).is_some_and(anew) {
                self.close(direction);
            }
            let fresh = || Stream::new(tapped.from, tapped.to, segment.seg_seq);
            return self.open.entry(direction).or_insert_with(fresh).add(segment);
        }
        self.open.get_mut(&direction).and_then(|stream| stream.add(segment))
    }

    /// The ports are used again: what was open between them is over.
    fn close(&mut self, direction: Direction) {
        if let Some(stream) = self.open.remove(&direction) {
            let back = self.open.remove(&direction.reversed());
            self.connections.push((direction, stream, back));
        }
    }

    /// The HTTP messages of all connections to port 80.
    fn http_messages(mut self, tapped: &[TappedPacket], octets: &Octets) -> Vec<FoundMessage> {
        let opened: Vec<Direction> = self.open.keys().copied().collect();
        for direction in opened.into_iter().filter(|d| d.source.1 > d.destination.1) {
            self.close(direction);
        }
        let mut found = Vec::new();
        for (_, client, server) in &self.connections {
            let requests = read_requests(client, octets);
            let methods: Vec<String> = requests.iter().map(|read| read.method.clone()).collect();
            found.extend(requests.into_iter().map(|read| read.found(client, tapped)));
            if let Some(server) = server {
                let responses = read_responses(server, &methods, octets);
                found.extend(responses.into_iter().map(|read| read.found(server, tapped)));
            }
        }
        found
    }
}

fn control_bits(tcp: &TcpPacket<&[u8]>) -> ControlBits {
    ControlBits { syn: tcp.syn(), ack: tcp.ack(), fin: tcp.fin(), rst: tcp.rst(), psh: tcp.psh() }
}

fn tcp_transport(
    tcp: &TcpPacket<&[u8]>,
    segment: Segment,
    retransmission_of: Option<PacketId>,
) -> Transport {
    Transport::Tcp {
        source_port: tcp.src_port(),
        destination_port: tcp.dst_port(),
        seg_seq: segment.seg_seq,
        seg_ack: tcp.ack().then(|| tcp.ack_number().0 as u32),
        seg_wnd: tcp.window_len(),
        control: segment.control,
        retransmission_of,
    }
}

/// The DNS messages: one a datagram.
fn datagram_messages(
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
        found.push(FoundMessage { emitted: tapped.emitted - 1, message });
    }
    found
}

/// A message read out of a stream.
struct ReadMessage {
    /// The method of a request, or of the request a response answers.
    method: String,
    content: Content,
    octets: Vec<OctetRange>,
    pieces: Vec<Piece>,
}

impl ReadMessage {
    fn found(self, stream: &Stream, tapped: &[TappedPacket]) -> FoundMessage {
        let first = self.pieces.first().expect("a message has octets");
        let arrivals = self.pieces.iter().map(|piece| piece.received_at);
        // Arrived when its last octet has; lost as long as one octet is.
        let received_at = arrivals.reduce(|a, b| Some(a?.max(b?))).flatten();
        let mut packets: Vec<PacketId> = self.pieces.iter().map(|piece| piece.packet).collect();
        packets.dedup();
        let message = Message {
            id: MessageId(0),
            from: stream.from,
            to: stream.to,
            sent_at: first.sent_at,
            received_at,
            provenance: Provenance::RealBytes,
            exchange: None,
            octets: self.octets,
            packets,
            content: self.content,
        };
        FoundMessage { emitted: tapped[first.packet.0 as usize].emitted - 1, message }
    }
}

/// The text of a stream in one piece, and where each part of it lies.
struct Text {
    octets: Vec<u8>,
    pieces: Vec<(usize, Piece)>,
}

impl Text {
    fn of(stream: &Stream, arena: &Octets) -> Self {
        let (mut octets, mut pieces) = (Vec::new(), Vec::new());
        for piece in stream.text() {
            pieces.push((octets.len(), *piece));
            octets.extend_from_slice(arena.slice(piece.octets));
        }
        Self { octets, pieces }
    }

    fn pieces_in(&self, range: &Range<usize>) -> Vec<Piece> {
        let first =
            self.pieces.partition_point(|(at, piece)| at + piece.octets.len() <= range.start);
        let pieces = self.pieces[first..].iter().take_while(|(at, _)| *at < range.end);
        pieces.map(|(_, piece)| *piece).collect()
    }

    /// Where `range` lies in the arena.
    fn in_arena(&self, range: &Range<usize>) -> Vec<OctetRange> {
        let first =
            self.pieces.partition_point(|(at, piece)| at + piece.octets.len() <= range.start);
        let pieces = self.pieces[first..].iter().take_while(|(at, _)| *at < range.end);
        let part = pieces.map(|(at, piece)| {
            let start = range.start.saturating_sub(*at);
            let end = (range.end - at).min(piece.octets.len());
            piece.octets.slice(start as u32, (end - start) as u32)
        });
        part.collect()
    }
}

fn read_requests(client: &Stream, arena: &Octets) -> Vec<ReadMessage> {
    let text = Text::of(client, arena);
    let mut read = Vec::new();
    let mut at = 0;
    while let Some(message) = next_request(&text.octets[at..]) {
        let range = at..at + message.len;
        let start = message.start;
        read.push(ReadMessage {
            method: start.method.clone(),
            content: Content::HttpRequest {
                method: start.method,
                target: start.target,
                version: version(start.minor_version),
                field_lines: message.field_lines,
                body: body_in_arena(&text, at, &message.content),
            },
            octets: text.in_arena(&range),
            pieces: text.pieces_in(&range),
        });
        at = range.end;
    }
    read
}

/// The next request; where its framing is bad or its end missing, all that was sent of it.
fn next_request(octets: &[u8]) -> Option<http1::Message<http1::RequestLine>> {
    match http1::parse_request(octets) {
        Parsed::Complete(message) => Some(message),
        Parsed::Incomplete | Parsed::Malformed(_) => {
            let head = http1::request_head(octets).ok()??;
            Some(http1::Message::of_head(head, octets))
        }
    }
}

fn read_responses(server: &Stream, methods: &[String], arena: &Octets) -> Vec<ReadMessage> {
    let text = Text::of(server, arena);
    let mut read = Vec::new();
    let mut at = 0;
    let mut methods = methods.iter();
    // A request that could not be read is answered too (400).
    let mut method = methods.next().map_or("GET", String::as_str);
    while let Some(message) = next_response(&text.octets[at..], method, server.is_finished()) {
        let range = at..at + message.len;
        let (start, field_lines): (_, Vec<FieldLine>) = (message.start, message.field_lines);
        let is_final = start.status_code >= 200;
        read.push(ReadMessage {
            method: method.to_owned(),
            content: Content::HttpResponse {
                version: version(start.minor_version),
                status_code: start.status_code,
                reason_phrase: start.reason_phrase,
                field_lines,
                body: body_in_arena(&text, at, &message.content),
            },
            octets: text.in_arena(&range),
            pieces: text.pieces_in(&range),
        });
        at = range.end;
        if is_final {
            method = methods.next().map_or("GET", String::as_str);
        }
    }
    read
}

/// The next response; where its framing is bad or its end missing, all that was sent of it.
fn next_response(
    octets: &[u8],
    method: &str,
    closed: bool,
) -> Option<http1::Message<http1::StatusLine>> {
    match http1::parse_response(octets, method, closed) {
        Parsed::Complete(message) => Some(message),
        Parsed::Incomplete | Parsed::Malformed(_) => {
            let head = http1::response_head(octets).ok()??;
            Some(http1::Message::of_head(head, octets))
        }
    }
}

fn version(minor: u8) -> String {
    format!("HTTP/1.{minor}")
}

fn body_in_arena(text: &Text, at: usize, content: &[Range<usize>]) -> Vec<OctetRange> {
    let ranges = content.iter().map(|range| at + range.start..at + range.end);
    ranges.flat_map(|range| text.in_arena(&range)).collect()
}

/// The exchange that was going on at an instant. The client does one at a time.
fn exchange_at(exchanges: &[Exchange], at: Instant) -> Option<ExchangeId> {
    let started = exchanges.partition_point(|exchange| exchange.started_at <= at);
    started.checked_sub(1).map(|index| exchanges[index].id)
}

fn join_messages(exchange: &mut Exchange, found: &[FoundMessage]) {
    let own = found.iter().map(|f| &f.message).filter(|m| m.exchange == Some(exchange.id));
    for message in own {
        match &message.content {
            Content::HttpRequest { .. } => {
                exchange.request.get_or_insert(message.id);
            }
            Content::HttpResponse { status_code, .. } if *status_code >= 200 => {
                exchange.response = Some(message.id);
            }
            _ => {}
        }
    }
}

/// All events in order of emission, which is also the order of time.
fn merge(noted: Vec<(u64, Event)>, found: &[FoundMessage]) -> Vec<Event> {
    let sent = found.iter().map(|FoundMessage { emitted, message }| {
        let kind = EventKind::MessageSent(message.id);
        (*emitted, Event { at: message.sent_at, host: message.from, kind })
    });
    let mut events: Vec<(u64, Event)> = noted.into_iter().chain(sent).collect();
    events.sort_by_key(|(emitted, _)| *emitted);
    events.into_iter().map(|(_, event)| event).collect()
}

fn last_instant(events: &[Event], packets: &[Packet], exchanges: &[Exchange]) -> Instant {
    let seen = events.iter().map(|event| event.at);
    let arrived = packets.iter().filter_map(|packet| packet.received_at);
    let finished = exchanges.iter().filter_map(|exchange| exchange.finished_at);
    seen.chain(arrived).chain(finished).max().unwrap_or(Instant::ZERO)
}
