//! What a step means, for a beginner.

use crate::{Act, Language, Sentence, Sequence};
use trace::{ExchangeId, FieldLine, HostId, Provenance, Trace};

/// Where a step stands: `Step 3 of 9 · client → web server · 58.4 to 78.4 ms`.
pub fn heading(sequence: &Sequence, step: usize) -> String {
    todo!("{sequence:?} {step}")
}

/// What happens in a step and why.
pub fn sentence(sequence: &Sequence, step: usize) -> Sentence {
    todo!("{sequence:?} {step}")
}

/// Where a step comes from: computed, chosen, measured or hidden.
pub fn origin(sequence: &Sequence, step: usize) -> Sentence {
    todo!("{sequence:?} {step}")
}

/// The word for it: `computed, not drawn`, `chosen delay`, …
pub fn provenance(provenance: Provenance, language: Language) -> &'static str {
    todo!("{provenance:?} {language:?}")
}

/// The heading of an act, e.g. `Find the address`.
pub fn act_title(act: Act, language: Language) -> &'static str {
    todo!("{act:?} {language:?}")
}

/// What stands over a lane: a title and a smaller line, e.g. `Client` and `Python`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneHeading {
    /// E.g. `Web server`.
    pub title: &'static str,
    /// E.g. `api.example.com`.
    pub detail: String,
}

/// What stands over the lane of a host.
pub fn lane(trace: &Trace, host: HostId, language: Language) -> LaneHeading {
    todo!("{trace:?} {host:?} {language:?}")
}

/// One bracket of a message: a word at its left and the text that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part it is, which gives its colour.
    pub kind: PartKind,
    /// The word at the left, e.g. `first line`.
    pub name: &'static str,
    /// The text, with line breaks.
    pub text: String,
    /// Whether the text stands in the message, or is ours (`none: GET only reads`).
    pub voice: Voice,
}

/// Which part of a message a bracket is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Request line, status line, question, statement, control bits.
    FirstLine,
    /// Header section, answer section, parameters.
    Headers,
    /// The empty line between headers and body.
    BlankLine,
    /// The content, rows.
    Body,
    /// Anything else.
    Other,
}

/// Who speaks in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The message itself.
    Message,
    /// We, about the message.
    Ours,
}

/// The message of a step, in parts; for notes the stages, for failures what can be done.
pub fn anatomy(sequence: &Sequence, step: usize) -> Vec<Part> {
    todo!("{sequence:?} {step}")
}

/// The Response card of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseCard {
    /// An answer arrives, be it good or bad.
    Answer {
        /// The step that brings it.
        step: usize,
        /// What it says.
        answer: Answer,
    },
    /// No answer comes.
    Failure {
        /// The step that tells so.
        step: usize,
        /// E.g. `No such name: nothing reached the server`.
        title: String,
        /// What happened and what to do.
        sentence: Sentence,
    },
    /// The run ended first.
    Unfinished {
        /// What happened.
        sentence: Sentence,
    },
}

/// An answer as the Response card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// E.g. 200.
    pub status_code: u16,
    /// Status code and reason phrase, e.g. `200 OK`.
    pub title: String,
    /// The family of the status code.
    pub family: Family,
    /// What the family means, e.g. `success`.
    pub meaning: &'static str,
    /// The header section.
    pub field_lines: Vec<FieldLine>,
    /// The content as text; bad UTF-8 is replaced, and what is too long is cut.
    pub body: String,
    /// What this client does with it.
    pub use_of_it: Sentence,
}

/// The first digit of a status code (RFC 9110 §15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// 1xx.
    Informational,
    /// 2xx.
    Success,
    /// 3xx.
    Redirect,
    /// 4xx.
    ClientError,
    /// 5xx.
    ServerError,
    /// Anything else.
    Unknown,
}

/// The Response card of an exchange, as far as this sequence shows it.
pub fn response(sequence: &Sequence, exchange: ExchangeId) -> ResponseCard {
    todo!("{sequence:?} {exchange:?}")
}

impl ResponseCard {
    /// What the card says before its step: `Arrives at step 8.`
    pub fn announcement(&self, language: Language) -> String {
        todo!("{language:?}")
    }

    /// The step from which on the card is open; `None` if the run ended first.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Answer { step, .. } | Self::Failure { step, .. } => Some(*step),
            Self::Unfinished { .. } => None,
        }
    }
}
