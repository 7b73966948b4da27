//! Which pages of other origins may read answers (Fetch Standard §3.3): the server only says so, and
//! browsers see to it.

use http::{HeaderMap, HeaderValue, Method, Request, header};
use trace::Cors;

/// What a script of another origin may send besides what any form could.
const REQUEST_FIELDS: HeaderValue = HeaderValue::from_static(
    "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, \
     If-Unmodified-Since, Range",
);
/// What it may read besides what it always may.
const RESPONSE_FIELDS: HeaderValue = HeaderValue::from_static(
    "Accept-Patch, Accept-Ranges, Allow, Content-Range, ETag, Location, Retry-After, Server-Timing, \
     WWW-Authenticate",
);
/// How long a browser may remember what it was told ahead, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// What a request says of the page that it comes from.
pub(crate) struct Asked {
    origin: Option<HeaderValue>,
    is_preflight: bool,
}

impl Asked {
    /// This request.
    pub fn of<T>(request: &Request<T>) -> Self {
        let fields = request.headers();
        let is_preflight = request.method() == Method::OPTIONS
            && fields.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        Self { origin: fields.get(header::ORIGIN).cloned(), is_preflight }
    }
}

/// Adds to an answer who may read it.
pub(crate) fn tell(cors: Cors, asked: &Asked, fields: &mut HeaderMap) {
    let origin = asked.origin.as_ref();
    let (allowed, has_credentials) = match cors {
        Cors::Off => return,
        Cors::Any => ("*", false),
        Cors::AnyWithCredentials => ("*", true),
        Cors::Origin => (Cors::ORIGIN, false),
        Cors::OriginWithCredentials => (Cors::ORIGIN, true),
    };
    if allowed != "*" {
        // Another origin gets another answer (RFC 9110 §12.5.5).
        fields.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if origin.is_none_or(|origin| allowed != "*" && origin != allowed) {
        return;
    }
    fields.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(allowed));
    if has_credentials {
        let yes = HeaderValue::from_static("true");
        fields.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
    }
    if !asked.is_preflight {
        fields.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_FIELDS);
        return;
    }
    // What is not there allows nothing beyond what any form could send.
    if let Some(methods) = fields.get(header::ALLOW).cloned() {
        fields.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
    }
    fields.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_FIELDS);
    fields.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
}
