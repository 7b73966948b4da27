//! A path between two hosts: it gives a verdict for each packet.

use crate::random::Random;
use core::time::Duration;
use trace::Instant;

/// One direction of a link.
pub struct Path {
    delay: Duration,
    bandwidth_bits_per_s: Option<u64>,
    loss_ppm: u32,
    /// What it is from an instant on that is counted from the start of the client.
    change: Option<PathChange>,
    /// When the client started, if it has.
    starts_at: Option<Instant>,
    random: Random,
    /// When the last octet given to it is on the wire.
    busy_until: Instant,
}

/// What a path is from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathChange {
    /// From when on, counted from the start of the client.
    pub after: Duration,
    /// Propagation delay of one direction.
    pub one_way_delay: Duration,
    /// Lost packets in a million.
    pub loss_ppm: u32,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It arrives at this instant.
    Deliver(Instant),
    /// It does not arrive.
    Lose,
}

impl Path {
    /// An idle path.
    pub fn new(
        delay: Duration,
        bandwidth_bits_per_s: Option<u64>,
        loss_ppm: u32,
        random: Random,
    ) -> Self {
        let (change, starts_at, busy_until) = (None, None, Instant::ZERO);
        Self { delay, bandwidth_bits_per_s, loss_ppm, change, starts_at, random, busy_until }
    }

    /// The same, which changes once.
    pub fn changing(self, change: Option<PathChange>) -> Self {
        Self { change, ..self }
    }

    /// The client starts now.
    pub fn client_starts(&mut self, now: Instant) {
        self.starts_at = Some(now);
    }

    /// Takes a packet of `len` octets at `now`.
    ///
    /// Packets leave one after the other, each taking `len × 8 ÷ bandwidth`. The queue before the
    /// wire has no end: simplified, and the sender's window bounds it.
    pub fn verdict(&mut self, len: usize, now: Instant) -> Verdict {
        let on_the_wire = self.bandwidth_bits_per_s.map_or(Duration::ZERO, |bits_per_s| {
            let nanoseconds = len as u128 * 8 * 1_000_000_000 / u128::from(bits_per_s.max(1));
            Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
        });
        self.busy_until = self.busy_until.max(now) + on_the_wire;
        let (delay, loss_ppm) = self.now(now);
        if self.random.one_in_a_million_times(loss_ppm) {
            return Verdict::Lose;
        }
        Verdict::Deliver(self.busy_until + delay)
    }

    /// Whether nothing gets through from here on.
    pub fn is_cut(&self, now: Instant) -> bool {
        self.change.is_some() && self.now(now).1 >= 1_000_000
    }

    /// Delay and loss at an instant.
    fn now(&self, now: Instant) -> (Duration, u32) {
        let has_begun =
            |change: &PathChange| self.starts_at.is_some_and(|start| now >= start + change.after);
        match self.change.filter(has_begun) {
            Some(change) => (change.one_way_delay, change.loss_ppm),
            None => (self.delay, self.loss_ppm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_leave_one_after_the_other() {
        let delay = Duration::from_millis(10);
        let mut path = Path::new(delay, Some(12_000_000), 0, Random::named(1, "test"));
        let mut arrives = |at_us: u64| match path.verdict(1500, Instant(at_us * 1000)) {
            Verdict::Deliver(instant) => instant.0 / 1000,
            Verdict::Lose => panic!("nothing is lost here"),
        };
        assert_eq!(arrives(0), 11_000);
        assert_eq!(arrives(0), 12_000);
        assert_eq!(arrives(5_000), 16_000);
    }
}
