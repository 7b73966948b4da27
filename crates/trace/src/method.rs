//! What methods mean to whoever sends or repeats a request.

/// Whether a request with this method asks for nothing to be changed (RFC 9110 §9.2.1).
pub fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

/// Whether it does not matter how often a request with this method arrives (RFC 9110 §9.2.2).
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

/// Whether no script of a page may use it, whatever its case (Fetch, forbidden method).
pub fn is_forbidden_method(method: &str) -> bool {
    ["CONNECT", "TRACE", "TRACK"].iter().any(|forbidden| method.eq_ignore_ascii_case(forbidden))
}

/// Whether no script of a page may set this field, which is the browser's own (Fetch, forbidden
/// request-header).
pub fn is_forbidden_request_field(name: &str, value: &str) -> bool {
    const NAMES: [&str; 21] = [
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    ];
    const OVERRIDES: [&str; 3] = ["x-http-method", "x-http-method-override", "x-method-override"];
    let name = name.to_ascii_lowercase();
    let overrides = || value.split(',').any(|method| is_forbidden_method(method.trim()));
    NAMES.contains(&name.as_str())
        || name.starts_with("proxy-")
        || name.starts_with("sec-")
        || OVERRIDES.contains(&name.as_str()) && overrides()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_browsers_own_no_script_sets() {
        for name in [
            "Accept-Charset",
            "accept-encoding",
            "Access-Control-Request-Headers",
            "Access-Control-Request-Method",
            "Connection",
            "Content-Length",
            "Cookie",
            "Cookie2",
            "Date",
            "DNT",
            "Expect",
            "HOST",
            "Keep-Alive",
            "Origin",
            "Referer",
            "Set-Cookie",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Via",
            "Proxy-Anything",
            "sec-fetch-mode",
        ] {
            assert!(is_forbidden_request_field(name, "x"), "{name}");
        }
        for name in ["User-Agent", "Authorization", "X-Cookie", "Accept", "Security", "Proxy"] {
            assert!(!is_forbidden_request_field(name, "x"), "{name}");
        }
        for name in ["X-HTTP-Method", "x-http-method-override", "X-Method-Override"] {
            assert!(is_forbidden_request_field(name, "GET, trace"), "{name}");
            assert!(!is_forbidden_request_field(name, "DELETE"), "{name}");
        }
        for (method, expected) in
            [("TRACE", true), ("connect", true), ("Track", true), ("PATCH", false)]
        {
            assert_eq!(is_forbidden_method(method), expected, "{method}");
        }
    }
}
