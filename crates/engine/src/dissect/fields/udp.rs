//! The header of a UDP datagram (RFC 768).

use super::ip::verdict;
use super::reader::Reader;
use super::spec::{NOTHING, Spec, hex, number};
use crate::texts;

const HEADER: &[Spec] = &[
    number("Source Port", 2, texts::WHICH_PROGRAM_SENDS_IT),
    number("Destination Port", 2, texts::WHICH_PROGRAM_IT_IS),
    number("Length", 2, texts::BYTES_WITH_WHAT_IS.either()),
    hex("Checksum", 2, NOTHING),
];

/// Reads the header; what is inside is left. `ip` is the header before it.
pub fn read(reader: &mut Reader, ip: &[u8]) -> Option<()> {
    let (datagram, has_checksum) = (reader.rest(), reader.peek(6, 2)? != 0);
    reader.group("User Datagram Protocol", 8, &mut |reader| {
        reader.header(HEADER)?;
        let said = match has_checksum {
            true => verdict(&[&pseudo_header(ip, datagram.len()), datagram]),
            false => texts::NOT_USED,
        };
        reader.explain(0, said);
        Some(())
    })
}

/// What the checksums of UDP and TCP cover besides (RFC 9293 §3.1, RFC 8200 §8.1): the addresses,
/// the protocol and the length, with zeros between them that change no sum.
pub fn pseudo_header(ip: &[u8], len: usize) -> Vec<u8> {
    let (addresses, protocol) = match ip.first().map(|octet| octet >> 4) {
        Some(6) => (ip.get(8..40), ip.get(6)),
        _ => (ip.get(12..20), ip.get(9)),
    };
    let mut octets = addresses.unwrap_or_default().to_vec();
    octets.extend([0, *protocol.unwrap_or(&0)]);
    octets.extend((len as u16).to_be_bytes());
    octets
}
