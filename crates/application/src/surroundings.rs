//! What the service asks of its host besides rows: the time, numbers of its own, and a count.

use core::time::Duration;

/// The host of the service, as far as it is asked.
pub trait Surroundings: Send + Sync + 'static {
    /// The time since 1970-01-01 00:00 UTC; before that there is none.
    fn now(&self) -> Duration;
    /// A number that was never given before.
    fn serial(&self) -> u64;
    /// Counts one more call, or tells how many seconds to wait because there were too many.
    fn count(&self, rate: &'static Rate) -> Result<(), u64>;
}

/// How often something may be asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Rate {
    /// What is counted, to tell counts apart.
    pub name: &'static str,
    /// How many calls pass ...
    pub calls: usize,
    /// ... in so many seconds.
    pub seconds: u64,
    /// Whether as many calls have come already when the service starts.
    pub is_used_up: bool,
}

/// How often a saying is told.
pub static SAYING_RATE: Rate = Rate { name: "sayings", calls: 3, seconds: 60, is_used_up: false };

/// How many requests pass where they are counted ([`Settings`](crate::Settings)): chosen.
pub static RATE: Rate = Rate { name: "requests", calls: 3, seconds: 5, is_used_up: true };
