//! TLS 1.3 records (RFC 8446 §5), read and decrypted with the key log, as a capture program does.
//!
//! What is not application data becomes flights of handshake messages and alerts; application data
//! becomes a text again, for HTTP to be read out of. An AEAD ciphertext has its octets in the places
//! of the plaintext's, so each decrypted octet still knows the packet that carried it.

use super::reassembled::{FoundMessage, Reassembled};
use super::streams::Piece;
use super::tls_keys::{KeyLog, Keys, Suite};
use crate::recorder::TappedPacket;
use std::ops::Range;
use trace::{Content, FieldLine, Octets, TlsMessage};

const HEADER_LEN: usize = 5;
const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
/// The content type of handshake messages.
pub const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
const FINISHED: u8 = 20;

/// Both sides of a TLS connection, taken apart.
pub struct Opened {
    /// Handshake messages and alerts, one message a flight.
    pub flights: Vec<FoundMessage>,
    /// What the client said inside.
    pub client: Reassembled,
    /// What the server said inside.
    pub server: Option<Reassembled>,
}

/// Whether a text starts like TLS: a handshake record of version 3.
pub fn speaks_tls(text: &Reassembled) -> bool {
    matches!(text.octets.as_slice(), [HANDSHAKE, 3, ..])
}

/// Whether a text starts with a record of any kind.
pub fn is_record(text: &Reassembled) -> bool {
    matches!(text.octets.as_slice(), [20..=23, 3, ..])
}

/// Opens a connection with the secrets of the key log.
pub fn open(
    client: &Reassembled,
    server: Option<&Reassembled>,
    key_log: &KeyLog,
    arena: &mut Octets,
    tapped: &[TappedPacket],
) -> Opened {
    let [of_client, of_server] = opened_records(client, server, key_log);
    let mut flights = Vec::new();
    let client = take_apart(client, of_client, arena, tapped, &mut flights);
    let server = server.map(|text| take_apart(text, of_server, arena, tapped, &mut flights));
    Opened { flights, client, server }
}

/// The records of client and server, as far as the secrets of the key log open them.
pub fn opened_records(
    client: &Reassembled,
    server: Option<&Reassembled>,
    key_log: &KeyLog,
) -> [Vec<OpenedRecord>; 2] {
    let random = client_random(&client.octets);
    let suite = server.and_then(|text| cipher_suite(&text.octets));
    let keys = |label: &str| {
        let secret = key_log.secret(label, random?)?;
        Some(Keys::new(suite?, secret))
    };
    let client_side = Side {
        handshake: keys("CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
        application: keys("CLIENT_TRAFFIC_SECRET_0"),
    };
    let server_side = Side {
        handshake: keys("SERVER_HANDSHAKE_TRAFFIC_SECRET"),
        application: keys("SERVER_TRAFFIC_SECRET_0"),
    };
    let server = server.map_or(&[][..], |text| &text.octets);
    [client_side.open(&client.octets), server_side.open(server)]
}

/// One record: its place in the text and its content type.
struct Record {
    range: Range<usize>,
    content_type: u8,
}

/// A record, and what it holds.
pub struct OpenedRecord {
    /// Its place in the text, header included.
    pub range: Range<usize>,
    /// Whether an eavesdropper sees only ciphertext.
    pub is_encrypted: bool,
    /// What it holds; `None` where it cannot be opened.
    pub inside: Option<Inside>,
}

fn records(octets: &[u8]) -> Vec<Record> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(header) = octets.get(at..at + HEADER_LEN) {
        let len = usize::from(u16::from_be_bytes([header[3], header[4]]));
        let range = at..at + HEADER_LEN + len;
        if range.end > octets.len() {
            break;
        }
        at = range.end;
        found.push(Record { range, content_type: header[0] });
    }
    found
}

