//! Every failure, as each kind of client names it.

use super::*;

fn every_failure() -> Vec<Failure> {
    let name = || "api.example.com".to_owned();
    let reason = || "bad things".to_owned();
    vec![
        Failure::NameNotFound { name: name() },
        Failure::NameNotAskable { name: "a..b".to_owned() },
        Failure::NoAddress { name: name() },
        Failure::ResolverFailed { response_code: "SERVFAIL".to_owned() },
        Failure::ResolveTimedOut,
        Failure::NoRoute { address: "10.0.0.1".to_owned() },
        Failure::ConnectionRefused { port: 81 },
        Failure::ConnectTimedOut,
        Failure::CertificateExpired { name: name() },
        Failure::CertificateWrongName { name: name() },
        Failure::CertificateUnknownIssuer { name: name() },
        Failure::NoCommonProtocol,
        Failure::HandshakeFailed { reason: reason() },
        Failure::ConnectionReset,
        Failure::StreamReset { error_code: "CANCEL".to_owned() },
        Failure::RequestImpossible { reason: reason() },
        Failure::ResponseCut,
        Failure::ResponseTimedOut,
        Failure::ResponseMalformed { reason: reason() },
        Failure::RequestNotAllowed { reason: reason() },
        Failure::AnswerWithheld { reason: reason() },
        Failure::PortReserved { port: 0 },
        Failure::RedirectForbidden,
        Failure::TooManyRedirects { redirects_max: 30 },
        Failure::LocationMalformed { location: "http://[".to_owned() },
        Failure::LocationNotHttp { scheme: "ftp".to_owned() },
        Failure::ContentMalformed { reason: reason() },
        Failure::NotInCache,
        Failure::TimedOut,
        Failure::RefusedByOwnHost { port: 80 },
    ]
}

fn name(failure: &Failure, kind: ClientKind, reached: Reached) -> String {
    let url = HttpUrl::parse("http://api.example.com/users/42").unwrap();
    let met = Met {
        failure,
        method: "GET",
        url: &url,
        initiator: Initiator::Script,
        reached,
        is_chunked: false,
        codings: "gzip".to_owned(),
        patience: [Duration::from_millis(3_050), Duration::from_secs(27)],
        total: Some(Duration::from_secs(10)),
        is_retried: false,
    };
    let error = match kind {
        ClientKind::Python => python::error(&met),
        ClientKind::Curl => curl::error(&met),
        ClientKind::Browser => browser::error(&met),
        ClientKind::MobileApp => app::error(&met),
        ClientKind::Server => go::error(&met),
    };
    let Some(ClientError { name, line }) = error else { return "-".to_owned() };
    match kind {
        ClientKind::Python | ClientKind::MobileApp => {
            assert!(line.starts_with(&name) && line.len() > name.len() + 4, "{line}");
            name.replace("requests.exceptions.", "")
        }
        ClientKind::Curl => {
            let number = line.strip_prefix("curl: (").and_then(|rest| rest.split_once(')'));
            format!("{} {name}", number.expect("curl tells its code").0)
        }
        ClientKind::Browser | ClientKind::Server => line,
    }
}

/// As far as a fetch comes that fails so.
fn usual_reach(failure: &Failure) -> Reached {
    match failure {
        Failure::CertificateExpired { .. }
        | Failure::CertificateWrongName { .. }
        | Failure::CertificateUnknownIssuer { .. }
        | Failure::NoCommonProtocol
        | Failure::HandshakeFailed { .. } => Reached::Connected,
        Failure::ConnectionReset
        | Failure::StreamReset { .. }
        | Failure::ResponseCut
        | Failure::ResponseTimedOut
        | Failure::TimedOut => Reached::Asked,
        Failure::ResponseMalformed { .. } => Reached::Answered,
        Failure::RedirectForbidden
        | Failure::TooManyRedirects { .. }
        | Failure::LocationMalformed { .. }
        | Failure::LocationNotHttp { .. }
        | Failure::AnswerWithheld { .. }
        | Failure::ContentMalformed { .. } => Reached::Content,
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut
        | Failure::NoRoute { .. }
        | Failure::ConnectionRefused { .. }
        | Failure::ConnectTimedOut
        | Failure::RequestImpossible { .. }
        | Failure::RequestNotAllowed { .. }
        | Failure::PortReserved { .. }
        | Failure::NotInCache
        | Failure::RefusedByOwnHost { .. }
        | Failure::NotRecorded { .. } => Reached::Nothing,
    }
}

