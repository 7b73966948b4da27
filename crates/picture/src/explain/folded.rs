//! What a folded row stands for.

use super::role_name;
use crate::catalogue::Say;
use crate::texts;
use crate::{Act, Folded, FoldedKind, Sequence};
use language::Counted;
use trace::{Phase, Role};

/// E.g. `3 messages (TCP)`.
pub fn folded(sequence: &Sequence, index: usize) -> String {
    let row = &sequence.folded[index];
    let (counted, protocol) = match (row.kind, row.act) {
        (FoldedKind::DnsHosts, _) => (texts::FOLDED_DNS_HOSTS, ""),
        (FoldedKind::Dns, _) => with_role(sequence, Role::RecursiveResolver),
        (FoldedKind::Database, _) => with_role(sequence, Role::Database),
        (FoldedKind::Connection, Act::Phase(Phase::Secure)) => (texts::FOLDED, "TLS"),
        (FoldedKind::Connection, _) => (texts::FOLDED, "TCP"),
    };
    let values = [("protocol", protocol)];
    let what = sequence.language.write_count(counted, row.count as u64, &values);
    if protocol == "TLS" { with_round_trips(sequence, row, what) } else { what }
}

fn with_role(sequence: &Sequence, role: Role) -> (Counted, &'static str) {
    (texts::FOLDED_WITH, role_name(role, sequence.language))
}

/// What a handshake costs is how often one has to wait for the other side.
fn with_round_trips(sequence: &Sequence, row: &Folded, what: String) -> String {
    match row.round_trips as u64 {
        0 => what,
        count => {
            let values = [("what", &*what)];
            sequence.language.write_count(texts::ROW_ROUND_TRIPS, count, &values)
        }
    }
}
