//! TLS records, handshake messages and alerts (RFC 8446), as they stand on the wire and opened.

use super::reader::Reader;
use super::spec::{Spec, code, hex, name_of, number};
use super::x509;
use crate::dissect::tls::{HANDSHAKE, OpenedRecord, alert_name, handshake_name};

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
const EXTENSIONS: &[(usize, &str, &str)] = &[
    (0, "server_name", "which host is meant, in plain text: the certificate must be for it"),
    (5, "status_request", "asks whether the certificate was taken back"),
    (10, "supported_groups", "the ways in which a secret could be agreed on"),
    (11, "ec_point_formats", "for TLS 1.2 only"),
    (13, "signature_algorithms", "the signatures that the client can check"),
    (16, "application_layer_protocol_negotiation", "what to speak inside: HTTP/1.1 or HTTP/2"),
    (23, "extended_master_secret", "for TLS 1.2 only"),
    (35, "session_ticket", "for TLS 1.2 only"),
    (41, "pre_shared_key", "resumes an earlier session"),
    (43, "supported_versions", "the version that is really meant"),
    (44, "cookie", ""),
    (45, "psk_key_exchange_modes", "how an earlier session may be resumed"),
    (51, "key_share", "one half of the secret: from both halves each side works out the same key"),
    (0xff01, "renegotiation_info", "for TLS 1.2 only"),
];

const RECORD: &[Spec] = &[
    code("Content Type", 1, CONTENT_TYPES, "what the record holds"),
    code(
        "Version",
        2,
        VERSIONS,
        "always an old number, so that old devices on the way let it pass",
    ),
    number("Length", 2, "how many bytes follow"),
];
const TYPE: Spec = number("Handshake Type", 1, "");
const LENGTH: Spec = number("Length", 3, "how many bytes follow");
const LEVEL: Spec = code("Level", 1, &[(1, "Warning"), (2, "Fatal")], "");
const VERSION: Spec =
    code("Version", 2, VERSIONS, "an old number again; the real one is in supported_versions");
const SUITE: Spec = code("Cipher Suite", 2, SUITES, "");
const TICKET: &[Spec] = &[
    number("Session Ticket Lifetime Hint", 4, "may be used for {} s"),
    hex("Session Ticket Age Add", 4, "hides how old the ticket is"),
];

