//! From messages to octets and back, with NLnet Labs' `domain`.

use super::{DnsMessage, DomainName, Flags, Question, Rdata, ResourceRecord};
use domain::base::iana::Class;
use domain::base::message::RecordSection;
use domain::base::message_builder::{
    MessageBuilder, PushError, RecordSectionBuilder, StaticCompressor,
};
use domain::base::name::{ParsedName, ToName};
use domain::base::rdata::ParseRecordData;
use domain::base::record::ParsedRecord;
use domain::base::wire::ParseError;
use domain::base::{Message, Rtype};
use domain::rdata::{A, Aaaa, Cname, Ns, Soa};

type Target = StaticCompressor<Vec<u8>>;

/// How many octets the first message of a TCP stream takes with its length (RFC 7766 §8); `None`
/// as long as it is not whole.
pub fn framed_len(octets: &[u8]) -> Option<usize> {
    let (len, rest) = octets.split_first_chunk::<2>()?;
    let len = usize::from(u16::from_be_bytes(*len));
    (rest.len() >= len).then_some(2 + len)
}

impl DnsMessage {
    /// The octets of the whole message, however many.
    pub fn octets(&self) -> Vec<u8> {
        self.composed().expect("the records of a world fit into 64 KiB")
    }

    /// The octets for UDP. What does not fit is left out as a whole, and TC says so (RFC 2181 §9).
    pub fn octets_within(&self, octets_max: usize) -> Vec<u8> {
        let whole = self.octets();
        if whole.len() <= octets_max {
            return whole;
        }
        let cut = Self {
            flags: Flags { truncated: true, ..self.flags },
            answer: Vec::new(),
            authority: Vec::new(),
            additional: Vec::new(),
            ..self.clone()
        };
        cut.octets()
    }

    /// The octets for TCP: two octets of length in front (RFC 7766 §8).
    pub fn framed_octets(&self) -> Vec<u8> {
        let octets = self.octets();
        let len = u16::try_from(octets.len()).expect("a message fits into 64 KiB");
        [&len.to_be_bytes()[..], &octets].concat()
    }

    /// Reads a message; `None` where it is none. Records of other types and classes are left out.
    pub fn read(octets: &[u8]) -> Option<Self> {
        let message = Message::from_octets(octets).ok()?;
        let header = message.header();
        let flags = Flags {
            response: header.qr(),
            authoritative_answer: header.aa(),
            truncated: header.tc(),
            recursion_desired: header.rd(),
            recursion_available: header.ra(),
        };
        let question = message
            .sole_question()
            .ok()
            .map(|question| Question { name: question.qname().to_name(), rtype: question.qtype() });
        Some(Self {
            id: header.id(),
            flags,
            rcode: header.rcode(),
            question,
            answer: known_records(message.answer()),
            authority: known_records(message.authority()),
            additional: known_records(message.additional()),
            edns_udp_octets: message.opt().map(|opt| opt.udp_payload_size()),
        })
    }

    fn composed(&self) -> Result<Vec<u8>, PushError> {
        let mut builder = MessageBuilder::from_target(StaticCompressor::new(Vec::new()))
            .expect("an empty message fits");
        let header = builder.header_mut();
        header.set_id(self.id);
        header.set_qr(self.flags.response);
        header.set_aa(self.flags.authoritative_answer);
        header.set_tc(self.flags.truncated);
        header.set_rd(self.flags.recursion_desired);
        header.set_ra(self.flags.recursion_available);
        header.set_rcode(self.rcode);
        let mut questions = builder.question();
        if let Some(question) = &self.question {
            questions.push((&question.name, question.rtype))?;
        }
        let mut section = questions.answer();
        self.answer.iter().try_for_each(|record| push(&mut section, record))?;
        let mut section = section.authority();
        self.authority.iter().try_for_each(|record| push(&mut section, record))?;
        let mut section = section.additional();
        self.additional.iter().try_for_each(|record| push(&mut section, record))?;
        if let Some(octets) = self.edns_udp_octets {
            section.opt(|opt| {
                opt.set_udp_payload_size(octets);
                Ok(())
            })?;
        }
        Ok(section.finish().into_target())
    }
}

