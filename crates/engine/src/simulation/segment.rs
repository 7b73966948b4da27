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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use smoltcp::phy::ChecksumCapabilities;
    use smoltcp::wire::{IpRepr, TcpControl, TcpRepr};
    use std::net::{Ipv4Addr, Ipv6Addr};

    const V4: [IpAddr; 2] =
        [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2))];
    const V6: [IpAddr; 2] = [
        IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
        IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2)),
    ];

    fn packet([source, destination]: [IpAddr; 2], control: TcpControl, content: &[u8]) -> Vec<u8> {
        let tcp = TcpRepr {
            src_port: 49_152,
            dst_port: 80,
            control,
            seq_number: TcpSeqNumber(-3),
            ack_number: Some(TcpSeqNumber(7)),
            window_len: 1_000,
            window_scale: (control == TcpControl::Syn).then_some(2),
            max_seg_size: (control == TcpControl::Syn).then_some(1_460),
            sack_permitted: false,
            sack_ranges: [None; 3],
            timestamp: None,
            payload: content,
        };
        let checksums = ChecksumCapabilities::default();
        let (source, destination) = (source.into(), destination.into());
        let len = tcp.buffer_len();
        let ip = IpRepr::new(source, destination, IpProtocol::Tcp, len, 64);
        let mut octets = vec![0; ip.header_len() + len];
        ip.emit(&mut octets, &checksums);
        let mut at = TcpPacket::new_unchecked(&mut octets[ip.header_len()..]);
        tcp.emit(&mut at, &source, &destination, &checksums);
        octets
    }

    /// The segment and its content, once every length and checksum is found right.
    fn checked(packet: &[u8]) -> (Segment, &[u8]) {
        let segment = Segment::read(packet).expect("a whole packet");
        if segment.source.0.is_ipv4() {
            assert!(Ipv4Packet::new_unchecked(packet).verify_checksum());
        }
        let tcp = TcpPacket::new_unchecked(&packet[segment.tcp_at..]);
        let [source, destination] = [segment.source.0, segment.destination.0].map(Into::into);
        assert!(tcp.verify_checksum(&source, &destination));
        (segment, &packet[packet.len() - segment.content_len..])
    }

    #[test]
    fn a_packet_is_cut_in_two_that_say_the_same() {
        for ends in [V4, V6] {
            let whole = packet(ends, TcpControl::Fin, b"old and new");
            let segment = Segment::read(&whole).expect("a whole packet");
            // Across the end of the sequence numbers.
            let [first, second] = segment.split(&whole, TcpSeqNumber(0));
            let ((first, old), (second, new)) = (checked(&first), checked(&second));
            assert_eq!((old, new), (&b"old"[..], &b" and new"[..]));
            assert_eq!((first.seq, first.fin), (TcpSeqNumber(-3), false));
            assert_eq!((second.seq, second.fin), (TcpSeqNumber(0), true));
            assert_eq!(second.end(), segment.end());
            let alone = segment.fin_alone(&whole);
            let (alone, _) = checked(&alone);
            assert_eq!((alone.seq, alone.content_len, alone.fin), (TcpSeqNumber(8), 0, true));
            let known = segment.known_octet(&whole, TcpSeqNumber(-5));
            let (known, _) = checked(&known);
            assert_eq!((known.content_end(), known.fin), (TcpSeqNumber(-5), false));
        }
    }

    #[test]
    fn a_syn_keeps_to_the_mtu_and_nothing_else_is_changed() {
        let check = |ends, mtu, expected| {
            let mut syn = packet(ends, TcpControl::Syn, b"");
            keep_mss_within(mtu, &mut syn);
            let (segment, _) = checked(&syn);
            let options = &syn[segment.tcp_at + HEADER_LEN..];
            assert_eq!(u16::from_be_bytes([options[2], options[3]]), expected);
        };
        check(V4, 600, 560);
        check(V6, 1_280, 1_220);
        check(V4, 9_000, 1_460);
        let mut other = packet(V4, TcpControl::None, b"content");
        keep_mss_within(576, &mut other);
        assert_eq!(other, packet(V4, TcpControl::None, b"content"));
    }

    proptest! {
        #[test]
        fn no_octets_panic(mut octets in prop::collection::vec(any::<u8>(), 0..80), first in 0x44u8..0x66) {
            if let Some(version) = octets.first_mut() {
                *version = first;
            }
            let _ = Segment::read(&octets);
            keep_mss_within(576, &mut octets);
        }
    }
}
