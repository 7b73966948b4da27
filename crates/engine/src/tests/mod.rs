//! Worlds that are described otherwise, and the bounds of a run.

mod cookies;
mod cors;
mod services;
mod topologies;

pub use services::{Proxy, Said, Text, Told};

use super::*;
use trace::{EventKind, Instant, Limit};

#[track_caller]
fn check(change: impl FnOnce(&mut Bounds), expected: Limit) {
    let mut bounds = Bounds::default();
    change(&mut bounds);
    let scenario = Scenario::default();
    let trace = simulate_in(&world::topology(&scenario.world), &scenario, bounds, None);
    let last = trace.events.last().expect("something happened");
    assert_eq!(last.kind, EventKind::LimitReached(expected));
}

#[test]
fn a_run_ends_at_its_bounds_and_names_them() {
    check(|bounds| bounds.packets_max = 5, Limit::Packets(5));
    check(|bounds| bounds.octets_max = 300, Limit::Octets(300));
    check(|bounds| bounds.latest = Instant(50_000_000), Limit::VirtualTimeMs(50));
    check(|bounds| bounds.steps_max = 10, Limit::Steps(10));
}
