//! One host's IP, UDP and TCP: smoltcp over a pair of queues.

use super::segment::{Ends, Segment};
use super::sockets::{SocketId, Sockets};
use super::time_wait::{SETTLES_IN, TimeWait, ends_of};
use crate::random::Random;
use core::time::Duration;
use smoltcp::iface::{Config, Interface};
use smoltcp::phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::socket::{Socket, tcp};
use smoltcp::time::Instant as StackInstant;
use smoltcp::wire::{HardwareAddress, IpCidr, TcpSeqNumber};
use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use trace::Instant;

/// How long what arrives on a closed connection is thrown away before it is reset: as nginx does.
const LINGER: Duration = Duration::from_secs(30);

/// Octets that a connection can hold in each direction, at least.
pub const TCP_BUFFER_LEN_MIN: usize = 64 * 1024;
/// How many sockets a host has when memory runs short: chosen.
const UNDER_PRESSURE: usize = 64;

/// The stack of one host.
pub struct Stack {
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Its sockets.
    pub sockets: Sockets,
    tcp_buffer_len: usize,
    interface: Interface,
    queues: Queues,
    /// What has arrived since the last poll.
    arrived: Vec<Vec<u8>>,
    /// What was said on each connection.
    said: BTreeMap<Ends, Said>,
    /// Sockets that no role holds any more.
    released: Vec<Released>,
    /// Those of them that only wait.
    time_wait: TimeWait,
    /// Whether something happened since the last poll.
    touched: bool,
    next_poll: Option<Instant>,
    ports: Random,
    used_ports: Vec<u16>,
}

/// What this host said last on a connection.
#[derive(Debug, Clone, Copy)]
struct Said {
    /// The sequence number behind everything that it sent.
    end: TcpSeqNumber,
    /// The last number that it acknowledged.
    ack: Option<TcpSeqNumber>,
}

/// A socket that no role holds any more; removed once it is closed.
struct Released {
    id: SocketId,
    /// Since when what arrives on it is thrown away.
    since: Option<Instant>,
    /// Since when it has only waited.
    waits_since: Option<Instant>,
}

/// smoltcp counts in microseconds, this program in nanoseconds.
fn stack_instant(now: Instant) -> StackInstant {
    StackInstant::from_micros((now.0 / 1000) as i64)
}

impl Stack {
    /// A host that is switched on at instant zero.
    pub fn new(
        seed: u64,
        name: &str,
        addresses: &[IpAddr],
        mtu: u16,
        tcp_buffer_len: usize,
    ) -> Self {
        let mut queues = Queues { mtu, received: VecDeque::new(), sent: Vec::new() };
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = Random::named(seed, &format!("stack {name}")).next_u64();
        let mut interface = Interface::new(config, &mut queues, StackInstant::ZERO);
        for address in addresses {
            // Everyone else is behind a router, which on a link without Ethernet needs no address.
            let (prefix_len, routes) =
                (if address.is_ipv4() { 32 } else { 128 }, interface.routes_mut());
            let routed = match *address {
                IpAddr::V4(address) => routes.add_default_ipv4_route(address),
                IpAddr::V6(address) => routes.add_default_ipv6_route(address),
            };
            routed.expect("room for a route of each family");
            let own = IpCidr::new((*address).into(), prefix_len);
            interface.update_ip_addrs(|known| known.push(own).expect("room for two addresses"));
        }
        Self {
            addresses: addresses.to_vec(),
            sockets: Sockets::new(),
            tcp_buffer_len,
            interface,
            queues,
            arrived: Vec::new(),
            said: BTreeMap::new(),
            released: Vec::new(),
            time_wait: TimeWait::default(),
            touched: false,
            next_poll: None,
            ports: Random::named(seed, &format!("ports {name}")),
            used_ports: Vec::new(),
        }
    }

    /// Says that a socket was used, so that the stack is polled.
    pub fn touch(&mut self) {
        self.touched = true;
    }

    /// Takes in a packet.
    pub fn receive(&mut self, packet: Vec<u8>) {
        if let Some((id, socket)) = self.time_wait.take(&packet) {
            self.sockets.put_back(id, socket);
            self.release(id);
        }
        self.arrived.push(packet);
        self.touched = true;
    }

    /// Octets that a new connection can hold in each direction: less where many connections share
    /// the memory of the host.
    pub fn tcp_buffer_len(&self) -> usize {
        match self.sockets.iter().count() + self.time_wait.len() < UNDER_PRESSURE {
            true => self.tcp_buffer_len,
            false => TCP_BUFFER_LEN_MIN.min(self.tcp_buffer_len),
        }
    }

