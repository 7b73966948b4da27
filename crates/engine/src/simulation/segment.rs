//! TCP segments as they stand in IP packets: read, and changed as network cards and routers do.

use smoltcp::wire::{IpAddress, IpProtocol, Ipv4Packet, Ipv6Packet, TcpPacket, TcpSeqNumber};
use std::net::IpAddr;

/// The kinds of TCP options that end the list, that fill, and that say the MSS (RFC 9293 §3.1).
const END: u8 = 0;
const NO_OPERATION: u8 = 1;
const MAXIMUM_SEGMENT_SIZE: u8 = 2;
/// Octets in a TCP header without options.
const HEADER_LEN: usize = 20;

/// Address and port of this host's end of a connection, and those of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ends {
    /// This host's.
    pub own: (IpAddr, u16),
    /// The other's.
    pub peer: (IpAddr, u16),
}

/// What a segment's headers say.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// Where it comes from.
    pub source: (IpAddr, u16),
    /// Where it goes.
    pub destination: (IpAddr, u16),
    /// SEG.SEQ.
    pub seq: TcpSeqNumber,
    /// SEG.ACK.
    pub ack: Option<TcpSeqNumber>,
    /// SYN.
    pub syn: bool,
    /// FIN.
    pub fin: bool,
    /// PSH.
    pub psh: bool,
    /// How many octets of the connection it carries.
    pub content_len: usize,
    /// Where its TCP header starts.
    tcp_at: usize,
}

impl Segment {
    /// Of an IP packet; `None` where that carries no TCP.
    pub fn read(packet: &[u8]) -> Option<Self> {
        let (source, destination, protocol, tcp_at) = match packet.first()? >> 4 {
            4 => {
                let ip = Ipv4Packet::new_checked(packet).ok()?;
                let (source, destination) = (ip.src_addr().into(), ip.dst_addr().into());
                (source, destination, ip.next_header(), usize::from(ip.header_len()))
            }
            _ => {
                let ip = Ipv6Packet::new_checked(packet).ok()?;
                let (source, destination) = (ip.src_addr().into(), ip.dst_addr().into());
                (source, destination, ip.next_header(), ip.header_len())
            }
        };
        let octets = (protocol == IpProtocol::Tcp).then(|| &packet[tcp_at..])?;
        let tcp = TcpPacket::new_checked(octets).ok()?;
        Some(Self {
            source: (source, tcp.src_port()),
            destination: (destination, tcp.dst_port()),
            seq: tcp.seq_number(),
            ack: tcp.ack().then(|| tcp.ack_number()),
            syn: tcp.syn(),
            fin: tcp.fin(),
            psh: tcp.psh(),
            content_len: tcp.payload().len(),
            tcp_at,
        })
    }

    /// The ends as whoever sends it names them.
    pub fn ends_of_sender(&self) -> Ends {
        Ends { own: self.source, peer: self.destination }
    }

    /// The ends as whoever receives it names them.
    pub fn ends_of_receiver(&self) -> Ends {
        Ends { own: self.destination, peer: self.source }
    }

    /// The sequence number behind its content.
    pub fn content_end(&self) -> TcpSeqNumber {
        self.seq + self.content_len
    }

    /// The sequence number behind all of it.
    pub fn end(&self) -> TcpSeqNumber {
        self.content_end() + usize::from(self.syn) + usize::from(self.fin)
    }

    /// Whether it only acknowledges.
    pub fn is_pure_ack(&self) -> bool {
        self.ack.is_some() && self.end() == self.seq
    }

    /// Cuts its packet in two before the octet with this sequence number, which it carries.
    pub fn split(&self, packet: &[u8], at: TcpSeqNumber) -> [Vec<u8>; 2] {
        let content = &packet[packet.len() - self.content_len..];
        let (first, second) = content.split_at(at - self.seq);
        let first = self.rebuilt(packet, first, |tcp| {
            tcp.set_fin(false);
            tcp.set_psh(false);
        });
        [first, self.rebuilt(packet, second, |tcp| tcp.set_seq_number(at))]
    }

    /// Its packet without content: FIN alone.
    pub fn fin_alone(&self, packet: &[u8]) -> Vec<u8> {
        self.rebuilt(packet, &[], |tcp| tcp.set_seq_number(self.content_end()))
    }

    /// Its packet with one octet that its receiver has already, which is acknowledged for that.
    pub fn known_octet(&self, packet: &[u8], expected: TcpSeqNumber) -> Vec<u8> {
        self.rebuilt(packet, &[0], |tcp| {
            tcp.set_fin(false);
            tcp.set_seq_number(expected - 1);
        })
    }

    /// The packet with this content, after a change to its TCP header; lengths and checksums are
    /// right.
    fn rebuilt(
        &self,
        packet: &[u8],
        content: &[u8],
        change: impl FnOnce(&mut TcpPacket<&mut [u8]>),
    ) -> Vec<u8> {
        let headers = &packet[..packet.len() - self.content_len];
        let mut octets = [headers, content].concat();
        let len = octets.len();
        self.change(&mut octets, change);
        match self.source.0 {
            IpAddr::V4(_) => {
                let mut ip = Ipv4Packet::new_unchecked(&mut octets);
                ip.set_total_len(len as u16);
                ip.fill_checksum();
            }
            IpAddr::V6(_) => {
                Ipv6Packet::new_unchecked(&mut octets).set_payload_len((len - self.tcp_at) as u16);
            }
        }
        octets
    }

    fn change(&self, packet: &mut [u8], change: impl FnOnce(&mut TcpPacket<&mut [u8]>)) {
        let [source, destination] =
            [self.source, self.destination].map(|(address, _)| IpAddress::from(address));
        let mut tcp = TcpPacket::new_unchecked(&mut packet[self.tcp_at..]);
        change(&mut tcp);
        tcp.fill_checksum(&source, &destination);
    }
}

/// Lets a SYN announce no more than fits into packets of `mtu` octets, as a host does that knows
/// what its link carries (RFC 6691 §2). Other packets are left as they are.
pub fn keep_mss_within(mtu: u16, packet: &mut [u8]) {
    let Some(segment) = Segment::read(packet).filter(|segment| segment.syn) else { return };
    let fitting = usize::from(mtu) - segment.tcp_at - HEADER_LEN;
    let options_at = segment.tcp_at + HEADER_LEN;
    let options_end = packet.len() - segment.content_len;
    let Some(at) = mss_in(&packet[options_at..options_end]).map(|at| options_at + at) else {
        return;
    };
    if usize::from(u16::from_be_bytes([packet[at], packet[at + 1]])) > fitting {
        packet[at..at + 2].copy_from_slice(&(fitting as u16).to_be_bytes());
        segment.change(packet, |_| {});
    }
}

/// Where the MSS stands among these options.
fn mss_in(options: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match *options.get(at)? {
            END => return None,
            NO_OPERATION => at += 1,
            MAXIMUM_SEGMENT_SIZE => return (at + 4 <= options.len()).then_some(at + 2),
            _ => at += usize::from(*options.get(at + 1)?).max(2),
        }
    }
}
