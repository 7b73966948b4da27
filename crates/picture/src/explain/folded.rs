//! What a folded row stands for.

use super::host_name;
use crate::catalogue::Key;
use crate::{Act, Folded, FoldedKind, Sequence};
use trace::{Phase, Role};

/// E.g. `3 messages (TCP)`.
pub fn folded(sequence: &Sequence, index: usize) -> String {
    let row = &sequence.folded[index];
    let (one, many, protocol) = match (row.kind, row.act) {
        (FoldedKind::DnsHosts, _) => (Key::FoldedDnsHostsOne, Key::FoldedDnsHostsMany, ""),
        (FoldedKind::Dns, _) => with_role(sequence, Role::RecursiveResolver),
        (FoldedKind::Database, _) => with_role(sequence, Role::Database),
        (FoldedKind::Connection, Act::Phase(Phase::Secure)) => {
            (Key::FoldedOne, Key::FoldedMany, "TLS")
        }
        (FoldedKind::Connection, _) => (Key::FoldedOne, Key::FoldedMany, "TCP"),
    };
    let key = if row.count == 1 { one } else { many };
    let values = [("count", &*row.count.to_string()), ("protocol", protocol)];
    let what = sequence.language.write(key, &values);
    if protocol == "TLS" { with_round_trips(sequence, row, what) } else { what }
}

fn with_role(sequence: &Sequence, role: Role) -> (Key, Key, &'static str) {
    let host = sequence.trace.hosts.iter().find(|host| host.role == role);
    let word = host.map_or("", |host| host_name(&sequence.trace, host.id, sequence.language));
    (Key::FoldedWithOne, Key::FoldedWithMany, word)
}

/// What a handshake costs is how often one has to wait for the other side.
fn with_round_trips(sequence: &Sequence, row: &Folded, what: String) -> String {
    let key = match row.round_trips {
        0 => return what,
        1 => Key::RowRoundTrip,
        _ => Key::RowRoundTrips,
    };
    let values = [("what", &*what), ("count", &*row.round_trips.to_string())];
    sequence.language.write(key, &values)
}
