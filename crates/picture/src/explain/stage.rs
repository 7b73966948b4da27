//! What is done inside a host.

use super::host_name;
use super::message::{status_words, term_of_status};
use super::outcome::{JsonKind, Use, use_of_response};
use crate::catalogue::Say;
use crate::label::{Serialized, capitalized, serialized};
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{ClientKind, Content, Stage, StageKind, StageOutcome, Trace};

/// What a stage does.
pub(super) fn sentence(trace: &Trace, stage: &Stage, language: Language) -> Sentence {
    match (stage.kind, &stage.outcome) {
        (StageKind::UseResponse, _) => use_of_it(trace, stage, language),
        (_, StageOutcome::Done) => {
            let from = capitalized(host_name(trace, stage.host, language));
            let detail = &*stage.detail;
            let values = [("route", detail), ("found", detail), ("who", detail), ("From", &*from)];
            language.say(key_when_done(trace, stage), &values)
        }
        (_, StageOutcome::Refused(why)) => {
            language.say(key_when_refused(stage.kind), &[("why", why)])
        }
    }
}

fn key_when_done(trace: &Trace, stage: &Stage) -> Text {
    match stage.kind {
        StageKind::AnswerCached => texts::STAGE_ANSWER_CACHED,
        StageKind::UpgradeToHttps => texts::STAGE_UPGRADE_TO_HTTPS,
        StageKind::Parse => texts::STAGE_PARSE,
        StageKind::Route if stage.detail.is_empty() => texts::STAGE_ROUTE,
        StageKind::Route => texts::STAGE_ROUTE_DETAILED,
        StageKind::Authenticate => texts::STAGE_AUTHENTICATE,
        StageKind::Authorize => texts::STAGE_AUTHORIZE,
        StageKind::Validate => texts::STAGE_VALIDATE,
        StageKind::Handle => texts::STAGE_HANDLE,
        StageKind::Serialize => match serialized(trace, stage) {
            Serialized::Row => texts::STAGE_SERIALIZE_ROW,
            Serialized::Rows | Serialized::Json => texts::STAGE_SERIALIZE_JSON,
            Serialized::Error => texts::STAGE_SERIALIZE_ERROR,
            Serialized::Other => texts::STAGE_SERIALIZE,
        },
        StageKind::UseResponse => texts::STAGE_USE_NOTHING,
    }
}

fn key_when_refused(kind: StageKind) -> Text {
    match kind {
        StageKind::Parse => texts::STAGE_PARSE_REFUSED,
        StageKind::Route => texts::STAGE_ROUTE_REFUSED,
        StageKind::Authenticate => texts::STAGE_AUTHENTICATE_REFUSED,
        StageKind::Authorize => texts::STAGE_AUTHORIZE_REFUSED,
        StageKind::Validate => texts::STAGE_VALIDATE_REFUSED,
        StageKind::AnswerCached | StageKind::UpgradeToHttps | StageKind::Handle => {
            texts::STAGE_HANDLE_REFUSED
        }
        StageKind::Serialize => texts::STAGE_SERIALIZE_REFUSED,
        StageKind::UseResponse => texts::STAGE_USE_BROKEN,
    }
}

/// What the client does with the response, first in general and then in its own words.
pub(super) fn use_of_it(trace: &Trace, stage: &Stage, language: Language) -> Sentence {
    let what = use_of_response(trace, stage);
    let client = trace.scenario.world.client.kind;
    let key = match what {
        // It reads nothing out of what it prints.
        Use::Json(_) if client == ClientKind::Curl => texts::STAGE_USE_TEXT,
        Use::Json(_) => texts::STAGE_USE_JSON,
        Use::Text => texts::STAGE_USE_TEXT,
        Use::Nothing => texts::STAGE_USE_NOTHING,
        Use::Stored => texts::STAGE_USE_STORED,
        Use::Redirect => texts::STAGE_USE_REDIRECT,
        Use::Error => texts::STAGE_USE_ERROR,
        Use::Broken => texts::STAGE_USE_BROKEN,
    };
    let why = match &stage.outcome {
        StageOutcome::Refused(why) => why,
        StageOutcome::Done => "",
    };
    let response = stage.exchange.and_then(|id| trace.exchange(id).response);
    let (status, term) = match response.map(|id| &trace.message(id).content) {
        Some(Content::HttpResponse { status_code, reason_phrase, .. }) => {
            (status_words(*status_code, reason_phrase), term_of_status(*status_code))
        }
        Some(_) | None => (String::new(), None),
    };
    let said = language.say(key, &[("status", &status), ("why", why)]).with_term(&status, term);
    match in_own_words(what, client) {
        Some(key) => said.then(language.say(key, &[])),
        None => said,
    }
}

fn in_own_words(what: Use, client: ClientKind) -> Option<Text> {
    match what {
        Use::Json(kind) => Some(use_of_json(kind, client)),
        Use::Error => Some(match client {
            ClientKind::Python => texts::USE_ERROR_PYTHON,
            ClientKind::Browser => texts::USE_ERROR_BROWSER,
            ClientKind::MobileApp => texts::USE_ERROR_MOBILE_APP,
            ClientKind::Curl => texts::USE_ERROR_CURL,
            ClientKind::Server => texts::USE_ERROR_SERVER,
        }),
        Use::Text | Use::Nothing | Use::Stored | Use::Redirect | Use::Broken => None,
    }
}

fn use_of_json(kind: JsonKind, client: ClientKind) -> Text {
    match (client, kind) {
        (ClientKind::Python, JsonKind::Object) => texts::USE_PYTHON,
        (ClientKind::Python, JsonKind::Array) => texts::USE_PYTHON_ARRAY,
        (ClientKind::Python, JsonKind::Scalar) => texts::USE_PYTHON_SCALAR,
        (ClientKind::Browser, JsonKind::Object) => texts::USE_BROWSER,
        (ClientKind::Browser, JsonKind::Array) => texts::USE_BROWSER_ARRAY,
        (ClientKind::Browser, JsonKind::Scalar) => texts::USE_BROWSER_SCALAR,
        (ClientKind::MobileApp, _) => texts::USE_MOBILE_APP,
        (ClientKind::Curl, _) => texts::USE_CURL,
        (ClientKind::Server, _) => texts::USE_SERVER,
    }
}
