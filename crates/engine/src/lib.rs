//! The internet in the tab: hosts, links, one virtual clock. `simulate(&Scenario) -> Trace`.
//!
//! Nothing here reads a clock, an OS random source or a network: the same scenario gives the same
//! trace, byte for byte, natively and in wasm.

mod attribution;
mod codecs;
mod dissect;
mod options;
mod random;
mod recorder;
mod roles;
mod simulation;
pub mod sqlite;
mod start;
pub mod texts;
mod tls;
mod topology;
mod world;
mod zones;

pub use dissect::{inspect, take_apart};
pub use language::Language;

use simulation::{Bounds, Simulation};
use topology::Topology;
use trace::{HttpVersion, Scenario, Trace};

/// Runs a scenario and tells everything that happened.
///
/// It always ends: a run that reaches one of its bounds (packets, octets, virtual time, steps)
/// stops there, and its last event names the bound.
pub fn simulate(scenario: &Scenario) -> Trace {
    simulate_in(&world::topology(&scenario.world), scenario, Bounds::default(), None)
}

/// Runs a scenario in which the client sends what somebody wrote in place of each request, octet for
/// octet, in HTTP/1.1: the server's parser makes of it what it can. The requests of the scenario say
/// where it is sent, and how the answer is read: to HEAD, for one, without content.
pub fn simulate_written(scenario: &Scenario, octets: &[u8]) -> Trace {
    let mut scenario = scenario.clone();
    scenario.world.client.http = HttpVersion::Http1;
    let topology = world::topology(&scenario.world);
    simulate_in(&topology, &scenario, Bounds::default(), Some(octets))
}

/// Runs the requests of a scenario in a world that is described otherwise.
fn simulate_in(
    topology: &Topology,
    scenario: &Scenario,
    bounds: Bounds,
    written: Option<&[u8]>,
) -> Trace {
    let simulation = Simulation::new(scenario.seed, &topology.host_plans(), topology.link_plans());
    let secrets = start::start(&simulation, scenario, topology, written);
    let recorder = simulation.run(bounds);
    dissect::dissect(scenario, topology.hosts(), topology.links(), recorder, secrets.lines())
}

#[cfg(test)]
mod tests;
