//! What is done inside a host: one table of what is said about each kind of work.

use super::message::{status_words, term_of_status};
use super::outcome::{
    Body, JsonKind, Seen, Serialized, Use, answer_of, body_of_response, serialized, use_of_response,
};
use super::{cache, host_name};
use crate::catalogue::{Reason, Say};
use crate::label::{capitalized, milliseconds};
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{ClientError, ClientKind, Content, Phase, Stage, StageKind, StageOutcome, Trace};

/// What is said about a piece of work, as it ended.
pub(crate) struct StageWords {
    /// The phase that it is done in.
    pub phase: Phase,
    /// In a note.
    pub note: Text,
    /// In a sentence.
    pub story: Text,
    /// In a note of a Mermaid diagram.
    pub mermaid: Text,
    /// Why.
    pub reason: Reason,
}

/// What is said about a piece of work: an arm a kind, each with note, sentence and Mermaid as it
/// should end, and as it was refused.
pub(crate) fn words(trace: &Trace, stage: &Stage) -> StageWords {
    use StageKind as Kind;
    let is_done = stage.outcome == StageOutcome::Done;
    let said = |phase, [note, story, mermaid]: [Text; 3], reason| StageWords {
        phase,
        note,
        story,
        mermaid,
        reason,
    };
    let work =
        |done, refused, reason| said(Phase::Work, if is_done { done } else { refused }, reason);
    match stage.kind {
        Kind::AnswerCached => said(
            Phase::Resolve,
            [texts::NOTE_ANSWER_CACHED, texts::STAGE_ANSWER_CACHED, texts::MERMAID_ANSWER_CACHED],
            Reason::Remembered,
        ),
        Kind::UpgradeToHttps => said(
            Phase::Resolve,
            [
                texts::NOTE_UPGRADE_TO_HTTPS,
                texts::STAGE_UPGRADE_TO_HTTPS,
                texts::MERMAID_UPGRADE_TO_HTTPS,
            ],
            Reason::UpgradeToHttps,
        ),
        Kind::LeaveOutUserInfo => said(
            Phase::Resolve,
            [
                texts::NOTE_LEAVE_OUT_USER_INFO,
                texts::STAGE_LEAVE_OUT_USER_INFO,
                texts::MERMAID_LEAVE_OUT_USER_INFO,
            ],
            Reason::LeaveOutUserInfo,
        ),
        Kind::LeaveOutCredentials => said(
            Phase::Resolve,
            [
                texts::NOTE_LEAVE_OUT_CREDENTIALS,
                texts::STAGE_LEAVE_OUT_CREDENTIALS,
                texts::MERMAID_LEAVE_OUT_CREDENTIALS,
            ],
            Reason::LeaveOutCredentials,
        ),
        Kind::WaitBeforeRetry if !is_done => said(
            Phase::Resolve,
            [texts::NOTE_WAIT_CUT_OFF, texts::STAGE_WAIT_CUT_OFF, texts::MERMAID_WAIT_CUT_OFF],
            Reason::WaitBeforeRetry,
        ),
        Kind::WaitBeforeRetry => said(
            Phase::Resolve,
            [
                texts::NOTE_WAIT_BEFORE_RETRY,
                match stage.detail.is_empty() {
                    true => texts::STAGE_WAIT_BEFORE_RETRY,
                    false => texts::STAGE_WAIT_AS_ASKED,
                },
                texts::MERMAID_WAIT_BEFORE_RETRY,
            ],
            Reason::WaitBeforeRetry,
        ),
        Kind::DoNotRepeat => said(
            Phase::Handle,
            [texts::NOTE_DO_NOT_REPEAT, texts::STAGE_DO_NOT_REPEAT, texts::MERMAID_DO_NOT_REPEAT],
            Reason::DoNotRepeat,
        ),
        Kind::Unpack => said(
            Phase::Handle,
            match is_done {
                true => [texts::NOTE_UNPACK, texts::STAGE_UNPACK, texts::MERMAID_UNPACK],
                false => [
                    texts::NOTE_UNPACK_REFUSED,
                    texts::STAGE_UNPACK_REFUSED,
                    texts::MERMAID_UNPACK_REFUSED,
                ],
            },
            Reason::Unpack,
        ),
        Kind::LeaveOutFields => said(
            Phase::Resolve,
            [
                texts::NOTE_LEAVE_OUT_FIELDS,
                texts::STAGE_LEAVE_OUT_FIELDS,
                texts::MERMAID_LEAVE_OUT_FIELDS,
            ],
            Reason::LeaveOutFields,
        ),
        Kind::SendCookies => said(
            Phase::Resolve,
            [texts::NOTE_SEND_COOKIES, texts::STAGE_SEND_COOKIES, texts::MERMAID_SEND_COOKIES],
            Reason::SendCookies,
        ),
        Kind::HoldBackCookies => said(
            Phase::Resolve,
            [
                texts::NOTE_HOLD_BACK_COOKIES,
                texts::STAGE_HOLD_BACK_COOKIES,
                texts::MERMAID_HOLD_BACK_COOKIES,
            ],
            Reason::HoldBackCookies,
        ),
        Kind::AllowedBefore => said(
            Phase::Resolve,
            [
                texts::NOTE_ALLOWED_BEFORE,
                texts::STAGE_ALLOWED_BEFORE,
                texts::MERMAID_ALLOWED_BEFORE,
            ],
            Reason::AllowedBefore,
        ),
        Kind::KeepCookie => said(
            Phase::Handle,
            [texts::NOTE_KEEP_COOKIE, texts::STAGE_KEEP_COOKIE, texts::MERMAID_KEEP_COOKIE],
            Reason::KeepCookie,
        ),
        Kind::DeleteCookie => said(
            Phase::Handle,
            [texts::NOTE_DELETE_COOKIE, texts::STAGE_DELETE_COOKIE, texts::MERMAID_DELETE_COOKIE],
            Reason::KeepCookie,
        ),
        Kind::RefuseCookie => said(
            Phase::Handle,
            [texts::NOTE_REFUSE_COOKIE, texts::STAGE_REFUSE_COOKIE, texts::MERMAID_REFUSE_COOKIE],
            Reason::RefuseCookie,
        ),
        Kind::HideFromPage => said(
            Phase::Handle,
            [
                texts::NOTE_HIDE_FROM_PAGE,
                texts::STAGE_HIDE_FROM_PAGE,
                texts::MERMAID_HIDE_FROM_PAGE,
            ],
            Reason::HideFromPage,
        ),
        Kind::CheckMaySend => said(
            Phase::Handle,
            if is_done {
                [
                    texts::NOTE_CHECK_MAY_SEND,
                    texts::STAGE_CHECK_MAY_SEND,
                    texts::MERMAID_CHECK_MAY_SEND,
                ]
            } else {
                [
                    texts::NOTE_CHECK_MAY_SEND_REFUSED,
                    texts::STAGE_CHECK_MAY_SEND_REFUSED,
                    texts::MERMAID_CHECK_MAY_SEND_REFUSED,
                ]
            },
            Reason::CheckMaySend,
        ),
        Kind::CheckMayRead => said(
            Phase::Handle,
            if is_done {
                [
                    texts::NOTE_CHECK_MAY_READ,
                    texts::STAGE_CHECK_MAY_READ,
                    texts::MERMAID_CHECK_MAY_READ,
                ]
            } else {
                [
                    texts::NOTE_CHECK_MAY_READ_REFUSED,
                    texts::STAGE_CHECK_MAY_READ_REFUSED,
                    texts::MERMAID_CHECK_MAY_READ_REFUSED,
                ]
            },
            Reason::CheckMayRead,
        ),
        Kind::LookInCache => {
            let (told, reason) = cache::found(stage);
            let is_late = reason == Reason::CopyForError;
            said(if is_late { Phase::Handle } else { Phase::Resolve }, told, reason)
        }
        Kind::StoreResponse => {
            let (told, reason) = cache::kept(stage);
            said(Phase::Handle, told, reason)
        }
        Kind::DropStored => said(
            Phase::Handle,
            [texts::NOTE_DROP_STORED, texts::STAGE_DROP_STORED, texts::MERMAID_DROP_STORED],
            Reason::DropStored,
        ),
        Kind::RecordedLookUp => said(
            Phase::Resolve,
            [
                texts::NOTE_RECORDED_LOOK_UP,
                texts::STAGE_RECORDED_LOOK_UP,
                texts::MERMAID_RECORDED_LOOK_UP,
            ],
            Reason::Recorded,
        ),
        Kind::RecordedConnect => said(
            Phase::Connect,
            [
                texts::NOTE_RECORDED_CONNECT,
                texts::STAGE_RECORDED_CONNECT,
                texts::MERMAID_RECORDED_CONNECT,
            ],
            Reason::Recorded,
        ),
        Kind::RecordedSecure => said(
            Phase::Secure,
            [
                texts::NOTE_RECORDED_SECURE,
                texts::STAGE_RECORDED_SECURE,
                texts::MERMAID_RECORDED_SECURE,
            ],
            Reason::Recorded,
        ),
        Kind::RecordedFromCache => said(
            Phase::Handle,
            [
                texts::NOTE_RECORDED_FROM_CACHE,
                texts::STAGE_RECORDED_FROM_CACHE,
                texts::MERMAID_RECORDED_FROM_CACHE,
            ],
            Reason::Recorded,
        ),
        Kind::Parse => work(
            [texts::NOTE_PARSE, texts::STAGE_PARSE, texts::MERMAID_PARSE],
            [texts::NOTE_PARSE_REFUSED, texts::STAGE_PARSE_REFUSED, texts::MERMAID_PARSE_REFUSED],
            if is_of_http2(trace, stage) { Reason::ParseHttp2 } else { Reason::Parse },
        ),
        Kind::Route => work(
            match stage.detail.is_empty() {
                true => [texts::NOTE_ROUTE, texts::STAGE_ROUTE, texts::MERMAID_ROUTE],
                false => [texts::NOTE_ROUTE, texts::STAGE_ROUTE_DETAILED, texts::MERMAID_ROUTE],
            },
            [texts::NOTE_ROUTE_REFUSED, texts::STAGE_ROUTE_REFUSED, texts::MERMAID_ROUTE_REFUSED],
            Reason::Route,
        ),
        Kind::LimitRate => work(
            [texts::NOTE_LIMIT_RATE, texts::STAGE_LIMIT_RATE, texts::MERMAID_LIMIT_RATE],
            [
                texts::NOTE_LIMIT_RATE_REFUSED,
                texts::STAGE_LIMIT_RATE_REFUSED,
                texts::MERMAID_LIMIT_RATE_REFUSED,
            ],
            Reason::TooMany,
        ),
        Kind::Negotiate => work(
            [texts::NOTE_NEGOTIATE, texts::STAGE_NEGOTIATE, texts::MERMAID_NEGOTIATE],
            [
                texts::NOTE_NEGOTIATE_REFUSED,
                texts::STAGE_NEGOTIATE_REFUSED,
                texts::MERMAID_NEGOTIATE_REFUSED,
            ],
            Reason::Negotiate,
        ),
        Kind::CheckRules => work(
            [texts::NOTE_CHECK_RULES, texts::STAGE_CHECK_RULES, texts::MERMAID_CHECK_RULES],
            [
                texts::NOTE_CHECK_RULES_REFUSED,
                texts::STAGE_CHECK_RULES_REFUSED,
                texts::MERMAID_CHECK_RULES_REFUSED,
            ],
            Reason::CheckRules,
        ),
        Kind::Authenticate => work(
            [
                texts::NOTE_AUTHENTICATE,
                match shows_cookie(trace, stage) {
                    true => texts::STAGE_AUTHENTICATE_COOKIE,
                    false => texts::STAGE_AUTHENTICATE,
                },
                texts::MERMAID_AUTHENTICATE,
            ],
            [
                texts::NOTE_AUTHENTICATE_REFUSED,
                texts::STAGE_AUTHENTICATE_REFUSED,
                texts::MERMAID_AUTHENTICATE_REFUSED,
            ],
            Reason::Authenticate,
        ),
        Kind::Authorize => work(
            [texts::NOTE_AUTHORIZE, texts::STAGE_AUTHORIZE, texts::MERMAID_AUTHORIZE],
            [
                texts::NOTE_AUTHORIZE_REFUSED,
                texts::STAGE_AUTHORIZE_REFUSED,
                texts::MERMAID_AUTHORIZE_REFUSED,
            ],
            Reason::Authorize,
        ),
        Kind::Validate => {
            let [done, refused] = said_of_validated(&stage.detail);
            work(done, refused, reason_of_validated(&stage.detail))
        }
        Kind::Handle => work(
            [texts::NOTE_HANDLE, texts::STAGE_HANDLE, texts::MERMAID_HANDLE],
            [texts::NOTE_HANDLE, texts::STAGE_HANDLE_REFUSED, texts::MERMAID_HANDLE],
            Reason::Handle,
        ),
        Kind::Serialize => {
            let done @ [note, _, mermaid] = said_of_serialized(&serialized(trace, stage));
            let reason = match body_of_response(trace, stage) {
                Body::None => Reason::SerializeEmpty,
                Body::Typed | Body::Untyped => Reason::Serialize,
            };
            work(done, [note, texts::STAGE_SERIALIZE_REFUSED, mermaid], reason)
        }
        Kind::UseResponse => {
            let client = trace.scenario.world.client.kind;
            let used = said_of_use(use_of_response(trace, stage), client);
            let reason = match body_of_response(trace, stage) {
                Body::Typed => Reason::UseResponse,
                Body::Untyped => Reason::UseResponseUntyped,
                Body::None => Reason::UseResponseEmpty,
            };
            said(Phase::Handle, used, reason)
        }
    }
}

