//! Sockets as roles see them: async, on one host of the world.

use super::{Simulation, sockets::SocketId, stack::Stack};
use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use smoltcp::socket::{tcp, udp};
use smoltcp::wire::IpEndpoint;
use std::net::{IpAddr, Ipv4Addr};
use trace::HostId;

/// Datagrams a UDP socket can hold in each direction.
const UDP_DATAGRAMS_MAX: usize = 64;
/// Octets that these can have together.
const UDP_BUFFER_LEN: usize = 32 * 1024;

/// How a program takes what has arrived on its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it, as soon as it asks.
    AtOnce,
    /// There is room for so many octets, and the program rests each time it has read.
    Slow {
        /// Octets that can wait to be read.
        buffer_len: usize,
        /// How long it rests.
        rest: Duration,
    },
}

impl Reading {
    /// Octets that can wait to be read, where the host has room for so many.
    fn buffer_len(self, of_host: usize) -> usize {
        match self {
            Self::AtOnce => of_host,
            Self::Slow { buffer_len, .. } => buffer_len,
        }
    }
}

/// Why no connection came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectError {
    /// Port 0 is reserved (RFC 6335 §6): it stands for no program.
    NoPort,
    /// The address is the host's own, where no program listens.
    OwnHost,
    /// No path leads to that address.
    NoPath,
    /// The peer answered with RST.
    Refused,
    /// No answer in time.
    TimedOut,
}

/// Why nothing more can be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// The peer reset the connection.
    Reset,
}

impl Simulation {
    fn with_stack<T>(&self, host: HostId, act: impl FnOnce(&mut Stack) -> T) -> T {
        act(self.0.network.borrow_mut().stack(host))
    }
}

/// A socket of a host that has room for so many octets in each direction.
pub(super) fn tcp_socket(reading: Reading, buffer_len: usize) -> tcp::Socket<'static> {
    let buffer = |len| tcp::SocketBuffer::new(vec![0; len]);
    let received = reading.buffer_len(buffer_len);
    let mut socket = tcp::Socket::new(buffer(received), buffer(buffer_len));
    socket.set_congestion_control(tcp::CongestionControl::Reno);
    socket.set_nagle_enabled(false);
    socket
}

/// One end of a TCP connection.
///
/// Dropping it closes it: what was written is still sent, then FIN.
pub struct TcpStream {
    simulation: Simulation,
    host: HostId,
    id: SocketId,
    local: (IpAddr, u16),
    peer: (IpAddr, u16),
    reading: Reading,
    /// Octets given to the socket so far.
    n_written: Cell<u64>,
    /// Ends when it reads again; `None` while it does not rest.
    rest: RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>,
}

impl TcpStream {
    fn new(
        simulation: &Simulation,
        host: HostId,
        id: SocketId,
        (local, peer): ((IpAddr, u16), (IpAddr, u16)),
        reading: Reading,
    ) -> Self {
        let (simulation, n_written, rest) = (simulation.clone(), Cell::new(0), RefCell::default());
        Self { simulation, host, id, local, peer, reading, n_written, rest }
    }

    /// Opens a connection (RFC 9293 §3.5).
    ///
    /// # Errors
    /// No path, a RST, or no answer within `patience`.
    pub async fn connect(
        simulation: &Simulation,
        host: HostId,
        remote: (IpAddr, u16),
        patience: Duration,
    ) -> Result<Self, ConnectError> {
        let (address, port) = remote;
        if port == 0 {
            return Err(ConnectError::NoPort);
        }
        if simulation.0.network.borrow().is_own(host, address) {
            return Err(ConnectError::OwnHost);
        }
        if !simulation.0.network.borrow().has_path(host, address) {
            return Err(ConnectError::NoPath);
        }
        let (id, local) = simulation.with_stack(host, |stack| {
            let socket = tcp_socket(Reading::AtOnce, stack.tcp_buffer_len());
            let id = stack.sockets.add(socket);
            let local_port = stack.ephemeral_port();
            (id, stack.connect(id, remote, local_port))
        });
        let stream = Self::new(simulation, host, id, (local, remote), Reading::AtOnce);
        let established = poll_fn(|context| {
            stream.with_socket(|socket| match socket.state() {
                tcp::State::SynSent | tcp::State::SynReceived => {
                    socket.register_send_waker(context.waker());
                    Poll::Pending
                }
                tcp::State::Closed => Poll::Ready(Err(ConnectError::Refused)),
                _ => Poll::Ready(Ok(())),
            })
        });
        match simulation.timeout(patience, established).await {
            Some(Ok(())) => Ok(stream),
            Some(Err(error)) => Err(error),
            None => Err(ConnectError::TimedOut),
        }
    }

    /// Whether both sides can still send.
    pub fn is_open(&self) -> bool {
        self.with_socket(|socket| socket.state() == tcp::State::Established)
    }

    /// Address and port at this end.
    pub fn local(&self) -> (IpAddr, u16) {
        self.local
    }

