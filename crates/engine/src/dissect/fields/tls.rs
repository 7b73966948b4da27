//! TLS records, handshake messages and alerts (RFC 8446), as they stand on the wire and opened.

use super::reader::Reader;
use super::spec::{NOTHING, Spec, code, hex, name_of, number};
use super::x509;
use crate::dissect::tls::{HANDSHAKE, OpenedRecord, alert_name, handshake_name};
use crate::texts;
use language::Text;

const CONTENT_TYPES: &[(u32, &str)] =
    &[(20, "Change Cipher Spec"), (21, "Alert"), (22, "Handshake"), (23, "Application Data")];
const VERSIONS: &[(u32, &str)] =
    &[(0x0301, "TLS 1.0"), (0x0302, "TLS 1.1"), (0x0303, "TLS 1.2"), (0x0304, "TLS 1.3")];
const SUITES: &[(u32, &str)] = &[
    (0x1301, "TLS_AES_128_GCM_SHA256"),
    (0x1302, "TLS_AES_256_GCM_SHA384"),
    (0x1303, "TLS_CHACHA20_POLY1305_SHA256"),
    (0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"),
];
const GROUPS: &[(u32, &str)] =
    &[(29, "x25519"), (23, "secp256r1"), (24, "secp384r1"), (30, "x448")];
const SCHEMES: &[(u32, &str)] = &[
    (0x0401, "rsa_pkcs1_sha256"),
    (0x0403, "ecdsa_secp256r1_sha256"),
    (0x0501, "rsa_pkcs1_sha384"),
    (0x0503, "ecdsa_secp384r1_sha384"),
    (0x0601, "rsa_pkcs1_sha512"),
    (0x0603, "ecdsa_secp521r1_sha512"),
    (0x0804, "rsa_pss_rsae_sha256"),
    (0x0805, "rsa_pss_rsae_sha384"),
    (0x0806, "rsa_pss_rsae_sha512"),
    (0x0807, "ed25519"),
];
/// Type, name, and what it is for.
const EXTENSIONS: &[(usize, &str, Text)] = &[
    (0, "server_name", texts::WHICH_HOST_IS_MEANT_IN),
    (5, "status_request", texts::ASKS_WHETHER_THE_CERTIFICATE),
    (10, "supported_groups", texts::WAYS_IN_WHICH_A),
    (11, "ec_point_formats", texts::FOR_TLS_1_2),
    (13, "signature_algorithms", texts::SIGNATURES_THAT_THE_CLIENT),
    (16, "application_layer_protocol_negotiation", texts::WHAT_TO_SPEAK_INSIDE),
    (23, "extended_master_secret", texts::FOR_TLS_1_2),
    (35, "session_ticket", texts::FOR_TLS_1_2),
    (41, "pre_shared_key", texts::RESUMES_AN_EARLIER_SESSION),
    (43, "supported_versions", texts::VERSION_THAT_IS_REALLY),
    (44, "cookie", NOTHING),
    (45, "psk_key_exchange_modes", texts::HOW_AN_EARLIER_SESSION),
    (51, "key_share", texts::ONE_HALF_OF_THE),
    (0xff01, "renegotiation_info", texts::FOR_TLS_1_2),
];

const RECORD: &[Spec] = &[
    code("Content Type", 1, CONTENT_TYPES, texts::WHAT_THE_RECORD_HOLDS),
    code("Version", 2, VERSIONS, texts::ALWAYS_AN_OLD_NUMBER),
    number("Length", 2, texts::HOW_MANY_BYTES_FOLLOW),
];
const TYPE: Spec = number("Handshake Type", 1, NOTHING);
const LENGTH: Spec = number("Length", 3, texts::HOW_MANY_BYTES_FOLLOW);
const LEVEL: Spec = code("Level", 1, &[(1, "Warning"), (2, "Fatal")], NOTHING);
const VERSION: Spec = code("Version", 2, VERSIONS, texts::OLD_NUMBER_AGAIN_THE);
const SUITE: Spec = code("Cipher Suite", 2, SUITES, NOTHING);
const TICKET: &[Spec] = &[
    number("Session Ticket Lifetime Hint", 4, texts::MAY_BE_USED_FOR),
    hex("Session Ticket Age Add", 4, texts::HIDES_HOW_OLD_THE),
];

/// Reads a record as it stands on the wire: what is encrypted stays so.
pub fn record(reader: &mut Reader) -> Option<()> {
    let (kind, len) = (reader.peek(0, 1)?, reader.peek(3, 2)?);
    reader.group("TLS Record", RECORD_LEN + len, &mut |reader| {
        reader.sum_up(name_of(CONTENT_TYPES, kind as u64).unwrap_or("unknown"), NOTHING);
        reader.header(RECORD)?;
        match kind {
            23 => {
                reader.sum_up("Application Data", texts::ENCRYPTED_ONLY_THE_TWO);
                reader.octets(
                    "Encrypted Application Data",
                    reader.left(),
                    texts::WITHOUT_THE_KEY_THIS,
                )
            }
            kind => content(reader, kind),
        }
    })
}
const RECORD_LEN: usize = 5;

/// Reads what is inside an encrypted record (TLSInnerPlaintext, RFC 8446 §5.2). `read` reads what
/// no part of TLS is.
pub fn opened(
    reader: &mut Reader,
    record: &OpenedRecord,
    read: &mut dyn FnMut(&mut Reader) -> Option<()>,
) -> Option<()> {
    let inside = record.inside.as_ref()?;
    let (kind, len) = (usize::from(inside.content_type), inside.octets.len());
    let name = name_of(CONTENT_TYPES, kind as u64).unwrap_or("unknown");
    if kind == 23 {
        let start = reader.at();
        while reader.at() < start + len {
            let at = reader.at();
            if read(reader).is_none() || reader.at() == at {
                reader.group("Data", start + len - reader.at(), &mut |_| None)?;
            }
        }
    }
    let rest = (if kind == 23 { 0 } else { len }) + 1 + inside.n_zeros;
    reader.group("Transport Layer Security, decrypted", rest, &mut |reader| {
        if kind != 23 {
            group_of(reader, name, len, kind)?;
        }
        reader.number(&code("Content Type", 1, CONTENT_TYPES, texts::REAL_TYPE_HIDDEN_INSIDE))?;
        match reader.left() {
            0 => Some(()),
            left => reader.octets("Padding", left, texts::ZEROS_THAT_HIDE_HOW),
        }
    })
}

fn group_of(reader: &mut Reader, name: &str, len: usize, kind: usize) -> Option<()> {
    reader.group(name, len, &mut |reader| content(reader, kind))
}

fn content(reader: &mut Reader, kind: usize) -> Option<()> {
    match kind as u8 {
        HANDSHAKE => {
            while reader.left() > 0 {
                handshake(reader)?;
            }
            Some(())
        }
        21 => {
            let name = alert_name(reader.peek(1, 1)? as u8);
            reader.number(&LEVEL)?;
            reader.field("Description", name.to_owned(), texts::WHY_THE_SENDER_STOPS, 1)
        }
        20 => reader.octets("Change Cipher Spec Message", 1, texts::SAYS_NOTHING_OLD_DEVICES),
        _ => reader.octets("Data", reader.left(), NOTHING),
    }
}

fn handshake(reader: &mut Reader) -> Option<()> {
    let (kind, len) = (reader.peek(0, 1)? as u8, reader.peek(1, 3)?);
    let name = handshake_name(kind);
    reader.group(name, 4 + len, &mut |reader| {
        reader.sum_up("", handshake_meaning(kind));
        reader.number(&TYPE)?;
        let said = reader.language().fill(texts::NAME_OF_TYPE, &[("name", name)]);
        reader.explain_in_words(0, said);
        reader.number(&LENGTH)?;
        match kind {
            1 => client_hello(reader),
            2 => server_hello(reader),
            4 => {
                reader.header(TICKET)?;
                vector(reader, "Session Ticket Nonce", 1, NOTHING)?;
                vector(reader, "Session Ticket", 2, texts::WHAT_THE_CLIENT_SHOWS)?;
                extensions(reader, kind)
            }
            8 => extensions(reader, kind),
            11 => certificates(reader),
            15 => {
                reader.number(&code("Signature Algorithm", 2, SCHEMES, NOTHING))?;
                vector(reader, "Signature", 2, texts::ONLY_THE_OWNER_OF)
            }
            20 => reader.octets("Verify Data", reader.left(), texts::CHECKSUM_OF_ALL_THAT),
            _ => reader.octets("Data", reader.left(), NOTHING),
        }
    })
}

fn handshake_meaning(kind: u8) -> Text {
    match kind {
        1 => texts::CLIENT_SAYS_WHAT_IT,
        2 => texts::SERVER_CHOOSES_AND_COMPLETES,
        4 => texts::LETS_THE_CLIENT_COME,
        8 => texts::WHAT_ELSE_THE_SERVER,
        11 => texts::WHO_THE_SERVER_IS,
        15 => texts::PROVES_THAT_THE_SERVER,
        20 => texts::THIS_SIDE_OF_THE,
        _ => NOTHING,
    }
}

/// RFC 8446 §4.1.2.
fn client_hello(reader: &mut Reader) -> Option<()> {
    reader.number(&VERSION)?;
    reader.octets("Random", 32, texts::MAKES_EVERY_CONNECTION_DIFFERENT)?;
    vector(reader, "Session ID", 1, texts::FOR_OLD_DEVICES_ON)?;
    list(reader, "Cipher Suites", 2, texts::WAYS_TO_ENCRYPT_THAT, &SUITE)?;
    list(
        reader,
        "Compression Methods",
        1,
        texts::NONE_COMPRESSING_BEFORE_ENCRYPTING,
        &number("Compression Method", 1, texts::NONE),
    )?;
    extensions(reader, 1)
}

/// RFC 8446 §4.1.3.
fn server_hello(reader: &mut Reader) -> Option<()> {
    reader.number(&VERSION)?;
    reader.octets("Random", 32, texts::MAKES_EVERY_CONNECTION_DIFFERENT)?;
    vector(reader, "Session ID", 1, texts::CLIENT_SENT_BACK)?;
    reader.number(&SUITE)?;
    reader.explain(0, texts::WAY_TO_ENCRYPT_THAT);
    reader.number(&number("Compression Method", 1, texts::NONE))?;
    extensions(reader, 2)
}

/// Some octets behind their length, which has `len_len` octets.
fn vector(reader: &mut Reader, name: &str, len_len: u8, meaning: Text) -> Option<()> {
    let len = reader.number(&number("Length", len_len, texts::HOW_MANY_BYTES_FOLLOW))? as usize;
    match len {
        0 => Some(()),
        len => reader.octets(name, len, meaning),
    }
}

/// As many of one field as fit into the length in front of them.
fn list(reader: &mut Reader, name: &str, len_len: u8, meaning: Text, of: &Spec) -> Option<()> {
    let len = reader.peek(0, usize::from(len_len))?;
    reader.group(name, usize::from(len_len) + len, &mut |reader| {
        reader.sum_up("", meaning);
        reader.number(&number("Length", len_len, texts::HOW_MANY_BYTES_FOLLOW))?;
        while reader.left() > 0 {
            reader.number(of)?;
        }
        Some(())
    })
}

fn extensions(reader: &mut Reader, within: u8) -> Option<()> {
    let len = reader.peek(0, 2)?;
    reader.group("Extensions", 2 + len, &mut |reader| {
        reader.number(&number("Length", 2, texts::HOW_MANY_BYTES_FOLLOW))?;
        while reader.left() > 0 {
            extension(reader, within)?;
        }
        Some(())
    })
}

fn extension(reader: &mut Reader, within: u8) -> Option<()> {
    let (kind, len) = (reader.peek(0, 2)?, reader.peek(2, 2)?);
    let known = EXTENSIONS.iter().find(|(known, ..)| *known == kind);
    let (_, name, meaning) = known.copied().unwrap_or((kind, "unknown extension", NOTHING));
    reader.group(name, 4 + len, &mut |reader| {
        reader.sum_up("", meaning);
        reader.header(&[
            number("Type", 2, NOTHING),
            number("Length", 2, texts::HOW_MANY_BYTES_FOLLOW),
        ])?;
        match (kind, within) {
            (_, _) if reader.left() == 0 => Some(()),
            (0, 1) => {
                reader.header(&[
                    number("Server Name List Length", 2, NOTHING),
                    number("Server Name Type", 1, texts::HOST_NAME),
                ])?;
                let len = reader.number(&number("Server Name Length", 2, NOTHING))? as usize;
                reader.sum_up(&super::reader::shown_text(reader.rest().get(..len)?), meaning);
                reader.text("Server Name", len, texts::READABLE_FOR_EVERYONE_ON)
            }
            (10, _) => list(
                reader,
                "Supported Groups",
                2,
                NOTHING,
                &code("Supported Group", 2, GROUPS, NOTHING),
            ),
            (13, _) => list(
                reader,
                "Signature Algorithms",
                2,
                NOTHING,
                &code("Signature Algorithm", 2, SCHEMES, NOTHING),
            ),
            (16, _) => {
                reader.number(&number("ALPN Extension Length", 2, NOTHING))?;
                while reader.left() > 0 {
                    let len = reader.number(&number("ALPN string length", 1, NOTHING))? as usize;
                    reader.text("ALPN Next Protocol", len, NOTHING)?;
                }
                Some(())
            }
            (43, 1) => list(
                reader,
                "Supported Versions",
                1,
                NOTHING,
                &code("Supported Version", 2, VERSIONS, NOTHING),
            ),
            (43, _) => reader
                .number(&code("Supported Version", 2, VERSIONS, texts::VERSION_IN_USE))
                .map(drop),
            (45, _) => list(
                reader,
                "PSK Key Exchange Modes",
                1,
                NOTHING,
                &code("PSK Key Exchange Mode", 1, &[(0, "psk_ke"), (1, "psk_dhe_ke")], NOTHING),
            ),
            (51, 1) => {
                reader.number(&number("Client Key Share Length", 2, NOTHING))?;
                while reader.left() > 0 {
                    key_share(reader)?;
                }
                Some(())
            }
            (51, _) => key_share(reader),
            _ => reader.octets("Data", reader.left(), NOTHING),
        }
    })
}

fn key_share(reader: &mut Reader) -> Option<()> {
    reader.number(&code("Group", 2, GROUPS, texts::WAY_TO_AGREE_ON))?;
    vector(reader, "Key Exchange", 2, texts::PUBLIC_HALF_THE_OTHER)
}

/// RFC 8446 §4.4.2.
fn certificates(reader: &mut Reader) -> Option<()> {
    vector(reader, "Certificate Request Context", 1, NOTHING)?;
    let len = reader.peek(0, 3)?;
    reader.group("Certificates", 3 + len, &mut |reader| {
        reader.sum_up("", texts::FIRST_THE_SERVER_OWN);
        reader.number(&LENGTH)?;
        while reader.left() > 0 {
            let len =
                reader.number(&number("Certificate Length", 3, texts::HOW_MANY_BYTES_FOLLOW))?;
            reader.group("X.509 Certificate", len as usize, &mut x509::certificate)?;
            extensions(reader, 11)?;
        }
        Some(())
    })
}
