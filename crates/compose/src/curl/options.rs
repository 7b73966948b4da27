//! The options of curl: which take a value, what they are about, and why one is left out.

use crate::texts;
use language::say;
use trace::RetryOn;

/// What an option does to the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Method,
    Head,
    Header,
    Data,
    DataBinary,
    DataRaw,
    DataUrlEncoded,
    Json,
    Form,
    FormString,
    Get,
    User,
    Bearer,
    UserAgent,
    Referer,
    Cookie,
    Range,
    Compressed,
    Resume,
    TimeCondition,
    CookieJar,
    JunkSessionCookies,
    Http2,
    Url,
    UrlQuery,
    ProtoDefault,
    GlobOff,
    Upload,
    Next,
    /// A file of options.
    Settings,
    EtagCompare,
    TransferEncoding,
    Variable,
    NetrcFile,
    NetrcOptional,
    FormEscape,
    /// How the request is fetched.
    Fetch(FetchEffect),
    /// Nothing that a request shows.
    Left(Left),
}

/// What an option says of how the request is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchEffect {
    Follow,
    /// With each redirect as its status says, whatever `-X` says.
    FollowByStatus,
    LocationTrusted,
    PostAfter(u16),
    RetryOn(RetryOn),
    RetryMaxTime,
    ReadTimeout,
    MaxRedirects,
    TotalTimeout,
    ConnectTimeout,
    Retries,
    RetryDelay,
}

/// Why an option does nothing to the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    Output,
    Redirects,
    Trust,
    ClientCertificate,
    Encryption,
    Proxy,
    Version,
    Limits,
    Network,
    OtherLogin,
    BasicLogin,
    CookieFile,
    Framing,
    Files,
    OtherProtocol,
    Settings,
    Help,
}

impl Left {
    /// The reason, as a note gives it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Output => say(texts::IT_ONLY_CHANGES_WHAT),
            Self::Redirects => say(texts::REDIRECT_IS_SHOWN_AS),
            Self::Trust => say(texts::WHOM_TO_TRUST_IS),
            Self::ClientCertificate => say(texts::CLIENT_CERTIFICATES_CANNOT_BE),
            Self::Encryption => say(texts::HOW_THE_CONNECTION_IS),
            Self::Proxy => say(texts::THERE_IS_NO_PROXY),
            Self::Version => say(texts::VERSION_OF_HTTP_IS),
            Self::Limits => say(texts::TIME_LIMITS_AND_RETRIES),
            Self::Network => say(texts::HOW_PACKETS_FIND_THEIR),
            Self::OtherLogin => say(texts::OF_ALL_WAYS_TO),
            Self::BasicLogin => say(texts::BASIC_IS_WHAT_IS),
            Self::CookieFile => say(texts::PAGE_CANNOT_READ_OR),
            Self::Framing => say(texts::HOW_THE_MESSAGE_IS),
            Self::Files => say(texts::PAGE_CANNOT_READ_FILES),
            Self::OtherProtocol => say(texts::IT_BELONGS_TO_ANOTHER),
            Self::Settings => say(texts::SETTINGS_OUTSIDE_OF_THE),
            Self::Help => say(texts::IT_ASKS_CURL_ABOUT),
        }
    }

    /// Whether the request is the same without it.
    pub fn is_harmless(self) -> bool {
        match self {
            Self::Output | Self::BasicLogin | Self::Settings | Self::Help => true,
            Self::Redirects
            | Self::Trust
            | Self::ClientCertificate
            | Self::Encryption
            | Self::Proxy
            | Self::Version
            | Self::Limits
            | Self::Network
            | Self::OtherLogin
            | Self::CookieFile
            | Self::Framing
            | Self::Files
            | Self::OtherProtocol => false,
        }
    }
}

/// Whether a value follows an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// It stands alone.
    Nothing,
    /// One follows, or is attached.
    Value,
}

/// One option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurlOption {
    pub(super) effect: Effect,
    /// Whether a value follows it.
    pub takes: Takes,
}

