//! The origin server (RFC 9110 §3.6): the application as a [`Service`], with a machine and a database
//! behind it.

mod content;
mod host_call;
mod https_policy;
mod surroundings;

pub use https_policy::{HttpsPolicy, UnderPolicy};

use super::database::client::DatabaseConnections;
use super::http_server::{Answer, Service, Work};
use crate::codecs::http1::Refusal;
use application::{Backing, Settings};
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use core::time::Duration;
use futures_channel::mpsc;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use host_call::{HostCall, HostCalls};
use std::sync::Arc;
use surroundings::{Machine, Memory};
use tower_service::Service as _;
use trace::{StageId, StageKind};

/// How long a stage takes, in microseconds: chosen. A handler takes as long as what it asks for, and
/// other stages are not the application's.
const WORK_US: [(StageKind, u64); 8] = [
    (StageKind::Route, 200),
    (StageKind::LimitRate, 100),
    (StageKind::Authenticate, 300),
    (StageKind::Authorize, 100),
    (StageKind::Negotiate, 100),
    (StageKind::Validate, 300),
    (StageKind::CheckRules, 200),
    (StageKind::Serialize, 600),
];

fn work_of(kind: StageKind) -> Duration {
    let chosen = WORK_US.iter().find(|(known, _)| *known == kind);
    Duration::from_micros(chosen.map_or(0, |(_, us)| *us))
}

/// The application on its host.
#[derive(Clone)]
pub struct Application {
    /// Built once.
    router: Router,
    database: DatabaseConnections,
    memory: Memory,
    settings: Settings,
    /// The UTC time at instant zero, in seconds since 1970.
    starts_at_unix_s: i64,
}

impl Application {
    /// An application that has just been started, with these connections to its database.
    pub fn new(database: DatabaseConnections, settings: Settings, starts_at_unix_s: i64) -> Self {
        let (router, memory) = (application::router(), Memory::default());
        Self { router, database, memory, settings, starts_at_unix_s }
    }
}

impl Service for Application {
    /// Lets the application answer, and serves what it asks for meanwhile: stages and statements.
    async fn answer(&self, request: http::Request<Bytes>, mut work: Work<'_>) -> Answer {
        let (calls, mut called) = mpsc::unbounded();
        let calls = Arc::new(HostCalls(calls));
        let now = work.simulation().now();
        let machine = Machine::new(self.memory.clone(), self.starts_at_unix_s, now);
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(Backing {
            database: calls.clone(),
            observer: calls,
            surroundings: Arc::new(machine.clone()),
            settings: self.settings,
        });
        let mut response = self.router.clone().call(request);
        let mut open: Vec<(StageKind, StageId)> = Vec::new();
        loop {
            let next = select(response, called.next()).await;
            let counted = self.memory.take_untold();
            work.simulation().record(|record| record.memory_changes(counted.into_iter()));
            match next {
                Either::Left((answered, _)) => {
                    return content::answer(answered.unwrap_or_else(|never| match never {})).await;
                }
                Either::Right((call, unfinished)) => {
                    response = unfinished;
                    let call = call.expect("the application holds the other end");
                    self.serve(call, &mut work, &mut open, &machine).await;
                }
            }
        }
    }

    async fn refuse(&self, refusal: &Refusal) -> Answer {
        let refusal = application::refusal(refusal.status_code, &refusal.reason);
        content::answer(refusal).await
    }
}

impl Application {
    async fn serve(
        &self,
        call: HostCall,
        work: &mut Work<'_>,
        open: &mut Vec<(StageKind, StageId)>,
        machine: &Machine,
    ) {
        let simulation = work.simulation();
        // Whoever waits for an answer goes on with it, and has to know the time by then.
        let time_passed = || machine.tell_time(simulation.now());
        match call {
            HostCall::Begin(kind) => open.push((kind, work.begin(kind))),
            HostCall::End { kind, detail, outcome, ended } => {
                let place = open.iter().rposition(|(begun, _)| *begun == kind);
                let (_, stage) = open.remove(place.expect("a stage begins before it ends"));
                work.end(stage, work_of(kind), &detail, outcome).await;
                time_passed();
                let _ = ended.send(());
            }
            HostCall::Hint { link, sent } => {
                work.early_hints(link).await;
                time_passed();
                let _ = sent.send(());
            }
            HostCall::Work { takes, done } => {
                simulation.sleep(takes).await;
                time_passed();
                let _ = done.send(());
            }
            HostCall::Execute { statement, answer } => {
                let executed = self.database.execute(&statement, work.key()).await;
                time_passed();
                let _ = answer.send(executed);
            }
        }
    }
}
