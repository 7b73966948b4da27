//! What a message says.

use super::framing::{Framing, framing};
use super::{Family, dns, host_name};
use crate::catalogue::Key;
use crate::label::{capitalized, is_http2, is_json, media_type};
use crate::text::{shortened, shown_reason};
use crate::{Language, Sentence, Term};
use trace::{
    Content, FieldLine, Http2Frame, Message, OctetRange, SqlResult, SqlStatement, TlsMessage, Trace,
};

/// The most characters of a value in a sentence.
const VALUE_CHARS_MAX: usize = 120;

/// What a message says, and whether it arrives.
pub(super) fn sentence(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let key = match &message.content {
        _ if message.received_at.is_some() => return meaning(trace, message, language),
        // What an answer says is not known to anyone if it never comes.
        Content::DnsResponse { .. } => return language.say(Key::DnsAnswerLost, &[]),
        Content::DnsQuery { .. } => Key::QueryLost,
        Content::Tls { .. } => Key::TlsLost,
        Content::Http2Control { .. } => Key::Http2Lost,
        Content::HttpRequest { .. } => Key::RequestLost,
        Content::HttpResponse { .. } => Key::ResponseLost,
        Content::SqlStatement(_) | Content::SqlResult(_) => Key::SqlLost,
    };
    meaning(trace, message, language).then(language.say(key, &[]))
}

/// What a message says.
pub(super) fn meaning(trace: &Trace, message: &Message, language: Language) -> Sentence {
    match &message.content {
        Content::DnsQuery { .. } => dns::query(trace, message, language),
        Content::DnsResponse { .. } => dns::response(trace, message, language),
        Content::Tls { messages } => tls_flight(trace, message, messages, language),
        Content::Http2Control { frames } => http2_frames(trace, message, frames, language),
        content @ Content::HttpRequest { method, target, body, .. } => {
            request(method, target, body.is_empty(), is_http2(content), language)
        }
        content @ Content::HttpResponse {
            status_code, reason_phrase, field_lines, body, ..
        } => {
            let said = response(*status_code, reason_phrase, field_lines, body, language);
            let said = with_framing(said, trace, message, language);
            let said = match is_http2(content) {
                true => said.then(language.say(Key::ResponseHttp2, &[])),
                false => said,
            };
            with_directions(said, field_lines, language)
        }
        Content::SqlStatement(statement) => sql_statement(statement, language),
        Content::SqlResult(result) => sql_result(result, language),
    }
}

fn tls_flight(
    trace: &Trace,
    message: &Message,
    messages: &[TlsMessage],
    language: Language,
) -> Sentence {
    let told = messages.iter().find(|message| message.name != "ChangeCipherSpec");
    let detail = |name: &str| {
        let lines = told.into_iter().flat_map(|message| &message.details);
        lines.filter(|line| line.name == name).map(|line| line.value.as_str()).next()
    };
    let (key, name) = match told.map_or("", |message| message.name.as_str()) {
        "ClientHello" => match detail("server_name") {
            Some(name) => (Key::TlsClientHello, name),
            None => (Key::TlsClientHelloUnnamed, ""),
        },
        "ServerHello" => (key_of_server_hello(messages), ""),
        "Finished" => (Key::TlsFinished, ""),
        "NewSessionTicket" => (Key::TlsTicket, ""),
        "Alert" => match detail("description").unwrap_or_default() {
            "close_notify" => (Key::TlsCloseNotify, ""),
            description => (Key::TlsAlert, description),
        },
        "" => (Key::TlsChangeCipherSpec, ""),
        other => (Key::TlsOther, other),
    };
    let from = capitalized(host_name(trace, message.from, language));
    language.say(key, &[("name", name), ("From", &from)])
}

fn key_of_server_hello(messages: &[TlsMessage]) -> Key {
    match (has(messages, "Certificate"), is_resumption(messages)) {
        (true, _) => Key::TlsServerHello,
        (false, true) => Key::TlsServerHelloResumed,
        (false, false) => Key::TlsServerHelloAlone,
    }
}

