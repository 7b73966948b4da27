//! Why no answer came, and what can be done: one table of what is said about each failure.

use crate::catalogue::{Reason, Say};
use crate::label::alias_in;
use crate::texts;
use crate::{Language, Sentence};
use language::Text;
use trace::{
    ClientKind, Content, ExchangeId, Failure, FetchId, Instant, Limit, Message, Milliseconds,
    Packet, Phase, Role, Trace, client_error,
};

/// What is said about a failure.
pub(crate) struct FailureWords {
    /// What happened.
    pub story: Text,
    /// What to do.
    pub advice: Text,
    /// Why.
    pub reason: Reason,
    /// What was found, by the name that the story calls it.
    found: (&'static str, String),
}

const NOTHING: (&str, String) = ("", String::new());

/// A failure in a few words. Apart from what else is said about it: the lanes need no more.
pub(crate) fn title(failure: &Failure) -> Text {
    match failure {
        Failure::NameNotFound { .. } => texts::FAIL_NAME_NOT_FOUND,
        Failure::NameNotAskable { .. } => texts::FAIL_NAME_NOT_ASKABLE,
        Failure::NoAddress { .. } => texts::FAIL_NO_ADDRESS,
        Failure::ResolverFailed { .. } => texts::FAIL_RESOLVER,
        Failure::ResolveTimedOut => texts::FAIL_RESOLVE_TIMED_OUT,
        Failure::NoRoute { .. } => texts::FAIL_NO_ROUTE,
        Failure::ConnectionRefused { .. } => texts::FAIL_REFUSED,
        Failure::PortReserved { .. } => texts::FAIL_PORT_RESERVED,
        Failure::RefusedByOwnHost { .. } => texts::FAIL_OWN_HOST,
        Failure::RequestNotAllowed { .. } => texts::FAIL_NOT_ALLOWED,
        Failure::AnswerWithheld { .. } => texts::FAIL_WITHHELD,
        Failure::ConnectTimedOut => texts::FAIL_CONNECT_TIMED_OUT,
        Failure::CertificateExpired { .. } => texts::FAIL_CERTIFICATE_EXPIRED,
        Failure::CertificateWrongName { .. } => texts::FAIL_CERTIFICATE_NAME,
        Failure::CertificateUnknownIssuer { .. } => texts::FAIL_CERTIFICATE_ISSUER,
        Failure::NoCommonProtocol => texts::FAIL_PROTOCOL,
        Failure::HandshakeFailed { .. } => texts::FAIL_HANDSHAKE,
        Failure::ConnectionReset => texts::FAIL_RESET,
        Failure::StreamReset { .. } => texts::FAIL_STREAM_RESET,
        Failure::RequestImpossible { .. } => texts::FAIL_IMPOSSIBLE,
        Failure::ResponseCut => texts::FAIL_CUT,
        Failure::ResponseTimedOut => texts::FAIL_RESPONSE_TIMED_OUT,
        Failure::RedirectForbidden => texts::FAIL_REDIRECT_FORBIDDEN,
        Failure::NotInCache => texts::FAIL_NOT_IN_CACHE,
        Failure::TooManyRedirects { .. } => texts::FAIL_TOO_MANY_REDIRECTS,
        Failure::LocationMalformed { .. } => texts::FAIL_LOCATION_MALFORMED,
        Failure::LocationNotHttp { .. } => texts::FAIL_LOCATION_NOT_HTTP,
        Failure::ContentMalformed { .. } => texts::FAIL_CONTENT,
        Failure::NotRecorded { .. } => texts::FAIL_NOT_RECORDED,
        Failure::TimedOut => texts::FAIL_TIMED_OUT,
        Failure::ResponseMalformed { .. } => texts::FAIL_MALFORMED,
    }
}

/// The phase in which a failure is met; `None` where it may be any.
pub(crate) fn phase(failure: &Failure) -> Option<Phase> {
    match failure {
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut
        | Failure::RequestNotAllowed { .. } => Some(Phase::Resolve),
        Failure::NoRoute { .. }
        | Failure::ConnectionRefused { .. }
        | Failure::PortReserved { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::ConnectTimedOut => Some(Phase::Connect),
        Failure::AnswerWithheld { .. } | Failure::ContentMalformed { .. } => Some(Phase::Handle),
        Failure::CertificateExpired { .. }
        | Failure::CertificateWrongName { .. }
        | Failure::CertificateUnknownIssuer { .. }
        | Failure::NoCommonProtocol
        | Failure::HandshakeFailed { .. } => Some(Phase::Secure),
        Failure::ConnectionReset
        | Failure::StreamReset { .. }
        | Failure::RequestImpossible { .. }
        | Failure::ResponseCut
        | Failure::ResponseTimedOut
        | Failure::RedirectForbidden
        | Failure::NotInCache
        | Failure::TooManyRedirects { .. }
        | Failure::LocationMalformed { .. }
        | Failure::LocationNotHttp { .. }
        | Failure::NotRecorded { .. }
        | Failure::TimedOut
        | Failure::ResponseMalformed { .. } => None,
    }
}

/// What is said about a failure.
pub(crate) fn words(failure: &Failure) -> FailureWords {
    match failure {
        Failure::NameNotFound { name } => FailureWords {
            story: texts::FAIL_NAME_NOT_FOUND_SAY,
            advice: texts::FAIL_NAME_NOT_FOUND_DO,
            reason: Reason::FailedName,
            found: ("name", name.clone()),
        },
        Failure::NameNotAskable { name } => FailureWords {
            story: texts::FAIL_NAME_NOT_ASKABLE_SAY,
            advice: texts::FAIL_NAME_NOT_FOUND_DO,
            reason: Reason::FailedNameForm,
            found: ("name", name.clone()),
        },
        Failure::NoAddress { name } => FailureWords {
            story: texts::FAIL_NO_ADDRESS_SAY,
            advice: texts::FAIL_NO_ADDRESS_DO,
            reason: Reason::FailedName,
            found: ("name", name.clone()),
        },
        Failure::ResolverFailed { response_code } => FailureWords {
            story: texts::FAIL_RESOLVER_SAY,
            advice: texts::FAIL_RESOLVER_DO,
            reason: Reason::FailedResolver,
            found: ("code", response_code.clone()),
        },
        Failure::ResolveTimedOut => FailureWords {
            story: texts::FAIL_RESOLVE_TIMED_OUT_SAY,
            advice: texts::FAIL_RESOLVE_TIMED_OUT_DO,
            reason: Reason::FailedResolver,
            found: NOTHING,
        },
        Failure::NoRoute { address } => FailureWords {
            story: texts::FAIL_NO_ROUTE_SAY,
            advice: texts::FAIL_NO_ROUTE_DO,
            reason: Reason::FailedRoute,
            found: ("address", address.clone()),
        },
        Failure::ConnectionRefused { port } => FailureWords {
            story: texts::FAIL_REFUSED_SAY,
            advice: texts::FAIL_REFUSED_DO,
            reason: Reason::Refused,
            found: ("port", port.to_string()),
        },
        Failure::PortReserved { port } => FailureWords {
            story: texts::FAIL_PORT_RESERVED_SAY,
            advice: texts::FAIL_PORT_RESERVED_DO,
            reason: Reason::FailedPort,
            found: ("port", port.to_string()),
        },
        Failure::RefusedByOwnHost { port } => FailureWords {
            story: texts::FAIL_OWN_HOST_SAY,
            advice: texts::FAIL_OWN_HOST_DO,
            reason: Reason::FailedOwnHost,
            found: ("port", port.to_string()),
        },
        Failure::RequestNotAllowed { reason } => FailureWords {
            story: texts::FAIL_NOT_ALLOWED_SAY,
            advice: texts::FAIL_NOT_ALLOWED_DO,
            reason: Reason::CheckMaySend,
            found: ("reason", reason.clone()),
        },
        Failure::AnswerWithheld { reason } => FailureWords {
            story: texts::FAIL_WITHHELD_SAY,
            advice: texts::FAIL_WITHHELD_DO,
            reason: Reason::CheckMayRead,
            found: ("reason", reason.clone()),
        },
        Failure::ConnectTimedOut => FailureWords {
            story: texts::FAIL_CONNECT_TIMED_OUT_SAY,
            advice: texts::FAIL_CONNECT_TIMED_OUT_DO,
            reason: Reason::FailedConnect,
            found: NOTHING,
        },
        Failure::CertificateExpired { name } => FailureWords {
            story: texts::FAIL_CERTIFICATE_EXPIRED_SAY,
            advice: texts::FAIL_CERTIFICATE_EXPIRED_DO,
            reason: Reason::FailedCertificate,
            found: ("name", name.clone()),
        },
        Failure::CertificateWrongName { name } => FailureWords {
            story: texts::FAIL_CERTIFICATE_NAME_SAY,
            advice: texts::FAIL_CERTIFICATE_NAME_DO,
            reason: Reason::FailedCertificate,
            found: ("name", name.clone()),
        },
        Failure::CertificateUnknownIssuer { name } => FailureWords {
            story: texts::FAIL_CERTIFICATE_ISSUER_SAY,
            advice: texts::FAIL_CERTIFICATE_ISSUER_DO,
            reason: Reason::FailedCertificate,
            found: ("name", name.clone()),
        },
        Failure::NoCommonProtocol => FailureWords {
            story: texts::FAIL_PROTOCOL_SAY,
            advice: texts::FAIL_PROTOCOL_DO,
            reason: Reason::FailedHandshake,
            found: NOTHING,
        },
        Failure::HandshakeFailed { reason } => FailureWords {
            story: texts::FAIL_HANDSHAKE_SAY,
            advice: texts::FAIL_HANDSHAKE_DO,
            reason: Reason::FailedHandshake,
            found: ("reason", reason.clone()),
        },
        Failure::ConnectionReset => FailureWords {
            story: texts::FAIL_RESET_SAY,
            advice: texts::FAIL_RESET_DO,
            reason: Reason::FailedReset,
            found: NOTHING,
        },
        Failure::StreamReset { error_code } => FailureWords {
            story: texts::FAIL_STREAM_RESET_SAY,
            advice: texts::FAIL_STREAM_RESET_DO,
            reason: Reason::FailedStream,
            found: ("code", error_code.clone()),
        },
        Failure::RequestImpossible { reason } => FailureWords {
            story: texts::FAIL_IMPOSSIBLE_SAY,
            advice: texts::FAIL_IMPOSSIBLE_DO,
            reason: Reason::FailedRequest,
            found: ("reason", reason.clone()),
        },
        Failure::ResponseCut => FailureWords {
            story: texts::FAIL_CUT_SAY,
            advice: texts::FAIL_CUT_DO,
            reason: Reason::FailedCut,
            found: NOTHING,
        },
        Failure::ResponseTimedOut => FailureWords {
            story: texts::FAIL_RESPONSE_TIMED_OUT_SAY,
            advice: texts::FAIL_RESPONSE_TIMED_OUT_DO,
            reason: Reason::FailedTime,
            found: NOTHING,
        },
        Failure::RedirectForbidden => FailureWords {
            story: texts::FAIL_REDIRECT_FORBIDDEN_SAY,
            advice: texts::FAIL_REDIRECT_FORBIDDEN_DO,
            reason: Reason::FailedRedirect,
            found: NOTHING,
        },
        Failure::NotInCache => FailureWords {
            story: texts::FAIL_NOT_IN_CACHE_SAY,
            advice: texts::FAIL_NOT_IN_CACHE_DO,
            reason: Reason::FailedCache,
            found: NOTHING,
        },
        Failure::TooManyRedirects { redirects_max } => FailureWords {
            story: match redirects_max {
                1 => texts::FAIL_ONE_REDIRECT_SAY,
                _ => texts::FAIL_TOO_MANY_REDIRECTS_SAY,
            },
            advice: texts::FAIL_TOO_MANY_REDIRECTS_DO,
            reason: Reason::FailedRedirect,
            found: ("count", redirects_max.to_string()),
        },
        Failure::LocationMalformed { location } => FailureWords {
            story: texts::FAIL_LOCATION_MALFORMED_SAY,
            advice: texts::FAIL_LOCATION_MALFORMED_DO,
            reason: Reason::FailedRedirect,
            found: ("location", location.clone()),
        },
        Failure::LocationNotHttp { scheme } => FailureWords {
            story: texts::FAIL_LOCATION_NOT_HTTP_SAY,
            advice: texts::FAIL_LOCATION_NOT_HTTP_DO,
            reason: Reason::FailedRedirect,
            found: ("scheme", scheme.clone()),
        },
        Failure::ContentMalformed { reason } => FailureWords {
            story: texts::FAIL_CONTENT_SAY,
            advice: texts::FAIL_CONTENT_DO,
            reason: Reason::FailedContent,
            found: ("reason", reason.clone()),
        },
        Failure::NotRecorded { reason } => FailureWords {
            story: match reason.is_empty() {
                true => texts::FAIL_NOT_RECORDED_SAY,
                false => texts::FAIL_NOT_RECORDED_WHY,
            },
            advice: texts::FAIL_NOT_RECORDED_DO,
            reason: Reason::Recorded,
            found: ("reason", reason.clone()),
        },
        Failure::TimedOut => FailureWords {
            story: texts::FAIL_TIMED_OUT_SAY,
            advice: texts::FAIL_TIMED_OUT_DO,
            reason: Reason::FailedTotal,
            found: NOTHING,
        },
        Failure::ResponseMalformed { reason } => FailureWords {
            story: texts::FAIL_MALFORMED_SAY,
            advice: texts::FAIL_MALFORMED_DO,
            reason: Reason::FailedMalformed,
            found: ("reason", reason.clone()),
        },
    }
}

/// What happened.
pub(crate) fn story(failure: &Failure, language: Language) -> Sentence {
    let FailureWords { story, found: (name, value), .. } = words(failure);
    language.say(story, &[(name, &value)])
}

/// How much of what the client's own code is told is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Of a long line that begins with what it is called no more than that: for a sentence that a room
    /// reads.
    Short,
    /// All of it.
    Whole,
}

/// More characters than these are long.
const LONG: usize = 60;

/// What the client's own code is told, where this is what its fetch ends with; before the last attempt
/// it is told nothing.
pub(crate) fn in_own_words(
    trace: &Trace,
    fetch: Option<FetchId>,
    exchange: Option<ExchangeId>,
    told: Told,
    language: Language,
) -> Option<Sentence> {
    let fetch = fetch?;
    let last = trace.fetch(fetch).exchanges.last();
    if exchange.is_some() && exchange.as_ref() != last {
        return None;
    }
    let error = client_error(trace, fetch)?;
    let said = match trace.scenario.world.client.kind {
        ClientKind::Python => texts::FAIL_IN_PYTHON,
        ClientKind::Browser => texts::FAIL_IN_BROWSER,
        ClientKind::MobileApp => texts::FAIL_IN_MOBILE_APP,
        ClientKind::Curl => texts::FAIL_IN_CURL,
        ClientKind::Server => texts::FAIL_IN_SERVER,
    };
    let is_long = error.line.chars().count() > LONG && error.line.starts_with(&error.name);
    let shown = if told == Told::Short && is_long { &error.name } else { &error.line };
    Some(language.say(said, &[("error", shown), ("name", &error.name)]))
}

/// What to do about a failure that was met at this instant.
pub(crate) fn advice(
    trace: &Trace,
    failure: &Failure,
    at: Instant,
    language: Language,
) -> Sentence {
    let (advice, code) = match failure {
        Failure::ResolverFailed { .. } => advice_on_names(trace, at),
        Failure::ResponseMalformed { .. } if answered_in_tls(trace, at) => {
            (texts::FAIL_MALFORMED_TLS_DO, "")
        }
        _ => (words(failure).advice, ""),
    };
    language.say(advice, &[("code", code)])
}

/// What to do where the resolver cannot tell: by what the last server that it asked has told it.
fn advice_on_names(trace: &Trace, at: Instant) -> (Text, &str) {
    let is_from_zone = |message: &&Message| {
        matches!(trace.host(message.from).role, Role::AuthoritativeServer(_))
            && message.received_at.is_some_and(|received_at| received_at <= at)
    };
    let last = trace.messages.iter().rev().find(is_from_zone);
    match last.map(|message| &message.content) {
        Some(Content::DnsResponse { response_code, .. })
            if !matches!(&**response_code, "NOERROR" | "NXDOMAIN") =>
        {
            (texts::FAIL_RESOLVER_ZONE_DO, response_code)
        }
        Some(Content::DnsResponse { answers, .. }) if alias_in(answers).is_some() => {
            (texts::FAIL_RESOLVER_CIRCLE_DO, "")
        }
        Some(_) | None => (texts::FAIL_RESOLVER_DO, ""),
    }
}

/// Whether what came last before this instant starts like a record of TLS (RFC 8446 §5.1).
fn answered_in_tls(trace: &Trace, at: Instant) -> bool {
    let is_answer = |packet: &&Packet| {
        !packet.content.is_empty()
            && trace.host(packet.from).role == Role::OriginServer
            && trace.host(packet.to).role == Role::UserAgent
            && packet.received_at.is_some_and(|received_at| received_at <= at)
    };
    let last = trace.packets.iter().rev().find(is_answer);
    last.is_some_and(|packet| matches!(trace.octets.slice(packet.content), [20..=23, 3, 0..=4, ..]))
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
