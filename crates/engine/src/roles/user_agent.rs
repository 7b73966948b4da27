//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other or several
//! at once.

use super::client_profile::ClientProfile;
use super::connection_pool::{ConnectionPool, Origin, Ticket};
use super::http_connection::HttpConnection;
use super::http1_client::Http1Client;
use super::http2_client::Http2Client;
use super::milestones::Milestones;
use super::strict_transport::StrictTransport;
use super::stub_resolver::StubResolver;
use crate::simulation::{ConnectError, Pool, Simulation, TcpStream};
use crate::tls::{ClientTls, HandshakeError};
use core::cell::RefCell;
use core::future::pending;
use core::pin::pin;
use futures_channel::oneshot;
use futures_util::future::{Either, select, select_all};
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use trace::{ExchangeId, Failure, HostId, HttpVersion, Outcome, Request, StageKind, StageOutcome};

/// A user agent on its host.
pub struct UserAgent {
    simulation: Simulation,
    host: HostId,
    /// One lookup at a time: who comes second finds the answer in its cache.
    resolver: Pool<StubResolver>,
    /// Whom it trusts, which sessions it can resume.
    tls: Option<ClientTls>,
    profile: ClientProfile,
    connections: ConnectionPool,
    /// Who wants `https` only; `None` for clients that do not remember it.
    strict_transport: Option<RefCell<StrictTransport>>,
}

/// A final response.
pub struct Response {
    /// The status code.
    pub status_code: u16,
    /// The reason phrase; where none was sent, the usual one.
    pub reason_phrase: String,
    /// Content-Type, or nothing.
    pub media_type: String,
    /// Strict-Transport-Security, or nothing.
    pub strict_transport: String,
    /// The content.
    pub content: Vec<u8>,
}

/// No complete response came.
pub struct Broken {
    /// Why.
    pub failure: Failure,
    /// Whether the connection was gone before a single octet of a response came: a server that had
    /// closed it has not seen the request.
    pub is_unanswered: bool,
    /// Whether the server has said that it did nothing with it (RFC 9113 §8.7).
    pub is_refused: bool,
}

impl Broken {
    /// Not the connection's fault.
    pub fn after_answer(failure: Failure) -> Self {
        Self { failure, is_unanswered: false, is_refused: false }
    }
}

/// What is closed once the response is used, by clients that keep no connection.
enum Spent {
    Http1 {
        _stream: Http1Client,
    },
    Http2 {
        _client: Http2Client,
    },
    /// It was given back.
    Nothing,
}

impl UserAgent {
    /// A user agent that has just been started.
    pub fn new(
        simulation: &Simulation,
        host: HostId,
        resolver: StubResolver,
        tls: Option<ClientTls>,
        profile: ClientProfile,
        http: HttpVersion,
    ) -> Self {
        let expects_sharing = profile.shares_http2 && http == HttpVersion::Http2;
        let connections = ConnectionPool::new(expects_sharing, profile.connections_max);
        Self {
            simulation: simulation.clone(),
            host,
            resolver: Pool::new([resolver]),
            tls,
            profile,
            connections,
            strict_transport: profile.remembers_hsts.then(RefCell::default),
        }
    }

    /// Sends every request, each after its pause. What is still connected then is closed.
    pub async fn run(self, requests: Vec<Request>) {
        let agent = Rc::new(self);
        let simulation = agent.simulation.clone();
        let mut under_way = Vec::new();
        for request in requests {
            if !request.at_once {
                all_done(&mut under_way).await;
            }
            simulation.sleep(request.pause_before).await;
            let (now, client) = (simulation.now(), agent.host);
            let id = simulation.record(|record| record.exchange_started(now, client));
            let (done, wait) = oneshot::channel();
            under_way.push(wait);
            let agent = Rc::clone(&agent);
            simulation.spawn(async move {
                agent.exchange(id, &request).await;
                drop(agent);
                let _ = done.send(());
            });
        }
        all_done(&mut under_way).await;
    }

