//! A mobile app with OkHttp 4, on Android: which exception its call ends with.

use super::{ClientError, Met, Reached};
use crate::Failure;

pub fn error(met: &Met) -> Option<ClientError> {
    let (host, port) = (met.host(), met.port());
    let (name, why) = match met.failure {
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut => (
            "java.net.UnknownHostException",
            format!("Unable to resolve host \"{host}\": No address associated with hostname"),
        ),
        Failure::NoRoute { .. } => (
            "java.net.NoRouteToHostException",
            format!("failed to connect to {host} (port {port}): EHOSTUNREACH (No route to host)"),
        ),
        Failure::ConnectionRefused { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::PortReserved { .. } => {
            ("java.net.ConnectException", format!("Failed to connect to {host}:{port}"))
        }
        Failure::ConnectTimedOut if met.reached == Reached::Nothing => {
            let after = met.connect_patience().as_millis();
            let why = format!("failed to connect to {host} (port {port}) after {after}ms");
            ("java.net.SocketTimeoutException", why)
        }
        Failure::ConnectTimedOut | Failure::ResponseTimedOut => {
            ("java.net.SocketTimeoutException", "timeout".to_owned())
        }
        Failure::TimedOut => ("java.io.InterruptedIOException", "timeout".to_owned()),
        Failure::CertificateExpired { .. } => {
            ("javax.net.ssl.SSLHandshakeException", "Chain validation failed".to_owned())
        }
        Failure::CertificateUnknownIssuer { .. } => (
            "javax.net.ssl.SSLHandshakeException",
            "Trust anchor for certification path not found.".to_owned(),
        ),
        Failure::CertificateWrongName { name } => (
            "javax.net.ssl.SSLPeerUnverifiedException",
            format!("Hostname {name} not verified"),
        ),
        Failure::NoCommonProtocol => {
            ("javax.net.ssl.SSLHandshakeException", "no application protocol".to_owned())
        }
        Failure::HandshakeFailed { reason } => {
            ("javax.net.ssl.SSLHandshakeException", reason.clone())
        }
        Failure::ConnectionReset => ("java.net.SocketException", "Connection reset".to_owned()),
        Failure::StreamReset { error_code } => (
            "okhttp3.internal.http2.StreamResetException",
            format!("stream was reset: {error_code}"),
        ),
        Failure::RequestImpossible { reason } => ("java.io.IOException", reason.clone()),
        Failure::ResponseCut if met.reached == Reached::Content => {
            ("java.net.ProtocolException", "unexpected end of stream".to_owned())
        }
        Failure::ResponseCut => {
            ("java.io.IOException", format!("unexpected end of stream on {}", origin(met)))
        }
        Failure::ResponseMalformed { reason } => ("java.net.ProtocolException", reason.clone()),
        Failure::TooManyRedirects { redirects_max } => (
            "java.net.ProtocolException",
            format!("Too many follow-up requests: {}", redirects_max + 1),
        ),
        Failure::ContentMalformed { reason } => ("java.io.IOException", reason.clone()),
        // OkHttp gives its code the redirect itself.
        Failure::LocationMalformed { .. }
        | Failure::LocationNotHttp { .. }
        | Failure::RedirectForbidden
        // Only browsers have these.
        | Failure::RequestNotAllowed { .. }
        | Failure::AnswerWithheld { .. }
        | Failure::NotInCache
        | Failure::NotRecorded { .. } => return None,
    };
    Some(ClientError::named(name, why))
}

fn origin(met: &Met) -> String {
    let scheme = if met.url.is_https() { "https" } else { "http" };
    format!("{scheme}://{}/...", met.url.host_field())
}
