//! DNS messages (RFC 1035 §4), with EDNS(0) (RFC 6891).

use super::reader::Reader;
use super::spec::Form::{Address, Code, Number, Parts};
use super::spec::{Form, NOTHING, Spec, bits, code, flag, hex, name_of, number};
use crate::texts;
use language::Text;

const OPCODES: &[(u32, &str)] =
    &[(0, "Standard query"), (2, "Status"), (4, "Notify"), (5, "Update")];
const RCODES: &[(u32, &str)] = &[
    (0, "No error"),
    (1, "Format error"),
    (2, "Server failure"),
    (3, "No such name"),
    (4, "Not implemented"),
    (5, "Refused"),
];
const TYPES: &[(u32, &str)] = &[
    (1, "A"),
    (2, "NS"),
    (5, "CNAME"),
    (6, "SOA"),
    (12, "PTR"),
    (15, "MX"),
    (16, "TXT"),
    (28, "AAAA"),
    (33, "SRV"),
    (41, "OPT"),
    (65, "HTTPS"),
    (255, "ANY"),
];
const CLASSES: &[(u32, &str)] = &[(1, "IN"), (3, "CH"), (255, "ANY")];
const FLAGS: &[Spec] = &[
    flag("Response", texts::THIS_IS_AN_ANSWER),
    bits("Opcode", 4, Code(OPCODES), NOTHING),
    flag("Authoritative", texts::SENDER_HOLDS_THE_ZONE),
    flag("Truncated", texts::IT_DID_NOT_FIT),
    flag("Recursion desired", texts::PLEASE_ASK_OTHERS_WHERE),
    flag("Recursion available", texts::SENDER_ASKS_OTHERS_WHERE),
    flag("Z", texts::MUST_BE_0),
    flag("Answer authenticated", texts::SIGNATURES_WERE_CHECKED),
    flag("Non-authenticated data", texts::UNCHECKED_DATA_IS_WELCOME),
    bits("Reply code", 4, Code(RCODES), texts::WHY_THERE_IS_NO),
];
const LENGTH: Spec = number("Length", 2, texts::LENGTH_OVER_TCP);
const HEADER: &[Spec] = &[
    hex("Transaction ID", 2, texts::JOINS_QUESTION_AND_ANSWER),
    bits("Flags", 16, Parts(FLAGS), NOTHING),
    number("Questions", 2, NOTHING),
    number("Answer RRs", 2, texts::HOW_MANY_RECORDS_ANSWER),
    number("Authority RRs", 2, texts::HOW_MANY_RECORDS_SAY),
    number("Additional RRs", 2, texts::HOW_MANY_RECORDS_HELP),
];
const TYPE: Spec = code("Type", 2, TYPES, NOTHING);
const CLASS: Spec = code("Class", 2, CLASSES, texts::INTERNET);
const TTL: Spec = number("Time to live", 4, texts::MAY_BE_REMEMBERED_FOR);
const DATA_LENGTH: Spec = number("Data length", 2, texts::HOW_MANY_BYTES_FOLLOW);
const OPT: &[Spec] = &[
    number("UDP payload size", 2, texts::SENDER_TAKES_ANSWERS_OF.either()),
    number("Higher bits in extended RCODE", 1, NOTHING),
    number("EDNS0 version", 1, NOTHING),
    bits("DO bit", 1, Form::Flag, texts::SIGNATURES_ARE_WELCOME),
    bits("Reserved", 15, Number, texts::MUST_BE_0),
    DATA_LENGTH,
];
const SOA: &[Spec] = &[
    number("Serial Number", 4, texts::GROWS_WITH_EACH_CHANGE),
    number("Refresh Interval", 4, texts::COPIES_OF_THE_ZONE),
    number("Retry Interval", 4, texts::AND_AGAIN_AFTER_S),
    number("Expire limit", 4, texts::AFTER_S_WITHOUT_AN),
    number("Minimum TTL", 4, texts::THAT_SOMETHING_IS_NOT),
];
/// The longest name (RFC 1035 §2.3.4), written with its dots.
const NAME_LEN_MAX: usize = 255;

/// What a record of this type says, for a beginner.
fn meaning_of_type(code: u64) -> Text {
    match code {
        1 => texts::IPV4_ADDRESS,
        28 => texts::IPV6_ADDRESS,
        2 => texts::NAME_OF_A_SERVER,
        5 => texts::ANOTHER_NAME_THAT_THIS,
        6 => texts::START_OF_A_ZONE,
        41 => texts::NO_RECORD_WHAT_THE,
        _ => NOTHING,
    }
}

