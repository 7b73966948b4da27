//! Connections that are closed and wait for what may still be under way (TIME-WAIT, RFC 9293
//! §3.3.2). They stand aside from the sockets that every packet and every poll goes through: a
//! client that opens a connection for each request has many of them.

use core::time::Duration;
use smoltcp::socket::tcp;
use smoltcp::wire::{IpProtocol, Ipv4Packet, Ipv6Packet, TcpPacket};
use std::collections::BTreeMap;
use std::net::IpAddr;
use trace::Instant;

/// How long a connection waits: smoltcp's choice.
const WAIT: Duration = Duration::from_secs(10);

/// How long a connection stays among the others until its last acknowledgment is out, which is
/// delayed by 10 ms.
pub const SETTLES_IN: Duration = Duration::from_millis(20);

/// Address and port of this host's end of a connection, and those of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ends {
    own: (IpAddr, u16),
    peer: (IpAddr, u16),
}

impl Ends {
    /// Of a connection of this host.
    fn of(socket: &tcp::Socket<'_>) -> Option<Self> {
        let (own, peer) = (socket.local_endpoint()?, socket.remote_endpoint()?);
        Some(Self { own: (own.addr.into(), own.port), peer: (peer.addr.into(), peer.port) })
    }

    /// Of the connection that an IP packet arrives on, if it carries TCP.
    fn of_arriving(packet: &[u8]) -> Option<Self> {
        let (source, destination, protocol, segment) = match packet.first()? >> 4 {
            4 => {
                let ip = Ipv4Packet::new_checked(packet).ok()?;
                let ends = (IpAddr::from(ip.src_addr()), IpAddr::from(ip.dst_addr()));
                (ends.0, ends.1, ip.next_header(), &packet[usize::from(ip.header_len())..])
            }
            _ => {
                let ip = Ipv6Packet::new_checked(packet).ok()?;
                let ends = (IpAddr::from(ip.src_addr()), IpAddr::from(ip.dst_addr()));
                (ends.0, ends.1, ip.next_header(), &packet[ip.header_len()..])
            }
        };
        let segment = (protocol == IpProtocol::Tcp).then_some(segment)?;
        let tcp = TcpPacket::new_checked(segment).ok()?;
        Some(Self { own: (destination, tcp.dst_port()), peer: (source, tcp.src_port()) })
    }
}

/// The connections that wait, and until when.
#[derive(Default)]
pub struct TimeWait(BTreeMap<Ends, (Instant, tcp::Socket<'static>)>);

impl TimeWait {
    /// Keeps a connection that has waited since `since`.
    pub fn keep(&mut self, socket: tcp::Socket<'static>, since: Instant) {
        // One that has forgotten its ends is closed.
        if let Some(ends) = Ends::of(&socket) {
            self.0.insert(ends, (since + WAIT, socket));
        }
    }

    /// Lets those go that have waited long enough.
    pub fn expire(&mut self, now: Instant) {
        self.0.retain(|_, (until, _)| *until > now);
    }

    /// Gives back the connection that a packet arrives on.
    pub fn take(&mut self, packet: &[u8]) -> Option<tcp::Socket<'static>> {
        if self.0.is_empty() {
            return None;
        }
        let (_, socket) = self.0.remove(&Ends::of_arriving(packet)?)?;
        Some(socket)
    }
}
