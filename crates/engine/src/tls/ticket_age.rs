//! How old a ticket is, in milliseconds (RFC 8446 §4.2.11.1).
//!
//! rustls counts in whole seconds. So a client remembers for each ticket in which millisecond it
//! came, and what is missing is added to the ClientHello that shows it: where it goes out, and in
//! the hashes that rustls takes of it, for its binder and for its transcript.

use super::virtual_time::VirtualTime;
use core::cell::Cell;
use core::ops::Range;
use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::crypto::hash::{Context, Hash, HashAlgorithm, Output};
use rustls::pki_types::ServerName;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The type of a ClientHello among handshake messages.
const CLIENT_HELLO: u8 = 1;
/// The type of a record that carries handshake messages, and the length of its header.
const HANDSHAKE_RECORD: (u8, usize) = (22, 5);
/// The type of the extension that shows a ticket.
const PRE_SHARED_KEY: u16 = 41;
/// The most tickets of one server.
const TICKETS_MAX: usize = 8;

/// By how many milliseconds the age that rustls says falls short, modulo 2³²: it may say too much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shortfall(u32);

thread_local! {
    /// That of the connection that is being served now.
    static CURRENT: Cell<Shortfall> = const { Cell::new(Shortfall(0)) };
}

/// Runs `act` for the connection with this shortfall.
pub fn with_shortfall<T>(of_connection: &Cell<Shortfall>, act: impl FnOnce() -> T) -> T {
    CURRENT.set(of_connection.get());
    let output = act();
    of_connection.set(CURRENT.take());
    output
}

impl Shortfall {
    /// Corrects the records of a first flight; others are left as they are.
    pub fn correct_records(self, records: &mut [u8]) {
        let (kind, header_len) = HANDSHAKE_RECORD;
        if records.first() == Some(&kind) {
            self.correct(&mut records[header_len..]);
        }
    }

    fn correct(self, message: &mut [u8]) {
        let Some(place) = (self != Self::default()).then(|| age_in(message)).flatten() else {
            return;
        };
        let age = message[place.clone()].try_into().map(u32::from_be_bytes);
        let age = age.expect("it has four octets").wrapping_add(self.0);
        message[place].copy_from_slice(&age.to_be_bytes());
    }
}

/// Where a ClientHello says how old its first ticket is; its end, the binders, may be missing.
fn age_in(message: &[u8]) -> Option<Range<usize>> {
    let number = |at: usize, len: usize| {
        let octets = message.get(at..at + len)?;
        Some(octets.iter().fold(0, |number, octet| number << 8 | usize::from(*octet)))
    };
    if number(0, 1)? != usize::from(CLIENT_HELLO) {
        return None;
    }
    // Type, length, version, random.
    let mut at = 1 + 3 + 2 + 32;
    // Session ID, cipher suites, compression methods.
    for len_len in [1, 2, 1] {
        at += len_len + number(at, len_len)?;
    }
    at += 2;
    while number(at, 2)? != usize::from(PRE_SHARED_KEY) {
        at += 4 + number(at + 2, 2)?;
    }
    // The lengths of the extension and of the list.
    let identity = at + 4 + 2;
    let age = identity + 2 + number(identity, 2)?;
    (age + 4 <= message.len()).then_some(age..age + 4)
}

/// A hash function that takes in a ClientHello with its right age.
pub struct Corrected(pub &'static dyn Hash);

impl Hash for Corrected {
    fn start(&self) -> Box<dyn Context> {
        Box::new(CorrectedContext(self.0.start()))
    }

    fn hash(&self, octets: &[u8]) -> Output {
        self.0.hash(octets)
    }

    fn output_len(&self) -> usize {
        self.0.output_len()
    }

    fn algorithm(&self) -> HashAlgorithm {
        self.0.algorithm()
    }
}

struct CorrectedContext(Box<dyn Context>);

impl Context for CorrectedContext {
    fn fork_finish(&self) -> Output {
        self.0.fork_finish()
    }

    fn fork(&self) -> Box<dyn Context> {
        Box::new(Self(self.0.fork()))
    }

    fn finish(self: Box<Self>) -> Output {
        self.0.finish()
    }

    fn update(&mut self, octets: &[u8]) {
        match CURRENT.get() {
            Shortfall(0) => self.0.update(octets),
            shortfall => {
                let mut octets = octets.to_vec();
                shortfall.correct(&mut octets);
                self.0.update(&octets);
            }
        }
    }
}

/// The tickets of a client, each with the millisecond of its second in which it came.
#[derive(Debug)]
pub struct Tickets {
    time: Arc<VirtualTime>,
    of_servers: Mutex<BTreeMap<String, OfServer>>,
}

#[derive(Debug, Default)]
struct OfServer {
    group: Option<NamedGroup>,
    tickets: Vec<(u32, Tls13ClientSessionValue)>,
}

impl Tickets {
    /// None yet.
    pub fn new(time: Arc<VirtualTime>) -> Self {
        Self { time, of_servers: Mutex::default() }
    }

    fn of_server<T>(&self, name: &ServerName<'_>, act: impl FnOnce(&mut OfServer) -> T) -> T {
        let mut of_servers = self.of_servers.lock().expect("one thread");
        act(of_servers.entry(name.to_str().into_owned()).or_default())
    }
}

impl ClientSessionStore for Tickets {
    fn set_kx_hint(&self, server: ServerName<'static>, group: NamedGroup) {
        self.of_server(&server, |server| server.group = Some(group));
    }

    fn kx_hint(&self, server: &ServerName<'_>) -> Option<NamedGroup> {
        self.of_server(server, |server| server.group)
    }

    /// There are none: only TLS 1.3 is spoken.
    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, server: ServerName<'static>, ticket: Tls13ClientSessionValue) {
        let came_in_ms = self.time.millisecond();
        self.of_server(&server, |server| {
            if server.tickets.len() == TICKETS_MAX {
                server.tickets.remove(0);
            }
            server.tickets.push((came_in_ms, ticket));
        });
    }

    fn take_tls13_ticket(&self, server: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        let (came_in_ms, ticket) = self.of_server(server, |server| server.tickets.pop())?;
        CURRENT.set(Shortfall(self.time.millisecond().wrapping_sub(came_in_ms)));
        Some(ticket)
    }
}
