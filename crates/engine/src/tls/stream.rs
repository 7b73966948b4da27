//! One end of a TLS connection over one end of a TCP connection.

use super::provider::{provider, with_random};
use super::ticket_age::{Shortfall, Tickets, with_shortfall};
use super::virtual_time::VirtualTime;
use super::{Authority, CertificateFault};
use crate::random::Random;
use crate::simulation::{ReadError, Simulation, TcpStream};
use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::net::IpAddr;
use core::task::{Context, Poll, ready};
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Connection, Error, KeyLog,
    RootCertStore, ServerConfig, ServerConnection, version,
};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use trace::Instant;

/// How many octets are encrypted before TCP is given them: as many as rustls buffers for sure.
const PART_LEN: usize = 16 * 1024;
/// Sessions a server remembers.
const SESSIONS_MAX: usize = 64;

/// Why a handshake failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandshakeError {
    /// The certificate is not valid any more, or not yet.
    CertificateExpired,
    /// The certificate names another host.
    CertificateWrongName,
    /// The chain ends in a root that is not trusted.
    CertificateUnknownIssuer,
    /// No protocol that both sides speak (RFC 7301).
    NoCommonProtocol,
    /// The connection was reset or closed.
    Closed,
    /// Anything else; the text says what.
    Other(String),
}

/// Secrets as a key log has them (NSS Key Log Format), one line each.
#[derive(Debug, Clone, Default)]
pub struct Secrets(Arc<Mutex<Vec<String>>>);

impl Secrets {
    /// The lines, in the order in which the secrets came about.
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("one thread").clone()
    }
}

impl KeyLog for Secrets {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex =
            |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
        let line = format!("{label} {} {}", hex(client_random), hex(secret));
        self.0.lock().expect("one thread").push(line);
    }
}

/// What one side of all its TLS connections has in common.
struct Side {
    time: Arc<VirtualTime>,
    starts_at_unix_s: i64,
    random: RefCell<Random>,
}

impl Side {
    fn new(seed: u64, name: &str, starts_at_unix_s: i64) -> Self {
        let random = RefCell::new(Random::named(seed, name));
        Self { time: Arc::default(), starts_at_unix_s, random }
    }

    fn with<T>(&self, now: Instant, act: impl FnOnce() -> T) -> T {
        self.time.set(self.starts_at_unix_s, now);
        with_random(&mut self.random.borrow_mut(), act)
    }
}

/// A client's TLS: its trust, its sessions.
pub struct ClientTls {
    side: Rc<Side>,
    config: ClientConfig,
}

impl ClientTls {
    /// The client on the host of this name, which trusts `authority` and offers these protocols
    /// (RFC 7301). The secrets of all its connections go to `secrets`.
    pub fn new(
        seed: u64,
        name: &str,
        authority: &Authority,
        starts_at_unix_s: i64,
        protocols: &[&str],
        secrets: Secrets,
    ) -> Self {
        let side = Side::new(seed, &format!("tls {name}"), starts_at_unix_s);
        let mut roots = RootCertStore::empty();
        roots.add(authority.root().clone()).expect("our own root is good");
        let builder = ClientConfig::builder_with_details(provider(), side.time.clone());
        let builder = builder.with_protocol_versions(&[&version::TLS13]).expect("TLS 1.3 suites");
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols =
            protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        config.key_log = Arc::new(secrets);
        config.resumption = Resumption::store(Arc::new(Tickets::new(side.time.clone())));
        Self { side: Rc::new(side), config }
    }

    /// Runs the handshake as client.
    ///
    /// # Errors
    /// Why it failed; the alert has been sent.
    pub async fn connect(
        &self,
        simulation: &Simulation,
        tcp: TcpStream,
        uri_host: &str,
    ) -> Result<TlsStream, HandshakeError> {
        let name = uri_host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(name).map_err(|_| HandshakeError::CertificateWrongName)?;
        let config = Arc::new(self.config.clone());
        let shortfall = Cell::default();
        let connection = with_shortfall(&shortfall, || {
            self.side.with(simulation.now(), || ClientConnection::new(config, name))
        });
        let connection = connection.map_err(handshake_error)?;
        TlsStream::handshake(simulation, &self.side, tcp, connection.into(), shortfall).await
    }
}

/// A server's TLS: its certificates, its sessions.
pub struct ServerTls {
    side: Rc<Side>,
    config: Arc<ServerConfig>,
}