/// What a record holds, once it is open.
pub struct Inside {
    /// The content type.
    pub content_type: u8,
    /// The content.
    pub octets: Vec<u8>,
    /// How many zeros stand behind it (RFC 8446 §5.4).
    pub n_zeros: usize,
}

impl Inside {
    /// Whether it is for the protocol that is spoken inside TLS.
    pub fn is_application_data(&self) -> bool {
        self.content_type == APPLICATION_DATA
    }
}

/// One side's keys, in the order in which they are used.
struct Side {
    handshake: Option<Keys>,
    application: Option<Keys>,
}

/// Records that were sent together and hold no application data.
struct Flight {
    range: Range<usize>,
    messages: Vec<TlsMessage>,
}

impl Side {
    fn open(mut self, octets: &[u8]) -> Vec<OpenedRecord> {
        let open = |record: Record| OpenedRecord {
            inside: self.inside(&record, octets),
            is_encrypted: record.content_type == APPLICATION_DATA,
            range: record.range,
        };
        records(octets).into_iter().map(open).collect()
    }

    /// What a record holds; `None` where it cannot be opened.
    fn inside(&mut self, record: &Record, octets: &[u8]) -> Option<Inside> {
        let content = &octets[record.range.start + HEADER_LEN..record.range.end];
        if record.content_type != APPLICATION_DATA {
            let (content_type, octets) = (record.content_type, content.to_vec());
            return Some(Inside { content_type, octets, n_zeros: 0 });
        }
        let header = &octets[record.range.start..record.range.start + HEADER_LEN];
        let keys = self.handshake.as_mut().or(self.application.as_mut())?;
        let mut octets = keys.open(header, content)?;
        // RFC 8446 §5.2: the content type stands behind the content, then zeros.
        let type_at = octets.iter().rposition(|octet| *octet != 0)?;
        let (content_type, n_zeros) = (octets[type_at], octets.len() - type_at - 1);
        octets.truncate(type_at);
        let ends_handshake =
            content_type == HANDSHAKE && handshake_types(&octets).contains(&FINISHED);
        if ends_handshake {
            self.handshake = None;
        }
        Some(Inside { content_type, octets, n_zeros })
    }
}

/// Flights of one side, and the text of its application data.
fn take_apart(
    text: &Reassembled,
    records: Vec<OpenedRecord>,
    arena: &mut Octets,
    tapped: &[TappedPacket],
    flights: &mut Vec<FoundMessage>,
) -> Reassembled {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut flight: Option<Flight> = None;
    for record in records {
        let Some(inside) = record.inside else { break };
        if inside.is_application_data() {
            close_flight(&mut flight, text, tapped, flights);
            pieces.extend(plain_pieces(text, &record.range, &inside.octets, arena));
            continue;
        }
        let sent_at = |range: &Range<usize>| text.pieces_in(range).first().map(|p| p.sent_at);
        if flight.as_ref().is_some_and(|f| sent_at(&f.range) != sent_at(&record.range)) {
            close_flight(&mut flight, text, tapped, flights);
        }
        let messages = messages_in(&inside, record.is_encrypted);
        let flight = flight.get_or_insert(Flight { range: record.range.clone(), messages: vec![] });
        flight.range.end = record.range.end;
        flight.messages.extend(messages);
    }
    close_flight(&mut flight, text, tapped, flights);
    Reassembled::of_pieces([text.from, text.to], pieces.into_iter(), arena, text.is_finished)
}

fn close_flight(
    flight: &mut Option<Flight>,
    text: &Reassembled,
    tapped: &[TappedPacket],
    flights: &mut Vec<FoundMessage>,
) {
    let Some(Flight { range, messages }) = flight.take() else { return };
    flights.push(text.message(&range, Content::Tls { messages }, None, tapped));
}

