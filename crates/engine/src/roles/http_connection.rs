//! A connection as HTTP uses it: TCP alone, or TLS over it.

use crate::simulation::{ReadError, TcpStream};
use crate::tls::TlsStream;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::rc::Rc;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

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

    /// Whether both sides can still send.
    pub fn is_open(&self) -> bool {
        self.tcp().is_open()
    }

    /// Whether the two sides have agreed on HTTP/2 (RFC 9113 §3.2).
    pub fn agreed_on_http2(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Secure(tls) => tls.protocol().as_deref() == Some(b"h2"),
        }
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

    /// Says that nothing more comes; what the peer sends can still be read.
    ///
    /// # Errors
    /// The connection was reset.
    pub async fn close_sending(&self) -> Result<(), ReadError> {
        match self {
            Self::Plain(tcp) => {
                tcp.close_sending();
                Ok(())
            }
            Self::Secure(tls) => tls.close_sending().await,
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

/// A connection as the crate `h2` reads and writes it.
pub struct HttpIo {
    connection: Rc<HttpConnection>,
    /// What was read and had no room.
    rest: Vec<u8>,
}

impl HttpIo {
    /// The only user of a connection.
    pub fn new(connection: HttpConnection) -> Self {
        Self::shared(&Rc::new(connection))
    }

    /// For a connection that somebody else may give up.
    pub fn shared(connection: &Rc<HttpConnection>) -> Self {
        Self { connection: Rc::clone(connection), rest: Vec::new() }
    }
}

impl AsyncRead for HttpIo {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.rest.is_empty() {
            self.rest = ready!(match &*self.connection {
                HttpConnection::Plain(tcp) => tcp.poll_read(context),
                HttpConnection::Secure(tls) => tls.poll_read(context),
            })
            .map_err(io_error)?;
        }
        let len = self.rest.len().min(buffer.remaining());
        buffer.put_slice(&self.rest[..len]);
        self.rest.drain(..len);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for HttpIo {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = match &*self.connection {
            HttpConnection::Plain(tcp) => tcp.poll_write(octets, context),
            HttpConnection::Secure(tls) => tls.poll_write(octets, context),
        };
        written.map_err(io_error)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &*self.connection {
            // The stack sends by itself what it was given.
            HttpConnection::Plain(_) => Poll::Ready(Ok(())),
            HttpConnection::Secure(tls) => tls.poll_flush(context).map_err(io_error),
        }
    }

    /// Dropping the connection closes it.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}

fn io_error(error: ReadError) -> io::Error {
    match error {
        ReadError::Reset => io::ErrorKind::ConnectionReset.into(),
    }
}
