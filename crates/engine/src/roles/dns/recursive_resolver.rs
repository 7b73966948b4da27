//! The recursive resolver (RFC 9499 §6): answers the stub resolver's questions. What it does not
//! remember it asks of authoritative servers, from the root down (RFC 1034 §5.3.3).

use super::transport::{self, ask};
use crate::codecs::dns::{
    Cache, Delegation, DnsMessage, DomainName, EDNS_UDP_OCTETS, Flags, Found, Rdata,
    ResourceRecord, shown_addresses,
};
use crate::random::Random;
use crate::simulation::{Simulation, UdpSocket};
use core::cell::RefCell;
use core::time::Duration;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::net::Ipv4Addr;
use std::rc::Rc;
use trace::{HostId, StageKind, StageOutcome};

/// How long it takes to look into the cache: chosen.
const WORK: Duration = Duration::from_micros(300);
/// How long it waits for an authoritative server, once and once again.
const PATIENCES: [Duration; 2] = [Duration::from_millis(800), Duration::from_millis(1_600)];
/// The most aliases (CNAME) that it follows for one question.
const ALIASES_MAX: usize = 8;
/// The most referrals that it follows for one name.
const REFERRALS_MAX: usize = 8;

/// What a resolver does instead of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResolverFault {
    /// It says that no name exists.
    NameNotFound,
    /// It says nothing.
    Silent,
}

/// A recursive resolver on its host.
pub struct RecursiveResolver {
    /// The world.
    pub simulation: Simulation,
    /// Its host.
    pub host: HostId,
    /// Who holds the root zone (the root hints).
    pub root: Delegation,
    /// The stream of query IDs (RFC 5452 §9.2).
    pub ids: RefCell<Random>,
    /// What it remembers.
    pub cache: RefCell<Cache>,
    /// What is wrong with it.
    pub fault: Option<ResolverFault>,
}

/// No authoritative server could tell.
struct Unreachable;

impl RecursiveResolver {
    /// Answers queries for as long as the run goes on.
    pub fn start(self) {
        let (simulation, host) = (self.simulation.clone(), self.host);
        let resolver = Rc::new(self);
        transport::listen(&simulation, host, move |query| {
            let resolver = Rc::clone(&resolver);
            async move { resolver.respond(&query).await }
        });
    }

    async fn respond(&self, query: &DnsMessage) -> Option<DnsMessage> {
        self.simulation.sleep(WORK).await;
        let mut response = match self.fault {
            Some(ResolverFault::Silent) => return None,
            Some(ResolverFault::NameNotFound) => query.response(Rcode::NXDOMAIN),
            None => self.resolve(query).await,
        };
        response.flags.recursion_available = true;
        Some(response)
    }

    /// Follows aliases until there is an answer.
    async fn resolve(&self, query: &DnsMessage) -> DnsMessage {
        let Some(question) = &query.question else { return query.response(Rcode::FORMERR) };
        let mut response = query.response(Rcode::NOERROR);
        let mut name = question.name.clone();
        let mut cached_s = Some(u32::MAX);
        for _ in 0..=ALIASES_MAX {
            let found = match self.cached(&name, question.rtype) {
                Some((found, left_s)) => {
                    cached_s = cached_s.map(|least| least.min(left_s));
                    found
                }
                None => match self.find(&name, question.rtype).await {
                    Ok(found) => {
                        cached_s = None;
                        found
                    }
                    Err(Unreachable) => return query.response(Rcode::SERVFAIL),
                },
            };
            match found {
                Found::NoData(soa) => response.authority.extend(soa),
                Found::NoSuchName(soa) => {
                    response.rcode = Rcode::NXDOMAIN;
                    response.authority.extend(soa);
                }
                Found::Records(records) => {
                    let alias = alias_in(&records, question.rtype);
                    response.answer.extend(records);
                    if let Some(target) = alias {
                        if response.answer.iter().any(|record| record.owner == target) {
                            // The aliases lead in a circle.
                            return query.response(Rcode::SERVFAIL);
                        }
                        name = target;
                        continue;
                    }
                }
            }
            if let Some(left_s) = cached_s {
                self.note_cached(&response, left_s);
            }
            return response;
        }
        query.response(Rcode::SERVFAIL)
    }

    fn cached(&self, name: &DomainName, rtype: Rtype) -> Option<(Found, u32)> {
        self.cache.borrow().find(self.simulation.now(), name, rtype)
    }

