//! The words that a beginner meets here for the first time, the methods, headers and status codes,
//! each with a one-line definition.

mod english;

use crate::Language;

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

/// Defines the terms, the list of all of them, and what is the same in every language.
macro_rules! terms {
    ($($term:ident $kind:ident $slug:literal $reference:literal,)*) => {
        /// A word with a definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each has a definition, in every language")]
        pub enum Term { $($term,)* }

        impl Term {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$term,)*];
        }

        static FACTS: &[(TermKind, &str, &str)] =
            &[$((TermKind::$kind, $slug, $reference),)*];
    };
}

terms! {
    Acknowledgment Word "ack" "RFC 9293 §3.4",
    Authentication Word "authentication" "RFC 9110 §11",
    Body Word "body" "RFC 9110 §6.4",
    Cache Word "cache" "RFC 9111",
    Certificate Word "certificate" "RFC 5280",
    Client Word "client" "RFC 9110 §3.3",
    Connection Word "connection" "RFC 9293 §3.5",
    Cookie Word "cookie" "RFC 6265",
    Database Word "database" "",
    Dns Word "dns" "RFC 1034",
    Endpoint Word "endpoint" "",
    Fragment Word "fragment" "RFC 3986 §3.5",
    Handler Word "handler" "",
    Header Word "header" "RFC 9110 §5",
    Host Word "host" "RFC 3986 §3.2.2",
    Http Word "http" "RFC 9110",
    Http2 Word "http2" "RFC 9113",
    Https Word "https" "RFC 9110 §4.2.2",
    Idempotent Word "idempotent" "RFC 9110 §9.2.2",
    IpAddress Word "ip-address" "RFC 791",
    Json Word "json" "RFC 8259",
    KeepAlive Word "keep-alive" "RFC 9112 §9.3",
    Method Word "method" "RFC 9110 §9",
    Packet Word "packet" "RFC 791",
    Path Word "path" "RFC 3986 §3.3",
    Port Word "port" "RFC 9293 §3.1",
    Query Word "query" "RFC 3986 §3.4",
    Redirect Word "redirect" "RFC 9110 §15.4",
    Request Word "request" "RFC 9110 §3.4",
    Resource Word "resource" "RFC 9110 §3.1",
    Response Word "response" "RFC 9110 §3.4",
    Rest Word "rest" "",
    Retransmission Word "retransmission" "RFC 9293 §3.8",
    RoundTrip Word "round-trip" "",
    Route Word "route" "",
    Safe Word "safe" "RFC 9110 §9.2.1",
    Scheme Word "scheme" "RFC 3986 §3.1",
    Server Word "server" "RFC 9110 §3.3",
    Sql Word "sql" "ISO/IEC 9075",
    Stateless Word "stateless" "RFC 9110 §3.3",
    StatusCode Word "status-code" "RFC 9110 §15",
    Tcp Word "tcp" "RFC 9293",
    Timeout Word "timeout" "",
    Tls Word "tls" "RFC 8446",
    Token Word "token" "RFC 6750",
    Ttl Word "ttl" "RFC 1035 §3.2.1",
    Url Word "url" "RFC 3986",
    UserInfo Word "user-info" "RFC 3986 §3.2.1",
    MethodGet Method "method-get" "RFC 9110 §9.3.1",
    MethodHead Method "method-head" "RFC 9110 §9.3.2",
    MethodPost Method "method-post" "RFC 9110 §9.3.3",
    MethodPut Method "method-put" "RFC 9110 §9.3.4",
    MethodPatch Method "method-patch" "RFC 5789",
    MethodDelete Method "method-delete" "RFC 9110 §9.3.5",
    MethodOptions Method "method-options" "RFC 9110 §9.3.7",
    MethodTrace Method "method-trace" "RFC 9110 §9.3.8",
    HeaderAccept Header "header-accept" "RFC 9110 §12.5.1",
    HeaderAcceptEncoding Header "header-accept-encoding" "RFC 9110 §12.5.3",
    HeaderAcceptLanguage Header "header-accept-language" "RFC 9110 §12.5.4",
    HeaderAcceptPatch Header "header-accept-patch" "RFC 5789 §3.1",
    HeaderAccessControlAllowOrigin Header "header-access-control-allow-origin" "Fetch §3.3",
    HeaderAllow Header "header-allow" "RFC 9110 §10.2.1",
    HeaderAuthorization Header "header-authorization" "RFC 9110 §11.6.2",
    HeaderCacheControl Header "header-cache-control" "RFC 9111 §5.2",
    HeaderConnection Header "header-connection" "RFC 9110 §7.6.1",
    HeaderContentDigest Header "header-content-digest" "RFC 9530 §2",
    HeaderContentEncoding Header "header-content-encoding" "RFC 9110 §8.4",
    HeaderContentLength Header "header-content-length" "RFC 9110 §8.6",
    HeaderContentType Header "header-content-type" "RFC 9110 §8.3",
    HeaderCookie Header "header-cookie" "RFC 6265 §4.2",
    HeaderDate Header "header-date" "RFC 9110 §6.6.1",
    HeaderEtag Header "header-etag" "RFC 9110 §8.8.3",
    HeaderExpect Header "header-expect" "RFC 9110 §10.1.1",
    HeaderHost Header "header-host" "RFC 9110 §7.2",
    HeaderIfNoneMatch Header "header-if-none-match" "RFC 9110 §13.1.2",
    HeaderLastModified Header "header-last-modified" "RFC 9110 §8.8.2",
    HeaderLink Header "header-link" "RFC 8288 §3",
    HeaderLocation Header "header-location" "RFC 9110 §10.2.2",
    HeaderOrigin Header "header-origin" "RFC 6454 §7",
    HeaderReferer Header "header-referer" "RFC 9110 §10.1.3",
    HeaderRetryAfter Header "header-retry-after" "RFC 9110 §10.2.3",
    HeaderServer Header "header-server" "RFC 9110 §10.2.4",
    HeaderSetCookie Header "header-set-cookie" "RFC 6265 §4.1",
    HeaderTrailer Header "header-trailer" "RFC 9110 §6.6.2",
    HeaderTransferEncoding Header "header-transfer-encoding" "RFC 9112 §6.1",
    HeaderUserAgent Header "header-user-agent" "RFC 9110 §10.1.5",
    HeaderVary Header "header-vary" "RFC 9110 §12.5.5",
    HeaderWwwAuthenticate Header "header-www-authenticate" "RFC 9110 §11.6.1",
    Status100 StatusCode "status-100" "RFC 9110 §15.2.1",
    Status103 StatusCode "status-103" "RFC 8297",
    Status200 StatusCode "status-200" "RFC 9110 §15.3.1",
    Status201 StatusCode "status-201" "RFC 9110 §15.3.2",
    Status202 StatusCode "status-202" "RFC 9110 §15.3.3",
    Status204 StatusCode "status-204" "RFC 9110 §15.3.5",
    Status206 StatusCode "status-206" "RFC 9110 §15.3.7",
    Status301 StatusCode "status-301" "RFC 9110 §15.4.2",
    Status302 StatusCode "status-302" "RFC 9110 §15.4.3",
    Status304 StatusCode "status-304" "RFC 9110 §15.4.5",
    Status307 StatusCode "status-307" "RFC 9110 §15.4.8",
    Status308 StatusCode "status-308" "RFC 9110 §15.4.9",
    Status400 StatusCode "status-400" "RFC 9110 §15.5.1",
    Status401 StatusCode "status-401" "RFC 9110 §15.5.2",
    Status403 StatusCode "status-403" "RFC 9110 §15.5.4",
    Status404 StatusCode "status-404" "RFC 9110 §15.5.5",
    Status405 StatusCode "status-405" "RFC 9110 §15.5.6",
    Status406 StatusCode "status-406" "RFC 9110 §15.5.7",
    Status408 StatusCode "status-408" "RFC 9110 §15.5.9",
    Status409 StatusCode "status-409" "RFC 9110 §15.5.10",
    Status410 StatusCode "status-410" "RFC 9110 §15.5.11",
    Status412 StatusCode "status-412" "RFC 9110 §15.5.13",
    Status413 StatusCode "status-413" "RFC 9110 §15.5.14",
    Status415 StatusCode "status-415" "RFC 9110 §15.5.16",
    Status422 StatusCode "status-422" "RFC 9110 §15.5.21",
    Status429 StatusCode "status-429" "RFC 6585 §4",
    Status500 StatusCode "status-500" "RFC 9110 §15.6.1",
    Status501 StatusCode "status-501" "RFC 9110 §15.6.2",
    Status502 StatusCode "status-502" "RFC 9110 §15.6.3",
    Status503 StatusCode "status-503" "RFC 9110 §15.6.4",
    Status504 StatusCode "status-504" "RFC 9110 §15.6.5",
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
        let is_term = |term: &Self| term.kind() == kind && is_meant(term.title(Language::English));
        Self::ALL.iter().copied().find(is_term)
    }

    /// The name in catalogues and in the page's ids.
    pub fn slug(self) -> &'static str {
        FACTS[self as usize].1
    }

    /// What it names.
    pub fn kind(self) -> TermKind {
        FACTS[self as usize].0
    }

    /// Where it is defined, e.g. `RFC 9110 §15.5.5`; empty for words of everyday.
    pub fn reference(self) -> &'static str {
        FACTS[self as usize].2
    }

    /// The word as a heading, e.g. `IP address`.
    pub fn title(self, language: Language) -> &'static str {
        self.entry(language).0
    }

    /// What it means, in one line.
    pub fn definition(self, language: Language) -> &'static str {
        self.entry(language).1
    }

    fn entry(self, language: Language) -> (&'static str, &'static str) {
        match language {
            Language::English => english::entry(self),
        }
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
            let definition = term.definition(Language::English);
            assert!(definition.ends_with('.') && definition.len() < 120, "{definition}");
            assert!(!term.title(Language::English).is_empty());
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
        let terms = in_order(Language::English);
        assert_eq!(terms.len(), Term::ALL.len());
        let titles = terms.iter().map(|term| term.title(Language::English).to_lowercase());
        assert!(titles.is_sorted());
    }
}
