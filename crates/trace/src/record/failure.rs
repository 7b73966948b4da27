//! Why no answer arrived, and how a printed trace says so.

use core::fmt;
use serde::{Deserialize, Serialize};

/// Why no answer arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The resolver said NXDOMAIN (RFC 1035 §4.1.1, RCODE 3).
    NameNotFound {
        /// The name that does not exist.
        name: String,
    },
    /// No DNS message can carry the name: a label of it is empty or over 63 octets long, or all of it
    /// over 255 (RFC 1035 §3.1). Nobody was asked.
    NameNotAskable {
        /// The name.
        name: String,
    },
    /// The name exists and has no address (NODATA, RFC 2308 §2.2).
    NoAddress {
        /// The name.
        name: String,
    },
    /// The resolver answered with another error, e.g. `SERVFAIL`.
    ResolverFailed {
        /// RCODE.
        response_code: String,
    },
    /// No answer from the resolver in time.
    ResolveTimedOut,
    /// No path leads to that address.
    NoRoute {
        /// The address.
        address: String,
    },
    /// The peer answered the SYN with RST: nothing listens on that port.
    ConnectionRefused {
        /// The port.
        port: u16,
    },
    /// The SYN was never answered.
    ConnectTimedOut,
    /// The server's certificate is not valid any more, or not yet.
    CertificateExpired {
        /// Whom the client asked for.
        name: String,
    },
    /// The server's certificate names another host.
    CertificateWrongName {
        /// Whom the client asked for.
        name: String,
    },
    /// The chain of the server's certificate ends in a root that the client does not trust.
    CertificateUnknownIssuer {
        /// Whom the client asked for.
        name: String,
    },
    /// No application protocol that both sides speak (RFC 7301 §3.2).
    NoCommonProtocol,
    /// The TLS handshake failed otherwise.
    HandshakeFailed {
        /// What was found.
        reason: String,
    },
    /// The connection was reset before the response was complete.
    ConnectionReset,
    /// The peer broke the request off and kept the connection (RFC 9113 §6.4).
    StreamReset {
        /// Why, e.g. `CANCEL`.
        error_code: String,
    },
    /// The request cannot be said in HTTP/2.
    RequestImpossible {
        /// What was found.
        reason: String,
    },
    /// The peer closed the connection before the response was complete.
    ResponseCut,
    /// No complete response in time.
    ResponseTimedOut,
    /// What arrived is not an HTTP response.
    ResponseMalformed {
        /// What was found.
        reason: String,
    },
    /// A browser does not send what the page wants to send: it may not, or the server does not
    /// allow it (Fetch).
    RequestNotAllowed {
        /// Why.
        reason: String,
    },
    /// The answer is there, and the browser does not show it to the page (Fetch, CORS check).
    AnswerWithheld {
        /// Why.
        reason: String,
    },
    /// Port 0 stands for no program, so no connection was tried (RFC 6335 §6).
    PortReserved {
        /// The port.
        port: u16,
    },
    /// An answer sends elsewhere, and the fetch says that this is an error (Fetch, redirect mode
    /// `error`).
    RedirectForbidden,
    /// Answers go on sending elsewhere.
    TooManyRedirects {
        /// How many were followed.
        redirects_max: u32,
    },
    /// An answer sends to what is no URL.
    LocationMalformed {
        /// What Location says.
        location: String,
    },
    /// An answer sends to what is not asked for with HTTP.
    LocationNotHttp {
        /// The scheme of the URL.
        scheme: String,
    },
    /// What arrived is not packed as its Content-Encoding says.
    ContentMalformed {
        /// What was found.
        reason: String,
    },
    /// The fetch takes nothing but what the client has, and there is nothing (Fetch, cache mode
    /// `only-if-cached`).
    NotInCache,
    /// The time that the whole fetch may take is over.
    TimedOut,
    /// The address is the client's own, where no program listens: nothing left the machine.
    RefusedByOwnHost {
        /// The port.
        port: u16,
    },
    /// A recording of another program has no answer.
    NotRecorded {
        /// What it says of that, e.g. `net::ERR_CONNECTION_REFUSED`; may be empty.
        reason: String,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameNotFound { name } => write!(f, "no such name: {name}"),
            Self::NameNotAskable { name } => write!(f, "no name that DNS can be asked for: {name}"),
            Self::NoAddress { name } => write!(f, "no address for {name}"),
            Self::ResolverFailed { response_code } => {
                write!(f, "the resolver says {response_code}")
            }
            Self::ResolveTimedOut => f.write_str("no answer from the resolver"),
            Self::NoRoute { address } => write!(f, "no path leads to {address}"),
            Self::ConnectionRefused { port } => write!(f, "connection refused on port {port}"),
            Self::ConnectTimedOut => f.write_str("connecting timed out"),
            Self::CertificateExpired { name } => {
                write!(f, "the certificate of {name} has expired")
            }
            Self::CertificateWrongName { name } => {
                write!(f, "the certificate does not name {name}")
            }
            Self::CertificateUnknownIssuer { name } => {
                write!(f, "the certificate of {name} comes from an unknown issuer")
            }
            Self::NoCommonProtocol => f.write_str("no protocol that both sides speak"),
            Self::HandshakeFailed { reason } => write!(f, "the TLS handshake failed: {reason}"),
            Self::StreamReset { error_code } => {
                write!(f, "the server broke the request off: {error_code}")
            }
            Self::RequestImpossible { reason } => write!(f, "{reason}"),
            Self::ConnectionReset => f.write_str("connection reset"),
            Self::ResponseCut => f.write_str("connection closed before the response was complete"),
            Self::ResponseTimedOut => f.write_str("no complete response in time"),
            Self::ResponseMalformed { reason } => write!(f, "not an HTTP response: {reason}"),
            Self::RedirectForbidden => f.write_str("redirected, which this fetch forbids"),
            Self::TooManyRedirects { redirects_max } => {
                write!(f, "over {redirects_max} redirects")
            }
            Self::LocationMalformed { location } => write!(f, "redirected to no URL: {location}"),
            Self::LocationNotHttp { scheme } => write!(f, "redirected to a URL of {scheme}:"),
            Self::ContentMalformed { reason } => write!(f, "unreadable content: {reason}"),
            Self::NotInCache => f.write_str("not in the cache, and nobody may be asked"),
            Self::TimedOut => f.write_str("the time for all of it is over"),
            Self::RequestNotAllowed { reason } => {
                write!(f, "the browser does not send it: {reason}")
            }
            Self::AnswerWithheld { reason } => {
                write!(f, "the browser withholds the answer: {reason}")
            }
            Self::PortReserved { port } => write!(f, "port {port} is reserved"),
            Self::NotRecorded { reason } if reason.is_empty() => {
                f.write_str("no answer was recorded")
            }
            Self::NotRecorded { reason } => write!(f, "no answer was recorded: {reason}"),
            Self::RefusedByOwnHost { port } => {
                write!(f, "connection refused on port {port} of the client itself")
            }
        }
    }
}
