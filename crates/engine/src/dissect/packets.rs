//! Packets, dissected down to their transport header, and the TCP streams they belong to.

use super::streams::{Direction, Segment, Stream};
use crate::recorder::TappedPacket;
use smoltcp::wire::{IpProtocol, Ipv4Packet, Ipv6Packet, TcpPacket, UdpPacket};
use std::collections::BTreeMap;
use std::net::IpAddr;
use trace::{ControlBits, IpVersion, Octets, Packet, PacketId, Transport};

/// One connection: the direction of its client, who sent the first SYN, and both streams.
pub struct Connection {
    /// The client's direction.
    pub direction: Direction,
    /// What the client sent.
    pub client: Stream,
    /// What the server sent.
    pub server: Option<Stream>,
}

/// All directions of all connections, and the connections that are over.
#[derive(Default)]
pub struct Streams {
    open: BTreeMap<Direction, Stream>,
    /// The client's direction of each open connection.
    clients: Vec<Direction>,
    over: Vec<Connection>,
}

impl Streams {
    /// Dissects a packet down to its transport header, and keeps its segment.
    pub fn packet(&mut self, index: usize, tapped: &TappedPacket, octets: &Octets) -> Packet {
        let id = PacketId(index as u32);
        let TappedPacket { link, from, to, sent_at, received_at, octets: range, .. } = *tapped;
        let Ip { header_len, source, destination, protocol, payload } = ip(octets.slice(range));
        let ip_version = if source.is_ipv6() { IpVersion::V6 } else { IpVersion::V4 };
        let (transport, content) = match protocol {
            IpProtocol::Udp => {
                let udp = UdpPacket::new_checked(payload).expect("stacks send whole datagrams");
                let transport = Transport::Udp {
                    source_port: udp.src_port(),
                    destination_port: udp.dst_port(),
                };
                (transport, range.slice(header_len + 8, udp.payload().len() as u32))
            }
            IpProtocol::Tcp => {
                let tcp = TcpPacket::new_checked(payload).expect("stacks send whole segments");
                let text = header_len + u32::from(tcp.header_len());
                let content = range.slice(text, tcp.payload().len() as u32);
                let segment = Segment {
                    packet: id,
                    seg_seq: tcp.seq_number().0 as u32,
                    seg_wnd: tcp.window_len(),
                    control: control_bits(&tcp),
                    octets: content,
                    sent_at,
                    received_at,
                };
                let direction = Direction {
                    source: (source, tcp.src_port()),
                    destination: (destination, tcp.dst_port()),
                };
                let retransmission_of = self.segment(tapped, direction, segment);
                (tcp_transport(&tcp, segment, retransmission_of), content)
            }
            protocol => (Transport::Other(protocol.into()), range.slice(header_len, u32::MAX)),
        };
        Packet {
            id,
            link,
            from,
            to,
            sent_at,
            received_at,
            octets: range,
            content,
            ip_version,
            transport,
        }
    }

    /// All connections, in the order of their first SYN.
    pub fn into_connections(mut self) -> Vec<Connection> {
        for direction in core::mem::take(&mut self.clients) {
            self.close(direction);
        }
        self.over
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
            if !segment.control.ack && !self.clients.contains(&direction) {
                self.clients.push(direction);
            }
            let fresh = || Stream::new(tapped.from, tapped.to, segment.seg_seq);
            return self.open.entry(direction).or_insert_with(fresh).add(segment);
        }
        let peer = self.open.get(&direction.reversed());
        let is_window_closed = peer.is_some_and(Stream::has_closed_window);
        let stream = self.open.get_mut(&direction)?;
        if is_window_closed && stream.would_probe(&segment) {
            stream.probe(segment);
            return None;
        }
        stream.add(segment)
    }

    /// The connection is over, or its ports are used again.
    fn close(&mut self, direction: Direction) {
        self.clients.retain(|client| *client != direction);
        if let Some(client) = self.open.remove(&direction) {
            let server = self.open.remove(&direction.reversed());
            self.over.push(Connection { direction, client, server });
        }
    }
}

/// What an IP header says, and what is behind it.
struct Ip<'a> {
    header_len: u32,
    source: IpAddr,
    destination: IpAddr,
    protocol: IpProtocol,
    payload: &'a [u8],
}

fn ip(octets: &[u8]) -> Ip<'_> {
    const GOOD: &str = "stacks send whole IP packets";
    if octets[0] >> 4 == 6 {
        let packet = Ipv6Packet::new_checked(octets).expect(GOOD);
        return Ip {
            header_len: packet.header_len() as u32,
            source: packet.src_addr().into(),
            destination: packet.dst_addr().into(),
            protocol: packet.next_header(),
            payload: packet.payload(),
        };
    }
    let packet = Ipv4Packet::new_checked(octets).expect(GOOD);
    Ip {
        header_len: u32::from(packet.header_len()),
        source: packet.src_addr().into(),
        destination: packet.dst_addr().into(),
        protocol: packet.next_header(),
        payload: packet.payload(),
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
        seg_wnd: segment.seg_wnd,
        control: segment.control,
        retransmission_of,
    }
}
