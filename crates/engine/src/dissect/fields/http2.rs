//! HTTP/2 frames (RFC 9113 §4, §6), with their header sections decompressed (RFC 7541).

use super::header_fields::meaning_of_field;
use super::reader::{Reader, shown_text};
use super::spec::Form::Parts;
use super::spec::{NOTHING, Spec, bits, code, flag, number};
use crate::codecs::http2::{ERRORS, FrameKind, PREFACE, SETTINGS};
use crate::dissect::http2::FieldPart;
use crate::texts;
use language::Text;

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
    bits("Unused", count, super::spec::Form::Number, NOTHING)
}
const END_STREAM: Spec = flag("End Stream", texts::SENDER_HAS_SAID_ALL);
const END_HEADERS: Spec = flag("End Headers", texts::END_OF_HEADERS_FRAME);
const PADDED: Spec = flag("Padded", texts::FILLED_UP_TO_HIDE);
const PRIORITY: Spec = flag("Priority", texts::SAYS_WHICH_STREAM_IS);
const ACK: Spec = flag("ACK", texts::ONLY_CONFIRMS_THE_OTHER);
const OF_DATA: &[Spec] = &[unused(4), PADDED, unused(2), END_STREAM];
const OF_HEADERS: &[Spec] =
    &[unused(2), PRIORITY, unused(1), PADDED, END_HEADERS, unused(1), END_STREAM];
const OF_CONTROL: &[Spec] = &[unused(7), ACK];
const NONE: &[Spec] = &[unused(8)];

const LENGTH: Spec = number("Length", 3, texts::BYTES_BEHIND_THIS_HEADER.either());
const KIND: Spec = code("Type", 1, KINDS, NOTHING);
const STREAM: &[Spec] = &[
    flag("Reserved", texts::MUST_BE_0),
    bits("Stream Identifier", 31, super::spec::Form::Number, texts::BELONGS_TO_REQUEST_NUMBER),
];
const ERROR: Spec = code("Error Code", 4, ERRORS, NOTHING);
const SETTING: &[Spec] =
    &[code("Settings Identifier", 2, SETTINGS, NOTHING), number("Value", 4, NOTHING)];
const DEPENDENCY: &[Spec] = &[
    flag("Exclusive", NOTHING),
    bits("Stream Dependency", 31, super::spec::Form::Number, NOTHING),
    number("Weight", 1, NOTHING),
];

/// What a setting means.
const SETTING_MEANINGS: [Text; 9] = [
    NOTHING,
    texts::HOW_MUCH_THE_SENDER,
    texts::WHETHER_ANSWERS_MAY_COME,
    texts::SO_MANY_REQUESTS_MAY,
    texts::SO_MANY_BYTES_MAY,
    texts::NO_FRAME_MAY_BE,
    texts::NO_HEADER_SECTION_MAY,
    NOTHING,
    texts::WHETHER_CONNECT_MAY_CARRY,
];

fn meaning_of_kind(kind: FrameKind) -> Text {
    match kind {
        FrameKind::Data => texts::PIECE_OF_A_BODY,
        FrameKind::Headers => texts::HEADERS_OF_A_REQUEST,
        FrameKind::Priority => texts::HOW_URGENT_A_STREAM,
        FrameKind::RstStream => texts::GIVES_A_STREAM_UP,
        FrameKind::Settings => texts::WHAT_THE_SENDER_CAN,
        FrameKind::PushPromise => texts::ANNOUNCES_AN_ANSWER_THAT,
        FrameKind::Ping => texts::IS_THE_OTHER_SIDE,
        FrameKind::GoAway => texts::TAKES_NO_MORE_REQUESTS,
        FrameKind::WindowUpdate => texts::MORE_BYTES_MAY_COME,
        FrameKind::Continuation => texts::GOES_ON_WITH_THE,
        FrameKind::Unknown(_) => texts::IS_PASSED_OVER,
    }
}

/// Reads the words that a client begins with.
pub fn preface(reader: &mut Reader) -> Option<()> {
    reader.group("Magic", PREFACE.len(), &mut |reader| {
        reader.sum_up("", texts::TELLS_A_SERVER_THAT);
        reader.text("Magic", PREFACE.len(), NOTHING)
    })
}

