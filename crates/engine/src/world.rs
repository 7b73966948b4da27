//! The world of a scenario: which hosts there are, where they are, and what joins them.

use crate::faults;
use crate::simulation::{Blocks, HostPlan, LinkPlan};
use crate::zones::{Addresses, Zones};
use core::time::Duration;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use trace::{Fault, Host, HostId, Link, LinkId, Provenance, Role, World, ZoneTier};

/// The user agent's host.
pub const CLIENT: HostId = HostId(0);
/// The recursive resolver's host.
pub const RESOLVER: HostId = HostId(1);
/// The host of the root server.
pub const ROOT: HostId = HostId(2);
/// The host of the server of all top-level domains.
pub const TOP_LEVEL: HostId = HostId(3);
/// The host of the server of all zones below.
pub const BELOW: HostId = HostId(4);
/// The origin server's host.
pub const SERVER: HostId = HostId(5);
/// The database's host.
pub const DATABASE: HostId = HostId(6);

/// Addresses for documentation (RFC 5737), but for the server's: the historical address of
/// example.com, which the courses print.
const CLIENT_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
/// The recursive resolver's address.
pub const RESOLVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);
/// The root server's address.
pub const ROOT_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 41);
const TOP_LEVEL_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 42);
const BELOW_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 43);
/// The origin server's address.
pub const SERVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);
/// The client's IPv6 address and the origin server's, where they have one: for documentation
/// (RFC 3849).
const CLIENT_ADDRESS_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x10);
const SERVER_ADDRESS_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x34);
/// The database's address.
pub const DATABASE_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 5);

/// One way between origin server and database, which stand in one house.
const DATABASE_ONE_WAY_DELAY: Duration = Duration::from_micros(250);
/// From the recursive resolver to the authoritative servers and back: chosen.
const ROOT_ROUND_TRIP_TIME: Duration = Duration::from_millis(8);
const TOP_LEVEL_ROUND_TRIP_TIME: Duration = Duration::from_millis(12);
const BELOW_ROUND_TRIP_TIME: Duration = Duration::from_millis(16);

/// Octets in the largest packet on the links that no scenario changes.
const MTU: u16 = 1500;

/// The hosts, in the order of their lanes.
pub fn hosts(world: &World) -> Vec<Host> {
    let named = [
        (Role::UserAgent, "client"),
        (Role::RecursiveResolver, "resolver"),
        (Role::AuthoritativeServer(ZoneTier::Root), "a.root-servers.example"),
        (Role::AuthoritativeServer(ZoneTier::TopLevel), "a.tld-servers.example"),
        (Role::AuthoritativeServer(ZoneTier::Below), "ns1.example.com"),
        (Role::OriginServer, "api.example.com"),
        (Role::Database, "database"),
    ];
    let hosts = named.into_iter().zip(host_plans(world)).enumerate();
    let host = |(index, ((role, name), plan)): (usize, ((Role, &str), HostPlan))| Host {
        id: HostId(index as u16),
        role,
        name: name.to_owned(),
        addresses: plan.addresses,
    };
    hosts.map(host).collect()
}

/// The links of this world.
pub fn links(world: &World) -> Vec<Link> {
    let one_way_ns =
        |round_trip: Duration| (round_trip.as_nanos() / 2).min(u128::from(u64::MAX)) as u64;
    let to_resolver = Link {
        id: LinkId(0),
        ends: [CLIENT, RESOLVER],
        one_way_delay_ns: one_way_ns(world.resolver_round_trip_time),
        bandwidth_bits_per_s: None,
        mtu: MTU,
        loss_ppm: faults::loss_ppm(world),
        provenance: Provenance::RealBytes,
    };
    let to_server = Link {
        id: LinkId(1),
        ends: [CLIENT, SERVER],
        one_way_delay_ns: one_way_ns(world.round_trip_time),
        bandwidth_bits_per_s: world.bandwidth_bits_per_s,
        mtu: world.mtu,
        ..to_resolver.clone()
    };
    let to_authoritative = |id, host, round_trip_time| Link {
        id: LinkId(id),
        ends: [RESOLVER, host],
        one_way_delay_ns: one_way_ns(round_trip_time),
        loss_ppm: 0,
        ..to_resolver.clone()
    };
    let to_root = to_authoritative(3, ROOT, ROOT_ROUND_TRIP_TIME);
    let to_top_level = to_authoritative(4, TOP_LEVEL, TOP_LEVEL_ROUND_TRIP_TIME);
    let to_below = to_authoritative(5, BELOW, BELOW_ROUND_TRIP_TIME);
    let to_database = Link {
        id: LinkId(2),
        ends: [SERVER, DATABASE],
        one_way_delay_ns: DATABASE_ONE_WAY_DELAY.as_nanos() as u64,
        bandwidth_bits_per_s: None,
        mtu: MTU,
        loss_ppm: 0,
        provenance: Provenance::RealBytes,
    };
    vec![to_resolver, to_server, to_database, to_root, to_top_level, to_below]
}

/// The hosts as the simulation builds them, each at the place that its id says.
pub fn host_plans(world: &World) -> Vec<HostPlan> {
    let v6 = |address: Ipv6Addr| has_ipv6(world).then_some(IpAddr::from(address));
    let plan = |name, address: Ipv4Addr, v6: Option<IpAddr>, mtu| HostPlan {
        name,
        addresses: [address.into()].into_iter().chain(v6).collect(),
        mtu,
    };
    vec![
        plan("client", CLIENT_ADDRESS, v6(CLIENT_ADDRESS_V6), world.mtu),
        plan("resolver", RESOLVER_ADDRESS, None, MTU),
        plan("root", ROOT_ADDRESS, None, MTU),
        plan("top level", TOP_LEVEL_ADDRESS, None, MTU),
        plan("below", BELOW_ADDRESS, None, MTU),
        plan("server", SERVER_ADDRESS, v6(SERVER_ADDRESS_V6), world.mtu),
        plan("database", DATABASE_ADDRESS, None, MTU),
    ]
}

/// The origin server's addresses.
pub fn server_addresses(world: &World) -> Vec<IpAddr> {
    host_plans(world).swap_remove(usize::from(SERVER.0)).addresses
}

/// Whether client and origin server have IPv6 addresses, too.
pub fn has_ipv6(world: &World) -> bool {
    world.faults.iter().any(Fault::brings_ipv6)
}

/// The links as the simulation builds them.
pub fn link_plans(world: &World, links: &[Link]) -> Vec<LinkPlan> {
    let plan = |link: &Link| LinkPlan {
        ends: link.ends,
        one_way_delay: Duration::from_nanos(link.one_way_delay_ns),
        bandwidth_bits_per_s: link.bandwidth_bits_per_s,
        loss_ppm: link.loss_ppm,
        blocks: match link.ends == [CLIENT, SERVER] {
            true => faults::blocks(&world.faults),
            false => Blocks::Nothing,
        },
    };
    links.iter().map(plan).collect()
}

/// The names that exist.
pub fn zones(world: &World) -> Zones {
    let addresses = Addresses {
        top_level: TOP_LEVEL_ADDRESS,
        below: BELOW_ADDRESS,
        origin: SERVER_ADDRESS,
        origin_v6: has_ipv6(world).then_some(SERVER_ADDRESS_V6),
    };
    Zones::new(&world.zone, addresses)
}
