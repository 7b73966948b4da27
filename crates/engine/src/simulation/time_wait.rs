//! Connections that are closed and wait for what may still be under way (TIME-WAIT, RFC 9293
//! §3.3.2). They stand aside from the sockets that every packet and every poll goes through: a
//! client that opens a connection for each request has many of them.

use super::segment::{Ends, Segment};
use super::sockets::SocketId;
use core::time::Duration;
use smoltcp::socket::tcp;
use std::collections::BTreeMap;
use trace::Instant;

/// How long a connection waits: smoltcp's choice.
const WAIT: Duration = Duration::from_secs(10);

/// How long a connection stays among the others until its last acknowledgment is out, which is
/// delayed by 10 ms.
pub const SETTLES_IN: Duration = Duration::from_millis(20);

/// The ends of a connection of this host; `None` once it has forgotten them.
pub fn ends_of(socket: &tcp::Socket<'_>) -> Option<Ends> {
    let (own, peer) = (socket.local_endpoint()?, socket.remote_endpoint()?);
    Some(Ends { own: (own.addr.into(), own.port), peer: (peer.addr.into(), peer.port) })
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
        let ends = ends_of(&socket).expect("a connection that waits knows its ends");
        self.0.insert(ends, Waiting { id, until: since + WAIT, socket });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
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
        let ends = Segment::read(packet)?.ends_of_receiver();
        let Waiting { id, socket, .. } = self.0.remove(&ends)?;
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

    const BUFFER_LEN: usize = 64 * 1024;
    const SERVER: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);

    fn stack(name: &str, address: Ipv4Addr) -> Stack {
        Stack::new(1, name, &[address.into()], 1500, BUFFER_LEN)
    }

    fn is_reset(packet: &[u8]) -> bool {
        let ip = Ipv4Packet::new_checked(packet).expect("stacks send whole packets");
        TcpPacket::new_checked(ip.payload()).expect("stacks send whole segments").rst()
    }

    #[test]
    fn a_connection_that_waits_stands_aside_and_still_answers() {
        let mut client = stack("client", Ipv4Addr::new(192, 0, 2, 1));
        let mut server = stack("server", SERVER);
        let mut listening = tcp_socket(Reading::AtOnce, BUFFER_LEN);
        listening.listen(80).expect("a fresh socket");
        let accepted = server.sockets.add(listening);
        let connected = client.sockets.add(tcp_socket(Reading::AtOnce, BUFFER_LEN));
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
