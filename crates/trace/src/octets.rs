//! The arena of a trace: every octet that crossed a link, stored once.

use serde::{Deserialize, Serialize};

/// A half-open range of octets in the arena of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OctetRange {
    /// Where it starts.
    pub start: u32,
    /// Where it ends; the octet at `end` is not part of it.
    pub end: u32,
}

impl OctetRange {
    /// How many octets it covers.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of this range from `offset` on, at most `len` octets of it.
    pub fn slice(self, offset: u32, len: u32) -> Self {
        let start = self.start.saturating_add(offset).min(self.end);
        Self { start, end: start.saturating_add(len).min(self.end) }
    }
}

/// The arena. Append only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Octets(#[serde(with = "as_bytes")] Vec<u8>);

impl Octets {
    /// Stores a copy of `octets` and says where it went.
    pub fn push(&mut self, octets: &[u8]) -> OctetRange {
        let start = self.0.len() as u32;
        self.0.extend_from_slice(octets);
        OctetRange { start, end: self.0.len() as u32 }
    }

    /// The octets of one range; empty where the range lies outside the arena.
    pub fn slice(&self, range: OctetRange) -> &[u8] {
        self.0.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The octets of several ranges, joined.
    pub fn join(&self, ranges: &[OctetRange]) -> Vec<u8> {
        let parts: Vec<&[u8]> = ranges.iter().map(|range| self.slice(*range)).collect();
        parts.concat()
    }

    /// How many octets are stored.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is stored.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Octets as one byte string in binary codecs, and as base64 in JSON.
pub(crate) mod as_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            to.serialize_str(&STANDARD.encode(octets))
        } else {
            to.serialize_bytes(octets)
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        if from.is_human_readable() {
            from.deserialize_str(Base64)
        } else {
            from.deserialize_byte_buf(Bytes)
        }
    }

    struct Base64;
    impl Visitor<'_> for Base64 {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("octets in base64")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
            STANDARD.decode(text).map_err(E::custom)
        }
    }

    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("octets")
        }
        fn visit_bytes<E: Error>(self, octets: &[u8]) -> Result<Vec<u8>, E> {
            Ok(octets.to_vec())
        }
        fn visit_byte_buf<E: Error>(self, octets: Vec<u8>) -> Result<Vec<u8>, E> {
            Ok(octets)
        }
    }
}
