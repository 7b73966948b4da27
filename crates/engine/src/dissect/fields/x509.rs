//! X.509 certificates (RFC 5280 §4.1), read from their DER (X.690 §8 to §10).

use super::reader::{Reader, shown_octets, shown_text};
use super::spec::NOTHING;
use crate::texts;
use language::{Language, Text};

const BOOLEAN: u8 = 0x01;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]` and `[3]` of TBSCertificate.
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// `[2]` and `[7]` of GeneralName (RFC 5280 §4.2.1.6).
const DNS_NAME: u8 = 0x82;
const IP_ADDRESS: u8 = 0x87;

const SUBJECT_ALTERNATIVE_NAME: &str = "2.5.29.17";
const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const KEY_USAGE: &str = "2.5.29.15";
const EXTENDED_KEY_USAGE: &str = "2.5.29.37";

/// Object identifiers, what they name, and what it is for.
const OBJECTS: &[(&str, &str, Text)] = &[
    ("1.2.840.10045.2.1", "id-ecPublicKey", NOTHING),
    ("1.2.840.10045.3.1.7", "secp256r1", NOTHING),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256", NOTHING),
    ("1.2.840.113549.1.1.1", "rsaEncryption", NOTHING),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption", NOTHING),
    ("1.3.101.112", "Ed25519", NOTHING),
    ("1.3.6.1.5.5.7.3.1", "serverAuth", NOTHING),
    ("1.3.6.1.5.5.7.3.2", "clientAuth", NOTHING),
    ("2.5.4.3", "CN", NOTHING),
    ("2.5.4.6", "C", NOTHING),
    ("2.5.4.7", "L", NOTHING),
    ("2.5.4.8", "ST", NOTHING),
    ("2.5.4.10", "O", NOTHING),
    ("2.5.4.11", "OU", NOTHING),
    ("2.5.29.14", "subjectKeyIdentifier", texts::SHORT_NAME_FOR_THE),
    (KEY_USAGE, "keyUsage", texts::WHAT_THE_KEY_MAY),
    (SUBJECT_ALTERNATIVE_NAME, "subjectAltName", texts::HOSTS_THAT_THIS_CERTIFICATE),
    (BASIC_CONSTRAINTS, "basicConstraints", texts::WHETHER_IT_MAY_VOUCH),
    ("2.5.29.35", "authorityKeyIdentifier", texts::SHORT_NAME_FOR_THE_KEY),
    (EXTENDED_KEY_USAGE, "extKeyUsage", texts::WHAT_IT_MAY_BE),
];

/// The bits of KeyUsage, the first one first (RFC 5280 §4.2.1.3).
const KEY_USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// Reads the one certificate that a group holds.
pub fn certificate(reader: &mut Reader) -> Option<()> {
    let subject = subject(reader.rest()).unwrap_or_default();
    reader.sum_up(&subject, texts::NAME_A_PUBLIC_KEY);
    head(reader, SEQUENCE)?;
    group(reader, SEQUENCE, "Signed Part", &mut signed_part)?;
    algorithm(reader, "Signature Algorithm")?;
    leaf(reader, BIT_STRING, "Signature", texts::ONLY_THE_ISSUER_S, &bit_string)
}

/// Whom a certificate speaks of. Lists before it: algorithm, issuer and validity.
fn subject(certificate: &[u8]) -> Option<String> {
    let signed_part = next(next(certificate)?.content)?.content;
    let mut lists = elements(signed_part).filter(|element| element.tag == SEQUENCE);
    name(lists.nth(3)?.content)
}

/// TBSCertificate.
fn signed_part(reader: &mut Reader) -> Option<()> {
    if next(reader.rest())?.tag == VERSION {
        leaf(reader, VERSION, "Version", NOTHING, &version)?;
    }
    let serial = texts::NO_TWO_CERTIFICATES_OF;
    leaf(reader, INTEGER, "Serial Number", serial, &octets)?;
    algorithm(reader, "Signature Algorithm")?;
    leaf(reader, SEQUENCE, "Issuer", texts::WHO_VOUCHES_FOR_IT, &name)?;
    group(reader, SEQUENCE, "Validity", &mut |reader| {
        time(reader, "Not Before", texts::CLIENT_REFUSES_IT_BEFORE)?;
        time(reader, "Not After", texts::CLIENT_REFUSES_IT_AFTERWARDS)
    })?;
    leaf(reader, SEQUENCE, "Subject", texts::WHO_IT_SPEAKS_OF, &name)?;
    group(reader, SEQUENCE, "Subject Public Key Info", &mut |reader| {
        algorithm(reader, "Algorithm")?;
        let meaning = texts::WHOEVER_HAS_THE_OTHER;
        leaf(reader, BIT_STRING, "Public Key", meaning, &bit_string)
    })?;
    if reader.left() == 0 {
        return Some(());
    }
    group(reader, EXTENSIONS, "Extensions", &mut |reader| {
        head(reader, SEQUENCE)?;
        while reader.left() > 0 {
            extension(reader)?;
        }
        Some(())
    })
}

/// RFC 5280 §4.2.
fn extension(reader: &mut Reader) -> Option<()> {
    let whole = next(reader.rest())?.content;
    let id = next(whole).and_then(|id| object_identifier(id.content))?;
    let ((name, meaning), language) = (named(&id), reader.language());
    group(reader, SEQUENCE, name.unwrap_or("unknown extension"), &mut |reader| {
        leaf(reader, OBJECT_IDENTIFIER, "Identifier", NOTHING, &object)?;
        if next(reader.rest())?.tag == BOOLEAN {
            let meaning = texts::WHOEVER_DOES_NOT_KNOW;
            leaf(reader, BOOLEAN, "Critical", meaning, &|content| truth(content, language))?;
        }
        let constraints = |content: &[u8]| basic_constraints(content, language);
        let value: &dyn Fn(&[u8]) -> Option<String> = match &*id {
            SUBJECT_ALTERNATIVE_NAME => &alternative_names,
            BASIC_CONSTRAINTS => &constraints,
            KEY_USAGE => &key_usage,
            EXTENDED_KEY_USAGE => &objects,
            _ => &octets,
        };
        let content = next(reader.rest())?.content;
        reader.sum_up(&value(content).unwrap_or_default(), meaning);
        leaf(reader, OCTET_STRING, "Value", NOTHING, value)
    })
}

fn algorithm(reader: &mut Reader, name: &str) -> Option<()> {
    leaf(reader, SEQUENCE, name, NOTHING, &|content| object(next(content)?.content))
}

fn time(reader: &mut Reader, name: &str, meaning: Text) -> Option<()> {
    match next(reader.rest())?.tag {
        // RFC 5280 §4.1.2.5.1: of the years from 1950 to 2049 two digits are written.
        UTC_TIME => leaf(reader, UTC_TIME, name, meaning, &|content| {
            let century = if *content.first()? < b'5' { "20" } else { "19" };
            date_and_time(&[century.as_bytes(), content].concat())
        }),
        _ => leaf(reader, GENERALIZED_TIME, name, meaning, &date_and_time),
    }
}

/// One element of DER.
struct Element<'a> {
    tag: u8,
    /// How long tag and length are.
    head_len: usize,
    content: &'a [u8],
}

/// The element at the front.
fn next(octets: &[u8]) -> Option<Element<'_>> {
    let (tag, first) = (*octets.first()?, *octets.get(1)?);
    let (head_len, len) = match first {
        0..=0x7f => (2, usize::from(first)),
        // As many octets of length as the other bits say; a certificate needs no more than three.
        0x81..=0x83 => {
            let head_len = 2 + usize::from(first & 0x7f);
            let digits = octets.get(2..head_len)?;
            (head_len, digits.iter().fold(0, |len, octet| len << 8 | usize::from(*octet)))
        }
        _ => return None,
    };
    Some(Element { tag, head_len, content: octets.get(head_len..head_len + len)? })
}

/// The elements one behind the other; ends early where there is something else.
fn elements(mut octets: &[u8]) -> impl Iterator<Item = Element<'_>> {
    core::iter::from_fn(move || {
        let element = next(octets)?;
        octets = &octets[element.head_len + element.content.len()..];
        Some(element)
    })
}

/// Reads an element as one field.
fn leaf(
    reader: &mut Reader,
    tag: u8,
    name: &str,
    meaning: Text,
    value: &dyn Fn(&[u8]) -> Option<String>,
) -> Option<()> {
    let element = next(reader.rest()).filter(|element| element.tag == tag)?;
    let len = element.head_len + element.content.len();
    reader.field(name, value(element.content)?, meaning, len)
}

/// Reads an element that is made of others.
fn group<'a>(
    reader: &mut Reader<'a>,
    tag: u8,
    name: &str,
    read: &mut dyn FnMut(&mut Reader<'a>) -> Option<()>,
) -> Option<()> {
    let element = next(reader.rest()).filter(|element| element.tag == tag)?;
    reader.group(name, element.head_len + element.content.len(), &mut |reader| {
        head(reader, tag)?;
        read(reader)
    })
}

/// Reads what stands in front of the elements that one is made of.
fn head(reader: &mut Reader, tag: u8) -> Option<()> {
    let element = next(reader.rest()).filter(|element| element.tag == tag)?;
    let language = reader.language();
    let kind = if tag == SEQUENCE { "SEQUENCE" } else { language.text(texts::TAGGED) };
    let count = language.count(texts::BYTE_COUNT, element.content.len() as u64);
    let said = [kind, ", ", &count].concat();
    reader.field("Tag and Length", said, NOTHING, element.head_len)
}

fn octets(content: &[u8]) -> Option<String> {
    Some(shown_octets(content))
}

/// Behind the number of bits that are not used.
fn bit_string(content: &[u8]) -> Option<String> {
    octets(content.get(1..)?)
}

fn truth(content: &[u8], language: Language) -> Option<String> {
    let word = if content.first()? == &0 { texts::NO_WORD } else { texts::YES_WORD };
    Some(language.text(word).to_owned())
}

fn version(content: &[u8]) -> Option<String> {
    let number = next(content)?.content.first()?;
    Some((u32::from(*number) + 1).to_string())
}

/// `CN=api.example.com, O=Example` (RFC 4514, in the order in which it is written).
fn name(content: &[u8]) -> Option<String> {
    let sets = elements(content).filter(|element| element.tag == SET);
    let attributes = sets.flat_map(|set| elements(set.content));
    let written = attributes.filter_map(|attribute| {
        let mut parts = elements(attribute.content);
        let (kind, value) = (parts.next()?, parts.next()?);
        Some([&object(kind.content)?, "=", &shown_text(value.content)].concat())
    });
    Some(written.collect::<Vec<_>>().join(", "))
}

/// The digits of `20260101120000Z`.
fn date_and_time(content: &[u8]) -> Option<String> {
    let text = core::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    if text.len() != 14 || !text.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let ((date, time), mut shown) = (text.split_at(8), String::new());
    for (at, mark) in [(0..4, "-"), (4..6, "-"), (6..8, " ")] {
        shown.extend([&date[at], mark]);
    }
    for (at, mark) in [(0..2, ":"), (2..4, ":"), (4..6, " UTC")] {
        shown.extend([&time[at], mark]);
    }
    Some(shown)
}

fn alternative_names(content: &[u8]) -> Option<String> {
    let names = elements(next(content)?.content).map(|name| match (name.tag, name.content) {
        (DNS_NAME, text) => shown_text(text),
        (IP_ADDRESS, &[a, b, c, d]) => core::net::Ipv4Addr::from([a, b, c, d]).to_string(),
        (IP_ADDRESS, octets) if let Ok(octets) = <[u8; 16]>::try_from(octets) => {
            core::net::Ipv6Addr::from(octets).to_string()
        }
        (_, other) => shown_octets(other),
    });
    Some(names.collect::<Vec<_>>().join(", "))
}

fn basic_constraints(content: &[u8], language: Language) -> Option<String> {
    let is_authority = elements(next(content)?.content)
        .any(|element| element.tag == BOOLEAN && element.content != [0]);
    let words = if is_authority { texts::IS_AUTHORITY } else { texts::IS_NO_AUTHORITY };
    Some(language.text(words).to_owned())
}

fn key_usage(content: &[u8]) -> Option<String> {
    let bits = next(content)?.content.get(1..)?;
    let is_set =
        |place: usize| bits.get(place / 8).is_some_and(|octet| octet & (0x80 >> (place % 8)) != 0);
    let set = KEY_USAGES.iter().enumerate().filter(|(place, _)| is_set(*place));
    Some(set.map(|(_, name)| *name).collect::<Vec<_>>().join(", "))
}

fn objects(content: &[u8]) -> Option<String> {
    let named = elements(next(content)?.content).filter_map(|id| object(id.content));
    Some(named.collect::<Vec<_>>().join(", "))
}

/// An object by its name, or by its numbers where it is not known.
fn object(content: &[u8]) -> Option<String> {
    let id = object_identifier(content)?;
    let (name, _) = named(&id);
    Some(name.map_or(id, str::to_owned))
}

/// `2.5.4.3` (X.690 §8.19).
fn object_identifier(content: &[u8]) -> Option<String> {
    let mut numbers = Vec::new();
    let mut number = 0_u64;
    for octet in content {
        number = number.checked_mul(128)? | u64::from(octet & 0x7f);
        if octet & 0x80 == 0 {
            // The first two numbers are written as one.
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.push(first.to_string());
                number -= first * 40;
            }
            numbers.push(number.to_string());
            number = 0;
        }
    }
    (!numbers.is_empty()).then(|| numbers.join("."))
}

fn named(id: &str) -> (Option<&'static str>, Text) {
    let known = OBJECTS.iter().find(|(known, ..)| *known == id);
    known.map_or((None, NOTHING), |(_, name, meaning)| (Some(*name), *meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_identifiers_are_written_with_points() {
        let check = |octets: &[u8], text: Option<&str>| {
            assert_eq!(object_identifier(octets).as_deref(), text);
        };
        check(&[0x55, 0x04, 0x03], Some("2.5.4.3"));
        check(&[0x2b, 0x65, 0x70], Some("1.3.101.112"));
        check(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02], Some("1.2.840.10045.4.3.2"));
        // X.690 §8.19.5: {2 999 3}.
        check(&[0x88, 0x37, 0x03], Some("2.999.3"));
        check(&[], None);
        check(&[0xff; 12], None);
    }

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(date_and_time(b"20491231235959Z").as_deref(), Some("2049-12-31 23:59:59 UTC"));
        for bad in [&b"20491231235959"[..], b"2049123123595xZ", b"Z", b""] {
            assert_eq!(date_and_time(bad), None);
        }
    }
}
