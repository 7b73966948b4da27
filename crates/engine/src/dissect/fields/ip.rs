//! The headers of IPv4 (RFC 791 §3.1) and IPv6 packets (RFC 8200 §3).

use super::reader::Reader;
use super::spec::Form::{Address, Code, Hex, Number};
use super::spec::{Form, Spec, bits, code, flag, hex, number};

const PROTOCOLS: &[(u32, &str)] = &[(1, "ICMP"), (6, "TCP"), (17, "UDP"), (58, "ICMPv6")];
const ECN: &[(u32, &str)] = &[(0, "Not-ECT"), (1, "ECT(1)"), (2, "ECT(0)"), (3, "CE")];
const DSCP: Spec = bits(
    "Differentiated Services Codepoint",
    6,
    Number,
    "asks for special treatment|treated like all other packets",
);
const CONGESTION: Spec = bits(
    "Explicit Congestion Notification",
    2,
    Code(ECN),
    "routers may report congestion here|routers report congestion by dropping packets",
);
const FLAGS: &[Spec] = &[
    flag("Reserved bit", "must be 0|always 0"),
    flag("Don't fragment", "no router may cut it into pieces|a router may cut it into pieces"),
    flag("More fragments", "more pieces of this packet follow|no piece follows this one"),
];
const HEADER: &[Spec] = &[
    bits("Version", 4, Number, "IP version {}"),
    bits("Header Length", 4, Number, "counted in words of 4 bytes: {4} bytes"),
    DSCP,
    CONGESTION,
    number("Total Length", 2, "{} bytes with everything inside"),
    hex("Identification", 2, "tells which pieces belong together if it is cut"),
    bits("Flags", 3, Form::Parts(FLAGS), ""),
    bits(
        "Fragment Offset",
        13,
        Number,
        "a piece that belongs {8} bytes behind the start|the start of the packet",
    ),
    number(
        "Time to Live",
        1,
        "may pass {} more routers, then it is thrown away|may not be passed on",
    ),
    code("Protocol", 1, PROTOCOLS, "what is inside"),
    hex("Header Checksum", 2, ""),
    bits("Source Address", 32, Address, "who sends it"),
    bits("Destination Address", 32, Address, "who it is for"),
];
const HEADER_V6: &[Spec] = &[
    bits("Version", 4, Number, "IP version {}"),
    DSCP,
    CONGESTION,
    bits("Flow Label", 20, Hex, "packets of one label are kept on one way|not used"),
    number("Payload Length", 2, "{} bytes behind this header"),
    code("Next Header", 1, PROTOCOLS, "what is inside"),
    number("Hop Limit", 1, "may pass {} more routers, then it is thrown away|may not be passed on"),
];
/// Behind the checksum stand the two addresses.
const CHECKSUM_BACK: usize = 2;

/// Reads the header; what is inside is left.
pub fn read(reader: &mut Reader) -> Option<()> {
    match reader.peek(0, 1)? >> 4 {
        6 => reader.group("Internet Protocol Version 6", 40, &mut |reader| {
            reader.header(HEADER_V6)?;
            reader.address_v6("Source Address", "who sends it")?;
            reader.address_v6("Destination Address", "who it is for")
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
            reader.octets("Options", reader.left(), "")?;
        }
        Some(())
    })
}

/// What a checksum says (RFC 1071) that covers these octets, itself among them.
pub fn verdict(covered: &[&[u8]]) -> &'static str {
    let words = covered.iter().flat_map(|octets| octets.chunks(2));
    let word = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
    let mut sum = words.map(word).fold(0u64, |sum, word| sum + u64::from(word));
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    match sum {
        0xffff => "it fits: nothing was damaged on the way",
        _ => "it does not fit: something was damaged",
    }
}