/// Whether an earlier connection stands in for the server's certificate (RFC 8446 §2.2).
pub(super) fn is_resumption(messages: &[TlsMessage]) -> bool {
    has(messages, "ServerHello") && has(messages, "Finished") && !has(messages, "Certificate")
}

fn has(messages: &[TlsMessage], name: &str) -> bool {
    messages.iter().any(|message| message.name == name)
}

/// What the frame says that a beginner should know of first.
fn http2_frames(
    trace: &Trace,
    message: &Message,
    frames: &[Http2Frame],
    language: Language,
) -> Sentence {
    let named = |name: &str| frames.iter().find(|frame| frame.name == name);
    let of_interest = ["GOAWAY", "RST_STREAM", "connection preface", "SETTINGS"];
    let frame = of_interest.iter().find_map(|name| named(name)).or(frames.first());
    let Some(frame) = frame else { return Sentence::default() };
    let code = frame.details.iter().find(|line| line.name == "error_code");
    let code = code.map_or("", |line| line.value.as_str());
    let key = match frame.name.as_str() {
        "connection preface" => Key::Http2Preface,
        "SETTINGS" if named("SETTINGS ACK").is_some() => Key::Http2SettingsBoth,
        "SETTINGS" => Key::Http2Settings,
        "SETTINGS ACK" => Key::Http2SettingsAck,
        "WINDOW_UPDATE" => Key::Http2WindowUpdate,
        "RST_STREAM" => Key::Http2ResetStream,
        "GOAWAY" if code == "NO_ERROR" => Key::Http2GoAway,
        "GOAWAY" => Key::Http2GoAwayError,
        _ => Key::Http2Other,
    };
    let stream = frame.stream.to_string();
    let [from, to] = [message.from, message.to].map(|host| host_name(trace, host, language));
    let values = [
        ("From", &*capitalized(from)),
        ("to", to),
        ("name", &frame.name),
        ("stream", &stream),
        ("code", code),
    ];
    language.say(key, &values)
}

fn request(
    method: &str,
    target: &str,
    is_empty: bool,
    is_http2: bool,
    language: Language,
) -> Sentence {
    let key = match method {
        "GET" if is_http2 => Key::RequestGetHttp2,
        "GET" => Key::RequestGet,
        "HEAD" => Key::RequestHead,
        "POST" if is_empty => Key::RequestPostEmpty,
        "POST" => Key::RequestPost,
        "PUT" => Key::RequestPut,
        "PATCH" => Key::RequestPatch,
        "DELETE" => Key::RequestDelete,
        "OPTIONS" => Key::RequestOptions,
        _ if is_http2 => Key::RequestOtherHttp2,
        _ => Key::RequestOther,
    };
    let target = shortened(target, VALUE_CHARS_MAX);
    let said = language.say(key, &[("method", method), ("target", &target)]);
    said.with_term(method, Term::of_method(method))
}

fn response(
    status_code: u16,
    reason_phrase: &str,
    field_lines: &[FieldLine],
    body: &[OctetRange],
    language: Language,
) -> Sentence {
    let is_empty = body.iter().all(|range| range.is_empty());
    let key = match status_code {
        201 => Key::ResponseCreated,
        103 => Key::ResponseEarlyHints,
        204 => Key::ResponseNoContent,
        304 => Key::ResponseNotModified,
        400 => Key::ResponseBadRequest,
        401 => Key::ResponseUnauthorized,
        403 => Key::ResponseForbidden,
        404 => Key::ResponseNotFound,
        405 => Key::ResponseMethodNotAllowed,
        409 => Key::ResponseConflict,
        413 => Key::ResponseTooLarge,
        415 => Key::ResponseUnsupported,
        429 => Key::ResponseTooMany,
        501 => Key::ResponseNotImplemented,
        503 => Key::ResponseUnavailable,
        _ => match Family::of(status_code) {
            Family::Informational => Key::ResponseInformational,
            Family::Success if is_empty => Key::ResponseOkEmpty,
            Family::Success => Key::ResponseOk,
            Family::Redirect => Key::ResponseRedirect,
            Family::ClientError => Key::ResponseClientError,
            Family::ServerError => Key::ResponseServerError,
            Family::Unknown => Key::ResponseUnknown,
        },
    };
    let kind = match media_type(field_lines) {
        Some(kind) if is_json(kind) => language.write(Key::ResponseAsJson, &[]),
        Some(kind) => language.write(Key::ResponseAsType, &[("type", kind)]),
        None => String::new(),
    };
    let status = status_words(status_code, reason_phrase);
    let said = language.say(key, &[("status", &status), ("type", &kind)]);
    said.with_term(&status, term_of_status(status_code))
}

