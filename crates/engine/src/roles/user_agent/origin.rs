//! Origins (RFC 6454).

use trace::HttpUrl;

/// Whether two URLs have the same scheme, host and port (RFC 6454 §5).
pub fn is_same_origin(one: &HttpUrl, other: &HttpUrl) -> bool {
    let origin = |url: &HttpUrl| (url.is_https(), url.host().to_owned(), url.port());
    origin(one) == origin(other)
}
