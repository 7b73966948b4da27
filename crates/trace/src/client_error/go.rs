//! A server that asks another one, in Go with `net/http`: what its error says.

use super::{ClientError, Met, Reached};
use crate::Failure;

pub fn error(met: &Met) -> Option<ClientError> {
    let (host, port) = (met.host(), met.port());
    let dial = format!("dial tcp {host}:{port}");
    let why = match met.failure {
        Failure::NameNotFound { .. } | Failure::NameNotAskable { .. } | Failure::NoAddress { .. } => {
            format!("dial tcp: lookup {host}: no such host")
        }
        Failure::ResolverFailed { .. } => format!("dial tcp: lookup {host}: server misbehaving"),
        Failure::ResolveTimedOut => format!("dial tcp: lookup {host}: i/o timeout"),
        Failure::NoRoute { .. } => format!("{dial}: connect: no route to host"),
        Failure::ConnectionRefused { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::PortReserved { .. } => format!("{dial}: connect: connection refused"),
        Failure::ConnectTimedOut if met.reached == Reached::Connected => {
            "net/http: TLS handshake timeout".to_owned()
        }
        Failure::ConnectTimedOut => format!("{dial}: i/o timeout"),
        Failure::ResponseTimedOut if met.reached == Reached::Content => {
            "net/http: timeout awaiting response body".to_owned()
        }
        Failure::ResponseTimedOut => "net/http: timeout awaiting response headers".to_owned(),
        Failure::TimedOut => {
            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)".to_owned()
        }
        Failure::CertificateExpired { .. } => {
            unverified("certificate has expired or is not yet valid")
        }
        Failure::CertificateWrongName { name } => {
            unverified(&format!("certificate is valid for another name, not {name}"))
        }
        Failure::CertificateUnknownIssuer { .. } => {
            unverified("certificate signed by unknown authority")
        }
        Failure::NoCommonProtocol => "remote error: tls: no application protocol".to_owned(),
        Failure::HandshakeFailed { reason } => format!("tls: {reason}"),
        Failure::ConnectionReset => format!("read tcp {host}:{port}: read: connection reset by peer"),
        Failure::StreamReset { error_code } => format!("stream error: stream ID 1; {error_code}"),
        Failure::RequestImpossible { reason } => format!("http2: {reason}"),
        Failure::ResponseCut if met.reached <= Reached::Asked => "EOF".to_owned(),
        Failure::ResponseCut => "unexpected EOF".to_owned(),
        Failure::ResponseMalformed { reason } => {
            format!("net/http: HTTP/1.x transport connection broken: {reason}")
        }
        Failure::TooManyRedirects { redirects_max } => {
            format!("stopped after {redirects_max} redirects")
        }
        Failure::LocationMalformed { location } => {
            format!("failed to parse Location header {location:?}")
        }
        Failure::LocationNotHttp { scheme } => format!("unsupported protocol scheme {scheme:?}"),
        Failure::ContentMalformed { .. } => {
            return Some(ClientError { name: "error".to_owned(), line: "gzip: invalid header".to_owned() });
        }
        // Go gives its code the redirect itself.
        Failure::RedirectForbidden
        // Only browsers have these.
        | Failure::RequestNotAllowed { .. } | Failure::AnswerWithheld { .. } | Failure::NotInCache
        | Failure::NotRecorded { .. } => {
            return None;
        }
    };
    let line = format!("{} {:?}: {why}", method(met.method), met.url.as_str());
    Some(ClientError { name: "*url.Error".to_owned(), line })
}

fn unverified(why: &str) -> String {
    format!("tls: failed to verify certificate: x509: {why}")
}

/// `Get`, `Post`: as `url.Error` has it.
fn method(method: &str) -> String {
    let mut signs = method.chars();
    let first = signs.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(signs.map(|sign| sign.to_ascii_lowercase())).collect()
}
