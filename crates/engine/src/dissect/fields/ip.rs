//! The headers of IPv4 (RFC 791 §3.1) and IPv6 packets (RFC 8200 §3).

use super::reader::Reader;
use super::spec::Form::{Address, Code, Hex, Number};
use super::spec::{Form, NOTHING, Spec, bits, code, flag, hex, number};
use crate::texts;
use language::Text;

const PROTOCOLS: &[(u32, &str)] = &[(1, "ICMP"), (6, "TCP"), (17, "UDP"), (58, "ICMPv6")];
const ECN: &[(u32, &str)] = &[(0, "Not-ECT"), (1, "ECT(1)"), (2, "ECT(0)"), (3, "CE")];
const DSCP: Spec =
    bits("Differentiated Services Codepoint", 6, Number, texts::ASKS_FOR_SPECIAL_TREATMENT);
const CONGESTION: Spec =
    bits("Explicit Congestion Notification", 2, Code(ECN), texts::ROUTERS_MAY_REPORT_CONGESTION);
const FLAGS: &[Spec] = &[
    flag("Reserved bit", texts::MUST_BE_0),
    flag("Don't fragment", texts::NO_ROUTER_MAY_CUT),
    flag("More fragments", texts::MORE_PIECES_OF_THIS),
];
const HEADER: &[Spec] = &[
    bits("Version", 4, Number, texts::IP_VERSION),
    bits("Header Length", 4, Number, texts::COUNTED_IN_WORDS_OF.either()),
    DSCP,
    CONGESTION,
    number("Total Length", 2, texts::BYTES_WITH_EVERYTHING_INSIDE.either()),
    hex("Identification", 2, texts::TELLS_WHICH_PIECES_BELONG),
    bits("Flags", 3, Form::Parts(FLAGS), NOTHING),
    bits("Fragment Offset", 13, Number, texts::PIECE_THAT_BELONGS_8.either()),
    number("Time to Live", 1, texts::MAY_PASS_MORE_ROUTERS.either()),
    code("Protocol", 1, PROTOCOLS, texts::WHAT_IS_INSIDE),
    hex("Header Checksum", 2, NOTHING),
    bits("Source Address", 32, Address, texts::WHO_SENDS_IT),
    bits("Destination Address", 32, Address, texts::WHO_IT_IS_FOR),
];
const HEADER_V6: &[Spec] = &[
    bits("Version", 4, Number, texts::IP_VERSION),
    DSCP,
    CONGESTION,
    bits("Flow Label", 20, Hex, texts::PACKETS_OF_ONE_LABEL),
    number("Payload Length", 2, texts::BYTES_BEHIND_THIS_HEADER.either()),
    code("Next Header", 1, PROTOCOLS, texts::WHAT_IS_INSIDE),
    number("Hop Limit", 1, texts::MAY_PASS_MORE_ROUTERS.either()),
];
/// Behind the checksum stand the two addresses.
const CHECKSUM_BACK: usize = 2;

/// Reads the header; what is inside is left.
pub fn read(reader: &mut Reader) -> Option<()> {
    match reader.peek(0, 1)? >> 4 {
        6 => reader.group("Internet Protocol Version 6", 40, &mut |reader| {
            reader.header(HEADER_V6)?;
            reader.address_v6("Source Address", texts::WHO_SENDS_IT)?;
            reader.address_v6("Destination Address", texts::WHO_IT_IS_FOR)
        }),
        _ => read_v4(reader),
    }
}

fn read_v4(reader: &mut Reader) -> Option<()> {
    let len = (reader.peek(0, 1)? & 15) * 4;
    let octets = reader.rest().get(..len.max(20))?;
    reader.group("Internet Protocol Version 4", len.max(20), &mut |reader| {
        reader.header(HEADER)?;
        reader.explain(CHECKSUM_BACK, verdict(&[octets]));
        if reader.left() > 0 {
            reader.octets("Options", reader.left(), NOTHING)?;
        }
        Some(())
    })
}

/// What a checksum says (RFC 1071) that covers these octets, itself among them.
pub fn verdict(covered: &[&[u8]]) -> Text {
    let words = covered.iter().flat_map(|octets| octets.chunks(2));
    let word = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
    let mut sum = words.map(word).fold(0u64, |sum, word| sum + u64::from(word));
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    match sum {
        0xffff => texts::IT_FITS_NOTHING_WAS,
        _ => texts::IT_DOES_NOT_FIT,
    }
}
