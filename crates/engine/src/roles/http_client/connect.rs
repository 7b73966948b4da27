//! From an origin to a connection: TCP to the first address that answers, TLS over it.

use super::{HttpClient, Milestones};
use crate::roles::http_connection::HttpConnection;
use crate::simulation::{ConnectError, TcpStream};
use crate::tls::HandshakeError;
use core::future::pending;
use core::pin::pin;
use core::time::Duration;
use futures_util::future::{Either, select, select_all};
use std::net::IpAddr;
use trace::{Failure, Request};

impl HttpClient {
    /// Opens a connection to the origin of a request.
    pub(super) async fn open(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<HttpConnection, Failure> {
        let addresses = self.resolve(milestones, request).await?;
        milestones.note(|timing, now| timing.connect_start = Some(now));
        let connected = self.connect(milestones, request, &addresses).await;
        milestones.note(|timing, now| timing.connect_end = Some(now));
        connected
    }

    async fn connect(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        addresses: &[IpAddr],
    ) -> Result<HttpConnection, Failure> {
        let patience = request.fetch.connect_timeout.unwrap_or(self.profile.connect_patience);
        let tcp = self.connect_to_any(addresses, request.url.port(), patience).await?;
        milestones.connected(tcp.local());
        match request.url.is_https() {
            true => self.secure(milestones, request, tcp).await,
            false => Ok(HttpConnection::Plain(tcp)),
        }
    }

    /// Tries one address after the other, the next one without waiting for the end of the attempt
    /// before it; whoever answers first is taken (Happy Eyeballs, RFC 8305 §5).
    async fn connect_to_any(
        &self,
        addresses: &[IpAddr],
        port: u16,
        patience: Duration,
    ) -> Result<TcpStream, Failure> {
        let mut untried = addresses.iter();
        let mut attempts = Vec::new();
        let mut failure = Failure::ConnectTimedOut;
        loop {
            attempts
                .extend(untried.next().map(|to| Box::pin(self.connect_to(*to, port, patience))));
            if attempts.is_empty() {
                return Err(failure);
            }
            let next_is_due = async {
                match untried.len() {
                    0 => pending().await,
                    _ => self.simulation.sleep(self.profile.attempt_delay).await,
                }
            };
            match select(select_all(attempts), pin!(next_is_due)).await {
                Either::Left(((Ok(stream), ..), _)) => return Ok(stream),
                Either::Left(((Err(error), _, others), _)) => {
                    failure = error;
                    attempts = others;
                }
                Either::Right(((), unanswered)) => attempts = unanswered.into_inner(),
            }
        }
    }

    async fn connect_to(
        &self,
        address: IpAddr,
        port: u16,
        patience: Duration,
    ) -> Result<TcpStream, Failure> {
        let remote = (address, port);
        let tcp = TcpStream::connect(&self.simulation, self.host, remote, patience).await;
        tcp.map_err(|error| match error {
            ConnectError::NoPort => Failure::PortReserved { port },
            ConnectError::OwnHost => Failure::RefusedByOwnHost { port },
            ConnectError::NoPath => Failure::NoRoute { address: address.to_string() },
            ConnectError::Refused => Failure::ConnectionRefused { port },
            ConnectError::TimedOut => Failure::ConnectTimedOut,
        })
    }

    async fn secure(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        tcp: TcpStream,
    ) -> Result<HttpConnection, Failure> {
        milestones.note(|timing, now| timing.secure_connection_start = Some(now));
        let tls = self.tls.as_ref().expect("a scenario with https URLs has TLS");
        let handshake = tls.connect(&self.simulation, tcp, request.url.host());
        let patience = request.fetch.connect_timeout.unwrap_or(self.profile.connect_patience);
        let secured = self.simulation.timeout(patience, handshake).await;
        let name = request.url.host().to_owned();
        match secured {
            Some(Ok(tls)) => Ok(HttpConnection::Secure(Box::new(tls))),
            Some(Err(error)) => Err(handshake_failure(error, name)),
            None => Err(Failure::ConnectTimedOut),
        }
    }
}

fn handshake_failure(error: HandshakeError, name: String) -> Failure {
    match error {
        HandshakeError::CertificateExpired => Failure::CertificateExpired { name },
        HandshakeError::CertificateWrongName => Failure::CertificateWrongName { name },
        HandshakeError::CertificateUnknownIssuer => Failure::CertificateUnknownIssuer { name },
        HandshakeError::NoCommonProtocol => Failure::NoCommonProtocol,
        HandshakeError::Closed => Failure::ConnectionReset,
        HandshakeError::Other(reason) => Failure::HandshakeFailed { reason },
    }
}