/// Reads one frame. `section` is what it holds of a header section, where that can be read.
pub fn frame(reader: &mut Reader, section: Option<&[FieldPart]>) -> Option<()> {
    let len = 9 + reader.peek(0, 3)?;
    let code = reader.peek(3, 1)? as u8;
    let (kind, flags) = (FrameKind::from_code(code), reader.peek(4, 1)?);
    reader.group(kind.name(), len, &mut |reader| {
        reader.sum_up("", meaning_of_kind(kind));
        reader.header(&[LENGTH, KIND, bits("Flags", 8, Parts(flags_of(kind)), NOTHING)])?;
        reader.header(STREAM)?;
        let mut padding = 0;
        let may_be_padded =
            matches!(kind, FrameKind::Data | FrameKind::Headers | FrameKind::PushPromise);
        if may_be_padded && flags & 8 != 0 {
            padding = reader.number(&number("Pad Length", 1, NOTHING))? as usize;
        }
        if kind == FrameKind::Priority || (kind == FrameKind::Headers && flags & 0x20 != 0) {
            reader.header(DEPENDENCY)?;
        }
        let carried = reader.left().checked_sub(padding)?;
        match kind {
            FrameKind::Data if carried > 0 => reader.content("Data", carried, NOTHING)?,
            FrameKind::Headers | FrameKind::Continuation => match section {
                Some(section) => header_section(reader, carried, section)?,
                None => {
                    reader.octets("Header Block Fragment", carried, texts::PART_OF_THE_HEADERS)?
                }
            },
            FrameKind::Settings => {
                while reader.left() > 0 {
                    let place = reader.peek(0, 2)?;
                    reader.header(SETTING)?;
                    reader.explain(0, SETTING_MEANINGS.get(place).copied().unwrap_or(NOTHING));
                }
            }
            FrameKind::RstStream => reader.header(&[ERROR])?,
            FrameKind::GoAway => {
                reader.number(&number(
                    "Last Stream Identifier",
                    4,
                    texts::LAST_REQUEST_THAT_WAS,
                ))?;
                reader.number(&ERROR)?;
                if reader.left() > 0 {
                    reader.content("Additional Debug Data", reader.left(), NOTHING)?;
                }
            }
            FrameKind::WindowUpdate => {
                reader.number(&number(
                    "Window Size Increment",
                    4,
                    texts::BYTES_MORE_MAY_COME.either(),
                ))?;
            }
            FrameKind::Ping => reader.octets("Ping", carried, texts::SENT_BACK_AS_IT)?,
            FrameKind::Data
            | FrameKind::Priority
            | FrameKind::PushPromise
            | FrameKind::Unknown(_) => {}
        }
        match reader.left() {
            0 => Some(()),
            left if padding > 0 => reader.octets("Padding", left, texts::ZEROS_THAT_HIDE_THE),
            left => reader.octets("Payload", left, NOTHING),
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
        reader.sum_up("", texts::HEADERS_COMPRESSED);
        for part in section {
            let len = (start + part.field.range.end).checked_sub(reader.at())?;
            field_part(reader, len, part)?;
        }
        Some(())
    })
}

fn field_part(reader: &mut Reader, len: usize, part: &FieldPart) -> Option<()> {
    if part.goes_on {
        return reader.octets(
            reader.language().text(texts::PART_OF_A_HEADER),
            len,
            texts::GOES_ON_IN_THE,
        );
    }
    let Some(line) = &part.field.line else {
        return reader.octets("Dynamic Table Size Update", len, NOTHING);
    };
    let value = [&line.name, ": ", &line.value].concat();
    reader.group("Header", len, &mut |reader| {
        reader.sum_up(&shown_text(value.as_bytes()), meaning_of_field(&line.name));
        let (name, meaning) = match part.starts_before {
            true => (reader.language().text(texts::PART_OF_A_HEADER), texts::BEGINS_IN_THE_FRAME),
            false => representation(part.field.first),
        };
        reader.octets(name, len, meaning)
    })
}

/// RFC 7541 §6.
fn representation(first: u8) -> (&'static str, Text) {
    match first {
        0x80.. => ("Indexed Header Field", texts::NAME_AND_VALUE_STAND),
        0x40.. => ("Literal Header Field with Incremental Indexing", texts::JOINS_THE_TABLE_NEXT),
        0x10.. => ("Literal Header Field never Indexed", texts::WRITTEN_OUT_AND_NEVER),
        _ => ("Literal Header Field without Indexing", texts::WRITTEN_OUT_AND_NOT),
    }
}
