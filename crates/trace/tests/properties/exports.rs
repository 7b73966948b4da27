//! The exports: pcapng and JSON.

use crate::strategies;
use proptest::prelude::*;
use trace::*;

proptest! {
    #![proptest_config(strategies::cases(128))]

    #[test]
    fn a_capture_holds_the_packets(trace in strategies::trace_with_packets()) {
        let start_ns = trace.scenario.starts_at_unix_s as u64 * 1_000_000_000;
        let mut packets: Vec<&Packet> = trace.packets.iter().collect();
        packets.sort_by_key(|packet| packet.sent_at);
        let expected = packets.iter().map(|packet| Captured {
            interface: format!("{}/{}",
                trace.host(trace.link(packet.link).ends[0]).role.name(),
                trace.host(trace.link(packet.link).ends[1]).role.name()),
            at_ns: start_ns + packet.sent_at.0,
            octets: trace.octets.slice(packet.octets).to_vec(),
            is_lost: packet.received_at.is_none(),
        });
        let capture = read_capture(&pcapng(&trace));
        prop_assert_eq!(capture.packets, expected.collect::<Vec<_>>());
        let mut links: Vec<LinkId> = trace.packets.iter().map(|packet| packet.link).collect();
        links.sort();
        links.dedup();
        prop_assert_eq!(capture.interfaces.len(), links.len());
    }

    #[test]
    fn json_holds_the_whole_trace(trace in strategies::trace()) {
        let json: serde_json::Value = serde_json::from_str(&trace_to_json(&trace)).unwrap();
        let member = |name: &str| json[name].clone();
        prop_assert_eq!(member("version"), 4);
        let read = Trace {
            scenario: scenario_from_json(&member("scenario").to_string()).unwrap(),
            hosts: serde_json::from_value(member("hosts")).unwrap(),
            links: serde_json::from_value(member("links")).unwrap(),
            octets: serde_json::from_value(member("octets")).unwrap(),
            packets: serde_json::from_value(member("packets")).unwrap(),
            messages: serde_json::from_value(member("messages")).unwrap(),
            stages: serde_json::from_value(member("stages")).unwrap(),
            fetches: serde_json::from_value(member("fetches")).unwrap(),
            exchanges: serde_json::from_value(member("exchanges")).unwrap(),
            key_log: serde_json::from_value(member("key_log")).unwrap(),
            events: serde_json::from_value(member("events")).unwrap(),
            tables: serde_json::from_value(member("tables")).unwrap(),
            endpoints: serde_json::from_value(member("endpoints")).unwrap(),
            booted_at: serde_json::from_value(member("booted_at")).unwrap(),
            ended_at: serde_json::from_value(member("ended_at")).unwrap(),
            trailers: serde_json::from_value(member("trailers")).unwrap(),
            // Left out where there is none.
            cookie_changes: serde_json::from_value(member("cookie_changes")).unwrap_or_default(),
            memory_changes: serde_json::from_value(member("memory_changes")).unwrap_or_default(),
            recorded: serde_json::from_value(member("recorded")).unwrap_or_default(),
        };
        prop_assert_eq!(read, trace);
    }
}

#[derive(Default)]
struct Capture {
    interfaces: Vec<String>,
    key_log: String,
    packets: Vec<Captured>,
}

#[derive(Debug, PartialEq, Eq)]
struct Captured {
    interface: String,
    at_ns: u64,
    octets: Vec<u8>,
    is_lost: bool,
}

/// A tiny reader of little-endian pcapng, strict about lengths and padding.
fn read_capture(file: &[u8]) -> Capture {
    let mut capture = Capture::default();
    let mut rest = file;
    while !rest.is_empty() {
        let length = u32_at(rest, 4) as usize;
        assert!(length.is_multiple_of(4) && length >= 12, "block of {length} octets");
        let (block, after) = rest.split_at(length);
        assert_eq!(u32_at(block, length - 4) as usize, length, "the two lengths of a block agree");
        let body = &block[8..length - 4];
        match u32_at(block, 0) {
            0x0A0D_0D0A => {
                assert_eq!(rest.len(), file.len(), "the section header comes first");
                assert_eq!(body[..8], [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0]);
                assert_eq!(options(&body[16..]), [(4, b"Roundtrip".to_vec())]);
            }
            1 => {
                assert_eq!(body[..8], [101, 0, 0, 0, 0, 0, 0, 0], "raw IP, no snap length");
                let options = options(&body[8..]);
                assert_eq!(options[2], (9, vec![9]), "nanoseconds");
                capture.interfaces.push(String::from_utf8(options[0].1.clone()).unwrap());
            }
            6 => {
                let (captured, original) = (u32_at(body, 12) as usize, u32_at(body, 16) as usize);
                assert_eq!(captured, original);
                let end = 20 + captured.next_multiple_of(4);
                assert!(body[20 + captured..end].iter().all(|octet| *octet == 0));
                capture.packets.push(Captured {
                    interface: capture.interfaces[u32_at(body, 0) as usize].clone(),
                    at_ns: u64::from(u32_at(body, 4)) << 32 | u64::from(u32_at(body, 8)),
                    octets: body[20..20 + captured].to_vec(),
                    is_lost: end < body.len() && options(&body[end..])[0].1.starts_with(b"lost"),
                });
            }
            0x0A => {
                assert_eq!(u32_at(body, 0), 0x544c_534b, "a TLS key log");
                let length = u32_at(body, 4) as usize;
                assert_eq!(body.len(), 8 + length.next_multiple_of(4));
                capture.key_log = String::from_utf8(body[8..8 + length].to_vec()).unwrap();
            }
            kind => panic!("a block of kind {kind} is not ours"),
        }
        rest = after;
    }
    capture
}

fn options(mut rest: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let mut options = Vec::new();
    loop {
        let code = u16::from_le_bytes([rest[0], rest[1]]);
        let length = usize::from(u16::from_le_bytes([rest[2], rest[3]]));
        if code == 0 {
            assert_eq!((length, rest.len()), (0, 4), "the end of options ends the block");
            return options;
        }
        options.push((code, rest[4..4 + length].to_vec()));
        rest = &rest[4 + length.next_multiple_of(4)..];
    }
}

fn u32_at(octets: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(octets[at..at + 4].try_into().unwrap())
}
