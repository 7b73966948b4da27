//! A pasted curl command becomes a draft. Nothing is lost in silence: each flag that does not
//! change the draft is named, with the reason.

mod assemble;
mod content;
pub mod cookie_file;
mod encoder;
mod finish;
mod foreign;
mod form;
mod netrc;
mod options;
mod settings;
mod url;
mod variables;
mod words;

pub use options::{CurlOption, Takes, long, short};

use crate::draft::Draft;
use crate::rows::MAX_ROWS;
use crate::texts;
use assemble::Command;
use core::fmt;
use foreign::Foreign;
use language::{fill, say};
use trace::{ClientKind, CookieOption, FetchOptions, ParseRequestError, Request, Scenario};

/// The longest command that is read, in octets: 1 MiB.
pub const MAX_OCTETS: usize = 1024 * 1024;

/// What a command says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The request.
    pub draft: Draft,
    /// Its content, where that is no text, or framed in chunks: the draft has a text of it.
    pub octets: Option<Vec<u8>>,
    /// Where in the header section the fields stand that a client adds by itself.
    own_at: usize,
    /// The names of those that the command takes away.
    taken_away: Vec<String>,
    /// How the request is fetched, as the draft says it too.
    pub fetch: FetchOptions,
    /// Whether curl keeps the cookies that come, for later requests of the command.
    pub keeps_cookies: bool,
    /// Whether it would like to speak HTTP/2.
    pub is_http2: bool,
    /// What the request does not show, in the order of the command.
    pub notes: Vec<Note>,
}

/// Where the files come from that a command names by `@`.
#[derive(Clone, Copy, Default)]
pub enum Files<'a> {
    /// A page can read none. A note says so.
    #[default]
    None,
    /// This opens those that are there; of others a note says that they are not.
    IfThere(&'a dyn Fn(&str) -> Option<Vec<u8>>),
    /// This opens them by name; `-` is what comes in.
    Read(&'a dyn Fn(&str) -> Result<Vec<u8>, String>),
}

impl Reading {
    /// The request as a client of this kind sends it: with the fields that it adds by itself, but for
    /// those that the command takes away or says otherwise.
    pub fn draft_of(&self, client: ClientKind) -> Draft {
        let mut draft = self.draft.clone();
        draft.headers.complete(client, self.own_at, &self.taken_away);
        draft
    }

    /// The same, checked.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn request_of(&self, client: ClientKind) -> Result<Request, ParseRequestError> {
        let draft = self.draft_of(client);
        let octets = self.octets.clone();
        let content = octets.unwrap_or_else(|| draft.body.content().into_bytes());
        let request = draft.parse(draft.url.text(), content)?;
        Ok(Request { fetch: self.fetch.clone(), ..request })
    }

    /// Has the client of a scenario send the request, behind what it sends already, and keep cookies
    /// where the command does and the world leaves that open.
    ///
    /// # Errors
    /// The first thing that is wrong with the request.
    pub fn send_in(&self, scenario: &mut Scenario) -> Result<(), ParseRequestError> {
        let client = &mut scenario.world.client;
        scenario.requests.push(self.request_of(client.kind)?);
        if self.keeps_cookies && client.cookies == CookieOption::AsClient {
            client.cookies = CookieOption::Keep;
        }
        Ok(())
    }
}

/// Something in the command that the draft does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// As it stands in the command, e.g. `--insecure`.
    pub found: String,
    /// Why it is not shown; a sentence without its full stop.
    pub reason: String,
    /// Whether the request would be another one with it.
    pub weight: Weight,
}

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The request is the same: the flag is about what curl prints, for example.
    Harmless,
    /// The request is the same; what becomes of it is up to the world ([`Reading::keeps_cookies`],
    /// [`Reading::is_http2`]), which a draft does not hold.
    World,
    /// Something was left out, or taken in another way than a shell or curl would.
    Matters,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.found, self.reason)
    }
}

/// Why a text is not a curl command that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurlError {
    /// It does not start with `curl`.
    NotCurl,
    /// It is a request as another program writes it.
    Foreign(Foreign),
    /// Over [`MAX_OCTETS`].
    TooLong,
    /// A quote that is opened and not closed; the command was cut.
    OpenQuote(char),
    /// A flag without the value that it needs.
    NoValue(String),
    /// There is no URL.
    NoUrl,
    /// Over [`MAX_ROWS`].
    TooManyHeaders,
    /// A file that it names cannot be read; why, and what to do.
    UnreadFile(String),
}

