//! The words that a beginner meets here for the first time, the methods, headers and status codes,
//! each with a one-line definition.

use crate::Language;
use crate::texts::glossary as texts;
use language::Text;

/// What a term names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// A word.
    Word,
    /// A method.
    Method,
    /// The name of a header field.
    Header,
    /// A status code.
    StatusCode,
}

/// What is known of a term.
struct Facts {
    kind: TermKind,
    title: Title,
    slug: &'static str,
    reference: &'static str,
    definition: Text,
}

/// What stands over a definition.
enum Title {
    /// What messages write, the same in every language.
    Name(&'static str),
    /// A word.
    Word(Text),
}

use Title::{Name, Word};

/// Defines the terms, the list of all of them, and what is the same in every language.
macro_rules! terms {
    ($($term:ident $kind:ident $title:expr, $slug:literal $reference:literal $definition:ident,)*) => {
        /// A word with a definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each has a definition, in every language")]
        pub enum Term { $($term,)* }

        impl Term {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$term,)*];
        }

        static FACTS: &[Facts] = &[$(Facts {
            kind: TermKind::$kind,
            title: $title,
            slug: $slug,
            reference: $reference,
            definition: texts::$definition,
        },)*];
    };
}

terms! {
    Acknowledgment Word Word(texts::ACKNOWLEDGMENT_TITLE), "ack" "RFC 9293 §3.4" ACKNOWLEDGMENT,
    Alpn Word Name("ALPN"), "alpn" "RFC 7301" ALPN,
    Authentication Word Word(texts::AUTHENTICATION_TITLE), "authentication" "RFC 9110 §11" AUTHENTICATION,
    Body Word Word(texts::BODY_TITLE), "body" "RFC 9110 §6.4" BODY,
    Cache Word Word(texts::CACHE_TITLE), "cache" "RFC 9111" CACHE,
    Certificate Word Word(texts::CERTIFICATE_TITLE), "certificate" "RFC 5280" CERTIFICATE,
    Chunk Word Word(texts::CHUNK_TITLE), "chunk" "RFC 9112 §7.1" CHUNK,
    Client Word Word(texts::CLIENT_TITLE), "client" "RFC 9110 §3.3" CLIENT,
    Cname Word Name("CNAME"), "cname" "RFC 1034 §3.6.2" CNAME,
    Connection Word Word(texts::CONNECTION_TITLE), "connection" "RFC 9293 §3.5" CONNECTION,
    Cookie Word Word(texts::COOKIE_TITLE), "cookie" "RFC 6265" COOKIE,
    Database Word Word(texts::DATABASE_TITLE), "database" "" DATABASE,
    Dns Word Word(texts::DNS_TITLE), "dns" "RFC 1034" DNS,
    Endpoint Word Word(texts::ENDPOINT_TITLE), "endpoint" "" ENDPOINT,
    Fin Word Name("FIN"), "fin" "RFC 9293 §3.6" FIN,
    Fragment Word Word(texts::FRAGMENT_TITLE), "fragment" "RFC 3986 §3.5" FRAGMENT,
    Frame Word Word(texts::FRAME_TITLE), "frame" "RFC 9113 §4" FRAME,
    Handler Word Word(texts::HANDLER_TITLE), "handler" "" HANDLER,
    Header Word Word(texts::HEADER_TITLE), "header" "RFC 9110 §5" HEADER,
    Host Word Word(texts::HOST_TITLE), "host" "RFC 3986 §3.2.2" HOST,
    Hsts Word Name("HSTS"), "hsts" "RFC 6797" HSTS,
    Http Word Word(texts::HTTP_TITLE), "http" "RFC 9110" HTTP,
    Http2 Word Word(texts::HTTP2_TITLE), "http2" "RFC 9113" HTTP2,
    Https Word Word(texts::HTTPS_TITLE), "https" "RFC 9110 §4.2.2" HTTPS,
    Idempotent Word Word(texts::IDEMPOTENT_TITLE), "idempotent" "RFC 9110 §9.2.2" IDEMPOTENT,
    IpAddress Word Word(texts::IP_ADDRESS_TITLE), "ip-address" "RFC 791" IP_ADDRESS,
    Json Word Word(texts::JSON_TITLE), "json" "RFC 8259" JSON,
    KeepAlive Word Word(texts::KEEP_ALIVE_TITLE), "keep-alive" "RFC 9112 §9.3" KEEP_ALIVE,
    Method Word Word(texts::METHOD_TITLE), "method" "RFC 9110 §9" METHOD,
    Nxdomain Word Name("NXDOMAIN"), "nxdomain" "RFC 2308 §2.1" NXDOMAIN,
    Packet Word Word(texts::PACKET_TITLE), "packet" "RFC 791" PACKET,
    Path Word Word(texts::PATH_TITLE), "path" "RFC 3986 §3.3" PATH,
    Port Word Word(texts::PORT_TITLE), "port" "RFC 9293 §3.1" PORT,
    Query Word Word(texts::QUERY_TITLE), "query" "RFC 3986 §3.4" QUERY,
    Redirect Word Word(texts::REDIRECT_TITLE), "redirect" "RFC 9110 §15.4" REDIRECT,
    Request Word Word(texts::REQUEST_TITLE), "request" "RFC 9110 §3.4" REQUEST,
    Resource Word Word(texts::RESOURCE_TITLE), "resource" "RFC 9110 §3.1" RESOURCE,
    Response Word Word(texts::RESPONSE_TITLE), "response" "RFC 9110 §3.4" RESPONSE,
    Rest Word Word(texts::REST_TITLE), "rest" "" REST,
    Retransmission Word Word(texts::RETRANSMISSION_TITLE), "retransmission" "RFC 9293 §3.8" RETRANSMISSION,
    RoundTrip Word Word(texts::ROUND_TRIP_TITLE), "round-trip" "" ROUND_TRIP,
    Route Word Word(texts::ROUTE_TITLE), "route" "" ROUTE,
    Rst Word Name("RST"), "rst" "RFC 9293 §3.5.2" RST,
    Safe Word Word(texts::SAFE_TITLE), "safe" "RFC 9110 §9.2.1" SAFE,
    Scheme Word Word(texts::SCHEME_TITLE), "scheme" "RFC 3986 §3.1" SCHEME,
    Server Word Word(texts::SERVER_TITLE), "server" "RFC 9110 §3.3" SERVER,
    Servfail Word Name("SERVFAIL"), "servfail" "RFC 1035 §4.1.1" SERVFAIL,
    Sql Word Word(texts::SQL_TITLE), "sql" "ISO/IEC 9075" SQL,
    Stateless Word Word(texts::STATELESS_TITLE), "stateless" "RFC 9110 §3.3" STATELESS,
    StatusCode Word Word(texts::STATUS_CODE_TITLE), "status-code" "RFC 9110 §15" STATUS_CODE,
    Syn Word Name("SYN"), "syn" "RFC 9293 §3.5" SYN,
    Tcp Word Word(texts::TCP_TITLE), "tcp" "RFC 9293" TCP,
    Timeout Word Word(texts::TIMEOUT_TITLE), "timeout" "" TIMEOUT,
    Tls Word Word(texts::TLS_TITLE), "tls" "RFC 8446" TLS,
    Token Word Word(texts::TOKEN_TITLE), "token" "RFC 6750" TOKEN,
    Ttl Word Word(texts::TTL_TITLE), "ttl" "RFC 1035 §3.2.1" TTL,
    Url Word Word(texts::URL_TITLE), "url" "RFC 3986" URL,
    UserInfo Word Word(texts::USER_INFO_TITLE), "user-info" "RFC 3986 §3.2.1" USER_INFO,
    Window Word Word(texts::WINDOW_TITLE), "window" "RFC 9293 §3.8.6" WINDOW,
    MethodGet Method Name("GET"), "method-get" "RFC 9110 §9.3.1" METHOD_GET,
    MethodHead Method Name("HEAD"), "method-head" "RFC 9110 §9.3.2" METHOD_HEAD,
    MethodPost Method Name("POST"), "method-post" "RFC 9110 §9.3.3" METHOD_POST,
    MethodPut Method Name("PUT"), "method-put" "RFC 9110 §9.3.4" METHOD_PUT,
    MethodPatch Method Name("PATCH"), "method-patch" "RFC 5789" METHOD_PATCH,
    MethodDelete Method Name("DELETE"), "method-delete" "RFC 9110 §9.3.5" METHOD_DELETE,
    MethodOptions Method Name("OPTIONS"), "method-options" "RFC 9110 §9.3.7" METHOD_OPTIONS,
    MethodTrace Method Name("TRACE"), "method-trace" "RFC 9110 §9.3.8" METHOD_TRACE,
    HeaderAccept Header Name("Accept"), "header-accept" "RFC 9110 §12.5.1" HEADER_ACCEPT,
    HeaderAcceptEncoding Header Name("Accept-Encoding"), "header-accept-encoding" "RFC 9110 §12.5.3" HEADER_ACCEPT_ENCODING,
    HeaderAcceptLanguage Header Name("Accept-Language"), "header-accept-language" "RFC 9110 §12.5.4" HEADER_ACCEPT_LANGUAGE,
    HeaderAcceptPatch Header Name("Accept-Patch"), "header-accept-patch" "RFC 5789 §3.1" HEADER_ACCEPT_PATCH,
    HeaderAccessControlAllowOrigin Header Name("Access-Control-Allow-Origin"), "header-access-control-allow-origin" "Fetch §3.3" HEADER_ACCESS_CONTROL_ALLOW_ORIGIN,
    HeaderAllow Header Name("Allow"), "header-allow" "RFC 9110 §10.2.1" HEADER_ALLOW,
    HeaderAuthorization Header Name("Authorization"), "header-authorization" "RFC 9110 §11.6.2" HEADER_AUTHORIZATION,
    HeaderCacheControl Header Name("Cache-Control"), "header-cache-control" "RFC 9111 §5.2" HEADER_CACHE_CONTROL,
    HeaderConnection Header Name("Connection"), "header-connection" "RFC 9110 §7.6.1" HEADER_CONNECTION,
    HeaderContentDigest Header Name("Content-Digest"), "header-content-digest" "RFC 9530 §2" HEADER_CONTENT_DIGEST,
    HeaderContentEncoding Header Name("Content-Encoding"), "header-content-encoding" "RFC 9110 §8.4" HEADER_CONTENT_ENCODING,
    HeaderContentLength Header Name("Content-Length"), "header-content-length" "RFC 9110 §8.6" HEADER_CONTENT_LENGTH,
    HeaderContentType Header Name("Content-Type"), "header-content-type" "RFC 9110 §8.3" HEADER_CONTENT_TYPE,
    HeaderCookie Header Name("Cookie"), "header-cookie" "RFC 6265 §4.2" HEADER_COOKIE,
    HeaderDate Header Name("Date"), "header-date" "RFC 9110 §6.6.1" HEADER_DATE,
    HeaderEtag Header Name("ETag"), "header-etag" "RFC 9110 §8.8.3" HEADER_ETAG,
    HeaderExpect Header Name("Expect"), "header-expect" "RFC 9110 §10.1.1" HEADER_EXPECT,
    HeaderHost Header Name("Host"), "header-host" "RFC 9110 §7.2" HEADER_HOST,
    HeaderIfMatch Header Name("If-Match"), "header-if-match" "RFC 9110 §13.1.1" HEADER_IF_MATCH,
    HeaderIfNoneMatch Header Name("If-None-Match"), "header-if-none-match" "RFC 9110 §13.1.2" HEADER_IF_NONE_MATCH,
    HeaderLastModified Header Name("Last-Modified"), "header-last-modified" "RFC 9110 §8.8.2" HEADER_LAST_MODIFIED,
    HeaderLink Header Name("Link"), "header-link" "RFC 8288 §3" HEADER_LINK,
    HeaderLocation Header Name("Location"), "header-location" "RFC 9110 §10.2.2" HEADER_LOCATION,
    HeaderOrigin Header Name("Origin"), "header-origin" "RFC 6454 §7" HEADER_ORIGIN,
    HeaderReferer Header Name("Referer"), "header-referer" "RFC 9110 §10.1.3" HEADER_REFERER,
    HeaderRetryAfter Header Name("Retry-After"), "header-retry-after" "RFC 9110 §10.2.3" HEADER_RETRY_AFTER,
    HeaderServer Header Name("Server"), "header-server" "RFC 9110 §10.2.4" HEADER_SERVER,
    HeaderSetCookie Header Name("Set-Cookie"), "header-set-cookie" "RFC 6265 §4.1" HEADER_SET_COOKIE,
    HeaderTrailer Header Name("Trailer"), "header-trailer" "RFC 9110 §6.6.2" HEADER_TRAILER,
    HeaderTransferEncoding Header Name("Transfer-Encoding"), "header-transfer-encoding" "RFC 9112 §6.1" HEADER_TRANSFER_ENCODING,
    HeaderUserAgent Header Name("User-Agent"), "header-user-agent" "RFC 9110 §10.1.5" HEADER_USER_AGENT,
    HeaderVary Header Name("Vary"), "header-vary" "RFC 9110 §12.5.5" HEADER_VARY,
    HeaderWwwAuthenticate Header Name("WWW-Authenticate"), "header-www-authenticate" "RFC 9110 §11.6.1" HEADER_WWW_AUTHENTICATE,
    Status100 StatusCode Name("100 Continue"), "status-100" "RFC 9110 §15.2.1" STATUS100,
    Status103 StatusCode Name("103 Early Hints"), "status-103" "RFC 8297" STATUS103,
    Status200 StatusCode Name("200 OK"), "status-200" "RFC 9110 §15.3.1" STATUS200,
    Status201 StatusCode Name("201 Created"), "status-201" "RFC 9110 §15.3.2" STATUS201,
    Status202 StatusCode Name("202 Accepted"), "status-202" "RFC 9110 §15.3.3" STATUS202,
    Status204 StatusCode Name("204 No Content"), "status-204" "RFC 9110 §15.3.5" STATUS204,
    Status206 StatusCode Name("206 Partial Content"), "status-206" "RFC 9110 §15.3.7" STATUS206,
    Status301 StatusCode Name("301 Moved Permanently"), "status-301" "RFC 9110 §15.4.2" STATUS301,
    Status302 StatusCode Name("302 Found"), "status-302" "RFC 9110 §15.4.3" STATUS302,
    Status303 StatusCode Name("303 See Other"), "status-303" "RFC 9110 §15.4.4" STATUS303,
    Status304 StatusCode Name("304 Not Modified"), "status-304" "RFC 9110 §15.4.5" STATUS304,
    Status307 StatusCode Name("307 Temporary Redirect"), "status-307" "RFC 9110 §15.4.8" STATUS307,
    Status308 StatusCode Name("308 Permanent Redirect"), "status-308" "RFC 9110 §15.4.9" STATUS308,
    Status400 StatusCode Name("400 Bad Request"), "status-400" "RFC 9110 §15.5.1" STATUS400,
    Status401 StatusCode Name("401 Unauthorized"), "status-401" "RFC 9110 §15.5.2" STATUS401,
    Status403 StatusCode Name("403 Forbidden"), "status-403" "RFC 9110 §15.5.4" STATUS403,
    Status404 StatusCode Name("404 Not Found"), "status-404" "RFC 9110 §15.5.5" STATUS404,
    Status405 StatusCode Name("405 Method Not Allowed"), "status-405" "RFC 9110 §15.5.6" STATUS405,
    Status406 StatusCode Name("406 Not Acceptable"), "status-406" "RFC 9110 §15.5.7" STATUS406,
    Status408 StatusCode Name("408 Request Timeout"), "status-408" "RFC 9110 §15.5.9" STATUS408,
    Status409 StatusCode Name("409 Conflict"), "status-409" "RFC 9110 §15.5.10" STATUS409,
    Status410 StatusCode Name("410 Gone"), "status-410" "RFC 9110 §15.5.11" STATUS410,
    Status412 StatusCode Name("412 Precondition Failed"), "status-412" "RFC 9110 §15.5.13" STATUS412,
    Status413 StatusCode Name("413 Content Too Large"), "status-413" "RFC 9110 §15.5.14" STATUS413,
    Status415 StatusCode Name("415 Unsupported Media Type"), "status-415" "RFC 9110 §15.5.16" STATUS415,
    Status422 StatusCode Name("422 Unprocessable Content"), "status-422" "RFC 9110 §15.5.21" STATUS422,
    Status429 StatusCode Name("429 Too Many Requests"), "status-429" "RFC 6585 §4" STATUS429,
    Status500 StatusCode Name("500 Internal Server Error"), "status-500" "RFC 9110 §15.6.1" STATUS500,
    Status501 StatusCode Name("501 Not Implemented"), "status-501" "RFC 9110 §15.6.2" STATUS501,
    Status502 StatusCode Name("502 Bad Gateway"), "status-502" "RFC 9110 §15.6.3" STATUS502,
    Status503 StatusCode Name("503 Service Unavailable"), "status-503" "RFC 9110 §15.6.4" STATUS503,
    Status504 StatusCode Name("504 Gateway Timeout"), "status-504" "RFC 9110 §15.6.5" STATUS504,
}

