//! DNS messages (RFC 1035 §4), zones and caches. Sans-IO: roles carry the octets.

mod cache;
mod dissect;
mod wire;
mod zone;

pub use cache::{Cache, Delegation, Found};
pub use dissect::dissect;
pub use wire::framed_len;
pub use zone::Zone;

use core::str::FromStr;
use domain::base::iana::Rcode;
use domain::base::name::ToName;
use domain::base::{Name, Rtype};
use domain::rdata::Soa;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Port 53, of UDP and of TCP.
pub const PORT: u16 = 53;
/// The largest message over UDP where neither side says more (RFC 1035 §4.2.1).
pub const UDP_OCTETS: u16 = 512;
/// What resolvers of today say that they take over UDP (RFC 9715): no packet is fragmented.
pub const EDNS_UDP_OCTETS: u16 = 1232;

/// A domain name that fits into a DNS message.
pub type DomainName = Name<Vec<u8>>;

/// Reads a host name as a domain name; `None` where no zone can hold it, e.g. a label of over 63
/// octets (RFC 1035 §2.3.4).
pub fn domain_name(host: &str) -> Option<DomainName> {
    Name::from_str(host).ok()
}

/// A name without its final dot; the root is a dot.
pub fn shown(name: &(impl ToName + ?Sized)) -> String {
    let name: DomainName = name.to_name();
    if name.is_root() { ".".to_owned() } else { name.to_string() }
}

/// A DNS message, of which only types that this world knows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsMessage {
    /// ID.
    pub id: u16,
    /// QR, AA, TC, RD, RA.
    pub flags: Flags,
    /// RCODE.
    pub rcode: Rcode,
    /// The one question.
    pub question: Option<Question>,
    /// The Answer section.
    pub answer: Vec<ResourceRecord>,
    /// The Authority section.
    pub authority: Vec<ResourceRecord>,
    /// The Additional section, without OPT.
    pub additional: Vec<ResourceRecord>,
    /// What OPT says of how many octets the sender takes over UDP (EDNS(0), RFC 6891 §6.2.3);
    /// `None` without OPT.
    pub edns_udp_octets: Option<u16>,
}

/// Flags of the Header (RFC 1035 §4.1.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    /// QR.
    pub response: bool,
    /// AA.
    pub authoritative_answer: bool,
    /// TC.
    pub truncated: bool,
    /// RD.
    pub recursion_desired: bool,
    /// RA.
    pub recursion_available: bool,
}

/// The question: QNAME and QTYPE; QCLASS is IN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// QNAME.
    pub name: DomainName,
    /// QTYPE.
    pub rtype: Rtype,
}

/// A resource record of class IN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRecord {
    /// The owner name.
    pub owner: DomainName,
    /// TTL in seconds.
    pub ttl_s: u32,
    /// TYPE and RDATA.
    pub rdata: Rdata,
}

/// TYPE and RDATA of the types that this world knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rdata {
    /// A.
    A(Ipv4Addr),
    /// AAAA.
    Aaaa(Ipv6Addr),
    /// CNAME.
    Cname(DomainName),
    /// NS.
    Ns(DomainName),
    /// SOA.
    Soa(Soa<DomainName>),
}

impl Rdata {
    /// TYPE.
    pub fn rtype(&self) -> Rtype {
        match self {
            Self::A(_) => Rtype::A,
            Self::Aaaa(_) => Rtype::AAAA,
            Self::Cname(_) => Rtype::CNAME,
            Self::Ns(_) => Rtype::NS,
            Self::Soa(_) => Rtype::SOA,
        }
    }

    /// RDATA in presentation format, names without their final dot.
    pub fn shown(&self) -> String {
        match self {
            Self::A(address) => address.to_string(),
            Self::Aaaa(address) => address.to_string(),
            Self::Cname(name) | Self::Ns(name) => shown(name),
            Self::Soa(soa) => soa.to_string(),
        }
    }
}

/// The addresses among these records in a few words: the first, and how many more there are.
pub fn shown_addresses(records: &[ResourceRecord]) -> Option<String> {
    let is_address =
        |record: &&ResourceRecord| matches!(record.rdata, Rdata::A(_) | Rdata::Aaaa(_));
    let mut addresses = records.iter().filter(is_address);
    let first = addresses.next()?.rdata.shown();
    Some(match addresses.count() {
        0 => first,
        more => format!("{first} and {more} more"),
    })
}

impl DnsMessage {
    /// A query with recursion desired, as a stub resolver asks.
    pub fn query(id: u16, name: &DomainName, rtype: Rtype) -> Self {
        let question = Question { name: name.clone(), rtype };
        Self {
            id,
            flags: Flags { recursion_desired: true, ..Flags::default() },
            rcode: Rcode::NOERROR,
            question: Some(question),
            answer: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            edns_udp_octets: None,
        }
    }

    /// An empty response to this query.
    pub fn response(&self, rcode: Rcode) -> Self {
        Self {
            flags: Flags { response: true, truncated: false, ..self.flags },
            rcode,
            answer: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            edns_udp_octets: self.edns_udp_octets.map(|_| EDNS_UDP_OCTETS),
            question: self.question.clone(),
            id: self.id,
        }
    }

    /// Whether this is a response to that query (RFC 5452 §9.1).
    pub fn answers(&self, query: &Self) -> bool {
        self.flags.response && self.id == query.id && self.question == query.question
    }

    /// The most octets that the sender of this query takes over UDP.
    pub fn udp_octets_max(&self) -> usize {
        usize::from(
            self.edns_udp_octets.map_or(UDP_OCTETS, |n| n.clamp(UDP_OCTETS, EDNS_UDP_OCTETS)),
        )
    }
}
