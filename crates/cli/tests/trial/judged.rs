//! What tshark says of a random scenario.

use crate::told::{SEVERITY_WARNING, Told, check_packets, rows};
use trace::{Failure, Outcome, Scenario, Trace, Transport};

/// What tshark finds only where a capture lacks packets, or has some that nobody could have sent.
const IMPOSSIBLE: &[&str] = &[
    "ACKed segment that wasn't captured",
    "Previous segment(s) not captured",
    "Malformed",
    "retransmission with different content",
];

/// Compares what tshark sees with what the trace tells.
pub fn check(name: &str, scenario: &Scenario) {
    let trace = engine::simulate(scenario);
    let rows = rows(name, &trace::pcapng(&trace));
    check_packets(name, &trace, &rows);
    for (index, (row, packet)) in rows.iter().zip(&trace.packets).enumerate() {
        let (number, findings) = (index + 1, &row.findings);
        let impossible = IMPOSSIBLE.iter().find(|finding| findings.contains(**finding));
        assert_eq!(impossible, None, "packet {number}: {findings}");
        let is_error = row.severities.iter().any(|severity| *severity > SEVERITY_WARNING);
        assert!(!is_error, "packet {number}: {findings}");
        let sends_again =
            matches!(packet.transport, Transport::Tcp { retransmission_of: Some(_), .. });
        assert_eq!(row.is_retransmission, sends_again, "packet {number}: {findings}");
    }
    if is_whole(&trace) {
        let [found, told] = [Told::by_tshark(&rows), Told::by_trace(&trace)].map(sorted);
        assert_eq!(found, told, "{name}: tshark on the left, the trace on the right");
    }
}

/// In an order that does not depend on when a message is told: at its start, or once it is whole.
fn sorted(mut told: Told) -> Told {
    let Told { questions, answers, requests, status_codes, statements, results } = &mut told;
    for said in [questions, answers, requests, status_codes, statements, results] {
        said.sort();
    }
    told
}

/// Whether every message came to its end: tshark says nothing of others.
fn is_whole(trace: &Trace) -> bool {
    trace.exchanges.iter().all(|exchange| match &exchange.outcome {
        Some(Outcome::Answered(_)) => true,
        Some(Outcome::Failed(failure)) => matches!(
            failure,
            Failure::NameNotFound { .. }
                | Failure::NoAddress { .. }
                | Failure::ResolverFailed { .. }
                | Failure::ResolveTimedOut
                | Failure::NoRoute { .. }
                | Failure::ConnectionRefused { .. }
                | Failure::ConnectTimedOut
                | Failure::CertificateExpired { .. }
                | Failure::CertificateWrongName { .. }
                | Failure::CertificateUnknownIssuer { .. }
                | Failure::NoCommonProtocol
        ),
        None => false,
    })
}
