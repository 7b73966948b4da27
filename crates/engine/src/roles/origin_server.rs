//! The origin server (RFC 9110 §3.6): accepts connections, reads requests, lets the application
//! answer them.

use super::database_connection::{DatabaseConnections, Executed};
use super::http_connection::HttpConnection;
use crate::attribution::RequestKey;
use crate::date::http_date;
use crate::http1::{self, Message, Parsed, Refusal, RequestLine, StatusLine};
use crate::simulation::{Simulation, TcpListener};
use crate::tls::ServerTls;
use application::{BoxFuture, Database, Observer, Statement};
use axum::body::Body;
use axum::response::Response;
use core::time::Duration;
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use http_body_util::BodyExt as _;
use std::rc::Rc;
use std::sync::Arc;
use tower_service::Service as _;
use trace::{FieldLine, HostId, StageId, StageKind, StageOutcome};

/// How many connections may arrive at once.
const BACKLOG: usize = 16;

/// How long a stage takes: chosen.
fn work(kind: StageKind) -> Duration {
    Duration::from_micros(match kind {
        StageKind::Parse => 400,
        StageKind::Route => 200,
        StageKind::Validate => 300,
        StageKind::Handle => 0,
        StageKind::Serialize => 600,
        StageKind::AnswerCached | StageKind::UseResponse => 0,
    })
}

/// An origin server on its host.
#[derive(Clone)]
pub struct OriginServer {
    /// The world.
    pub simulation: Simulation,
    /// Its host.
    pub host: HostId,
    /// Its connections to the database.
    pub database: DatabaseConnections,
    /// The UTC time at instant zero, in seconds since 1970.
    pub starts_at_unix_s: i64,
    /// What goes wrong here.
    pub fault: Option<ServerFault>,
}

/// What an origin server does wrong, for lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerFault {
    /// It takes the request and never answers.
    Silent,
    /// It resets the connection in the middle of its response.
    ResetMidResponse,
}

impl OriginServer {
    /// Serves `http` for as long as the run goes on.
    pub async fn run(self) {
        let mut listener = TcpListener::bind(&self.simulation, self.host, 80, BACKLOG);
        loop {
            let connection = HttpConnection::Plain(listener.accept().await);
            let server = self.clone();
            self.simulation.spawn(async move { server.serve(connection).await });
        }
    }

