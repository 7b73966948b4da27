//! The reasons that can be given for a step: each has a text in every language and a place where
//! it can be read up.

/// Where something is specified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Specified {
    /// An RFC by its number, a section of it, and the title of that section.
    Rfc(u16, &'static str, &'static str),
    /// A page of PostgreSQL's manual, and its title.
    PostgreSql(&'static str, &'static str),
}

/// Defines the reasons, with where each is specified.
macro_rules! reasons {
    ($($reason:ident: $specified:expr,)*) => {
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
        }
    };
}

use Specified::{PostgreSql, Rfc};

reasons! {
    // DNS
    Query: Rfc(1034, "5.3.1", "Stub resolvers"),
    QueryBetweenServers: Rfc(1034, "5.3.3", "Algorithm"),
    DnsAnswer: Rfc(1035, "4.1.3", "Resource record format"),
    Alias: Rfc(1034, "3.6.2", "Aliases and canonical names"),
    Referral: Rfc(1034, "4.2.1", "Technical considerations"),
    NoSuchName: Rfc(2308, "2.1", "Name Error"),
    NoData: Rfc(2308, "2.2", "No Data"),
    DnsFailed: Rfc(1035, "4.1.1", "Header section format"),
    Truncated: Rfc(7766, "5", "Transport Protocol Selection"),
    Remembered: Rfc(2181, "8", "Time to Live (TTL)"),
    // TCP, UDP, IP
    Syn: Rfc(9293, "3.5", "Establishing a Connection"),
    SynAck: Rfc(9293, "3.5", "Establishing a Connection"),
    HandshakeAck: Rfc(9293, "3.5", "Establishing a Connection"),
    Fin: Rfc(9293, "3.6", "Closing a Connection"),
    FinAck: Rfc(9293, "3.6.1", "Half-Closed Connections"),
    Ack: Rfc(9293, "3.4", "Sequence Numbers"),
    HalfClose: Rfc(9293, "3.6.1", "Half-Closed Connections"),
    ZeroWindow: Rfc(9293, "3.8.6", "Managing the Window"),
    WindowUpdate: Rfc(9293, "3.8.6.2.2", "Receiver's Algorithm -- When to Send a Window Update"),
    WindowProbe: Rfc(9293, "3.8.6.1", "Zero-Window Probing"),
    Refused: Rfc(9293, "3.5.2", "Reset Generation"),
    Reset: Rfc(9293, "3.5.2", "Reset Generation"),
    Segments: Rfc(9293, "3.7", "Segmentation"),
    Setup: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-START-UP", "Start-up"),
    Carries: Rfc(9293, "3.8", "Data Communication"),
    Again: Rfc(6298, "5", "Managing the RTO Timer"),
    AgainAtOnce: Rfc(5681, "3.2", "Fast Retransmit/Fast Recovery"),
    AgainBehind: Rfc(2018, "1", "Introduction"),
    Datagram: Rfc(768, "", "User Datagram Protocol"),
    OtherProtocol: Rfc(791, "1.1", "Motivation"),
    // TLS
    ClientHello: Rfc(8446, "4.1.2", "Client Hello"),
    ServerHello: Rfc(8446, "4.1.3", "Server Hello"),
    ServerHelloResumed: Rfc(8446, "2.2", "Resumption and Pre-Shared Key (PSK)"),
    TlsFinished: Rfc(8446, "4.4.4", "Finished"),
    Ticket: Rfc(8446, "4.6.1", "New Session Ticket Message"),
    CloseNotify: Rfc(8446, "6.1", "Closure Alerts"),
    TlsAlert: Rfc(8446, "6.2", "Error Alerts"),
    TlsChangeCipherSpec: Rfc(8446, "D.4", "Middlebox Compatibility Mode"),
    TlsOther: Rfc(8446, "2", "Protocol Overview"),
    // HTTP
    Get: Rfc(9110, "9.3.1", "GET"),
    Head: Rfc(9110, "9.3.2", "HEAD"),
    Post: Rfc(9110, "9.3.3", "POST"),
    Put: Rfc(9110, "9.3.4", "PUT"),
    Delete: Rfc(9110, "9.3.5", "DELETE"),
    Options: Rfc(9110, "9.3.7", "OPTIONS"),
    Patch: Rfc(5789, "2", "The PATCH Method"),
    OtherMethod: Rfc(9110, "9.1", "Overview"),
    Continue: Rfc(9110, "15.2.1", "100 Continue"),
    EarlyHints: Rfc(8297, "2", "HTTP Status Code 103: Early Hints"),
    Interim: Rfc(9110, "15.2", "Informational 1xx"),
    Ok: Rfc(9110, "15.3.1", "200 OK"),
    Created: Rfc(9110, "15.3.2", "201 Created"),
    NoContent: Rfc(9110, "15.3.5", "204 No Content"),
    Success: Rfc(9110, "15.3", "Successful 2xx"),
    Redirect: Rfc(9110, "15.4", "Redirection 3xx"),
    BadRequest: Rfc(9110, "15.5.1", "400 Bad Request"),
    NotFound: Rfc(9110, "15.5.5", "404 Not Found"),
    MethodNotAllowed: Rfc(9110, "15.5.6", "405 Method Not Allowed"),
    Unsupported: Rfc(9110, "15.5.16", "415 Unsupported Media Type"),
    ClientError: Rfc(9110, "15.5", "Client Error 4xx"),
    ServerError: Rfc(9110, "15.6", "Server Error 5xx"),
    OtherStatus: Rfc(9110, "15", "Status Codes"),
    Http2Preface: Rfc(9113, "3.4", "HTTP/2 Connection Preface"),
    Http2Settings: Rfc(9113, "6.5", "SETTINGS"),
    Http2SettingsAck: Rfc(9113, "6.5.3", "Settings Synchronization"),
    Http2Window: Rfc(9113, "6.9", "WINDOW_UPDATE"),
    Http2Reset: Rfc(9113, "6.4", "RST_STREAM"),
    Http2GoAway: Rfc(9113, "6.8", "GOAWAY"),
    Http2Other: Rfc(9113, "4", "HTTP Frames"),
    // The database
    SqlStatement: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlRows: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlChanged: PostgreSql("protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY", "Extended Query"),
    SqlFailed: PostgreSql("protocol-error-fields.html", "Error and Notice Message Fields"),
    // Work inside a host
    UpgradeToHttps: Rfc(6797, "8.3", "URI Loading and Port Mapping"),
    Parse: Rfc(9112, "2.2", "Message Parsing"),
    ParseHttp2: Rfc(9113, "8.3", "HTTP Control Data"),
    Route: Rfc(9110, "7.1", "Determining the Target Resource"),
    Authenticate: Rfc(9110, "11", "HTTP Authentication"),
    Authorize: Rfc(9110, "15.5.4", "403 Forbidden"),
    Validate: Rfc(9110, "8.3", "Content-Type"),
    Handle: Rfc(9110, "3.3", "Connections, Clients, and Servers"),
    Serialize: Rfc(9110, "3.2", "Representations"),
    UseResponse: Rfc(9110, "15", "Status Codes"),
    // What stands in the way
    FailedName: Rfc(1034, "5.2.1", "Typical functions"),
    FailedResolver: Rfc(1034, "5.3.3", "Algorithm"),
    FailedConnect: Rfc(9293, "3.8.3", "TCP Connection Failures"),
    FailedRoute: Rfc(791, "1.4", "Operation"),
    FailedCertificate: Rfc(9110, "4.3.4", "https Certificate Verification"),
    FailedHandshake: Rfc(8446, "6.2", "Error Alerts"),
    FailedReset: Rfc(9293, "3.5.3", "Reset Processing"),
    FailedStream: Rfc(9113, "8.7", "Request Reliability"),
    FailedRequest: Rfc(9110, "5.5", "Field Values"),
    FailedCut: Rfc(9112, "8", "Handling Incomplete Messages"),
    FailedTime: Rfc(9112, "9.5", "Failures and Timeouts"),
    FailedMalformed: Rfc(9112, "2.2", "Message Parsing"),
    Limit: Rfc(9110, "17.5", "Attacks via Protocol Element Length"),
}