/// Note, sentence and Mermaid of a check and of a refusal, by what is checked.
fn said_of_validated(what: &str) -> [[Text; 3]; 2] {
    match what {
        "query" => [
            [
                texts::NOTE_VALIDATE_QUERY,
                texts::STAGE_VALIDATE_QUERY,
                texts::MERMAID_VALIDATE_QUERY,
            ],
            [
                texts::NOTE_VALIDATE_QUERY_REFUSED,
                texts::STAGE_VALIDATE_QUERY_REFUSED,
                texts::MERMAID_VALIDATE_QUERY_REFUSED,
            ],
        ],
        "query, content" => [
            [texts::NOTE_VALIDATE_BOTH, texts::STAGE_VALIDATE_BOTH, texts::MERMAID_VALIDATE_BOTH],
            [
                texts::NOTE_VALIDATE_BOTH_REFUSED,
                texts::STAGE_VALIDATE_BOTH_REFUSED,
                texts::MERMAID_VALIDATE_BOTH_REFUSED,
            ],
        ],
        // A path is only told of where it is wrong.
        "path" => {
            [[
                texts::NOTE_VALIDATE_PATH_REFUSED,
                texts::STAGE_VALIDATE_PATH_REFUSED,
                texts::MERMAID_VALIDATE_PATH_REFUSED,
            ]; 2]
        }
        _ => [
            [texts::NOTE_VALIDATE, texts::STAGE_VALIDATE, texts::MERMAID_VALIDATE],
            [
                texts::NOTE_VALIDATE_REFUSED,
                texts::STAGE_VALIDATE_REFUSED,
                texts::MERMAID_VALIDATE_REFUSED,
            ],
        ],
    }
}

