//! HTTP/1.1 messages (RFC 9112), line by line.

use super::header_fields::meaning_of_field;
use super::reader::{Reader, shown_text};
use super::spec::NOTHING;
use crate::texts;
use language::Text;

/// Reads the message that the open group holds.
pub fn read(reader: &mut Reader) -> Option<()> {
    start_line(reader)?;
    let mut is_chunked = false;
    while let Some(len) = line_len(reader).filter(|len| *len > 2) {
        is_chunked |= field_line(reader, len)?;
    }
    reader.text("Blank line", line_len(reader)?, texts::HEADERS_END_HERE)?;
    if is_chunked && reader.left() > 0 {
        return chunked(reader);
    }
    match reader.left() {
        0 => Some(()),
        left => reader.content("Content", left, texts::BODY),
    }
}

/// The octets up to the next line feed, which is one of them.
fn line_len(reader: &Reader) -> Option<usize> {
    Some(reader.rest().iter().position(|octet| *octet == b'\n')? + 1)
}

/// How many octets of a line are no line end.
fn text_len(line: &[u8]) -> usize {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

/// RFC 9112 §3 and §4.
fn start_line(reader: &mut Reader) -> Option<()> {
    let len = line_len(reader)?;
    let line = &reader.rest()[..len];
    let is_response = line.starts_with(b"HTTP/");
    let name = if is_response { "Status line" } else { "Request line" };
    reader.group(name, len, &mut |reader| {
        reader.sum_up(&shown_text(&line[..text_len(line)]), NOTHING);
        match is_response {
            true => {
                word(reader, "Version", NOTHING)?;
                word(reader, "Status Code", status_meaning(line))?;
                reader.text(
                    "Reason Phrase",
                    text_len(reader.rest()),
                    texts::FOR_PEOPLE_PROGRAMS_GO,
                )?;
            }
            false => {
                word(reader, "Method", texts::WHAT_TO_DO)?;
                word(reader, "Request Target", texts::WITH_WHAT)?;
                reader.text("Version", text_len(reader.rest()), NOTHING)?;
            }
        }
        end_of_line(reader)
    })
}

fn status_meaning(line: &[u8]) -> Text {
    match line.get(9) {
        Some(b'1') => texts::STATUS_1XX_MORE_IS,
        Some(b'2') => texts::STATUS_2XX_IT_WORKED,
        Some(b'3') => texts::STATUS_3XX_GO_ON,
        Some(b'4') => texts::STATUS_4XX_SOMETHING_IS,
        Some(b'5') => texts::STATUS_5XX_SOMETHING_IS,
        _ => NOTHING,
    }
}

/// A word and the space behind it.
fn word(reader: &mut Reader, name: &str, meaning: Text) -> Option<()> {
    let line = &reader.rest()[..text_len(reader.rest())];
    let len = line.iter().position(|octet| *octet == b' ')?;
    reader.text(name, len, meaning)?;
    reader.field("Space", String::new(), NOTHING, 1)
}

fn end_of_line(reader: &mut Reader) -> Option<()> {
    match reader.left() {
        0 => Some(()),
        left => reader.text("End of line", left, NOTHING),
    }
}

/// A field line; says whether it announces chunks.
fn field_line(reader: &mut Reader, len: usize) -> Option<bool> {
    let line = &reader.rest()[..len];
    let line = &line[..text_len(line)];
    let colon = line.iter().position(|octet| *octet == b':');
    let name = line[..colon.unwrap_or(line.len())].to_ascii_lowercase();
    let name = String::from_utf8_lossy(&name).into_owned();
    reader.group("Field line", len, &mut |reader| {
        reader.sum_up(&shown_text(line), meaning_of_field(&name));
        reader.text("Field name", colon?, NOTHING)?;
        let behind = &line[colon? + 1..];
        let n_spaces = behind.iter().take_while(|octet| matches!(octet, b' ' | b'\t')).count();
        reader.field("Colon", String::new(), NOTHING, 1 + n_spaces)?;
        reader.text("Field value", line.len() - colon? - 1 - n_spaces, NOTHING)?;
        end_of_line(reader)
    })?;
    Some(name == "transfer-encoding" && line.to_ascii_lowercase().ends_with(b"chunked"))
}

/// RFC 9112 §7.1.
fn chunked(reader: &mut Reader) -> Option<()> {
    loop {
        let line_len = line_len(reader)?;
        let line = core::str::from_utf8(&reader.rest()[..line_len]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        let is_last = size == 0;
        let len = line_len.checked_add(size)?.checked_add(if is_last { 0 } else { 2 })?;
        reader.group(if is_last { "Last chunk" } else { "Chunk" }, len, &mut |reader| {
            reader.sum_up(
                &reader.language().count(texts::BYTE_COUNT, size as u64),
                if is_last { texts::NOTHING_FOLLOWS } else { texts::PIECE_OF_THE_BODY },
            );
            reader.text("Chunk size", line_len, texts::IN_HEXADECIMAL_DIGITS)?;
            if is_last {
                return Some(());
            }
            reader.content("Chunk data", size, NOTHING)?;
            end_of_line(reader)
        })?;
        if is_last {
            break;
        }
    }
    trailers(reader)?;
    reader.text("Blank line", line_len(reader)?, texts::TRAILERS_END_HERE)
}

/// RFC 9112 §7.1.2.
fn trailers(reader: &mut Reader) -> Option<()> {
    let lines = reader.rest().split_inclusive(|octet| *octet == b'\n');
    let len = lines.map(<[u8]>::len).take_while(|len| *len > 2).sum();
    if len == 0 {
        return Some(());
    }
    reader.group("Trailer section", len, &mut |reader| {
        reader.sum_up("", texts::WHAT_WAS_KNOWN_ONLY);
        while reader.left() > 0 {
            field_line(reader, line_len(reader)?)?;
        }
        Some(())
    })
}
