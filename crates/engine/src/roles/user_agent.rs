//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other.

use super::http_connection::HttpConnection;
use super::stub_resolver::StubResolver;
use crate::attribution::RequestKey;
use crate::http1::{self, Message, Parsed, RequestLine, StatusLine};
use crate::simulation::{ConnectError, ReadError, Simulation, TcpStream};
use crate::tls::{ClientTls, HandshakeError};
use core::time::Duration;
use std::net::{IpAddr, Ipv4Addr};
use trace::{ExchangeId, Failure, FieldLine, HostId, Outcome, Request, StageKind, StageOutcome};

/// How long it waits for a connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(30);
/// How long it waits for the next octets of a response.
const READ_PATIENCE: Duration = Duration::from_secs(30);
/// How long it takes to use a response: chosen.
const USE_WORK: Duration = Duration::from_micros(800);

/// A user agent on its host.
pub struct UserAgent {
    /// The world.
    pub simulation: Simulation,
    /// Its host.
    pub host: HostId,
    /// Its stub resolver.
    pub resolver: StubResolver,
    /// Its TLS: whom it trusts, which sessions it can resume.
    pub tls: Option<ClientTls>,
}

impl UserAgent {
    /// Sends every request, each after its pause.
    pub async fn run(mut self, requests: Vec<Request>) {
        for request in requests {
            self.simulation.sleep(request.pause_before).await;
            self.exchange(&request).await;
        }
    }

