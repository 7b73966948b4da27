//! Where a policy notes what it decides of a fetch: as a stage of the user agent, since no packet
//! tells it.

use crate::simulation::Simulation;
use core::time::Duration;
use policies::Utc;
use trace::{
    EventKind, ExchangeId, Failure, FetchId, HostId, Instant, StageId, StageKind, StageOutcome,
};

/// The decisions on one fetch.
#[derive(Clone, Copy)]
pub struct Decisions<'a> {
    /// The world.
    pub simulation: &'a Simulation,
    /// The user agent's host.
    pub host: HostId,
    /// The fetch.
    pub fetch: FetchId,
    /// The UTC time at instant zero, in seconds since 1970.
    pub starts_at_unix_s: i64,
}

impl Decisions<'_> {
    /// The instant.
    pub fn now(&self) -> Instant {
        self.simulation.now()
    }

    /// The instant of the calendar.
    pub fn utc(&self) -> Utc {
        let start = Duration::from_secs(u64::try_from(self.starts_at_unix_s).unwrap_or(0));
        start + Duration::from_nanos(self.now().0)
    }

    /// Notes one, which takes no time.
    pub fn note(&self, kind: StageKind, detail: &str) {
        self.end(self.begin(kind), detail);
    }

    /// Notes one on the answer to an exchange, or on what the client has instead of one.
    pub fn note_of(&self, exchange: impl Into<Option<ExchangeId>>, kind: StageKind, detail: &str) {
        self.end(self.begin_of(exchange.into(), kind), detail);
    }

    /// Notes one on the answer to an exchange that turns out badly.
    pub fn note_refused(
        &self,
        exchange: impl Into<Option<ExchangeId>>,
        kind: StageKind,
        why: &str,
    ) {
        let (stage, now) = (self.begin_of(exchange.into(), kind), self.now());
        let refused = StageOutcome::Refused(why.to_owned());
        self.simulation.record(|record| record.stage_ended(stage, now, String::new(), refused));
    }

    /// One begins that takes time, on the answer to an exchange; on none where the client had it.
    pub fn begin_of(&self, exchange: Option<ExchangeId>, kind: StageKind) -> StageId {
        let stage = self.begin(kind);
        if let Some(exchange) = exchange {
            self.simulation.record(|record| record.stage_belongs_to(stage, exchange));
        }
        stage
    }

    /// One begins that takes time.
    pub fn begin(&self, kind: StageKind) -> StageId {
        let now = self.now();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, kind);
            record.stage_belongs_to_fetch(stage, self.fetch);
            stage
        })
    }

    /// It ends.
    pub fn end(&self, stage: StageId, detail: &str) {
        let now = self.now();
        self.simulation.record(|record| {
            record.stage_ended(stage, now, detail.to_owned(), StageOutcome::Done);
        });
    }

    /// Notes that the fetch ends here without an answer for its code, though not for want of one
    /// from a server. Gives back why.
    pub fn fail(&self, failure: Failure) -> Failure {
        let now = self.now();
        let kind = EventKind::FetchFailed(self.fetch, failure.clone());
        self.simulation.record(|record| record.note(now, self.host, kind));
        failure
    }
}