    fn note_cached(&self, response: &DnsMessage, left_s: u32) {
        let told = match (response.rcode, shown_addresses(&response.answer)) {
            (Rcode::NXDOMAIN, _) => "no such name".to_owned(),
            (_, Some(addresses)) => addresses,
            (_, None) => "no address".to_owned(),
        };
        let (now, detail) = (self.simulation.now(), format!("{told}, for {left_s} s more"));
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::AnswerCached);
            record.stage_ended(stage, now, detail, StageOutcome::Done);
        });
    }

    /// Asks from the nearest known zone down, and remembers what it hears.
    async fn find(&self, name: &DomainName, rtype: Rtype) -> Result<Found, Unreachable> {
        let known = self.cache.borrow().nearest_delegation(self.simulation.now(), name);
        let mut delegation = known.unwrap_or_else(|| self.root.clone());
        for _ in 0..REFERRALS_MAX {
            let response = self.ask_any(&delegation.servers, name, rtype).await?;
            let now = self.simulation.now();
            if let Some(found) = found_in(&response, name, rtype, &delegation.zone) {
                self.cache.borrow_mut().keep(now, name, rtype, &found);
                return Ok(found);
            }
            let (below, ttl_s) =
                referral_in(&response, name, &delegation.zone).ok_or(Unreachable)?;
            self.cache.borrow_mut().keep_delegation(now, &below, ttl_s);
            delegation = below;
        }
        Err(Unreachable)
    }

    /// Asks one server after the other, and those that were silent once again.
    async fn ask_any(
        &self,
        servers: &[Ipv4Addr],
        name: &DomainName,
        rtype: Rtype,
    ) -> Result<DnsMessage, Unreachable> {
        let mut left = servers.to_vec();
        for patience in PATIENCES {
            let mut silent = Vec::new();
            for server in left {
                let socket = UdpSocket::bind(&self.simulation, self.host, None);
                let query = self.query(name, rtype);
                match ask(&self.simulation, &socket, server.into(), &query, patience).await {
                    Some(response) if is_usable(response.rcode) => return Ok(response),
                    Some(_) => {}
                    None => silent.push(server),
                }
            }
            left = silent;
        }
        Err(Unreachable)
    }

    /// A query in iterative mode, with EDNS(0).
    fn query(&self, name: &DomainName, rtype: Rtype) -> DnsMessage {
        let id = (self.ids.borrow_mut().next_u64() >> 48) as u16;
        DnsMessage {
            flags: Flags::default(),
            edns_udp_octets: Some(EDNS_UDP_OCTETS),
            ..DnsMessage::query(id, name, rtype)
        }
    }
}

/// Other codes say that the server cannot tell; another one may (RFC 2308 §7).
fn is_usable(rcode: Rcode) -> bool {
    matches!(rcode, Rcode::NOERROR | Rcode::NXDOMAIN)
}

/// Where these records lead, if they are an alias and something else was asked for.
fn alias_in(records: &[ResourceRecord], rtype: Rtype) -> Option<DomainName> {
    records.iter().find_map(|record| match &record.rdata {
        Rdata::Cname(target) if rtype != Rtype::CNAME => Some(target.clone()),
        _ => None,
    })
}

/// What a response of a server of `zone` says of the name itself; `None` for a referral.
///
/// Simplified: of a chain of aliases only the first is taken, and the next is asked for.
fn found_in(
    response: &DnsMessage,
    name: &DomainName,
    rtype: Rtype,
    zone: &DomainName,
) -> Option<Found> {
    let of = |wanted| {
        let own = response.answer.iter().filter(|record| record.owner == *name);
        own.filter(|record| record.rdata.rtype() == wanted).cloned().collect::<Vec<_>>()
    };
    for kind in [rtype, Rtype::CNAME] {
        let records = of(kind);
        if !records.is_empty() {
            return Some(Found::Records(records));
        }
    }
    let soa = response
        .authority
        .iter()
        .find(|record| record.rdata.rtype() == Rtype::SOA && record.owner.ends_with(zone));
    match response.rcode {
        Rcode::NXDOMAIN => Some(Found::NoSuchName(soa.cloned())),
        _ => soa.map(|soa| Found::NoData(Some(soa.clone()))),
    }
}

/// The zone that a response refers to, and for how long that may be remembered: one that lies
/// below the zone of the server and above the name.
fn referral_in(
    response: &DnsMessage,
    name: &DomainName,
    zone: &DomainName,
) -> Option<(Delegation, u32)> {
    let servers: Vec<(&ResourceRecord, &DomainName)> = response
        .authority
        .iter()
        .filter_map(|record| match &record.rdata {
            Rdata::Ns(server) => Some((record, server)),
            _ => None,
        })
        .collect();
    let (first, _) = servers.first()?;
    let below = first.owner.clone();
    if below == *zone || !below.ends_with(zone) || !name.ends_with(&below) {
        return None;
    }
    let address = |server: &DomainName| {
        response.additional.iter().find_map(|record| match &record.rdata {
            Rdata::A(address) if record.owner == *server => Some(*address),
            _ => None,
        })
    };
    let known = servers.iter().filter_map(|(_, server)| address(server));
    let delegation = Delegation { zone: below, servers: known.collect() };
    Some((delegation, first.ttl_s))
}
