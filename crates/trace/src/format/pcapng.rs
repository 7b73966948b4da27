//! A trace as a capture file that Wireshark opens: pcapng (draft-ietf-opsawg-pcapng).
//!
//! One section, one interface for each link that packets crossed, one Enhanced Packet Block for
//! each packet. The tap sits at the sender: the time stamp is when the packet was given to the
//! link, so lost packets are in the file too, and say so in a comment. The secrets of TLS
//! connections are in a Decryption Secrets Block. There is no direction
//! flag, because both ends of a link share its interface. Modelled hops have no packets, so they
//! are not there.

use crate::{LinkId, Packet, Trace};

const SECTION_HEADER_BLOCK: u32 = 0x0A0D_0D0A;
const INTERFACE_DESCRIPTION_BLOCK: u32 = 1;
const ENHANCED_PACKET_BLOCK: u32 = 6;
const DECRYPTION_SECRETS_BLOCK: u32 = 10;
/// A TLS key log.
const SECRETS_TYPE_TLS: u32 = 0x544C_534B;

const BYTE_ORDER_MAGIC: u32 = 0x1A2B_3C4D;
const SECTION_LENGTH_UNKNOWN: i64 = -1;
/// The packet starts with an IP header.
const LINKTYPE_RAW: u16 = 101;
const SNAP_LENGTH_UNLIMITED: u32 = 0;

const OPT_COMMENT: u16 = 1;
const SHB_USERAPPL: u16 = 4;
const IF_NAME: u16 = 2;
const IF_DESCRIPTION: u16 = 3;
const IF_TSRESOL: u16 = 9;
/// Time stamps count 10⁻⁹ s.
const NANOSECONDS: u8 = 9;

/// Writes the packets of a trace as a capture file, in order of time.
pub fn pcapng(trace: &Trace) -> Vec<u8> {
    let mut packets: Vec<&Packet> = trace.packets.iter().collect();
    packets.sort_by_key(|packet| packet.sent_at);
    // An interface's number is its place in the file.
    let crossed = |id: &LinkId| packets.iter().any(|packet| packet.link == *id);
    let interfaces: Vec<LinkId> = trace.links.iter().map(|link| link.id).filter(crossed).collect();

    let mut file = section_header();
    for link in &interfaces {
        file.extend(interface_description(trace, *link));
    }
    if !trace.key_log.is_empty() {
        file.extend(decryption_secrets(&trace.key_log));
    }
    for packet in packets {
        let interface = interfaces.iter().position(|link| *link == packet.link);
        let interface = interface.expect("packets only cross links of their trace");
        file.extend(enhanced_packet(trace, packet, interface as u32));
    }
    file
}

fn section_header() -> Vec<u8> {
    let mut body = Vec::new();
    body.extend(BYTE_ORDER_MAGIC.to_le_bytes());
    body.extend(1u16.to_le_bytes()); // Major Version
    body.extend(0u16.to_le_bytes()); // Minor Version
    body.extend(SECTION_LENGTH_UNKNOWN.to_le_bytes());
    push_options(&mut body, &[(SHB_USERAPPL, b"Roundtrip")]);
    block(SECTION_HEADER_BLOCK, &body)
}

fn interface_description(trace: &Trace, link: LinkId) -> Vec<u8> {
    let [near, far] = trace.link(link).ends.map(|end| trace.host(end));
    let name = format!("{}/{}", near.role.name(), far.role.name());
    let description = format!("simulated link between {} and {}", near.name, far.name);
    let mut body = Vec::new();
    body.extend(LINKTYPE_RAW.to_le_bytes());
    body.extend(0u16.to_le_bytes()); // Reserved
    body.extend(SNAP_LENGTH_UNLIMITED.to_le_bytes());
    let options: [(u16, &[u8]); 3] = [
        (IF_NAME, name.as_bytes()),
        (IF_DESCRIPTION, description.as_bytes()),
        (IF_TSRESOL, &[NANOSECONDS]),
    ];
    push_options(&mut body, &options);
    block(INTERFACE_DESCRIPTION_BLOCK, &body)
}

/// With the secrets in the file, a capture program opens every TLS record.
fn decryption_secrets(key_log: &[String]) -> Vec<u8> {
    let lines: String = key_log.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    let mut body = Vec::new();
    body.extend(SECRETS_TYPE_TLS.to_le_bytes());
    body.extend((lines.len() as u32).to_le_bytes());
    push_padded(&mut body, lines.as_bytes());
    block(DECRYPTION_SECRETS_BLOCK, &body)
}

fn enhanced_packet(trace: &Trace, packet: &Packet, interface: u32) -> Vec<u8> {
    let octets = trace.octets.slice(packet.octets);
    let starts_at_s = u64::try_from(trace.scenario.starts_at_unix_s).unwrap_or_default();
    let sent_at_ns = starts_at_s.saturating_mul(1_000_000_000).saturating_add(packet.sent_at.0);
    let mut body = Vec::new();
    body.extend(interface.to_le_bytes());
    body.extend(((sent_at_ns >> 32) as u32).to_le_bytes());
    body.extend((sent_at_ns as u32).to_le_bytes());
    body.extend((octets.len() as u32).to_le_bytes()); // Captured Packet Length
    body.extend((octets.len() as u32).to_le_bytes()); // Original Packet Length
    push_padded(&mut body, octets);
    if packet.received_at.is_none() {
        push_options(&mut body, &[(OPT_COMMENT, b"lost: this packet never arrived")]);
    }
    block(ENHANCED_PACKET_BLOCK, &body)
}

/// The general block structure (§3.1): the length stands at both ends.
fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let length = (body.len() + 12) as u32;
    let mut block = Vec::with_capacity(length as usize);
    block.extend(kind.to_le_bytes());
    block.extend(length.to_le_bytes());
    block.extend(body);
    block.extend(length.to_le_bytes());
    block
}

/// Options (§3.5), with the one that ends them.
fn push_options(body: &mut Vec<u8>, options: &[(u16, &[u8])]) {
    for (code, value) in options {
        body.extend(code.to_le_bytes());
        body.extend((value.len() as u16).to_le_bytes());
        push_padded(body, value);
    }
    body.extend([0; 4]); // opt_endofopt
}

/// Fills up to a multiple of 32 bits.
fn push_padded(body: &mut Vec<u8>, octets: &[u8]) {
    body.extend(octets);
    body.resize(body.len().next_multiple_of(4), 0);
}
