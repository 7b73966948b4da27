//! What a client notes of one exchange.

use crate::attribution::{End, RequestKey};
use crate::simulation::Simulation;
use trace::{ExchangeId, Instant, ResourceTiming};

/// The milestones of one exchange (W3C Resource Timing), noted as they are reached.
#[derive(Clone, Copy)]
pub struct Milestones<'a> {
    /// The world.
    pub simulation: &'a Simulation,
    /// The exchange.
    pub id: ExchangeId,
}

impl Milestones<'_> {
    /// A connection is there, from this end.
    pub fn connected(&self, client: End) {
        self.used(RequestKey::connection(client));
    }

    /// The request is sent.
    pub fn request_starts(&self, key: RequestKey) {
        self.used(key);
        self.note(|timing, now| timing.request_start = Some(now));
    }

    /// Octets of a response are there.
    pub fn response_starts(&self) {
        self.note(|timing, now| {
            timing.response_start.get_or_insert(now);
        });
    }

    /// Changes the milestones.
    pub fn note(&self, change: impl FnOnce(&mut ResourceTiming, Instant)) {
        let now = self.simulation.now();
        self.simulation.record(|record| change(record.timing(self.id), now));
    }

    fn used(&self, key: RequestKey) {
        let now = self.simulation.now();
        self.simulation.record(|record| record.attribution.used(now, key, self.id));
    }
}
