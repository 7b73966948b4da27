//! The world of a scenario, described: which hosts there are, where they are, what they run, and
//! what joins them. Nothing but this file and [`options`] asks what the scenario says of its world.

use crate::options;
use crate::simulation::{Blocks, HostPlan, LinkPlan, TCP_BUFFER_LEN_MIN};
use crate::topology::{
    ClientDescription, HostDescription, Program, Served, ServerDescription, Topology,
};
use crate::zones::{Addresses, Zones};
use core::time::Duration;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use trace::{HostId, Role, World, ZoneTier};

/// Addresses for documentation (RFC 5737), but for the server's: the historical address of
/// example.com, which the courses print.
const CLIENT_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const RESOLVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 53);
const ROOT_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 41);
const TOP_LEVEL_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 42);
const BELOW_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 43);
const SERVER_ADDRESS: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);
const DATABASE_ADDRESS: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 5);
/// The client's IPv6 address and the origin server's, where they have one: for documentation
/// (RFC 3849).
const CLIENT_ADDRESS_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x10);
const SERVER_ADDRESS_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x34);

/// One way between origin server and database, which stand in one house.
const DATABASE_ONE_WAY_DELAY: Duration = Duration::from_micros(250);
/// From the recursive resolver to the authoritative servers and back: chosen.
const ROOT_ROUND_TRIP_TIME: Duration = Duration::from_millis(8);
const TOP_LEVEL_ROUND_TRIP_TIME: Duration = Duration::from_millis(12);
const BELOW_ROUND_TRIP_TIME: Duration = Duration::from_millis(16);

/// Octets in the largest packet on the links that no scenario changes.
const MTU: u16 = 1500;

/// The world that a scenario describes: client, DNS, one origin server and its database.
pub fn topology(world: &World) -> Topology {
    let mut topology = Topology::default();
    let hosts = hosts(world).map(|host| topology.add_host(host));
    links(world, hosts).into_iter().for_each(|link| topology.add_link(link));
    topology
}

/// The hosts, in the order of their lanes.
fn hosts(world: &World) -> [HostDescription; 7] {
    let has_ipv6 = world.has_ipv6();
    let v6 = |address: Ipv6Addr| has_ipv6.then_some(IpAddr::from(address));
    let host = |role, [name, chance]: [&str; 2], address: Ipv4Addr, runs| {
        let (name, addresses) = (name.to_owned(), vec![address.into()]);
        let tcp_buffer_len = TCP_BUFFER_LEN_MIN;
        let stack = HostPlan { name: chance.to_owned(), addresses, tcp_buffer_len };
        HostDescription { role, name, stack, runs }
    };
    // Client and origin server have room for what the link between them carries.
    let at_ends = |mut host: HostDescription, address_v6| {
        host.stack.addresses.extend(v6(address_v6));
        host.stack.tcp_buffer_len = options::tcp_buffer_len(world);
        host
    };
    let authoritative = |tier, names, address, zones| {
        host(
            Role::AuthoritativeServer(tier),
            names,
            address,
            Program::AuthoritativeServer { zones },
        )
    };
    let zones = zones(world, has_ipv6);
    let resolver =
        Program::RecursiveResolver { root: ROOT_ADDRESS, fault: options::of_resolver(world) };
    let client = Program::UserAgent(client(world));
    let server = Program::HttpServer(server(world));
    let client = host(Role::UserAgent, ["client", "client"], CLIENT_ADDRESS, client);
    let server = host(Role::OriginServer, ["api.example.com", "server"], SERVER_ADDRESS, server);
    let (root, tld) = ("a.root-servers.example", "a.tld-servers.example");
    [
        at_ends(client, CLIENT_ADDRESS_V6),
        host(Role::RecursiveResolver, ["resolver", "resolver"], RESOLVER_ADDRESS, resolver),
        authoritative(ZoneTier::Root, [root, "root"], ROOT_ADDRESS, vec![zones.root]),
        authoritative(ZoneTier::TopLevel, [tld, "top level"], TOP_LEVEL_ADDRESS, zones.top_level),
        authoritative(ZoneTier::Below, ["ns1.example.com", "below"], BELOW_ADDRESS, zones.below),
        at_ends(server, SERVER_ADDRESS_V6),
        host(Role::Database, ["database", "database"], DATABASE_ADDRESS, Program::Database),
    ]
}

/// The names that exist.
fn zones(world: &World, has_ipv6: bool) -> Zones {
    let addresses = Addresses {
        top_level: TOP_LEVEL_ADDRESS,
        below: BELOW_ADDRESS,
        origin: SERVER_ADDRESS,
        origin_v6: has_ipv6.then_some(SERVER_ADDRESS_V6),
    };
    Zones::new(&world.names.zone, addresses)
}

fn client(world: &World) -> ClientDescription {
    ClientDescription {
        resolver: RESOLVER_ADDRESS,
        profile: options::client_profile(world),
        http: world.client.http,
        trusts: options::trusted_authority(world),
    }
}

fn server(world: &World) -> ServerDescription {
    ServerDescription {
        serves: Served::Application { database: DATABASE_ADDRESS },
        condition: options::condition_of_server(world),
        transport: options::transport_of_server(world),
        https: options::https_policy(world),
        protocols: options::protocols_of_server(world),
        certificate_fault: options::of_certificate(world),
    }
}

/// The links between the hosts.
fn links(world: &World, hosts: [HostId; 7]) -> [LinkPlan; 6] {
    let [client, resolver, root, top_level, below, server, database] = hosts;
    let link = |ends, round_trip_time: Duration| LinkPlan {
        ends,
        one_way_delay: round_trip_time / 2,
        bandwidth_bits_per_s: None,
        mtu: MTU,
        loss_ppm: 0,
        blocks: Blocks::Nothing,
    };
    let loss_ppm = world.network.loss_ppm;
    let to_resolver =
        LinkPlan { loss_ppm, ..link([client, resolver], world.network.resolver_round_trip_time) };
    let to_server = LinkPlan {
        bandwidth_bits_per_s: world.network.bandwidth_bits_per_s,
        mtu: world.network.mtu,
        loss_ppm,
        blocks: options::blocks(world),
        ..link([client, server], world.network.round_trip_time)
    };
    [
        to_resolver,
        to_server,
        link([server, database], DATABASE_ONE_WAY_DELAY * 2),
        link([resolver, root], ROOT_ROUND_TRIP_TIME),
        link([resolver, top_level], TOP_LEVEL_ROUND_TRIP_TIME),
        link([resolver, below], BELOW_ROUND_TRIP_TIME),
    ]
}
