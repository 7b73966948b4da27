//! Messages of PostgreSQL's protocol, version 3.0 (the manual's chapter "Frontend/Backend Protocol").

use super::reader::Reader;
use super::spec::{Form, Spec, bits, code, number};

/// Who sends a message; the same letter means something else from the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The client, here the web server.
    Frontend,
    /// The database.
    Backend,
}

/// Letter, name, what it is for.
type Kind = (u8, &'static str, &'static str);
const FRONTEND: &[Kind] = &[
    (b'B', "Bind", "puts values into the places of the statement"),
    (b'C', "Close", "forgets a statement"),
    (b'D', "Describe", "asks which columns will come"),
    (b'E', "Execute", "runs it"),
    (b'H', "Flush", "asks for the answers so far"),
    (b'P', "Parse", "hands over a statement, with places for values"),
    (b'Q', "Simple query", "a statement on its own"),
    (b'S', "Sync", "the end of this request"),
    (b'X', "Terminate", "farewell"),
];
const BACKEND: &[Kind] = &[
    (b'1', "Parse completion", "the statement is understood"),
    (b'2', "Bind completion", "the values fit"),
    (b'C', "Command completion", "what was done, and to how many rows"),
    (b'D', "Data row", "one row of the result"),
    (b'E', "Error", "why it failed"),
    (b'I', "Empty query", "there was nothing to do"),
    (b'K', "Backend key data", "what is needed to cancel a statement"),
    (b'R', "Authentication request", "whether the client may come in"),
    (b'S', "Parameter status", "a setting that the client should know"),
    (b'T', "Row description", "the columns of the result"),
    (b'Z', "Ready for query", "the next request may come"),
    (b'n', "No data", "no rows will come"),
];
const TYPE: Spec = bits("Type", 8, Form::Character, "");
const LENGTH: Spec = number("Length", 4, "how many bytes follow, these four among them");
const OIDS: &[(u32, &str)] = &[(20, "int8"), (25, "text")];
const FORMATS: &[(u32, &str)] = &[(0, "Text"), (1, "Binary")];
const COLUMN: &[Spec] = &[
    number("Table OID", 4, ""),
    number("Column index", 2, ""),
    code("Type OID", 4, OIDS, "the type of its values"),
    bits("Column length", 16, Form::Signed, ""),
    bits("Type modifier", 32, Form::Signed, ""),
    code("Format", 2, FORMATS, ""),
];
const STATUS: &[(u32, &str)] = &[
    (b'I' as u32, "Idle"),
    (b'T' as u32, "In a transaction"),
    (b'E' as u32, "In a failed transaction"),
];

/// How long the message at the start of some octets is.
pub fn message_len(octets: &[u8], sender: Sender, is_first: bool) -> Option<usize> {
    let type_len = usize::from(!(is_first && sender == Sender::Frontend));
    let len = octets.get(type_len..type_len + 4)?.try_into().ok()?;
    let len = type_len.checked_add(u32::from_be_bytes(len) as usize)?;
    (len >= type_len + 4 && len <= octets.len()).then_some(len)
}

/// Reads one message. The first one of a client has no type.
pub fn read(reader: &mut Reader, sender: Sender, is_first: bool) -> Option<()> {
    if is_first && sender == Sender::Frontend {
        return startup(reader);
    }
    let letter = reader.peek(0, 1)? as u8;
    let kinds = if sender == Sender::Frontend { FRONTEND } else { BACKEND };
    let known = kinds.iter().find(|(known, ..)| *known == letter);
    let (_, name, meaning) = known.copied().unwrap_or((letter, "Unknown message", ""));
    reader.group(name, 1usize.saturating_add(reader.peek(1, 4)?), &mut |reader| {
        reader.sum_up("", meaning);
        reader.number(&TYPE)?;
        reader.explain(0, name);
        reader.number(&LENGTH)?;
        match (sender, letter) {
            (Sender::Frontend, _) => frontend(reader, letter),
            (Sender::Backend, _) => backend(reader, letter),
        }
    })
}

