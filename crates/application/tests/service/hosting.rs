//! A server that answers requests written as text, and prints what it did.

use application::{
    Answer, Backing, Boot, BoxFuture, Database, DatabaseError, DatabaseErrorKind, Encrypted,
    Observer, Rate, Settings, Statement, Surroundings, boot_statements, router,
};
use axum::body::Body;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use engine::sqlite::Sqlite;
use futures_util::FutureExt as _;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use tower_service::Service as _;
use trace::{SqlStatement, StageKind, StageOutcome};

/// Runs requests, separated by lines of `===`, one after the other on one server.
pub fn check(requests: &str) -> String {
    Server::boot().check(requests)
}

/// The service on a database of its own.
pub struct Server {
    world: Arc<World>,
}

struct World {
    sqlite: Mutex<Sqlite>,
    log: Mutex<Log>,
    /// What the database answers instead of executing.
    outage: Option<DatabaseErrorKind>,
    settings: Settings,
    calls: Mutex<BTreeMap<&'static str, usize>>,
    n_serials: AtomicU64,
    /// In seconds since 1970.
    now_s: AtomicU64,
}

/// When a server boots: Mon, 05 Jan 2026 09:00:00 GMT.
const STARTS_AT_S: u64 = 1_767_603_600;

#[derive(Default)]
struct Log {
    lines: Vec<String>,
    /// The stages that have begun and not ended, with their lines.
    open: Vec<(StageKind, usize)>,
}

impl Server {
    /// A server whose tables are as they are at the start.
    pub fn boot() -> Self {
        Self::with(Settings::default())
    }

    /// The same, which behaves so.
    pub fn with(settings: Settings) -> Self {
        let mut sqlite = Sqlite::open();
        let has_orders = settings.crash != trace::Crash::Orders;
        for statement in boot_statements(Boot { has_orders, unix_s: STARTS_AT_S as i64 }) {
            sqlite.execute(&statement).expect("the boot statements are good");
        }
        Self::on(sqlite, settings, None)
    }

    /// A server whose database always fails.
    pub fn with_outage(kind: DatabaseErrorKind) -> Self {
        Self::on(Sqlite::open(), Settings::default(), Some(kind))
    }

    fn on(sqlite: Sqlite, settings: Settings, outage: Option<DatabaseErrorKind>) -> Self {
        let world = World {
            sqlite: Mutex::new(sqlite),
            log: Mutex::default(),
            outage,
            settings,
            calls: Mutex::default(),
            n_serials: AtomicU64::new(0),
            now_s: AtomicU64::new(STARTS_AT_S),
        };
        Self { world: Arc::new(world) }
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: u64) {
        self.world.now_s.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Runs requests, separated by lines of `===`, one after the other.
    pub fn check(&self, requests: &str) -> String {
        let answers = requests.split("\n===\n").map(|request| self.printed(request));
        answers.collect::<Vec<_>>().join("\n===\n")
    }

    /// Answers a request, and gives the content in one piece.
    pub fn answer(&self, mut request: Request<Body>) -> Response<Vec<u8>> {
        request.extensions_mut().insert(Backing {
            database: self.world.clone(),
            observer: self.world.clone(),
            surroundings: self.world.clone(),
            settings: self.world.settings,
        });
        if request.uri().scheme_str() == Some("https") {
            request.extensions_mut().insert(Encrypted);
        }
        let response = router().call(request).now_or_never().expect("nothing here ever waits");
        let (parts, body) = response.expect("a router always answers").into_parts();
        let content = body.collect().now_or_never().expect("nothing here ever waits");
        let content = content.expect("the content is in memory").to_bytes();
        assert_eq!(self.world.log().open, [], "every stage that begins ends");
        Response::from_parts(parts, content.into())
    }

    /// What happened since this was asked last.
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.world.log().lines)
    }

    /// Answers a request written as `POST /users`, field lines, an empty line, content.
    pub fn printed(&self, request: &str) -> String {
        let response = self.answer(parse(request));
        let mut printed = response.status().to_string();
        for (name, value) in response.headers() {
            let value = value.to_str().expect("fields are ASCII");
            write!(printed, "\n{name}: {value}").expect("memory takes every octet");
        }
        let content = String::from_utf8_lossy(response.body());
        if !content.is_empty() {
            write!(printed, "\n\n{content}").expect("memory takes every octet");
        }
        format!("{printed}\n\n{}", self.take_log().join("\n"))
    }
}

