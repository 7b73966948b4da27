//! A link to what is on the screen: all of it stands in the hash of the URL, which no server
//! ever sees. Opening a link shows; it never sends.
//!
//! `v1.` and base64url (RFC 4648 §5) of four octets of checksum and the octets of [`wire`] in raw
//! deflate (RFC 1951). A file holds the same, and may be longer.

mod wire;

use crate::place::Place;
use crate::texts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use compose::draft::Draft;
use compose::secrets::{redacted, redacted_request};
use core::fmt;
use language::{fill, say};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use trace::Scenario;

/// Longer links are cut by programs that pass them on.
pub const MAX_CHARACTERS: usize = 8000;
/// A link that inflates to more octets than this is not opened.
pub(crate) const MAX_INFLATED_FROM_LINK: usize = 256 * 1024;
/// What the text of every link and file starts with.
pub const PREFIX: &str = "v1.";

/// What a place shows beside the lanes, as one word of letters, digits, `-` and `_`; none where that is
/// nothing.
pub fn beside_text(place: &Place) -> Option<String> {
    let octets = wire::beside_octets(place)?;
    Some(URL_SAFE_NO_PAD.encode(octets))
}

/// Reads what [`beside_text`] wrote into a place; says whether it was that.
pub fn read_beside(text: &str, place: &mut Place) -> bool {
    let octets = URL_SAFE_NO_PAD.decode(text).ok();
    octets.is_some_and(|octets| wire::read_beside(&octets, place).is_some())
}

/// What a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// What stands in the composer.
    pub draft: Draft,
    /// The world, and what was sent to it; that may be nothing.
    pub scenario: Scenario,
    /// What is shown of it.
    pub place: Place,
}

impl LinkState {
    /// What was sent, at a place of it, with its last request in the composer.
    pub fn sent(scenario: Scenario, place: Place) -> Self {
        let draft = scenario.requests.last().map(Draft::of_request).unwrap_or_default();
        Self { draft, scenario, place }
    }
}

impl Default for LinkState {
    /// The first screen.
    fn default() -> Self {
        Self {
            draft: Draft::default(),
            scenario: Scenario::with_requests(Vec::new()),
            place: Place::default(),
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

impl Secrets {
    /// As the person asked, or did not.
    pub fn as_asked(are_asked_for: bool) -> Self {
        if are_asked_for { Self::Include } else { Self::LeaveOut }
    }
}

/// This is too much for a link; a file will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// How long the link would be.
    pub characters: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fill!(
            texts::LINK_WOULD_BE_TOO_LONG,
            characters = self.characters,
            most = MAX_CHARACTERS
        ))
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
    BadContent,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => f.write_str(say(texts::THIS_IS_NOT_A_LINK)),
            Self::Newer => f.write_str(say(texts::THIS_WAS_MADE_WITH)),
            Self::Damaged => f.write_str(say(texts::THIS_LINK_WAS_CUT)),
            Self::TooBig => f.write_str(say(texts::THIS_HOLDS_MORE_THAN)),
            Self::BadContent => f.write_str(say(texts::THIS_IS_WHOLE_BUT)),
        }
    }
}

impl std::error::Error for LinkError {}

/// The hash of the URL, without its `#`.
///
/// # Errors
/// How long the link would be, if that is too long.
pub fn link_text(state: &LinkState, secrets: Secrets) -> Result<String, TooLong> {
    let octets = wire::octets(&shared(state, secrets));
    // However short it became, it would not be opened; and to deflate it takes its time.
    if octets.len() > MAX_INFLATED_FROM_LINK {
        return Err(TooLong { characters: octets.len() });
    }
    let link = sealed(&compress_to_vec(&octets, 9));
    match link.len() {
        ..=MAX_CHARACTERS => Ok(link),
        characters => Err(TooLong { characters }),
    }
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
    opened(hash, Carrier::Link).map(Some)
}

/// The same for a file, where it may be longer.
pub fn file_text(state: &LinkState, secrets: Secrets) -> String {
    sealed(&compress_to_vec(&wire::octets(&shared(state, secrets)), 9)) + "\n"
}

/// Reads what [`file_text`] wrote.
///
/// # Errors
/// Why it shows nothing.
pub fn read_file(text: &str) -> Result<LinkState, LinkError> {
    opened(text.trim(), Carrier::File)
}

/// A text for a link, packed as the state of a screen is.
///
/// # Errors
/// How long the link would be, if that is too long.
pub fn packed_text(text: &str) -> Result<String, TooLong> {
    if text.len() > MAX_INFLATED_FROM_LINK {
        return Err(TooLong { characters: text.len() });
    }
    let link = sealed(&compress_to_vec(text.as_bytes(), 9));
    match link.len() {
        ..=MAX_CHARACTERS => Ok(link),
        characters => Err(TooLong { characters }),
    }
}

/// Reads what [`packed_text`] wrote.
///
/// # Errors
/// Why it says nothing.
pub fn read_text(link: &str) -> Result<String, LinkError> {
    String::from_utf8(inflated(link, Carrier::Link)?).map_err(|_| LinkError::BadContent)
}

/// What carries the text, which decides how much may be in it.
#[derive(Clone, Copy)]
enum Carrier {
    /// It may come from anybody.
    Link,
    /// Somebody chose it.
    File,
}

impl Carrier {
    /// The most octets that its text may inflate to.
    fn max_inflated(self) -> usize {
        match self {
            Self::Link => MAX_INFLATED_FROM_LINK,
            Self::File => 16 * 1024 * 1024,
        }
    }
}

pub(crate) fn sealed(deflated: &[u8]) -> String {
    let octets = [checksum(deflated).as_slice(), deflated].concat();
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(octets))
}

fn opened(text: &str, carrier: Carrier) -> Result<LinkState, LinkError> {
    wire::state(&inflated(text, carrier)?)
}

/// The octets that a text holds.
fn inflated(text: &str, carrier: Carrier) -> Result<Vec<u8>, LinkError> {
    let Some(encoded) = text.strip_prefix(PREFIX) else {
        let version = text.strip_prefix('v').and_then(|rest| rest.split_once('.'));
        let is_newer =
            version.is_some_and(|(version, _)| version.parse::<u32>().is_ok_and(|v| v > 1));
        return Err(if is_newer { LinkError::Newer } else { LinkError::NotOurs });
    };
    if encoded.len() > carrier.max_inflated() {
        return Err(LinkError::TooBig);
    }
    let octets = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| LinkError::Damaged)?;
    let (found, deflated) = octets.split_first_chunk::<4>().ok_or(LinkError::Damaged)?;
    if *found != checksum(deflated) {
        return Err(LinkError::Damaged);
    }
    let octets = decompress_to_vec_with_limit(deflated, carrier.max_inflated());
    octets.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooBig,
        _ => LinkError::Damaged,
    })
}

/// What of a state is passed on.
pub(crate) fn shared(state: &LinkState, secrets: Secrets) -> LinkState {
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

#[cfg(test)]
mod tests;