    /// Lets the stack work at `now`; gives what it sends.
    pub fn poll(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let due = self.next_poll.is_some_and(|at| at <= now);
        if !self.touched && !due {
            return Vec::new();
        }
        self.touched = false;
        let at = stack_instant(now);
        for packet in core::mem::take(&mut self.arrived) {
            self.take_in(packet, at);
        }
        self.interface.poll(at, &mut self.queues, &mut self.sockets.set);
        if self.linger(now) {
            self.interface.poll(at, &mut self.queues, &mut self.sockets.set);
        }
        self.remove_closed(now);
        // The next microsecond at least, so that a timer that is due cannot stop the clock.
        let next = self.interface.poll_at(at, &self.sockets.set);
        let next = next.map(|next| Instant(next.total_micros().max(0) as u64 * 1000));
        self.next_poll = next.map(|next| next.max(Instant((now.0 / 1000 + 1) * 1000)));
        let sent = core::mem::take(&mut self.queues.sent);
        sent.into_iter().flat_map(|packet| self.as_sent(packet)).collect()
    }

    /// When it wants to be polled next.
    pub fn next_poll(&self) -> Option<Instant> {
        self.next_poll
    }

    /// Whether every connection is closed, only waits for stray segments, or is kept open with
    /// nothing to send and nothing unacknowledged: a pool keeps such ones for ever.
    pub fn is_quiet(&self) -> bool {
        self.sockets.iter().all(|socket| match socket {
            Socket::Tcp(socket) => match socket.state() {
                tcp::State::Closed | tcp::State::Listen | tcp::State::TimeWait => true,
                tcp::State::Established => socket.send_queue() == 0,
                _ => false,
            },
            Socket::Udp(_) => true,
        })
    }

    /// Leaves a socket to the stack: what still arrives is thrown away, and it is removed once it
    /// is closed.
    pub fn release(&mut self, id: SocketId) {
        self.released.push(Released { id, since: None, waits_since: None });
        self.touched = true;
    }

    /// Starts a connection on a socket of this stack. Gives the end that it has here.
    pub fn connect(
        &mut self,
        id: SocketId,
        remote: (IpAddr, u16),
        local_port: u16,
    ) -> (IpAddr, u16) {
        let socket = self.sockets.tcp(id);
        let connected = socket.connect(self.interface.context(), remote, local_port);
        connected.expect("a fresh socket, a specified address and ports that are not zero");
        let local = socket.local_endpoint().expect("a connection has two ends");
        self.touched = true;
        (local.addr.into(), local.port)
    }

    /// A port that no socket of this host has used (RFC 6056's random selection).
    pub fn ephemeral_port(&mut self) -> u16 {
        if self.used_ports.len() > 10_000 {
            self.used_ports.clear();
        }
        loop {
            let port = 49_152 + self.ports.below(16_384) as u16;
            if !self.used_ports.contains(&port) {
                self.used_ports.push(port);
                return port;
            }
        }
    }

    fn hand_over(&mut self, packet: Vec<u8>, at: StackInstant) {
        self.queues.received.push_back(packet);
        self.interface.poll_ingress_single(at, &mut self.queues, &mut self.sockets.set);
    }

    /// Takes in a packet, and makes up for what smoltcp does not see in a FIN.
    fn take_in(&mut self, packet: Vec<u8>, at: StackInstant) {
        let segment = Segment::read(&packet).filter(|segment| segment.fin);
        let Some(fin) = segment.filter(|fin| self.awaits_fin(fin.ends_of_receiver())) else {
            return self.hand_over(packet, at);
        };
        let ends = fin.ends_of_receiver();
        self.hand_over(packet.clone(), at);
        if !self.awaits_fin(ends) {
            return;
        }
        let replied = self.queues.sent.pop_if(|reply| {
            let reply = Segment::read(reply);
            reply.is_some_and(|reply| reply.is_pure_ack() && reply.ends_of_sender() == ends)
        });
        let replied_ack = replied.as_deref().and_then(Segment::read).and_then(|reply| reply.ack);
        if replied_ack == Some(fin.content_end()) {
            // All octets before it had arrived: then it is the next in line (RFC 9293 §3.10.7.4),
            // and smoltcp does not look for it behind a segment that it knows.
            self.hand_over(fin.fin_alone(&packet), at);
            return;
        }
        self.queues.sent.extend(replied);
        let expected = self.said.get(&ends).and_then(|said| said.ack);
        if let Some(expected) = expected.filter(|_| replied_ack.is_none()) {
            // Octets before it are missing: that is said at once (RFC 5681 §3.2), as of any other
            // segment out of order.
            self.hand_over(fin.known_octet(&packet, expected), at);
        }
    }

