//! The judge: tshark reads the capture of every built-in scenario, finds nothing wrong, and sees
//! the names, requests, statuses, statements and retransmissions that the trace tells.

mod capture;
#[path = "capture/told.rs"]
mod told;

use told::{Row, SEVERITY_WARNING, Told, check_packets, rows};
use trace::{Trace, Transport, built_in};

/// What one scenario shows on purpose; anything else at this severity is a fault.
const EXPECTED_WARNINGS: &[(&str, &str)] = &[
    ("database-down", "Connection reset (RST)"),
    ("connection-refused", "Connection reset (RST)"),
    ("fault-refused", "Connection reset (RST)"),
    ("fault-reset", "Connection reset (RST)"),
    ("too-large", "TCP window specified by the receiver is now completely full"),
    ("fast-retransmit", "This frame is a (suspected) fast retransmission"),
    ("zero-window", "TCP window specified by the receiver is now completely full"),
    ("zero-window", "TCP Zero Window segment"),
];

#[test]
fn tshark_sees_what_the_trace_tells() {
    for built_in in built_in() {
        let trace = engine::simulate(&built_in.scenario);
        let rows = rows(built_in.name, &trace::pcapng(&trace));
        check_packets(built_in.name, &trace, &rows);
        check_verdicts(built_in.name, &trace, &rows);
        check_messages(built_in.name, &trace, &rows);
    }
}

#[test]
fn tshark_would_notice_one_changed_octet() {
    let trace = engine::simulate(&trace::Scenario::default());
    let mut capture = trace::pcapng(&trace);
    let alice = capture.windows(5).rposition(|octets| octets == b"Alice").expect("the answer");
    capture[alice] ^= 0x20;
    let rows = rows("changed", &capture);
    let bad: Vec<&Row> = rows.iter().filter(|row| row.checksums == ["1", "", "0"]).collect();
    assert_eq!(bad.iter().map(|row| row.status_code.as_str()).collect::<Vec<_>>(), ["200"]);
}

fn check_verdicts(name: &str, trace: &Trace, rows: &[Row]) {
    for (index, (row, packet)) in rows.iter().zip(&trace.packets).enumerate() {
        let number = index + 1;
        let sends_again =
            matches!(packet.transport, Transport::Tcp { retransmission_of: Some(_), .. });
        assert_eq!(row.is_retransmission, sends_again, "{name}: packet {number}");
        if row.severities.iter().any(|severity| *severity >= SEVERITY_WARNING) {
            let expected = EXPECTED_WARNINGS.iter().any(|(scenario, finding)| {
                *scenario == name
                    && row.findings.split(capture::AGGREGATOR).any(|found| found == *finding)
            });
            assert!(expected, "{name}: packet {number}: {}", row.findings);
        }
    }
}

fn check_messages(name: &str, trace: &Trace, rows: &[Row]) {
    let expected = Told::by_trace(trace);
    let names = trace.exchanges.iter().any(|exchange| exchange.url.address().is_none());
    assert_eq!(expected.questions.is_empty(), !names, "{name}: a name is always asked for");
    assert_eq!(Told::by_tshark(rows), expected, "{name}");
}
