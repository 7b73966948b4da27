//! What is done inside a host.

use super::host_name;
use super::message::{status_words, term_of_status};
use super::outcome::{JsonKind, Use, use_of_response};
use crate::catalogue::Key;
use crate::label::{Serialized, capitalized, serialized};
use crate::{Language, Sentence};
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

fn key_when_done(trace: &Trace, stage: &Stage) -> Key {
    match stage.kind {
        StageKind::AnswerCached => Key::StageAnswerCached,
        StageKind::UpgradeToHttps => Key::StageUpgradeToHttps,
        StageKind::Parse => Key::StageParse,
        StageKind::Route if stage.detail.is_empty() => Key::StageRoute,
        StageKind::Route => Key::StageRouteDetailed,
        StageKind::Authenticate => Key::StageAuthenticate,
        StageKind::Authorize => Key::StageAuthorize,
        StageKind::Validate => Key::StageValidate,
        StageKind::Handle => Key::StageHandle,
        StageKind::Serialize => match serialized(trace, stage) {
            Serialized::Row => Key::StageSerializeRow,
            Serialized::Rows | Serialized::Json => Key::StageSerializeJson,
            Serialized::Error => Key::StageSerializeError,
            Serialized::Other => Key::StageSerialize,
        },
        StageKind::UseResponse => Key::StageUseNothing,
    }
}

fn key_when_refused(kind: StageKind) -> Key {
    match kind {
        StageKind::Parse => Key::StageParseRefused,
        StageKind::Route => Key::StageRouteRefused,
        StageKind::Authenticate => Key::StageAuthenticateRefused,
        StageKind::Authorize => Key::StageAuthorizeRefused,
        StageKind::Validate => Key::StageValidateRefused,
        StageKind::AnswerCached | StageKind::UpgradeToHttps | StageKind::Handle => {
            Key::StageHandleRefused
        }
        StageKind::Serialize => Key::StageSerializeRefused,
        StageKind::UseResponse => Key::StageUseBroken,
    }
}

/// What the client does with the response, first in general and then in its own words.
pub(super) fn use_of_it(trace: &Trace, stage: &Stage, language: Language) -> Sentence {
    let what = use_of_response(trace, stage);
    let client = trace.scenario.world.client;
    let key = match what {
        // It reads nothing out of what it prints.
        Use::Json(_) if client == ClientKind::Curl => Key::StageUseText,
        Use::Json(_) => Key::StageUseJson,
        Use::Text => Key::StageUseText,
        Use::Nothing => Key::StageUseNothing,
        Use::Stored => Key::StageUseStored,
        Use::Redirect => Key::StageUseRedirect,
        Use::Error => Key::StageUseError,
        Use::Broken => Key::StageUseBroken,
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

fn in_own_words(what: Use, client: ClientKind) -> Option<Key> {
    match what {
        Use::Json(kind) => Some(use_of_json(kind, client)),
        Use::Error => Some(match client {
            ClientKind::Python => Key::UseErrorPython,
            ClientKind::Browser => Key::UseErrorBrowser,
            ClientKind::MobileApp => Key::UseErrorMobileApp,
            ClientKind::Curl => Key::UseErrorCurl,
            ClientKind::Server => Key::UseErrorServer,
        }),
        Use::Text | Use::Nothing | Use::Stored | Use::Redirect | Use::Broken => None,
    }
}

fn use_of_json(kind: JsonKind, client: ClientKind) -> Key {
    match (client, kind) {
        (ClientKind::Python, JsonKind::Object) => Key::UsePython,
        (ClientKind::Python, JsonKind::Array) => Key::UsePythonArray,
        (ClientKind::Python, JsonKind::Scalar) => Key::UsePythonScalar,
        (ClientKind::Browser, JsonKind::Object) => Key::UseBrowser,
        (ClientKind::Browser, JsonKind::Array) => Key::UseBrowserArray,
        (ClientKind::Browser, JsonKind::Scalar) => Key::UseBrowserScalar,
        (ClientKind::MobileApp, _) => Key::UseMobileApp,
        (ClientKind::Curl, _) => Key::UseCurl,
        (ClientKind::Server, _) => Key::UseServer,
    }
}
