//! A world as it is described: hosts, what they run, and the links between them. Plain data, from
//! which everything else follows: identifiers, lanes, stacks, paths, who serves what and who asks
//! whom. A second server or a proxy is one more host here.

use crate::codecs::dns::Zone;
use crate::roles::client_profile::ClientProfile;
use crate::roles::dns::recursive_resolver::ResolverFault;
use crate::roles::http_server::TransportOptions;
use crate::roles::origin::HttpsPolicy;
use crate::simulation::{HostPlan, LinkPlan};
use crate::tls::CertificateFault;
use application::Settings;
use core::time::Duration;
#[cfg(test)]
use std::net::IpAddr;
use std::net::Ipv4Addr;
use trace::{Host, HostId, HttpVersion, Link, LinkId, Provenance, Role, ScriptedAnswer};

/// A world: its hosts in the order of their lanes, and its links.
#[derive(Default)]
pub struct Topology {
    hosts: Vec<HostDescription>,
    links: Vec<LinkPlan>,
    /// The number of the packet that is lost, if one is: the first one is 1.
    pub lost_packet: Option<u32>,
}

/// A machine.
pub struct HostDescription {
    /// What it is there for.
    pub role: Role,
    /// The name that is shown.
    pub name: String,
    /// Its addresses, and the name of its streams of chance.
    pub stack: HostPlan,
    /// What runs on it.
    pub runs: Program,
}

/// What runs on a host.
pub enum Program {
    /// The client, which sends the scenario's requests.
    UserAgent(ClientDescription),
    /// A recursive resolver.
    RecursiveResolver {
        /// Who holds the root zone.
        root: Ipv4Addr,
        /// What is wrong with it.
        fault: Option<ResolverFault>,
    },
    /// An authoritative server of these zones.
    AuthoritativeServer {
        /// The zones.
        zones: Vec<Zone>,
    },
    /// A server of HTTP.
    HttpServer(ServerDescription),
    /// A database with the application's tables.
    Database(DatabaseDescription),
}

/// A database.
pub struct DatabaseDescription {
    /// Whether somebody created the table of the orders.
    pub has_orders: bool,
    /// How long a statement takes.
    pub work: Duration,
    /// Whether it is running at all.
    pub condition: Condition,
}

/// A client.
pub struct ClientDescription {
    /// The recursive resolver that it asks.
    pub resolver: Ipv4Addr,
    /// What it does.
    pub profile: ClientProfile,
    /// Which version of HTTP it would like to speak.
    pub http: HttpVersion,
    /// The authority whose certificates it trusts.
    pub trusts: &'static str,
}

/// A server of HTTP.
pub struct ServerDescription {
    /// What answers there.
    pub serves: Served,
    /// Whether it is running at all.
    pub condition: Condition,
    /// How it treats its connections.
    pub transport: TransportOptions,
    /// What it says to clients that come without encryption.
    pub https: HttpsPolicy,
    /// What it speaks inside of TLS (RFC 7301 §6).
    pub protocols: &'static [&'static str],
    /// What is wrong with its certificate.
    pub certificate_fault: Option<CertificateFault>,
}

/// Whether a server runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// It does.
    Running,
    /// The machine is there, but nobody listens.
    Stopped,
}

/// What answers at a server.
pub enum Served {
    /// The application, with its data at this database.
    Application {
        /// The database's address.
        database: Ipv4Addr,
        /// How it behaves.
        settings: Settings,
    },
    /// Scripts, each at its port.
    Scripts(Vec<ScriptAt>),
    /// The same text, whatever is asked for.
    #[cfg(test)]
    Text(&'static str),
    /// What this function says.
    #[cfg(test)]
    Told(crate::tests::Told),
    /// What the server at this address answers.
    #[cfg(test)]
    AnswersOf(IpAddr),
}

/// A script at a port.
pub struct ScriptAt {
    /// The port.
    pub port: u16,
    /// Whether `https` is spoken there.
    pub is_secure: bool,
    /// What is answered.
    pub answers: Vec<ScriptedAnswer>,
}

impl Topology {
    /// Adds a host; its lane stands behind those of the others.
    pub fn add_host(&mut self, host: HostDescription) -> HostId {
        self.hosts.push(host);
        HostId(self.hosts.len() as u16 - 1)
    }

    /// Joins two of its hosts.
    pub fn add_link(&mut self, link: LinkPlan) {
        self.links.push(link);
    }

    /// What runs where.
    pub fn programs(&self) -> impl Iterator<Item = (HostId, &HostDescription)> {
        self.hosts.iter().enumerate().map(|(index, host)| (HostId(index as u16), host))
    }

    /// The hosts as a trace has them.
    pub fn hosts(&self) -> Vec<Host> {
        let host = |(id, host): (HostId, &HostDescription)| {
            let HostDescription { role, name, stack, .. } = host;
            Host { id, role: *role, name: name.clone(), addresses: stack.addresses.clone() }
        };
        self.programs().map(host).collect()
    }

    /// The links as a trace has them.
    pub fn links(&self) -> Vec<Link> {
        let link = |(index, link): (usize, &LinkPlan)| Link {
            id: LinkId(index as u16),
            ends: link.ends,
            one_way_delay_ns: u64::try_from(link.one_way_delay.as_nanos()).unwrap_or(u64::MAX),
            bandwidth_bits_per_s: link.bandwidth_bits_per_s,
            mtu: link.mtu,
            loss_ppm: link.loss_ppm,
            provenance: Provenance::RealBytes,
        };
        self.links.iter().enumerate().map(link).collect()
    }

    /// The hosts as the simulation builds them, each at the place that its id says.
    pub fn host_plans(&self) -> Vec<HostPlan> {
        self.hosts.iter().map(|host| host.stack.clone()).collect()
    }

    /// The links as the simulation builds them.
    pub fn link_plans(&self) -> &[LinkPlan] {
        &self.links
    }
}