    async fn exchange(&self, id: ExchangeId, request: &Request) {
        let upgraded = self.upgraded(id, request);
        let request = upgraded.as_ref().unwrap_or(request);
        let (origin, client) = (Origin::of(&request.url), self.host);
        let outcome = match self.answer(id, request, &origin).await {
            Ok((response, spent)) => {
                self.note_strict_transport(request, &response);
                self.use_response(id, &response).await;
                // With the connection goes its end.
                self.discard(spent, &origin);
                Outcome::Answered(response.status_code)
            }
            Err(failure) => {
                let now = self.simulation.now();
                self.simulation.record(|record| record.exchange_failed(id, now, client, &failure));
                Outcome::Failed(failure)
            }
        };
        let now = self.simulation.now();
        self.simulation.record(|record| record.exchange_finished(id, now, client, outcome));
    }

    /// The request that is sent instead, to a host that is known to want `https`. No packet is sent
    /// for this.
    fn upgraded(&self, id: ExchangeId, request: &Request) -> Option<Request> {
        let (now, known) = (self.simulation.now(), self.strict_transport.as_ref()?);
        let url = known.borrow().upgraded(&request.url, now)?;
        let detail = url.as_str().to_owned();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UpgradeToHttps);
            record.stage_belongs_to(stage, id);
            record.stage_ended(stage, now, detail, StageOutcome::Done);
        });
        Some(Request { url, ..request.clone() })
    }

    fn note_strict_transport(&self, request: &Request, response: &Response) {
        if let Some(known) = &self.strict_transport
            && !response.strict_transport.is_empty()
        {
            let now = self.simulation.now();
            known.borrow_mut().note(&request.url, &response.strict_transport, now);
        }
    }

    /// Sends the request, and sends it again if a connection that was kept turns out to be closed
    /// and nothing can have happened twice (RFC 9110 §9.2.2), but once only.
    async fn answer(
        &self,
        id: ExchangeId,
        request: &Request,
        origin: &Origin,
    ) -> Result<(Response, Spent), Failure> {
        let milestones = Milestones { simulation: &self.simulation, id };
        let mut may_repeat = true;
        loop {
            let ticket = self.connections.ticket(origin).await;
            let is_kept = !matches!(ticket, Ticket::Open);
            let sent = match ticket {
                Ticket::Reuse(connection) => {
                    self.exchange_alone(milestones, request, origin, connection).await
                }
                Ticket::Share(client) => {
                    self.exchange_beside_others(milestones, request, origin, client).await
                }
                Ticket::Open => self.exchange_on_new(milestones, request, origin).await,
            };
            match sent {
                Ok((response, spent)) => {
                    milestones.note(|timing, now| timing.response_end = Some(now));
                    return Ok((response, spent));
                }
                Err(broken)
                    if may_repeat
                        && is_kept
                        && broken.is_unanswered
                        && (broken.is_refused || is_idempotent(request)) =>
                {
                    may_repeat = false;
                }
                Err(broken) => return Err(broken.failure),
            }
        }
    }

    async fn exchange_on_new(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
    ) -> Result<(Response, Spent), Broken> {
        let stream = match self.open(milestones, request).await {
            Ok(stream) => stream,
            Err(failure) => {
                self.connections.closed(origin);
                return Err(Broken::after_answer(failure));
            }
        };
        if !stream.agreed_on_http2() {
            let connection = Http1Client::new(stream, self.profile);
            return self.exchange_alone(milestones, request, origin, connection).await;
        }
        match Http2Client::start(&self.simulation, stream, self.profile).await {
            Ok(client) => {
                if self.profile.keeps_connections {
                    self.connections.share(origin, &client);
                }
                self.exchange_beside_others(milestones, request, origin, client).await
            }
            Err(failure) => {
                self.connections.closed(origin);
                Err(Broken::after_answer(failure))
            }
        }
    }

    async fn exchange_alone(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
        mut connection: Http1Client,
    ) -> Result<(Response, Spent), Broken> {
        match connection.exchange(milestones, request).await {
            Ok(response) if self.profile.keeps_connections && connection.is_reusable() => {
                self.connections.give_back(origin, connection);
                Ok((response, Spent::Nothing))
            }
            Ok(response) => Ok((response, Spent::Http1 { _stream: connection })),
            Err(broken) => {
                drop(connection);
                self.connections.closed(origin);
                Err(broken)
            }
        }
    }

    async fn exchange_beside_others(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        origin: &Origin,
        client: Http2Client,
    ) -> Result<(Response, Spent), Broken> {
        let sent = client.exchange(milestones, request).await;
        if let Err(broken) = sent {
            // One stream that breaks off does not end a connection.
            match (self.profile.keeps_connections, &broken.failure) {
                (true, Failure::StreamReset { .. } | Failure::ResponseTimedOut) => {}
                (true, _) => self.connections.unshare(origin, &client),
                (false, _) => self.connections.closed(origin),
            }
            return Err(broken);
        }
        let spent = match self.profile.keeps_connections {
            true => Spent::Nothing,
            false => Spent::Http2 { _client: client },
        };
        sent.map(|response| (response, spent))
    }

    fn discard(&self, spent: Spent, origin: &Origin) {
        if !matches!(spent, Spent::Nothing) {
            drop(spent);
            self.connections.closed(origin);
        }
    }

    async fn open(
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

    async fn resolve(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Vec<IpAddr>, Failure> {
        if let Some(address) = request.url.address() {
            return Ok(vec![address]);
        }
        if is_own_name(request.url.host()) {
            return Ok(vec![Ipv4Addr::LOCALHOST.into()]);
        }
        milestones.note(|timing, now| timing.domain_lookup_start = Some(now));
        let mut resolver = self.resolver.take().await;
        let found = resolver.resolve(&self.simulation, self.host, request.url.host()).await;
        milestones.note(|timing, now| timing.domain_lookup_end = Some(now));
        found
    }

    async fn connect(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
        addresses: &[IpAddr],
    ) -> Result<HttpConnection, Failure> {
        let tcp = self.connect_to_any(addresses, request.url.port()).await?;
        milestones.connected(tcp.local());
        match request.url.is_https() {
            true => self.secure(milestones, request, tcp).await,
            false => Ok(HttpConnection::Plain(tcp)),
        }
    }

    /// Tries one address after the other, the next one without waiting for the end of the attempt
    /// before it; whoever answers first is taken (Happy Eyeballs, RFC 8305 §5).
    async fn connect_to_any(&self, addresses: &[IpAddr], port: u16) -> Result<TcpStream, Failure> {
        let mut untried = addresses.iter();
        let mut attempts = Vec::new();
        let mut failure = Failure::ConnectTimedOut;
        loop {
            attempts.extend(untried.next().map(|to| Box::pin(self.connect_to(*to, port))));
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

    async fn connect_to(&self, address: IpAddr, port: u16) -> Result<TcpStream, Failure> {
        let remote = (address, port);
        let tcp =
            TcpStream::connect(&self.simulation, self.host, remote, self.profile.connect_patience)
                .await;
        tcp.map_err(|error| match error {
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
        let secured = self.simulation.timeout(self.profile.connect_patience, handshake).await;
        let name = request.url.host().to_owned();
        match secured {
            Some(Ok(tls)) => Ok(HttpConnection::Secure(Box::new(tls))),
            Some(Err(error)) => Err(handshake_failure(error, name)),
            None => Err(Failure::ConnectTimedOut),
        }
    }

    /// Parses the content and shows it, or shows the error.
    async fn use_response(&self, id: ExchangeId, response: &Response) {
        let now = self.simulation.now();
        let stage = self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UseResponse);
            record.stage_belongs_to(stage, id);
            stage
        });
        let (media_type, outcome) = (response.media_type.clone(), used(response));
        self.simulation.sleep(self.profile.use_work).await;
        let now = self.simulation.now();
        self.simulation.record(|record| record.stage_ended(stage, now, media_type, outcome));
    }
}

/// Whether a name is the client's own, which nobody is asked for (RFC 6761 §6.3).
fn is_own_name(name: &str) -> bool {
    name.trim_end_matches('.').rsplit('.').next() == Some("localhost")
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

fn used(response: &Response) -> StageOutcome {
    let Response { status_code, reason_phrase, media_type, content, .. } = response;
    if *status_code >= 400 {
        return StageOutcome::Refused(format!("{status_code} {reason_phrase}"));
    }
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    if is_json
        && !content.is_empty()
        && let Err(error) = serde_json::from_slice::<serde_json::Value>(content)
    {
        return StageOutcome::Refused(format!("the content is not JSON: {error}"));
    }
    StageOutcome::Done
}

async fn all_done(under_way: &mut Vec<oneshot::Receiver<()>>) {
    for exchange in under_way.drain(..) {
        exchange.await.expect("an exchange ends before the run does");
    }
}

/// RFC 9110 §9.2.2.
fn is_idempotent(request: &Request) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}
