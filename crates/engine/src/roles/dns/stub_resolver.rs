//! The stub resolver (RFC 9499 §6): the part of the client that asks the recursive resolver, and
//! remembers what it said.

use super::transport::ask;
use crate::codecs::dns::{self, Cache, DnsMessage, DomainName, Found, Rdata, ResourceRecord};
use crate::random::Random;
use crate::simulation::{Simulation, UdpSocket};
use core::time::Duration;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use futures_util::future::join_all;
use std::net::{IpAddr, Ipv4Addr};
use trace::{Failure, HostId, Instant, StageKind, StageOutcome};

/// How long it waits for an answer before it asks again, as glibc's resolver does.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it asks.
const ATTEMPTS: u32 = 2;

/// What a host asks for: IPv6 addresses, too, where it has one itself, in the order of glibc.
pub fn kinds(has_ipv6: bool) -> &'static [Rtype] {
    if has_ipv6 { &[Rtype::A, Rtype::AAAA] } else { &[Rtype::A] }
}

/// Where the recursive resolver is, where query IDs come from (RFC 5452 §9.2), and what is known.
pub struct StubResolver {
    /// The address of the recursive resolver.
    pub resolver: Ipv4Addr,
    /// The kinds of addresses to ask for.
    pub kinds: &'static [Rtype],
    /// The stream of query IDs.
    pub ids: Random,
    /// The addresses that it remembers. That there is none it does not.
    pub cache: Cache,
}

impl StubResolver {
    /// Finds the addresses of `name`, in the order in which to try them. It asks for those of all
    /// kinds at once and waits for all answers, as `getaddrinfo` does.
    ///
    /// # Errors
    /// Where there is no address, the resolver's bad news or its silence.
    pub async fn resolve(
        &mut self,
        simulation: &Simulation,
        host: HostId,
        name: &str,
    ) -> Result<Vec<IpAddr>, Failure> {
        let not_askable = || Failure::NameNotAskable { name: name.to_owned() };
        let domain_name = dns::domain_name(name).ok_or_else(not_askable)?;
        let mut records = self.known(simulation.now(), &domain_name);
        note_known(simulation, host, &records);
        let mut lookups = Vec::new();
        for kind in self.kinds {
            if records.iter().all(|record| record.rdata.rtype() != *kind) {
                let id = (self.ids.next_u64() >> 48) as u16;
                let query = DnsMessage::query(id, &domain_name, *kind);
                lookups.push(look_up(simulation, host, self.resolver, name, query));
            }
        }
        let mut failure = Failure::NoAddress { name: name.to_owned() };
        for looked_up in join_all(lookups).await {
            match looked_up {
                Ok(answer) => {
                    self.keep(&domain_name, &answer);
                    records.extend(answer.records);
                }
                Err(bad_news) => failure = bad_news,
            }
        }
        let found = records.iter().filter_map(address);
        let addresses = by_turns(found.partition(IpAddr::is_ipv6));
        if addresses.is_empty() { Err(failure) } else { Ok(addresses) }
    }

    /// The records that it remembers, of all kinds.
    fn known(&self, now: Instant, name: &DomainName) -> Vec<ResourceRecord> {
        let of_kind = |kind: &Rtype| match self.cache.find(now, name, *kind) {
            Some((Found::Records(records), _)) => records,
            _ => Vec::new(),
        };
        self.kinds.iter().flat_map(of_kind).collect()
    }

    fn keep(&mut self, name: &DomainName, answer: &Answer) {
        if let Some(first) = answer.records.first() {
            let found = Found::Records(answer.records.clone());
            self.cache.keep(answer.at, name, first.rdata.rtype(), &found);
        }
    }
}

/// The addresses that a query brought.
struct Answer {
    at: Instant,
    /// Without the aliases that led there; they expire with the first of these.
    records: Vec<ResourceRecord>,
}

async fn look_up(
    simulation: &Simulation,
    host: HostId,
    resolver: Ipv4Addr,
    name: &str,
    query: DnsMessage,
) -> Result<Answer, Failure> {
    let socket = UdpSocket::bind(simulation, host, None);
    // Each attempt asks the same, so that an answer that comes late is one to it too.
    for _ in 0..ATTEMPTS {
        let response = ask(simulation, &socket, resolver.into(), &query, PATIENCE).await;
        let Some(response) = response else { continue };
        return match response.rcode {
            Rcode::NOERROR => {
                let records = addresses(response.answer);
                Ok(Answer { at: simulation.now(), records })
            }
            Rcode::NXDOMAIN => Err(Failure::NameNotFound { name: name.to_owned() }),
            rcode => Err(Failure::ResolverFailed { response_code: rcode.to_string() }),
        };
    }
    Err(Failure::ResolveTimedOut)
}

/// One of each kind after the other (RFC 8305 §4).
fn by_turns((v6, v4): (Vec<IpAddr>, Vec<IpAddr>)) -> Vec<IpAddr> {
    let places = 0..v6.len().max(v4.len());
    places.flat_map(|place| [v6.get(place), v4.get(place)]).flatten().copied().collect()
}

fn note_known(simulation: &Simulation, host: HostId, records: &[ResourceRecord]) {
    let left_s = records.iter().map(|record| record.ttl_s).min();
    let Some((left_s, told)) = left_s.zip(dns::shown_addresses(records)) else { return };
    let (now, detail) = (simulation.now(), format!("{told}, for {left_s} s more"));
    simulation.record(|record| {
        let stage = record.stage_started(now, host, StageKind::AnswerCached);
        record.stage_ended(stage, now, detail, StageOutcome::Done);
    });
}

/// The addresses at the end of a chain of aliases, which may be remembered no longer than all of
/// it.
fn addresses(mut chain: Vec<ResourceRecord>) -> Vec<ResourceRecord> {
    let ttl_s = chain.iter().map(|record| record.ttl_s).min().unwrap_or(0);
    chain.retain(|record| address(record).is_some());
    chain.iter_mut().for_each(|record| record.ttl_s = ttl_s);
    chain
}

fn address(record: &ResourceRecord) -> Option<IpAddr> {
    match record.rdata {
        Rdata::A(address) => Some(address.into()),
        Rdata::Aaaa(address) => Some(address.into()),
        _ => None,
    }
}
