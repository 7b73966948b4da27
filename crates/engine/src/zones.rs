//! The names of a world: the root zone, the zones of top-level domains, and the zones below, with
//! the delegations that hold them together.

use crate::codecs::dns::{DomainName, Rdata, ResourceRecord, Zone, domain_name};
use domain::base::{Serial, Ttl};
use domain::rdata::Soa;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};
use trace::{ZoneEntry, ZoneRecord};

/// How long who holds a zone may be remembered: two days, as the registries of com and net have it.
const DELEGATION_TTL_S: u32 = 172_800;
/// How long the records that every world has may be remembered.
const TTL_S: u32 = 300;
/// How long it may be remembered that a name does not exist (RFC 2308 §5).
const NEGATIVE_TTL_S: u32 = 60;
/// The top-level domains that every world has.
const TOP_LEVEL: [&str; 4] = ["com", "example", "net", "org"];
/// A zone whose delegation leads to a server that does not hold it (lame, RFC 9499 §7).
const LAME: &str = "broken.example";

/// Where names lead that every world has.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// The server of all top-level domains.
    pub top_level: Ipv4Addr,
    /// The server of all zones below.
    pub below: Ipv4Addr,
    /// The origin server.
    pub origin: Ipv4Addr,
    /// The origin server, where it has an IPv6 address.
    pub origin_v6: Option<Ipv6Addr>,
}

/// The zones of a world, by who holds them.
#[derive(Debug, Clone)]
pub struct Zones {
    /// The root zone.
    pub root: Zone,
    /// The zones of top-level domains.
    pub top_level: Vec<Zone>,
    /// The zones below.
    pub below: Vec<Zone>,
}

/// The name of the root server.
pub fn root_server() -> DomainName {
    name("a.root-servers.example")
}

impl Zones {
    /// The zones that hold the names of every world and those that the reader added.
    pub fn new(entries: &[ZoneEntry], addresses: Addresses) -> Self {
        let records = records(entries, addresses);
        let apexes: BTreeSet<String> = records.iter().map(|(name, _)| apex(name)).collect();
        let of_apex = |apex: &str| -> Vec<ResourceRecord> {
            let own = records.iter().filter(|(name, _)| self::apex(name) == apex);
            own.map(|(_, record)| record.clone()).collect()
        };
        let is_below = |apex: &&String| apex.contains('.');
        let mut top_level: BTreeSet<&str> = apexes.iter().map(|apex| last_label(apex)).collect();
        top_level.extend(TOP_LEVEL);
        Self {
            root: root_zone(&top_level, addresses),
            top_level: top_level
                .iter()
                .map(|top| {
                    let below = apexes.iter().filter(is_below);
                    let below = below.filter(|apex| last_label(apex) == *top);
                    let delegated = below.flat_map(|apex| delegation(apex, addresses.below));
                    let mut zone = zone(top, &top_level_server(), of_apex(top));
                    zone.records.extend(delegated);
                    if last_label(LAME) == *top && !apexes.contains(LAME) {
                        zone.records.extend(delegation(LAME, addresses.below));
                    }
                    zone
                })
                .collect(),
            below: apexes
                .iter()
                .filter(is_below)
                .map(|apex| {
                    let mut records = of_apex(apex);
                    let server = server_of(apex);
                    if !records.iter().any(|record| record.owner == server) {
                        records.push(address(&server, DELEGATION_TTL_S, addresses.below));
                    }
                    zone(apex, &server, records)
                })
                .collect(),
        }
    }
}

/// The records of a world, each with its name: the reader's, and those that every world has where
/// the reader has not said otherwise.
fn records(entries: &[ZoneEntry], addresses: Addresses) -> Vec<(String, ResourceRecord)> {
    let own = ["api.example.com", "www.example.com", "example.com"];
    let own = own.into_iter().filter(|own| entries.iter().all(|entry| entry.name != **own));
    let v6 = addresses.origin_v6.map(Rdata::Aaaa);
    let own = own.flat_map(|text| {
        let of_origin = [Some(Rdata::A(addresses.origin)), v6.clone()].into_iter().flatten();
        let record = |rdata| ResourceRecord { owner: name(text), ttl_s: TTL_S, rdata };
        of_origin.map(move |rdata| (text.to_owned(), record(rdata)))
    });
    let added = entries.iter().map(|entry| (entry.name.clone(), added(entry)));
    own.chain(added).collect()
}

fn added(entry: &ZoneEntry) -> ResourceRecord {
    let rdata = match &entry.record {
        ZoneRecord::A(address) => Rdata::A(*address),
        ZoneRecord::Aaaa(address) => Rdata::Aaaa(*address),
        ZoneRecord::Cname(target) => Rdata::Cname(name(target)),
    };
    ResourceRecord { owner: name(&entry.name), ttl_s: entry.ttl_s, rdata }
}

fn root_zone(top_level: &BTreeSet<&str>, addresses: Addresses) -> Zone {
    let mut root = zone(".", &root_server(), Vec::new());
    for top in top_level {
        root.records.push(name_server(&name(top), &top_level_server()));
    }
    root.records.push(address(&top_level_server(), DELEGATION_TTL_S, addresses.top_level));
    root
}

/// NS and glue for a zone below a top-level domain.
fn delegation(apex: &str, server: Ipv4Addr) -> [ResourceRecord; 2] {
    let name_of_server = server_of(apex);
    [name_server(&name(apex), &name_of_server), address(&name_of_server, DELEGATION_TTL_S, server)]
}

fn zone(apex: &str, server: &DomainName, mut records: Vec<ResourceRecord>) -> Zone {
    let apex = name(apex);
    let ttl = |seconds| Ttl::from_secs(seconds);
    let [refresh, retry, expire] = [7_200, 900, 1_209_600].map(ttl);
    let contact = name("hostmaster.example");
    let negative = ttl(NEGATIVE_TTL_S);
    let soa = Soa::new(server.clone(), contact, Serial(1), refresh, retry, expire, negative);
    let soa = ResourceRecord { owner: apex.clone(), ttl_s: 3_600, rdata: Rdata::Soa(soa) };
    records.push(name_server(&apex, server));
    Zone { apex, soa, records }
}

fn name_server(zone: &DomainName, server: &DomainName) -> ResourceRecord {
    ResourceRecord {
        owner: zone.clone(),
        ttl_s: DELEGATION_TTL_S,
        rdata: Rdata::Ns(server.clone()),
    }
}

fn address(owner: &DomainName, ttl_s: u32, address: Ipv4Addr) -> ResourceRecord {
    ResourceRecord { owner: owner.clone(), ttl_s, rdata: Rdata::A(address) }
}

fn top_level_server() -> DomainName {
    name("a.tld-servers.example")
}

fn server_of(apex: &str) -> DomainName {
    name(&format!("ns1.{apex}"))
}

/// The zone that holds a name: its last two labels, or the top-level domain itself.
fn apex(name: &str) -> String {
    let mut labels = name.rsplitn(3, '.');
    match (labels.next(), labels.next()) {
        (Some(top), Some(second)) => format!("{second}.{top}"),
        _ => name.to_owned(),
    }
}

fn last_label(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn name(text: &str) -> DomainName {
    domain_name(text).expect("the names of a world are checked")
}
