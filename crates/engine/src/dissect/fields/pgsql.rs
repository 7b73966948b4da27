//! Messages of PostgreSQL's protocol, version 3.0 (the manual's chapter "Frontend/Backend Protocol").

use super::reader::Reader;
use super::spec::{Form, NOTHING, Spec, bits, code, number};
use crate::texts;
use language::Text;

/// Who sends a message; the same letter means something else from the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The client, here the web server.
    Frontend,
    /// The database.
    Backend,
}

/// Letter, name, what it is for.
type Kind = (u8, &'static str, Text);
const FRONTEND: &[Kind] = &[
    (b'B', "Bind", texts::PUTS_VALUES_INTO_THE),
    (b'C', "Close", texts::FORGETS_A_STATEMENT),
    (b'D', "Describe", texts::ASKS_WHICH_COLUMNS_WILL),
    (b'E', "Execute", texts::RUNS_IT),
    (b'H', "Flush", texts::ASKS_FOR_THE_ANSWERS),
    (b'P', "Parse", texts::HANDS_OVER_A_STATEMENT),
    (b'Q', "Simple query", texts::STATEMENT_ON_ITS_OWN),
    (b'S', "Sync", texts::END_OF_THIS_REQUEST),
    (b'X', "Terminate", texts::FAREWELL),
];
const BACKEND: &[Kind] = &[
    (b'1', "Parse completion", texts::STATEMENT_IS_UNDERSTOOD),
    (b'2', "Bind completion", texts::VALUES_FIT),
    (b'C', "Command completion", texts::WHAT_WAS_DONE_AND),
    (b'D', "Data row", texts::ONE_ROW_OF_THE),
    (b'E', "Error", texts::WHY_IT_FAILED),
    (b'I', "Empty query", texts::THERE_WAS_NOTHING_TO),
    (b'K', "Backend key data", texts::WHAT_IS_NEEDED_TO),
    (b'R', "Authentication request", texts::WHETHER_THE_CLIENT_MAY),
    (b'S', "Parameter status", texts::SETTING_THAT_THE_CLIENT),
    (b'T', "Row description", texts::COLUMNS_OF_THE_RESULT),
    (b'Z', "Ready for query", texts::NEXT_REQUEST_MAY_COME),
    (b'n', "No data", texts::NO_ROWS_WILL_COME),
];
const TYPE: Spec = bits("Type", 8, Form::Character, NOTHING);
const LENGTH: Spec = number("Length", 4, texts::HOW_MANY_BYTES_FOLLOW_THESE);
const OIDS: &[(u32, &str)] = &[(20, "int8"), (25, "text")];
const FORMATS: &[(u32, &str)] = &[(0, "Text"), (1, "Binary")];
const COLUMN: &[Spec] = &[
    number("Table OID", 4, NOTHING),
    number("Column index", 2, NOTHING),
    code("Type OID", 4, OIDS, texts::TYPE_OF_ITS_VALUES),
    bits("Column length", 16, Form::Signed, NOTHING),
    bits("Type modifier", 32, Form::Signed, NOTHING),
    code("Format", 2, FORMATS, NOTHING),
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
    let (_, name, meaning) = known.copied().unwrap_or((letter, "Unknown message", NOTHING));
    reader.group(name, 1usize.saturating_add(reader.peek(1, 4)?), &mut |reader| {
        reader.sum_up("", meaning);
        reader.number(&TYPE)?;
        let said = reader.language().fill(texts::NAME_OF_TYPE, &[("name", name)]);
        reader.explain_in_words(0, said);
        reader.number(&LENGTH)?;
        match (sender, letter) {
            (Sender::Frontend, _) => frontend(reader, letter),
            (Sender::Backend, _) => backend(reader, letter),
        }
    })
}

fn startup(reader: &mut Reader) -> Option<()> {
    reader.group("Startup message", reader.peek(0, 4)?, &mut |reader| {
        reader.sum_up("", texts::WHO_WANTS_TO_BE);
        reader.number(&LENGTH)?;
        reader.number(&number("Protocol major version", 2, NOTHING))?;
        reader.number(&number("Protocol minor version", 2, NOTHING))?;
        while reader.left() > 1 {
            text(reader, "Parameter name")?;
            text(reader, "Parameter value")?;
        }
        reader.octets("End", reader.left(), NOTHING)
    })
}

fn frontend(reader: &mut Reader, letter: u8) -> Option<()> {
    match letter {
        b'P' => {
            text(reader, "Statement")?;
            text(reader, "Query")?;
            counted(reader, "Parameters", &mut |reader| {
                reader.number(&code("Type OID", 4, OIDS, texts::DATABASE_FINDS_OUT)).map(drop)
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
            reader.number(&bits("Object type", 8, Form::Character, NOTHING))?;
            text(reader, "Name")
        }
        b'E' => {
            text(reader, "Portal")?;
            reader.number(&number("Returns", 4, texts::AT_MOST_ROWS.either())).map(drop)
        }
        b'Q' => text(reader, "Query"),
        _ => Some(()),
    }
}

fn backend(reader: &mut Reader, letter: u8) -> Option<()> {
    match letter {
        b'R' => reader.number(&number("Authentication type", 4, texts::ALL_IS_WELL)).map(drop),
        b'S' => {
            text(reader, "Parameter name")?;
            text(reader, "Parameter value")
        }
        b'K' => {
            reader.header(&[number("Process ID", 4, NOTHING), number("Secret key", 4, NOTHING)])
        }
        b'Z' => reader.number(&code("Status", 1, STATUS, NOTHING)).map(drop),
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
                reader.number(&bits("Field type", 8, Form::Character, NOTHING))?;
                text(reader, name)?;
            }
            reader.octets("End", reader.left(), NOTHING)
        }
        _ => Some(()),
    }
}

/// Text up to a NUL, which is a part of the field.
fn text(reader: &mut Reader, name: &str) -> Option<()> {
    let len = reader.rest().iter().position(|octet| *octet == 0)?;
    let value = super::reader::shown_text(&reader.rest()[..len]);
    let meaning = if len == 0 { texts::NONE_THE_UNNAMED_ONE } else { NOTHING };
    reader.field(name, value, meaning, len + 1)
}

/// As many things as the number in front of them says.
fn counted(
    reader: &mut Reader,
    name: &'static str,
    one: &mut dyn FnMut(&mut Reader) -> Option<()>,
) -> Option<()> {
    let count = reader.number(&number(name, 2, NOTHING))?;
    (0..count).try_for_each(|_| one(reader))
}

fn format(reader: &mut Reader) -> Option<()> {
    reader.number(&code("Format", 2, FORMATS, NOTHING)).map(drop)
}

/// A value behind its length; −1 is NULL.
fn value(reader: &mut Reader) -> Option<()> {
    let len = reader.peek(0, 4)?;
    if len == u32::MAX as usize {
        return reader.field("Column length", "-1".to_owned(), texts::NULL_NO_VALUE, 4);
    }
    reader.number(&number("Column length", 4, NOTHING))?;
    match len {
        0 => Some(()),
        len => reader.content("Data", len, NOTHING),
    }
}

fn column(reader: &mut Reader) -> Option<()> {
    let name_len = reader.rest().iter().position(|octet| *octet == 0)?;
    let name = super::reader::shown_text(&reader.rest()[..name_len]);
    reader.group("Column", name_len + 1 + 18, &mut |reader| {
        reader.sum_up(&name, NOTHING);
        text(reader, "Column name")?;
        reader.header(COLUMN)
    })
}
