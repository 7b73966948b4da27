//! Which field lines of a response are stored (RFC 9111 §3.1).

use super::directives::Directives;
use crate::{Utc, http_date};
use std::collections::BTreeSet;
use trace::{FieldLine, FieldLines};

/// Fields that concern a connection or a proxy, and are never stored (§3.1, RFC 9110 §7.6.1).
const NOT_STORED: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The names of the fields of a message that are left out of what is stored (§3.1): by themselves,
/// because Connection names them, or because `no-cache` does (§5.2.2.4).
pub(super) struct LeftOut(BTreeSet<String>);

impl LeftOut {
    pub fn of(message: &FieldLines) -> Self {
        let directives = Directives::of_response(message);
        let by_name = NOT_STORED.into_iter().chain(message.members("connection"));
        let names = by_name.chain(directives.field_names("no-cache"));
        Self(names.map(str::to_ascii_lowercase).collect())
    }

    pub fn has(&self, line: &FieldLine) -> bool {
        self.0.contains(&line.name.to_ascii_lowercase())
    }
}

/// The field lines that are stored. A response without Date gets that of its receipt (RFC 9110
/// §6.6.1).
pub(super) fn stored_fields(message: &FieldLines, received_at: Utc) -> FieldLines {
    let left_out = LeftOut::of(message);
    let mut kept: FieldLines = message.iter().filter(|line| !left_out.has(line)).cloned().collect();
    if !kept.has("date") {
        let unix_s = i64::try_from(received_at.as_secs()).unwrap_or(i64::MAX);
        kept.push(FieldLine { name: "Date".to_owned(), value: http_date::text(unix_s) });
    }
    kept
}
