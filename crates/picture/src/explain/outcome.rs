//! What a client does with a response, and what a server had written into it.

use crate::text::pieces;
use trace::{
    Content, FieldLines, Message, SeenResponse, SqlResult, Stage, StageKind, StageOutcome, Trace,
};

/// What a client does with a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Reads JSON and shows it.
    Json(JsonKind),
    /// Shows the content as it is.
    Text,
    /// Reads the fields, which are all that was asked for.
    Fields,
    /// There is nothing to read.
    Nothing,
    /// Goes on with the copy that it has.
    Stored,
    /// Learns where to go instead.
    Redirect,
    /// Tells the reader of an error.
    Error,
    /// Cannot read what it got.
    Broken,
}

/// What a JSON text is as a whole (RFC 8259 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Object,
    Array,
    /// A string, a number, true, false or null.
    Scalar,
}

/// An answer as a stage of the client sees it.
pub(crate) struct Seen<'a> {
    pub status_code: u16,
    pub reason_phrase: &'a str,
    pub field_lines: &'a FieldLines,
    pub body: Vec<&'a [u8]>,
}

/// The answer that a stage is about: that of its exchange, or what the client had instead.
pub(crate) fn answer_of<'a>(trace: &'a Trace, stage: &Stage) -> Option<Seen<'a>> {
    let fetch = stage.fetch.filter(|_| stage.kind == StageKind::UseResponse);
    if let Some(seen) = fetch.and_then(|id| trace.fetch(id).seen.as_ref()) {
        let SeenResponse { status_code, reason_phrase, field_lines, body, .. } = seen;
        let body = vec![&**body];
        return Some(Seen { status_code: *status_code, reason_phrase, field_lines, body });
    }
    let response = stage.exchange.and_then(|id| trace.exchange(id).response);
    match response.map(|id| &trace.message(id).content) {
        Some(Content::HttpResponse { status_code, reason_phrase, field_lines, body, .. }) => {
            let body = pieces(trace, body);
            Some(Seen { status_code: *status_code, reason_phrase, field_lines, body })
        }
        Some(_) | None => None,
    }
}

/// What the client does in a stage of its own.
pub(crate) fn use_of_response(trace: &Trace, stage: &Stage) -> Use {
    let Some(Seen { status_code, field_lines, body, .. }) = answer_of(trace, stage) else {
        return Use::Nothing;
    };
    let method = match (stage.exchange, stage.fetch) {
        (Some(id), _) => &*trace.exchange(id).method,
        (None, Some(id)) => &*trace.fetch(id).method,
        (None, None) => "",
    };
    let is_empty = body.iter().all(|piece| piece.is_empty());
    match &stage.outcome {
        _ if status_code >= 400 => Use::Error,
        StageOutcome::Refused(_) => Use::Broken,
        StageOutcome::Done if status_code == 304 => Use::Stored,
        StageOutcome::Done if status_code / 100 == 3 && field_lines.has("location") => {
            Use::Redirect
        }
        StageOutcome::Done if is_empty && matches!(method, "HEAD" | "OPTIONS") => Use::Fields,
        StageOutcome::Done if is_empty => Use::Nothing,
        StageOutcome::Done if field_lines.media_type().is_some_and(|kind| kind.is_json()) => {
            Use::Json(json_kind(&body))
        }
        StageOutcome::Done => Use::Text,
    }
}

/// What a response has of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// One, and Content-Type says what it is written in.
    Typed,
    /// One that nothing is said about.
    Untyped,
    /// None.
    None,
}

/// What the response of a stage's exchange has of a body; without a response that is nothing.
pub(crate) fn body_of_response(trace: &Trace, stage: &Stage) -> Body {
    match answer_of(trace, stage) {
        Some(Seen { field_lines, body, .. }) if body.iter().any(|piece| !piece.is_empty()) => {
            if field_lines.has("content-type") {
                Body::Typed
            } else {
                Body::Untyped
            }
        }
        Some(_) | None => Body::None,
    }
}

/// What a JSON text is as a whole: its first sign tells.
fn json_kind(body: &[&[u8]]) -> JsonKind {
    let mut octets = body.iter().copied().flatten();
    match octets.find(|octet| !octet.is_ascii_whitespace()) {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(_) | None => JsonKind::Scalar,
    }
}

/// What a serialize stage writes.
pub(crate) enum Serialized {
    /// One row of the database, as JSON.
    Row,
    /// Several rows, as JSON.
    Rows,
    /// Something else, as JSON.
    Json,
    /// An error, as JSON.
    Error,
    /// Not JSON.
    Other,
}

/// Tells what a serialize stage wrote, by the response that followed and the rows that came before.
pub(crate) fn serialized(trace: &Trace, stage: &Stage) -> Serialized {
    let response = stage.exchange.and_then(|id| trace.exchange(id).response);
    let Some(Content::HttpResponse { status_code, field_lines, .. }) =
        response.map(|id| &trace.message(id).content)
    else {
        return Serialized::Other;
    };
    if !field_lines.media_type().is_some_and(|kind| kind.is_json()) {
        return Serialized::Other;
    }
    if *status_code >= 400 {
        return Serialized::Error;
    }
    let before = trace.messages.partition_point(|message| message.sent_at <= stage.started_at);
    let asked = |message: &&Message| message.exchange == stage.exchange;
    match trace.messages[..before].iter().rev().find(asked).map(|message| &message.content) {
        Some(Content::SqlResult(SqlResult::Rows { rows, .. })) if rows.len() == 1 => {
            Serialized::Row
        }
        Some(Content::SqlResult(SqlResult::Rows { .. })) => Serialized::Rows,
        _ => Serialized::Json,
    }
}
