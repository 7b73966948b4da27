//! The stub resolver (RFC 9499 §6): the part of the client that asks the recursive resolver, and
//! remembers what it said.

use super::dns_transport::ask;
use crate::dns::{self, Cache, DnsMessage, DomainName, Found, Rdata, ResourceRecord};
use crate::random::Random;
use crate::simulation::{Simulation, UdpSocket};
use core::time::Duration;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::net::Ipv4Addr;
use trace::{Failure, HostId, StageKind, StageOutcome};

/// How long it waits for an answer before it asks again, as glibc's resolver does.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it asks.
const ATTEMPTS: u32 = 2;

/// Where the recursive resolver is, where query IDs come from (RFC 5452 §9.2), and what is known.
pub struct StubResolver {
    /// The address of the recursive resolver.
    pub resolver: Ipv4Addr,
    /// The stream of query IDs.
    pub ids: Random,
    /// The addresses that it remembers. That there is none it does not.
    pub cache: Cache,
}

impl StubResolver {
    /// Finds the address of `name`.
    ///
    /// # Errors
    /// The resolver's bad news, or its silence.
    pub async fn resolve(
        &mut self,
        simulation: &Simulation,
        host: HostId,
        name: &str,
    ) -> Result<Ipv4Addr, Failure> {
        let not_found = || Failure::NameNotFound { name: name.to_owned() };
        let domain_name = dns::domain_name(name).ok_or_else(not_found)?;
        let known = self.cache.find(simulation.now(), &domain_name, Rtype::A);
        if let Some((Found::Records(records), left_s)) = known
            && let Some(address) = address_in(&records)
        {
            let told = dns::shown_addresses(&records).unwrap_or_default();
            note_cached(simulation, host, &format!("{told}, for {left_s} s more"));
            return Ok(address);
        }
        let response = self.ask(simulation, host, &domain_name).await?;
        match response.rcode {
            Rcode::NOERROR => {
                // The whole chain of aliases expires with its first link.
                let found = Found::Records(response.answer.clone());
                self.cache.keep(simulation.now(), &domain_name, Rtype::A, &found);
                let no_address = || Failure::NoAddress { name: name.to_owned() };
                address_in(&response.answer).ok_or_else(no_address)
            }
            Rcode::NXDOMAIN => Err(not_found()),
            rcode => Err(Failure::ResolverFailed { response_code: rcode.to_string() }),
        }
    }

    async fn ask(
        &mut self,
        simulation: &Simulation,
        host: HostId,
        name: &DomainName,
    ) -> Result<DnsMessage, Failure> {
        let socket = UdpSocket::bind(simulation, host, None);
        // Each attempt asks the same, so that an answer that comes late is one to it too.
        let id = (self.ids.next_u64() >> 48) as u16;
        let query = DnsMessage::query(id, name, Rtype::A);
        for _ in 0..ATTEMPTS {
            let response = ask(simulation, &socket, self.resolver, &query, PATIENCE).await;
            if let Some(response) = response {
                return Ok(response);
            }
        }
        Err(Failure::ResolveTimedOut)
    }
}

fn note_cached(simulation: &Simulation, host: HostId, detail: &str) {
    let now = simulation.now();
    simulation.record(|record| {
        let stage = record.stage_started(now, host, StageKind::AnswerCached);
        record.stage_ended(stage, now, detail.to_owned(), StageOutcome::Done);
    });
}

fn address_in(records: &[ResourceRecord]) -> Option<Ipv4Addr> {
    records.iter().find_map(|record| match &record.rdata {
        Rdata::A(address) => Some(*address),
        _ => None,
    })
}