fn reason_of_validated(what: &str) -> Reason {
    match what {
        "query" => Reason::ValidateTarget,
        "path" => Reason::Route,
        _ => Reason::Validate,
    }
}

/// Note, sentence and Mermaid.
fn said_of_serialized(written: &Serialized) -> [Text; 3] {
    match written {
        Serialized::Row => {
            [texts::NOTE_SERIALIZE_ROW, texts::STAGE_SERIALIZE_ROW, texts::MERMAID_SERIALIZE_JSON]
        }
        Serialized::Rows => {
            [texts::NOTE_SERIALIZE_ROWS, texts::STAGE_SERIALIZE_JSON, texts::MERMAID_SERIALIZE_JSON]
        }
        Serialized::Json => {
            [texts::NOTE_SERIALIZE_JSON, texts::STAGE_SERIALIZE_JSON, texts::MERMAID_SERIALIZE_JSON]
        }
        Serialized::Error => [
            texts::NOTE_SERIALIZE_ERROR,
            texts::STAGE_SERIALIZE_ERROR,
            texts::MERMAID_SERIALIZE_JSON,
        ],
        Serialized::Other => {
            [texts::NOTE_SERIALIZE, texts::STAGE_SERIALIZE, texts::MERMAID_SERIALIZE]
        }
    }
}

