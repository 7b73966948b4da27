//! What a status code says (RFC 9110 §15): in a sentence, why, and in the words of the Response card.
//! Much of it hangs on what was asked, so the request is looked at as well.

use super::Family;
use crate::catalogue::Reason;
use crate::texts;
use language::{Language, Text};
use trace::{Content, FieldLines, Message, Trace};

/// An answer, and what is known of the request that it is for.
pub(super) struct Answered<'a> {
    status_code: u16,
    has_content: bool,
    /// The fields of the request.
    asked: Option<&'a FieldLines>,
    /// Whether the request said who asks.
    has_credentials: bool,
    /// Whether Location names another URL than the one that was asked.
    leads_elsewhere: bool,
    /// Its fields.
    pub field_lines: &'a FieldLines,
}

impl<'a> Answered<'a> {
    /// `None` if the message is no response.
    pub fn of(trace: &'a Trace, message: &'a Message) -> Option<Self> {
        let Content::HttpResponse { status_code, field_lines, body, .. } = &message.content else {
            return None;
        };
        let exchange = message.exchange.map(|id| trace.exchange(id));
        let request = exchange.and_then(|exchange| exchange.request());
        let (fields, target) = match request.map(|id| &trace.message(id).content) {
            Some(Content::HttpRequest { field_lines, target, .. }) => {
                (Some(field_lines), &**target)
            }
            Some(_) | None => (None, ""),
        };
        let asked = exchange.map_or("", |exchange| exchange.url.as_str());
        let location = field_lines.value("location");
        Some(Self {
            status_code: *status_code,
            has_content: body.iter().any(|range| !range.is_empty()),
            asked: fields,
            has_credentials: fields.is_some_and(|fields| fields.has("authorization")),
            leads_elsewhere: location.is_some_and(|place| place != target && place != asked),
            field_lines,
        })
    }

    /// What it says.
    pub fn story(&self) -> Text {
        match self.status_code {
            100 => texts::RESPONSE_CONTINUE,
            101 => texts::RESPONSE_SWITCHING,
            102 => texts::RESPONSE_PROCESSING,
            103 => texts::RESPONSE_EARLY_HINTS,
            201 => texts::RESPONSE_CREATED,
            202 => texts::RESPONSE_ACCEPTED,
            203 => texts::RESPONSE_TRANSFORMED,
            204 => texts::RESPONSE_NO_CONTENT,
            205 => texts::RESPONSE_RESET_CONTENT,
            206 => texts::RESPONSE_PARTIAL,
            207 => texts::RESPONSE_MULTI_STATUS,
            208 => texts::RESPONSE_ALREADY_REPORTED,
            226 => texts::RESPONSE_IM_USED,
            300 => texts::RESPONSE_MULTIPLE_CHOICES,
            301 | 308 => texts::RESPONSE_MOVED,
            302 | 307 => texts::RESPONSE_ELSEWHERE,
            303 => texts::RESPONSE_SEE_OTHER,
            304 if !self.names_a_version() => texts::RESPONSE_NOT_MODIFIED_UNASKED,
            304 => texts::RESPONSE_NOT_MODIFIED,
            305 => texts::RESPONSE_USE_PROXY,
            400 => texts::RESPONSE_BAD_REQUEST,
            401 if self.has_credentials => texts::RESPONSE_UNAUTHORIZED_AS_SHOWN,
            401 if self.asked.is_some_and(|fields| fields.has("content-type")) => {
                texts::RESPONSE_UNAUTHORIZED_WITH_BODY
            }
            401 => texts::RESPONSE_UNAUTHORIZED,
            402 => texts::RESPONSE_PAYMENT,
            403 if self.has_credentials => texts::RESPONSE_FORBIDDEN_AS_SHOWN,
            403 => texts::RESPONSE_FORBIDDEN,
            404 => texts::RESPONSE_NOT_FOUND,
            405 => texts::RESPONSE_METHOD_NOT_ALLOWED,
            406 => texts::RESPONSE_NOT_ACCEPTABLE,
            407 => texts::RESPONSE_PROXY_UNAUTHORIZED,
            408 => texts::RESPONSE_REQUEST_TIMEOUT,
            409 => texts::RESPONSE_CONFLICT,
            410 => texts::RESPONSE_GONE,
            411 => texts::RESPONSE_LENGTH_REQUIRED,
            412 => texts::RESPONSE_PRECONDITION_FAILED,
            413 => texts::RESPONSE_TOO_LARGE,
            414 => texts::RESPONSE_URI_TOO_LONG,
            415 => texts::RESPONSE_UNSUPPORTED,
            416 => texts::RESPONSE_RANGE,
            417 => texts::RESPONSE_EXPECTATION,
            418 => texts::RESPONSE_UNUSED,
            421 => texts::RESPONSE_MISDIRECTED,
            422 => texts::RESPONSE_UNPROCESSABLE,
            423 => texts::RESPONSE_LOCKED,
            424 => texts::RESPONSE_DEPENDENCY,
            425 => texts::RESPONSE_TOO_EARLY,
            426 => texts::RESPONSE_UPGRADE_REQUIRED,
            428 => texts::RESPONSE_PRECONDITION_REQUIRED,
            429 => texts::RESPONSE_TOO_MANY,
            431 => texts::RESPONSE_HEADERS_TOO_LARGE,
            451 => texts::RESPONSE_LEGAL,
            501 => texts::RESPONSE_NOT_IMPLEMENTED,
            502 => texts::RESPONSE_GATEWAY,
            503 => texts::RESPONSE_UNAVAILABLE,
            504 => texts::RESPONSE_GATEWAY_TIMEOUT,
            505 => texts::RESPONSE_VERSION,
            506 => texts::RESPONSE_VARIANT,
            507 => texts::RESPONSE_STORAGE,
            508 => texts::RESPONSE_LOOP,
            510 => texts::RESPONSE_NOT_EXTENDED,
            511 => texts::RESPONSE_NETWORK,
            code => match Family::of(code) {
                Family::Informational => texts::RESPONSE_INFORMATIONAL,
                Family::Success if self.has_content => texts::RESPONSE_OK,
                Family::Success => texts::RESPONSE_OK_EMPTY,
                Family::Redirect => texts::RESPONSE_REDIRECT,
                Family::ClientError => texts::RESPONSE_CLIENT_ERROR,
                Family::ServerError => texts::RESPONSE_SERVER_ERROR,
                Family::Unknown | Family::NoAnswer => texts::RESPONSE_UNKNOWN,
            },
        }
    }

