//! The sockets of a host, in an order of their own.
//!
//! The order matters: smoltcp gives a segment to the first socket that takes it, and what leaves at
//! one instant leaves in this order. A new socket takes the first free number. One that listens
//! takes every SYN, and before it have to come the connections that a repeated SYN may belong to
//! (RFC 9293 §3.10.7): it gets a number behind all that were ever given. Numbers grow with each
//! connection, but smoltcp's set does not: its sockets close up.

use smoltcp::iface::{SocketHandle, SocketSet};
use smoltcp::socket::{AnySocket, Socket, tcp, udp};
use std::collections::{BTreeMap, BTreeSet};

/// The number of a socket on its host; it may be given again once the socket is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SocketId(u64);

/// The sockets.
pub struct Sockets {
    /// For the stack, which lets all of them work.
    pub set: SocketSet<'static>,
    places: BTreeMap<SocketId, SocketHandle>,
    /// The numbers of those that were put aside.
    aside: BTreeSet<SocketId>,
    /// The first number that was never given.
    fresh: SocketId,
    has_gaps: bool,
}

impl Sockets {
    /// None.
    pub fn new() -> Self {
        let (set, places) = (SocketSet::new(Vec::new()), BTreeMap::new());
        Self { set, places, aside: BTreeSet::new(), fresh: SocketId(0), has_gaps: false }
    }

    /// Adds a socket.
    pub fn add(&mut self, socket: impl AnySocket<'static>) -> SocketId {
        let is_free = |id: &SocketId| !self.places.contains_key(id) && !self.aside.contains(id);
        let first = (0..).map(SocketId).find(is_free).expect("there are enough numbers");
        self.add_at(first, socket.upcast())
    }

    /// Puts a socket aside: the stack does not let it work, and its number stays its own.
    pub fn put_aside(&mut self, id: SocketId) -> Socket<'static> {
        self.aside.insert(id);
        self.remove(id)
    }

    /// Adds a socket that was put aside, at the place that it had.
    pub fn put_back(&mut self, id: SocketId, socket: impl AnySocket<'static>) {
        self.aside.remove(&id);
        self.add_at(id, socket.upcast());
    }

    /// Gives up the number of a socket that was put aside.
    pub fn give_up(&mut self, id: SocketId) {
        self.aside.remove(&id);
    }

    /// Adds a socket behind all others.
    pub fn add_last(&mut self, socket: impl AnySocket<'static>) -> SocketId {
        self.add_at(self.fresh, socket.upcast())
    }

    fn add_at(&mut self, id: SocketId, socket: Socket<'static>) -> SocketId {
        self.fresh = self.fresh.max(SocketId(id.0 + 1));
        let is_last = self.places.last_key_value().is_none_or(|(last, _)| *last < id);
        if is_last && !self.has_gaps {
            self.places.insert(id, self.set.add(socket));
        } else {
            self.close_up_around(id, socket);
        }
        id
    }

    /// Puts all sockets into a set without gaps, with a new one at its place among them.
    fn close_up_around(&mut self, id: SocketId, socket: Socket<'static>) {
        let taken = self.places.iter().map(|(id, place)| (*id, self.set.remove(*place)));
        let mut sockets: BTreeMap<SocketId, Socket<'static>> = taken.collect();
        sockets.insert(id, socket);
        self.set = SocketSet::new(Vec::with_capacity(sockets.len()));
        self.places = sockets.into_iter().map(|(id, socket)| (id, self.set.add(socket))).collect();
        self.has_gaps = false;
    }

    /// Takes a socket out.
    pub fn remove(&mut self, id: SocketId) -> Socket<'static> {
        self.has_gaps = true;
        self.set.remove(self.places.remove(&id).expect("whoever has its id has not removed it"))
    }

    /// A TCP socket.
    pub fn tcp(&mut self, id: SocketId) -> &mut tcp::Socket<'static> {
        self.set.get_mut(self.places[&id])
    }

    /// A UDP socket.
    pub fn udp(&mut self, id: SocketId) -> &mut udp::Socket<'static> {
        self.set.get_mut(self.places[&id])
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Socket<'static>> {
        self.set.iter().map(|(_, socket)| socket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn udp_socket() -> udp::Socket<'static> {
        let buffer = || udp::PacketBuffer::new(Vec::new(), Vec::new());
        udp::Socket::new(buffer(), buffer())
    }

    #[test]
    fn a_listening_socket_stands_behind_all_others_and_the_set_does_not_grow() {
        let mut sockets = Sockets::new();
        let mut ids: Vec<SocketId> = (0..3).map(|_| sockets.add_last(udp_socket())).collect();
        for port in 1..100 {
            sockets.remove(ids.remove(0));
            ids.push(sockets.add_last(udp_socket()));
            sockets.udp(ids[2]).bind(port).expect("a fresh socket");
        }
        assert_eq!(ports(&sockets), [97, 98, 99]);
        let places = sockets.set.iter().map(|(place, _)| place.to_string());
        assert_eq!(places.collect::<Vec<_>>(), ["#0", "#1", "#2"]);
    }

    #[test]
    fn a_socket_that_is_put_aside_keeps_its_place() {
        let mut sockets = Sockets::new();
        let ids = [1, 2].map(|port| add(&mut sockets, port));
        let first = match sockets.put_aside(ids[0]) {
            Socket::Udp(socket) => socket,
            Socket::Tcp(_) => panic!("there is none"),
        };
        add(&mut sockets, 3);
        assert_eq!(ports(&sockets), [2, 3]);
        sockets.put_back(ids[0], first);
        assert_eq!(ports(&sockets), [1, 2, 3]);
        drop(sockets.put_aside(ids[1]));
        sockets.give_up(ids[1]);
        assert_eq!(add(&mut sockets, 4), ids[1]);
    }

    #[test]
    fn any_other_socket_takes_the_first_free_number() {
        let mut sockets = Sockets::new();
        let ids = [1, 2, 3].map(|port| add(&mut sockets, port));
        sockets.remove(ids[1]);
        assert_eq!(add(&mut sockets, 4), ids[1]);
        assert_eq!(ports(&sockets), [1, 4, 3]);
        add(&mut sockets, 5);
        assert_eq!(ports(&sockets), [1, 4, 3, 5]);
    }

    fn add(sockets: &mut Sockets, port: u16) -> SocketId {
        let mut socket = udp_socket();
        socket.bind(port).expect("a fresh socket");
        sockets.add(socket)
    }

    fn ports(sockets: &Sockets) -> Vec<u16> {
        let port = |socket: &Socket<'static>| match socket {
            Socket::Udp(socket) => socket.endpoint().port,
            Socket::Tcp(_) => panic!("there is none"),
        };
        sockets.iter().map(port).collect()
    }
}