fn parse(text: &str) -> Request<Body> {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_start_matches(' ')).collect();
    let mut lines = lines.iter().skip_while(|line| line.is_empty());
    let (method, target) =
        lines.next().and_then(|line| line.split_once(' ')).expect("METHOD /path");
    let mut request = Request::builder().method(method).uri(target.trim_end());
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").expect("name: value");
        request = request.header(name, value);
    }
    let content = lines.copied().collect::<Vec<_>>().join("\n");
    request.body(Body::from(content)).expect("the test writes good requests")
}

impl World {
    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.log.lock().expect("no test goes on after a panic")
    }

    fn execute_now(&self, statement: &Statement) -> Result<Answer, DatabaseError> {
        match self.outage {
            Some(kind) => Err(DatabaseError::new(kind, "the database is out")),
            None => self.sqlite.lock().expect("no test goes on after a panic").execute(statement),
        }
    }
}

impl Database for World {
    fn execute(&self, statement: Statement) -> BoxFuture<Result<Answer, DatabaseError>> {
        let executed = self.execute_now(&statement);
        let parameters = statement.parameters.iter().map(|value| value.literal()).collect();
        let shown = SqlStatement { text: statement.text, parameters }.with_values_in_place();
        let gave = match &executed {
            Ok(Answer::Rows { rows, .. }) => format!("rows: {}", rows.len()),
            Ok(Answer::Changed { rows }) => format!("changed: {rows}"),
            Err(error) => error.to_string(),
        };
        self.log().push(format!("{shown} -> {gave}"));
        Box::pin(async { executed })
    }
}

impl Surroundings for World {
    fn now(&self) -> Duration {
        Duration::from_secs(self.now_s.load(Ordering::Relaxed))
    }

    fn serial(&self) -> u64 {
        self.n_serials.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// No call is ever forgotten here.
    fn count(&self, rate: &'static Rate) -> Result<(), u64> {
        let mut calls = self.calls.lock().expect("no test goes on after a panic");
        let n_calls = calls.entry(rate.name).or_default();
        *n_calls += 1;
        let is_too_many = rate.is_used_up || *n_calls > rate.calls;
        if is_too_many { Err(rate.seconds) } else { Ok(()) }
    }
}

impl Observer for World {
    fn begin(&self, kind: StageKind) {
        let mut log = self.log();
        log.push(format!("{kind:?}"));
        let line = log.lines.len() - 1;
        log.open.push((kind, line));
    }

    fn end(&self, kind: StageKind, detail: String, outcome: StageOutcome) -> BoxFuture<()> {
        let mut log = self.log();
        let (begun, line) = log.open.pop().expect("a stage begins before it ends");
        assert_eq!(begun, kind, "the stage that began last ends first");
        let told = match outcome {
            StageOutcome::Done => format!(" ({detail})"),
            StageOutcome::Refused(reason) => format!(" ({detail}) refused: {reason}"),
        };
        log.lines[line].push_str(&told);
        Box::pin(async {})
    }

    fn hint(&self, link: &'static str) -> BoxFuture<()> {
        self.log().push(format!("hint: {link}"));
        Box::pin(async {})
    }

    fn work(&self, takes: Duration) -> BoxFuture<()> {
        self.log().push(format!("work: {takes:?}"));
        Box::pin(async {})
    }
}

impl Log {
    fn push(&mut self, line: String) {
        self.lines.push(format!("{}{line}", "  ".repeat(self.open.len())));
    }
}