/// Reads a record as it stands on the wire: what is encrypted stays so.
pub fn record(reader: &mut Reader) -> Option<()> {
    let (kind, len) = (reader.peek(0, 1)?, reader.peek(3, 2)?);
    reader.group("TLS Record", RECORD_LEN + len, &mut |reader| {
        reader.sum_up(name_of(CONTENT_TYPES, kind as u64).unwrap_or("unknown"), "");
        reader.header(RECORD)?;
        match kind {
            23 => {
                reader.sum_up("Application Data", "encrypted: only the two ends can read it");
                reader.octets(
                    "Encrypted Application Data",
                    reader.left(),
                    "without the key this is noise",
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
        reader.number(&code(
            "Content Type",
            1,
            CONTENT_TYPES,
            "the real type, hidden inside the encryption",
        ))?;
        match reader.left() {
            0 => Some(()),
            left => reader.octets("Padding", left, "zeros that hide how long the content is"),
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
            reader.field("Description", name.to_owned(), "why the sender stops", 1)
        }
        20 => reader.octets(
            "Change Cipher Spec Message",
            1,
            "says nothing: old devices on the way expect it",
        ),
        _ => reader.octets("Data", reader.left(), ""),
    }
}

fn handshake(reader: &mut Reader) -> Option<()> {
    let (kind, len) = (reader.peek(0, 1)? as u8, reader.peek(1, 3)?);
    let name = handshake_name(kind);
    reader.group(name, 4 + len, &mut |reader| {
        reader.sum_up("", handshake_meaning(kind));
        reader.number(&TYPE)?;
        reader.explain(0, name);
        reader.number(&LENGTH)?;
        match kind {
            1 => client_hello(reader),
            2 => server_hello(reader),
            4 => {
                reader.header(TICKET)?;
                vector(reader, "Session Ticket Nonce", 1, "")?;
                vector(reader, "Session Ticket", 2, "what the client shows when it comes back")?;
                extensions(reader, kind)
            }
            8 => extensions(reader, kind),
            11 => certificates(reader),
            15 => {
                reader.number(&code("Signature Algorithm", 2, SCHEMES, ""))?;
                vector(
                    reader,
                    "Signature",
                    2,
                    "only the owner of the certificate's key can make it",
                )
            }
            20 => reader.octets(
                "Verify Data",
                reader.left(),
                "a checksum of all that was said, which proves that nobody changed a word",
            ),
            _ => reader.octets("Data", reader.left(), ""),
        }
    })
}

fn handshake_meaning(kind: u8) -> &'static str {
    match kind {
        1 => "the client says what it can do, and starts to agree on a key",
        2 => "the server chooses, and completes the key: from here on all is encrypted",
        4 => "lets the client come back with a shorter handshake",
        8 => "what else the server chooses",
        11 => "who the server is, signed by an authority",
        15 => "proves that the server owns the certificate",
        20 => "this side of the handshake is done",
        _ => "",
    }
}

/// RFC 8446 §4.1.2.
fn client_hello(reader: &mut Reader) -> Option<()> {
    reader.number(&VERSION)?;
    reader.octets("Random", 32, "makes every connection different")?;
    vector(reader, "Session ID", 1, "for old devices on the way")?;
    list(
        reader,
        "Cipher Suites",
        2,
        "the ways to encrypt that the client knows, best first",
        &SUITE,
    )?;
    list(
        reader,
        "Compression Methods",
        1,
        "none: compressing before encrypting gives secrets away",
        &number("Compression Method", 1, "|none"),
    )?;
    extensions(reader, 1)
}

/// RFC 8446 §4.1.3.
fn server_hello(reader: &mut Reader) -> Option<()> {
    reader.number(&VERSION)?;
    reader.octets("Random", 32, "makes every connection different")?;
    vector(reader, "Session ID", 1, "the client's, sent back")?;
    reader.number(&SUITE)?;
    reader.explain(0, "the way to encrypt that the server chose");
    reader.number(&number("Compression Method", 1, "|none"))?;
    extensions(reader, 2)
}

/// Some octets behind their length, which has `len_len` octets.
fn vector(reader: &mut Reader, name: &str, len_len: u8, meaning: &str) -> Option<()> {
    let len = reader.number(&number("Length", len_len, "how many bytes follow"))? as usize;
    match len {
        0 => Some(()),
        len => reader.octets(name, len, meaning),
    }
}

/// As many of one field as fit into the length in front of them.
fn list(reader: &mut Reader, name: &str, len_len: u8, meaning: &str, of: &Spec) -> Option<()> {
    let len = reader.peek(0, usize::from(len_len))?;
    reader.group(name, usize::from(len_len) + len, &mut |reader| {
        reader.sum_up("", meaning);
        reader.number(&number("Length", len_len, "how many bytes follow"))?;
        while reader.left() > 0 {
            reader.number(of)?;
        }
        Some(())
    })
}

fn extensions(reader: &mut Reader, within: u8) -> Option<()> {
    let len = reader.peek(0, 2)?;
    reader.group("Extensions", 2 + len, &mut |reader| {
        reader.number(&number("Length", 2, "how many bytes follow"))?;
        while reader.left() > 0 {
            extension(reader, within)?;
        }
        Some(())
    })
}

fn extension(reader: &mut Reader, within: u8) -> Option<()> {
    let (kind, len) = (reader.peek(0, 2)?, reader.peek(2, 2)?);
    let known = EXTENSIONS.iter().find(|(known, ..)| *known == kind);
    let (_, name, meaning) = known.copied().unwrap_or((kind, "unknown extension", ""));
    reader.group(name, 4 + len, &mut |reader| {
        reader.sum_up("", meaning);
        reader.header(&[number("Type", 2, ""), number("Length", 2, "how many bytes follow")])?;
        match (kind, within) {
            (_, _) if reader.left() == 0 => Some(()),
            (0, 1) => {
                reader.header(&[
                    number("Server Name List Length", 2, ""),
                    number("Server Name Type", 1, "|a host name"),
                ])?;
                let len = reader.number(&number("Server Name Length", 2, ""))? as usize;
                reader.sum_up(&super::reader::shown_text(reader.rest().get(..len)?), meaning);
                reader.text("Server Name", len, "readable for everyone on the way")
            }
            (10, _) => {
                list(reader, "Supported Groups", 2, "", &code("Supported Group", 2, GROUPS, ""))
            }
            (13, _) => list(
                reader,
                "Signature Algorithms",
                2,
                "",
                &code("Signature Algorithm", 2, SCHEMES, ""),
            ),
            (16, _) => {
                reader.number(&number("ALPN Extension Length", 2, ""))?;
                while reader.left() > 0 {
                    let len = reader.number(&number("ALPN string length", 1, ""))? as usize;
                    reader.text("ALPN Next Protocol", len, "")?;
                }
                Some(())
            }
            (43, 1) => list(
                reader,
                "Supported Versions",
                1,
                "",
                &code("Supported Version", 2, VERSIONS, ""),
            ),
            (43, _) => reader
                .number(&code("Supported Version", 2, VERSIONS, "the version in use"))
                .map(drop),
            (45, _) => list(
                reader,
                "PSK Key Exchange Modes",
                1,
                "",
                &code("PSK Key Exchange Mode", 1, &[(0, "psk_ke"), (1, "psk_dhe_ke")], ""),
            ),
            (51, 1) => {
                reader.number(&number("Client Key Share Length", 2, ""))?;
                while reader.left() > 0 {
                    key_share(reader)?;
                }
                Some(())
            }
            (51, _) => key_share(reader),
            _ => reader.octets("Data", reader.left(), ""),
        }
    })
}

fn key_share(reader: &mut Reader) -> Option<()> {
    reader.number(&code("Group", 2, GROUPS, "the way to agree on a secret"))?;
    vector(reader, "Key Exchange", 2, "the public half; the other half never leaves its machine")
}

/// RFC 8446 §4.4.2.
fn certificates(reader: &mut Reader) -> Option<()> {
    vector(reader, "Certificate Request Context", 1, "")?;
    let len = reader.peek(0, 3)?;
    reader.group("Certificates", 3 + len, &mut |reader| {
        reader.sum_up("", "first the server's own, then the one that vouches for it");
        reader.number(&LENGTH)?;
        while reader.left() > 0 {
            let len = reader.number(&number("Certificate Length", 3, "how many bytes follow"))?;
            reader.group("X.509 Certificate", len as usize, &mut x509::certificate)?;
            extensions(reader, 11)?;
        }
        Some(())
    })
}