/// Note, sentence and Mermaid.
fn said_of_use(what: Use, client: ClientKind) -> [Text; 3] {
    match what {
        // It reads nothing out of what it prints.
        Use::Json(kind) if client == ClientKind::Curl => {
            [texts::NOTE_USE_TEXT, texts::STAGE_USE_TEXT, mermaid_of_json(kind, client)]
        }
        Use::Json(kind) => {
            [texts::NOTE_USE_JSON, texts::STAGE_USE_JSON, mermaid_of_json(kind, client)]
        }
        Use::Text => [texts::NOTE_USE_TEXT, texts::STAGE_USE_TEXT, texts::MERMAID_USE_TEXT],
        Use::Fields => [texts::NOTE_USE_FIELDS, texts::STAGE_USE_FIELDS, texts::MERMAID_USE_FIELDS],
        Use::Nothing => {
            [texts::NOTE_USE_NOTHING, texts::STAGE_USE_NOTHING, texts::MERMAID_USE_NOTHING]
        }
        Use::Stored => [texts::NOTE_USE_STORED, texts::STAGE_USE_STORED, texts::MERMAID_USE_STORED],
        Use::Redirect => {
            [texts::NOTE_USE_REDIRECT, texts::STAGE_USE_REDIRECT, texts::MERMAID_USE_REDIRECT]
        }
        Use::Error if client == ClientKind::Python => {
            [texts::NOTE_USE_ERROR, texts::STAGE_USE_ERROR, texts::MERMAID_USE_ERROR_PYTHON]
        }
        Use::Error => [texts::NOTE_USE_ERROR, texts::STAGE_USE_ERROR, texts::MERMAID_USE_ERROR],
        Use::Broken => [texts::NOTE_USE_BROKEN, texts::STAGE_USE_BROKEN, texts::MERMAID_USE_BROKEN],
    }
}

