//! The versioned codec of traces: what crosses `postMessage` and what the page ships with.
//!
//! A trace is `RTTR`, the version as two octets (big-endian), a checksum of the rest as eight,
//! and the postcard encoding. Postcard does not describe itself, so version and checksum stand
//! in front of it: an old worker's answer is refused, not misread.

use crate::{Dissection, Inspected, Scenario, ScenarioError, Trace};
use core::fmt;
use serde::Serialize;
use serde::de::DeserializeOwned;

const TRACE_MAGIC: &[u8; 4] = b"RTTR";
const SCENARIO_MAGIC: &[u8; 4] = b"RTSC";
const INSPECTED_MAGIC: &[u8; 4] = b"RTIN";
const DISSECTION_MAGIC: &[u8; 4] = b"RTDI";
/// Changes whenever a type of this crate changes its shape.
const VERSION: u16 = 8;
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
    /// They hold a scenario that cannot be run.
    BadScenario(ScenarioError),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => f.write_str("this is not a file of Roundtrip"),
            Self::OtherVersion { found } => write!(
                f,
                "this was written by another version of Roundtrip (format {found}, this one reads {VERSION}); reload the page"
            ),
            Self::Damaged => f.write_str("this was cut or changed on its way; copy it again"),
            Self::BadScenario(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Encodes a trace. Trailers stand behind all else, and only where there are any.
pub fn encode_trace(trace: &Trace) -> Vec<u8> {
    let mut body = body_of(trace);
    if !trace.trailers.is_empty() {
        body.extend(body_of(&trace.trailers));
    }
    framed(TRACE_MAGIC, &body)
}

/// Decodes a trace.
///
/// # Errors
/// Says whether the octets are something else, of another version, or damaged.
pub fn decode_trace(octets: &[u8]) -> Result<Trace, DecodeError> {
    let (mut trace, rest): (Trace, _) = decode_first(TRACE_MAGIC, octets)?;
    if !rest.is_empty() {
        trace.trailers = postcard::from_bytes(rest).map_err(|_| DecodeError::Damaged)?;
    }
    Ok(trace)
}

/// Encodes a scenario for the worker.
pub fn encode_scenario(scenario: &Scenario) -> Vec<u8> {
    encode(SCENARIO_MAGIC, scenario)
}

/// Decodes a scenario in the worker, and checks that it can be run.
///
/// # Errors
/// As [`decode_trace`], and what [`Scenario::check`] finds.
pub fn decode_scenario(octets: &[u8]) -> Result<Scenario, DecodeError> {
    let scenario: Scenario = decode(SCENARIO_MAGIC, octets)?;
    scenario.check().map_err(DecodeError::BadScenario)?;
    Ok(scenario)
}

/// Encodes for the worker what is looked into.
pub fn encode_inspected(inspected: Inspected) -> Vec<u8> {
    encode(INSPECTED_MAGIC, &inspected)
}

/// Decodes in the worker what is looked into.
///
/// # Errors
/// As [`decode_trace`].
pub fn decode_inspected(octets: &[u8]) -> Result<Inspected, DecodeError> {
    decode(INSPECTED_MAGIC, octets)
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

/// The FNV-1a hash of some octets: a checksum, and the name of a trace in comparisons.
pub fn hash(octets: &[u8]) -> u64 {
    let step =
        |hash: u64, octet: &u8| (hash ^ u64::from(*octet)).wrapping_mul(0x0000_0100_0000_01b3);
    octets.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

fn encode(magic: &[u8; 4], value: &impl Serialize) -> Vec<u8> {
    framed(magic, &body_of(value))
}

fn body_of(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("plain data always encodes")
}

fn framed(magic: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(HEADER_LEN + body.len());
    octets.extend_from_slice(magic);
    octets.extend_from_slice(&VERSION.to_be_bytes());
    octets.extend_from_slice(&hash(body).to_be_bytes());
    octets.extend_from_slice(body);
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
    let (checksum, body) = rest.split_first_chunk::<8>().ok_or(DecodeError::Damaged)?;
    if u64::from_be_bytes(*checksum) != hash(body) {
        return Err(DecodeError::Damaged);
    }
    postcard::take_from_bytes(body).map_err(|_| DecodeError::Damaged)
}
