//! Python's `requests` 2.32 over `urllib3` 2: which of its exceptions is raised.

use super::{ClientError, Met, Reached, seconds};
use crate::{Failure, HttpUrl};

fn of_requests(name: &str, why: impl AsRef<str>) -> Option<ClientError> {
    Some(ClientError::named(&format!("requests.exceptions.{name}"), why))
}

pub fn http_error(status_code: u16, reason_phrase: &str, url: &HttpUrl) -> ClientError {
    let whose = if status_code < 500 { "Client" } else { "Server" };
    let url = url.as_str();
    ClientError::named(
        "requests.exceptions.HTTPError",
        format!("{status_code} {whose} Error: {reason_phrase} for url: {url}"),
    )
}

pub fn error(met: &Met) -> Option<ClientError> {
    let host = met.host();
    match met.failure {
        Failure::NameNotFound { .. } => unresolved(met, "[Errno -2] Name or service not known"),
        Failure::NoAddress { .. } => {
            unresolved(met, "[Errno -5] No address associated with hostname")
        }
        Failure::ResolverFailed { .. } | Failure::ResolveTimedOut => {
            unresolved(met, "[Errno -3] Temporary failure in name resolution")
        }
        // It is raised where the connection is opened, and `requests` lets it through.
        Failure::NameNotAskable { name } => Some(ClientError::named(
            "urllib3.exceptions.LocationParseError",
            format!("Failed to parse: '{name}', label empty or too long"),
        )),
        Failure::NoRoute { .. } => unconnected("[Errno 113] No route to host"),
        Failure::ConnectionRefused { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::PortReserved { .. } => unconnected("[Errno 111] Connection refused"),
        // While TLS is agreed on, urllib3 takes the end of its patience for that of reading.
        Failure::ConnectTimedOut if met.reached == Reached::Connected => {
            read_timed_out(met, &seconds(met.connect_patience()))
        }
        Failure::ConnectTimedOut => of_requests(
            "ConnectTimeout",
            format!(
                "Connection to {host} timed out. (connect timeout={})",
                seconds(met.connect_patience())
            ),
        ),
        Failure::CertificateExpired { .. } => unverified("certificate has expired"),
        Failure::CertificateWrongName { name } => {
            unverified(&format!("Hostname mismatch, certificate is not valid for '{name}'."))
        }
        Failure::CertificateUnknownIssuer { .. } => {
            unverified("unable to get local issuer certificate")
        }
        Failure::NoCommonProtocol => of_requests(
            "SSLError",
            "[SSL: TLSV1_ALERT_NO_APPLICATION_PROTOCOL] tlsv1 alert no application protocol",
        ),
        Failure::HandshakeFailed { reason } => of_requests("SSLError", reason),
        Failure::ConnectionReset => {
            broken(met, "ConnectionResetError(104, 'Connection reset by peer')")
        }
        Failure::StreamReset { error_code } => {
            of_requests("ConnectionError", format!("the stream was reset: {error_code}"))
        }
        Failure::ResponseCut if met.reached == Reached::Content => of_requests(
            "ChunkedEncodingError",
            match met.is_chunked {
                true => "Response ended prematurely",
                false => "Connection broken: IncompleteRead",
            },
        ),
        Failure::ResponseCut => {
            broken(met, "RemoteDisconnected('Remote end closed connection without response')")
        }
        Failure::ResponseTimedOut => read_timed_out(met, &seconds(met.read_patience())),
        Failure::ResponseMalformed { reason } if met.is_chunked || reason.contains("chunk") => {
            of_requests("ChunkedEncodingError", "Connection broken: InvalidChunkLength")
        }
        Failure::ResponseMalformed { .. } => {
            of_requests("ConnectionError", "('Connection aborted.', BadStatusLine)")
        }
        // What stands nearest to a fetch that takes a redirect for an error.
        Failure::RedirectForbidden => too_many_redirects(0),
        Failure::TooManyRedirects { redirects_max } => too_many_redirects(*redirects_max),
        Failure::LocationMalformed { location } => {
            of_requests("InvalidURL", format!("Failed to parse: {location}"))
        }
        Failure::LocationNotHttp { scheme } => of_requests(
            "InvalidSchema",
            format!("No connection adapters were found for '{scheme}:…'"),
        ),
        Failure::ContentMalformed { .. } => of_requests(
            "ContentDecodingError",
            format!(
                "Received response with content-encoding: {}, but failed to decode it.",
                met.codings
            ),
        ),
        // `urllib3.Timeout(total=…)`, which `requests` takes as `timeout`, ends in one of its parts.
        Failure::TimedOut => {
            let total = met.total.map(seconds).unwrap_or_default();
            match met.reached {
                Reached::Nothing => of_requests(
                    "ConnectTimeout",
                    format!("Connection to {host} timed out. (connect timeout={total})"),
                ),
                _ => read_timed_out(met, &total),
            }
        }
        // Only HTTP/2 and browsers have these.
        Failure::RequestImpossible { .. }
        | Failure::RequestNotAllowed { .. }
        | Failure::AnswerWithheld { .. }
        | Failure::NotInCache
        | Failure::NotRecorded { .. } => None,
    }
}

fn unresolved(met: &Met, why: &str) -> Option<ClientError> {
    of_requests("ConnectionError", format!("Failed to resolve '{}' ({why})", met.host()))
}

fn unconnected(why: &str) -> Option<ClientError> {
    of_requests("ConnectionError", format!("Failed to establish a new connection: {why}"))
}

fn unverified(why: &str) -> Option<ClientError> {
    let what = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed";
    of_requests("SSLError", format!("{what}: {why}"))
}

/// Before the header section is there, the connection is aborted; behind it, the content ends early.
fn broken(met: &Met, why: &str) -> Option<ClientError> {
    match met.reached {
        Reached::Content => {
            of_requests("ChunkedEncodingError", format!("Connection broken: {why}"))
        }
        _ => of_requests("ConnectionError", format!("('Connection aborted.', {why})")),
    }
}

/// `ReadTimeout` it is only where `requests` waits for the header section and does not try again.
fn read_timed_out(met: &Met, seconds: &str) -> Option<ClientError> {
    let pool = if met.url.is_https() { "HTTPSConnectionPool" } else { "HTTPConnectionPool" };
    let pool = format!("{pool}(host='{}', port={})", met.host(), met.port());
    let why = format!("{pool}: Read timed out. (read timeout={seconds})");
    match (met.reached, met.is_retried) {
        (Reached::Content, _) => of_requests("ConnectionError", why),
        (_, false) => of_requests("ReadTimeout", why),
        (_, true) => of_requests(
            "ConnectionError",
            format!("{pool}: Max retries exceeded (Caused by ReadTimeoutError(\"{why}\"))"),
        ),
    }
}

fn too_many_redirects(most: u32) -> Option<ClientError> {
    of_requests("TooManyRedirects", format!("Exceeded {most} redirects."))
}