    /// Whether the request names a version that the client has (RFC 9110 §13.1.2, §13.1.3).
    fn names_a_version(&self) -> bool {
        self.asked.is_some_and(|fields| {
            let has_tag = fields.has("if-none-match") && !fields.lists("if-none-match", "*");
            has_tag || fields.has("if-modified-since")
        })
    }

    /// What the server found when it compared the condition of the request with what it has (RFC
    /// 9110 §13.2.2); `None` where there was none, or another answer came before it.
    pub fn compared(&self) -> Option<Text> {
        let has = |name| self.asked.is_some_and(|fields| fields.has(name));
        let is_tagged = self.field_lines.has("etag");
        match self.status_code {
            412 if has("if-match") => Some(texts::RESPONSE_MATCH_OTHER),
            412 if has("if-none-match") => Some(texts::RESPONSE_NONE_MATCH_THERE),
            // `*` compares no tag (RFC 9110 §13.1.2).
            304 if self.asked.is_some_and(|fields| fields.lists("if-none-match", "*")) => {
                Some(texts::RESPONSE_NONE_MATCH_ANY)
            }
            304 if has("if-none-match") => Some(texts::RESPONSE_NONE_MATCH_SAME),
            200 if has("if-none-match") && is_tagged => Some(texts::RESPONSE_NONE_MATCH_OTHER),
            200 | 204 if has("if-match") => Some(texts::RESPONSE_MATCH_SAME),
            _ => None,
        }
    }

    /// Whether the content is where the error is told in full (RFC 9110 §15.5): an answer to HEAD
    /// has none.
    pub fn tells_more(&self) -> bool {
        self.has_content && Family::of(self.status_code) == Family::ClientError
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        match self.status_code {
            100 => Reason::Continue,
            101 => Reason::Switching,
            103 => Reason::EarlyHints,
            200 => Reason::Ok,
            201 if self.leads_elsewhere => Reason::Created,
            201 => Reason::CreatedHere,
            202 => Reason::Accepted,
            204 => Reason::NoContent,
            304 => Reason::NotModified,
            400 => Reason::BadRequest,
            401 => Reason::Unauthorized,
            403 => Reason::Forbidden,
            404 => Reason::NotFound,
            405 => Reason::MethodNotAllowed,
            409 => Reason::Conflict,
            412 => Reason::PreconditionFailed,
            415 => Reason::Unsupported,
            429 => Reason::TooMany,
            501 => Reason::NotImplemented,
            502 | 504 => Reason::Gateway,
            503 => Reason::Unavailable,
            code => match Family::of(code) {
                Family::Informational => Reason::Interim,
                Family::Success => Reason::Success,
                Family::Redirect => Reason::Redirect,
                Family::ClientError => Reason::ClientError,
                Family::ServerError => Reason::ServerError,
                Family::Unknown | Family::NoAnswer => Reason::OtherStatus,
            },
        }
    }
}

/// What a status code means on the whole, e.g. `success`.
pub(super) fn meaning(status_code: u16, language: Language) -> &'static str {
    language.text(match Family::of(status_code) {
        _ if status_code == 304 => texts::FAMILY_NOT_MODIFIED,
        Family::Informational => texts::FAMILY_INFORMATIONAL,
        Family::Success => texts::FAMILY_SUCCESS,
        Family::Redirect => texts::FAMILY_REDIRECT,
        Family::ClientError => texts::FAMILY_CLIENT_ERROR,
        Family::ServerError => texts::FAMILY_SERVER_ERROR,
        Family::Unknown | Family::NoAnswer => texts::FAMILY_UNKNOWN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::shown_reason;

    /// The registry of IANA, <https://www.iana.org/assignments/http-status-codes>, without 306,
    /// which nobody has used since RFC 2616.
    const REGISTERED: [u16; 63] = [
        100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302,
        303, 304, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412,
        413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501,
        502, 503, 504, 505, 506, 507, 508, 510, 511,
    ];

    #[test]
    fn every_registered_status_code_has_its_name_and_its_words() {
        let field_lines = FieldLines::default();
        let story = |status_code| {
            let has_content = true;
            let (asked, has_credentials, leads_elsewhere) = (None, false, false);
            let answered = Answered {
                status_code,
                has_content,
                asked,
                has_credentials,
                leads_elsewhere,
                field_lines: &field_lines,
            };
            answered.story()
        };
        // What 200 and 500 mean is what their families mean; what 104 does is no standard yet.
        for code in REGISTERED.into_iter().filter(|code| ![104, 200, 500].contains(code)) {
            let of_family = code / 100 * 100 + 99;
            assert_ne!(story(code), story(of_family), "{code} is told as any other of its family");
        }
        assert!(REGISTERED.iter().all(|code| !shown_reason(*code, "").is_empty()));
    }
}
