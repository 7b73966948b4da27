//! What a message says.

use super::framing::{Framing, framing};
use super::status::Answered;
use super::{dns, host_name};
use crate::catalogue::Say;
use crate::label::capitalized;
use crate::late::{Late, late};
use crate::sql::{Verb, verb_before};
use crate::text::{shortened, shown_reason};
use crate::texts;
use crate::{Language, Sentence, Term};
use language::Text;
use trace::{Content, FieldLines, Http2Frame, Message, SqlResult, SqlStatement, TlsMessage, Trace};

/// The most characters of a value in a sentence.
const VALUE_CHARS_MAX: usize = 120;

/// What a message says, and whether it arrives.
pub(super) fn sentence(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let key = match &message.content {
        _ if message.received_at.is_some() => {
            let said = meaning(trace, message, language);
            let key = match late(trace, message) {
                Some(Late::Slow) => texts::RESPONSE_TOO_LATE,
                Some(Late::Lost) => texts::RESPONSE_LOST_TOO_LATE,
                None => return said,
            };
            return said.then(language.say(key, &[]));
        }
        // What an answer says is not known to anyone if it never comes.
        Content::DnsResponse { .. } => return language.say(texts::DNS_ANSWER_LOST, &[]),
        Content::DnsQuery { .. } => texts::QUERY_LOST,
        Content::Tls { .. } => texts::TLS_LOST,
        Content::Http2Control { .. } => texts::HTTP2_LOST,
        Content::HttpRequest { .. } => texts::REQUEST_LOST,
        Content::HttpResponse { .. } => texts::RESPONSE_LOST,
        Content::SqlStatement(_) | Content::SqlResult(_) => texts::SQL_LOST,
    };
    meaning(trace, message, language).then(language.say(key, &[]))
}

/// Whether an answer came although not all of the request was sent.
fn is_answered(trace: &Trace, request: &Message) -> bool {
    request.exchange.is_some_and(|id| trace.exchange(id).response.is_some())
}

/// What a request says whose content waits for a word of the server (RFC 9110 §10.1.1).
pub(super) fn head(trace: &Trace, message: &Message, language: Language) -> Sentence {
    meaning(trace, message, language).then(language.say(texts::REQUEST_HEAD_FIRST, &[]))
}

/// What there is to say of the content of a request that waited.
pub(super) fn content(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let said = match trace.asked_for_at(message) {
        Some(_) => language.say(texts::CONTENT_ASKED_FOR, &[]),
        None => language.say(texts::CONTENT_UNASKED, &[]),
    };
    match message.received_at {
        Some(_) => said,
        None => said.then(language.say(texts::REQUEST_LOST, &[])),
    }
}

/// What a message says.
pub(super) fn meaning(trace: &Trace, message: &Message, language: Language) -> Sentence {
    match &message.content {
        Content::DnsQuery { .. } => dns::query(trace, message, language),
        Content::DnsResponse { .. } => dns::response(trace, message, language),
        Content::Tls { messages } => tls_flight(trace, message, messages, language),
        Content::Http2Control { frames } => http2_frames(trace, message, frames, language),
        content @ Content::HttpRequest { method, target, field_lines, body, .. } => {
            // What is announced and not sent is no request without content.
            let is_announced = field_lines.has("transfer-encoding")
                || field_lines.value("content-length").is_some_and(|length| length != "0");
            let is_empty = body.is_empty() && !is_announced;
            let said = request(method, target, is_empty, content.is_http2(), language);
            let said = match matches!(&**method, "GET" | "HEAD" | "DELETE") && !body.is_empty() {
                true => {
                    said.then(language.say(texts::REQUEST_BODY_UNDEFINED, &[("method", method)]))
                }
                false => said,
            };
            match body.is_empty() && content.expects_continue() && is_answered(trace, message) {
                true => said.then(language.say(texts::CONTENT_WITHHELD, &[])),
                false => said,
            }
        }
        Content::HttpResponse { .. } => response(trace, message, language),
        Content::SqlStatement(statement) => sql_statement(statement, language),
        Content::SqlResult(result) => sql_result(result, verb_before(trace, message), language),
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
            Some(name) => (texts::TLS_CLIENT_HELLO, name),
            None => (texts::TLS_CLIENT_HELLO_UNNAMED, ""),
        },
        "ServerHello" => (key_of_server_hello(messages), ""),
        "Finished" => (texts::TLS_FINISHED, ""),
        "NewSessionTicket" => (texts::TLS_TICKET, ""),
        "Alert" => match detail("description").unwrap_or_default() {
            "close_notify" => (texts::TLS_CLOSE_NOTIFY, ""),
            description => (texts::TLS_ALERT, description),
        },
        "" => (texts::TLS_CHANGE_CIPHER_SPEC, ""),
        other => (texts::TLS_OTHER, other),
    };
    let from = capitalized(&host_name(trace, message.from, language));
    let said = language.say(key, &[("name", name), ("From", &from)]);
    match has(messages, "ServerHello") && has(messages, "ChangeCipherSpec") {
        true => said.then(language.say(texts::TLS_COMPATIBILITY, &[])),
        false => said,
    }
}

