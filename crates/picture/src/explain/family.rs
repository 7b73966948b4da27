//! What came of a request, by the first digit of its status code: one hue and one sign for each,
//! wherever it is shown.

use super::status;
use crate::late::late;
use crate::{Language, Sequence, Step, StepKind};
use trace::{Content, MessageId, Outcome};

/// The first digit of a status code (RFC 9110 §15), or that no answer came.
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
    /// Any other status code.
    Unknown,
    /// No answer came.
    NoAnswer,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Informational,
        Self::Success,
        Self::Redirect,
        Self::ClientError,
        Self::ServerError,
        Self::Unknown,
        Self::NoAnswer,
    ];

    /// The family of a status code.
    pub fn of(status_code: u16) -> Self {
        match status_code / 100 {
            1 => Self::Informational,
            2 => Self::Success,
            3 => Self::Redirect,
            4 => Self::ClientError,
            5 => Self::ServerError,
            _ => Self::Unknown,
        }
    }

    /// What came of a fetch; `None` while it is under way.
    pub fn of_outcome(outcome: Option<&Outcome>) -> Option<Self> {
        Some(match outcome? {
            Outcome::Answered(status_code) => Self::of(*status_code),
            Outcome::Failed(_) => Self::NoAnswer,
        })
    }

    /// Its digits, e.g. `4xx`; empty where there is no status code.
    pub fn digits(self) -> &'static str {
        match self {
            Self::Informational => "1xx",
            Self::Success => "2xx",
            Self::Redirect => "3xx",
            Self::ClientError => "4xx",
            Self::ServerError => "5xx",
            Self::Unknown => "?",
            Self::NoAnswer => "",
        }
    }

    /// What stands for it on an arrow where colours are not seen: that all went well needs no sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Informational | Self::Success => "",
            Self::Redirect
            | Self::ClientError
            | Self::ServerError
            | Self::Unknown
            | Self::NoAnswer => self.mark(),
        }
    }

    /// What stands for it where every family has a sign.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Informational => "…",
            Self::Success => "✓",
            Self::Redirect => "↪",
            Self::ClientError => "!",
            Self::ServerError | Self::Unknown => "‼",
            Self::NoAnswer => "✕",
        }
    }

    /// What style sheets call it; those alike in hue and sign are one.
    pub fn class(self) -> &'static str {
        match self {
            Self::Informational => "is-informational",
            Self::Success => "is-success",
            Self::Redirect => "is-redirect",
            Self::ClientError => "is-client-error",
            Self::ServerError | Self::Unknown => "is-server-error",
            Self::NoAnswer => "is-no-answer",
        }
    }

    /// What a status code means on the whole, e.g. `success`.
    pub fn meaning_of(status_code: u16, language: Language) -> &'static str {
        status::meaning(status_code, language)
    }
}

/// The family of the answer that a step brings; [`Family::NoAnswer`] where it tells that none comes.
pub fn family(sequence: &Sequence, step: &Step) -> Option<Family> {
    match &step.kind {
        StepKind::Message(_) | StepKind::Packet(..) => {
            let family = of_message(sequence, step.message()?)?;
            Some(if is_missed(sequence, step) { Family::NoAnswer } else { family })
        }
        StepKind::Failure(_) => Some(Family::NoAnswer),
        StepKind::Note(_) | StepKind::Further(_) | StepKind::Limit(_) => None,
    }
}

/// The family of an answer; `None` for any other message.
/// Whether an answer, or a packet of it, gets lost, or comes when nobody waits for it any more.
fn is_missed(sequence: &Sequence, step: &Step) -> bool {
    let trace = &sequence.trace;
    let is_late = || step.message().is_some_and(|id| late(trace, trace.message(id)).is_some());
    match step.ended_at {
        Some(_) => is_late(),
        None => !trace.is_cut(),
    }
}

pub(crate) fn of_message(sequence: &Sequence, message: MessageId) -> Option<Family> {
    match sequence.trace.message(message).content {
        Content::HttpResponse { status_code, .. } => Some(Family::of(status_code)),
        Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::HttpRequest { .. }
        | Content::Http2Control { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_)
        | Content::Tls { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn families_of_one_class_have_one_sign_and_others_another() {
        let mut marks = BTreeMap::new();
        for family in Family::ALL {
            let mark = *marks.entry(family.class()).or_insert(family.mark());
            assert_eq!(mark, family.mark(), "{family:?}");
        }
        let distinct: std::collections::BTreeSet<_> = marks.values().collect();
        assert_eq!(distinct.len(), marks.len(), "{marks:?}");
        assert_eq!((Family::of(299), Family::of(404)), (Family::Success, Family::ClientError));
        assert_eq!(Family::of_outcome(Some(&Outcome::Answered(503))), Some(Family::ServerError));
        assert_eq!(Family::of_outcome(None), None);
    }
}
