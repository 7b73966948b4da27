//! Why a fetch makes an exchange besides the one that was asked for: one table of what is said
//! about each cause.

use crate::catalogue::{Reason, Say};
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{Cause, Exchange, Trace};

/// What is said about a cause.
pub(crate) struct CauseWords {
    /// The heading of what follows.
    pub title: Text,
    /// In a few words.
    pub label: Text,
    /// What happens.
    pub story: Text,
    /// Why.
    pub reason: Reason,
}

/// What is said about a cause; nothing where it is what was asked for.
pub(crate) fn words(cause: Cause) -> Option<CauseWords> {
    Some(match cause {
        Cause::Initial => return None,
        Cause::Redirect => CauseWords {
            title: texts::ACT_REDIRECT,
            label: texts::LABEL_REDIRECT,
            story: texts::CAUSE_REDIRECT,
            reason: Reason::FollowRedirect,
        },
        Cause::Preflight => CauseWords {
            title: texts::ACT_PREFLIGHT,
            label: texts::LABEL_PREFLIGHT,
            story: texts::CAUSE_PREFLIGHT,
            reason: Reason::Preflight,
        },
        Cause::Retry => CauseWords {
            title: texts::ACT_RETRY,
            label: texts::LABEL_RETRY,
            story: texts::CAUSE_RETRY,
            reason: Reason::Retry,
        },
        Cause::Revalidation => CauseWords {
            title: texts::ACT_REVALIDATION,
            label: texts::LABEL_REVALIDATION,
            story: texts::CAUSE_REVALIDATION,
            reason: Reason::Revalidate,
        },
        Cause::WithCredentials => CauseWords {
            title: texts::ACT_CREDENTIALS,
            label: texts::LABEL_CREDENTIALS,
            story: texts::CAUSE_CREDENTIALS,
            reason: Reason::Credentials,
        },
    })
}

/// Why an exchange is made.
pub(super) fn reason(cause: Cause) -> Reason {
    words(cause).map_or(Reason::OtherMethod, |words| words.reason)
}

/// The words in the note.
pub(crate) fn label(trace: &Trace, exchange: &Exchange, language: Language) -> String {
    let said = said(trace, exchange, language, |words| words.label);
    said.unwrap_or_default().plain_text()
}

/// What happens.
pub(super) fn story(trace: &Trace, exchange: &Exchange, language: Language) -> Sentence {
    said(trace, exchange, language, |words| words.story).unwrap_or_default()
}

fn said(
    trace: &Trace,
    exchange: &Exchange,
    language: Language,
    text: fn(CauseWords) -> Text,
) -> Option<Sentence> {
    let values = [
        ("url", exchange.url.as_str()),
        ("host", exchange.url.host()),
        ("method", &*trace.fetch(exchange.fetch).method),
    ];
    Some(language.say(text(words(exchange.cause)?), &values))
}