impl fmt::Display for CurlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCurl => f.write_str(say(texts::THIS_IS_NOT_A)),
            Self::Foreign(foreign) => foreign.fmt(f),
            Self::TooLong => f.write_str(&fill!(texts::COMMAND_IS_TOO_LONG, most = MAX_OCTETS)),
            Self::OpenQuote(quote) => f.write_str(&fill!(texts::QUOTE_QUOTE_IS_NOT, quote)),
            Self::NoValue(flag) => f.write_str(&fill!(texts::NOTHING_FOLLOWS_FLAG_THE, flag)),
            Self::NoUrl => f.write_str(say(texts::COMMAND_HAS_NO_URL)),
            Self::TooManyHeaders => {
                f.write_str(&fill!(texts::COMMAND_HAS_TOO_MANY, most = MAX_ROWS))
            }
            Self::UnreadFile(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for CurlError {}

/// Cuts the first command of a text into words, as the shell would that it was written for.
///
/// # Errors
/// A quote that is not closed.
pub fn words_of(text: &str) -> Result<(Vec<String>, Vec<Note>), CurlError> {
    let words::Command { words, input: _, notes } = words::command(text)?;
    Ok((words, notes))
}

/// Whether a text that was pasted into the URL field is meant as a whole request: as a curl command,
/// or as another program writes one, of which [`read_curl`] says what to do instead.
pub fn is_command(text: &str) -> bool {
    is_curl_command(text) || foreign::foreign(text).is_some()
}

/// Whether a text is meant as a curl command.
pub fn is_curl_command(text: &str) -> bool {
    let starts_command = |text: &str| {
        let words = text.split_whitespace();
        let mut words = words.filter(|word| !matches!(*word, "$" | "%" | ">" | "#"));
        words.by_ref().find(|word| !is_prefix(word)).is_some_and(is_curl) && words.next().is_some()
    };
    let is_fed =
        ["echo ", "printf ", "cat "].iter().any(|start| text.trim_start().starts_with(start));
    starts_command(text) || is_fed && text.split('|').skip(1).any(starts_command)
}

/// Reads a command as a shell and curl would. What curl leaves to chance, the delimiter of `-F`,
/// follows from `seed`.
///
/// # Errors
/// Why it cannot be read.
pub fn read_curl(text: &str, seed: u64) -> Result<Reading, CurlError> {
    let (words, mut command) = started(text)?;
    command.seed = seed;
    let behind = command.take_words(&words)?;
    let behind = [&command.behind, behind].concat();
    command.note_each(&behind, say(texts::ONLY_THE_FIRST_OF));
    command.into_reading()
}

/// The same of every request that curl would send, one after the other: for each URL, for each that
/// a pattern in it stands for, and for what stands behind `--next`.
///
/// # Errors
/// Why it cannot be read.
pub fn read_each(text: &str, files: Files, seed: u64) -> Result<Vec<Reading>, CurlError> {
    let (words, first) = started(text)?;
    let mut command = Command { files, seed, ..first };
    let input = command.input.clone();
    let mut readings = Vec::new();
    let mut rest = words;
    loop {
        let behind = command.take_words(&rest)?;
        rest = [&command.behind, behind].concat();
        readings.extend(command.into_readings()?);
        if rest.is_empty() {
            return Ok(readings);
        }
        command = Command { input: input.clone(), files, seed, ..Command::default() };
    }
}

/// The words behind `curl`, and what is known before they are read.
fn started<'a>(text: &str) -> Result<(Vec<String>, Command<'a>), CurlError> {
    if text.len() > MAX_OCTETS {
        return Err(CurlError::TooLong);
    }
    if let Some(foreign) = foreign::foreign(text) {
        return Err(CurlError::Foreign(foreign));
    }
    let words::Command { mut words, input, mut notes } = words::command(text)?;
    let Some(start) = words.iter().take(8).position(|word| is_curl(word)) else {
        return Err(CurlError::NotCurl);
    };
    for word in words[..start].iter().filter(|word| !is_prompt(word)) {
        // A text that merely mentions curl is not a command.
        if !is_prefix(word) {
            return Err(CurlError::NotCurl);
        }
        notes.push(Note::harmless(word, say(texts::IT_STANDS_BEFORE_CURL)));
    }
    for word in &mut words[start + 1..] {
        if let Some(meant) = words::with_hyphens(word) {
            notes.push(Note::matters(word, say(texts::DASH_IS_NO_HYPHEN)));
            *word = meant;
        }
    }
    words.drain(..=start);
    Ok((words, Command { input, notes, ..Command::default() }))
}

/// Reads what stands behind `curl` in a command whose words a shell has told apart already.
///
/// # Errors
/// Why it cannot be read.
pub fn read_arguments(words: &[String], files: Files, seed: u64) -> Result<Reading, CurlError> {
    let mut command = Command { files, seed, ..Command::default() };
    let behind = command.take_words(words)?;
    let behind = [&command.behind, behind].concat();
    command.note_each(&behind, say(texts::ONLY_THE_FIRST_OF));
    command.into_reading()
}

fn is_curl(word: &str) -> bool {
    let file = word.rsplit(['/', '\\']).next().unwrap_or_default();
    !word.contains("://") && matches!(file, "curl" | "curl.exe" | "CURL.EXE")
}

/// What was copied along with the command.
fn is_prompt(word: &str) -> bool {
    matches!(word, "$" | "%" | ">" | "PS") || word.ends_with('>')
}

/// What a shell allows in front of a command: variables, and commands that run another.
fn is_prefix(word: &str) -> bool {
    matches!(word, "sudo" | "time" | "env" | "command" | "exec" | "nohup" | "&")
        || word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
}

impl Note {
    fn harmless(found: &str, reason: impl Into<String>) -> Self {
        Self { found: found.to_owned(), reason: reason.into(), weight: Weight::Harmless }
    }

    fn matters(found: &str, reason: impl Into<String>) -> Self {
        Self { found: found.to_owned(), reason: reason.into(), weight: Weight::Matters }
    }
}

#[cfg(test)]
mod tests;
