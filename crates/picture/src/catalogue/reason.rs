//! The reasons that can be given for a step: each has its words and a place where
//! it can be read up.

use crate::texts;
use language::Text;

/// Where something is specified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Specified {
    /// An RFC by its number, a section of it, and the title of that section.
    Rfc(u16, &'static str, &'static str),
    /// A section of the Fetch Standard, and its title.
    Fetch(&'static str, &'static str),
    /// A section of the draft that replaces RFC 6265, and its title.
    Cookies(&'static str, &'static str),
    /// A page of PostgreSQL's manual, and its title.
    PostgreSql(&'static str, &'static str),
}

/// Defines the reasons, with where each is specified.
macro_rules! reasons {
    ($($reason:ident $text:ident: $specified:expr,)*) => {
        /// Why a step happens.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Reason { $($reason,)* }

        impl Reason {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$reason,)*];

            /// Where it is specified.
            pub fn specified(self) -> Specified {
                match self { $(Self::$reason => $specified,)* }
            }

            /// Why, in two or three sentences.
            pub fn text(self) -> Text {
                match self { $(Self::$reason => texts::glossary::$text,)* }
            }
        }
    };
}

use Specified::{Cookies, Fetch, PostgreSql, Rfc};

reasons! {
    // DNS
    Query WHY_QUERY: Rfc(1034, "5.3.1", "Stub resolvers"),
    QueryBetweenServers WHY_QUERY_BETWEEN_SERVERS: Rfc(1034, "5.3.3", "Algorithm"),
    DnsAnswer WHY_DNS_ANSWER: Rfc(1035, "4.1.3", "Resource record format"),
    Alias WHY_ALIAS: Rfc(1034, "3.6.2", "Aliases and canonical names"),
    Referral WHY_REFERRAL: Rfc(1034, "4.2.1", "Technical considerations"),
    NoSuchName WHY_NO_SUCH_NAME: Rfc(2308, "2.1", "Name Error"),
    NoData WHY_NO_DATA: Rfc(2308, "2.2", "No Data"),
    DnsFailed WHY_DNS_FAILED: Rfc(1035, "4.1.1", "Header section format"),
    Truncated WHY_TRUNCATED: Rfc(7766, "5", "Transport Protocol Selection"),
    Remembered WHY_REMEMBERED: Rfc(2181, "8", "Time to Live (TTL)"),
    // What other programs recorded
    Recorded WHY_RECORDED: Rfc(9110, "3.5", "User Agents"),
    // TCP, UDP, IP
    Syn WHY_SYN: Rfc(9293, "3.5", "Establishing a Connection"),
    SynAck WHY_SYN_ACK: Rfc(9293, "3.5", "Establishing a Connection"),
    HandshakeAck WHY_HANDSHAKE_ACK: Rfc(9293, "3.5", "Establishing a Connection"),
    Fin WHY_FIN: Rfc(9293, "3.6", "Closing a Connection"),
    FinAck WHY_FIN_ACK: Rfc(9293, "3.6.1", "Half-Closed Connections"),
    Ack WHY_ACK: Rfc(9293, "3.4", "Sequence Numbers"),
    DuplicateAck WHY_DUPLICATE_ACK: Rfc(5681, "3.2", "Fast Retransmit/Fast Recovery"),
    HalfClose WHY_HALF_CLOSE: Rfc(9293, "3.6.1", "Half-Closed Connections"),
    ZeroWindow WHY_ZERO_WINDOW: Rfc(9293, "3.8.6", "Managing the Window"),
    WindowUpdate WHY_WINDOW_UPDATE: Rfc(9293, "3.8.6.2.2", "Receiver's Algorithm -- When to Send a Window Update"),
    WindowProbe WHY_WINDOW_PROBE: Rfc(9293, "3.8.6.1", "Zero-Window Probing"),
    Refused WHY_REFUSED: Rfc(9293, "3.5.2", "Reset Generation"),
    Reset WHY_RESET: Rfc(9293, "3.5.2", "Reset Generation"),
    Segments WHY_SEGMENTS: Rfc(9293, "3.7", "Segmentation"),
    Setup WHY_SETUP: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-START-UP", "Start-up"),
    Carries WHY_CARRIES: Rfc(9293, "3.8", "Data Communication"),
    Again WHY_AGAIN: Rfc(6298, "5", "Managing the RTO Timer"),
    AgainAtOnce WHY_AGAIN_AT_ONCE: Rfc(5681, "3.2", "Fast Retransmit/Fast Recovery"),
    AgainBehind WHY_AGAIN_BEHIND: Rfc(2018, "1", "Introduction"),
    Datagram WHY_DATAGRAM: Rfc(768, "", "User Datagram Protocol"),
    OtherProtocol WHY_OTHER_PROTOCOL: Rfc(791, "1.1", "Motivation"),
    // TLS
    ClientHello WHY_CLIENT_HELLO: Rfc(8446, "4.1.2", "Client Hello"),
    ServerHello WHY_SERVER_HELLO: Rfc(8446, "4.1.3", "Server Hello"),
    ServerHelloResumed WHY_SERVER_HELLO_RESUMED: Rfc(8446, "2.2", "Resumption and Pre-Shared Key (PSK)"),
    TlsFinished WHY_TLS_FINISHED: Rfc(8446, "4.4.4", "Finished"),
    Ticket WHY_TICKET: Rfc(8446, "4.6.1", "New Session Ticket Message"),
    CloseNotify WHY_CLOSE_NOTIFY: Rfc(8446, "6.1", "Closure Alerts"),
    TlsAlert WHY_TLS_ALERT: Rfc(8446, "6.2", "Error Alerts"),
    TlsChangeCipherSpec WHY_TLS_CHANGE_CIPHER_SPEC: Rfc(8446, "D.4", "Middlebox Compatibility Mode"),
    TlsOther WHY_TLS_OTHER: Rfc(8446, "2", "Protocol Overview"),
    // HTTP
    Get WHY_GET: Rfc(9110, "9.3.1", "GET"),
    Head WHY_HEAD: Rfc(9110, "9.3.2", "HEAD"),
    Post WHY_POST: Rfc(9110, "9.3.3", "POST"),
    Put WHY_PUT: Rfc(9110, "9.3.4", "PUT"),
    Delete WHY_DELETE: Rfc(9110, "9.3.5", "DELETE"),
    Options WHY_OPTIONS: Rfc(9110, "9.3.7", "OPTIONS"),
    Patch WHY_PATCH: Rfc(5789, "2", "The PATCH Method"),
    OtherMethod WHY_OTHER_METHOD: Rfc(9110, "9.1", "Overview"),
    Continue WHY_CONTINUE: Rfc(9110, "15.2.1", "100 Continue"),
    Switching WHY_SWITCHING: Rfc(9110, "15.2.2", "101 Switching Protocols"),
    EarlyHints WHY_EARLY_HINTS: Rfc(8297, "2", "HTTP Status Code 103: Early Hints"),
    Interim WHY_INTERIM: Rfc(9110, "15.2", "Informational 1xx"),
    Ok WHY_OK: Rfc(9110, "15.3.1", "200 OK"),
    Created WHY_CREATED: Rfc(9110, "15.3.2", "201 Created"),
    CreatedHere WHY_CREATED_HERE: Rfc(9110, "15.3.2", "201 Created"),
    Accepted WHY_ACCEPTED: Rfc(9110, "15.3.3", "202 Accepted"),
    NoContent WHY_NO_CONTENT: Rfc(9110, "15.3.5", "204 No Content"),
    Success WHY_SUCCESS: Rfc(9110, "15.3", "Successful 2xx"),
    Redirect WHY_REDIRECT: Rfc(9110, "15.4", "Redirection 3xx"),
    NotModified WHY_NOT_MODIFIED: Rfc(9110, "15.4.5", "304 Not Modified"),
    BadRequest WHY_BAD_REQUEST: Rfc(9110, "15.5.1", "400 Bad Request"),
    Unauthorized WHY_UNAUTHORIZED: Rfc(9110, "15.5.2", "401 Unauthorized"),
    Forbidden WHY_FORBIDDEN: Rfc(9110, "15.5.4", "403 Forbidden"),
    NotFound WHY_NOT_FOUND: Rfc(9110, "15.5.5", "404 Not Found"),
    MethodNotAllowed WHY_METHOD_NOT_ALLOWED: Rfc(9110, "15.5.6", "405 Method Not Allowed"),
    Conflict WHY_CONFLICT: Rfc(9110, "15.5.10", "409 Conflict"),
    PreconditionFailed WHY_PRECONDITION_FAILED: Rfc(9110, "15.5.13", "412 Precondition Failed"),
    Unsupported WHY_UNSUPPORTED: Rfc(9110, "15.5.16", "415 Unsupported Media Type"),
    TooMany WHY_TOO_MANY: Rfc(6585, "4", "429 Too Many Requests"),
    ClientError WHY_CLIENT_ERROR: Rfc(9110, "15.5", "Client Error 4xx"),
    NotImplemented WHY_NOT_IMPLEMENTED: Rfc(9110, "15.6.2", "501 Not Implemented"),
    Gateway WHY_GATEWAY: Rfc(9110, "3.7", "Intermediaries"),
    Unavailable WHY_UNAVAILABLE: Rfc(9110, "15.6.4", "503 Service Unavailable"),
    ServerError WHY_SERVER_ERROR: Rfc(9110, "15.6", "Server Error 5xx"),
    OtherStatus WHY_OTHER_STATUS: Rfc(9110, "15", "Status Codes"),
    Http2Preface WHY_HTTP2_PREFACE: Rfc(9113, "3.4", "HTTP/2 Connection Preface"),
    Http2Settings WHY_HTTP2_SETTINGS: Rfc(9113, "6.5", "SETTINGS"),
    Http2SettingsAck WHY_HTTP2_SETTINGS_ACK: Rfc(9113, "6.5.3", "Settings Synchronization"),
    Http2Window WHY_HTTP2_WINDOW: Rfc(9113, "6.9", "WINDOW_UPDATE"),
    Http2Reset WHY_HTTP2_RESET: Rfc(9113, "6.4", "RST_STREAM"),
    Http2GoAway WHY_HTTP2_GO_AWAY: Rfc(9113, "6.8", "GOAWAY"),
    Http2GoAwayClient WHY_HTTP2_GO_AWAY_CLIENT: Rfc(9113, "6.8", "GOAWAY"),
    Http2Other WHY_HTTP2_OTHER: Rfc(9113, "4", "HTTP Frames"),
    // The database
    SqlStatement WHY_SQL_STATEMENT: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlRows WHY_SQL_ROWS: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlChanged WHY_SQL_CHANGED: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlFailed WHY_SQL_FAILED: PostgreSql("protocol-error-fields.html", "Error and Notice Message Fields"),
    // Work inside a host
    UpgradeToHttps WHY_UPGRADE_TO_HTTPS: Rfc(6797, "8.3", "URI Loading and Port Mapping"),
    LeaveOutUserInfo WHY_LEAVE_OUT_USER_INFO: Fetch("request-class", "Request class"),
    LeaveOutCredentials WHY_LEAVE_OUT_CREDENTIALS: Fetch("http-redirect-fetch", "HTTP-redirect fetch"),
    WaitBeforeRetry WHY_WAIT_BEFORE_RETRY: Rfc(9110, "10.2.3", "Retry-After"),
    DoNotRepeat WHY_DO_NOT_REPEAT: Rfc(9110, "9.2.2", "Idempotent Methods"),
    Unpack WHY_UNPACK: Rfc(9110, "8.4", "Content-Encoding"),
    LeaveOutFields WHY_LEAVE_OUT_FIELDS: Fetch("forbidden-request-header", "Headers"),
    SendCookies WHY_SEND_COOKIES: Cookies("5.8.1", "The Cookie Header Field"),
    HoldBackCookies WHY_HOLD_BACK_COOKIES: Cookies("5.8.3", "Retrieval Algorithm"),
    KeepCookie WHY_KEEP_COOKIE: Cookies("5.7", "Storage Model"),
    RefuseCookie WHY_REFUSE_COOKIE: Cookies("5.7", "Storage Model"),
    AllowedBefore WHY_ALLOWED_BEFORE: Fetch("cors-preflight-cache", "CORS-preflight cache"),
    CheckMaySend WHY_CHECK_MAY_SEND: Fetch("cors-preflight-fetch", "CORS-preflight fetch"),
    CheckMayRead WHY_CHECK_MAY_READ: Fetch("cors-check", "CORS check"),
    HideFromPage WHY_HIDE_FROM_PAGE: Fetch("concept-filtered-response", "Responses"),
    CopyFresh WHY_COPY_FRESH: Rfc(9111, "4.2", "Freshness"),
    CopyImmutable WHY_COPY_IMMUTABLE: Rfc(8246, "2", "The Immutable Cache-Control Extension"),
    CopyStale WHY_COPY_STALE: Rfc(9111, "4.2", "Freshness"),
    CopyStaleAllowed WHY_COPY_STALE_ALLOWED: Rfc(9111, "4.2.4", "Serving Stale Responses"),
    CopyMeanwhile WHY_COPY_MEANWHILE: Rfc(5861, "3", "The stale-while-revalidate Cache-Control Extension"),
    CopyForError WHY_COPY_FOR_ERROR: Rfc(5861, "4", "The stale-if-error Cache-Control Extension"),
    CopyAsked WHY_COPY_ASKED: Rfc(9111, "5.2", "Cache-Control"),
    CopyOfOther WHY_COPY_OF_OTHER: Rfc(9111, "4.1", "Calculating Cache Keys with the Vary Header Field"),
    CopyInPart WHY_COPY_IN_PART: Rfc(9111, "3.3", "Storing Incomplete Responses"),
    Keep WHY_KEEP: Rfc(9111, "3", "Storing Responses in Caches"),
    KeepByGuess WHY_KEEP_BY_GUESS: Rfc(9111, "4.2.2", "Calculating Heuristic Freshness"),
    KeepToAsk WHY_KEEP_TO_ASK: Rfc(9111, "4.3", "Validation"),
    NotKept WHY_NOT_KEPT: Rfc(9111, "5.2.2.5", "no-store"),
    StillGood WHY_STILL_GOOD: Rfc(9111, "4.3.4", "Freshening Stored Responses upon Validation"),
    DropStored WHY_DROP_STORED: Rfc(9111, "4.4", "Invalidating Stored Responses"),
    Parse WHY_PARSE: Rfc(9112, "2.2", "Message Parsing"),
    ParseHttp2 WHY_PARSE_HTTP2: Rfc(9113, "8.3", "HTTP Control Data"),
    Route WHY_ROUTE: Rfc(9110, "7.1", "Determining the Target Resource"),
    Authenticate WHY_AUTHENTICATE: Rfc(9110, "11", "HTTP Authentication"),
    Authorize WHY_AUTHORIZE: Rfc(9110, "15.5.4", "403 Forbidden"),
    Negotiate WHY_NEGOTIATE: Rfc(9110, "12.1", "Proactive Negotiation"),
    CheckRules WHY_CHECK_RULES: Rfc(9110, "15.5.10", "409 Conflict"),
    Validate WHY_VALIDATE: Rfc(9110, "8.3", "Content-Type"),
    ValidateTarget WHY_VALIDATE_TARGET: Rfc(3986, "3.4", "Query"),
    Handle WHY_HANDLE: Rfc(9110, "3.3", "Connections, Clients, and Servers"),
    Serialize WHY_SERIALIZE: Rfc(9110, "3.2", "Representations"),
    SerializeEmpty WHY_SERIALIZE_EMPTY: Rfc(9110, "15", "Status Codes"),
    UseResponse WHY_USE_RESPONSE: Rfc(9110, "15", "Status Codes"),
    UseResponseUntyped WHY_USE_RESPONSE_UNTYPED: Rfc(9110, "8.3", "Content-Type"),
    UseResponseEmpty WHY_USE_RESPONSE_EMPTY: Rfc(9110, "15", "Status Codes"),
    // Why a fetch goes on
    FollowRedirect WHY_FOLLOW_REDIRECT: Rfc(9110, "15.4", "Redirection 3xx"),
    Preflight WHY_PREFLIGHT: Fetch("http-cors-protocol", "HTTP CORS protocol"),
    Retry WHY_RETRY: Rfc(9110, "9.2.2", "Idempotent Methods"),
    Revalidate WHY_REVALIDATE: Rfc(9111, "4.3", "Validation"),
    Credentials WHY_CREDENTIALS: Rfc(9110, "11.6.2", "Authorization"),
    // What stands in the way
    FailedName WHY_FAILED_NAME: Rfc(1034, "5.2.1", "Typical functions"),
    FailedNameForm WHY_FAILED_NAME_FORM: Rfc(1035, "3.1", "Name space definitions"),
    FailedResolver WHY_FAILED_RESOLVER: Rfc(1034, "5.3.3", "Algorithm"),
    FailedConnect WHY_FAILED_CONNECT: Rfc(9293, "3.8.3", "TCP Connection Failures"),
    FailedRoute WHY_FAILED_ROUTE: Rfc(791, "1.4", "Operation"),
    FailedPort WHY_FAILED_PORT: Rfc(6335, "6", "Port Number Ranges"),
    FailedOwnHost WHY_FAILED_OWN_HOST: Rfc(1122, "3.2.1.3", "Addressing: RFC-791 Section 3.2"),
    FailedCertificate WHY_FAILED_CERTIFICATE: Rfc(9110, "4.3.4", "https Certificate Verification"),
    FailedHandshake WHY_FAILED_HANDSHAKE: Rfc(8446, "6.2", "Error Alerts"),
    FailedReset WHY_FAILED_RESET: Rfc(9293, "3.5.3", "Reset Processing"),
    FailedStream WHY_FAILED_STREAM: Rfc(9113, "8.7", "Request Reliability"),
    FailedRequest WHY_FAILED_REQUEST: Rfc(9110, "5.5", "Field Values"),
    FailedCut WHY_FAILED_CUT: Rfc(9112, "8", "Handling Incomplete Messages"),
    FailedTime WHY_FAILED_TIME: Rfc(9112, "9.5", "Failures and Timeouts"),
    FailedRedirect WHY_FAILED_REDIRECT: Fetch("http-redirect-fetch", "HTTP-redirect fetch"),
    FailedContent WHY_FAILED_CONTENT: Rfc(9110, "8.4", "Content-Encoding"),
    FailedCache WHY_FAILED_CACHE: Fetch("concept-http-network-or-cache-fetch", "HTTP-network-or-cache fetch"),
    FailedTotal WHY_FAILED_TOTAL: Rfc(9112, "9.5", "Failures and Timeouts"),
    FailedMalformed WHY_FAILED_MALFORMED: Rfc(9112, "2.2", "Message Parsing"),
    Limit WHY_LIMIT: Rfc(9110, "17.5", "Attacks via Protocol Element Length"),
}