/// How the end of the content is found, where its length was not known, and what stands behind it.
fn with_framing(said: Sentence, trace: &Trace, message: &Message, language: Language) -> Sentence {
    let said = match framing(&message.content) {
        Framing::Length => said,
        Framing::Chunks => said.then(language.say(Key::ResponseChunked, &[])),
        Framing::Frames => said.then(language.say(Key::ResponseFramed, &[])),
    };
    let names = trace.trailers_of(message.id).iter().map(|line| line.name.as_str());
    match names.collect::<Vec<_>>().join(", ") {
        names if names.is_empty() => said,
        names => said.then(language.say(Key::ResponseTrailers, &[("names", &names)])),
    }
}

/// What the fields say that tell the client where to go next.
fn with_directions(said: Sentence, field_lines: &[FieldLine], language: Language) -> Sentence {
    let directions = [
        ("link", Key::ResponseLink),
        ("location", Key::ResponseLocation),
        ("allow", Key::ResponseAllow),
        ("retry-after", Key::ResponseRetryAfter),
    ];
    directions.into_iter().fold(said, |said, (name, key)| {
        let line = field_lines.iter().find(|line| line.name.eq_ignore_ascii_case(name));
        match line.map(|line| shortened(&line.value, VALUE_CHARS_MAX)) {
            Some(value) if !value.is_empty() => said.then(language.say(key, &[(name, &value)])),
            Some(_) | None => said,
        }
    })
}

/// `404 Not Found`. HTTP/2 sends no reason phrase; what is shown then is ours.
pub(crate) fn status_words(status_code: u16, reason_phrase: &str) -> String {
    let reason_phrase = shown_reason(status_code, reason_phrase);
    format!("{status_code} {}", shortened(reason_phrase, VALUE_CHARS_MAX)).trim_end().to_owned()
}

/// The definition of a status code.
pub(super) fn term_of_status(status_code: u16) -> Option<Term> {
    Term::of_status_code(&status_code.to_string())
}

fn sql_statement(statement: &SqlStatement, language: Language) -> Sentence {
    let verb = statement.text.split_whitespace().next().unwrap_or_default();
    let key = match verb.to_ascii_uppercase().as_str() {
        "SELECT" => Key::SqlSelect,
        "INSERT" => Key::SqlInsert,
        "UPDATE" => Key::SqlUpdate,
        "DELETE" => Key::SqlDelete,
        _ => Key::SqlOther,
    };
    language.say(key, &[])
}

fn sql_result(result: &SqlResult, language: Language) -> Sentence {
    match result {
        SqlResult::Rows { columns, rows } => match rows.as_slice() {
            [] => language.say(Key::SqlNoRows, &[]),
            [row] => {
                let pairs = columns.iter().zip(row).map(|(name, value)| format!("{name} {value}"));
                let values: Vec<String> = pairs.collect();
                let values = shortened(&values.join(", "), VALUE_CHARS_MAX);
                language.say(Key::SqlOneRow, &[("values", &values)])
            }
            rows => language.say(Key::SqlRows, &[("count", &rows.len().to_string())]),
        },
        SqlResult::Changed { rows: 0 } => language.say(Key::SqlNoneChanged, &[]),
        SqlResult::Changed { rows: 1 } => language.say(Key::SqlOneChanged, &[]),
        SqlResult::Changed { rows } => {
            language.say(Key::SqlChanged, &[("count", &rows.to_string())])
        }
        SqlResult::Failed { reason } => language.say(Key::SqlFailed, &[("reason", reason)]),
    }
}
