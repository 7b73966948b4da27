//! Virtual time and the timers that wait for it.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::BTreeMap;
use trace::Instant;

/// The one clock of a world. Ties between timers are broken by the order of their start.
#[derive(Default)]
pub struct Clock {
    now: Cell<Instant>,
    n_started: Cell<u64>,
    timers: RefCell<BTreeMap<(Instant, u64), Waker>>,
}

impl Clock {
    /// The virtual instant.
    pub fn now(&self) -> Instant {
        self.now.get()
    }

    /// Completes at `deadline`, or at once if that is past.
    pub async fn sleep_until(&self, deadline: Instant) {
        let key = (deadline, self.n_started.get());
        self.n_started.set(key.1 + 1);
        let _timer = Timer { clock: self, key };
        poll_fn(|context| {
            if self.now() >= deadline {
                return Poll::Ready(());
            }
            self.timers.borrow_mut().insert(key, context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// When the next timer goes off.
    pub fn next_timer(&self) -> Option<Instant> {
        self.timers.borrow().keys().next().map(|(deadline, _)| *deadline)
    }

    /// Jumps to `now` and wakes whoever waited for it.
    pub fn advance(&self, now: Instant) {
        debug_assert!(now >= self.now(), "time does not run backwards");
        self.now.set(now);
        let due = {
            let mut timers = self.timers.borrow_mut();
            let later = timers.split_off(&(Instant(now.0 + 1), 0));
            core::mem::replace(&mut *timers, later)
        };
        due.into_values().for_each(Waker::wake);
    }
}

/// Takes its entry back when the wait is given up.
struct Timer<'a> {
    clock: &'a Clock,
    key: (Instant, u64),
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        self.clock.timers.borrow_mut().remove(&self.key);
    }
}
