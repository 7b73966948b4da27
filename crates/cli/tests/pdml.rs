//! The second judge: the fields that "look inside" finds in packets have the places that tshark
//! finds them in.

use engine::{Language, inspect, simulate};
use std::path::Path;
use std::process::Command;
use trace::{Field, Inspected, IpVersion, Trace, built_in};

/// Scenarios whose packets hold every header and option that is spoken.
const SCENARIOS: &[&str] =
    &["get", "dns-dual-stack", "dns-over-tcp", "lost-response", "connection-refused"];

/// tshark's name, ours with its layer. Those that are told bit by bit stand in other places.
const FIELDS: &[(&str, &str, &str)] = &[
    ("ip.version", "Internet Protocol Version 4", "Version"),
    ("ip.hdr_len", "Internet Protocol Version 4", "Header Length"),
    ("ip.len", "Internet Protocol Version 4", "Total Length"),
    ("ip.id", "Internet Protocol Version 4", "Identification"),
    ("ip.ttl", "Internet Protocol Version 4", "Time to Live"),
    ("ip.proto", "Internet Protocol Version 4", "Protocol"),
    ("ip.checksum", "Internet Protocol Version 4", "Header Checksum"),
    ("ip.src", "Internet Protocol Version 4", "Source Address"),
    ("ip.dst", "Internet Protocol Version 4", "Destination Address"),
    ("ipv6.plen", "Internet Protocol Version 6", "Payload Length"),
    ("ipv6.nxt", "Internet Protocol Version 6", "Next Header"),
    ("ipv6.hlim", "Internet Protocol Version 6", "Hop Limit"),
    ("ipv6.src", "Internet Protocol Version 6", "Source Address"),
    ("ipv6.dst", "Internet Protocol Version 6", "Destination Address"),
    ("udp.srcport", "User Datagram Protocol", "Source Port"),
    ("udp.dstport", "User Datagram Protocol", "Destination Port"),
    ("udp.length", "User Datagram Protocol", "Length"),
    ("udp.checksum", "User Datagram Protocol", "Checksum"),
    ("tcp.srcport", "Transmission Control Protocol", "Source Port"),
    ("tcp.dstport", "Transmission Control Protocol", "Destination Port"),
    ("tcp.seq_raw", "Transmission Control Protocol", "Sequence Number"),
    ("tcp.ack_raw", "Transmission Control Protocol", "Acknowledgment Number"),
    ("tcp.hdr_len", "Transmission Control Protocol", "Header Length"),
    ("tcp.flags", "Transmission Control Protocol", "Flags"),
    ("tcp.window_size_value", "Transmission Control Protocol", "Window"),
    ("tcp.checksum", "Transmission Control Protocol", "Checksum"),
    ("tcp.urgent_pointer", "Transmission Control Protocol", "Urgent Pointer"),
    ("tcp.options.mss_val", "Transmission Control Protocol", "MSS Value"),
    ("tcp.options.wscale.shift", "Transmission Control Protocol", "Shift Count"),
    ("dns.id", "Domain Name System", "Transaction ID"),
    ("dns.flags", "Domain Name System", "Flags"),
    ("dns.count.queries", "Domain Name System", "Questions"),
    ("dns.count.answers", "Domain Name System", "Answer RRs"),
    ("dns.count.auth_rr", "Domain Name System", "Authority RRs"),
    ("dns.count.add_rr", "Domain Name System", "Additional RRs"),
    ("dns.resp.ttl", "Domain Name System", "Time to live"),
    ("dns.a", "Domain Name System", "Address"),
    ("dns.aaaa", "Domain Name System", "AAAA Address"),
    ("dns.ns", "Domain Name System", "Name Server"),
    ("dns.cname", "Domain Name System", "CNAME"),
    ("dns.rr.udp_payload_size", "Domain Name System", "UDP payload size"),
];

/// Where a field stands, and how many octets it takes.
type Place = (u32, u32);

#[test]
fn fields_stand_where_tshark_finds_them() {
    let mut n_compared = 0;
    for name in SCENARIOS {
        let built_in = built_in().into_iter().find(|built_in| built_in.name == *name);
        let trace = simulate(&built_in.unwrap_or_else(|| panic!("no scenario {name}")).scenario);
        for (packet, text) in trace.packets.iter().zip(packets(name, &trace)) {
            let dissection = inspect(&trace, Inspected::Packet(packet.id), Language::ENGLISH);
            // tshark also reads the start of a message whose end is in another packet.
            let mut parts = Vec::new();
            let layers = || dissection.view.layers.iter();
            layers().for_each(|layer| collect(&layer.fields, "Part of a message", &mut parts));
            // It names some fields of IPv6 as those of IPv4, besides their own names.
            let is_v6 = packet.ip_version == IpVersion::V6;
            let is_read = |layer: &str| {
                (parts.is_empty() || layer != "Domain Name System")
                    && !(is_v6 && layer == "Internet Protocol Version 4")
            };
            for (theirs, layer, ours) in FIELDS.iter().filter(|(_, layer, _)| is_read(layer)) {
                let found = places_in(&text, theirs);
                let fields = layers().filter(|known| known.name == *layer);
                let mut expected = Vec::new();
                fields.for_each(|layer| collect(&layer.fields, ours, &mut expected));
                assert_eq!(found, expected, "{name}: {theirs} of packet {}", packet.id.0 + 1);
                n_compared += found.len();
            }
        }
    }
    assert!(n_compared > 1_000, "{n_compared} fields were compared");
}

fn collect(fields: &[Field], name: &str, places: &mut Vec<Place>) {
    for field in fields {
        if field.name == name {
            places.push((field.range.start, field.range.end - field.range.start));
        }
        collect(&field.children, name, places);
    }
}

/// The places of a field in one packet of a PDML document.
fn places_in(packet: &str, name: &str) -> Vec<Place> {
    let fields = packet.match_indices("<field ").map(|(at, _)| &packet[at..]);
    let tags = fields.map(|rest| rest.split('>').next().unwrap_or_default());
    let own = tags.filter(|tag| attribute(tag, "name") == Some(name));
    let number = |tag, attribute_name| attribute(tag, attribute_name)?.parse().ok();
    own.filter_map(|tag| Some((number(tag, "pos")?, number(tag, "size")?))).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// What tshark says of each packet.
fn packets(name: &str, trace: &Trace) -> Vec<String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let path = directory.join(format!("pdml-{name}.pcapng"));
    std::fs::write(&path, trace::pcapng(trace)).expect("the directory for tests can be written to");
    let tshark = std::env::var("ROUNDTRIP_TSHARK").unwrap_or_else(|_| "tshark".to_owned());
    let mut command = Command::new(&tshark);
    command.env("WIRESHARK_CONFIG_DIR", directory).arg("-r").arg(&path).args(["-T", "pdml"]);
    // Messages that go over several segments are told where they end, in a place of their own.
    command.args(["-o", "tcp.desegment_tcp_streams:FALSE"]);
    let output = command.output().unwrap_or_else(|error| {
        panic!("{tshark} does not start ({error}); this test needs Wireshark's tshark")
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("tshark writes UTF-8");
    text.split("<packet>").skip(1).map(str::to_owned).collect()
}