    async fn exchange(&mut self, request: &Request) {
        let (now, client) = (self.simulation.now(), self.host);
        let id = self.simulation.record(|record| record.exchange_started(now, client));
        let outcome = match self.answer(id, request).await {
            Ok((status_code, stream)) => {
                // This client keeps no connection: with the stream goes the FIN.
                drop(stream);
                Outcome::Answered(status_code)
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

    async fn answer(
        &mut self,
        id: ExchangeId,
        request: &Request,
    ) -> Result<(u16, HttpConnection), Failure> {
        let address = self.resolve(id, request).await?;
        let stream = self.connect(id, request, address).await?;
        let now = self.simulation.now();
        let key = RequestKey::new(stream.local_port(), 0);
        self.simulation.record(|record| {
            record.timing(id).request_start = Some(now);
            record.attribution.used(now, key, id);
        });
        // A reset while writing is told by the read that follows, once what arrived is read.
        let _ = stream.write_all(&octets_of(request)).await;
        let (response, octets) = self.read_response(id, &stream, &request.method).await?;
        let now = self.simulation.now();
        self.simulation.record(|record| record.timing(id).response_end = Some(now));
        self.use_response(id, &response, &octets).await;
        Ok((response.start.status_code, stream))
    }

    async fn resolve(&mut self, id: ExchangeId, request: &Request) -> Result<Ipv4Addr, Failure> {
        match request.url.address() {
            Some(IpAddr::V4(address)) => return Ok(address),
            Some(IpAddr::V6(address)) => {
                return Err(Failure::NoRoute { address: address.to_string() });
            }
            None => {}
        }
        let start = self.simulation.now();
        self.simulation.record(|record| record.timing(id).domain_lookup_start = Some(start));
        let name = request.url.host();
        let found = self.resolver.resolve(&self.simulation, self.host, name).await;
        let end = self.simulation.now();
        self.simulation.record(|record| record.timing(id).domain_lookup_end = Some(end));
        found
    }

    async fn connect(
        &self,
        id: ExchangeId,
        request: &Request,
        address: Ipv4Addr,
    ) -> Result<HttpConnection, Failure> {
        let remote = (address, request.url.port());
        let start = self.simulation.now();
        self.simulation.record(|record| record.timing(id).connect_start = Some(start));
        let tcp = TcpStream::connect(&self.simulation, self.host, remote, CONNECT_PATIENCE).await;
        let connection = match tcp {
            Ok(tcp) => {
                let (now, key) = (self.simulation.now(), RequestKey::connection(tcp.local_port()));
                self.simulation.record(|record| record.attribution.used(now, key, id));
                match request.url.is_https() {
                    true => self.secure(id, request, tcp).await,
                    false => Ok(HttpConnection::Plain(tcp)),
                }
            }
            Err(ConnectError::NoPath) => Err(Failure::NoRoute { address: address.to_string() }),
            Err(ConnectError::Refused) => Err(Failure::ConnectionRefused { port: remote.1 }),
            Err(ConnectError::TimedOut) => Err(Failure::ConnectTimedOut),
        };
        let end = self.simulation.now();
        self.simulation.record(|record| record.timing(id).connect_end = Some(end));
        connection
    }

    async fn secure(
        &self,
        id: ExchangeId,
        request: &Request,
        tcp: TcpStream,
    ) -> Result<HttpConnection, Failure> {
        let start = self.simulation.now();
        self.simulation.record(|record| record.timing(id).secure_connection_start = Some(start));
        let tls = self.tls.as_ref().expect("a scenario with https URLs has TLS");
        let handshake = tls.connect(&self.simulation, tcp, request.url.host());
        let secured = self.simulation.timeout(CONNECT_PATIENCE, handshake).await;
        let name = request.url.host().to_owned();
        match secured {
            Some(Ok(tls)) => Ok(HttpConnection::Secure(Box::new(tls))),
            Some(Err(error)) => Err(handshake_failure(error, name)),
            None => Err(Failure::ConnectTimedOut),
        }
    }

    /// Reads the final response; interim ones (1xx) are passed over.
    async fn read_response(
        &self,
        id: ExchangeId,
        stream: &HttpConnection,
        method: &str,
    ) -> Result<(Message<StatusLine>, Vec<u8>), Failure> {
        let mut octets = Vec::new();
        let mut closed = false;
        loop {
            match http1::parse_response(&octets, method, closed) {
                Parsed::Complete(interim) if interim.start.status_code < 200 => {
                    octets.drain(..interim.len);
                }
                Parsed::Complete(response) => return Ok((response, octets)),
                Parsed::Malformed(refusal) => {
                    return Err(Failure::ResponseMalformed { reason: refusal.reason });
                }
                Parsed::Incomplete if closed => return Err(Failure::ResponseCut),
                Parsed::Incomplete => {
                    let read = self.simulation.timeout(READ_PATIENCE, stream.read()).await;
                    let arrived = match read {
                        Some(Ok(arrived)) => arrived,
                        Some(Err(ReadError::Reset)) => return Err(Failure::ConnectionReset),
                        None => return Err(Failure::ResponseTimedOut),
                    };
                    let now = self.simulation.now();
                    self.simulation.record(|record| {
                        record.timing(id).response_start.get_or_insert(now);
                    });
                    closed = arrived.is_empty();
                    octets.extend_from_slice(&arrived);
                }
            }
        }
    }

    /// Parses the content and shows it, or shows the error.
    async fn use_response(&self, id: ExchangeId, response: &Message<StatusLine>, octets: &[u8]) {
        let now = self.simulation.now();
        let stage = self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UseResponse);
            record.stage_belongs_to(stage, id);
            stage
        });
        let media_type = response.values("content-type").next().unwrap_or_default().to_owned();
        let outcome = used(response, &media_type, &response.content_of(octets));
        self.simulation.sleep(USE_WORK).await;
        let now = self.simulation.now();
        self.simulation.record(|record| record.stage_ended(stage, now, media_type, outcome));
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

fn used(response: &Message<StatusLine>, media_type: &str, content: &[u8]) -> StageOutcome {
    let StatusLine { status_code, reason_phrase, .. } = &response.start;
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

/// The request as it goes onto the wire: what the reader typed, with Host and Content-Length where
/// these are missing (RFC 9110 §7.2, §8.6).
fn octets_of(request: &Request) -> Vec<u8> {
    let start = RequestLine {
        method: request.method.clone(),
        target: request.url.origin_form().to_owned(),
        minor_version: 1,
    };
    let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
    let mut lines = Vec::new();
    if request.field_value("host").is_none() {
        lines.push(line("Host", request.url.host_field()));
    }
    lines.extend(request.field_lines.iter().cloned());
    let framed = request.field_value("content-length").is_some()
        || request.field_value("transfer-encoding").is_some();
    let expects_content = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    if !framed && (expects_content || !request.body.is_empty()) {
        lines.push(line("Content-Length", request.body.len().to_string()));
    }
    http1::write_request(&start, &lines, &request.body)
}