/// Reads the message that the open group holds; over TCP its length stands in front of it.
pub fn read(reader: &mut Reader, over_tcp: bool) -> Option<()> {
    if over_tcp {
        reader.number(&LENGTH)?;
    }
    let start = reader.at();
    let counts = [4, 6, 8, 10].map(|offset| reader.peek(offset, 2).unwrap_or(0));
    reader.header(HEADER)?;
    for _ in 0..counts[0] {
        let (name, len) = name(reader, start)?;
        reader.group("Query", len + 4, &mut |reader| {
            reader.sum_up(&name, texts::WHAT_IS_ASKED);
            reader.field("Name", name.clone(), NOTHING, len)?;
            let code = reader.number(&TYPE)?;
            reader.explain(0, meaning_of_type(code));
            reader.number(&CLASS).map(drop)
        })?;
    }
    let sections = ["Answer", "Authoritative nameserver", "Additional record"];
    for (section, count) in sections.iter().zip(&counts[1..]) {
        (0..*count).try_for_each(|_| record(reader, section, start))?;
    }
    Some(())
}

fn record(reader: &mut Reader, section: &str, start: usize) -> Option<()> {
    let (owner, name_len) = name(reader, start)?;
    let code = reader.peek(name_len, 2)? as u64;
    let len = name_len + 10 + reader.peek(name_len + 8, 2)?;
    reader.group(section, len, &mut |reader| {
        reader.sum_up(&owner, meaning_of_type(code));
        reader.field("Name", owner.clone(), name_meaning(reader, name_len), name_len)?;
        reader.number(&TYPE)?;
        if name_of(TYPES, code) == Some("OPT") {
            reader.sum_up("EDNS(0)", meaning_of_type(code));
            return reader.header(OPT);
        }
        reader.header(&[CLASS, TTL, DATA_LENGTH])?;
        data(reader, code, start)
    })
}

fn data(reader: &mut Reader, code: u64, start: usize) -> Option<()> {
    let len = reader.left();
    match code {
        1 => reader.number(&bits("Address", 32, Address, NOTHING)).map(drop),
        28 => reader.address_v6("AAAA Address", NOTHING),
        2 => named(reader, "Name Server", start),
        5 => named(reader, "CNAME", start),
        12 => named(reader, "Domain Name", start),
        6 => {
            named(reader, "Primary name server", start)?;
            named(reader, "Responsible authority's mailbox", start)?;
            reader.header(SOA)
        }
        16 => reader.text("TXT", len, NOTHING),
        _ => reader.octets("Data", len, NOTHING),
    }
}

fn named(reader: &mut Reader, field: &str, start: usize) -> Option<()> {
    let (name, len) = name(reader, start)?;
    reader.field(field, name, name_meaning(reader, len), len)
}

fn name_meaning(reader: &Reader, len: usize) -> Text {
    let is_pointer = |at: usize| reader.peek(at, 1).is_some_and(|octet| octet >= 0xc0);
    match len >= 2 && is_pointer(len - 2) {
        true if len == 2 => texts::SHORTENED_THE_LAST_TWO,
        true => texts::SHORTENED_THE_REST,
        false => NOTHING,
    }
}

/// The name at the reader's place, and how many octets it takes there. Pointers only point back,
/// or the name is none (RFC 1035 §4.1.4).
fn name(reader: &Reader, start: usize) -> Option<(String, usize)> {
    let octets = &reader.all()[..reader.at() + reader.left()];
    let mut at = reader.at();
    let mut len = None;
    let mut name = String::new();
    loop {
        match usize::from(*octets.get(at)?) {
            0 => {
                let len = len.unwrap_or_else(|| at + 1 - reader.at());
                return Some((if name.is_empty() { ".".to_owned() } else { name }, len));
            }
            pointer @ 0xc0.. => {
                let to = start + ((pointer & 0x3f) << 8 | usize::from(*octets.get(at + 1)?));
                len = len.or_else(|| Some(at + 2 - reader.at()));
                if to >= at {
                    return None;
                }
                at = to;
            }
            label_len @ 1..64 => {
                let label = octets.get(at + 1..at + 1 + label_len)?;
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(&super::reader::shown_text(label));
                at += 1 + label_len;
            }
            _ => return None,
        }
        if name.len() > NAME_LEN_MAX * 4 {
            return None;
        }
    }
}
