//! What packets carry: one DNS, HTTP or SQL message each, dissected from the octets.

use crate::{ExchangeId, FieldLine, FieldLines, HostId, Instant, OctetRange, PacketId};
use serde::{Deserialize, Serialize};

/// Points at a [`Message`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageId(pub u32);

/// Where an element of the picture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Provenance {
    /// Computed: octets that a real protocol implementation produced.
    RealBytes,
    /// A delay or a hop that we chose.
    Modelled,
    /// A time that the browser measured.
    Measured,
    /// The browser knows, and does not tell.
    Hidden,
}

/// One message of an application protocol on its way from one host to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its own id.
    pub id: MessageId,
    /// Who sent it.
    pub from: HostId,
    /// Whom it was sent to.
    pub to: HostId,
    /// When its first octet was given to the link.
    pub sent_at: Instant,
    /// When its last octet arrived; `None` if it never did.
    pub received_at: Option<Instant>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The exchange it is part of.
    pub exchange: Option<ExchangeId>,
    /// Its octets in the arena, in order.
    pub octets: Vec<OctetRange>,
    /// The packets that carried it, without those that repeat one; empty on a modelled hop.
    pub packets: Vec<PacketId>,
    /// What it says.
    pub content: Content,
}

/// The trailer section of a message, which comes behind its content (RFC 9110 §6.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trailers {
    /// The message.
    pub message: MessageId,
    /// The field lines, in order; never empty.
    pub field_lines: FieldLines,
}

/// What a message says. Text that is not UTF-8 is shown with replacement characters; the octets
/// are in [`Message::octets`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A DNS query (RFC 1035 §4).
    DnsQuery {
        /// The ID that joins query and response.
        id: u16,
        /// QNAME, without the final dot.
        name: String,
        /// QTYPE, e.g. `A`.
        kind: String,
    },
    /// A DNS response (RFC 1035 §4).
    DnsResponse {
        /// The ID that joins query and response.
        id: u16,
        /// QNAME, without the final dot.
        name: String,
        /// QTYPE, e.g. `A`.
        kind: String,
        /// RCODE, e.g. `NOERROR`, `NXDOMAIN`.
        response_code: String,
        /// What the header says besides.
        flags: DnsFlags,
        /// The Answer section.
        answers: Vec<DnsAnswer>,
        /// The Authority section: whom to ask instead, or who says that there is nothing.
        authority: Vec<DnsAnswer>,
        /// The Additional section without OPT: the addresses of those to ask (glue).
        additional: Vec<DnsAnswer>,
    },
    /// An HTTP request (RFC 9112 §3).
    HttpRequest {
        /// The method, e.g. `GET`.
        method: String,
        /// The request target, e.g. `/users/42?fields=name`.
        target: String,
        /// The version, e.g. `HTTP/1.1`.
        version: String,
        /// The header section, in order.
        field_lines: FieldLines,
        /// The content, as ranges of the arena, without chunk framing.
        body: Vec<OctetRange>,
    },
    /// An HTTP response (RFC 9112 §4).
    HttpResponse {
        /// The version, e.g. `HTTP/1.1`.
        version: String,
        /// The status code, e.g. 200.
        status_code: u16,
        /// The reason phrase, e.g. `OK`.
        reason_phrase: String,
        /// The header section, in order.
        field_lines: FieldLines,
        /// The content, as ranges of the arena, without chunk framing.
        body: Vec<OctetRange>,
    },
    /// TLS handshake messages and alerts that one side sent together: a flight (RFC 8446 §2).
    Tls {
        /// What the flight consists of, in order.
        messages: Vec<TlsMessage>,
    },
    /// HTTP/2 frames that one side sent together and that are no part of a request or response:
    /// they control the connection and its streams (RFC 9113 §6).
    Http2Control {
        /// The frames, in order.
        frames: Vec<Http2Frame>,
    },
    /// An SQL statement from origin server to database.
    SqlStatement(SqlStatement),
    /// What the database answers.
    SqlResult(SqlResult),
}

