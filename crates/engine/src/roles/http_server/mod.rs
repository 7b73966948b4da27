//! An HTTP server (RFC 9110 §3.4): accepts connections, reads requests in either version of HTTP,
//! and sends what a [`Service`] answers. It knows no service but through that trait.

mod exact;
mod http1;
mod http2;
mod interim;
mod service;

pub use exact::Exact;
pub use interim::Interim;
pub use service::{Answer, Content, Service, Work};

use super::http_connection::HttpConnection;
use crate::attribution::RequestKey;
use crate::codecs::http1::Refusal;
use crate::simulation::{Reading, Simulation, TcpListener};
use crate::tls::ServerTls;
use bytes::Bytes;
use core::time::Duration;
use std::rc::Rc;
use trace::{HostId, StageKind, StageOutcome, http_date};

/// How many connections may be opened at once.
const BACKLOG: usize = 128;
/// How long a connection may be idle before the server closes it: chosen.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// How long it takes to read a request: chosen.
const PARSE_WORK: Duration = Duration::from_micros(400);

/// The port of `http`.
pub const HTTP_PORT: u16 = 80;
/// The port of `https`.
pub const HTTPS_PORT: u16 = 443;

/// A server on its host, and what answers there.
#[derive(Clone)]
pub struct HttpServer<S> {
    /// The world.
    pub simulation: Simulation,
    /// Its host.
    pub host: HostId,
    /// The UTC time at instant zero, in seconds since 1970.
    pub starts_at_unix_s: i64,
    /// How it treats its connections.
    pub options: TransportOptions,
    /// What answers the requests.
    pub service: S,
}

/// How a server treats its connections, whatever it serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransportOptions {
    /// How it reads what clients send.
    pub reading: Reading,
    /// How much of an answer comes.
    pub answering: Answering,
}

/// How much of an answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answering {
    /// All of it.
    Whole,
    /// Nothing: the server takes the request and stays silent.
    Never,
    /// The first half: in the middle the server resets the connection.
    BrokenOff,
}

impl<S: Service> HttpServer<S> {
    /// Serves `http` at a port for as long as the run goes on.
    pub async fn run(self, port: u16) {
        let mut listener = self.listen(port);
        loop {
            let connection = HttpConnection::Plain(listener.accept().await);
            let server = self.clone();
            self.simulation.spawn(async move { server.serve(connection).await });
        }
    }

    /// Serves `https` at a port for as long as the run goes on.
    pub async fn run_secure(self, port: u16, tls: ServerTls) {
        let mut listener = self.listen(port);
        let tls = Rc::new(tls);
        loop {
            let tcp = listener.accept().await;
            let (server, tls) = (self.clone(), Rc::clone(&tls));
            self.simulation.spawn(async move {
                // What went wrong in a handshake, the alert has told the client.
                if let Ok(stream) = tls.accept(&server.simulation, tcp).await {
                    server.serve(HttpConnection::Secure(Box::new(stream))).await;
                }
            });
        }
    }

    fn listen(&self, port: u16) -> TcpListener {
        let reading = self.options.reading;
        TcpListener::bind_reading(&self.simulation, self.host, port, BACKLOG, reading)
    }

    /// Answers the requests of one connection until either side closes it.
    async fn serve(self, stream: HttpConnection) {
        match stream.agreed_on_http2() {
            true => http2::serve(self, stream).await,
            false => http1::serve(self, stream).await,
        }
    }

    /// One request, from the stage that reads it on. What is wrong with it was found while it
    /// arrived.
    async fn answer(
        &self,
        request: Result<http::Request<Bytes>, Refusal>,
        key: RequestKey,
        interim: Interim<'_>,
    ) -> Answer {
        let work = Work::new(&self.simulation, self.host, key, interim);
        let stage = work.begin(StageKind::Parse);
        let outcome = match &request {
            Ok(_) => StageOutcome::Done,
            Err(refusal) => StageOutcome::Refused(refusal.reason.clone()),
        };
        work.end(stage, PARSE_WORK, "", outcome).await;
        match request {
            Ok(request) => self.service.answer(request, work).await,
            Err(refusal) => self.service.refuse(&refusal).await,
        }
    }

    /// The value of Date (RFC 9110 §6.6.1).
    fn date(&self) -> String {
        http_date(self.starts_at_unix_s + (self.simulation.now().0 / 1_000_000_000) as i64)
    }
}