/// Names by effect, separated by spaces; `name,n` has the short name `n`. As of curl 8.
const TABLE: &[(Effect, Takes, &str)] = {
    use Effect::*;
    use Takes::{Nothing, Value};
    &[
        (Method, Value, "request,X"),
        (Head, Nothing, "head,I"),
        (Header, Value, "header,H"),
        (Data, Value, "data,d data-ascii"),
        (DataBinary, Value, "data-binary"),
        (DataRaw, Value, "data-raw"),
        (DataUrlEncoded, Value, "data-urlencode"),
        (Json, Value, "json"),
        (Form, Value, "form,F"),
        (FormString, Value, "form-string"),
        (Get, Nothing, "get,G"),
        (User, Value, "user,u"),
        (Bearer, Value, "oauth2-bearer"),
        (UserAgent, Value, "user-agent,A"),
        (Referer, Value, "referer,e"),
        (Cookie, Value, "cookie,b"),
        (Range, Value, "range,r"),
        (Compressed, Nothing, "compressed"),
        (Resume, Value, "continue-at,C"),
        (TimeCondition, Value, "time-cond,z"),
        (CookieJar, Value, "cookie-jar,c"),
        (Http2, Nothing, "http2 http2-prior-knowledge"),
        (Url, Value, "url"),
        (UrlQuery, Value, "url-query"),
        (ProtoDefault, Value, "proto-default"),
        (GlobOff, Nothing, "globoff,g"),
        (Upload, Value, "upload-file,T"),
        (Next, Nothing, "next,:"),
        (Settings, Value, "config,K"),
        (EtagCompare, Value, "etag-compare"),
        (TransferEncoding, Nothing, "tr-encoding"),
        (Variable, Value, "variable"),
        (NetrcFile, Value, "netrc-file"),
        (NetrcOptional, Nothing, "netrc-optional"),
        (FormEscape, Nothing, "form-escape"),
        (
            Left(self::Left::Output),
            Nothing,
            "silent,s show-error,S verbose,v include,i show-headers fail,f fail-early fail-with-body no-buffer,N \
             no-progress-meter progress-bar,# remote-name,O remote-name-all remote-header-name,J remote-time,R \
             create-dirs no-clobber remove-on-error styled-output suppress-connect-headers trace-time trace-ids \
             xattr parallel,Z parallel-immediate list-only,l use-ascii,B raw metalink append,a skip-existing \
             out-null test-event buffer progress-meter clobber dump-ca-embed",
        ),
        (
            Left(self::Left::Output),
            Value,
            "output,o output-dir write-out,w dump-header,D stderr trace trace-ascii trace-config libcurl \
             create-file-mode etag-save max-filesize parallel-max parallel-max-host",
        ),
        (Fetch(FetchEffect::LocationTrusted), Nothing, "location-trusted"),
        (Fetch(FetchEffect::PostAfter(301)), Nothing, "post301"),
        (Fetch(FetchEffect::PostAfter(302)), Nothing, "post302"),
        (Fetch(FetchEffect::PostAfter(303)), Nothing, "post303"),
        (Fetch(FetchEffect::FollowByStatus), Nothing, "follow"),
        (Fetch(FetchEffect::RetryOn(RetryOn::Any)), Nothing, "retry-all-errors"),
        (Fetch(FetchEffect::RetryOn(RetryOn::Refused)), Nothing, "retry-connrefused"),
        (Fetch(FetchEffect::RetryMaxTime), Value, "retry-max-time"),
        (Fetch(FetchEffect::ReadTimeout), Value, "speed-time,y"),
        (Left(self::Left::Redirects), Value, "proto-redir"),
        (Fetch(FetchEffect::Follow), Nothing, "location,L"),
        (Fetch(FetchEffect::MaxRedirects), Value, "max-redirs"),
        (Fetch(FetchEffect::TotalTimeout), Value, "max-time,m"),
        (Fetch(FetchEffect::ConnectTimeout), Value, "connect-timeout"),
        (Fetch(FetchEffect::Retries), Value, "retry"),
        (Fetch(FetchEffect::RetryDelay), Value, "retry-delay"),
        (
            Left(self::Left::Trust),
            Nothing,
            "insecure,k cert-status doh-cert-status doh-insecure ssl-no-revoke ssl-revoke-best-effort ca-native \
             disallow-username-in-url",
        ),
        (Left(self::Left::Trust), Value, "cacert capath crlfile pinnedpubkey"),
        (Left(self::Left::ClientCertificate), Value, "cert,E cert-type key key-type pass engine"),
        (Left(self::Left::ClientCertificate), Nothing, "ssl-auto-client-cert"),
        (
            Left(self::Left::Encryption),
            Nothing,
            "tlsv1,1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 sslv2,2 sslv3,3 ssl ssl-reqd ssl-allow-beast ssl-sessions \
             no-alpn no-npn no-sessionid alpn npn sessionid false-start tls-earlydata ftp-ssl ftp-ssl-reqd",
        ),
        (
            Left(self::Left::Encryption),
            Value,
            "ciphers tls13-ciphers curves tls-max tlsuser tlspassword tlsauthtype ech random-file egd-file sigalgs",
        ),
        (
            Left(self::Left::Proxy),
            Nothing,
            "proxytunnel,p proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm \
             proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxy-ca-native proxy-http2 proxy-http3 \
             haproxy-protocol socks5-basic socks5-gssapi socks5-gssapi-nec",
        ),
        (
            Left(self::Left::Proxy),
            Value,
            "proxy,x proxy-user,U preproxy noproxy proxy-header proxy1.0 socks4 socks4a socks5 socks5-hostname \
             socks5-gssapi-service proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers \
             proxy-crlfile proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name \
             proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser haproxy-clientip",
        ),
        (Left(self::Left::Version), Nothing, "http0.9 http1.0,0 http1.1 http3 http3-only"),
        (Left(self::Left::Version), Value, "alt-svc hsts"),
        (Left(self::Left::Limits), Value, "speed-limit,Y limit-rate rate expect100-timeout"),
        (
            Left(self::Left::Network),
            Nothing,
            "ipv4,4 ipv6,6 tcp-nodelay tcp-fastopen no-keepalive keepalive mptcp",
        ),
        (
            Left(self::Left::Network),
            Value,
            "resolve connect-to interface local-port unix-socket abstract-unix-socket dns-interface \
             dns-ipv4-addr dns-ipv6-addr dns-servers doh-url happy-eyeballs-timeout-ms keepalive-time \
             keepalive-cnt ip-tos vlan-priority ipfs-gateway",
        ),
        (Left(self::Left::OtherLogin), Nothing, "digest ntlm ntlm-wb negotiate anyauth"),
        (Left(self::Left::OtherLogin), Value, "aws-sigv4"),
        (Left(self::Left::BasicLogin), Nothing, "basic"),
        (JunkSessionCookies, Nothing, "junk-session-cookies,j"),
        (Left(self::Left::Framing), Nothing, "path-as-is ignore-content-length crlf"),
        (Left(self::Left::Framing), Value, "request-target upload-flags"),
        (Left(self::Left::Files), Nothing, "netrc,n"),
        (
            Left(self::Left::OtherProtocol),
            Nothing,
            "compressed-ssh disable-eprt disable-epsv ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip \
             ftp-ssl-ccc ftp-ssl-control mail-rcpt-allowfails tftp-no-options sasl-ir",
        ),
        (
            Left(self::Left::OtherProtocol),
            Value,
            "ftp-account ftp-alternative-to-user ftp-method ftp-port,P ftp-ssl-ccc-mode hostpubmd5 hostpubsha256 \
             mail-auth mail-from mail-rcpt pubkey quote,Q telnet-option,t tftp-blksize proto \
             krb knownhosts login-options sasl-authzid delegation service-name",
        ),
        (Left(self::Left::Settings), Nothing, "disable,q"),
        (Left(self::Left::Help), Nothing, "help,h version,V manual,M"),
    ]
};

