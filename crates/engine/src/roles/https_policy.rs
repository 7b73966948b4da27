//! What an origin server says that has nothing to give without encryption: come with `https`, and
//! remember it.

use axum::body::Body;
use axum::response::Response;
use http::header::{HOST, LOCATION, STRICT_TRANSPORT_SECURITY};
use http::{HeaderValue, StatusCode};

/// How long browsers are to remember it: a year, as is usual.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What a server asks of its clients at one of its ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpsPolicy {
    /// Nothing: it answers under both schemes.
    Indifferent,
    /// At the port of `https`: to come with `https` from now on (RFC 6797 §6.1).
    AskToRemember,
    /// At the port of `http`: to come again with `https` (RFC 6797 §7.2).
    SendToHttps,
}

impl HttpsPolicy {
    /// The same server's policy at the port of `http`.
    pub fn in_clear(self) -> Self {
        match self {
            Self::Indifferent => Self::Indifferent,
            Self::AskToRemember | Self::SendToHttps => Self::SendToHttps,
        }
    }

    /// Adds to a response what the policy has it say.
    pub fn add_to(self, response: &mut Response) {
        match self {
            Self::AskToRemember => {
                response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
            }
            Self::Indifferent | Self::SendToHttps => {}
        }
    }
}

/// The same resource with `https`, if the request says of which host (RFC 9112 §3.3).
pub fn https_url(request: &http::Request<Body>) -> Option<String> {
    let host_field = request.headers().get(HOST)?.to_str().ok()?;
    // The port is that of `http`; an IPv6 address has colons of its own (RFC 3986 §3.2.2).
    let behind_address = host_field.rfind(']').unwrap_or(0);
    let end =
        host_field[behind_address..].find(':').map_or(host_field.len(), |at| behind_address + at);
    let host = Some(&host_field[..end]).filter(|host| !host.is_empty())?;
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    Some(["https://", host, target].concat())
}

/// 301 Moved Permanently to this URL.
pub fn moved(url: &str) -> Option<Response> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(url).ok()?);
    Some(response)
}
