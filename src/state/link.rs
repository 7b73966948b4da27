//! A link to what is on the screen: all of it stands in the hash of the URL, which no server
//! ever sees. Opening a link shows; it never sends.
//!
//! `v1.` and base64url (RFC 4648 §5) of four octets of checksum and a JSON text in raw deflate
//! (RFC 1951). The world and what was sent are written as a scenario file is, so that there is
//! one such format only. A member that is not there has its default, an unknown one is passed
//! over: that is how `v1` may grow.

#![allow(dead_code, unused_imports, reason = "the panels are about to take this up")]

mod wire;

use crate::state::draft::Draft;
use crate::state::json::pretty;
use crate::state::secrets::{redacted, redacted_request};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use core::fmt;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use picture::Level;
use trace::{ExchangeId, MAX_TEXT_OCTETS, Scenario, ScenarioError};

/// Longer links are cut by programs that pass them on.
pub const MAX_CHARACTERS: usize = 8000;
/// What a link may inflate to, in octets.
const MAX_INFLATED: usize = 256 * 1024;
/// How many times as long a text may become by inflating, once it is longer than
/// [`ALWAYS_INFLATED`].
const MAX_RATIO: usize = 100;
const ALWAYS_INFLATED: usize = 16 * 1024;
const PREFIX: &str = "v1.";

/// What a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// What stands in the composer.
    pub draft: Draft,
    /// The world, and what was sent to it; that may be nothing.
    pub scenario: Scenario,
    /// How much is shown.
    pub level: Level,
    /// The exchange that is shown, if one is.
    pub exchange: Option<ExchangeId>,
    /// The step that is shown.
    pub step: usize,
    /// What the switch said. A hint only: a link sends nothing.
    pub mode: Mode,
}

/// Where Send would send to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Into the simulated world.
    #[default]
    Simulated,
    /// To a server that exists.
    Real,
}

impl Default for LinkState {
    /// The first screen.
    fn default() -> Self {
        Self {
            draft: Draft::default(),
            scenario: Scenario::with_requests(Vec::new()),
            level: Level::default(),
            exchange: None,
            step: 0,
            mode: Mode::default(),
        }
    }
}

/// What becomes of passwords, tokens and cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// They are left out, as they are unless the person asks.
    LeaveOut,
    /// The person asked to have them in.
    Include,
}

/// This is too much for a link; a file will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// How long the link would be.
    pub characters: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the link would have {} characters, and over {MAX_CHARACTERS} many programs cut it; save a file instead",
            self.characters
        )
    }
}

impl std::error::Error for TooLong {}

/// Why a link or file shows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// It does not start as a link of ours.
    NotOurs,
    /// It was made by a version that is yet to come.
    Newer,
    /// It was cut or changed on its way.
    Damaged,
    /// It is larger than anything that this program writes.
    TooBig,
    /// It is whole, but says something that cannot be.
    BadContent(String),
    /// Its world, or a request that was sent, cannot be.
    BadScenario(ScenarioError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => {
                f.write_str("this is not a link or file of Roundtrip; start with a new request")
            }
            Self::Newer => f.write_str(
                "this was made with a newer Roundtrip; reload the page and open it again",
            ),
            Self::Damaged => f.write_str(
                "this link was cut or changed on its way; ask for it again, or copy it whole",
            ),
            Self::TooBig => {
                f.write_str("this holds more than Roundtrip ever writes, so it is not opened")
            }
            Self::BadContent(reason) => write!(f, "this cannot be opened: {reason}"),
            Self::BadScenario(error) => write!(f, "this cannot be opened: {error}"),
        }
    }
}

impl std::error::Error for LinkError {}

/// The hash of the URL, without its `#`.
///
/// # Errors
/// How long the link would be, if that is too long.
pub fn link_text(state: &LinkState, secrets: Secrets) -> Result<String, TooLong> {
    let json = wire::json(&shared(state, secrets));
    let deflated = compress_to_vec(json.as_bytes(), 9);
    let octets = [checksum(&deflated).as_slice(), &deflated].concat();
    let link = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(octets));
    let is_short = link.len() <= MAX_CHARACTERS && json.len() <= max_inflated(deflated.len());
    // What repeats itself very often is short in a link, but longer than a link may inflate to.
    is_short.then_some(link.clone()).ok_or(TooLong { characters: link.len().max(json.len()) })
}

/// Reads the hash of a URL, with or without its `#`; `None` where there is none.
///
/// # Errors
/// Why it shows nothing. It is never taken for the first screen instead.
pub fn read_link(hash: &str) -> Result<Option<LinkState>, LinkError> {
    let hash = hash.strip_prefix('#').unwrap_or(hash).trim();
    if hash.is_empty() {
        return Ok(None);
    }
    let Some(encoded) = hash.strip_prefix(PREFIX) else {
        let version = hash.strip_prefix('v').and_then(|rest| rest.split_once('.'));
        let is_newer =
            version.is_some_and(|(version, _)| version.parse::<u32>().is_ok_and(|v| v > 1));
        return Err(if is_newer { LinkError::Newer } else { LinkError::NotOurs });
    };
    if encoded.len() > MAX_INFLATED {
        return Err(LinkError::TooBig);
    }
    let octets = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| LinkError::Damaged)?;
    let (found, deflated) = octets.split_first_chunk::<4>().ok_or(LinkError::Damaged)?;
    if *found != checksum(deflated) {
        return Err(LinkError::Damaged);
    }
    let json = decompress_to_vec_with_limit(deflated, max_inflated(deflated.len()));
    let json = json.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooBig,
        _ => LinkError::Damaged,
    })?;
    let json = String::from_utf8(json).map_err(|_| LinkError::Damaged)?;
    wire::state(&json).map(Some)
}

/// The same as a file, for what is too long for a link.
pub fn file_text(state: &LinkState, secrets: Secrets) -> String {
    let json = wire::json(&shared(state, secrets));
    pretty(&json).unwrap_or(json) + "\n"
}

/// Reads what [`file_text`] wrote.
///
/// # Errors
/// Why it shows nothing.
pub fn read_file(text: &str) -> Result<LinkState, LinkError> {
    if text.len() > MAX_TEXT_OCTETS {
        return Err(LinkError::TooBig);
    }
    wire::state(text)
}

fn shared(state: &LinkState, secrets: Secrets) -> LinkState {
    let mut state = state.clone();
    if secrets == Secrets::LeaveOut {
        state.draft = redacted(&state.draft);
        state.scenario.requests = state.scenario.requests.iter().map(redacted_request).collect();
    }
    state
}

fn checksum(octets: &[u8]) -> [u8; 4] {
    let hash = trace::hash(octets);
    ((hash >> 32) as u32 ^ hash as u32).to_be_bytes()
}

fn max_inflated(n_deflated: usize) -> usize {
    (n_deflated * MAX_RATIO).clamp(ALWAYS_INFLATED, MAX_INFLATED)
}

#[cfg(test)]
mod tests;
