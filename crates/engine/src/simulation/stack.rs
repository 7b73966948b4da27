//! One host's IP, UDP and TCP: smoltcp over a pair of queues.

use super::sockets::{SocketId, Sockets};
use super::time_wait::{SETTLES_IN, TimeWait};
use crate::random::Random;
use core::time::Duration;
use smoltcp::iface::{Config, Interface};
use smoltcp::phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::socket::{Socket, tcp};
use smoltcp::time::Instant as StackInstant;
use smoltcp::wire::{HardwareAddress, IpCidr};
use std::collections::VecDeque;
use std::net::IpAddr;
use trace::Instant;

/// How long what arrives on a closed connection is thrown away before it is reset: as nginx does.
const LINGER: Duration = Duration::from_secs(30);

/// The stack of one host.
pub struct Stack {
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// Its sockets.
    pub sockets: Sockets,
    interface: Interface,
    queues: Queues,
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
    pub fn new(seed: u64, name: &str, addresses: &[IpAddr], mtu: u16) -> Self {
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
            interface,
            queues,
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
        self.queues.received.push_back(packet);
        self.touched = true;
    }

    /// Lets the stack work at `now`; gives what it sends.
    pub fn poll(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let due = self.next_poll.is_some_and(|at| at <= now);
        if !self.touched && !due {
            return Vec::new();
        }
        self.touched = false;
        let at = stack_instant(now);
        self.interface.poll(at, &mut self.queues, &mut self.sockets.set);
        if self.linger(now) {
            self.interface.poll(at, &mut self.queues, &mut self.sockets.set);
        }
        self.remove_closed(now);
        // The next microsecond at least, so that a timer that is due cannot stop the clock.
        let next = self.interface.poll_at(at, &self.sockets.set);
        let next = next.map(|next| Instant(next.total_micros().max(0) as u64 * 1000));
        self.next_poll = next.map(|next| next.max(Instant((now.0 / 1000 + 1) * 1000)));
        core::mem::take(&mut self.queues.sent)
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
