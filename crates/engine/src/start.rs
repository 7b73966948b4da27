//! Starts what a topology describes: each program on its host.

use crate::codecs::dns::{Cache, Delegation, domain_name};
use crate::random::Random;
use crate::roles::database::Database;
use crate::roles::database::client::DatabaseConnections;
use crate::roles::dns::authoritative_server;
use crate::roles::dns::recursive_resolver::{RecursiveResolver, ResolverFault};
use crate::roles::dns::stub_resolver::{self, StubResolver};
use crate::roles::http_client::HttpClient;
use crate::roles::http_server::{HTTP_PORT, HTTPS_PORT, HttpServer, Service};
use crate::roles::origin::{Application, UnderPolicy};
use crate::roles::scripted::Script;
use crate::roles::user_agent::UserAgent;
use crate::simulation::Simulation;
use crate::tls::{AUTHORITY, Authority, ClientTls, Secrets, ServerTls};
use crate::topology::{
    ClientDescription, Condition, DatabaseDescription, HostDescription, Program, ScriptAt, Served,
    ServerDescription, Topology,
};
use application::Boot;
use core::cell::RefCell;
use core::time::Duration;
use futures_util::future::join_all;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use trace::{HostId, HttpVersion, Instant, Request, Scenario};

/// How long booting takes: longer than a server needs to connect to its database, with the last
/// acknowledgment of that, which is delayed by 10 ms.
const BOOT: Duration = Duration::from_millis(20);

/// Starts everything. Gives back where the secrets of all TLS connections will be. What was written
/// is sent in place of each request.
pub fn start(
    simulation: &Simulation,
    scenario: &Scenario,
    topology: &Topology,
    written: Option<&[u8]>,
) -> Secrets {
    let secrets = Secrets::default();
    let (connections, written) = (Vec::new(), written.map(Rc::from));
    let mut start = Start { simulation, scenario, secrets: secrets.clone(), connections, written };
    simulation.lose(topology.lost_packet);
    let mut programs: Vec<(HostId, &HostDescription)> = topology.programs().collect();
    programs.sort_by_key(|(_, host)| turn(&host.runs));
    for (id, host) in programs {
        match &host.runs {
            Program::Database(database) => start.database(id, database),
            Program::HttpServer(server) => start.server(id, host, server),
            Program::AuthoritativeServer { zones } => {
                authoritative_server::start(simulation, id, zones.clone());
            }
            Program::RecursiveResolver { root, fault } => {
                start.recursive_resolver(id, host, *root, *fault);
            }
            Program::UserAgent(client) => start.client(id, host, client),
        }
    }
    secrets
}

/// Whoever is asked stands ready before whoever asks.
fn turn(program: &Program) -> u8 {
    match program {
        Program::Database(_) => 0,
        Program::HttpServer(_) => 1,
        Program::AuthoritativeServer { .. } => 2,
        Program::RecursiveResolver { .. } => 3,
        Program::UserAgent(_) => 4,
    }
}

struct Start<'a> {
    simulation: &'a Simulation,
    scenario: &'a Scenario,
    secrets: Secrets,
    /// What the servers open at boot.
    connections: Vec<DatabaseConnections>,
    /// What the client sends in place of each request.
    written: Option<Rc<[u8]>>,
}