fn startup(reader: &mut Reader) -> Option<()> {
    reader.group("Startup message", reader.peek(0, 4)?, &mut |reader| {
        reader.sum_up("", "who wants to be connected to which database");
        reader.number(&LENGTH)?;
        reader.number(&number("Protocol major version", 2, ""))?;
        reader.number(&number("Protocol minor version", 2, ""))?;
        while reader.left() > 1 {
            text(reader, "Parameter name")?;
            text(reader, "Parameter value")?;
        }
        reader.octets("End", reader.left(), "")
    })
}

fn frontend(reader: &mut Reader, letter: u8) -> Option<()> {
    match letter {
        b'P' => {
            text(reader, "Statement")?;
            text(reader, "Query")?;
            counted(reader, "Parameters", &mut |reader| {
                reader.number(&code("Type OID", 4, OIDS, "|the database finds out")).map(drop)
            })
        }
        b'B' => {
            text(reader, "Portal")?;
            text(reader, "Statement")?;
            counted(reader, "Parameter formats", &mut format)?;
            counted(reader, "Parameter values", &mut value)?;
            counted(reader, "Result formats", &mut format)
        }
        b'D' => {
            reader.number(&bits("Object type", 8, Form::Character, ""))?;
            text(reader, "Name")
        }
        b'E' => {
            text(reader, "Portal")?;
            reader.number(&number("Returns", 4, "at most {} rows|all rows")).map(drop)
        }
        b'Q' => text(reader, "Query"),
        _ => Some(()),
    }
}

fn backend(reader: &mut Reader, letter: u8) -> Option<()> {
    match letter {
        b'R' => reader.number(&number("Authentication type", 4, "|all is well")).map(drop),
        b'S' => {
            text(reader, "Parameter name")?;
            text(reader, "Parameter value")
        }
        b'K' => reader.header(&[number("Process ID", 4, ""), number("Secret key", 4, "")]),
        b'Z' => reader.number(&code("Status", 1, STATUS, "")).map(drop),
        b'T' => counted(reader, "Columns", &mut column),
        b'D' => counted(reader, "Values", &mut value),
        b'C' => text(reader, "Tag"),
        b'E' => {
            while reader.left() > 1 {
                let name = match reader.peek(0, 1)? as u8 {
                    b'S' | b'V' => "Severity",
                    b'C' => "SQLSTATE",
                    b'M' => "Message",
                    _ => "Detail",
                };
                reader.number(&bits("Field type", 8, Form::Character, ""))?;
                text(reader, name)?;
            }
            reader.octets("End", reader.left(), "")
        }
        _ => Some(()),
    }
}

/// Text up to a NUL, which is a part of the field.
fn text(reader: &mut Reader, name: &str) -> Option<()> {
    let len = reader.rest().iter().position(|octet| *octet == 0)?;
    let value = super::reader::shown_text(&reader.rest()[..len]);
    let meaning = if len == 0 { "none: the unnamed one" } else { "" };
    reader.field(name, value, meaning, len + 1)
}

/// As many things as the number in front of them says.
fn counted(
    reader: &mut Reader,
    name: &'static str,
    one: &mut dyn FnMut(&mut Reader) -> Option<()>,
) -> Option<()> {
    let count = reader.number(&number(name, 2, ""))?;
    (0..count).try_for_each(|_| one(reader))
}

fn format(reader: &mut Reader) -> Option<()> {
    reader.number(&code("Format", 2, FORMATS, "")).map(drop)
}

/// A value behind its length; −1 is NULL.
fn value(reader: &mut Reader) -> Option<()> {
    let len = reader.peek(0, 4)?;
    if len == u32::MAX as usize {
        return reader.field("Column length", "-1".to_owned(), "NULL: no value", 4);
    }
    reader.number(&number("Column length", 4, ""))?;
    match len {
        0 => Some(()),
        len => reader.content("Data", len, ""),
    }
}

fn column(reader: &mut Reader) -> Option<()> {
    let name_len = reader.rest().iter().position(|octet| *octet == 0)?;
    let name = super::reader::shown_text(&reader.rest()[..name_len]);
    reader.group("Column", name_len + 1 + 18, &mut |reader| {
        reader.sum_up(&name, "");
        text(reader, "Column name")?;
        reader.header(COLUMN)
    })
}
