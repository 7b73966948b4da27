//! HPACK (RFC 7541): header sections of HTTP/2, decompressed.

use super::huffman;
use core::ops::Range;
use std::collections::VecDeque;
use trace::FieldLine;

/// The table that every connection starts with, in octets (RFC 9113 §6.5.2).
const TABLE_LEN: usize = 4096;
/// The longest header section that is read, in octets: a few octets can stand for very many.
const SECTION_LEN_MAX: usize = 1024 * 1024;

/// What is wrong with a field block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HpackError {
    /// It ends within a field.
    Cut,
    /// An integer that does not fit.
    BadInteger,
    /// No entry of the table has that index.
    BadIndex,
    /// A string that is not in the Huffman code.
    BadHuffman,
    /// A table that is larger than was agreed on.
    TableTooLarge,
    /// Over 1 MiB of field lines.
    SectionTooLong,
}

/// A part of a field block (RFC 7541 §6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedField {
    /// Where it lies in the block.
    pub range: Range<usize>,
    /// Its first octet, which says how it is written.
    pub first: u8,
    /// What it says; nothing where it only changes the size of the table.
    pub line: Option<FieldLine>,
}

/// One direction of a connection: what it has said before shortens what it says next.
pub struct Decoder {
    /// The dynamic table, latest entry first.
    dynamic: VecDeque<Entry>,
    dynamic_len: usize,
    dynamic_len_max: usize,
    /// What SETTINGS_HEADER_TABLE_SIZE of the other side allows.
    allowed: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Entry {
    /// RFC 7541 §4.1.
    fn len(&self) -> usize {
        self.name.len() + self.value.len() + 32
    }

    fn field_line(&self) -> FieldLine {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        FieldLine { name: text(&self.name), value: text(&self.value) }
    }
}

impl Default for Decoder {
    fn default() -> Self {
        let (dynamic, dynamic_len) = (VecDeque::new(), 0);
        Self { dynamic, dynamic_len, dynamic_len_max: TABLE_LEN, allowed: TABLE_LEN }
    }
}

impl Decoder {
    /// The other side has said how large the table may be (SETTINGS_HEADER_TABLE_SIZE).
    pub fn allow(&mut self, table_len: u32) {
        self.allowed = table_len as usize;
    }

    /// Reads a whole field block.
    ///
    /// # Errors
    /// What is wrong with it; nothing that follows on this connection can be read then.
    pub fn decode(&mut self, block: &[u8]) -> Result<Vec<FieldLine>, HpackError> {
        let fields = self.decode_fields(block)?;
        Ok(fields.into_iter().filter_map(|field| field.line).collect())
    }

    /// Reads a whole field block, and says where each part of it lies.
    ///
    /// # Errors
    /// As [`Self::decode`].
    pub fn decode_fields(&mut self, block: &[u8]) -> Result<Vec<DecodedField>, HpackError> {
        let mut octets = Octets(block);
        let mut fields = Vec::new();
        let mut len = 0;
        while let Some(first) = octets.0.first().copied() {
            let start = block.len() - octets.0.len();
            let entry = match first {
                // RFC 7541 §6.1: an entry of the table.
                0x80.. => self.entry(octets.integer(7)?)?,
                // §6.2.1: a field that joins the table.
                0x40.. => {
                    let entry = self.literal(&mut octets, 6)?;
                    self.insert(entry.clone());
                    entry
                }
                // §6.3: the table changes its size.
                0x20.. => {
                    let table_len = octets.integer(5)?;
                    if table_len > self.allowed {
                        return Err(HpackError::TableTooLarge);
                    }
                    self.dynamic_len_max = table_len;
                    self.evict(0);
                    let range = start..block.len() - octets.0.len();
                    fields.push(DecodedField { range, first, line: None });
                    continue;
                }
                // §6.2.2 and §6.2.3: a field that does not join it, now or ever.
                _ => self.literal(&mut octets, 4)?,
            };
            len += entry.len();
            if len > SECTION_LEN_MAX {
                return Err(HpackError::SectionTooLong);
            }
            let (range, line) = (start..block.len() - octets.0.len(), Some(entry.field_line()));
            fields.push(DecodedField { range, first, line });
        }
        Ok(fields)
    }

    fn literal(&self, octets: &mut Octets<'_>, prefix_bits: u32) -> Result<Entry, HpackError> {
        let name = match octets.integer(prefix_bits)? {
            0 => octets.string()?,
            index => self.entry(index)?.name,
        };
        Ok(Entry { name, value: octets.string()? })
    }

