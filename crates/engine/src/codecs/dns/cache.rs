//! What resolvers remember, for as long as they may, in virtual time.

use super::{DomainName, Rdata, ResourceRecord};
use core::time::Duration;
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use trace::Instant;

/// What is known of a name and a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The records; or the one CNAME that stands in their place.
    Records(Vec<ResourceRecord>),
    /// The name exists and has no such record (NODATA); SOA says so.
    NoData(Option<ResourceRecord>),
    /// The name does not exist (NXDOMAIN); SOA says so.
    NoSuchName(Option<ResourceRecord>),
}

/// A zone and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// The name at the top of the zone.
    pub zone: DomainName,
    /// The addresses of the servers that hold it.
    pub servers: Vec<Ipv4Addr>,
}

/// Answers and delegations, each until it expires.
#[derive(Debug, Default)]
pub struct Cache {
    /// By name and TYPE; a name that does not exist is kept under no type.
    found: BTreeMap<(DomainName, Option<u16>), Kept<Found>>,
    /// By zone. Apart from answers: glue is no answer (RFC 2181 §5.4.1).
    delegations: BTreeMap<DomainName, Kept<Delegation>>,
}

#[derive(Debug)]
struct Kept<T> {
    expires_at: Instant,
    value: T,
}

impl<T> Kept<T> {
    fn new(now: Instant, ttl_s: u32, value: T) -> Self {
        Self { expires_at: now + Duration::from_secs(u64::from(ttl_s)), value }
    }

    /// The value and the whole seconds for which it may still be kept.
    fn at(&self, now: Instant) -> Option<(&T, u32)> {
        let left = self.expires_at.0.checked_sub(now.0).filter(|left| *left > 0)?;
        Some((&self.value, (left / 1_000_000_000) as u32))
    }
}

impl Cache {
    /// Remembers what was found.
    ///
    /// Records are kept for the least of their TTLs; that there is nothing, for the TTL of SOA or
    /// its MINIMUM, whichever is less (RFC 2308 §5), and not at all without SOA.
    pub fn keep(&mut self, now: Instant, name: &DomainName, rtype: Rtype, found: &Found) {
        let ttl_s = ttl_s(found);
        let kind = match found {
            Found::Records(records) => records.first().map(|record| record.rdata.rtype()),
            Found::NoData(_) => Some(rtype),
            Found::NoSuchName(_) => None,
        };
        let key = (name.clone(), kind.map(Rtype::to_int));
        self.found.insert(key, Kept::new(now, ttl_s, found.clone()));
    }

    /// What is known, with the TTLs that are left; a CNAME where nothing better is known.
    pub fn find(&self, now: Instant, name: &DomainName, rtype: Rtype) -> Option<(Found, u32)> {
        let kinds = [Some(rtype.to_int()), Some(Rtype::CNAME.to_int()), None];
        kinds.into_iter().find_map(|kind| {
            let (found, left_s) = self.found.get(&(name.clone(), kind))?.at(now)?;
            Some((aged(found.clone(), left_s), left_s))
        })
    }

    /// Remembers who holds a zone.
    pub fn keep_delegation(&mut self, now: Instant, delegation: &Delegation, ttl_s: u32) {
        let kept = Kept::new(now, ttl_s, delegation.clone());
        self.delegations.insert(delegation.zone.clone(), kept);
    }

    /// The known delegation that lies nearest to a name.
    pub fn nearest_delegation(&self, now: Instant, name: &DomainName) -> Option<Delegation> {
        let holding = self.delegations.values().filter_map(|kept| kept.at(now));
        let holding = holding.map(|(delegation, _)| delegation);
        let above = holding.filter(|delegation| name.ends_with(&delegation.zone));
        above.max_by_key(|delegation| delegation.zone.label_count()).cloned()
    }
}

fn ttl_s(found: &Found) -> u32 {
    match found {
        Found::Records(records) => records.iter().map(|record| record.ttl_s).min().unwrap_or(0),
        Found::NoData(soa) | Found::NoSuchName(soa) => soa.as_ref().map_or(0, negative_ttl_s),
    }
}

fn negative_ttl_s(record: &ResourceRecord) -> u32 {
    match &record.rdata {
        Rdata::Soa(soa) => soa.minimum().as_secs().min(record.ttl_s),
        _ => 0,
    }
}

fn aged(mut found: Found, left_s: u32) -> Found {
    match &mut found {
        Found::Records(records) => records.iter_mut().for_each(|record| record.ttl_s = left_s),
        Found::NoData(soa) | Found::NoSuchName(soa) => {
            soa.iter_mut().for_each(|record| record.ttl_s = left_s);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::dns::domain_name;

    #[test]
    fn answers_are_forgotten_when_their_time_is_over() {
        let name = domain_name("api.example.com").expect("a good name");
        let rdata = Rdata::A(Ipv4Addr::new(192, 0, 2, 1));
        let record = ResourceRecord { owner: name.clone(), ttl_s: 60, rdata };
        let mut cache = Cache::default();
        let second = |n: u64| Instant(n * 1_000_000_000);
        cache.keep(second(5), &name, Rtype::A, &Found::Records(vec![record]));
        let left_s = |n| cache.find(second(n), &name, Rtype::A).map(|(_, left_s)| left_s);
        assert_eq!(
            [left_s(5), left_s(35), left_s(64), left_s(65)],
            [Some(60), Some(30), Some(1), None]
        );
        assert_eq!(cache.find(second(5), &name, Rtype::AAAA), None);
    }

    #[test]
    fn glue_is_no_answer() {
        let zone = domain_name("com").expect("a good name");
        let name = domain_name("a.nic.com").expect("a good name");
        let delegation = Delegation { zone, servers: vec![Ipv4Addr::new(192, 0, 2, 1)] };
        let mut cache = Cache::default();
        cache.keep_delegation(Instant::ZERO, &delegation, 10);
        assert_eq!(cache.nearest_delegation(Instant::ZERO, &name), Some(delegation));
        assert_eq!(cache.find(Instant::ZERO, &name, Rtype::A), None);
    }
}
