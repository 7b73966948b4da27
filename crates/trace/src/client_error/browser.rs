//! A browser, as Chromium has it: one `TypeError` for every failure of a script's `fetch` (Fetch, a
//! network error), and beside it in the console, or on the page that stands for one, a code that
//! says more.

use super::{ClientError, Met, Reached};
use crate::{Failure, Initiator};

pub fn error(met: &Met) -> Option<ClientError> {
    let by_script = met.initiator == Initiator::Script;
    // `AbortSignal.timeout` (DOM) is the one that says why.
    if by_script && matches!(met.failure, Failure::TimedOut) {
        return Some(ClientError::named("TimeoutError", "signal timed out"));
    }
    let code = format!("net::ERR_{}", code(met));
    Some(match by_script {
        true => ClientError {
            name: "TypeError".to_owned(),
            line: format!("TypeError: Failed to fetch ({code})"),
        },
        false => ClientError { name: code.clone(), line: code },
    })
}

fn code(met: &Met) -> &'static str {
    match met.failure {
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut => "NAME_NOT_RESOLVED",
        Failure::NoRoute { .. } => "ADDRESS_UNREACHABLE",
        Failure::ConnectionRefused { .. } | Failure::RefusedByOwnHost { .. } => {
            "CONNECTION_REFUSED"
        }
        Failure::PortReserved { .. } => "UNSAFE_PORT",
        Failure::ConnectTimedOut if met.reached == Reached::Nothing => "CONNECTION_TIMED_OUT",
        Failure::ConnectTimedOut | Failure::ResponseTimedOut | Failure::TimedOut => "TIMED_OUT",
        Failure::CertificateExpired { .. } => "CERT_DATE_INVALID",
        Failure::CertificateWrongName { .. } => "CERT_COMMON_NAME_INVALID",
        Failure::CertificateUnknownIssuer { .. } => "CERT_AUTHORITY_INVALID",
        Failure::NoCommonProtocol | Failure::HandshakeFailed { .. } => "SSL_PROTOCOL_ERROR",
        Failure::ConnectionReset => "CONNECTION_RESET",
        Failure::StreamReset { .. } | Failure::RequestImpossible { .. } => "HTTP2_PROTOCOL_ERROR",
        Failure::ResponseCut => match (met.reached, met.is_chunked) {
            (Reached::Content, true) => "INCOMPLETE_CHUNKED_ENCODING",
            (Reached::Content, false) => "CONTENT_LENGTH_MISMATCH",
            (Reached::Answered, _) => "CONNECTION_CLOSED",
            _ => "EMPTY_RESPONSE",
        },
        Failure::ResponseMalformed { reason } if met.is_chunked || reason.contains("chunk") => {
            "INVALID_CHUNKED_ENCODING"
        }
        Failure::ResponseMalformed { .. } => "INVALID_HTTP_RESPONSE",
        Failure::TooManyRedirects { .. } => "TOO_MANY_REDIRECTS",
        Failure::LocationMalformed { .. } => "INVALID_REDIRECT",
        Failure::LocationNotHttp { .. } => "UNSAFE_REDIRECT",
        Failure::ContentMalformed { .. } => "CONTENT_DECODING_FAILED",
        Failure::NotInCache => "CACHE_MISS",
        // What Fetch forbids, and not the network.
        Failure::RequestNotAllowed { .. }
        | Failure::AnswerWithheld { .. }
        | Failure::RedirectForbidden
        // Nobody asks: see `client_error`.
        | Failure::NotRecorded { .. } => "FAILED",
    }
}
