//! How often something was asked for, on the host's clock.

use application::{CALLS_MAX, Meter, SECONDS};
use core::time::Duration;
use std::sync::{Arc, Mutex};
use trace::Instant;

/// When something was asked for; clones are the same list.
pub type Calls = Arc<Mutex<Vec<Instant>>>;

/// Counts calls, for a request that is answered now.
pub struct CallMeter {
    /// Those that came before.
    pub calls: Calls,
    /// The instant.
    pub now: Instant,
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