/// The option with this long name, or the only one whose name starts like this.
pub fn long(name: &str) -> Option<CurlOption> {
    let mut starting = Vec::new();
    for (effect, takes, names) in TABLE {
        for (long, _) in names.split_whitespace().map(both_names) {
            let option = CurlOption { effect: *effect, takes: *takes };
            if long == name {
                return Some(option);
            }
            if !name.is_empty() && long.starts_with(name) {
                starting.push(option);
            }
        }
    }
    if let [only] = starting.as_slice() {
        return Some(*only);
    }
    // `--no-keepalive` is an option of its own; `--no-compressed` takes one back.
    None
}

/// The option with this short name.
pub fn short(name: char) -> Option<CurlOption> {
    let (effect, takes, _) = TABLE.iter().find(|(_, _, names)| {
        names.split_whitespace().any(|names| both_names(names).1 == Some(name))
    })?;
    Some(CurlOption { effect: *effect, takes: *takes })
}

fn both_names(names: &str) -> (&str, Option<char>) {
    match names.split_once(',') {
        Some((long, short)) => (long, short.chars().next()),
        None => (names, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_start_if_that_is_enough() {
        assert_eq!(long("data").unwrap().effect, Effect::Data);
        assert_eq!(long("data-u").unwrap().effect, Effect::DataUrlEncoded);
        assert_eq!(long("data-"), None, "which one is meant is not clear");
        assert_eq!(long("compressed").unwrap().effect, Effect::Compressed);
        assert_eq!(long(""), None);
        assert_eq!(short('X').unwrap().takes, Takes::Value);
        assert_eq!(short('@'), None);
    }

    #[test]
    fn no_name_stands_there_twice() {
        let names = TABLE.iter().flat_map(|(_, _, names)| names.split_whitespace()).map(both_names);
        let (mut longs, mut shorts): (Vec<&str>, Vec<Option<char>>) = names.unzip();
        longs.sort_unstable();
        shorts.retain(Option::is_some);
        shorts.sort_unstable();
        assert!(longs.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(shorts.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(longs.len() > 240, "{}", longs.len());
    }

    /// What the curl of this machine says of its own options.
    #[test]
    fn curl_itself_names_no_other_options() {
        let Ok(output) = std::process::Command::new("curl").args(["--help", "all"]).output() else {
            return testing::skip("no curl is installed to compare options with");
        };
        let help = String::from_utf8(output.stdout).unwrap();
        for line in help.lines().filter(|line| line.trim_start().starts_with('-')) {
            let line = line.trim_start();
            let (short_name, line) = match line.split_once(", --") {
                Some((short_name, rest)) if short_name.len() == 2 => {
                    (short_name.chars().nth(1), format!("--{rest}"))
                }
                Some(_) | None => (None, line.to_owned()),
            };
            let mut words = line.split(' ');
            let name = words.next().unwrap().trim_start_matches("--");
            let takes_value = words.next().is_some_and(|word| word.starts_with(['<', '[']));
            if name == "help" {
                // Its value may be left out.
                continue;
            }
            let option = long(name).unwrap_or_else(|| panic!("--{name} is not in the table"));
            assert_eq!(option.takes == Takes::Value, takes_value, "--{name}");
            if let Some(short_name) = short_name {
                assert_eq!(short(short_name), Some(option), "-{short_name}");
            }
        }
    }
}
