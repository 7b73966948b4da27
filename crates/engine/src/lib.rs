//! The internet in the tab: hosts, links, one virtual clock. `simulate(&Scenario) -> Trace`.
//!
//! Nothing here reads a clock, an OS random source or a network: the same scenario gives the same
//! trace, byte for byte, natively and in wasm.

mod date;
mod dissect;
mod dns;
mod http1;
mod pgsql;
mod random;
mod recorder;
mod roles;
mod simulation;
pub mod sqlite;
mod tls;
mod world;

use core::time::Duration;
use random::Random;
use roles::database::Database;
use roles::database_connection::DatabaseConnections;
use roles::origin_server::OriginServer;
use roles::recursive_resolver;
use roles::stub_resolver::StubResolver;
use roles::user_agent::UserAgent;
use simulation::{Bounds, Simulation};
use tls::{Authority, ClientTls, Secrets, ServerTls};
use trace::{Instant, Request, Scenario, Trace};

/// How long booting takes: longer than the server needs to connect to its database, with the last
/// acknowledgment of that, which is delayed by 10 ms.
const BOOT: Duration = Duration::from_millis(20);

/// Runs a scenario and tells everything that happened.
///
/// It always ends: a run that reaches one of its bounds (packets, octets, virtual time, steps)
/// stops there, and its last event names the bound.
pub fn simulate(scenario: &Scenario) -> Trace {
    simulate_within(scenario, Bounds::default())
}

fn simulate_within(scenario: &Scenario, bounds: Bounds) -> Trace {
    let links = world::links(&scenario.world);
    let host_plans = world::host_plans(&scenario.world);
    let simulation = Simulation::new(scenario.seed, &host_plans, &world::link_plans(&links));
    let secrets = start_roles(&simulation, scenario);
    let recorder = simulation.run(bounds);
    dissect::dissect(scenario, world::hosts(), links, recorder, secrets.lines())
}

/// Gives back where the secrets of all TLS connections will be.
fn start_roles(simulation: &Simulation, scenario: &Scenario) -> Secrets {
    simulation.spawn(Database::boot(simulation, world::DATABASE).run());
    let connections = DatabaseConnections::new(simulation, world::SERVER, world::DATABASE_ADDRESS);
    let server = OriginServer {
        simulation: simulation.clone(),
        host: world::SERVER,
        database: connections.clone(),
        starts_at_unix_s: scenario.starts_at_unix_s,
    };
    simulation.spawn(server.clone().run());
    let Scenario { seed, starts_at_unix_s, .. } = *scenario;
    let authority = Authority::new(seed, "Roundtrip Test", starts_at_unix_s);
    let tls = ClientTls::new(seed, &authority, starts_at_unix_s, &["http/1.1"]);
    let secrets = tls.secrets.clone();
    // Nobody else can come to port 443, so nobody sees that it is closed otherwise.
    if scenario.requests.iter().any(asks_for_tls) {
        let tls = ServerTls::new(seed, authority, None, starts_at_unix_s, &["http/1.1"]);
        simulation.spawn(server.run_secure(tls));
    }
    simulation.spawn(recursive_resolver::run(simulation.clone(), world::RESOLVER, world::zone()));
    let client = UserAgent {
        simulation: simulation.clone(),
        host: world::CLIENT,
        resolver: StubResolver {
            resolver: world::RESOLVER_ADDRESS,
            ids: Random::named(scenario.seed, "dns ids client"),
        },
        tls,
    };
    let requests = scenario.requests.clone();
    simulation.spawn_awaited(boot_then_run(simulation.clone(), connections, client, requests));
    secrets
}

/// The client starts when the other hosts have booted and are at rest again.
async fn boot_then_run(
    simulation: Simulation,
    connections: DatabaseConnections,
    client: UserAgent,
    requests: Vec<Request>,
) {
    connections.open().await;
    simulation.sleep(BOOT.saturating_sub(simulation.now() - Instant::ZERO)).await;
    let now = simulation.now();
    simulation.record(|record| record.booted(now));
    client.run(requests).await;
}

fn asks_for_tls(request: &Request) -> bool {
    request.url.is_https() || request.url.port() == 443
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::{EventKind, Limit};

    #[track_caller]
    fn check(change: impl FnOnce(&mut Bounds), expected: Limit) {
        let mut bounds = Bounds::default();
        change(&mut bounds);
        let trace = simulate_within(&Scenario::default(), bounds);
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
}
