//! The internet in the tab: hosts, links, one virtual clock. `simulate(&Scenario) -> Trace`.
//!
//! Nothing here reads a clock, an OS random source or a network: the same scenario gives the same
//! trace, byte for byte, natively and in wasm.

mod attribution;
mod date;
mod dissect;
mod dns;
mod faults;
mod http1;
mod http2;
mod pgsql;
mod random;
mod recorder;
mod roles;
mod simulation;
pub mod sqlite;
mod tls;
mod world;
mod zones;

pub use dissect::inspect;

use core::cell::RefCell;
use core::time::Duration;
use dns::{Cache, Delegation};
use random::Random;
use roles::authoritative_server;
use roles::database::Database;
use roles::database_connection::DatabaseConnections;
use roles::http_server::HttpServer;
use roles::origin::{Application, UnderPolicy};
use roles::recursive_resolver::RecursiveResolver;
use roles::stub_resolver::{self, StubResolver};
use roles::user_agent::UserAgent;
use simulation::{Bounds, Simulation};
use tls::{Authority, CertificateFault, ClientTls, Secrets, ServerTls};
use trace::{Fault, HttpVersion, Instant, Request, Scenario, Trace};

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
    let simulation =
        Simulation::new(scenario.seed, &host_plans, &world::link_plans(&scenario.world, &links));
    let secrets = start_roles(&simulation, scenario);
    let recorder = simulation.run(bounds);
    dissect::dissect(scenario, world::hosts(&scenario.world), links, recorder, secrets.lines())
}

/// Gives back where the secrets of all TLS connections will be.
fn start_roles(simulation: &Simulation, scenario: &Scenario) -> Secrets {
    simulation.spawn(Database::boot(simulation, world::DATABASE).run());
    let connections = DatabaseConnections::new(simulation, world::SERVER, world::DATABASE_ADDRESS);
    let application = Application::new(connections.clone());
    let policy = faults::https_policy(&scenario.world.faults);
    let server = |policy| HttpServer {
        simulation: simulation.clone(),
        host: world::SERVER,
        starts_at_unix_s: scenario.starts_at_unix_s,
        options: faults::transport_of_server(&scenario.world.faults),
        service: UnderPolicy { policy, service: application.clone() },
    };
    let endpoints = application::endpoints().iter().map(trace::Endpoint::from).collect();
    simulation.record(|record| record.offers(endpoints));
    // Nobody sees that a port is closed where nobody comes to it; every open one costs memory.
    let is_tls_met = scenario.requests.iter().any(asks_for_tls);
    let is_plain_met =
        !is_tls_met || scenario.requests.iter().any(|request| request.url.port() == 80);
    let (client_tls, server_tls) = is_tls_met.then(|| both_sides_of_tls(scenario)).unzip();
    let secrets = client_tls.as_ref().map_or_else(Secrets::default, |tls| tls.secrets.clone());
    let is_server_running = !scenario.world.faults.contains(&Fault::ConnectionRefused);
    if is_server_running {
        if is_plain_met {
            simulation.spawn(server(policy.in_clear()).run());
        }
        server_tls.into_iter().for_each(|tls| simulation.spawn(server(policy).run_secure(tls)));
    }
    start_dns(simulation, scenario);
    let resolver = StubResolver {
        resolver: world::RESOLVER_ADDRESS,
        kinds: stub_resolver::kinds(world::has_ipv6(&scenario.world)),
        ids: Random::named(scenario.seed, "dns ids client"),
        cache: Cache::default(),
    };
    let (profile, http) = (faults::client_profile(&scenario.world), scenario.world.http);
    let client = UserAgent::new(simulation, world::CLIENT, resolver, client_tls, profile, http);
    simulation.spawn_awaited(boot_then_run(
        simulation.clone(),
        connections,
        is_server_running,
        client,
        scenario.requests.clone(),
    ));
    secrets
}

fn both_sides_of_tls(scenario: &Scenario) -> (ClientTls, ServerTls) {
    let Scenario { seed, starts_at_unix_s, .. } = *scenario;
    let authority = |name| Authority::new(seed, name, starts_at_unix_s);
    let fault = faults::of_certificate(&scenario.world.faults);
    let trusted = match fault {
        Some(CertificateFault::UnknownIssuer) => authority("Another Test"),
        Some(CertificateFault::Expired | CertificateFault::WrongName) | None => {
            authority("Roundtrip Test")
        }
    };
    let protocols: &[&str] = match scenario.world.http {
        HttpVersion::Http1 => &["http/1.1"],
        HttpVersion::Http2 => &["h2", "http/1.1"],
    };
    let client = ClientTls::new(seed, &trusted, starts_at_unix_s, protocols);
    let issuer = authority("Roundtrip Test");
    let spoken = faults::protocols_of_server(&scenario.world.faults);
    let addresses = world::server_addresses(&scenario.world);
    (client, ServerTls::new(seed, issuer, fault, &addresses, starts_at_unix_s, spoken))
}

/// The client starts when the other hosts have booted and are at rest again.
async fn boot_then_run(
    simulation: Simulation,
    connections: DatabaseConnections,
    is_server_running: bool,
    client: UserAgent,
    requests: Vec<Request>,
) {
    if is_server_running {
        connections.open().await;
    }
    simulation.sleep(BOOT.saturating_sub(simulation.now() - Instant::ZERO)).await;
    let now = simulation.now();
    simulation.record(|record| record.booted(now));
    client.run(requests).await;
}

/// The recursive resolver and the authoritative servers that it asks.
fn start_dns(simulation: &Simulation, scenario: &Scenario) {
    let zones = world::zones(&scenario.world);
    let root = Delegation { zone: zones.root.apex.clone(), servers: vec![world::ROOT_ADDRESS] };
    authoritative_server::start(simulation, world::ROOT, vec![zones.root]);
    authoritative_server::start(simulation, world::TOP_LEVEL, zones.top_level);
    authoritative_server::start(simulation, world::BELOW, zones.below);
    let resolver = RecursiveResolver {
        simulation: simulation.clone(),
        host: world::RESOLVER,
        root,
        ids: RefCell::new(Random::named(scenario.seed, "dns ids resolver")),
        cache: RefCell::default(),
        fault: faults::of_resolver(&scenario.world.faults),
    };
    resolver.start();
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
