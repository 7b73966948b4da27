//! The header of a TCP segment (RFC 9293 §3.1) with its options.

use super::ip::verdict;
use super::reader::Reader;
use super::spec::Form::{Number, Parts};
use super::spec::{Spec, bits, code, flag, hex, number};
use super::udp::pseudo_header;

const FLAGS: &[Spec] = &[
    bits("Reserved", 4, Number, "must be 0|always 0"),
    flag("Congestion Window Reduced", "the sender slowed down|"),
    flag("ECN-Echo", "a router reported congestion|"),
    flag("Urgent", "the urgent pointer counts|the urgent pointer does not count"),
    flag("Acknowledgment", "the acknowledgment number counts|nothing is acknowledged"),
    flag("Push", "hand it to the program at once|"),
    flag("Reset", "the connection ends at once|"),
    flag("Syn", "opens the connection|"),
    flag("Fin", "the sender has nothing more to send|"),
];
const PORTS: &[Spec] = &[
    number("Source Port", 2, "which program sends it"),
    number("Destination Port", 2, "which program it is for"),
];
const NUMBERS: &[Spec] = &[
    number("Sequence Number", 4, "where these bytes stand in all that the sender sends"),
    number("Acknowledgment Number", 4, "the next byte that the sender waits for|"),
];
const REST: &[Spec] = &[
    bits("Header Length", 4, Number, "counted in words of 4 bytes: {4} bytes"),
    bits("Flags", 12, Parts(FLAGS), ""),
    number(
        "Window",
        2,
        "the other side may send {} bytes more before it must wait|the other side must wait",
    ),
    hex("Checksum", 2, ""),
    number("Urgent Pointer", 2, "where urgent bytes end|not used"),
];

/// Kind, name, what follows kind and length, and what it means.
type Kind = (usize, &'static str, &'static [Spec], &'static str);
const KIND: Spec = code("Kind", 1, &[], "");
const LENGTH: Spec = number("Length", 1, "{} bytes");
const OPTIONS: &[Kind] = &[
    (0, "End of Option List", &[], "nothing follows"),
    (1, "No-Operation", &[], "fills up, so that the next option starts where it should"),
    (
        2,
        "Maximum Segment Size",
        &[number("MSS Value", 2, "the sender takes at most {} bytes in one segment")],
        "how large a segment may be",
    ),
    (
        3,
        "Window Scale",
        &[number(
            "Shift Count",
            1,
            "each window is to be doubled so many times|windows are not doubled",
        )],
        "makes room for windows over 65,535 bytes",
    ),
    (4, "SACK Permitted", &[], "gaps may be reported one by one"),
    (
        5,
        "SACK",
        &[number("Left Edge", 4, ""), number("Right Edge", 4, "")],
        "these bytes came, although others before them are missing",
    ),
    (
        8,
        "Timestamps",
        &[
            number("Timestamp Value", 4, "the sender's clock"),
            number("Timestamp Echo Reply", 4, "the other side's clock, sent back|"),
        ],
        "measures the way there and back",
    ),
];

/// What is known of a connection from its start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// The first sequence number of the sender.
    pub iss: Option<u32>,
    /// The first sequence number of the receiver.
    pub irs: Option<u32>,
    /// By how many bits the sender's windows are shifted.
    pub window_shift: u8,
}

/// Reads the header; the octets behind it are left. `ip` is the header before it.
pub fn read(reader: &mut Reader, ip: &[u8], known: Known) -> Option<()> {
    let segment = reader.rest();
    let len = (reader.peek(12, 1)? >> 4) * 4;
    reader.group("Transmission Control Protocol", len.max(20), &mut |reader| {
        reader.header(PORTS)?;
        for (spec, start) in NUMBERS.iter().zip([known.iss, known.irs]) {
            let number = reader.number(spec)? as u32;
            if let (Some(start), true) = (start, number != 0) {
                let relative = number.wrapping_sub(start).to_string();
                let meaning = [spec.meaning.trim_end_matches('|'), ": number ", &relative].concat();
                reader.explain(0, &meaning);
            }
        }
        reader.header(REST)?;
        reader.explain(1, verdict(&[&pseudo_header(ip, segment.len()), segment]));
        let window = reader.all().get(reader.at() - 6..reader.at() - 4)?;
        let window = u64::from(window[0]) << 8 | u64::from(window[1]);
        let is_syn = segment[13] & 2 != 0;
        if known.window_shift > 0 && !is_syn && window > 0 {
            let scaled = (window << known.window_shift.min(14)).to_string();
            let meaning = [
                "as agreed at the start, this stands for ",
                &scaled,
                " bytes: so many may still come",
            ]
            .concat();
            reader.explain(2, &meaning);
        }
        if reader.left() > 0 {
            reader.group("Options", reader.left(), &mut options)?;
        }
        Some(())
    })
}

fn options(reader: &mut Reader) -> Option<()> {
    while reader.left() > 0 {
        let kind = reader.peek(0, 1)?;
        let len = if kind < 2 { 1 } else { reader.peek(1, 1)? };
        if kind >= 2 && len < 2 {
            return None;
        }
        let known = OPTIONS.iter().find(|(known, ..)| *known == kind);
        let (_, name, specs, meaning) = known.copied().unwrap_or((kind, "Unknown", &[], ""));
        reader.group(name, len, &mut |reader| {
            reader.sum_up("", meaning);
            reader.number(&KIND)?;
            if kind >= 2 {
                reader.number(&LENGTH)?;
            }
            while reader.left() > 0 && !specs.is_empty() {
                reader.header(specs)?;
            }
            Some(())
        })?;
    }
    Some(())
}

/// The shift count of a segment's Window Scale option.
pub fn window_scale(segment: &[u8]) -> Option<u8> {
    let len = usize::from(segment.get(12)? >> 4) * 4;
    let mut rest = segment.get(20..len)?;
    loop {
        rest = match rest {
            [3, 3, shift, ..] => return Some(*shift),
            [0, ..] | [] => return None,
            [1, rest @ ..] => rest,
            [_, len, ..] if *len >= 2 => rest.get(usize::from(*len)..)?,
            _ => return None,
        }
    }
}