fn key_of_server_hello(messages: &[TlsMessage]) -> Text {
    match (has(messages, "Certificate"), is_resumption(messages)) {
        (true, _) => texts::TLS_SERVER_HELLO,
        (false, true) => texts::TLS_SERVER_HELLO_RESUMED,
        (false, false) => texts::TLS_SERVER_HELLO_ALONE,
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
        "connection preface" => texts::HTTP2_PREFACE,
        "SETTINGS" if named("SETTINGS ACK").is_some() => texts::HTTP2_SETTINGS_BOTH,
        "SETTINGS" => texts::HTTP2_SETTINGS,
        "SETTINGS ACK" => texts::HTTP2_SETTINGS_ACK,
        "WINDOW_UPDATE" => texts::HTTP2_WINDOW_UPDATE,
        "RST_STREAM" => texts::HTTP2_RESET_STREAM,
        "GOAWAY" if code == "NO_ERROR" => texts::HTTP2_GO_AWAY,
        "GOAWAY" => texts::HTTP2_GO_AWAY_ERROR,
        _ => texts::HTTP2_OTHER,
    };
    let stream = frame.stream.to_string();
    let [from, to] = [message.from, message.to].map(|host| host_name(trace, host, language));
    let values = [
        ("From", &*capitalized(&from)),
        ("to", &*to),
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
        "GET" if is_http2 => texts::REQUEST_GET_HTTP2,
        "GET" => texts::REQUEST_GET,
        "HEAD" => texts::REQUEST_HEAD,
        "POST" if is_empty => texts::REQUEST_POST_EMPTY,
        "POST" => texts::REQUEST_POST,
        "PUT" => texts::REQUEST_PUT,
        "PATCH" => texts::REQUEST_PATCH,
        "DELETE" => texts::REQUEST_DELETE,
        "OPTIONS" => texts::REQUEST_OPTIONS,
        _ if is_http2 => texts::REQUEST_OTHER_HTTP2,
        _ => texts::REQUEST_OTHER,
    };
    let target = shortened(target, VALUE_CHARS_MAX);
    let said = language.say(key, &[("method", method), ("target", &target)]);
    said.with_term(method, Term::of_method(method))
}

fn response(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let content = &message.content;
    let (Content::HttpResponse { status_code, reason_phrase, .. }, Some(answered)) =
        (content, Answered::of(trace, message))
    else {
        return Sentence::default();
    };
    let kind = match answered.field_lines.media_type() {
        Some(kind) if kind.is_json() => language.write(texts::RESPONSE_AS_JSON, &[]),
        Some(kind) => language.write(texts::RESPONSE_AS_TYPE, &[("type", kind.essence())]),
        None => String::new(),
    };
    let status = status_words(*status_code, reason_phrase);
    let said = language.say(answered.story(), &[("status", &status), ("type", &kind)]);
    let said = said.with_term(&status, term_of_status(*status_code));
    let said = match answered.compared() {
        Some(found) => said.then(language.say(found, &[])),
        None => said,
    };
    let said = match answered.tells_more() {
        true => said.then(language.say(texts::RESPONSE_BODY_TELLS, &[])),
        false => said,
    };
    let said = with_framing(said, trace, message, language);
    let said = match content.is_http2() {
        true => said.then(language.say(texts::RESPONSE_HTTP2, &[])),
        false => said,
    };
    with_directions(said, *status_code, answered.field_lines, language)
}

