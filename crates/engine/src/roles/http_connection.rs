//! A connection as HTTP uses it: TCP alone, or TLS over it.

use crate::simulation::{ReadError, TcpStream};
use crate::tls::TlsStream;

/// One end of a connection that carries HTTP.
pub enum HttpConnection {
    /// `http`
    Plain(TcpStream),
    /// `https`
    Secure(Box<TlsStream>),
}

impl HttpConnection {
    /// Reads what has arrived, and waits until something has; empty after the peer's end.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn read(&self) -> Result<Vec<u8>, ReadError> {
        match self {
            Self::Plain(tcp) => tcp.read().await,
            Self::Secure(tls) => tls.read().await,
        }
    }

    /// The client's port, at the server's end.
    pub fn peer_port(&self) -> u16 {
        self.tcp().peer_port()
    }

    /// The client's port, at the client's end.
    pub fn local_port(&self) -> u16 {
        self.tcp().local_port()
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Secure(tls) => tls.tcp(),
        }
    }

    /// Gives the connection up with RST.
    pub fn abort(&self) {
        match self {
            Self::Plain(tcp) => tcp.abort(),
            Self::Secure(tls) => tls.abort(),
        }
    }

    /// Writes all of `octets`, and waits while the buffer is full.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn write_all(&self, octets: &[u8]) -> Result<(), ReadError> {
        match self {
            Self::Plain(tcp) => tcp.write_all(octets).await,
            Self::Secure(tls) => tls.write_all(octets).await,
        }
    }
}
