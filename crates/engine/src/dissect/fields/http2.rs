//! HTTP/2 frames (RFC 9113 §4, §6), with their header sections decompressed (RFC 7541).

use super::header_fields::meaning_of_field;
use super::reader::{Reader, shown_text};
use super::spec::Form::Parts;
use super::spec::{Spec, bits, code, flag, number};
use crate::dissect::http2::FieldPart;
use crate::http2::{ERRORS, FrameKind, PREFACE, SETTINGS};

const KINDS: &[(u32, &str)] = &[
    (0, "DATA"),
    (1, "HEADERS"),
    (2, "PRIORITY"),
    (3, "RST_STREAM"),
    (4, "SETTINGS"),
    (5, "PUSH_PROMISE"),
    (6, "PING"),
    (7, "GOAWAY"),
    (8, "WINDOW_UPDATE"),
    (9, "CONTINUATION"),
];
const fn unused(count: u8) -> Spec {
    bits("Unused", count, super::spec::Form::Number, "")
}
const END_STREAM: Spec =
    flag("End Stream", "the sender has said all on this stream|more follows on this stream");
const END_HEADERS: Spec =
    flag("End Headers", "the headers end here|the headers go on in the next frame");
const PADDED: Spec = flag("Padded", "filled up, to hide the length|not filled up");
const PRIORITY: Spec =
    flag("Priority", "says which stream is more urgent|does not say how urgent it is");
const ACK: Spec = flag("ACK", "only confirms the other side's|not a confirmation");
const OF_DATA: &[Spec] = &[unused(4), PADDED, unused(2), END_STREAM];
const OF_HEADERS: &[Spec] =
    &[unused(2), PRIORITY, unused(1), PADDED, END_HEADERS, unused(1), END_STREAM];
const OF_CONTROL: &[Spec] = &[unused(7), ACK];
const NONE: &[Spec] = &[unused(8)];

const LENGTH: Spec = number("Length", 3, "{} bytes behind this header");
const KIND: Spec = code("Type", 1, KINDS, "");
const STREAM: &[Spec] = &[
    flag("Reserved", "must be 0|always 0"),
    bits(
        "Stream Identifier",
        31,
        super::spec::Form::Number,
        "belongs to request number {} of this connection|about the connection as a whole",
    ),
];
const ERROR: Spec = code("Error Code", 4, ERRORS, "");
const SETTING: &[Spec] = &[code("Settings Identifier", 2, SETTINGS, ""), number("Value", 4, "")];
const DEPENDENCY: &[Spec] = &[
    flag("Exclusive", ""),
    bits("Stream Dependency", 31, super::spec::Form::Number, ""),
    number("Weight", 1, ""),
];

/// What a setting means.
const SETTING_MEANINGS: [&str; 9] = [
    "",
    "how much the sender remembers to shorten headers",
    "whether answers may come unasked",
    "so many requests may be under way at once",
    "so many bytes may come on each stream before the sender confirms",
    "no frame may be longer",
    "no header section may be longer",
    "",
    "whether CONNECT may carry other protocols",
];

fn meaning_of_kind(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Data => "a piece of a body",
        FrameKind::Headers => "the headers of a request or response",
        FrameKind::Priority => "how urgent a stream is",
        FrameKind::RstStream => "gives a stream up",
        FrameKind::Settings => "what the sender can take",
        FrameKind::PushPromise => "announces an answer that nobody asked for",
        FrameKind::Ping => "is the other side still there?",
        FrameKind::GoAway => "takes no more requests",
        FrameKind::WindowUpdate => "more bytes may come",
        FrameKind::Continuation => "goes on with the headers",
        FrameKind::Unknown(_) => "is passed over",
    }
}

/// Reads the words that a client begins with.
pub fn preface(reader: &mut Reader) -> Option<()> {
    reader.group("Magic", PREFACE.len(), &mut |reader| {
        reader.sum_up("", "tells a server that knows only HTTP/1.1 that this is something else");
        reader.text("Magic", PREFACE.len(), "")
    })
}

