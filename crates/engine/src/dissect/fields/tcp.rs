//! The header of a TCP segment (RFC 9293 §3.1) with its options.

use super::ip::verdict;
use super::reader::Reader;
use super::spec::Form::{Number, Parts};
use super::spec::{NOTHING, Spec, bits, code, flag, hex, meaning_of, number};
use super::udp::pseudo_header;
use crate::texts;
use language::Text;

const FLAGS: &[Spec] = &[
    bits("Reserved", 4, Number, texts::MUST_BE_0),
    flag("Congestion Window Reduced", texts::SENDER_SLOWED_DOWN),
    flag("ECN-Echo", texts::ROUTER_REPORTED_CONGESTION),
    flag("Urgent", texts::URGENT_POINTER_COUNTS),
    flag("Acknowledgment", texts::ACKNOWLEDGMENT_NUMBER_COUNTS),
    flag("Push", texts::HAND_IT_TO_THE),
    flag("Reset", texts::CONNECTION_ENDS_AT_ONCE),
    flag("Syn", texts::OPENS_THE_CONNECTION),
    flag("Fin", texts::SENDER_HAS_NOTHING_MORE),
];
const PORTS: &[Spec] = &[
    number("Source Port", 2, texts::WHICH_PROGRAM_SENDS_IT),
    number("Destination Port", 2, texts::WHICH_PROGRAM_IT_IS),
];
const NUMBERS: &[Spec] = &[
    number("Sequence Number", 4, texts::WHERE_THESE_BYTES_STAND),
    number("Acknowledgment Number", 4, texts::NEXT_BYTE_THAT_THE),
];
const REST: &[Spec] = &[
    bits("Header Length", 4, Number, texts::COUNTED_IN_WORDS_OF.either()),
    bits("Flags", 12, Parts(FLAGS), NOTHING),
    number("Window", 2, texts::OTHER_SIDE_MAY_SEND.either()),
    hex("Checksum", 2, NOTHING),
    number("Urgent Pointer", 2, texts::WHERE_URGENT_BYTES_END),
];

/// Kind, name, what follows kind and length, and what it means.
type Kind = (usize, &'static str, &'static [Spec], Text);
const KIND: Spec = code("Kind", 1, &[], NOTHING);
const LENGTH: Spec = number("Length", 1, texts::N_BYTES.either());
const OPTIONS: &[Kind] = &[
    (0, "End of Option List", &[], texts::NOTHING_FOLLOWS),
    (1, "No-Operation", &[], texts::FILLS_UP_SO_THAT),
    (
        2,
        "Maximum Segment Size",
        &[number("MSS Value", 2, texts::SENDER_TAKES_AT_MOST.either())],
        texts::HOW_LARGE_A_SEGMENT,
    ),
    (
        3,
        "Window Scale",
        &[number("Shift Count", 1, texts::EACH_WINDOW_IS_TO)],
        texts::MAKES_ROOM_FOR_WINDOWS,
    ),
    (4, "SACK Permitted", &[], texts::GAPS_MAY_BE_REPORTED),
    (
        5,
        "SACK",
        &[number("Left Edge", 4, NOTHING), number("Right Edge", 4, NOTHING)],
        texts::THESE_BYTES_CAME_ALTHOUGH,
    ),
    (
        8,
        "Timestamps",
        &[
            number("Timestamp Value", 4, texts::SENDER_CLOCK),
            number("Timestamp Echo Reply", 4, texts::OTHER_SIDE_CLOCK_SENT),
        ],
        texts::MEASURES_THE_WAY_THERE,
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
                let meaning = meaning_of(spec.meaning, number.into(), reader.language());
                let values = [("meaning", &*meaning), ("number", &relative)];
                let said = reader.language().fill(texts::RELATIVE_NUMBER, &values);
                reader.explain_in_words(0, said);
            }
        }
        reader.header(REST)?;
        reader.explain(1, verdict(&[&pseudo_header(ip, segment.len()), segment]));
        let window = reader.all().get(reader.at() - 6..reader.at() - 4)?;
        let window = u64::from(window[0]) << 8 | u64::from(window[1]);
        if known.window_shift > 0 && window > 0 {
            let scaled = window << known.window_shift;
            let said = reader.language().count(texts::SCALED_WINDOW, scaled);
            reader.explain_in_words(2, said);
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
        let (_, name, specs, meaning) = known.copied().unwrap_or((kind, "Unknown", &[], NOTHING));
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
