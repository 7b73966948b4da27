//! What a message says, for the trace.

use super::{DnsMessage, ResourceRecord, shown};
use trace::{Content, DnsAnswer, DnsFlags};

/// What a message says; `None` where it is no DNS message.
pub fn dissect(octets: &[u8]) -> Option<Content> {
    let message = DnsMessage::read(octets)?;
    let question = message.question?;
    let (id, name, kind) = (message.id, shown(&question.name), question.rtype.to_string());
    if !message.flags.response {
        return Some(Content::DnsQuery { id, name, kind });
    }
    Some(Content::DnsResponse {
        id,
        name,
        kind,
        response_code: message.rcode.to_string(),
        flags: DnsFlags {
            authoritative_answer: message.flags.authoritative_answer,
            truncated: message.flags.truncated,
            recursion_available: message.flags.recursion_available,
        },
        answers: section(&message.answer),
        authority: section(&message.authority),
        additional: section(&message.additional),
    })
}

fn section(records: &[ResourceRecord]) -> Vec<DnsAnswer> {
    let shown_record = |record: &ResourceRecord| DnsAnswer {
        name: shown(&record.owner),
        kind: record.rdata.rtype().to_string(),
        ttl_s: record.ttl_s,
        value: record.rdata.shown(),
    };
    records.iter().map(shown_record).collect()
}
