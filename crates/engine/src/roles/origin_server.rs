//! The origin server (RFC 9110 §3.6): accepts connections, reads requests, lets the application
//! answer them.

use super::database_connection::{DatabaseConnections, Executed};
use super::http_connection::HttpConnection;
use super::https_policy::{self, HttpsPolicy};
use super::outgoing::Interim;
use super::{http1_server, http2_server};
use crate::attribution::RequestKey;
use crate::date::http_date;
use crate::http1::Refusal;
use crate::simulation::{Reading, Simulation, TcpListener};
use crate::tls::ServerTls;
use application::{Backing, BoxFuture, CALLS_MAX, Database, Meter, Observer, SECONDS, Statement};
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use core::time::Duration;
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use tower_service::Service as _;
use trace::{HostId, Instant, StageId, StageKind, StageOutcome};

/// How many connections may arrive at once.
const BACKLOG: usize = 16;

/// How long a connection may be idle before the server closes it: chosen.
pub const IDLE_MAX: Duration = Duration::from_secs(60);

/// How long a stage takes: chosen.
fn work(kind: StageKind) -> Duration {
    Duration::from_micros(match kind {
        StageKind::Parse => 400,
        StageKind::Route => 200,
        StageKind::Authenticate => 300,
        StageKind::Authorize => 100,
        StageKind::Validate => 300,
        StageKind::Handle => 0,
        StageKind::Serialize => 600,
        StageKind::AnswerCached | StageKind::UseResponse | StageKind::UpgradeToHttps => 0,
    })
}

/// An origin server on its host.
#[derive(Clone)]
pub struct OriginServer {
    /// The world.
    pub simulation: Simulation,
    /// Its host.
    pub host: HostId,
    /// The application, built once.
    pub router: Router,
    /// Its connections to the database.
    pub database: DatabaseConnections,
    /// The UTC time at instant zero, in seconds since 1970.
    pub starts_at_unix_s: i64,
    /// When something was asked for that is counted.
    pub counted_calls: Arc<Mutex<Vec<Instant>>>,
    /// What goes wrong here.
    pub fault: Option<ServerFault>,
    /// How it reads what clients send.
    pub reading: Reading,
    /// What it says to clients that come without encryption.
    pub https: HttpsPolicy,
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
        let mut listener = self.listen(80);
        loop {
            let connection = HttpConnection::Plain(listener.accept().await);
            let server = Self { https: self.https.in_clear(), ..self.clone() };
            self.simulation.spawn(async move { server.serve(connection).await });
        }
    }

    /// Serves `https` for as long as the run goes on.
    pub async fn run_secure(self, tls: ServerTls) {
        let mut listener = self.listen(443);
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
        TcpListener::bind_reading(&self.simulation, self.host, port, BACKLOG, self.reading)
    }

    /// Answers the requests of one connection until either side closes it.
    async fn serve(self, stream: HttpConnection) {
        match stream.agreed_on_http2() {
            true => http2_server::serve(self, stream).await,
            false => http1_server::serve(self, stream).await,
        }
    }

    /// One request, from parse to serialize. What is wrong with it was found while it was read.
    pub async fn answer(
        &self,
        request: Result<http::Request<Body>, Refusal>,
        key: RequestKey,
        interim: Interim<'_>,
    ) -> Response {
        let stage = self.begin(StageKind::Parse, key);
        let outcome = match &request {
            Ok(_) => StageOutcome::Done,
            Err(refusal) => StageOutcome::Refused(refusal.reason.clone()),
        };
        self.end(stage, StageKind::Parse, "", outcome).await;
        let mut response = match request {
            Ok(request) if self.https == HttpsPolicy::SendToHttps => {
                self.send_to_https(&request, key).await
            }
            Ok(request) => self.handle(request, key, interim).await,
            Err(refusal) => application::refusal(refusal.status_code, &refusal.reason),
        };
        self.https.add_to(&mut response);
        response
    }

    /// Whatever is asked for, it is found with `https` only.
    async fn send_to_https(&self, request: &http::Request<Body>, key: RequestKey) -> Response {
        let stage = self.begin(StageKind::Route, key);
        let url = https_policy::https_url(request);
        let moved = url.as_deref().and_then(https_policy::moved);
        let reason = "the request names no host to come to with https";
        let outcome = match moved {
            Some(_) => StageOutcome::Done,
            None => StageOutcome::Refused(reason.to_owned()),
        };
        self.end(stage, StageKind::Route, "everything is moved to https", outcome).await;
        moved.unwrap_or_else(|| application::refusal(400, reason))
    }

    /// Whether it resets the connection in the middle of its response.
    pub fn breaks_off(&self) -> bool {
        self.fault == Some(ServerFault::ResetMidResponse)
    }

    /// The value of Date (RFC 9110 §6.6.1).
    pub fn date(&self) -> String {
        http_date(self.starts_at_unix_s + (self.simulation.now().0 / 1_000_000_000) as i64)
    }

    /// Lets the application answer, and serves what it asks for meanwhile: stages and statements.
    async fn handle(
        &self,
        mut request: http::Request<Body>,
        key: RequestKey,
        mut interim: Interim<'_>,
    ) -> Response {
        let (wishes, mut wished) = mpsc::unbounded();
        let wishes = Arc::new(Wishes(wishes));
        let meter = CallMeter { calls: self.counted_calls.clone(), now: self.simulation.now() };
        let backing =
            Backing { database: wishes.clone(), observer: wishes, meter: Arc::new(meter) };
        request.extensions_mut().insert(backing);
        let mut response = self.router.clone().call(request);
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
                Wish::Hint { link, sent } => {
                    interim.early_hints(link).await;
                    let _ = sent.send(());
                }
                Wish::Work { takes, done } => {
                    self.simulation.sleep(takes).await;
                    let _ = done.send(());
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
}

/// Counts calls on the host's clock.
struct CallMeter {
    calls: Arc<Mutex<Vec<Instant>>>,
    now: Instant,
}

impl Meter for CallMeter {
    fn count(&self) -> Result<(), u64> {
        let mut calls = self.calls.lock().expect("one thread runs a simulation");
        calls.retain(|call| self.now - *call < Duration::from_secs(SECONDS));
        match calls.first() {
            Some(first) if calls.len() >= CALLS_MAX => {
                let left = Duration::from_secs(SECONDS) - (self.now - *first);
                Err(left.as_secs() + u64::from(left.subsec_nanos() > 0))
            }
            _ => {
                calls.push(self.now);
                Ok(())
            }
        }
    }
}

/// The application's side of what it may ask of its host.
struct Wishes(mpsc::UnboundedSender<Wish>);

/// What the application asks of its host.
enum Wish {
    Begin(StageKind),
    End { kind: StageKind, detail: String, outcome: StageOutcome, ended: oneshot::Sender<()> },
    Hint { link: &'static str, sent: oneshot::Sender<()> },
    Work { takes: Duration, done: oneshot::Sender<()> },
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

    fn hint(&self, link: &'static str) -> BoxFuture<()> {
        let (sent, wait) = oneshot::channel();
        self.send(Wish::Hint { link, sent });
        Box::pin(async move { wait.await.expect("the server answers while it lives") })
    }

    fn work(&self, takes: Duration) -> BoxFuture<()> {
        let (done, wait) = oneshot::channel();
        self.send(Wish::Work { takes, done });
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
