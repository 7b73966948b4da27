//! curl 8: which of its codes it ends with, and what it prints (libcurl-errors).

use super::{ClientError, Met, Reached};
use crate::Failure;
use core::time::Duration;

fn code(number: u8, name: &str, why: impl AsRef<str>) -> ClientError {
    ClientError { name: name.to_owned(), line: format!("curl: ({number}) {}", why.as_ref()) }
}

pub fn returned_error(status_code: u16) -> ClientError {
    let why = format!("The requested URL returned error: {status_code}");
    code(22, "CURLE_HTTP_RETURNED_ERROR", why)
}

pub fn error(met: &Met) -> Option<ClientError> {
    let (host, port) = (met.host(), met.port());
    Some(match met.failure {
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut => {
            code(6, "CURLE_COULDNT_RESOLVE_HOST", format!("Could not resolve host: {host}"))
        }
        Failure::NoRoute { .. }
        | Failure::ConnectionRefused { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::PortReserved { .. } => code(
            7,
            "CURLE_COULDNT_CONNECT",
            format!("Failed to connect to {host} port {port}: Couldn't connect to server"),
        ),
        Failure::ConnectTimedOut if met.reached == Reached::Connected => {
            timed_out("SSL connection timeout".to_owned())
        }
        Failure::ConnectTimedOut => timed_out(format!(
            "Connection timed out after {} milliseconds",
            ms(met.connect_patience())
        )),
        Failure::ResponseTimedOut => timed_out(after(met.read_patience())),
        Failure::TimedOut => timed_out(after(met.total.unwrap_or_default())),
        Failure::CertificateExpired { .. } => {
            unverified("SSL certificate problem: certificate has expired".to_owned())
        }
        Failure::CertificateWrongName { name } => unverified(format!(
            "SSL: no alternative certificate subject name matches target host name '{name}'"
        )),
        Failure::CertificateUnknownIssuer { .. } => {
            unverified("SSL certificate problem: unable to get local issuer certificate".to_owned())
        }
        Failure::NoCommonProtocol => unsecured("tlsv1 alert no application protocol"),
        Failure::HandshakeFailed { reason } => unsecured(reason),
        Failure::ConnectionReset if met.reached == Reached::Connected => {
            unsecured("Recv failure: Connection reset by peer")
        }
        Failure::ConnectionReset => unreceived("Recv failure: Connection reset by peer"),
        Failure::StreamReset { error_code } => code(
            92,
            "CURLE_HTTP2_STREAM",
            format!("HTTP/2 stream 1 was not closed cleanly: {error_code}"),
        ),
        Failure::RequestImpossible { .. } => {
            code(16, "CURLE_HTTP2", "Error in the HTTP2 framing layer")
        }
        Failure::ResponseCut => match (met.reached, met.is_chunked) {
            (Reached::Content, true) => {
                partial("transfer closed with outstanding read data remaining")
            }
            (Reached::Content | Reached::Answered, _) => {
                partial("end of response with bytes missing")
            }
            _ => code(52, "CURLE_GOT_NOTHING", "Empty reply from server"),
        },
        Failure::ResponseMalformed { reason } if met.is_chunked || reason.contains("chunk") => {
            unreceived("Malformed encoding found in chunked-encoding")
        }
        Failure::ResponseMalformed { .. } if met.reached < Reached::Content => {
            code(1, "CURLE_UNSUPPORTED_PROTOCOL", "Received HTTP/0.9 when not allowed")
        }
        Failure::ResponseMalformed { reason } => code(8, "CURLE_WEIRD_SERVER_REPLY", reason),
        // `-L --max-redirs 0` stands nearest to it.
        Failure::RedirectForbidden => too_many_redirects(0),
        Failure::TooManyRedirects { redirects_max } => too_many_redirects(*redirects_max),
        Failure::LocationMalformed { .. } => {
            code(3, "CURLE_URL_MALFORMAT", "The redirect target URL could not be parsed")
        }
        Failure::LocationNotHttp { scheme } => code(
            1,
            "CURLE_UNSUPPORTED_PROTOCOL",
            format!("Protocol \"{scheme}\" disabled in redirect"),
        ),
        Failure::ContentMalformed { .. } => {
            code(61, "CURLE_BAD_CONTENT_ENCODING", "Error while processing content unencoding")
        }
        // Only browsers have these.
        Failure::RequestNotAllowed { .. }
        | Failure::AnswerWithheld { .. }
        | Failure::NotInCache
        | Failure::NotRecorded { .. } => {
            return None;
        }
    })
}

fn timed_out(why: String) -> ClientError {
    code(28, "CURLE_OPERATION_TIMEDOUT", why)
}

fn after(span: Duration) -> String {
    format!("Operation timed out after {} milliseconds", ms(span))
}

fn ms(span: Duration) -> u128 {
    span.as_millis()
}

fn unverified(why: String) -> ClientError {
    code(60, "CURLE_PEER_FAILED_VERIFICATION", why)
}

fn unsecured(why: &str) -> ClientError {
    code(35, "CURLE_SSL_CONNECT_ERROR", why)
}

fn unreceived(why: &str) -> ClientError {
    code(56, "CURLE_RECV_ERROR", why)
}

fn partial(why: &str) -> ClientError {
    code(18, "CURLE_PARTIAL_FILE", why)
}

fn too_many_redirects(most: u32) -> ClientError {
    code(47, "CURLE_TOO_MANY_REDIRECTS", format!("Maximum ({most}) redirects followed"))
}