impl ServerTls {
    /// The server on the host of this name, with a leaf for every name that it is asked for and one
    /// for its addresses, and these protocols.
    pub fn new(
        seed: u64,
        name: &str,
        authority: Authority,
        fault: Option<CertificateFault>,
        addresses: &[IpAddr],
        starts_at_unix_s: i64,
        protocols: &[&str],
    ) -> Self {
        let side = Side::new(seed, &format!("tls {name}"), starts_at_unix_s);
        let builder = ServerConfig::builder_with_details(provider(), side.time.clone());
        let builder = builder.with_protocol_versions(&[&version::TLS13]).expect("TLS 1.3 suites");
        let addresses = addresses.iter().map(IpAddr::to_string).collect();
        let leaves = Leaves { authority, fault, addresses, issued: Mutex::default() };
        let mut config = builder.with_no_client_auth().with_cert_resolver(Arc::new(leaves));
        config.alpn_protocols =
            protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        config.session_storage = ServerSessionMemoryCache::new(SESSIONS_MAX);
        config.send_tls13_tickets = 1;
        Self { side: Rc::new(side), config: Arc::new(config) }
    }

    /// Runs the handshake as server.
    ///
    /// # Errors
    /// Why it failed; the alert has been sent.
    pub async fn accept(
        &self,
        simulation: &Simulation,
        tcp: TcpStream,
    ) -> Result<TlsStream, HandshakeError> {
        let config = self.config.clone();
        let connection = self.side.with(simulation.now(), || ServerConnection::new(config));
        let connection = connection.map_err(handshake_error)?;
        TlsStream::handshake(simulation, &self.side, tcp, connection.into(), Cell::default()).await
    }
}

/// Issues a leaf for whatever name a ClientHello asks for.
struct Leaves {
    authority: Authority,
    fault: Option<CertificateFault>,
    /// The server's own.
    addresses: Vec<String>,
    /// By the name that was asked for.
    issued: Mutex<BTreeMap<String, Arc<CertifiedKey>>>,
}

impl core::fmt::Debug for Leaves {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Leaves")
    }
}

impl ResolvesServerCert for Leaves {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // Without SNI (RFC 6066 §3) the client asked for an address.
        let names = match hello.server_name() {
            Some(name) => vec![name],
            None => self.addresses.iter().map(String::as_str).collect(),
        };
        let mut issued = self.issued.lock().expect("one thread runs a simulation");
        let leaf = issued.entry(names[0].to_owned());
        Some(leaf.or_insert_with(|| Arc::new(self.authority.leaf(&names, self.fault))).clone())
    }
}

fn handshake_error(error: Error) -> HandshakeError {
    match error {
        Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => HandshakeError::CertificateExpired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                HandshakeError::CertificateWrongName
            }
            CertificateError::UnknownIssuer => HandshakeError::CertificateUnknownIssuer,
            other => HandshakeError::Other(format!("{other:?}")),
        },
        Error::NoApplicationProtocol
        | Error::AlertReceived(AlertDescription::NoApplicationProtocol) => {
            HandshakeError::NoCommonProtocol
        }
        Error::InvalidMessage(_) => {
            HandshakeError::Other("what the other side says is not TLS".to_owned())
        }
        error => HandshakeError::Other(error.to_string()),
    }
}

/// One end of a TLS connection. Dropping it sends close_notify (RFC 8446 §6.1), where the handshake
/// is done, then FIN.
pub struct TlsStream {
    simulation: Simulation,
    side: Rc<Side>,
    connection: RefCell<Connection>,
    /// What its ClientHello has to say of the age of its ticket, beyond what rustls does.
    shortfall: Cell<Shortfall>,
    /// What is encrypted and TCP had no room for.
    outgoing: RefCell<Vec<u8>>,
    /// What was decrypted and nobody has read: rustls itself keeps little of it.
    decrypted: RefCell<Vec<u8>>,
    tcp: TcpStream,
}

impl TlsStream {
    async fn handshake(
        simulation: &Simulation,
        side: &Rc<Side>,
        tcp: TcpStream,
        connection: Connection,
        shortfall: Cell<Shortfall>,
    ) -> Result<Self, HandshakeError> {
        let connection = RefCell::new(connection);
        let (simulation, side) = (simulation.clone(), side.clone());
        let (outgoing, decrypted) = (RefCell::default(), RefCell::default());
        let stream = Self { simulation, side, connection, shortfall, outgoing, decrypted, tcp };
        loop {
            stream.flush().await.map_err(|_| HandshakeError::Closed)?;
            if !stream.connection.borrow().is_handshaking() {
                return Ok(stream);
            }
            match poll_fn(|context| stream.poll_take_in(context)).await {
                Ok(0) => return Err(HandshakeError::Closed),
                Ok(_) => {}
                Err(TakeInError::Reset) => return Err(HandshakeError::Closed),
                Err(TakeInError::Tls(error)) => return Err(handshake_error(error)),
            }
        }
    }

    /// The protocol that both sides agreed on (RFC 7301).
    pub fn protocol(&self) -> Option<Vec<u8>> {
        self.connection.borrow().alpn_protocol().map(<[u8]>::to_vec)
    }

    /// Reads what has arrived, and waits until something has; empty after the peer's end.
    ///
    /// # Errors
    /// The connection was reset, or a record was bad.
    pub async fn read(&self) -> Result<Vec<u8>, ReadError> {
        poll_fn(|context| self.poll_read(context)).await
    }