/// How the end of the content is found, where its length was not known, and what stands behind it.
fn with_framing(said: Sentence, trace: &Trace, message: &Message, language: Language) -> Sentence {
    let said = match framing(&message.content) {
        Framing::Length => said,
        Framing::Chunks => said.then(language.say(texts::RESPONSE_CHUNKED, &[])),
        Framing::Frames => said.then(language.say(texts::RESPONSE_FRAMED, &[])),
    };
    let names = trace.trailers_of(message.id).iter().map(|line| line.name.as_str());
    match names.collect::<Vec<_>>().join(", ") {
        names if names.is_empty() => said,
        names => said.then(language.say(texts::RESPONSE_TRAILERS, &[("names", &names)])),
    }
}

/// What the fields say that tell the client what to do next.
fn with_directions(
    said: Sentence,
    status_code: u16,
    field_lines: &FieldLines,
    language: Language,
) -> Sentence {
    let link = if status_code == 103 { texts::RESPONSE_HINT } else { texts::RESPONSE_LINK };
    // A number of seconds, or a date (RFC 9110 §10.2.3).
    let is_seconds = |value: &str| value.bytes().all(|octet| octet.is_ascii_digit());
    let retry = match field_lines.value("retry-after") {
        Some(value) if is_seconds(value) => texts::RESPONSE_RETRY_AFTER,
        Some(_) | None => texts::RESPONSE_RETRY_AT,
    };
    let directions = [
        ("link", link),
        ("location", texts::RESPONSE_LOCATION),
        ("allow", texts::RESPONSE_ALLOW),
        ("www-authenticate", texts::RESPONSE_CHALLENGE),
        ("retry-after", retry),
    ];
    directions.into_iter().fold(said, |said, (name, key)| {
        match field_lines.value(name).map(|value| shortened(value, VALUE_CHARS_MAX)) {
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
    let key = match Verb::of(statement) {
        Verb::Select => texts::SQL_SELECT,
        Verb::Insert => texts::SQL_INSERT,
        Verb::Update => texts::SQL_UPDATE,
        Verb::Delete => texts::SQL_DELETE,
        Verb::Other => texts::SQL_OTHER,
    };
    let said = language.say(key, &[]);
    match statement.placeholders() {
        None => said,
        Some(places) => said.then(language.say(texts::SQL_JOINED, &[("places", &places)])),
    }
}

fn sql_result(result: &SqlResult, asked: Verb, language: Language) -> Sentence {
    match result {
        SqlResult::Rows { columns, rows } => match rows.as_slice() {
            [] => language.say(texts::SQL_NO_ROWS, &[]),
            [row] => {
                let pairs = columns.iter().zip(row).map(|(name, value)| format!("{name} {value}"));
                let values: Vec<String> = pairs.collect();
                let values = shortened(&values.join(", "), VALUE_CHARS_MAX);
                language.say(texts::SQL_ONE_ROW, &[("values", &values)])
            }
            rows => language.say_count(texts::SQL_ROWS, rows.len() as u64, &[]),
        },
        SqlResult::Changed { rows: 0 } => language.say(texts::SQL_NONE_CHANGED, &[]),
        SqlResult::Changed { rows } => {
            let counted = match asked {
                Verb::Insert => texts::SQL_ADDED,
                Verb::Delete => texts::SQL_REMOVED,
                Verb::Select | Verb::Update | Verb::Other => texts::SQL_CHANGED,
            };
            language.say_count(counted, *rows, &[])
        }
        SqlResult::Failed { reason } => language.say(texts::SQL_FAILED, &[("reason", reason)]),
    }
}