impl Term {
    /// The term with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.slug() == slug)
    }

    /// The term for a method, as it is written.
    pub fn of_method(method: &str) -> Option<Self> {
        Self::titled(TermKind::Method, |title| title == method)
    }

    /// The term for the name of a header field, whatever its case.
    pub fn of_header(name: &str) -> Option<Self> {
        Self::titled(TermKind::Header, |title| title.eq_ignore_ascii_case(name))
    }

    /// The term for a status code in digits.
    pub fn of_status_code(digits: &str) -> Option<Self> {
        Self::titled(TermKind::StatusCode, |title| title.split(' ').next() == Some(digits))
    }

    fn titled(kind: TermKind, is_meant: impl Fn(&str) -> bool) -> Option<Self> {
        let is_term = |term: &Self| term.kind() == kind && is_meant(term.title(Language::ENGLISH));
        Self::ALL.iter().copied().find(is_term)
    }

    /// The name in catalogues and in the page's ids.
    pub fn slug(self) -> &'static str {
        FACTS[self as usize].slug
    }

    /// What it names.
    pub fn kind(self) -> TermKind {
        FACTS[self as usize].kind
    }

    /// Where it is defined, e.g. `RFC 9110 §15.5.5`; empty for words of everyday.
    pub fn reference(self) -> &'static str {
        FACTS[self as usize].reference
    }

    /// The word as a heading, e.g. `IP address`.
    pub fn title(self, language: Language) -> &'static str {
        match FACTS[self as usize].title {
            Name(name) => name,
            Word(text) => language.text(text),
        }
    }

    /// What it means, in one line.
    pub fn definition(self, language: Language) -> &'static str {
        language.text(FACTS[self as usize].definition)
    }
}

