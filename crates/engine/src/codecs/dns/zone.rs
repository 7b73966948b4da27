//! A zone and what it answers (RFC 1034 §4.3.2).

use super::{DnsMessage, DomainName, Question, Rdata, ResourceRecord};
use domain::base::Rtype;
use domain::base::iana::Rcode;

/// The records of one zone, with delegations and their glue.
#[derive(Debug, Clone)]
pub struct Zone {
    /// The name at its top.
    pub apex: DomainName,
    /// Its SOA record.
    pub soa: ResourceRecord,
    /// Everything else, in the order in which it is answered.
    pub records: Vec<ResourceRecord>,
}

impl Zone {
    /// The response of a server that holds these zones. A server that holds no zone of the name
    /// refuses.
    pub fn respond(zones: &[Self], query: &DnsMessage) -> DnsMessage {
        let Some(question) = &query.question else { return query.response(Rcode::FORMERR) };
        let holding = zones.iter().filter(|zone| question.name.ends_with(&zone.apex));
        match holding.max_by_key(|zone| zone.apex.label_count()) {
            Some(zone) => zone.respond_itself(query, question),
            None => query.response(Rcode::REFUSED),
        }
    }

    fn respond_itself(&self, query: &DnsMessage, question: &Question) -> DnsMessage {
        let mut response = query.response(Rcode::NOERROR);
        let mut name = question.name.clone();
        response.flags.authoritative_answer = true;
        // Every turn takes one alias; an alias that was taken leads in a circle.
        while !response.answer.iter().any(|record| record.owner == name) {
            if let Some(cut) = self.zone_cut_above(&name) {
                response.flags.authoritative_answer = !response.answer.is_empty();
                response.authority = self.of_type(&cut, Rtype::NS);
                response.additional = self.glue(&response.authority);
                return response;
            }
            let found = self.of_type(&name, question.rtype);
            if !found.is_empty() {
                response.answer.extend(found);
                return response;
            }
            let alias = self.of_type(&name, Rtype::CNAME).pop();
            let Some(alias) = alias else {
                response.authority = vec![self.soa_of_nothing()];
                if !self.has(&name) {
                    response.rcode = Rcode::NXDOMAIN;
                }
                return response;
            };
            let Rdata::Cname(target) = &alias.rdata else { unreachable!("a CNAME was asked for") };
            name = target.clone();
            response.answer.push(alias);
            if !name.ends_with(&self.apex) {
                return response;
            }
        }
        response
    }

    /// SOA as it stands beside an answer that there is nothing: for how long that may be
    /// remembered (RFC 2308 §3).
    fn soa_of_nothing(&self) -> ResourceRecord {
        let mut soa = self.soa.clone();
        if let Rdata::Soa(rdata) = &soa.rdata {
            soa.ttl_s = soa.ttl_s.min(rdata.minimum().as_secs());
        }
        soa
    }

    fn of_type(&self, name: &DomainName, rtype: Rtype) -> Vec<ResourceRecord> {
        if rtype == Rtype::SOA && *name == self.apex {
            return vec![self.soa.clone()];
        }
        let fits =
            |record: &&ResourceRecord| record.owner == *name && record.rdata.rtype() == rtype;
        self.records.iter().filter(fits).cloned().collect()
    }

    /// The highest name below the apex at which another zone starts.
    fn zone_cut_above(&self, name: &DomainName) -> Option<DomainName> {
        let cuts = self.records.iter().filter(|record| {
            record.rdata.rtype() == Rtype::NS
                && record.owner != self.apex
                && name.ends_with(&record.owner)
        });
        cuts.map(|record| record.owner.clone()).min_by_key(DomainName::label_count)
    }

    fn glue(&self, delegation: &[ResourceRecord]) -> Vec<ResourceRecord> {
        let servers = delegation.iter().filter_map(|record| match &record.rdata {
            Rdata::Ns(server) => Some(server),
            _ => None,
        });
        servers.flat_map(|server| self.of_type(server, Rtype::A)).collect()
    }

    /// Whether a name has records, or a name below it has (RFC 8020 §2).
    fn has(&self, name: &DomainName) -> bool {
        *name == self.apex || self.records.iter().any(|record| record.owner.ends_with(name))
    }
}