/// The plaintext of a record, in the pieces that carried its ciphertext. It has arrived when the
/// whole record has: until then nobody can open it.
fn plain_pieces(
    text: &Reassembled,
    record: &Range<usize>,
    plain: &[u8],
    arena: &mut Octets,
) -> Vec<Piece> {
    let arrivals = text.pieces_in(record).into_iter().map(|piece| piece.received_at);
    let received_at = arrivals.reduce(|a, b| Some(a?.max(b?))).flatten();
    let stored = arena.push(plain);
    let start = record.start + HEADER_LEN;
    let mut at = 0;
    let carried = text.pieces_in(&(start..start + plain.len())).into_iter().map(|piece| {
        let len = piece.octets.len() as u32;
        let octets = stored.slice(at, len);
        at += len;
        Piece { received_at, ..piece.with_octets(octets) }
    });
    carried.collect()
}

fn handshake_messages(mut octets: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while let [kind, a, b, c, rest @ ..] = octets {
        let len = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some((body, rest)) = rest.split_at_checked(len) else { break };
        found.push((*kind, body));
        octets = rest;
    }
    found
}

fn handshake_types(octets: &[u8]) -> Vec<u8> {
    handshake_messages(octets).into_iter().map(|(kind, _)| kind).collect()
}

fn messages_in(inside: &Inside, is_encrypted: bool) -> Vec<TlsMessage> {
    let message = |name: &str, details| TlsMessage { name: name.to_owned(), is_encrypted, details };
    match inside.content_type {
        HANDSHAKE => handshake_messages(&inside.octets)
            .into_iter()
            .map(|(kind, body)| message(handshake_name(kind), details(kind, body)))
            .collect(),
        ALERT => {
            let name = inside.octets.get(1).map_or("unknown", |code| alert_name(*code));
            vec![message("Alert", vec![detail("description", name)])]
        }
        CHANGE_CIPHER_SPEC => vec![message("ChangeCipherSpec", Vec::new())],
        _ => Vec::new(),
    }
}

/// The name of a handshake message (RFC 8446 §4).
pub fn handshake_name(kind: u8) -> &'static str {
    match kind {
        1 => "ClientHello",
        2 => "ServerHello",
        4 => "NewSessionTicket",
        5 => "EndOfEarlyData",
        8 => "EncryptedExtensions",
        11 => "Certificate",
        13 => "CertificateRequest",
        15 => "CertificateVerify",
        FINISHED => "Finished",
        24 => "KeyUpdate",
        _ => "unknown handshake message",
    }
}

/// The name of an alert (RFC 8446 §6).
pub fn alert_name(code: u8) -> &'static str {
    match code {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        80 => "internal_error",
        90 => "user_canceled",
        109 => "missing_extension",
        112 => "unrecognized_name",
        120 => "no_application_protocol",
        _ => "unknown",
    }
}

fn detail(name: &str, value: impl Into<String>) -> FieldLine {
    FieldLine { name: name.to_owned(), value: value.into() }
}

fn details(kind: u8, body: &[u8]) -> Vec<FieldLine> {
    let found = match kind {
        1 => client_hello(body),
        2 => server_hello(body),
        8 => extensions(body).map(|list| extension_details(&list)),
        11 => certificate_details(body),
        _ => None,
    };
    found.unwrap_or_default()
}

fn u16_at(octets: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(octets.get(at..at + 2)?.try_into().ok()?)))
}

/// The part of `octets` from `at` on that starts with its length in one octet.
fn behind_u8(octets: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let len = usize::from(*octets.get(at)?);
    Some((octets.get(at + 1..at + 1 + len)?, at + 1 + len))
}

/// As [`behind_u8`], with a length of two octets.
fn behind_u16(octets: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let len = u16_at(octets, at)?;
    Some((octets.get(at + 2..at + 2 + len)?, at + 2 + len))
}

fn client_random(octets: &[u8]) -> Option<&[u8]> {
    let start = HEADER_LEN + 4 + 2;
    (octets.get(HEADER_LEN) == Some(&1)).then(|| octets.get(start..start + 32)).flatten()
}

