//! The header of a UDP datagram (RFC 768).

use super::ipv4::verdict;
use super::reader::Reader;
use super::spec::{Spec, hex, number};

const HEADER: &[Spec] = &[
    number("Source Port", 2, "which program sends it"),
    number("Destination Port", 2, "which program it is for"),
    number("Length", 2, "{} bytes with what is inside"),
    hex("Checksum", 2, ""),
];

/// Reads the header; what is inside is left. `ip` is the header before it.
pub fn read(reader: &mut Reader, ip: &[u8]) -> Option<()> {
    let (datagram, has_checksum) = (reader.rest(), reader.peek(6, 2)? != 0);
    reader.group("User Datagram Protocol", 8, &mut |reader| {
        reader.header(HEADER)?;
        let said = match has_checksum {
            true => verdict(&[&pseudo_header(ip, datagram.len()), datagram]),
            false => "not used",
        };
        reader.explain(0, said);
        Some(())
    })
}

/// What the checksums of UDP and TCP cover besides (RFC 9293 §3.1).
pub fn pseudo_header(ip: &[u8], len: usize) -> [u8; 12] {
    let mut octets = [0; 12];
    if let (Some(addresses), Some(protocol)) = (ip.get(12..20), ip.get(9)) {
        octets[..8].copy_from_slice(addresses);
        octets[9] = *protocol;
    }
    octets[10..].copy_from_slice(&(len as u16).to_be_bytes());
    octets
}