impl Content {
    /// Whether it is a message in HTTP/2: it has fields in frames, no first line and no blank line
    /// (RFC 9113 §8.1).
    pub fn is_http2(&self) -> bool {
        match self {
            Self::HttpRequest { version, .. } | Self::HttpResponse { version, .. } => {
                version == "HTTP/2"
            }
            Self::DnsQuery { .. }
            | Self::DnsResponse { .. }
            | Self::Tls { .. }
            | Self::Http2Control { .. }
            | Self::SqlStatement(_)
            | Self::SqlResult(_) => false,
        }
    }
}

/// Flags of a DNS response (RFC 1035 §4.1.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsFlags {
    /// AA: the sender holds the zone.
    pub authoritative_answer: bool,
    /// TC: the answer does not fit; ask again over TCP.
    pub truncated: bool,
    /// RA: the sender asks others where it has to.
    pub recursion_available: bool,
}

/// One resource record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsAnswer {
    /// The owner name, without the final dot.
    pub name: String,
    /// TYPE, e.g. `A`.
    pub kind: String,
    /// TTL in seconds.
    pub ttl_s: u32,
    /// RDATA in presentation format, e.g. `93.184.216.34`.
    pub value: String,
}

/// One handshake message or alert of TLS (RFC 8446 §4, §6), or the empty ChangeCipherSpec record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsMessage {
    /// Its name, e.g. `ClientHello`, `Alert`.
    pub name: String,
    /// Whether an eavesdropper sees only ciphertext.
    pub is_encrypted: bool,
    /// What it says, as far as it is shown: e.g. `server_name`, `cipher_suite`.
    pub details: Vec<FieldLine>,
}

/// One frame of HTTP/2 that controls a connection or a stream (RFC 9113 §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Http2Frame {
    /// Its type, e.g. `SETTINGS`, and `ACK` where it only confirms; or `connection preface`.
    pub name: String,
    /// The stream that it is about; 0 for the connection.
    pub stream: u32,
    /// What it says, e.g. `INITIAL_WINDOW_SIZE`.
    pub details: Vec<FieldLine>,
}

/// An SQL statement with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqlStatement {
    /// The text, with `$1`, `$2`, … where parameters go.
    pub text: String,
    /// The parameters as SQL literals, e.g. `42`, `'Alice'`, `NULL`.
    pub parameters: Vec<String>,
}

impl SqlStatement {
    /// What the text says in place of its parameters: `$1`, `$2`, …; the first and the last where
    /// there are many. `None` where there is none.
    pub fn placeholders(&self) -> Option<String> {
        match self.parameters.len() {
            0 => None,
            1 => Some("$1".to_owned()),
            2 => Some("$1, $2".to_owned()),
            count => Some(format!("$1 … ${count}")),
        }
    }

    /// The text with every parameter in its place: what the course diagram shows.
    pub fn with_values_in_place(&self) -> String {
        let mut shown = String::with_capacity(self.text.len());
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find('$') {
            shown.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number = rest[..digits].parse::<usize>().ok();
            match number.and_then(|n| self.parameters.get(n.wrapping_sub(1))) {
                Some(value) => shown.push_str(value),
                None => {
                    shown.push('$');
                    shown.push_str(&rest[..digits]);
                }
            }
            rest = &rest[digits..];
        }
        shown.push_str(rest);
        shown
    }
}

/// The database's answer to one statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SqlResult {
    /// Rows of a `SELECT` or of a `RETURNING` clause.
    Rows {
        /// Column names, left to right.
        columns: Vec<String>,
        /// One vector a row, values as SQL literals.
        rows: Vec<Vec<String>>,
    },
    /// How many rows a statement changed.
    Changed {
        /// The number of rows.
        rows: u64,
    },
    /// The statement failed.
    Failed {
        /// Why, in our own words.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_in_their_places() {
        let check = |text: &str, parameters: &[&str], shown: &str| {
            let parameters = parameters.iter().map(|p| p.to_string()).collect();
            let statement = SqlStatement { text: text.to_owned(), parameters };
            assert_eq!(statement.with_values_in_place(), shown);
        };
        check("SELECT * FROM users WHERE id=$1", &["42"], "SELECT * FROM users WHERE id=42");
        check("VALUES ($2, $1)", &["1", "'$1'"], "VALUES ('$1', 1)");
        check("$ $0 $3 $99999999999999999999", &["1"], "$ $0 $3 $99999999999999999999");
    }
}
