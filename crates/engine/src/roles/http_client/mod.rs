//! An HTTP client: resolves, connects, encrypts, sends one request and reads the response to it. It
//! knows no policy: whoever uses it decides what to ask for, and what to do with what comes.

mod connect;
mod error;
mod http1;
mod http2;
mod milestones;
mod pool;
mod request;
mod resolve;
mod response;

pub use error::ExchangeError;
pub use milestones::Milestones;
pub use response::Response;

use super::client_profile::ClientProfile;
use super::dns::stub_resolver::StubResolver;
use crate::codecs::dns::Cache;
use crate::simulation::{Pool, Simulation};
use crate::tls::ClientTls;
use http1::Http1Client;
use http2::Http2Client;
use pool::{ConnectionPool, Origin, Seat, Ticket};
use std::rc::Rc;
use trace::{Failure, HostId, HttpVersion, Request, is_idempotent};

/// The HTTP client of a host, with its connections.
pub struct HttpClient {
    simulation: Simulation,
    host: HostId,
    profile: ClientProfile,
    /// One lookup at a time: who comes second finds the answer in its cache.
    resolver: Pool<StubResolver>,
    /// Whom it trusts, which sessions it can resume.
    tls: Option<ClientTls>,
    connections: ConnectionPool,
    /// What a person wrote, to be sent in place of each request.
    written: Option<Rc<[u8]>>,
}

/// A response, and what happens to its connection once it is used.
pub struct Answered {
    /// The response.
    pub response: Response,
    /// For [`HttpClient::used`].
    pub after_use: AfterUse,
}

/// What becomes of a connection once the response that it brought is used.
pub struct AfterUse(Option<(Origin, Spent)>);

/// A connection that is closed by being dropped, by clients that keep none.
enum Spent {
    Http1 { _stream: Http1Client },
    Http2 { _client: Http2Client },
}

impl HttpClient {
    /// A client without a connection, which would like to speak this version of HTTP.
    pub fn new(
        simulation: &Simulation,
        host: HostId,
        profile: ClientProfile,
        http: HttpVersion,
        resolver: StubResolver,
        tls: Option<ClientTls>,
    ) -> Self {
        let expects_sharing = profile.shares_http2 && http == HttpVersion::Http2;
        Self {
            simulation: simulation.clone(),
            host,
            profile,
            resolver: Pool::new([resolver]),
            tls,
            connections: ConnectionPool::new(expects_sharing, profile.connections_max),
            written: None,
        }
    }

    /// The same, which sends these octets in place of each request, whatever they are.
    pub fn sending(self, written: Option<Rc<[u8]>>) -> Self {
        Self { written, ..self }
    }

    /// Sends a request and reads the response to it. Sends it again if a connection that was kept
    /// turns out to be closed and nothing can have happened twice (RFC 9110 §9.2.2), but once only.
    ///
    /// # Errors
    /// No complete response came.
    pub async fn exchange(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Answered, ExchangeError> {
        let origin = Origin::of(&request.url);
        let mut may_repeat = true;
        loop {
            let ticket = self.connections.ticket(&origin).await;
            let is_kept = !matches!(ticket, Ticket::Open);
            let is_alone = !matches!(ticket, Ticket::Share(_));
            // Should nobody wait for the end of this, its connection goes with it.
            let seat = self.connections.seat(&origin, is_alone || !self.profile.keeps_connections);
            let sent = match ticket {
                Ticket::Reuse(connection) => {
                    self.exchange_alone(milestones, request, &origin, connection).await
                }
                Ticket::Share(client) => {
                    self.exchange_beside_others(milestones, request, &origin, client).await
                }
                Ticket::Open => self.exchange_on_new(milestones, request, &origin, &seat).await,
            };
            seat.is_left();
            match sent {
                Ok((response, spent)) => {
                    milestones.note(|timing, now| timing.response_end = Some(now));
                    let after_use = AfterUse(spent.map(|spent| (origin.clone(), spent)));
                    return Ok(Answered { response, after_use });
                }
                Err(error)
                    if may_repeat
                        && is_kept
                        && error.is_unanswered
                        && (error.is_refused || is_idempotent(&request.method)) =>
                {
                    may_repeat = false;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Forgets the addresses that DNS told, as if their time to live were over.
    pub async fn expire_names(&self) {
        self.resolver.take().await.cache = Cache::default();
    }

    /// The response is used: with its connection goes its end, where none is kept.
    pub fn used(&self, after_use: AfterUse) {
        if let AfterUse(Some((origin, spent))) = after_use {
            drop(spent);
            self.connections.closed(&origin);
        }
    }

    async fn exchange_on_new(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
        seat: &Seat<'_>,
    ) -> Result<(Response, Option<Spent>), ExchangeError> {
        let stream = match self.open(milestones, request).await {
            Ok(stream) => stream,
            Err(failure) => {
                self.connections.closed(origin);
                return Err(ExchangeError::after_answer(failure));
            }
        };
        if !stream.agreed_on_http2() {
            let connection = Http1Client::new(stream, self.profile, self.written.clone());
            return self.exchange_alone(milestones, request, origin, connection).await;
        }
        match Http2Client::start(&self.simulation, stream, self.profile).await {
            Ok(client) => {
                if self.profile.keeps_connections {
                    self.connections.share(origin, &client);
                    seat.is_left();
                }
                self.exchange_beside_others(milestones, request, origin, client).await
            }
            Err(failure) => {
                self.connections.closed(origin);
                Err(ExchangeError::after_answer(failure))
            }
        }
    }

    async fn exchange_alone(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
        mut connection: Http1Client,
    ) -> Result<(Response, Option<Spent>), ExchangeError> {
        match connection.exchange(milestones, request).await {
            Ok(response) if self.profile.keeps_connections && connection.is_reusable() => {
                self.connections.give_back(origin, connection);
                Ok((response, None))
            }
            Ok(response) => Ok((response, Some(Spent::Http1 { _stream: connection }))),
            Err(error) => {
                drop(connection);
                self.connections.closed(origin);
                Err(error)
            }
        }
    }

    async fn exchange_beside_others(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
        client: Http2Client,
    ) -> Result<(Response, Option<Spent>), ExchangeError> {
        let sent = client.exchange(milestones, request).await;
        if let Err(error) = sent {
            // One stream that breaks off does not end a connection.
            match (self.profile.keeps_connections, &error.failure) {
                (true, Failure::StreamReset { .. } | Failure::ResponseTimedOut) => {}
                (true, _) => self.connections.unshare(origin, &client),
                (false, _) => self.connections.closed(origin),
            }
            return Err(error);
        }
        let spent = match self.profile.keeps_connections {
            true => None,
            false => Some(Spent::Http2 { _client: client }),
        };
        sent.map(|response| (response, spent))
    }
}
