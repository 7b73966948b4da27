//! What is wrong with a scenario from elsewhere, in sentences that say what to do. Only the command
//! reads scenarios as JSON, so they are in English.

use super::check::IPV6_MTU_MIN;
use super::{
    FORMAT_VERSION, MAX_REQUESTS, MAX_TEXT_OCTETS, MAX_ZONE_ENTRIES, ParseFaultError,
    ParseRequestError, ScriptError, ZoneEntryError,
};
use core::fmt;

/// A place in a JSON text, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in that line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a scenario cannot be run. `place` and `member` are ready for a sentence: `“world”`,
/// `“url” of request 2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioError {
    /// The text is over [`MAX_TEXT_OCTETS`].
    TooBig {
        /// How large it is.
        octets: usize,
    },
    /// The text ends inside of a value.
    Cut {
        /// Where it ends.
        at: Position,
    },
    /// The text is not JSON (RFC 8259).
    NotJson {
        /// Where that shows.
        at: Position,
        /// What the parser found.
        reason: String,
    },
    /// It was written for a format that is yet to come.
    NewerVersion {
        /// Its version.
        found: u64,
    },
    /// A member that must be there is not.
    MissingMember {
        /// The object that lacks it.
        place: String,
        /// Its name.
        member: &'static str,
        /// Where the object starts.
        at: Position,
    },
    /// A member that this format does not have.
    UnknownMember {
        /// The object that holds it.
        place: String,
        /// Its name.
        member: String,
        /// The known name that looks most like it.
        nearest: Option<&'static str>,
        /// Where its value stands.
        at: Position,
    },
    /// A member stands there twice, so that it is not clear which one counts.
    RepeatedMember {
        /// The object that holds both.
        place: String,
        /// Its name.
        member: String,
        /// Where the value of the second stands.
        at: Position,
    },
    /// A value of another type than this member has.
    WrongType {
        /// The member.
        member: String,
        /// What it should be, e.g. `a number`.
        expected: &'static str,
        /// What it is.
        found: &'static str,
        /// Where it stands.
        at: Position,
    },
    /// A value of the right type that lies outside of what is allowed.
    OutOfRange {
        /// The member.
        member: String,
        /// The value.
        found: String,
        /// What it may be, with the unit.
        allowed: String,
    },
    /// A number with more decimals than are kept.
    TooPrecise {
        /// The member.
        member: String,
        /// How many decimals are kept.
        decimals: u32,
    },
    /// `starts_at` is not an instant as RFC 3339 writes it, in UTC and whole seconds.
    BadStart {
        /// What was found.
        found: String,
    },
    /// `starts_at` lies in another age.
    StartOutOfRange,
    /// A body that is said to be base64 (RFC 4648 §4) and is not.
    NotBase64 {
        /// The member, e.g. `“base64” of request 1`.
        member: String,
    },
    /// A value that is wrong in the way of its own.
    BadValue {
        /// The member.
        member: String,
        /// What is wrong with it.
        error: ParseRequestError,
    },
    /// A server with a script that cannot be run.
    BadScript {
        /// The number of the server, from 1.
        number: usize,
        /// The number of the answer, from 1.
        answer: Option<usize>,
        /// What is wrong with it.
        error: ScriptError,
    },
    /// Over [`MAX_ZONE_ENTRIES`].
    TooManyZoneEntries {
        /// How many there are.
        count: usize,
    },
    /// A record that no zone can hold.
    BadZoneEntry {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        error: ZoneEntryError,
    },
    /// A fault that is none.
    BadFault {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        error: ParseFaultError,
    },
    /// A fault that stands there twice.
    RepeatedFault {
        /// Its name.
        name: &'static str,
    },
    /// IPv6 over packets that are too small for it (RFC 8200 §5).
    MtuTooSmall {
        /// Where the size stands.
        member: &'static str,
        /// It, in octets.
        mtu: u16,
        /// The option or the fault that brings IPv6.
        name: &'static str,
    },
    /// There is nothing to send.
    NoRequests,
    /// Over [`MAX_REQUESTS`].
    TooManyRequests {
        /// How many there are.
        count: usize,
    },
    /// A request that cannot be sent.
    BadRequest {
        /// Its number, from 1.
        number: usize,
        /// What is wrong with it.
        error: ParseRequestError,
    },
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooBig { octets } => write!(
                f,
                "the scenario has {octets} bytes; up to {MAX_TEXT_OCTETS} bytes (4 MiB) are read"
            ),
            Self::Cut { at } => write!(
                f,
                "the scenario ends too early, at {at}: it was cut, or a quote or bracket is not closed"
            ),
            Self::NotJson { at, reason } => write!(f, "this is not JSON: {reason} ({at})"),
            Self::NewerVersion { found } => write!(
                f,
                "this scenario needs format {found}, this program reads formats up to {FORMAT_VERSION}; \
                 use a newer Roundtrip, or a scenario of format {FORMAT_VERSION}"
            ),
            Self::MissingMember { place, member, at } => {
                write!(f, "{place} lacks “{member}” ({at}); ")?;
                match *member {
                    "version" => write!(f, "add \"version\": {FORMAT_VERSION}"),
                    _ => f.write_str("add it"),
                }
            }
            Self::UnknownMember { place, member, nearest, at } => {
                write!(f, "{place} holds “{}” ({at}), which is not known here; ", short(member))?;
                match nearest {
                    Some(nearest) => write!(f, "did you mean “{nearest}”?"),
                    None => f.write_str("remove it"),
                }
            }
            Self::RepeatedMember { place, member, at } => {
                write!(f, "{place} holds “{}” twice ({at}); keep one of them", short(member))
            }
            Self::WrongType { member, expected, found, at } => {
                write!(f, "{member} must be {expected}, but is {found} ({at})")
            }
            Self::OutOfRange { member, found, allowed } => {
                write!(f, "{member} is {}; it may be {allowed}", short(found))
            }
            Self::TooPrecise { member, decimals } => {
                write!(f, "{member} is too precise; it may have up to {decimals} decimals")
            }
            Self::BadStart { found } => write!(
                f,
                "“starts_at” is “{}”; write a time in UTC such as 2026-01-05T09:00:00Z",
                short(found)
            ),
            Self::StartOutOfRange => f.write_str("“starts_at” lies outside the years 1970 to 2499"),
            Self::BadValue { member, error } => write!(f, "{member}: {error}"),
            Self::BadScript { number, answer: None, error } => {
                write!(f, "server {number}: {error}")
            }
            Self::BadScript { number, answer: Some(answer), error } => {
                write!(f, "answer {answer} of server {number}: {error}")
            }
            Self::NotBase64 { member } => {
                write!(f, "{member} is not base64; use A–Z, a–z, 0–9, + and /, filled up with =")
            }
            Self::TooManyZoneEntries { count } => write!(
                f,
                "the world adds {count} records to the zones; up to {MAX_ZONE_ENTRIES} can be added"
            ),
            Self::BadZoneEntry { number, error } => {
                write!(f, "zone entry {number}: {}", without_middle(error.to_string()))
            }
            Self::BadFault { number, error } => {
                write!(f, "fault {number}: {}", without_middle(error.to_string()))
            }
            Self::RepeatedFault { name } => {
                write!(f, "the fault {name} stands there twice; once is enough")
            }
            Self::MtuTooSmall { member, mtu, name } => write!(
                f,
                "{member} is {mtu} octets, and {name} needs {IPV6_MTU_MIN} at least, as IPv6 does; raise it, or leave {name} out"
            ),
            Self::NoRequests => f.write_str("the scenario has no request; put one into “requests”"),
            Self::TooManyRequests { count } => {
                write!(f, "the scenario has {count} requests; up to {MAX_REQUESTS} can be run")
            }
            Self::BadRequest { number, error } => {
                write!(f, "request {number}: {}", without_middle(error.to_string()))
            }
        }
    }
}

impl std::error::Error for ScenarioError {}

/// As much of what stands in a file as a sentence has room for.
fn short(found: &str) -> String {
    const MOST: usize = 60;
    match found.char_indices().nth(MOST) {
        None => found.to_owned(),
        Some((end, _)) => [&found[..end], "…"].concat(),
    }
}

/// A sentence that says what was found, and at its end what to do; of what is very long the middle is
/// left out.
fn without_middle(told: String) -> String {
    const MOST: usize = 320;
    let count = told.chars().count();
    if count <= MOST {
        return told;
    }
    let start = told.chars().take(MOST / 2);
    start.chain(['…']).chain(told.chars().skip(count - MOST / 2)).collect()
}