fn cipher_suite(octets: &[u8]) -> Option<Suite> {
    let body = octets.get(HEADER_LEN + 4..)?;
    let (_, at) = behind_u8(body, 34)?;
    Suite::from_code(u16_at(body, at)? as u16)
}

/// RFC 8446 §4.1.2.
fn client_hello(body: &[u8]) -> Option<Vec<FieldLine>> {
    let (_, at) = behind_u8(body, 34)?;
    let (suites, at) = behind_u16(body, at)?;
    let names: Vec<String> = suites.chunks_exact(2).map(suite_name).collect();
    let (_, at) = behind_u8(body, at)?;
    let list = extensions(body.get(at..)?)?;
    let mut found = vec![detail("cipher_suites", names.join(", "))];
    found.extend(extension_details(&list));
    Some(found)
}

/// RFC 8446 §4.1.3.
fn server_hello(body: &[u8]) -> Option<Vec<FieldLine>> {
    let (_, at) = behind_u8(body, 34)?;
    let suite = suite_name(body.get(at..at + 2)?);
    let list = extensions(body.get(at + 3..)?)?;
    let mut found = vec![detail("cipher_suite", suite)];
    found.extend(extension_details(&list));
    Some(found)
}

fn suite_name(code: &[u8]) -> String {
    match code {
        [0x13, 1] => "TLS_AES_128_GCM_SHA256".to_owned(),
        [0x13, 2] => "TLS_AES_256_GCM_SHA384".to_owned(),
        [0x13, 3] => "TLS_CHACHA20_POLY1305_SHA256".to_owned(),
        [0, 0xff] => "TLS_EMPTY_RENEGOTIATION_INFO_SCSV".to_owned(),
        code => format!("0x{:02x}{:02x}", code[0], code.get(1).copied().unwrap_or(0)),
    }
}

fn extensions(octets: &[u8]) -> Option<Vec<(usize, &[u8])>> {
    let (list, _) = behind_u16(octets, 0)?;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(kind) = u16_at(list, at) {
        let (body, next) = behind_u16(list, at + 2)?;
        found.push((kind, body));
        at = next;
    }
    Some(found)
}

/// The extensions that a beginner meets: SNI, ALPN, key share, resumption.
fn extension_details(list: &[(usize, &[u8])]) -> Vec<FieldLine> {
    let shown = list.iter().filter_map(|(kind, body)| match kind {
        0 => {
            let (name, _) = behind_u16(body, 3)?;
            Some(detail("server_name", String::from_utf8_lossy(name)))
        }
        16 => {
            let (names, _) = behind_u16(body, 0)?;
            let mut found = Vec::new();
            let mut at = 0;
            while let Some((name, next)) = behind_u8(names, at) {
                found.push(String::from_utf8_lossy(name).into_owned());
                at = next;
            }
            Some(detail("application_layer_protocol_negotiation", found.join(", ")))
        }
        41 => Some(detail("pre_shared_key", "resumes an earlier session")),
        51 => Some(detail("key_share", "x25519")),
        _ => None,
    });
    shown.collect()
}

/// RFC 8446 §4.4.2: how many certificates the chain has.
fn certificate_details(body: &[u8]) -> Option<Vec<FieldLine>> {
    let (_, mut at) = behind_u8(body, 0)?;
    at += 3;
    let mut n_certificates = 0;
    while let Some(len) = body.get(at..at + 3) {
        at += 3 + u32::from_be_bytes([0, len[0], len[1], len[2]]) as usize;
        let (_, next) = behind_u16(body, at)?;
        at = next;
        n_certificates += 1;
    }
    Some(vec![detail("certificates", n_certificates.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_octets_panic(octets in prop::collection::vec(any::<u8>(), 0..200), kind: u8) {
            let _ = (records(&octets), details(kind, &octets), client_random(&octets));
            let _ = (cipher_suite(&octets), handshake_messages(&octets));
        }
    }
}