    /// As [`Self::read`].
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn poll_read(&self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, ReadError>> {
        loop {
            let read = self.decrypted.take();
            if !read.is_empty() {
                return Poll::Ready(Ok(read));
            }
            match ready!(self.poll_take_in(context)) {
                Ok(0) => return Poll::Ready(Ok(Vec::new())),
                // What TLS answers by itself waits for room without holding up the reader.
                Ok(_) => match self.poll_flush(context) {
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Ready(Ok(())) | Poll::Pending => {}
                },
                Err(TakeInError::Reset | TakeInError::Tls(_)) => {
                    return Poll::Ready(Err(ReadError::Reset));
                }
            }
        }
    }

    /// Encrypts and writes all of `octets`.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn write_all(&self, mut octets: &[u8]) -> Result<(), ReadError> {
        while !octets.is_empty() {
            let n_written = poll_fn(|context| self.poll_write(octets, context)).await?;
            octets = &octets[n_written..];
        }
        self.flush().await
    }

    /// Encrypts some of `octets` once everything before them is with TCP.
    ///
    /// # Errors
    /// The connection was reset.
    pub fn poll_write(
        &self,
        octets: &[u8],
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, ReadError>> {
        ready!(self.poll_flush(context))?;
        let part = &octets[..octets.len().min(PART_LEN)];
        self.with_connection(|connection| {
            connection.writer().write_all(part).expect("rustls buffers at least one record");
        });
        match self.poll_flush(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            // What TCP has no room for goes out first the next time.
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(part.len())),
        }
    }

    /// Gives TCP what was encrypted.
    ///
    /// # Errors
    /// The connection was reset.
    pub fn poll_flush(&self, context: &mut Context<'_>) -> Poll<Result<(), ReadError>> {
        let mut encrypted = self.with_connection(written);
        self.shortfall.get().correct_records(&mut encrypted);
        let mut outgoing = self.outgoing.borrow_mut();
        outgoing.extend(encrypted);
        while !outgoing.is_empty() {
            let n_written = ready!(self.tcp.poll_write(&outgoing, context))?;
            outgoing.drain(..n_written);
        }
        Poll::Ready(Ok(()))
    }

    /// The connection below.
    pub fn tcp(&self) -> &TcpStream {
        &self.tcp
    }

    /// Says with close_notify and FIN that nothing more comes; what the peer sends can still be read
    /// (RFC 8446 §6.1).
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn close_sending(&self) -> Result<(), ReadError> {
        self.with_connection(|connection| connection.send_close_notify());
        self.flush().await?;
        self.tcp.close_sending();
        Ok(())
    }

    /// Gives the connection up with RST.
    pub fn abort(&self) {
        self.tcp.abort();
    }

    fn with_connection<T>(&self, act: impl FnOnce(&mut Connection) -> T) -> T {
        with_shortfall(&self.shortfall, || {
            self.side.with(self.simulation.now(), || act(&mut self.connection.borrow_mut()))
        })
    }

    /// Feeds what has arrived to rustls; 0 at the end of the stream.
    fn poll_take_in(&self, context: &mut Context<'_>) -> Poll<Result<usize, TakeInError>> {
        let arrived = ready!(self.tcp.poll_read(context)).map_err(|_| TakeInError::Reset)?;
        let fed = self.with_connection(|connection| {
            let mut rest = arrived.as_slice();
            let mut decrypted = self.decrypted.borrow_mut();
            while !rest.is_empty() {
                connection.read_tls(&mut rest).expect("what was decrypted is taken out below");
                connection.process_new_packets()?;
                // “Would block” once everything is read: what was read before it counts.
                let _ = connection.reader().read_to_end(&mut decrypted);
            }
            Ok(())
        });
        if let Err(error) = fed {
            // The alert that says why goes out, if there is room for it.
            let _ = self.poll_flush(context);
            return Poll::Ready(Err(TakeInError::Tls(error)));
        }
        Poll::Ready(Ok(arrived.len()))
    }

    async fn flush(&self) -> Result<(), ReadError> {
        poll_fn(|context| self.poll_flush(context)).await
    }
}

fn written(connection: &mut Connection) -> Vec<u8> {
    let mut octets = Vec::new();
    while connection.wants_write() {
        connection.write_tls(&mut octets).expect("writing to a vector succeeds");
    }
    octets
}

enum TakeInError {
    Reset,
    Tls(Error),
}

impl Drop for TlsStream {
    fn drop(&mut self) {
        let octets = self.with_connection(|connection| {
            // Whoever was told in the middle of the handshake that it failed says nothing more
            // (RFC 8446 §6.2).
            if !connection.is_handshaking() {
                connection.send_close_notify();
            }
            written(connection)
        });
        self.outgoing.borrow_mut().extend(octets);
        self.tcp.write_now(&self.outgoing.borrow());
    }
}
