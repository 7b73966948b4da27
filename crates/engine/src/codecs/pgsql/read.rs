//! Octets become messages. No octets make it panic, and no message reads beyond its own end.

use super::{Backend, Column, Frontend, Parsed, TransactionStatus};

/// The longest message that is waited for: more than any run may carry.
const MAX_LEN: usize = 64 * 1024 * 1024;
/// Version 3.0: major and minor, 16 bits each.
const VERSION: u32 = 3 << 16;
/// SSLRequest, GSSENCRequest and CancelRequest have this in place of a major version.
const MAJOR_OF_REQUESTS: u32 = 1234;

/// The first message of a client, the only one without a type octet.
pub fn startup(octets: &[u8]) -> Parsed<Frontend> {
    framed(octets, 0, |body| {
        let version = body.u32()?;
        if version >> 16 == MAJOR_OF_REQUESTS {
            body.0 = &[];
            return Some(Frontend::Other);
        }
        (version == VERSION).then_some(())?;
        let mut parameters = Vec::new();
        loop {
            let name = body.text()?;
            if name.is_empty() {
                return Some(Frontend::Startup { parameters });
            }
            parameters.push((name, body.text()?));
        }
    })
}

/// Any further message of a client.
pub fn frontend(octets: &[u8]) -> Parsed<Frontend> {
    framed(octets, 1, |body| {
        let message = match octets[0] {
            b'P' => {
                let name = body.text()?;
                let text = body.text()?;
                let type_oids = body.counted(Body::u32)?;
                named(&name).unwrap_or(Frontend::Parse { text, type_oids })
            }
            b'B' => {
                let (portal, statement) = (body.text()?, body.text()?);
                let formats = body.counted(Body::u16)?;
                let values = body.counted(Body::value)?;
                let result_formats = body.counted(Body::u16)?;
                let is_binary = formats.iter().chain(&result_formats).any(|format| *format != 0);
                let other = is_binary.then_some(Frontend::Other);
                let other = other.or_else(|| named(&portal)).or_else(|| named(&statement));
                other.unwrap_or(Frontend::Bind { values })
            }
            b'D' => match (body.u8()?, body.text()?.as_str()) {
                (b'P', "") => Frontend::Describe,
                _ => Frontend::Other,
            },
            b'E' => match (body.text()?.as_str(), body.u32()?) {
                ("", 0) => Frontend::Execute,
                _ => Frontend::Other,
            },
            b'S' => Frontend::Sync,
            b'X' => Frontend::Terminate,
            b'C' | b'F' | b'H' | b'Q' | b'c' | b'd' | b'f' | b'p' => {
                body.0 = &[];
                Frontend::Other
            }
            _ => return None,
        };
        Some(message)
    })
}

/// Any message of a database.
pub fn backend(octets: &[u8]) -> Parsed<Backend> {
    framed(octets, 1, |body| {
        let message = match octets[0] {
            b'R' => match body.u32()? {
                0 => Backend::AuthenticationOk,
                _ => {
                    body.0 = &[];
                    Backend::Other
                }
            },
            b'S' => Backend::ParameterStatus { name: body.text()?, value: body.text()? },
            b'K' => Backend::BackendKeyData {
                process_id: body.u32()? as i32,
                secret_key: body.u32()? as i32,
            },
            b'Z' => Backend::ReadyForQuery(match body.u8()? {
                b'I' => TransactionStatus::Idle,
                b'T' => TransactionStatus::Within,
                b'E' => TransactionStatus::Failed,
                _ => return None,
            }),
            b'1' => Backend::ParseComplete,
            b'2' => Backend::BindComplete,
            b'n' => Backend::NoData,
            b'T' => Backend::RowDescription(body.counted(Body::column)?),
            b'D' => Backend::DataRow(body.counted(Body::value)?),
            b'C' => Backend::CommandComplete { tag: body.text()? },
            b'I' => Backend::EmptyQueryResponse,
            b'E' => body.error()?,
            b'3' | b'A' | b'G' | b'H' | b'N' | b'V' | b'W' | b'c' | b'd' | b's' | b't' | b'v' => {
                body.0 = &[];
                Backend::Other
            }
            _ => return None,
        };
        Some(message)
    })
}

/// A statement or portal that has a name is not spoken of here.
fn named(name: &str) -> Option<Frontend> {
    (!name.is_empty()).then_some(Frontend::Other)
}

/// Reads one message behind a type octet, if it has one, and its length. The message must take
/// all of its body.
fn framed<'a, T>(
    octets: &'a [u8],
    type_len: usize,
    read: impl FnOnce(&mut Body<'a>) -> Option<T>,
) -> Parsed<T> {
    let Some(length) = octets.get(type_len..type_len + 4) else { return Parsed::Incomplete };
    let length = u32::from_be_bytes(length.try_into().expect("four octets")) as usize;
    if !(4..=MAX_LEN).contains(&length) {
        return Parsed::Malformed;
    }
    let end = type_len + length;
    let Some(body) = octets.get(type_len + 4..end) else { return Parsed::Incomplete };
    let mut body = Body(body);
    match read(&mut body) {
        Some(message) if body.0.is_empty() => Parsed::Complete(message, end),
        _ => Parsed::Malformed,
    }
}

/// What is left of a message.
struct Body<'a>(&'a [u8]);

impl Body<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|[octet]| octet)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    /// Text up to a NUL.
    fn text(&mut self) -> Option<String> {
        let len = self.0.iter().position(|octet| *octet == 0)?;
        let (text, rest) = self.0.split_at(len);
        self.0 = &rest[1..];
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// A value behind its length; −1 is NULL.
    fn value(&mut self) -> Option<Option<String>> {
        let len = self.u32()?;
        if len == u32::MAX {
            return Some(None);
        }
        let (text, rest) = self.0.split_at_checked(len as usize)?;
        self.0 = rest;
        Some(Some(String::from_utf8_lossy(text).into_owned()))
    }

    /// As many things as the number in front of them says.
    fn counted<T>(&mut self, one: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.u16()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn column(&mut self) -> Option<Column> {
        let name = self.text()?;
        // The table and the column there.
        let _ = self.take::<6>()?;
        let type_oid = self.u32()?;
        // The length of the type, its modifier, and the format.
        let _ = self.take::<8>()?;
        Some(Column { name, type_oid })
    }

    fn error(&mut self) -> Option<Backend> {
        let (mut sqlstate, mut reason) = (String::new(), String::new());
        loop {
            match self.u8()? {
                0 => return Some(Backend::ErrorResponse { sqlstate, reason }),
                b'C' => sqlstate = self.text()?,
                b'M' => reason = self.text()?,
                _ => drop(self.text()?),
            }
        }
    }
}
