//! The versioned codec of traces: what crosses `postMessage` and what the page ships with.
//!
//! A trace is `RTTR`, the version as two octets (big-endian), a checksum of the rest as eight,
//! and the postcard encoding. Postcard does not describe itself, so version and checksum stand
//! in front of it: an old worker's answer is refused, not misread.

use crate::texts;
use crate::{Dissection, Trace};
use core::fmt;
use language::{fill, say};
use postcard::ser_flavors::Flavor;
use serde::Serialize;
use serde::de::DeserializeOwned;

const TRACE_MAGIC: &[u8; 4] = b"RTTR";
const DISSECTION_MAGIC: &[u8; 4] = b"RTDI";
/// Changes whenever a type of this crate changes its shape.
const VERSION: u16 = 17;
const HEADER_LEN: usize = 14;

/// Why octets are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// They start with something else.
    NotOurs,
    /// They were written by another version of this program.
    OtherVersion {
        /// The version found.
        found: u16,
    },
    /// They were cut or changed.
    Damaged,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => f.write_str(say(texts::NOT_A_FILE_OF_OURS)),
            Self::OtherVersion { found } => {
                f.write_str(&fill!(texts::OF_ANOTHER_VERSION, found, version = VERSION))
            }
            Self::Damaged => f.write_str(say(texts::CUT_OR_CHANGED)),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Encodes a trace. What most traces do not have stands behind all else, and only where there is
/// any of it: trailers, changes of what is remembered, and what a recording is.
pub fn encode_trace(trace: &Trace) -> Vec<u8> {
    let mut octets = room_for_header();
    octets.reserve(trace.octets.len());
    octets = written_behind(octets, trace);
    let Trace { trailers, cookie_changes, memory_changes, recorded, .. } = trace;
    let has_none = trailers.is_empty() && cookie_changes.is_empty() && memory_changes.is_empty();
    if !has_none || recorded.is_some() {
        octets = written_behind(octets, &(trailers, cookie_changes, memory_changes));
    }
    if let Some(recorded) = recorded {
        octets = written_behind(octets, recorded);
    }
    with_header(TRACE_MAGIC, octets)
}

/// Decodes a trace.
///
/// # Errors
/// Says whether the octets are something else, of another version, or damaged.
pub fn decode_trace(octets: &[u8]) -> Result<Trace, DecodeError> {
    let (mut trace, rest): (Trace, _) = decode_first(TRACE_MAGIC, octets)?;
    if !rest.is_empty() {
        let rarely;
        ((trace.trailers, trace.cookie_changes, trace.memory_changes), rarely) =
            postcard::take_from_bytes(rest).map_err(|_| DecodeError::Damaged)?;
        if !rarely.is_empty() {
            trace.recorded = Some(postcard::from_bytes(rarely).map_err(|_| DecodeError::Damaged)?);
        }
    }
    Ok(trace)
}

/// Encodes a dissection.
pub fn encode_dissection(dissection: &Dissection) -> Vec<u8> {
    encode(DISSECTION_MAGIC, dissection)
}

/// Decodes a dissection.
///
/// # Errors
/// As [`decode_trace`].
pub fn decode_dissection(octets: &[u8]) -> Result<Dissection, DecodeError> {
    decode(DISSECTION_MAGIC, octets)
}

/// The FNV-1a hash of some octets: the name of a trace in comparisons, and where chance starts.
pub fn hash(octets: &[u8]) -> u64 {
    let step =
        |hash: u64, octet: &u8| (hash ^ u64::from(*octet)).wrapping_mul(0x0000_0100_0000_01b3);
    octets.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A checksum for megabytes: every change within one word changes it. Eight octets a step, as
/// Firefox's hash takes them.
pub fn checksum(octets: &[u8]) -> u64 {
    let step =
        |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = octets.as_chunks::<8>();
    let sum =
        words.iter().fold(octets.len() as u64, |sum, word| step(sum, u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |sum, octet| step(sum, u64::from(*octet)))
}

fn encode(magic: &[u8; 4], value: &impl Serialize) -> Vec<u8> {
    with_header(magic, written_behind(room_for_header(), value))
}

fn room_for_header() -> Vec<u8> {
    vec![0; HEADER_LEN]
}

fn written_behind(octets: Vec<u8>, value: &impl Serialize) -> Vec<u8> {
    let written = postcard::serialize_with_flavor(value, Behind(octets));
    written.expect("plain data always encodes")
}

/// Writes behind what is there already, long runs of octets at once.
struct Behind(Vec<u8>);

impl Flavor for Behind {
    type Output = Vec<u8>;

    fn try_push(&mut self, octet: u8) -> postcard::Result<()> {
        self.0.push(octet);
        Ok(())
    }

    fn try_extend(&mut self, octets: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(octets);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

/// Writes the header into the room that was left for it.
fn with_header(magic: &[u8; 4], mut octets: Vec<u8>) -> Vec<u8> {
    let (header, body) = octets.split_at_mut(HEADER_LEN);
    header[..4].copy_from_slice(magic);
    header[4..6].copy_from_slice(&VERSION.to_be_bytes());
    header[6..].copy_from_slice(&checksum(body).to_be_bytes());
    octets
}

fn decode<T: DeserializeOwned>(magic: &[u8; 4], octets: &[u8]) -> Result<T, DecodeError> {
    decode_first(magic, octets).map(|(value, _)| value)
}

/// A value, and what stands behind it.
fn decode_first<'a, T: DeserializeOwned>(
    magic: &[u8; 4],
    octets: &'a [u8],
) -> Result<(T, &'a [u8]), DecodeError> {
    let (found_magic, rest) = octets.split_first_chunk::<4>().ok_or(DecodeError::NotOurs)?;
    if found_magic != magic {
        return Err(DecodeError::NotOurs);
    }
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(DecodeError::Damaged)?;
    let found = u16::from_be_bytes(*version);
    if found != VERSION {
        return Err(DecodeError::OtherVersion { found });
    }
    let (sum, body) = rest.split_first_chunk::<8>().ok_or(DecodeError::Damaged)?;
    if u64::from_be_bytes(*sum) != checksum(body) {
        return Err(DecodeError::Damaged);
    }
    postcard::take_from_bytes(body).map_err(|_| DecodeError::Damaged)
}
