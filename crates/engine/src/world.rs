//! The world of a scenario, described: which hosts there are, where they are, what they run, and
//! what joins them. Nothing but this file and [`options`] asks what the scenario says of its world.

use crate::options;
use crate::roles::http_server::{Answering, TransportOptions};
use crate::roles::origin::HttpsPolicy;
use crate::simulation::{Blocks, HostPlan, LinkPlan, Reading, TCP_BUFFER_LEN_MIN};
use crate::topology::{
    ClientDescription, Condition, HostDescription, Program, ScriptAt, Served, ServerDescription,
    Topology,
};
use crate::zones::{Addresses, Zones};
use core::time::Duration;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use trace::{HostId, Role, World, ZoneEntry, ZoneRecord, ZoneTier};

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

/// How long their addresses may be remembered, in seconds: five minutes.
const SCRIPTED_TTL_S: u32 = 300;

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
    topology.lost_packet = world.network.lost_packet;
    let hosts = hosts(world).map(|host| topology.add_host(host));
    links(world, hosts).into_iter().for_each(|link| topology.add_link(link));
    let client = hosts[0];
    for scripted in scripted_hosts(world) {
        let scripted = topology.add_host(scripted);
        topology.add_link(link_to_server(world, [client, scripted], Blocks::Nothing));
    }
    topology
}

/// The hosts of the servers that a scenario brings along: one a name, with a script at each port.
fn scripted_hosts(world: &World) -> Vec<HostDescription> {
    let description = |(index, (name, address)): (usize, (&str, IpAddr))| {
        let here = world.servers.iter().filter(|server| server.origin.host() == name);
        let scripts = here.map(|server| ScriptAt {
            port: server.origin.port(),
            is_secure: server.origin.is_https(),
            answers: server.answers.clone(),
        });
        let tcp_buffer_len = options::tcp_buffer_len(world);
        let stack =
            HostPlan { name: format!("script {index}"), addresses: vec![address], tcp_buffer_len };
        let runs = Program::HttpServer(ServerDescription {
            serves: Served::Scripts(scripts.collect()),
            condition: Condition::Running,
            transport: TransportOptions { reading: Reading::AtOnce, answering: Answering::Whole },
            https: HttpsPolicy::Indifferent,
            protocols: options::protocols_of_server(world),
            certificate_fault: None,
        });
        HostDescription { role: Role::OriginServer, name: name.to_owned(), stack, runs }
    };
    trace::scripted_hosts(&world.servers).into_iter().enumerate().map(description).collect()
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
        host(
            Role::Database,
            ["database", "database"],
            DATABASE_ADDRESS,
            Program::Database(options::database(world)),
        ),
    ]
}

/// The names that exist.
fn zones(world: &World, has_ipv6: bool) -> Zones {
    let is_said = |name: &str| world.names.zone.iter().any(|entry| entry.name == name);
    let scripted =
        trace::scripted_hosts(&world.servers).into_iter().filter_map(|(name, address)| {
            let IpAddr::V4(address) = address else { return None };
            let name = name.trim_end_matches('.').to_owned();
            let is_name = name.parse::<IpAddr>().is_err() && !is_said(&name);
            let record = ZoneRecord::A(address);
            is_name.then_some(ZoneEntry { name, record, ttl_s: SCRIPTED_TTL_S })
        });
    let entries: Vec<ZoneEntry> = world.names.zone.iter().cloned().chain(scripted).collect();
    let addresses = Addresses {
        top_level: TOP_LEVEL_ADDRESS,
        below: BELOW_ADDRESS,
        origin: SERVER_ADDRESS,
        origin_v6: has_ipv6.then_some(SERVER_ADDRESS_V6),
    };
    Zones::new(&entries, addresses)
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
        serves: Served::Application {
            database: DATABASE_ADDRESS,
            settings: options::of_application(world),
        },
        condition: options::condition_of_server(world),
        transport: options::transport_of_server(world),
        https: options::https_policy(world),
        protocols: options::protocols_of_server(world),
        certificate_fault: options::of_certificate(world),
    }
}

/// From the client to a server: what a scenario says of the network.
fn link_to_server(world: &World, ends: [HostId; 2], blocks: Blocks) -> LinkPlan {
    let round_trip = world.network.round_trip_time;
    LinkPlan {
        bandwidth_bits_per_s: world.network.bandwidth_bits_per_s,
        mtu: world.network.mtu,
        loss_ppm: world.network.loss_ppm,
        change: options::change_of_path(world, world.network.changed_round_trip_time, round_trip),
        blocks,
        ..link(ends, round_trip)
    }
}

/// A link that no scenario changes.
fn link(ends: [HostId; 2], round_trip_time: Duration) -> LinkPlan {
    LinkPlan {
        ends,
        one_way_delay: round_trip_time / 2,
        bandwidth_bits_per_s: None,
        mtu: MTU,
        loss_ppm: 0,
        change: None,
        blocks: Blocks::Nothing,
    }
}

/// The links between the hosts.
fn links(world: &World, hosts: [HostId; 7]) -> [LinkPlan; 6] {
    let [client, resolver, root, top_level, below, server, database] = hosts;
    let loss_ppm = world.network.loss_ppm;
    let round_trip = world.network.resolver_round_trip_time;
    let change = options::change_of_path(world, None, round_trip);
    let to_resolver = LinkPlan { loss_ppm, change, ..link([client, resolver], round_trip) };
    let to_server = link_to_server(world, [client, server], options::blocks(world));
    [
        to_resolver,
        to_server,
        link([server, database], DATABASE_ONE_WAY_DELAY * 2),
        link([resolver, root], ROOT_ROUND_TRIP_TIME),
        link([resolver, top_level], TOP_LEVEL_ROUND_TRIP_TIME),
        link([resolver, below], BELOW_ROUND_TRIP_TIME),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use trace::{NetworkOptions, OWN_ADDRESSES};

    #[test]
    fn the_addresses_that_every_world_has_are_those_that_no_script_may_have() {
        let network = NetworkOptions { dual_stack: true, ..NetworkOptions::default() };
        let world = World { network, ..World::default() };
        let hosts = hosts(&world);
        let here: BTreeSet<IpAddr> =
            hosts.into_iter().flat_map(|host| host.stack.addresses).collect();
        assert_eq!(here, OWN_ADDRESSES.into_iter().collect());
    }
}
