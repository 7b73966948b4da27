//! Where a policy notes what it decides of a fetch: as a stage of the user agent, since no packet
//! tells it.

use crate::simulation::Simulation;
use trace::{FetchId, HostId, Instant, StageKind, StageOutcome};

/// The decisions on one fetch.
#[derive(Clone, Copy)]
pub struct Decisions<'a> {
    /// The world.
    pub simulation: &'a Simulation,
    /// The user agent's host.
    pub host: HostId,
    /// The fetch.
    pub fetch: FetchId,
}

impl Decisions<'_> {
    /// The instant.
    pub fn now(&self) -> Instant {
        self.simulation.now()
    }

    /// Notes one, which takes no time.
    pub fn note(&self, kind: StageKind, detail: &str) {
        let now = self.now();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, kind);
            record.stage_belongs_to_fetch(stage, self.fetch);
            record.stage_ended(stage, now, detail.to_owned(), StageOutcome::Done);
        });
    }
}