    /// RFC 7541 §2.3.3: the static table first, then the dynamic one.
    fn entry(&self, index: usize) -> Result<Entry, HpackError> {
        let place = index.checked_sub(1).ok_or(HpackError::BadIndex)?;
        if let Some((name, value)) = STATIC_TABLE.get(place) {
            return Ok(Entry { name: name.as_bytes().to_vec(), value: value.as_bytes().to_vec() });
        }
        let entry = self.dynamic.get(place - STATIC_TABLE.len());
        entry.cloned().ok_or(HpackError::BadIndex)
    }

    fn insert(&mut self, entry: Entry) {
        self.evict(entry.len());
        // RFC 7541 §4.4: what is larger than the table empties it, and is no error.
        if entry.len() <= self.dynamic_len_max {
            self.dynamic_len += entry.len();
            self.dynamic.push_front(entry);
        }
    }

    /// Makes room for so many octets.
    fn evict(&mut self, room: usize) {
        while self.dynamic_len + room > self.dynamic_len_max {
            let Some(oldest) = self.dynamic.pop_back() else { return };
            self.dynamic_len -= oldest.len();
        }
    }
}

/// The octets that are still to be read.
struct Octets<'a>(&'a [u8]);

impl Octets<'_> {
    fn next(&mut self) -> Result<u8, HpackError> {
        let (first, rest) = self.0.split_first().ok_or(HpackError::Cut)?;
        self.0 = rest;
        Ok(*first)
    }

    /// RFC 7541 §5.1.
    fn integer(&mut self, prefix_bits: u32) -> Result<usize, HpackError> {
        let prefix_max = (1u32 << prefix_bits) - 1;
        let mut value = u32::from(self.next()?) & prefix_max;
        if value < prefix_max {
            return Ok(value as usize);
        }
        for shift in (0..28).step_by(7) {
            let octet = self.next()?;
            value += u32::from(octet & 0x7f) << shift;
            if octet & 0x80 == 0 {
                return Ok(value as usize);
            }
        }
        Err(HpackError::BadInteger)
    }

    /// RFC 7541 §5.2.
    fn string(&mut self) -> Result<Vec<u8>, HpackError> {
        let is_coded = self.0.first().is_some_and(|octet| octet & 0x80 != 0);
        let len = self.integer(7)?;
        let (string, rest) = self.0.split_at_checked(len).ok_or(HpackError::Cut)?;
        self.0 = rest;
        match is_coded {
            true => huffman::decode(string).ok_or(HpackError::BadHuffman),
            false => Ok(string.to_vec()),
        }
    }
}

/// RFC 7541, appendix A.
const STATIC_TABLE: [(&str, &str); 61] = [
    (":authority", ""),
    (":method", "GET"),
    (":method", "POST"),
    (":path", "/"),
    (":path", "/index.html"),
    (":scheme", "http"),
    (":scheme", "https"),
    (":status", "200"),
    (":status", "204"),
    (":status", "206"),
    (":status", "304"),
    (":status", "400"),
    (":status", "404"),
    (":status", "500"),
    ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"),
    ("accept-language", ""),
    ("accept-ranges", ""),
    ("accept", ""),
    ("access-control-allow-origin", ""),
    ("age", ""),
    ("allow", ""),
    ("authorization", ""),
    ("cache-control", ""),
    ("content-disposition", ""),
    ("content-encoding", ""),
    ("content-language", ""),
    ("content-length", ""),
    ("content-location", ""),
    ("content-range", ""),
    ("content-type", ""),
    ("cookie", ""),
    ("date", ""),
    ("etag", ""),
    ("expect", ""),
    ("expires", ""),
    ("from", ""),
    ("host", ""),
    ("if-match", ""),
    ("if-modified-since", ""),
    ("if-none-match", ""),
    ("if-range", ""),
    ("if-unmodified-since", ""),
    ("last-modified", ""),
    ("link", ""),
    ("location", ""),
    ("max-forwards", ""),
    ("proxy-authenticate", ""),
    ("proxy-authorization", ""),
    ("range", ""),
    ("referer", ""),
    ("refresh", ""),
    ("retry-after", ""),
    ("server", ""),
    ("set-cookie", ""),
    ("strict-transport-security", ""),
    ("transfer-encoding", ""),
    ("user-agent", ""),
    ("vary", ""),
    ("via", ""),
    ("www-authenticate", ""),
];

#[cfg(test)]
#[path = "hpack_tests.rs"]
mod tests;