/// Reads one frame. `section` is what it holds of a header section, where that can be read.
pub fn frame(reader: &mut Reader, section: Option<&[FieldPart]>) -> Option<()> {
    let len = 9 + reader.peek(0, 3)?;
    let code = reader.peek(3, 1)? as u8;
    let (kind, flags) = (FrameKind::from_code(code), reader.peek(4, 1)?);
    reader.group(kind.name(), len, &mut |reader| {
        reader.sum_up("", meaning_of_kind(kind));
        reader.header(&[LENGTH, KIND, bits("Flags", 8, Parts(flags_of(kind)), "")])?;
        reader.header(STREAM)?;
        let mut padding = 0;
        let may_be_padded =
            matches!(kind, FrameKind::Data | FrameKind::Headers | FrameKind::PushPromise);
        if may_be_padded && flags & 8 != 0 {
            padding = reader.number(&number("Pad Length", 1, ""))? as usize;
        }
        if kind == FrameKind::Priority || (kind == FrameKind::Headers && flags & 0x20 != 0) {
            reader.header(DEPENDENCY)?;
        }
        let carried = reader.left().checked_sub(padding)?;
        match kind {
            FrameKind::Data if carried > 0 => reader.content("Data", carried, "")?,
            FrameKind::Headers | FrameKind::Continuation => match section {
                Some(section) => header_section(reader, carried, section)?,
                None => reader.octets(
                    "Header Block Fragment",
                    carried,
                    "a part of the headers, compressed",
                )?,
            },
            FrameKind::Settings => {
                while reader.left() > 0 {
                    let place = reader.peek(0, 2)?;
                    reader.header(SETTING)?;
                    reader.explain(0, SETTING_MEANINGS.get(place).copied().unwrap_or(""));
                }
            }
            FrameKind::RstStream => reader.header(&[ERROR])?,
            FrameKind::GoAway => {
                reader.number(&number(
                    "Last Stream Identifier",
                    4,
                    "the last request that was looked at",
                ))?;
                reader.number(&ERROR)?;
                if reader.left() > 0 {
                    reader.content("Additional Debug Data", reader.left(), "")?;
                }
            }
            FrameKind::WindowUpdate => {
                reader.number(&number("Window Size Increment", 4, "{} bytes more may come"))?;
            }
            FrameKind::Ping => reader.octets("Ping", carried, "sent back as it is")?,
            FrameKind::Data
            | FrameKind::Priority
            | FrameKind::PushPromise
            | FrameKind::Unknown(_) => {}
        }
        match reader.left() {
            0 => Some(()),
            left if padding > 0 => reader.octets("Padding", left, "zeros that hide the length"),
            left => reader.octets("Payload", left, ""),
        }
    })
}

fn flags_of(kind: FrameKind) -> &'static [Spec] {
    match kind {
        FrameKind::Data => OF_DATA,
        FrameKind::Headers | FrameKind::Continuation | FrameKind::PushPromise => OF_HEADERS,
        FrameKind::Settings | FrameKind::Ping => OF_CONTROL,
        FrameKind::Priority
        | FrameKind::RstStream
        | FrameKind::GoAway
        | FrameKind::WindowUpdate
        | FrameKind::Unknown(_) => NONE,
    }
}

fn header_section(reader: &mut Reader, len: usize, section: &[FieldPart]) -> Option<()> {
    let start = reader.at();
    reader.group("Header Block Fragment", len, &mut |reader| {
        reader.sum_up("", "the headers, compressed");
        for part in section {
            let len = (start + part.field.range.end).checked_sub(reader.at())?;
            field_part(reader, len, part)?;
        }
        Some(())
    })
}

fn field_part(reader: &mut Reader, len: usize, part: &FieldPart) -> Option<()> {
    if part.goes_on {
        return reader.octets("Part of a header", len, "goes on in the next frame");
    }
    let Some(line) = &part.field.line else {
        return reader.octets("Dynamic Table Size Update", len, "");
    };
    let value = [&line.name, ": ", &line.value].concat();
    reader.group("Header", len, &mut |reader| {
        reader.sum_up(&shown_text(value.as_bytes()), meaning_of_field(&line.name));
        let (name, meaning) = match part.starts_before {
            true => ("Part of a header", "begins in the frame before"),
            false => representation(part.field.first),
        };
        reader.octets(name, len, meaning)
    })
}

/// RFC 7541 §6.
fn representation(first: u8) -> (&'static str, &'static str) {
    match first {
        0x80.. => ("Indexed Header Field", "name and value stand in the table: a number is enough"),
        0x40.. => (
            "Literal Header Field with Incremental Indexing",
            "joins the table: next time a number will do",
        ),
        0x10.. => ("Literal Header Field never Indexed", "written out, and never put into a table"),
        _ => ("Literal Header Field without Indexing", "written out, and not put into the table"),
    }
}