fn mermaid_of_json(kind: JsonKind, client: ClientKind) -> Text {
    match (client, kind) {
        (ClientKind::Python, JsonKind::Object) => texts::MERMAID_USE_PYTHON,
        (ClientKind::Python, JsonKind::Array) => texts::MERMAID_USE_PYTHON_ARRAY,
        (ClientKind::Python, JsonKind::Scalar) => texts::MERMAID_USE_PYTHON_SCALAR,
        (ClientKind::Browser, JsonKind::Object) => texts::MERMAID_USE_BROWSER,
        (ClientKind::Browser, JsonKind::Array) => texts::MERMAID_USE_BROWSER_ARRAY,
        (ClientKind::Browser, JsonKind::Scalar) => texts::MERMAID_USE_BROWSER_SCALAR,
        (ClientKind::MobileApp, _) => texts::MERMAID_USE_MOBILE_APP,
        (ClientKind::Curl, _) => texts::MERMAID_USE_CURL,
        (ClientKind::Server, _) => texts::MERMAID_USE_SERVER,
    }
}

/// Whether the request says who asks by a cookie, and in no other way.
fn shows_cookie(trace: &Trace, stage: &Stage) -> bool {
    let request = stage.exchange.and_then(|id| trace.exchange(id).request());
    match request.map(|id| &trace.message(id).content) {
        Some(Content::HttpRequest { field_lines, .. }) => {
            field_lines.has("cookie") && !field_lines.has("authorization")
        }
        Some(_) | None => false,
    }
}

fn is_of_http2(trace: &Trace, stage: &Stage) -> bool {
    let request = stage.exchange.and_then(|id| trace.exchange(id).request());
    request.is_some_and(|id| trace.message(id).content.is_http2())
}