/// All terms by title, as a glossary lists them.
pub fn in_order(language: Language) -> Vec<Term> {
    let mut terms = Term::ALL.to_vec();
    terms.sort_by_cached_key(|term| term.title(language).to_lowercase());
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_by_its_slug_and_defined_in_one_line() {
        for term in Term::ALL {
            assert_eq!(Term::from_slug(term.slug()), Some(*term));
            let definition = term.definition(Language::ENGLISH);
            assert!(definition.ends_with('.') && definition.len() < 120, "{definition}");
            assert!(!term.title(Language::ENGLISH).is_empty());
        }
    }

    #[test]
    fn every_status_code_of_the_courses_has_its_section() {
        let codes = [100, 200, 201, 204, 301, 304, 400, 401, 403, 404, 429, 500, 503];
        for code in codes {
            let term = Term::of_status_code(&code.to_string()).expect("it has an entry");
            assert!(term.reference().starts_with("RFC "), "{code}");
        }
        assert_eq!(Term::of_status_code("299"), None);
        assert_eq!(Term::of_status_code("40"), None);
    }

    #[test]
    fn methods_and_headers_are_found_as_messages_write_them() {
        assert_eq!(Term::of_method("GET"), Some(Term::MethodGet));
        assert_eq!(Term::of_method("get"), None);
        assert_eq!(Term::of_header("content-type"), Some(Term::HeaderContentType));
        assert_eq!(Term::of_header("Connection"), Some(Term::HeaderConnection));
        assert_eq!(Term::of_header("GET"), None);
    }

    #[test]
    fn the_glossary_is_in_order() {
        let terms = in_order(Language::ENGLISH);
        assert_eq!(terms.len(), Term::ALL.len());
        let titles = terms.iter().map(|term| term.title(Language::ENGLISH).to_lowercase());
        assert!(titles.is_sorted());
    }
}
