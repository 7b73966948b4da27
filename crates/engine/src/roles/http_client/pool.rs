//! A client's connections to each origin (RFC 6454), and who waits for one.

use super::http1::Http1Client;
use super::http2::Http2Client;
use core::cell::{Cell, RefCell};
use futures_channel::oneshot;
use std::collections::{BTreeMap, VecDeque};
use trace::HttpUrl;

/// Scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    is_https: bool,
    uri_host: String,
    port: u16,
}

impl Origin {
    /// The origin of a URL.
    pub fn of(url: &HttpUrl) -> Self {
        Self { is_https: url.is_https(), uri_host: url.host().to_owned(), port: url.port() }
    }
}

/// What an exchange sends its request on.
pub enum Ticket {
    /// A connection that was used before, and is free.
    Reuse(Http1Client),
    /// A connection that others use too.
    Share(Http2Client),
    /// Leave to open another one.
    Open,
}

/// The connection that an exchange has to itself. Should the exchange be given up, the connection
/// counts as closed.
pub struct Seat<'a> {
    pool: &'a ConnectionPool,
    origin: &'a Origin,
    is_taken: Cell<bool>,
}

impl Seat<'_> {
    /// Whoever made the exchange says what becomes of its connection.
    pub fn is_left(&self) {
        self.is_taken.set(false);
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if self.is_taken.get() {
            self.pool.closed(self.origin);
        }
    }
}

/// All connections of a client.
pub struct ConnectionPool {
    /// Whether connections are opened one at a time, because the first may serve all.
    expects_sharing: bool,
    /// How many are opened to one origin.
    connections_max: usize,
    origins: RefCell<BTreeMap<Origin, Connections>>,
}

#[derive(Default)]
struct Connections {
    /// What was used last goes out first.
    idle: Vec<Http1Client>,
    shared: Option<Http2Client>,
    /// How many are open or being opened.
    n_open: usize,
    waiting: VecDeque<oneshot::Sender<Ticket>>,
}

impl ConnectionPool {
    /// Without a connection.
    pub fn new(expects_sharing: bool, connections_max: usize) -> Self {
        Self { expects_sharing, connections_max, origins: RefCell::default() }
    }

    /// Waits until a request can be sent, first come, first served.
    pub async fn ticket(&self, origin: &Origin) -> Ticket {
        let (turn, wait) = oneshot::channel();
        self.change(origin, |connections| connections.waiting.push_back(turn));
        wait.await.expect("the pool is there as long as somebody waits at it")
    }

    /// A connection is free for the next request.
    pub fn give_back(&self, origin: &Origin, connection: Http1Client) {
        self.change(origin, |connections| connections.idle.push(connection));
    }

    /// A connection is there that every request can use.
    pub fn share(&self, origin: &Origin, connection: &Http2Client) {
        self.change(origin, |connections| connections.shared = Some(connection.clone()));
    }

    /// A shared connection is over; who notices that first says it.
    pub fn unshare(&self, origin: &Origin, connection: &Http2Client) {
        let local = connection.local();
        self.change(origin, |connections| {
            let is_it = |shared: &mut Http2Client| shared.local() == local;
            if connections.shared.take_if(is_it).is_some() {
                connections.n_open -= 1;
            }
        });
    }

    /// A connection was closed, or did not come about.
    pub fn closed(&self, origin: &Origin) {
        self.change(origin, |connections| connections.n_open -= 1);
    }

    /// A seat of this origin; taken where there is none without this exchange.
    pub fn seat<'a>(&'a self, origin: &'a Origin, is_taken: bool) -> Seat<'a> {
        Seat { pool: self, origin, is_taken: Cell::new(is_taken) }
    }

    fn change(&self, origin: &Origin, change: impl FnOnce(&mut Connections)) {
        let is_shareable = self.expects_sharing && origin.is_https;
        let n_open_max = if is_shareable { 1 } else { self.connections_max };
        let mut origins = self.origins.borrow_mut();
        let connections = origins.entry(origin.clone()).or_default();
        change(connections);
        connections.serve_waiting(n_open_max);
    }
}

impl Connections {
    fn serve_waiting(&mut self, n_open_max: usize) {
        while !self.waiting.is_empty() {
            let Some(ticket) = self.next_ticket(n_open_max) else { return };
            let turn = self.waiting.pop_front().expect("somebody waits");
            if let Err(unused) = turn.send(ticket) {
                // Whoever waited has given up.
                self.take_back(unused);
            }
        }
    }

    fn next_ticket(&mut self, n_open_max: usize) -> Option<Ticket> {
        // One that the server has closed meanwhile is no use.
        if self.shared.take_if(|shared| !shared.is_usable()).is_some() {
            self.n_open -= 1;
        }
        if let Some(shared) = &self.shared {
            return Some(Ticket::Share(shared.clone()));
        }
        while let Some(connection) = self.idle.pop() {
            if connection.is_reusable() {
                return Some(Ticket::Reuse(connection));
            }
            // The server has closed it meanwhile.
            self.n_open -= 1;
        }
        (self.n_open < n_open_max).then(|| {
            self.n_open += 1;
            Ticket::Open
        })
    }

    fn take_back(&mut self, ticket: Ticket) {
        match ticket {
            Ticket::Reuse(connection) => self.idle.push(connection),
            Ticket::Share(_) => {}
            Ticket::Open => self.n_open -= 1,
        }
    }
}
