//! What tshark sees in a capture, and what a trace tells: packet by packet, and as what is said.

use crate::capture;
use trace::{Content, IpVersion, Message, Packet, SqlResult, SqlStatement, Trace, Transport};

/// `PI_WARN` of Wireshark.
pub const SEVERITY_WARNING: u32 = 0x0060_0000;

/// The columns, in the order of [`Row`].
const FIELDS: [&str; 19] = [
    "frame.time_epoch",
    "ip.checksum.status",
    "udp.checksum.status",
    "tcp.checksum.status",
    "dns.flags.response",
    "dns.qry.name",
    "http.request.method",
    "http.request.uri",
    "http.response.code",
    "http2.headers.method",
    "http2.headers.path",
    "http2.headers.status",
    "pgsql.query",
    "pgsql.val.data",
    "pgsql.message",
    "tcp.analysis.retransmission",
    "_ws.malformed",
    "_ws.expert.severity",
    "_ws.expert.message",
];

/// What tshark says of one packet; empty where it says nothing.
pub struct Row {
    at_s: String,
    /// Of IP, UDP and TCP.
    pub checksums: [String; 3],
    dns: [String; 2],
    request: [String; 2],
    pub status_code: String,
    /// Methods, paths and status codes of HTTP/2: several go into one packet.
    http2: [String; 3],
    sql: [String; 3],
    pub is_retransmission: bool,
    malformed: String,
    pub severities: Vec<u32>,
    pub findings: String,
}

impl Row {
    fn from_columns(columns: Vec<String>) -> Self {
        let columns: [String; FIELDS.len()] = columns.try_into().expect("one column a field");
        let [
            at_s,
            ip,
            udp,
            tcp,
            is_answer,
            name,
            method,
            uri,
            code,
            http2_method,
            http2_path,
            http2_status,
            query,
            values,
            error,
            again,
            malformed,
            severities,
            findings,
        ] = columns;
        let severities = severities.split(capture::AGGREGATOR).filter(|text| !text.is_empty());
        Self {
            at_s,
            checksums: [ip, udp, tcp],
            dns: [is_answer, name],
            request: [method, uri],
            status_code: code,
            http2: [http2_method, http2_path, http2_status],
            sql: [query, values, error],
            is_retransmission: !again.is_empty(),
            malformed,
            severities: severities.map(|text| text.parse().expect("a number")).collect(),
            findings,
        }
    }
}

/// Checks that a capture has the packets of a trace, at the same instants, undamaged.
#[track_caller]
pub fn check_packets(name: &str, trace: &Trace, rows: &[Row]) {
    assert_eq!(rows.len(), trace.packets.len(), "{name}: packets");
    for (index, (row, packet)) in rows.iter().zip(&trace.packets).enumerate() {
        let number = index + 1;
        assert_eq!(row.at_s, instant(trace, packet), "{name}: instant of packet {number}");
        // The header of IPv6 has none.
        let of_ip = if packet.ip_version == IpVersion::V4 { "1" } else { "" };
        let good = match &packet.transport {
            Transport::Udp { .. } => [of_ip, "1", ""],
            Transport::Tcp { .. } => [of_ip, "", "1"],
            Transport::Other(protocol) => panic!("{name}: IP protocol {protocol}"),
        };
        assert_eq!(row.checksums, good, "{name}: checksums of packet {number}");
        assert_eq!(row.malformed, "", "{name}: packet {number}");
    }
}

/// The values of a field that occurs several times.
fn all_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(capture::AGGREGATOR).filter(|value| !value.is_empty())
}

/// What is said in one exchange after the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub questions: Vec<String>,
    pub answers: Vec<String>,
    pub requests: Vec<String>,
    pub status_codes: Vec<String>,
    /// The text, and the values of the parameters.
    pub statements: Vec<String>,
    /// The values of all rows, or why there are none; statements without either are left out.
    pub results: Vec<String>,
}

impl Told {
    /// By a trace.
    pub fn by_trace(trace: &Trace) -> Self {
        let mut told = Self::default();
        trace.messages.iter().for_each(|message| told.note(message));
        told
    }

    /// By tshark.
    pub fn by_tshark(rows: &[Row]) -> Self {
        let mut found = Self::default();
        for row in rows {
            let [is_answer, dns_name] = row.dns.clone();
            match is_answer.as_str() {
                "" => {}
                "0" => found.questions.push(dns_name),
                _ => found.answers.push(dns_name),
            }
            let [http2_methods, paths, http2_status_codes] = row.http2.each_ref();
            let [methods, targets] = row.request.each_ref();
            for (methods, targets) in [(methods, targets), (http2_methods, paths)] {
                let requests = all_of(methods).zip(all_of(targets));
                let requests = requests.map(|(method, target)| format!("{method} {target}"));
                found.requests.extend(requests);
            }
            let status_codes = [&row.status_code, http2_status_codes];
            found.status_codes.extend(
                status_codes.into_iter().flat_map(|codes| all_of(codes)).map(str::to_owned),
            );
            let [query, values, error] = &row.sql;
            if !query.is_empty() {
                found.statements.push(format!("{query} {values}"));
            } else if !values.is_empty() || !error.is_empty() {
                found.results.push(format!("{values}{error}"));
            }
        }
        found
    }

    fn note(&mut self, message: &Message) {
        match &message.content {
            Content::DnsQuery { name, .. } => self.questions.push(name.clone()),
            Content::DnsResponse { name, .. } => self.answers.push(name.clone()),
            Content::HttpRequest { method, target, .. } => {
                self.requests.push(format!("{method} {target}"));
            }
            Content::HttpResponse { status_code, .. } => {
                self.status_codes.push(status_code.to_string());
            }
            Content::SqlStatement(SqlStatement { text, parameters }) => {
                self.statements.push(format!("{text} {}", octets_of(parameters)));
            }
            Content::SqlResult(SqlResult::Rows { rows, .. }) if !rows.is_empty() => {
                self.results.push(octets_of(rows.iter().flatten()));
            }
            Content::SqlResult(SqlResult::Failed { reason }) => self.results.push(reason.clone()),
            Content::Tls { .. } | Content::Http2Control { .. } | Content::SqlResult(_) => {}
        }
    }
}

/// Values in hexadecimal, as tshark prints them; it leaves NULL out.
fn octets_of<'a>(literals: impl IntoIterator<Item = &'a String>) -> String {
    let values = literals.into_iter().filter(|literal| *literal != "NULL");
    let hexadecimal = values.map(|literal| {
        let text = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let text = text.map_or_else(|| literal.clone(), |text| text.replace("''", "'"));
        text.bytes().map(|octet| format!("{octet:02x}")).collect::<String>()
    });
    hexadecimal.collect::<Vec<_>>().join("|")
}

/// Seconds since 1970 with nine decimals, as tshark prints them.
fn instant(trace: &Trace, packet: &Packet) -> String {
    let (seconds, rest) = (packet.sent_at.0 / 1_000_000_000, packet.sent_at.0 % 1_000_000_000);
    format!("{}.{rest:09}", trace.scenario.starts_at_unix_s + seconds as i64)
}

/// What tshark says of each packet.
pub fn rows(name: &str, capture: &[u8]) -> Vec<Row> {
    capture::columns(name, capture, &FIELDS).into_iter().map(Row::from_columns).collect()
}