/// The words in a note.
pub(crate) fn label(trace: &Trace, stage: &Stage, language: Language) -> String {
    let took = took(stage);
    let [found, route, who, why, age, lifetime] = values(stage);
    let values = [found, route, who, why, age, lifetime, ("took", &*took)];
    language.write(words(trace, stage).note, &values)
}

/// The words in a note of a Mermaid diagram; may have several lines.
pub(crate) fn mermaid_words(trace: &Trace, stage: &Stage, language: Language) -> String {
    let took = took(stage);
    let [found, route, who, why, age, lifetime] = values(stage);
    let values = [found, route, who, why, age, lifetime, ("took", &*took)];
    language.write(words(trace, stage).mermaid, &values)
}

/// What a stage does.
pub(super) fn sentence(trace: &Trace, stage: &Stage, language: Language) -> Sentence {
    if stage.kind == StageKind::UseResponse {
        return use_of_it(trace, stage, language);
    }
    let from = capitalized(&host_name(trace, stage.host, language));
    let [found, route, who, why, age, lifetime] = values(stage);
    let took = took(stage);
    let values = [found, route, who, why, age, lifetime, ("From", &*from), ("took", &*took)];
    let said = language.say(words(trace, stage).story, &values);
    match read_late(trace, stage) {
        Some(span) => said.then(language.say(texts::STAGE_PARSE_LATE, &[("span", &span)])),
        None => said,
    }
}

/// How long a stage took.
fn took(stage: &Stage) -> String {
    milliseconds(stage.ended_at - stage.started_at)
}

/// How many milliseconds the whole of a request lay in the buffer before it was read.
fn read_late(trace: &Trace, stage: &Stage) -> Option<String> {
    let request = trace.exchange(stage.exchange?).request()?;
    let arrived_at = trace.message(request).received_at?;
    let is_late = stage.kind == StageKind::Parse && stage.started_at > arrived_at;
    is_late.then(|| milliseconds(stage.started_at - arrived_at))
}

/// What was found, by the names that its words call it.
fn values(stage: &Stage) -> [(&'static str, &str); 6] {
    let detail = &*stage.detail;
    let (age, lifetime) = cache::seconds(stage);
    let found = match stage.kind {
        StageKind::LookInCache | StageKind::StoreResponse => cache::parts(stage).1,
        _ => detail,
    };
    let why = match &stage.outcome {
        StageOutcome::Refused(why) => why,
        StageOutcome::Done => "",
    };
    let kept = [("age", age), ("lifetime", lifetime)];
    let [age, lifetime] = kept;
    [("found", found), ("route", detail), ("who", detail), ("why", why), age, lifetime]
}

/// What the client does with the response, first in general and then in its own words.
pub(super) fn use_of_it(trace: &Trace, stage: &Stage, language: Language) -> Sentence {
    let what = use_of_response(trace, stage);
    let client = trace.scenario.world.client.kind;
    let [_, story, _] = said_of_use(what, client);
    let [_, _, _, why, ..] = values(stage);
    let (status, term) = match answer_of(trace, stage) {
        Some(Seen { status_code, reason_phrase, .. }) => {
            (status_words(status_code, reason_phrase), term_of_status(status_code))
        }
        None => (String::new(), None),
    };
    let said = language.say(story, &[("status", &status), why]).with_term(&status, term);
    let error = status_error(trace, stage).map(|error| error.line).unwrap_or_default();
    match in_own_words(what, client) {
        Some(more) => said.then(language.say(more, &[("error", &error)])),
        None => said,
    }
}

/// What an answer that tells of an error is to the client's code, where that asks.
fn status_error(trace: &Trace, stage: &Stage) -> Option<ClientError> {
    let Seen { status_code, reason_phrase, .. } = answer_of(trace, stage)?;
    let url = match (stage.exchange, stage.fetch) {
        (Some(id), _) => &trace.exchange(id).url,
        (None, Some(id)) => &trace.fetch(id).url,
        (None, None) => return None,
    };
    trace::status_error(trace.scenario.world.client.kind, status_code, reason_phrase, url)
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
        Use::Text | Use::Fields | Use::Nothing | Use::Stored | Use::Redirect | Use::Broken => None,
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
