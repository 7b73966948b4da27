//! The world of a scenario: which hosts there are, where they are, and what joins them.

use crate::dns::domain_name;
use crate::roles::recursive_resolver::Zone;
use crate::simulation::{HostPlan, LinkPlan};
use core::time::Duration;
use std::net::Ipv4Addr;
use trace::{Host, HostId, Link, LinkId, Provenance, Role, World};

/// The user agent's host.
pub const CLIENT: HostId = HostId(0);
/// The recursive resolver's host.
pub const RESOLVER: HostId = HostId(1);
/// The origin server's host.
pub const SERVER: HostId = HostId(2);
/// The database's host.
pub const DATABASE: HostId = HostId(3);

/// Addresses for documentation (RFC 5737), but for the server's: the historical address of
/// example.com, which the courses print.
const CLIENT_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
/// The recursive resolver's address.
pub const RESOLVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);
/// The origin server's address.
pub const SERVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);
/// The database's address.
pub const DATABASE_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 5);

/// One way between origin server and database, which stand in one house.
const DATABASE_ONE_WAY_DELAY: Duration = Duration::from_micros(250);
/// Octets in the largest packet on the links that no scenario changes.
const MTU: u16 = 1500;

/// The hosts, in the order of their lanes.
pub fn hosts() -> Vec<Host> {
    let host = |id, role, name: &str, address| Host { id, role, name: name.to_owned(), address };
    vec![
        host(CLIENT, Role::UserAgent, "client", CLIENT_ADDRESS),
        host(RESOLVER, Role::RecursiveResolver, "resolver", RESOLVER_ADDRESS),
        host(SERVER, Role::OriginServer, "api.example.com", SERVER_ADDRESS),
        host(DATABASE, Role::Database, "database", DATABASE_ADDRESS),
    ]
}

/// The links of this world.
pub fn links(world: &World) -> Vec<Link> {
    let one_way_ns =
        |round_trip: Duration| (round_trip.as_nanos() / 2).min(u128::from(u64::MAX)) as u64;
    let to_resolver = Link {
        id: LinkId(0),
        ends: [CLIENT, RESOLVER],
        one_way_delay_ns: one_way_ns(world.resolver_round_trip_time),
        bandwidth_bits_per_s: world.bandwidth_bits_per_s,
        mtu: MTU,
        loss_ppm: world.loss_ppm,
        provenance: Provenance::RealBytes,
    };
    let to_server = Link {
        id: LinkId(1),
        ends: [CLIENT, SERVER],
        one_way_delay_ns: one_way_ns(world.round_trip_time),
        mtu: world.mtu,
        ..to_resolver.clone()
    };
    let to_database = Link {
        id: LinkId(2),
        ends: [SERVER, DATABASE],
        one_way_delay_ns: DATABASE_ONE_WAY_DELAY.as_nanos() as u64,
        bandwidth_bits_per_s: None,
        mtu: MTU,
        loss_ppm: 0,
        provenance: Provenance::RealBytes,
    };
    vec![to_resolver, to_server, to_database]
}

/// The hosts as the simulation builds them.
pub fn host_plans(world: &World) -> Vec<HostPlan> {
    let plan = |name, address, mtu| HostPlan { name, address, mtu };
    vec![
        plan("client", CLIENT_ADDRESS, world.mtu),
        plan("resolver", RESOLVER_ADDRESS, MTU),
        plan("server", SERVER_ADDRESS, world.mtu),
        plan("database", DATABASE_ADDRESS, MTU),
    ]
}

/// The links as the simulation builds them.
pub fn link_plans(links: &[Link]) -> Vec<LinkPlan> {
    let plan = |link: &Link| LinkPlan {
        ends: link.ends,
        one_way_delay: Duration::from_nanos(link.one_way_delay_ns),
        bandwidth_bits_per_s: link.bandwidth_bits_per_s,
        loss_ppm: link.loss_ppm,
    };
    links.iter().map(plan).collect()
}

/// The names that exist.
pub fn zone() -> Zone {
    let names = ["api.example.com", "www.example.com", "example.com"];
    let entry = |name| (domain_name(name).expect("a good name"), SERVER_ADDRESS);
    Zone(names.into_iter().map(entry).collect())
}