fn table(kind: ClientKind) -> String {
    let line = |failure: &Failure| {
        let kind_of_failure = format!("{failure:?}");
        let kind_of_failure = kind_of_failure.split(' ').next().unwrap_or_default();
        format!("{kind_of_failure:<25}{}\n", name(failure, kind, usual_reach(failure)))
    };
    every_failure().iter().map(line).collect()
}

#[test]
fn python_names_every_failure_as_requests_does() {
    let expected = "\
NameNotFound             ConnectionError
NameNotAskable           urllib3.exceptions.LocationParseError
NoAddress                ConnectionError
ResolverFailed           ConnectionError
ResolveTimedOut          ConnectionError
NoRoute                  ConnectionError
ConnectionRefused        ConnectionError
ConnectTimedOut          ConnectTimeout
CertificateExpired       SSLError
CertificateWrongName     SSLError
CertificateUnknownIssuer SSLError
NoCommonProtocol         SSLError
HandshakeFailed          SSLError
ConnectionReset          ConnectionError
StreamReset              ConnectionError
RequestImpossible        -
ResponseCut              ConnectionError
ResponseTimedOut         ReadTimeout
ResponseMalformed        ConnectionError
RequestNotAllowed        -
AnswerWithheld           -
PortReserved             ConnectionError
RedirectForbidden        TooManyRedirects
TooManyRedirects         TooManyRedirects
LocationMalformed        InvalidURL
LocationNotHttp          InvalidSchema
ContentMalformed         ContentDecodingError
NotInCache               -
TimedOut                 ReadTimeout
RefusedByOwnHost         ConnectionError
";
    assert_eq!(table(ClientKind::Python), expected);
}

#[test]
fn curl_ends_with_a_code_for_every_failure() {
    let expected = "\
NameNotFound             6 CURLE_COULDNT_RESOLVE_HOST
NameNotAskable           6 CURLE_COULDNT_RESOLVE_HOST
NoAddress                6 CURLE_COULDNT_RESOLVE_HOST
ResolverFailed           6 CURLE_COULDNT_RESOLVE_HOST
ResolveTimedOut          6 CURLE_COULDNT_RESOLVE_HOST
NoRoute                  7 CURLE_COULDNT_CONNECT
ConnectionRefused        7 CURLE_COULDNT_CONNECT
ConnectTimedOut          28 CURLE_OPERATION_TIMEDOUT
CertificateExpired       60 CURLE_PEER_FAILED_VERIFICATION
CertificateWrongName     60 CURLE_PEER_FAILED_VERIFICATION
CertificateUnknownIssuer 60 CURLE_PEER_FAILED_VERIFICATION
NoCommonProtocol         35 CURLE_SSL_CONNECT_ERROR
HandshakeFailed          35 CURLE_SSL_CONNECT_ERROR
ConnectionReset          56 CURLE_RECV_ERROR
StreamReset              92 CURLE_HTTP2_STREAM
RequestImpossible        16 CURLE_HTTP2
ResponseCut              52 CURLE_GOT_NOTHING
ResponseTimedOut         28 CURLE_OPERATION_TIMEDOUT
ResponseMalformed        1 CURLE_UNSUPPORTED_PROTOCOL
RequestNotAllowed        -
AnswerWithheld           -
PortReserved             7 CURLE_COULDNT_CONNECT
RedirectForbidden        47 CURLE_TOO_MANY_REDIRECTS
TooManyRedirects         47 CURLE_TOO_MANY_REDIRECTS
LocationMalformed        3 CURLE_URL_MALFORMAT
LocationNotHttp          1 CURLE_UNSUPPORTED_PROTOCOL
ContentMalformed         61 CURLE_BAD_CONTENT_ENCODING
NotInCache               -
TimedOut                 28 CURLE_OPERATION_TIMEDOUT
RefusedByOwnHost         7 CURLE_COULDNT_CONNECT
";
    assert_eq!(table(ClientKind::Curl), expected);
}

