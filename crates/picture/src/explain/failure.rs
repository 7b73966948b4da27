//! Why no answer came, and what can be done.

use crate::catalogue::Key;
use crate::{Language, Sentence};
use trace::{Failure, Limit, Milliseconds};

/// The three things that are said about a failure.
pub(crate) struct FailureKeys {
    /// In a few words.
    pub title: Key,
    /// What happened.
    pub story: Key,
    /// What to do.
    pub advice: Key,
}

/// What is said about a failure.
pub(crate) fn keys(failure: &Failure) -> FailureKeys {
    let (title, story, advice) = match failure {
        Failure::NameNotFound { .. } => {
            (Key::FailNameNotFound, Key::FailNameNotFoundSay, Key::FailNameNotFoundDo)
        }
        Failure::NoAddress { .. } => {
            (Key::FailNoAddress, Key::FailNoAddressSay, Key::FailNoAddressDo)
        }
        Failure::ResolverFailed { .. } => {
            (Key::FailResolver, Key::FailResolverSay, Key::FailResolverDo)
        }
        Failure::ResolveTimedOut => {
            (Key::FailResolveTimedOut, Key::FailResolveTimedOutSay, Key::FailResolveTimedOutDo)
        }
        Failure::NoRoute { .. } => (Key::FailNoRoute, Key::FailNoRouteSay, Key::FailNoRouteDo),
        Failure::ConnectionRefused { .. } => {
            (Key::FailRefused, Key::FailRefusedSay, Key::FailRefusedDo)
        }
        Failure::ConnectTimedOut => {
            (Key::FailConnectTimedOut, Key::FailConnectTimedOutSay, Key::FailConnectTimedOutDo)
        }
        Failure::CertificateExpired { .. } => (
            Key::FailCertificateExpired,
            Key::FailCertificateExpiredSay,
            Key::FailCertificateExpiredDo,
        ),
        Failure::CertificateWrongName { .. } => {
            (Key::FailCertificateName, Key::FailCertificateNameSay, Key::FailCertificateNameDo)
        }
        Failure::CertificateUnknownIssuer { .. } => (
            Key::FailCertificateIssuer,
            Key::FailCertificateIssuerSay,
            Key::FailCertificateIssuerDo,
        ),
        Failure::NoCommonProtocol => (Key::FailProtocol, Key::FailProtocolSay, Key::FailProtocolDo),
        Failure::HandshakeFailed { .. } => {
            (Key::FailHandshake, Key::FailHandshakeSay, Key::FailHandshakeDo)
        }
        Failure::ConnectionReset => (Key::FailReset, Key::FailResetSay, Key::FailResetDo),
        Failure::StreamReset { .. } => {
            (Key::FailStreamReset, Key::FailStreamResetSay, Key::FailStreamResetDo)
        }
        Failure::RequestImpossible { .. } => {
            (Key::FailImpossible, Key::FailImpossibleSay, Key::FailImpossibleDo)
        }
        Failure::ResponseCut => (Key::FailCut, Key::FailCutSay, Key::FailCutDo),
        Failure::ResponseTimedOut => {
            (Key::FailResponseTimedOut, Key::FailResponseTimedOutSay, Key::FailResponseTimedOutDo)
        }
        Failure::ResponseMalformed { .. } => {
            (Key::FailMalformed, Key::FailMalformedSay, Key::FailMalformedDo)
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
    let (key, count) = match limit {
        Limit::Packets(count) => (Key::LimitPackets, u64::from(count)),
        Limit::Octets(count) => (Key::LimitOctets, u64::from(count)),
        Limit::VirtualTimeMs(ms) => (Key::LimitTime, ms / 1_000),
        Limit::Steps(count) => (Key::LimitSteps, count),
    };
    language.write(key, &[("count", &grouped(count))])
}

/// What a bound is for, and what to do.
pub(crate) fn limit_story(language: Language) -> Sentence {
    language.say(Key::LimitSay, &[]).then(language.say(Key::LimitDo, &[]))
}

/// Digits in groups of three, as milliseconds have them.
fn grouped(count: u64) -> String {
    format!("{:.0}", Milliseconds(count.saturating_mul(1_000_000)))
}