impl Start<'_> {
    fn database(&self, id: HostId, description: &DatabaseDescription) {
        let DatabaseDescription { has_orders, work, condition } = *description;
        let boot = Boot { has_orders, unix_s: self.scenario.starts_at_unix_s };
        let database = Database::boot(self.simulation, id, boot, work);
        if condition == Condition::Running {
            self.simulation.spawn(database.run());
        }
    }

    fn server(&mut self, id: HostId, host: &HostDescription, server: &ServerDescription) {
        match &server.serves {
            Served::Application { database, settings } => {
                let connections = DatabaseConnections::new(self.simulation, id, *database);
                let endpoints =
                    application::endpoints().iter().map(trace::Endpoint::from).collect();
                self.simulation.record(|record| record.offers(endpoints));
                if server.condition == Condition::Running {
                    self.connections.push(connections.clone());
                }
                let starts_at = self.scenario.starts_at_unix_s;
                let application = Application::new(connections, *settings, starts_at);
                self.listen(id, host, server, application);
            }
            Served::Scripts(scripts) => {
                scripts.iter().for_each(|script| self.script(id, host, server, script));
            }
            #[cfg(test)]
            Served::Text(text) => self.listen(id, host, server, crate::tests::Text(text)),
            #[cfg(test)]
            Served::Told(told) => self.listen(id, host, server, *told),
            #[cfg(test)]
            Served::AnswersOf(origin) => {
                self.listen(id, host, server, crate::tests::Proxy { host: id, origin: *origin });
            }
        }
    }

    /// Listens on the ports that somebody comes to. Nobody sees that another one is closed, and
    /// every open one costs memory.
    fn listen(
        &self,
        host: HostId,
        description: &HostDescription,
        server: &ServerDescription,
        service: impl Service,
    ) {
        if server.condition == Condition::Stopped {
            return;
        }
        let http_server = |policy, is_encrypted| HttpServer {
            simulation: self.simulation.clone(),
            host,
            starts_at_unix_s: self.scenario.starts_at_unix_s,
            options: server.transport,
            service: UnderPolicy { policy, is_encrypted, service: service.clone() },
        };
        let asks_for_tls = self.asks_for_tls();
        let asks_for_http = || {
            let mut ports = self.scenario.requests.iter().map(|request| request.url.port());
            // Where a script sends, nobody knows beforehand.
            !self.scenario.world.servers.is_empty() || ports.any(|port| port == HTTP_PORT)
        };
        if !asks_for_tls || asks_for_http() {
            self.simulation.spawn(http_server(server.https.in_clear(), false).run(HTTP_PORT));
        }
        if asks_for_tls {
            let tls = self.server_tls(description, server);
            self.simulation.spawn(http_server(server.https, true).run_secure(HTTPS_PORT, tls));
        }
    }

    /// A script at its port.
    fn script(
        &self,
        id: HostId,
        host: &HostDescription,
        server: &ServerDescription,
        script: &ScriptAt,
    ) {
        let http_server = HttpServer {
            simulation: self.simulation.clone(),
            host: id,
            starts_at_unix_s: self.scenario.starts_at_unix_s,
            options: server.transport,
            service: Script::new(script.answers.clone()),
        };
        match script.is_secure {
            true => {
                let tls = self.server_tls(host, server);
                self.simulation.spawn(http_server.run_secure(script.port, tls));
            }
            false => self.simulation.spawn(http_server.run(script.port)),
        }
    }

    fn asks_for_tls(&self) -> bool {
        let asks = |request: &Request| request.url.is_https() || request.url.port() == HTTPS_PORT;
        // Who is sent to `https` goes there.
        let mut scripts = self.scenario.world.servers.iter();
        self.scenario.world.server.https_only
            || self.scenario.requests.iter().any(asks)
            || scripts.any(|server| server.origin.is_https())
    }

    fn server_tls(&self, host: &HostDescription, server: &ServerDescription) -> ServerTls {
        let addresses: &[IpAddr] = &host.stack.addresses;
        ServerTls::new(
            self.scenario.seed,
            &host.stack.name,
            self.authority(AUTHORITY),
            server.certificate_fault,
            addresses,
            self.scenario.starts_at_unix_s,
            server.protocols,
        )
    }

    fn authority(&self, name: &str) -> Authority {
        Authority::new(self.scenario.seed, name, self.scenario.starts_at_unix_s)
    }

    fn recursive_resolver(
        &self,
        id: HostId,
        host: &HostDescription,
        root: Ipv4Addr,
        fault: Option<ResolverFault>,
    ) {
        let zone = domain_name(".").expect("the root has a name");
        let resolver = RecursiveResolver {
            simulation: self.simulation.clone(),
            host: id,
            root: Delegation { zone, servers: vec![root] },
            ids: RefCell::new(self.query_ids(host)),
            cache: RefCell::default(),
            fault,
        };
        resolver.start();
    }

    fn client(&mut self, id: HostId, host: &HostDescription, client: &ClientDescription) {
        let has_ipv6 = host.stack.addresses.iter().any(IpAddr::is_ipv6);
        let resolver = StubResolver {
            resolver: client.resolver,
            kinds: stub_resolver::kinds(has_ipv6),
            ids: self.query_ids(host),
            cache: Cache::default(),
        };
        let tls = self.asks_for_tls().then(|| self.client_tls(host, client));
        let (profile, http) = (client.profile, client.http);
        let transport = HttpClient::new(self.simulation, id, profile, http, resolver, tls)
            .sending(self.written.clone());
        let agent =
            UserAgent::new(self.simulation, id, profile, transport, self.scenario.starts_at_unix_s);
        self.simulation.spawn_awaited(boot_then_run(
            self.simulation.clone(),
            core::mem::take(&mut self.connections),
            agent,
            self.scenario.requests.clone(),
        ));
    }

    fn client_tls(&self, host: &HostDescription, client: &ClientDescription) -> ClientTls {
        let protocols: &[&str] = match client.http {
            HttpVersion::Http1 => &["http/1.1"],
            HttpVersion::Http2 => &["h2", "http/1.1"],
        };
        ClientTls::new(
            self.scenario.seed,
            &host.stack.name,
            &self.authority(client.trusts),
            self.scenario.starts_at_unix_s,
            protocols,
            self.secrets.clone(),
        )
    }

    fn query_ids(&self, host: &HostDescription) -> Random {
        Random::named(self.scenario.seed, &format!("dns ids {}", host.stack.name))
    }
}

/// The client starts when the other hosts have booted and are at rest again.
async fn boot_then_run(
    simulation: Simulation,
    connections: Vec<DatabaseConnections>,
    client: UserAgent,
    requests: Vec<Request>,
) {
    join_all(connections.iter().map(DatabaseConnections::open)).await;
    simulation.sleep(BOOT.saturating_sub(simulation.now() - Instant::ZERO)).await;
    let now = simulation.now();
    simulation.record(|record| record.booted(now));
    simulation.client_starts();
    client.run(requests).await;
}
