//! The simulated clock, as rustls reads one.

use core::time::Duration;
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use std::sync::Mutex;
use trace::Instant;

/// UTC as rustls asks for it: set before each call, since rustls wants it `Send`.
#[derive(Debug, Default)]
pub(super) struct VirtualTime(Mutex<Duration>);

impl VirtualTime {
    /// The instant that is told from now on.
    pub(super) fn set(&self, starts_at_unix_s: i64, now: Instant) {
        let starts_at = Duration::from_secs(starts_at_unix_s.max(0) as u64);
        *self.0.lock().expect("one thread") = starts_at + Duration::from_nanos(now.0);
    }

    /// How many milliseconds of this second are over.
    pub(super) fn millisecond(&self) -> u32 {
        self.0.lock().expect("one thread").subsec_millis()
    }
}

impl TimeProvider for VirtualTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(*self.0.lock().expect("one thread")))
    }
}
