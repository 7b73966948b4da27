//! Which field lines of a response are stored (RFC 9111 §3.1).

use super::directives::Directives;
use crate::{Utc, http_date};
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

/// Whether a field of a message is left out of what is stored (§3.1): by its name, because
/// Connection names it, or because `no-cache` does (§5.2.2.4).
pub(super) fn is_left_out(line: &FieldLine, message: &FieldLines) -> bool {
    NOT_STORED.iter().any(|name| line.is(name))
        || message.lists("connection", &line.name)
        || Directives::of_response(message).field_names("no-cache").any(|name| line.is(name))
}

/// The field lines that are stored. A response without Date gets that of its receipt (RFC 9110
/// §6.6.1).
pub(super) fn stored_fields(message: &FieldLines, received_at: Utc) -> FieldLines {
    let kept = message.iter().filter(|line| !is_left_out(line, message)).cloned();
    let mut kept: FieldLines = kept.collect();
    if !kept.has("date") {
        let unix_s = i64::try_from(received_at.as_secs()).unwrap_or(i64::MAX);
        kept.push(FieldLine { name: "Date".to_owned(), value: http_date::text(unix_s) });
    }
    kept
}
