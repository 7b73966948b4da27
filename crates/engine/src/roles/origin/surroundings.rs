//! What the application asks of the machine that it runs on: the time, numbers, counts.

use application::{Rate, Surroundings};
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use trace::{CountedCall, Instant, MemoryChange, Remembered};

/// What is remembered from one request to the next; clones are the same memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// When something was asked for, by the name of its rate.
    calls: Arc<Mutex<BTreeMap<&'static str, Vec<Instant>>>>,
    /// How many numbers were given.
    n_serials: Arc<AtomicU64>,
    /// What was counted and not told yet.
    untold: Arc<Mutex<Vec<MemoryChange>>>,
}

impl Memory {
    /// What was counted since this was asked last.
    pub fn take_untold(&self) -> Vec<MemoryChange> {
        core::mem::take(&mut *self.untold.lock().expect(ONE_THREAD))
    }

    fn note_calls(&self, at: Instant, rate: &Rate, calls: usize) {
        let call = CountedCall {
            rate: rate.name.to_owned(),
            calls_max: u32::try_from(rate.calls).unwrap_or(u32::MAX),
            within_s: rate.seconds,
        };
        let change = MemoryChange { at, what: Remembered::Call(call) };
        self.untold.lock().expect(ONE_THREAD).extend(core::iter::repeat_n(change, calls));
    }
}

const ONE_THREAD: &str = "one thread runs a simulation";

/// The machine, for one request. The application's futures may run on any executor, so it cannot
/// look at the virtual clock: its host tells it the time whenever that has moved.
#[derive(Debug, Clone)]
pub struct Machine {
    memory: Memory,
    /// The UTC time at instant zero, in seconds since 1970.
    starts_at_unix_s: i64,
    /// The instant, in nanoseconds.
    now_ns: Arc<AtomicU64>,
}

impl Machine {
    /// With this memory, at this time.
    pub fn new(memory: Memory, starts_at_unix_s: i64, now: Instant) -> Self {
        Self { memory, starts_at_unix_s, now_ns: Arc::new(AtomicU64::new(now.0)) }
    }

    /// It is later by now.
    pub fn tell_time(&self, now: Instant) {
        self.now_ns.store(now.0, Ordering::Relaxed);
    }
}

impl Surroundings for Machine {
    fn now(&self) -> Duration {
        let since_start = Duration::from_nanos(self.now_ns.load(Ordering::Relaxed));
        Duration::from_secs(self.starts_at_unix_s.max(0).unsigned_abs()) + since_start
    }

    fn serial(&self) -> u64 {
        self.memory.n_serials.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn count(&self, rate: &'static Rate) -> Result<(), u64> {
        let now = Instant(self.now_ns.load(Ordering::Relaxed));
        let within = Duration::from_secs(rate.seconds);
        let mut calls = self.memory.calls.lock().expect(ONE_THREAD);
        let before = if rate.is_used_up { rate.calls } else { 0 };
        let calls = calls.entry(rate.name).or_insert_with(|| {
            self.memory.note_calls(Instant::ZERO, rate, before);
            vec![Instant::ZERO; before]
        });
        calls.retain(|call| now - *call < within);
        match calls.first() {
            Some(first) if calls.len() >= rate.calls => {
                let left = within - (now - *first);
                Err(left.as_secs() + u64::from(left.subsec_nanos() > 0))
            }
            _ => {
                calls.push(now);
                self.memory.note_calls(now, rate, 1);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use application::{RATE, SAYING_RATE};

    #[test]
    fn what_was_used_up_before_comes_back_with_time() {
        let machine = Machine::new(Memory::default(), 0, Instant(50_000_000));
        assert_eq!(machine.count(&RATE), Err(5), "they count from the start");
        machine.tell_time(Instant(5_000_000_000));
        assert_eq!([(); 3].map(|()| machine.count(&RATE)), [Ok(()); 3]);
        assert_eq!(machine.count(&RATE), Err(5));
        assert_eq!(machine.count(&SAYING_RATE), Ok(()), "each rate is counted by itself");
    }

    #[test]
    fn no_number_comes_twice() {
        let memory = Memory::default();
        let machine = || Machine::new(memory.clone(), 0, Instant::ZERO);
        assert_eq!([machine().serial(), machine().serial()], [1, 2]);
    }
}