    /// Address and port at the other end.
    pub fn peer(&self) -> (IpAddr, u16) {
        self.peer
    }

    /// How many of the octets that were written the peer has acknowledged.
    pub fn n_acknowledged(&self) -> u64 {
        self.n_written.get() - self.with_socket(|socket| socket.send_queue() as u64)
    }

    /// Reads what has arrived, and waits until something has; empty after the peer's FIN.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn read(&self) -> Result<Vec<u8>, ReadError> {
        poll_fn(|context| self.poll_read(context)).await
    }

    /// Writes all of `octets`, and waits while the buffer is full.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn write_all(&self, mut octets: &[u8]) -> Result<(), ReadError> {
        while !octets.is_empty() {
            let n_written = poll_fn(|context| self.poll_write(octets, context)).await?;
            octets = &octets[n_written..];
        }
        Ok(())
    }

    /// Writes what the buffer has room for, without waiting: for last words.
    pub fn write_now(&self, octets: &[u8]) {
        // A connection that is over cannot take them, and needs none.
        let written = self.with_socket(|socket| socket.send_slice(octets));
        self.n_written.set(self.n_written.get() + written.unwrap_or(0) as u64);
    }

    /// Says with FIN that nothing more comes; what the peer sends can still be read (RFC 9293
    /// §3.6.1).
    pub fn close_sending(&self) {
        self.with_socket(tcp::Socket::close);
    }

    /// Gives the connection up with RST.
    pub fn abort(&self) {
        self.with_socket(tcp::Socket::abort);
    }

    /// As [`Self::read`].
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn poll_read(&self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, ReadError>> {
        ready!(self.poll_rest(context));
        let read = ready!(self.poll_read_at_once(context));
        if let Reading::Slow { rest, .. } = self.reading {
            let simulation = self.simulation.clone();
            let rested = async move { simulation.sleep(rest).await };
            *self.rest.borrow_mut() = Some(Box::pin(rested));
        }
        Poll::Ready(read)
    }

    fn poll_rest(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut rest = self.rest.borrow_mut();
        if let Some(rested) = rest.as_mut() {
            ready!(rested.as_mut().poll(context));
            *rest = None;
        }
        Poll::Ready(())
    }

    fn poll_read_at_once(&self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, ReadError>> {
        self.with_socket(|socket| {
            if socket.can_recv() {
                let read = socket.recv(|octets| (octets.len(), octets.to_vec()));
                return Poll::Ready(Ok(read.expect("there is something to read")));
            }
            if socket.may_recv() {
                socket.register_recv_waker(context.waker());
                return Poll::Pending;
            }
            match socket.recv(|_| (0, ())) {
                Err(tcp::RecvError::Finished) => Poll::Ready(Ok(Vec::new())),
                Ok(()) | Err(tcp::RecvError::InvalidState) => Poll::Ready(Err(ReadError::Reset)),
            }
        })
    }

    /// Writes as many of `octets` as the buffer has room for, and waits while it is full.
    ///
    /// # Errors
    /// The connection was reset.
    pub fn poll_write(
        &self,
        octets: &[u8],
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, ReadError>> {
        self.with_socket(|socket| match socket.send_slice(octets) {
            Ok(0) => {
                socket.register_send_waker(context.waker());
                Poll::Pending
            }
            Ok(n_written) => {
                self.n_written.set(self.n_written.get() + n_written as u64);
                Poll::Ready(Ok(n_written))
            }
            Err(tcp::SendError::InvalidState) => Poll::Ready(Err(ReadError::Reset)),
        })
    }

    fn with_socket<T>(&self, act: impl FnOnce(&mut tcp::Socket<'static>) -> T) -> T {
        self.simulation.with_stack(self.host, |stack| {
            stack.touch();
            act(stack.sockets.tcp(self.id))
        })
    }
}

impl Drop for TcpStream {
    fn drop(&mut self) {
        // RFC 9293 §3.10.4: a SYN that nobody answered is given up without a word.
        let is_unanswered = self.with_socket(|socket| socket.state() == tcp::State::SynSent);
        self.simulation.with_stack(self.host, |stack| match is_unanswered {
            true => drop(stack.sockets.remove(self.id)),
            false => {
                stack.sockets.tcp(self.id).close();
                stack.release(self.id);
            }
        });
    }
}

/// Accepts connections on one port.
///
/// smoltcp has no backlog, and a socket that listens becomes the connection of the first SYN that
/// comes: then another one listens.
pub struct TcpListener {
    simulation: Simulation,
    host: HostId,
    port: u16,
    reading: Reading,
    backlog: usize,
    /// `None` while the backlog is full.
    listening: Option<SocketId>,
    /// Connections that are being opened.
    half_open: Vec<SocketId>,
}

impl TcpListener {
    /// Listens on `port` with room for `backlog` connections that are being opened at once.
    pub fn bind(simulation: &Simulation, host: HostId, port: u16, backlog: usize) -> Self {
        Self::bind_reading(simulation, host, port, backlog, Reading::AtOnce)
    }

    /// As [`Self::bind`], for a program that reads like this.
    pub fn bind_reading(
        simulation: &Simulation,
        host: HostId,
        port: u16,
        backlog: usize,
        reading: Reading,
    ) -> Self {
        let (simulation, half_open) = (simulation.clone(), Vec::new());
        let mut listener =
            Self { simulation, host, port, reading, backlog, listening: None, half_open };
        listener.listening = Some(listener.listen());
        listener
    }

    /// Waits for the next connection.
    pub async fn accept(&mut self) -> TcpStream {
        let id = poll_fn(|context| self.poll_accept(context)).await;
        let ends = self.simulation.with_stack(self.host, |stack| {
            let socket = stack.sockets.tcp(id);
            // One that was reset already has forgotten both.
            let nobody = (Ipv4Addr::UNSPECIFIED.into(), 0);
            let end = |end: IpEndpoint| (end.addr.into(), end.port);
            let local = socket.local_endpoint().map_or(nobody, end);
            (local, socket.remote_endpoint().map_or(nobody, end))
        });
        TcpStream::new(&self.simulation, self.host, id, ends, self.reading)
    }

    fn listen(&self) -> SocketId {
        self.simulation.with_stack(self.host, |stack| {
            let mut socket = tcp_socket(self.reading, stack.tcp_buffer_len());
            socket.listen(self.port).expect("a fresh socket and a port that is not zero");
            stack.sockets.add_last(socket)
        })
    }

    fn poll_accept(&mut self, context: &mut Context<'_>) -> Poll<SocketId> {
        let state = |id| {
            self.simulation.with_stack(self.host, |stack| {
                let socket = stack.sockets.tcp(id);
                socket.register_recv_waker(context.waker());
                socket.state()
            })
        };
        self.half_open.extend(self.listening.take_if(|id| state(*id) != tcp::State::Listen));
        // One that was reset listens again, in front of connections that the same SYN may belong to
        // (RFC 9293 §3.10.7): another one stands behind them.
        let reset = self.half_open.extract_if(.., |id| state(*id) == tcp::State::Listen);
        for id in reset {
            self.simulation.with_stack(self.host, |stack| drop(stack.sockets.remove(id)));
        }
        let is_open = |id: &SocketId| state(*id) != tcp::State::SynReceived;
        let opened = self.half_open.iter().position(is_open).map(|at| self.half_open.remove(at));
        if self.listening.is_none() && self.half_open.len() < self.backlog {
            let id = self.listen();
            self.listening = Some(id);
            state(id);
        }
        opened.map_or(Poll::Pending, Poll::Ready)
    }
}

/// A UDP socket.
pub struct UdpSocket {
    simulation: Simulation,
    host: HostId,
    id: SocketId,
}

impl UdpSocket {
    /// Binds `port`, or an ephemeral one where it is `None`.
    pub fn bind(simulation: &Simulation, host: HostId, port: Option<u16>) -> Self {
        let buffer = || {
            let metadata = vec![udp::PacketMetadata::EMPTY; UDP_DATAGRAMS_MAX];
            udp::PacketBuffer::new(metadata, vec![0; UDP_BUFFER_LEN])
        };
        let mut socket = udp::Socket::new(buffer(), buffer());
        let id = simulation.with_stack(host, |stack| {
            let port = port.unwrap_or_else(|| stack.ephemeral_port());
            socket.bind(port).expect("a fresh socket and a port that is not zero");
            stack.sockets.add(socket)
        });
        Self { simulation: simulation.clone(), host, id }
    }

    /// The host that it belongs to.
    pub fn host(&self) -> HostId {
        self.host
    }

    /// Sends one datagram; without room for it or a path, it is dropped, as UDP may.
    pub fn send_to(&self, octets: &[u8], remote: (IpAddr, u16)) {
        if !self.simulation.0.network.borrow().has_path(self.host, remote.0) {
            return;
        }
        self.simulation.with_stack(self.host, |stack| {
            stack.touch();
            let _ = stack.sockets.udp(self.id).send_slice(octets, remote);
        });
    }

    /// Waits for the next datagram and who sent it.
    pub async fn receive_from(&self) -> (Vec<u8>, (IpAddr, u16)) {
        poll_fn(|context| {
            self.simulation.with_stack(self.host, |stack| {
                let socket = stack.sockets.udp(self.id);
                match socket.recv() {
                    Ok((octets, metadata)) => {
                        let asker = (metadata.endpoint.addr.into(), metadata.endpoint.port);
                        Poll::Ready((octets.to_vec(), asker))
                    }
                    Err(_) => {
                        socket.register_recv_waker(context.waker());
                        Poll::Pending
                    }
                }
            })
        })
        .await
    }
}

impl Drop for UdpSocket {
    fn drop(&mut self) {
        self.simulation.with_stack(self.host, |stack| {
            stack.sockets.remove(self.id);
        });
    }
}