#[test]
fn a_script_in_a_browser_sees_one_type_error_and_the_console_a_code() {
    for failure in every_failure() {
        let line = name(&failure, ClientKind::Browser, usual_reach(&failure));
        let is_one = line.starts_with("TypeError: Failed to fetch (net::ERR_");
        let by_signal = line == "TimeoutError: signal timed out";
        assert_eq!(by_signal, failure == Failure::TimedOut, "{line}");
        assert!(is_one || by_signal, "{failure:?}: {line}");
    }
    let of = |failure| name(&failure, ClientKind::Browser, Reached::Asked);
    assert!(of(Failure::ResponseCut).ends_with("(net::ERR_EMPTY_RESPONSE)"));
    assert!(of(Failure::NotInCache).ends_with("(net::ERR_CACHE_MISS)"));
}

#[test]
fn an_app_and_a_server_name_all_that_they_can_meet() {
    let unknown = |kind| {
        let is_unknown = |failure: &&Failure| name(failure, kind, usual_reach(failure)) == "-";
        let unknown = every_failure();
        let unknown = unknown.iter().filter(is_unknown).map(|failure| format!("{failure:?}"));
        unknown.map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let of_browsers = ["RequestNotAllowed", "AnswerWithheld"];
    let of_app = ["RedirectForbidden", "LocationMalformed", "LocationNotHttp", "NotInCache"];
    assert_eq!(unknown(ClientKind::MobileApp), [&of_browsers[..], &of_app[..]].concat());
    let of_server = ["RedirectForbidden", "NotInCache"];
    assert_eq!(unknown(ClientKind::Server), [&of_browsers[..], &of_server[..]].concat());
}

#[test]
fn where_a_fetch_fails_makes_another_error_of_the_same_failure() {
    let check = |failure: Failure, kind, reached, expected: &str| {
        assert_eq!(name(&failure, kind, reached), expected, "{failure:?} {reached:?}");
    };
    use ClientKind::{Curl, Python};
    check(Failure::ConnectionReset, Python, Reached::Content, "ChunkedEncodingError");
    check(Failure::ResponseCut, Python, Reached::Content, "ChunkedEncodingError");
    check(Failure::ResponseTimedOut, Python, Reached::Content, "ConnectionError");
    check(Failure::ConnectTimedOut, Python, Reached::Connected, "ReadTimeout");
    check(Failure::TimedOut, Python, Reached::Nothing, "ConnectTimeout");
    check(Failure::ConnectionReset, Curl, Reached::Connected, "35 CURLE_SSL_CONNECT_ERROR");
    check(Failure::ResponseCut, Curl, Reached::Content, "18 CURLE_PARTIAL_FILE");
}

#[test]
fn an_error_answer_is_an_exception_where_the_code_asks_for_one() {
    let url = HttpUrl::parse("http://api.example.com/users/9").unwrap();
    let of = |kind, code, reason| status_error(kind, code, reason, &url).map(|error| error.line);
    let http_error = |text: &str| Some(format!("requests.exceptions.HTTPError: {text}"));
    assert_eq!(
        of(ClientKind::Python, 404, "Not Found"),
        http_error("404 Client Error: Not Found for url: http://api.example.com/users/9")
    );
    assert_eq!(
        of(ClientKind::Python, 503, "Service Unavailable"),
        http_error("503 Server Error: Service Unavailable for url: http://api.example.com/users/9")
    );
    assert_eq!(of(ClientKind::Python, 302, "Found"), None);
    let expected = "curl: (22) The requested URL returned error: 404".to_owned();
    assert_eq!(of(ClientKind::Curl, 404, "Not Found"), Some(expected));
    assert_eq!(of(ClientKind::Browser, 404, "Not Found"), None);
}

#[test]
fn seconds_are_written_without_needless_zeros() {
    let of = |ms| seconds(Duration::from_millis(ms));
    assert_eq!([of(3_050), of(27_000), of(10), of(0)], ["3.05", "27", "0.01", "0"]);
}
