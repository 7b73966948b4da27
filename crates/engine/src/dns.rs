//! DNS messages (RFC 1035 §4), built and read with NLnet Labs' `domain`.

use core::str::FromStr;
use domain::base::iana::{Class, Rcode};
use domain::base::message_builder::{MessageBuilder, StaticCompressor};
use domain::base::name::ToName;
use domain::base::{Message, Name, ParsedName, Rtype};
use domain::rdata::{A, AllRecordData};
use std::net::Ipv4Addr;
use trace::{Content, DnsAnswer};

/// Port 53.
pub const PORT: u16 = 53;

/// A domain name that fits into a DNS message.
pub type DomainName = Name<Vec<u8>>;

/// Reads a host name as a domain name; `None` where no zone can hold it, e.g. a label of over 63
/// octets (RFC 1035 §2.3.4).
pub fn domain_name(host: &str) -> Option<DomainName> {
    Name::from_str(host).ok()
}

/// A query for the addresses of `name`, with recursion desired.
pub fn query(id: u16, name: &DomainName) -> Vec<u8> {
    let mut builder = MessageBuilder::from_target(StaticCompressor::new(Vec::new()))
        .expect("an empty message fits");
    builder.header_mut().set_id(id);
    builder.header_mut().set_rd(true);
    let mut question = builder.question();
    question.push((name, Rtype::A)).expect("one question fits");
    question.finish().into_target()
}

/// What a resolver answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The addresses and how long to remember them, in seconds.
    Addresses(Vec<Ipv4Addr>, u32),
    /// NXDOMAIN.
    NoSuchName,
    /// The question could not be read.
    FormatError,
    /// Another type than A was asked for.
    NoData,
}

/// The response to `query`; `None` where the query has no header to answer to.
pub fn response(query: &[u8], answer: impl Fn(&DomainName, Rtype) -> Answer) -> Option<Vec<u8>> {
    let query = Message::from_octets(query).ok()?;
    if query.header().qr() {
        return None;
    }
    let question = query.sole_question().ok();
    let found = match &question {
        Some(question) => answer(&question.qname().to_name(), question.qtype()),
        None => Answer::FormatError,
    };
    let rcode = match found {
        Answer::Addresses(..) | Answer::NoData => Rcode::NOERROR,
        Answer::NoSuchName => Rcode::NXDOMAIN,
        Answer::FormatError => Rcode::FORMERR,
    };
    let builder = MessageBuilder::from_target(StaticCompressor::new(Vec::new()))
        .expect("an empty message fits");
    let mut response = builder.start_answer(&query, rcode).ok()?;
    response.header_mut().set_ra(true);
    if let (Answer::Addresses(addresses, ttl_s), Some(question)) = (found, question) {
        for address in addresses {
            let owner = question.qname();
            let record = (owner, Class::IN, ttl_s, A::new(address));
            response.push(record).expect("a handful of addresses fit");
        }
    }
    Some(response.finish().into_target())
}

/// What a message says; `None` where it is no DNS message.
pub fn dissect(octets: &[u8]) -> Option<Content> {
    let message = Message::from_octets(octets).ok()?;
    let id = message.header().id();
    let question = message.sole_question().ok()?;
    let name = shown(question.qname());
    let kind = question.qtype().to_string();
    if !message.header().qr() {
        return Some(Content::DnsQuery { id, name, kind });
    }
    let response_code = message.header().rcode().to_string();
    let records = message.answer().ok()?.limit_to::<AllRecordData<_, ParsedName<_>>>();
    let answers = records.map_while(Result::ok).map(|record| DnsAnswer {
        name: shown(record.owner()),
        kind: record.rtype().to_string(),
        ttl_s: record.ttl().as_secs(),
        value: record.data().to_string(),
    });
    Some(Content::DnsResponse {
        id,
        name,
        kind,
        response_code,
        flags: trace::DnsFlags::default(),
        answers: answers.collect(),
        authority: Vec::new(),
        additional: Vec::new(),
    })
}

/// A name without its final dot.
fn shown(name: &(impl ToName + ?Sized)) -> String {
    let name: DomainName = name.to_name();
    name.to_string().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ADDRESS: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);

    #[test]
    fn a_query_is_answered() {
        let name = domain_name("api.example.com").expect("a good name");
        let query = query(7, &name);
        assert_eq!(query.len(), 12 + 17 + 4);
        let response = response(&query, |asked, rtype| {
            assert_eq!((asked, rtype), (&name, Rtype::A));
            Answer::Addresses(vec![ADDRESS], 300)
        });
        let Some(Content::DnsResponse { id: 7, response_code, answers, .. }) =
            dissect(&response.expect("an answer"))
        else {
            panic!("not a response")
        };
        assert_eq!(response_code, "NOERROR");
        let expected = DnsAnswer {
            name: "api.example.com".into(),
            kind: "A".into(),
            ttl_s: 300,
            value: "93.184.216.34".into(),
        };
        assert_eq!(answers, [expected]);
    }

    #[test]
    fn names_that_no_zone_can_hold_are_refused() {
        assert_eq!(domain_name(&format!("{}.com", "a".repeat(64))), None);
        assert_eq!(domain_name("a..b"), None);
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = dissect(&octets);
            let _ = response(&octets, |_, _| Answer::Addresses(vec![ADDRESS], 1));
        }
    }
}
