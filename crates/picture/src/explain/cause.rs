//! Why a fetch makes an exchange besides the one that was asked for: one table of what is said
//! about each cause.

use crate::catalogue::{Reason, Say};
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{Cause, Exchange, Outcome, Trace, is_idempotent};

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
    let text = match exchange.cause {
        Cause::Redirect => story_of_redirect(trace, exchange),
        Cause::Retry if !is_idempotent(&exchange.method) => Some(texts::CAUSE_RETRY_TWICE),
        _ => None,
    };
    match text {
        Some(text) => {
            language.say(text, &values_of(trace, exchange, &code_before(trace, exchange)))
        }
        None => said(trace, exchange, language, |words| words.story).unwrap_or_default(),
    }
}

/// Where the method matters: what becomes of it.
fn story_of_redirect(trace: &Trace, exchange: &Exchange) -> Option<Text> {
    let before = before(trace, exchange)?;
    match (before.method == exchange.method, &*exchange.method) {
        (false, _) => Some(texts::CAUSE_REDIRECT_TO_GET),
        (true, "GET" | "HEAD") => None,
        (true, _) => Some(texts::CAUSE_REDIRECT_AGAIN),
    }
}

/// The exchange of the same fetch that came before.
fn before<'a>(trace: &'a Trace, exchange: &Exchange) -> Option<&'a Exchange> {
    let made = &trace.fetch(exchange.fetch).exchanges;
    let place = made.iter().position(|id| *id == exchange.id)?;
    made.get(place.checked_sub(1)?).map(|id| trace.exchange(*id))
}

fn code_before(trace: &Trace, exchange: &Exchange) -> String {
    match before(trace, exchange).and_then(|before| before.outcome.as_ref()) {
        Some(Outcome::Answered(code)) => code.to_string(),
        Some(Outcome::Failed(_)) | None => String::new(),
    }
}

fn values_of<'a>(
    trace: &'a Trace,
    exchange: &'a Exchange,
    code: &'a str,
) -> [(&'static str, &'a str); 5] {
    [
        ("url", exchange.url.as_str()),
        ("host", exchange.url.host()),
        ("method", &*exchange.method),
        ("before", before(trace, exchange).map_or("", |before| &*before.method)),
        ("code", code),
    ]
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
