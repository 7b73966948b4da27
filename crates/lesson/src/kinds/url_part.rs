//! The parts of a URL, each with what it is for (RFC 3986 §3).

use crate::texts;
use language::Text;
use trace::HttpUrl;

/// A part of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UrlPart {
    Scheme,
    UserInfo,
    Host,
    Port,
    Path,
    Query,
    Fragment,
}

impl UrlPart {
    pub fn name(self) -> Text {
        self.texts().0
    }

    /// What it is for, in a sentence.
    pub fn about(self) -> Text {
        self.texts().1
    }

    fn texts(self) -> (Text, Text) {
        match self {
            Self::Scheme => (texts::URL_SCHEME, texts::URL_SCHEME_ABOUT),
            Self::UserInfo => (texts::URL_USER, texts::URL_USER_ABOUT),
            Self::Host => (texts::URL_HOST, texts::URL_HOST_ABOUT),
            Self::Port => (texts::URL_PORT, texts::URL_PORT_ABOUT),
            Self::Path => (texts::URL_PATH, texts::URL_PATH_ABOUT),
            Self::Query => (texts::URL_QUERY, texts::URL_QUERY_ABOUT),
            Self::Fragment => (texts::URL_FRAGMENT, texts::URL_FRAGMENT_ABOUT),
        }
    }
}

/// The parts that are there, in order, each with its mark: no two read the same.
pub(crate) fn parts(url: &HttpUrl) -> Vec<(UrlPart, String)> {
    let url = url.as_url();
    let mut parts = vec![(UrlPart::Scheme, format!("{}:", url.scheme()))];
    let user_info = match (url.username(), url.password()) {
        ("", None) => None,
        (user, None) => Some(format!("//{user}@")),
        (user, Some(password)) => Some(format!("//{user}:{password}@")),
    };
    let some = |kind: UrlPart, text: Option<String>| text.map(|text| (kind, text));
    // The mark stands before the whole authority (RFC 3986 §3.2).
    let mark = if user_info.is_some() { "" } else { "//" };
    parts.extend(some(UrlPart::UserInfo, user_info));
    parts.extend(some(UrlPart::Host, url.host_str().map(|host| [mark, host].concat())));
    parts.extend(some(UrlPart::Port, url.port().map(|port| format!(":{port}"))));
    parts.push((UrlPart::Path, url.path().to_owned()));
    parts.extend(some(UrlPart::Query, url.query().map(|query| format!("?{query}"))));
    parts.extend(some(UrlPart::Fragment, url.fragment().map(|fragment| format!("#{fragment}"))));
    parts
}