    /// Whether there is a connection with these ends whose peer has not said FIN yet.
    fn awaits_fin(&self, ends: Ends) -> bool {
        self.sockets.iter().any(|socket| match socket {
            Socket::Tcp(socket) => {
                let awaits = matches!(
                    socket.state(),
                    tcp::State::SynReceived
                        | tcp::State::Established
                        | tcp::State::FinWait1
                        | tcp::State::FinWait2
                );
                awaits && ends_of(socket) == Some(ends)
            }
            Socket::Udp(_) => false,
        })
    }

    /// The packets as which this packet leaves: cut in two where it says old octets again and new
    /// ones behind them, so that a segment is sent again as it was sent.
    fn as_sent(&mut self, packet: Vec<u8>) -> Vec<Vec<u8>> {
        let Some(segment) = Segment::read(&packet) else { return vec![packet] };
        let before = self.said.get(&segment.ends_of_sender()).filter(|_| !segment.syn).copied();
        let end = before.map_or(segment.end(), |before| before.end.max(segment.end()));
        // One octet that is not pushed probes a closed window: smoltcp goes on as if it was not sent.
        let is_probe = segment.content_len == 1 && !segment.psh && !segment.fin;
        let end = before.filter(|_| is_probe).map_or(end, |before| before.end);
        self.said.insert(segment.ends_of_sender(), Said { end, ack: segment.ack });
        match before {
            Some(before) if segment.seq < before.end && before.end < segment.content_end() => {
                segment.split(&packet, before.end).to_vec()
            }
            Some(_) | None => vec![packet],
        }
    }

    /// Throws away what has arrived for nobody, so that whoever sends it comes to read the answer
    /// (RFC 9112 §9.6); gives up with RST on those who do not (RFC 9293 §3.10.4). Says whether
    /// there was anything.
    fn linger(&mut self, now: Instant) -> bool {
        let mut has_acted = false;
        for Released { id, since, .. } in &mut self.released {
            let socket = self.sockets.tcp(*id);
            let is_over = now - *since.get_or_insert(now) >= LINGER;
            while socket.can_recv() {
                has_acted = true;
                if is_over {
                    socket.abort();
                }
                // It is there: that was asked before.
                let _ = socket.recv(|octets| (octets.len(), ()));
            }
        }
        has_acted
    }

    /// Drops the sockets that are closed, and puts those aside that only wait.
    fn remove_closed(&mut self, now: Instant) {
        let Self { sockets, time_wait, released, .. } = self;
        time_wait.expire(now).into_iter().for_each(|id| sockets.give_up(id));
        released.retain_mut(|Released { id, waits_since, .. }| {
            match sockets.tcp(*id).state() {
                tcp::State::Closed => drop(sockets.remove(*id)),
                tcp::State::TimeWait => {
                    let since = *waits_since.get_or_insert(now);
                    if now - since < SETTLES_IN {
                        return true;
                    }
                    if let Socket::Tcp(socket) = sockets.put_aside(*id) {
                        time_wait.keep(*id, socket, since);
                    }
                }
                _ => return true,
            }
            false
        });
    }
}

/// The network card: what came in, what is to go out.
struct Queues {
    mtu: u16,
    received: VecDeque<Vec<u8>>,
    sent: Vec<Vec<u8>>,
}

struct Received(Vec<u8>);
struct Sending<'a>(&'a mut Vec<Vec<u8>>);

impl RxToken for Received {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(&self.0)
    }
}

impl TxToken for Sending<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, write: F) -> R {
        let mut packet = vec![0; len];
        let output = write(&mut packet);
        self.0.push(packet);
        output
    }
}

impl Device for Queues {
    type RxToken<'a> = Received;
    type TxToken<'a> = Sending<'a>;

    fn receive(&mut self, _: StackInstant) -> Option<(Received, Sending<'_>)> {
        let packet = self.received.pop_front()?;
        Some((Received(packet), Sending(&mut self.sent)))
    }

    fn transmit(&mut self, _: StackInstant) -> Option<Sending<'_>> {
        Some(Sending(&mut self.sent))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = usize::from(self.mtu);
        capabilities
    }
}
