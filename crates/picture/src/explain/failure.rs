//! Why no answer came, and what can be done.

use crate::catalogue::Say;
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{Failure, Limit, Milliseconds};

/// The three things that are said about a failure.
pub(crate) struct FailureKeys {
    /// In a few words.
    pub title: Text,
    /// What happened.
    pub story: Text,
    /// What to do.
    pub advice: Text,
}

/// What is said about a failure.
pub(crate) fn keys(failure: &Failure) -> FailureKeys {
    let (title, story, advice) = match failure {
        Failure::NameNotFound { .. } => (
            texts::FAIL_NAME_NOT_FOUND,
            texts::FAIL_NAME_NOT_FOUND_SAY,
            texts::FAIL_NAME_NOT_FOUND_DO,
        ),
        Failure::NoAddress { .. } => {
            (texts::FAIL_NO_ADDRESS, texts::FAIL_NO_ADDRESS_SAY, texts::FAIL_NO_ADDRESS_DO)
        }
        Failure::ResolverFailed { .. } => {
            (texts::FAIL_RESOLVER, texts::FAIL_RESOLVER_SAY, texts::FAIL_RESOLVER_DO)
        }
        Failure::ResolveTimedOut => (
            texts::FAIL_RESOLVE_TIMED_OUT,
            texts::FAIL_RESOLVE_TIMED_OUT_SAY,
            texts::FAIL_RESOLVE_TIMED_OUT_DO,
        ),
        Failure::NoRoute { .. } => {
            (texts::FAIL_NO_ROUTE, texts::FAIL_NO_ROUTE_SAY, texts::FAIL_NO_ROUTE_DO)
        }
        Failure::ConnectionRefused { .. } => {
            (texts::FAIL_REFUSED, texts::FAIL_REFUSED_SAY, texts::FAIL_REFUSED_DO)
        }
        Failure::ConnectTimedOut => (
            texts::FAIL_CONNECT_TIMED_OUT,
            texts::FAIL_CONNECT_TIMED_OUT_SAY,
            texts::FAIL_CONNECT_TIMED_OUT_DO,
        ),
        Failure::CertificateExpired { .. } => (
            texts::FAIL_CERTIFICATE_EXPIRED,
            texts::FAIL_CERTIFICATE_EXPIRED_SAY,
            texts::FAIL_CERTIFICATE_EXPIRED_DO,
        ),
        Failure::CertificateWrongName { .. } => (
            texts::FAIL_CERTIFICATE_NAME,
            texts::FAIL_CERTIFICATE_NAME_SAY,
            texts::FAIL_CERTIFICATE_NAME_DO,
        ),
        Failure::CertificateUnknownIssuer { .. } => (
            texts::FAIL_CERTIFICATE_ISSUER,
            texts::FAIL_CERTIFICATE_ISSUER_SAY,
            texts::FAIL_CERTIFICATE_ISSUER_DO,
        ),
        Failure::NoCommonProtocol => {
            (texts::FAIL_PROTOCOL, texts::FAIL_PROTOCOL_SAY, texts::FAIL_PROTOCOL_DO)
        }
        Failure::HandshakeFailed { .. } => {
            (texts::FAIL_HANDSHAKE, texts::FAIL_HANDSHAKE_SAY, texts::FAIL_HANDSHAKE_DO)
        }
        Failure::ConnectionReset => {
            (texts::FAIL_RESET, texts::FAIL_RESET_SAY, texts::FAIL_RESET_DO)
        }
        Failure::StreamReset { .. } => {
            (texts::FAIL_STREAM_RESET, texts::FAIL_STREAM_RESET_SAY, texts::FAIL_STREAM_RESET_DO)
        }
        Failure::RequestImpossible { .. } => {
            (texts::FAIL_IMPOSSIBLE, texts::FAIL_IMPOSSIBLE_SAY, texts::FAIL_IMPOSSIBLE_DO)
        }
        Failure::ResponseCut => (texts::FAIL_CUT, texts::FAIL_CUT_SAY, texts::FAIL_CUT_DO),
        Failure::ResponseTimedOut => (
            texts::FAIL_RESPONSE_TIMED_OUT,
            texts::FAIL_RESPONSE_TIMED_OUT_SAY,
            texts::FAIL_RESPONSE_TIMED_OUT_DO,
        ),
        Failure::ResponseMalformed { .. } => {
            (texts::FAIL_MALFORMED, texts::FAIL_MALFORMED_SAY, texts::FAIL_MALFORMED_DO)
        }
    };
    FailureKeys { title, story, advice }
}

/// What happened.
pub(crate) fn story(failure: &Failure, language: Language) -> Sentence {
    let (name, value) = match failure {
        Failure::NameNotFound { name }
        | Failure::NoAddress { name }
        | Failure::CertificateExpired { name }
        | Failure::CertificateWrongName { name }
        | Failure::CertificateUnknownIssuer { name } => ("name", name.clone()),
        Failure::ResolverFailed { response_code } => ("code", response_code.clone()),
        Failure::NoRoute { address } => ("address", address.clone()),
        Failure::ConnectionRefused { port } => ("port", port.to_string()),
        Failure::ResponseMalformed { reason }
        | Failure::HandshakeFailed { reason }
        | Failure::RequestImpossible { reason } => ("reason", reason.clone()),
        Failure::StreamReset { error_code } => ("code", error_code.clone()),
        Failure::ResolveTimedOut
        | Failure::ConnectTimedOut
        | Failure::NoCommonProtocol
        | Failure::ConnectionReset
        | Failure::ResponseCut
        | Failure::ResponseTimedOut => ("", String::new()),
    };
    language.say(keys(failure).story, &[(name, &value)])
}

/// What to do.
pub(crate) fn advice(failure: &Failure, language: Language) -> Sentence {
    language.say(keys(failure).advice, &[])
}

/// Which bound was reached.
pub(crate) fn limit_title(limit: Limit, language: Language) -> String {
    let (counted, count) = match limit {
        Limit::Packets(count) => (texts::LIMIT_PACKETS, u64::from(count)),
        Limit::Octets(count) => (texts::LIMIT_OCTETS, u64::from(count)),
        Limit::VirtualTimeMs(ms) => (texts::LIMIT_TIME, ms / 1_000),
        Limit::Steps(count) => (texts::LIMIT_STEPS, count),
    };
    language.write_count(counted, count, &[("count", &grouped(count))])
}

/// What a bound is for, and what to do.
pub(crate) fn limit_story(language: Language) -> Sentence {
    language.say(texts::LIMIT_SAY, &[]).then(language.say(texts::LIMIT_DO, &[]))
}

/// Digits in groups of three, as milliseconds have them.
fn grouped(count: u64) -> String {
    format!("{:.0}", Milliseconds(count.saturating_mul(1_000_000)))
}
