//! One end of a TLS connection over one end of a TCP connection.

use super::provider::{provider, with_random};
use super::{Authority, CertificateFault};
use crate::random::Random;
use crate::simulation::{ReadError, Simulation, TcpStream};
use core::cell::RefCell;
use core::time::Duration;
use rustls::client::Resumption;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::server::{ClientHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Connection, Error, KeyLog,
    RootCertStore, ServerConfig, ServerConnection, version,
};
use std::io::{Read as _, Write as _};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use trace::Instant;

/// Sessions a side remembers.
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

/// UTC as rustls asks for it: set before each call, since rustls wants it `Send`.
#[derive(Debug, Default)]
struct VirtualTime(Mutex<u64>);

impl VirtualTime {
    fn set(&self, starts_at_unix_s: i64, now: Instant) {
        let unix_s = starts_at_unix_s.saturating_add((now.0 / 1_000_000_000) as i64);
        *self.0.lock().expect("one thread") = unix_s.max(0) as u64;
    }
}

impl TimeProvider for VirtualTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(*self.0.lock().expect("one thread"))))
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
    /// The secrets of all its connections.
    pub secrets: Secrets,
}

impl ClientTls {
    /// A client that trusts `authority` and offers these protocols (RFC 7301).
    pub fn new(
        seed: u64,
        authority: &Authority,
        starts_at_unix_s: i64,
        protocols: &[&str],
    ) -> Self {
        let side = Side::new(seed, "tls client", starts_at_unix_s);
        let secrets = Secrets::default();
        let mut roots = RootCertStore::empty();
        roots.add(authority.root().clone()).expect("our own root is good");
        let builder = ClientConfig::builder_with_details(provider(), side.time.clone());
        let builder = builder.with_protocol_versions(&[&version::TLS13]).expect("TLS 1.3 suites");
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols =
            protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        config.key_log = Arc::new(secrets.clone());
        config.resumption = Resumption::in_memory_sessions(SESSIONS_MAX);
        Self { side: Rc::new(side), config, secrets }
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
        let connection = self.side.with(simulation.now(), || ClientConnection::new(config, name));
        let connection = connection.map_err(handshake_error)?;
        TlsStream::handshake(simulation, &self.side, tcp, connection.into()).await
    }
}

/// A server's TLS: its certificates, its sessions.
pub struct ServerTls {
    side: Rc<Side>,
    config: Arc<ServerConfig>,
}

impl ServerTls {
    /// A server with a leaf for every name that it is asked for, and these protocols.
    pub fn new(
        seed: u64,
        authority: Authority,
        fault: Option<CertificateFault>,
        starts_at_unix_s: i64,
        protocols: &[&str],
    ) -> Self {
        let side = Side::new(seed, "tls server", starts_at_unix_s);
        let builder = ServerConfig::builder_with_details(provider(), side.time.clone());
        let builder = builder.with_protocol_versions(&[&version::TLS13]).expect("TLS 1.3 suites");
        let leaves = Leaves { authority, fault };
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
        TlsStream::handshake(simulation, &self.side, tcp, connection.into()).await
    }
}

/// Issues a leaf for whatever name a ClientHello asks for.
struct Leaves {
    authority: Authority,
    fault: Option<CertificateFault>,
}

impl core::fmt::Debug for Leaves {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Leaves")
    }
}

impl ResolvesServerCert for Leaves {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // Without SNI (RFC 6066 §3) the client asked for an address.
        let name = hello.server_name().unwrap_or("93.184.216.34");
        Some(Arc::new(self.authority.leaf(name, self.fault)))
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
        error => HandshakeError::Other(error.to_string()),
    }
}

/// One end of a TLS connection. Dropping it sends close_notify (RFC 8446 §6.1), then FIN.
pub struct TlsStream {
    simulation: Simulation,
    side: Rc<Side>,
    connection: RefCell<Connection>,
    tcp: TcpStream,
}

impl TlsStream {
    async fn handshake(
        simulation: &Simulation,
        side: &Rc<Side>,
        tcp: TcpStream,
        connection: Connection,
    ) -> Result<Self, HandshakeError> {
        let connection = RefCell::new(connection);
        let stream = Self { simulation: simulation.clone(), side: side.clone(), connection, tcp };
        loop {
            stream.flush().await.map_err(|_| HandshakeError::Closed)?;
            if !stream.connection.borrow().is_handshaking() {
                return Ok(stream);
            }
            match stream.take_in().await {
                Ok(0) => return Err(HandshakeError::Closed),
                Ok(_) => {}
                Err(TakeInError::Reset) => return Err(HandshakeError::Closed),
                Err(TakeInError::Tls(error)) => return Err(handshake_error(error)),
            }
        }
    }

    /// The protocol that both sides agreed on (RFC 7301).
    #[cfg(test)]
    pub fn protocol(&self) -> Option<Vec<u8>> {
        self.connection.borrow().alpn_protocol().map(<[u8]>::to_vec)
    }

    /// Reads what has arrived, and waits until something has; empty after the peer's end.
    ///
    /// # Errors
    /// The connection was reset, or a record was bad.
    pub async fn read(&self) -> Result<Vec<u8>, ReadError> {
        loop {
            let read = self.read_decrypted();
            if !read.is_empty() {
                return Ok(read);
            }
            match self.take_in().await {
                Ok(0) => return Ok(Vec::new()),
                Ok(_) => self.flush().await?,
                Err(TakeInError::Reset | TakeInError::Tls(_)) => return Err(ReadError::Reset),
            }
        }
    }

    /// Encrypts and writes all of `octets`.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn write_all(&self, octets: &[u8]) -> Result<(), ReadError> {
        // As many octets as rustls buffers, so that nothing is left over.
        for part in octets.chunks(16 * 1024) {
            self.with_connection(|connection| {
                connection.writer().write_all(part).expect("rustls buffers at least one record");
            });
            self.flush().await?;
        }
        Ok(())
    }

    /// The connection below.
    pub fn tcp(&self) -> &TcpStream {
        &self.tcp
    }

    /// Gives the connection up with RST.
    pub fn abort(&self) {
        self.tcp.abort();
    }

    fn with_connection<T>(&self, act: impl FnOnce(&mut Connection) -> T) -> T {
        self.side.with(self.simulation.now(), || act(&mut self.connection.borrow_mut()))
    }

    fn read_decrypted(&self) -> Vec<u8> {
        self.with_connection(|connection| {
            let mut octets = Vec::new();
            // “Would block” once everything is read: what was read before it counts.
            let _ = connection.reader().read_to_end(&mut octets);
            octets
        })
    }

    /// Feeds what has arrived to rustls; 0 at the end of the stream.
    async fn take_in(&self) -> Result<usize, TakeInError> {
        let arrived = self.tcp.read().await.map_err(|_| TakeInError::Reset)?;
        let fed = self.with_connection(|connection| {
            let mut rest = arrived.as_slice();
            while !rest.is_empty() {
                connection.read_tls(&mut rest).expect("reading from a slice succeeds");
                connection.process_new_packets()?;
            }
            Ok(())
        });
        if let Err(error) = fed {
            // The alert that says why goes out first.
            let _ = self.flush().await;
            return Err(TakeInError::Tls(error));
        }
        Ok(arrived.len())
    }

    async fn flush(&self) -> Result<(), ReadError> {
        let octets = self.with_connection(written);
        self.tcp.write_all(&octets).await
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
            connection.send_close_notify();
            written(connection)
        });
        self.tcp.write_now(&octets);
    }
}