fn push(
    section: &mut impl RecordSectionBuilder<Target>,
    record: &ResourceRecord,
) -> Result<(), PushError> {
    let ResourceRecord { owner, ttl_s, rdata } = record;
    match rdata {
        Rdata::A(address) => section.push((owner, Class::IN, *ttl_s, A::new(*address))),
        Rdata::Aaaa(address) => section.push((owner, Class::IN, *ttl_s, Aaaa::new(*address))),
        Rdata::Cname(name) => section.push((owner, Class::IN, *ttl_s, Cname::new(name))),
        Rdata::Ns(name) => section.push((owner, Class::IN, *ttl_s, Ns::new(name))),
        Rdata::Soa(soa) => section.push((owner, Class::IN, *ttl_s, soa.clone())),
    }
}

fn known_records(section: Result<RecordSection<'_, &[u8]>, ParseError>) -> Vec<ResourceRecord> {
    let records = section.into_iter().flatten().map_while(Result::ok);
    records.filter_map(|record| known_record(&record)).collect()
}

fn known_record(record: &ParsedRecord<'_, &[u8]>) -> Option<ResourceRecord> {
    if record.class() != Class::IN {
        return None;
    }
    let rdata = match record.rtype() {
        Rtype::A => Rdata::A(rdata::<A>(record)?.addr()),
        Rtype::AAAA => Rdata::Aaaa(rdata::<Aaaa>(record)?.addr()),
        Rtype::CNAME => Rdata::Cname(rdata::<Cname<ParsedName<_>>>(record)?.cname().to_name()),
        Rtype::NS => Rdata::Ns(rdata::<Ns<ParsedName<_>>>(record)?.nsdname().to_name()),
        Rtype::SOA => Rdata::Soa(owned_soa(&rdata::<Soa<ParsedName<_>>>(record)?)),
        _ => return None,
    };
    Some(ResourceRecord { owner: record.owner().to_name(), ttl_s: record.ttl().as_secs(), rdata })
}

fn rdata<'a, T>(record: &ParsedRecord<'a, &'a [u8]>) -> Option<T>
where
    T: ParseRecordData<'a, &'a [u8]>,
{
    record.to_record::<T>().ok().flatten().map(domain::base::Record::into_data)
}

fn owned_soa(soa: &Soa<ParsedName<&[u8]>>) -> Soa<DomainName> {
    Soa::new(
        soa.mname().to_name(),
        soa.rname().to_name(),
        soa.serial(),
        soa.refresh(),
        soa.retry(),
        soa.expire(),
        soa.minimum(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::dns::domain_name;
    use domain::base::iana::Rcode;
    use proptest::prelude::*;
    use std::net::Ipv4Addr;

    fn response(address_count: u8) -> DnsMessage {
        let name = domain_name("api.example.com").expect("a good name");
        let query = DnsMessage::query(7, &name, Rtype::A);
        let address = |last| Rdata::A(Ipv4Addr::new(192, 0, 2, last));
        let record =
            |last| ResourceRecord { owner: name.clone(), ttl_s: 300, rdata: address(last) };
        let mut response = query.response(Rcode::NOERROR);
        response.answer = (0..address_count).map(record).collect();
        response
    }

    #[test]
    fn a_message_comes_back_as_it_was() {
        let message = DnsMessage { edns_udp_octets: Some(1232), ..response(3) };
        assert_eq!(DnsMessage::read(&message.octets()), Some(message.clone()));
        let framed = message.framed_octets();
        assert_eq!(framed[..2], (framed.len() as u16 - 2).to_be_bytes());
        assert_eq!(framed[2..], message.octets());
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_told() {
        let check = |address_count, octets, truncated| {
            let message = response(address_count);
            let sent = message.octets_within(512);
            let read = DnsMessage::read(&sent).expect("a message");
            assert_eq!((sent.len(), read.flags.truncated), (octets, truncated));
            assert_eq!(read.answer.is_empty(), truncated);
        };
        check(29, 33 + 29 * 16, false);
        check(30, 33, true);
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = DnsMessage::read(&octets);
        }

        #[test]
        fn no_changed_message_panics(at: prop::sample::Index, octet: u8) {
            let mut octets = response(3).octets();
            let at = at.index(octets.len());
            octets[at] = octet;
            let _ = DnsMessage::read(&octets);
        }
    }
}
