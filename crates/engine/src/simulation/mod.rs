//! A deterministic discrete-event simulation: tasks, one virtual clock, a network.
//!
//! Roles are async functions. When no task can run and no stack has anything to say, the clock
//! jumps to the next timer, delivery or retransmission. It alone knows time.

mod clock;
mod executor;
mod link;
mod network;
mod pool;
mod segment;
mod socket;
mod sockets;
mod stack;
mod time_wait;

pub use link::PathChange;
pub use network::{Blocks, HostPlan, LinkPlan};
pub use pool::{Lease, Pool};
pub use socket::{ConnectError, ReadError, Reading, TcpListener, TcpStream, UdpSocket};
pub use stack::TCP_BUFFER_LEN_MIN;

use crate::recorder::Recorder;
use clock::Clock;
use core::cell::{Cell, RefCell};
use core::future::Future;
use core::time::Duration;
use executor::Executor;
use network::Network;
use std::rc::Rc;
use trace::{EventKind, HostId, Instant, Limit};

/// A handle on the running world; clones are the same world.
#[derive(Clone)]
pub struct Simulation(Rc<World>);

struct World {
    clock: Clock,
    executor: Executor,
    network: RefCell<Network>,
    recorder: RefCell<Recorder>,
    /// How many of the tasks the run waits for are still going on.
    n_awaited: Cell<usize>,
}

/// The bounds of one run. A scenario ends, whatever it asks for.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The most packets.
    pub packets_max: u32,
    /// The most recorded octets.
    pub octets_max: u32,
    /// The latest instant.
    pub latest: Instant,
    /// The most turns of the loop.
    pub steps_max: u64,
}

impl Default for Bounds {
    /// 200,000 packets, 64 MiB, 50 years (what a capture's time stamps hold behind the latest start),
    /// 20 million turns.
    fn default() -> Self {
        Self {
            packets_max: 200_000,
            octets_max: 64 * 1024 * 1024,
            latest: Instant(50 * 31_557_600 * 1_000_000_000),
            steps_max: 20_000_000,
        }
    }
}

impl Simulation {
    /// A world with these hosts and links, at instant zero.
    pub fn new(seed: u64, hosts: &[HostPlan], links: &[LinkPlan]) -> Self {
        Self(Rc::new(World {
            clock: Clock::default(),
            executor: Executor::default(),
            network: RefCell::new(Network::new(seed, hosts, links)),
            recorder: RefCell::default(),
            n_awaited: Cell::new(0),
        }))
    }

    /// The virtual instant.
    pub fn now(&self) -> Instant {
        self.0.clock.now()
    }

    /// Has the packet with this number be lost: the first one is 1.
    pub fn lose(&self, number: Option<u32>) {
        self.0.network.borrow_mut().lose(number);
    }

    /// The client starts now: what changes at a time is counted from here.
    pub fn client_starts(&self) {
        let now = self.now();
        self.0.network.borrow_mut().client_starts(now);
    }

    /// Lets `span` of virtual time pass.
    pub async fn sleep(&self, span: Duration) {
        self.0.clock.sleep_until(self.now() + span).await;
    }

    /// Runs `future`, but for at most `span` of virtual time; `None` when time ran out.
    pub async fn timeout<T>(&self, span: Duration, future: impl Future<Output = T>) -> Option<T> {
        let timer = core::pin::pin!(self.sleep(span));
        let future = core::pin::pin!(future);
        match futures_util::future::select(future, timer).await {
            futures_util::future::Either::Left((output, _)) => Some(output),
            futures_util::future::Either::Right(_) => None,
        }
    }

    /// Starts a task that goes on for as long as the run does.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.executor.spawn(Box::pin(task));
    }

    /// Starts a task that the run waits for.
    pub fn spawn_awaited(&self, task: impl Future<Output = ()> + 'static) {
        self.0.n_awaited.set(self.0.n_awaited.get() + 1);
        let world = Rc::clone(&self.0);
        self.spawn(async move {
            task.await;
            world.n_awaited.set(world.n_awaited.get() - 1);
        });
    }

    /// Changes what is recorded. Nothing that happens depends on it.
    pub fn record<T>(&self, note: impl FnOnce(&mut Recorder) -> T) -> T {
        note(&mut self.0.recorder.borrow_mut())
    }

    /// Runs until every awaited task is done and every connection is closed or has nothing to say,
    /// or a bound is met. Gives back what was recorded.
    pub fn run(self, bounds: Bounds) -> Recorder {
        let mut n_steps = 0u64;
        let limit = loop {
            n_steps += 1;
            self.0.executor.run_ready();
            let now = self.now();
            self.poll_network(now);
            if self.0.executor.has_ready() {
                continue;
            }
            if let Some(limit) = self.limit_reached(bounds, n_steps) {
                break Some(limit);
            }
            let network = self.0.network.borrow();
            let is_over = network.is_quiet() || network.is_cut(now);
            drop(network);
            if self.0.n_awaited.get() == 0 && is_over {
                break None;
            }
            let next = self.0.network.borrow().next_instant();
            match [next, self.0.clock.next_timer()].into_iter().flatten().min() {
                Some(next) if next > bounds.latest => {
                    break Some(Limit::VirtualTimeMs(bounds.latest.0 / 1_000_000));
                }
                Some(next) => self.advance(next),
                None => break None,
            }
        };
        let now = self.now();
        self.0.executor.drop_tasks();
        let mut recorder = self.0.recorder.take();
        if let Some(limit) = limit {
            recorder.note(now, HostId(0), EventKind::LimitReached(limit));
        }
        recorder
    }

    fn poll_network(&self, now: Instant) {
        let mut recorder = self.0.recorder.borrow_mut();
        self.0.network.borrow_mut().poll(now, &mut recorder);
    }

    fn advance(&self, next: Instant) {
        self.0.clock.advance(next);
        let mut recorder = self.0.recorder.borrow_mut();
        self.0.network.borrow_mut().deliver_next(next, &mut recorder);
    }

    fn limit_reached(&self, bounds: Bounds, n_steps: u64) -> Option<Limit> {
        let recorder = self.0.recorder.borrow();
        if recorder.n_packets() >= bounds.packets_max {
            return Some(Limit::Packets(bounds.packets_max));
        }
        if recorder.n_octets() >= bounds.octets_max {
            return Some(Limit::Octets(bounds.octets_max));
        }
        (n_steps >= bounds.steps_max).then_some(Limit::Steps(bounds.steps_max))
    }
}
