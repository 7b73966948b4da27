//! A connection as HTTP uses it: TCP alone, or TLS over it.

use crate::attribution::End;
use crate::simulation::{ReadError, Simulation, TcpStream};
use crate::tls::TlsStream;
use core::future::Future;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::io;
use std::rc::Rc;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How often a waiting client looks whether its request moves.
const LOOK_EVERY: Duration = Duration::from_secs(1);

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

    /// The client's end, at the server.
    pub fn peer(&self) -> End {
        self.tcp().peer()
    }

    /// The client's end, at the client.
    pub fn local(&self) -> End {
        self.tcp().local()
    }

    /// How many of the octets that were written the peer has acknowledged.
    pub fn n_acknowledged(&self) -> u64 {
        self.tcp().n_acknowledged()
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

/// Runs `future` until nothing has moved for `patience`, then gives it up: `None`. What the peer
/// takes of a long request moves as well; that is looked at now and then.
pub async fn while_it_moves<T>(
    simulation: &Simulation,
    patience: Duration,
    n_acknowledged: impl Fn() -> u64,
    future: impl Future<Output = T>,
) -> Option<T> {
    let mut future = pin!(future);
    let mut moved_at = simulation.now();
    loop {
        let (looked_at, n_before) = (simulation.now(), n_acknowledged());
        let left = patience.saturating_sub(looked_at - moved_at);
        if left.is_zero() {
            return None;
        }
        // Whoever waits for half a second does not look after a whole one.
        let span = LOOK_EVERY.min(left);
        if let Some(output) = simulation.timeout(span, future.as_mut()).await {
            return Some(output);
        }
        if n_acknowledged() > n_before {
            moved_at = looked_at;
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
    /// For a connection that somebody else looks after as well.
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