    /// Serves `https` for as long as the run goes on.
    pub async fn run_secure(self, tls: ServerTls) {
        let mut listener = TcpListener::bind(&self.simulation, self.host, 443, BACKLOG);
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

    /// Answers the requests of one connection until either side closes it.
    async fn serve(self, stream: HttpConnection) {
        let mut octets = Vec::new();
        let mut key = RequestKey::new(stream.peer_port(), 0);
        loop {
            let parsed = http1::parse_request(&octets);
            match parsed {
                Parsed::Incomplete => match stream.read().await {
                    Ok(arrived) if !arrived.is_empty() => octets.extend_from_slice(&arrived),
                    Ok(_) | Err(_) => return,
                },
                Parsed::Malformed(refusal) => {
                    let response = self.refuse(&refusal, key).await;
                    let _ = stream.write_all(&response).await;
                    return;
                }
                Parsed::Complete(request) => {
                    let rest = octets.split_off(request.len);
                    let close = request.asks_to_close(request.start.minor_version);
                    if self.fault == Some(ServerFault::Silent) {
                        return self.stay_silent(&stream).await;
                    }
                    let response = self.answer(&request, &octets, close, key).await;
                    if self.fault == Some(ServerFault::ResetMidResponse) {
                        return self.reset_within(&response, &stream).await;
                    }
                    octets = rest;
                    key.ordinal = key.ordinal.map(|ordinal| ordinal + 1);
                    if stream.write_all(&response).await.is_err() || close {
                        return;
                    }
                }
            }
        }
    }

    /// Reads until the client gives up.
    async fn stay_silent(&self, stream: &HttpConnection) {
        while stream.read().await.is_ok_and(|octets| !octets.is_empty()) {}
    }

    /// Sends the first half, and resets once it is on its way.
    async fn reset_within(&self, response: &[u8], stream: &HttpConnection) {
        // Should the client be gone already, there is nothing left to reset.
        let _ = stream.write_all(&response[..response.len() / 2]).await;
        self.simulation.sleep(Duration::from_millis(1)).await;
        stream.abort();
    }

    async fn refuse(&self, refusal: &Refusal, key: RequestKey) -> Vec<u8> {
        let stage = self.begin(StageKind::Parse, key);
        self.end(stage, StageKind::Parse, "", StageOutcome::Refused(refusal.reason.clone())).await;
        let response = application::refusal(refusal.status_code, &refusal.reason);
        self.written(response, true).await
    }

    /// One request, from parse to serialize.
    async fn answer(
        &self,
        request: &Message<RequestLine>,
        octets: &[u8],
        close: bool,
        key: RequestKey,
    ) -> Vec<u8> {
        let stage = self.begin(StageKind::Parse, key);
        let prepared = application_request(request, octets);
        let outcome = match &prepared {
            Ok(_) => StageOutcome::Done,
            Err(refusal) => StageOutcome::Refused(refusal.reason.clone()),
        };
        self.end(stage, StageKind::Parse, "", outcome).await;
        let response = match prepared {
            Ok(request) => self.handle(request, key).await,
            Err(refusal) => application::refusal(refusal.status_code, &refusal.reason),
        };
        self.written(response, close).await
    }

    /// Lets the application answer, and serves what it asks for meanwhile: stages and statements.
    async fn handle(&self, request: http::Request<Body>, key: RequestKey) -> Response {
        let (wishes, mut wished) = mpsc::unbounded();
        let wishes = Arc::new(Wishes(wishes));
        let mut router = application::router(wishes.clone(), wishes);
        let mut response = router.call(request);
        let mut open: Vec<(StageKind, StageId)> = Vec::new();
        loop {
            let wish = match select(response, wished.next()).await {
                Either::Left((answered, _)) => {
                    return answered.unwrap_or_else(|never| match never {});
                }
                Either::Right((wish, unfinished)) => {
                    response = unfinished;
                    wish.expect("the application holds the other end")
                }
            };
            match wish {
                Wish::Begin(kind) => open.push((kind, self.begin(kind, key))),
                Wish::End { kind, detail, outcome, ended } => {
                    let place = open.iter().rposition(|(begun, _)| *begun == kind);
                    let (_, stage) = open.remove(place.expect("a stage begins before it ends"));
                    self.end(stage, kind, &detail, outcome).await;
                    let _ = ended.send(());
                }
                Wish::Execute { statement, answer } => {
                    let _ = answer.send(self.database.execute(&statement, key).await);
                }
            }
        }
    }

    fn begin(&self, kind: StageKind, key: RequestKey) -> StageId {
        let now = self.simulation.now();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, kind);
            record.attribution.works_on(stage, key);
            stage
        })
    }

    async fn end(&self, stage: StageId, kind: StageKind, detail: &str, outcome: StageOutcome) {
        self.simulation.sleep(work(kind)).await;
        let now = self.simulation.now();
        self.simulation.record(|record| record.stage_ended(stage, now, detail.to_owned(), outcome));
    }

    /// The response as it goes onto the wire, with Date (RFC 9110 §6.6.1).
    async fn written(&self, response: Response, close: bool) -> Vec<u8> {
        let (parts, body) = response.into_parts();
        let content = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let now_unix_s = self.starts_at_unix_s + (self.simulation.now().0 / 1_000_000_000) as i64;
        let line = |name: &str, value: String| FieldLine { name: name.to_owned(), value };
        let mut lines = vec![line("Date", http_date(now_unix_s))];
        for (name, value) in &parts.headers {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            lines.push(line(&title_case(name.as_str()), value));
        }
        // RFC 9110 §8.6: no Content-Length where there cannot be content.
        let framed = parts.headers.contains_key("content-length")
            || parts.status.is_informational()
            || matches!(parts.status.as_u16(), 204 | 304);
        if !framed {
            lines.push(line("Content-Length", content.len().to_string()));
        }
        if close {
            lines.push(line("Connection", "close".to_owned()));
        }
        let start = StatusLine {
            minor_version: 1,
            status_code: parts.status.as_u16(),
            reason_phrase: application::reason_phrase(parts.status).to_owned(),
        };
        http1::write_response(&start, &lines, &content)
    }
}

/// `content-type` as most servers and all course texts write it: `Content-Type`.
fn title_case(name: &str) -> String {
    let mut start_of_word = true;
    let capital = name.chars().map(|c| {
        let shown = if start_of_word { c.to_ascii_uppercase() } else { c };
        start_of_word = c == '-';
        shown
    });
    capital.collect()
}

/// The request as the application takes it.
fn application_request(
    request: &Message<RequestLine>,
    octets: &[u8],
) -> Result<http::Request<Body>, Refusal> {
    let bad = |reason: String| Refusal { status_code: 400, reason };
    let RequestLine { method, target, .. } = &request.start;
    let target: http::Uri =
        target.parse().map_err(|error| bad(format!("request target: {error}")))?;
    let mut builder = http::Request::builder().method(method.as_str()).uri(target);
    for line in &request.field_lines {
        builder = builder.header(line.name.as_str(), line.value.as_str());
    }
    let content = request.content_of(octets);
    builder.body(Body::from(content)).map_err(|error| bad(error.to_string()))
}

/// The application's side of what it may ask of its host.
struct Wishes(mpsc::UnboundedSender<Wish>);

/// What the application asks of its host.
enum Wish {
    Begin(StageKind),
    End { kind: StageKind, detail: String, outcome: StageOutcome, ended: oneshot::Sender<()> },
    Execute { statement: Statement, answer: oneshot::Sender<Executed> },
}

impl Wishes {
    fn send(&self, wish: Wish) {
        self.0.unbounded_send(wish).expect("the server listens while the application works");
    }
}

impl Observer for Wishes {
    fn begin(&self, kind: StageKind) {
        self.send(Wish::Begin(kind));
    }

    fn end(&self, kind: StageKind, detail: String, outcome: StageOutcome) -> BoxFuture<()> {
        let (ended, wait) = oneshot::channel();
        self.send(Wish::End { kind, detail, outcome, ended });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }
}

impl Database for Wishes {
    fn execute(&self, statement: Statement) -> BoxFuture<Executed> {
        let (answer, wait) = oneshot::channel();
        self.send(Wish::Execute { statement, answer });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }
}
