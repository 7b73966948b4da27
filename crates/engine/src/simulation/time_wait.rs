//! Connections that are closed and wait for what may still be under way (TIME-WAIT, RFC 9293
//! §3.3.2). They stand aside from the sockets that every packet and every poll goes through: a
//! client that opens a connection for each request has many of them.

use super::sockets::SocketId;
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

/// The connections that wait.
#[derive(Default)]
pub struct TimeWait(BTreeMap<Ends, Waiting>);

struct Waiting {
    /// Its number on this host.
    id: SocketId,
    until: Instant,
    socket: tcp::Socket<'static>,
}

impl TimeWait {
    /// Keeps the connection with this number, which has waited since `since`.
    pub fn keep(&mut self, id: SocketId, socket: tcp::Socket<'static>, since: Instant) {
        let ends = Ends::of(&socket).expect("a connection that waits knows its ends");
        self.0.insert(ends, Waiting { id, until: since + WAIT, socket });
    }

    /// Lets those go that have waited long enough, and gives back their numbers.
    pub fn expire(&mut self, now: Instant) -> Vec<SocketId> {
        let is_over = |waiting: &Waiting| waiting.until <= now;
        let ended = self.0.values().filter(|waiting| is_over(waiting)).map(|waiting| waiting.id);
        let ended = ended.collect();
        self.0.retain(|_, waiting| !is_over(waiting));
        ended
    }

    /// Gives back the connection that a packet arrives on.
    pub fn take(&mut self, packet: &[u8]) -> Option<(SocketId, tcp::Socket<'static>)> {
        if self.0.is_empty() {
            return None;
        }
        let Waiting { id, socket, .. } = self.0.remove(&Ends::of_arriving(packet)?)?;
        Some((id, socket))
    }
}

#[cfg(test)]
mod tests {
    use crate::simulation::socket::{Reading, tcp_socket};
    use crate::simulation::sockets::SocketId;
    use crate::simulation::stack::Stack;
    use smoltcp::wire::{Ipv4Packet, TcpPacket};
    use std::net::Ipv4Addr;
    use trace::Instant;

    const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

    fn stack(name: &str, address: Ipv4Addr) -> Stack {
        Stack::new(1, name, &[address.into()], 1500)
    }

    fn is_reset(packet: &[u8]) -> bool {
        let ip = Ipv4Packet::new_checked(packet).expect("stacks send whole packets");
        TcpPacket::new_checked(ip.payload()).expect("stacks send whole segments").rst()
    }

    #[test]
    fn a_connection_that_waits_stands_aside_and_still_answers() {
        let mut client = stack("client", Ipv4Addr::new(192, 0, 2, 1));
        let mut server = stack("server", SERVER);
        let mut listening = tcp_socket(Reading::AtOnce);
        listening.listen(80).expect("a fresh socket");
        let accepted = server.sockets.add(listening);
        let connected = client.sockets.add(tcp_socket(Reading::AtOnce));
        let port = client.ephemeral_port();
        client.connect(connected, (SERVER.into(), 80), port);
        for ms in 0..3_000 {
            let now = Instant(ms * 1_000_000);
            match ms {
                10 => close(&mut client, connected),
                20 => close(&mut server, accepted),
                // Whatever else happens at the host.
                90 => client.touch(),
                100 => assert_eq!(client.sockets.iter().count(), 0, "it stands aside"),
                _ => {}
            }
            for packet in client.poll(now) {
                assert!(!is_reset(&packet), "it still knows the connection at {ms} ms");
                // The last acknowledgment is lost, so that the server says FIN again.
                if !(20..100).contains(&ms) {
                    server.receive(packet);
                }
            }
            server.poll(now).into_iter().for_each(|packet| client.receive(packet));
            if ms == 100 {
                assert_eq!(server.sockets.iter().count(), 1, "nobody has acknowledged its FIN");
            }
        }
        assert_eq!(server.sockets.iter().count(), 0, "its FIN was acknowledged");
    }

    fn close(stack: &mut Stack, id: SocketId) {
        stack.sockets.tcp(id).close();
        stack.release(id);
    }
}
