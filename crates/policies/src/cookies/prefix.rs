//! Beginnings of names that promise something (6265bis §5.4, §5.7 steps 20 to 22; layered cookies
//! §5.4.3). Case does not count.

use super::Cookie;
use super::occasion::Api;
use super::refusal::{Prefix, Refusal};

impl Prefix {
    /// With the longest first: one begins as another.
    const ALL: [Self; 4] = [Self::HostHttp, Self::Host, Self::Http, Self::Secure];

    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::HostHttp => "__Host-Http-",
            Self::Host => "__Host-",
            Self::Http => "__Http-",
            Self::Secure => "__Secure-",
        }
    }

    /// What a cookie with it has to have.
    pub fn needs(self) -> &'static str {
        match self {
            Self::HostHttp => "Secure, HttpOnly, Path=/ and no Domain",
            Self::Host => "Secure, Path=/ and no Domain",
            Self::Http => "Secure and HttpOnly",
            Self::Secure => "Secure",
        }
    }

    fn of(text: &str) -> Option<Self> {
        let begins = |prefix: &Self| {
            let start = text.as_bytes().get(..prefix.text().len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.text().as_bytes()))
        };
        Self::ALL.into_iter().find(begins)
    }
}

/// Whether Path stands there and says a path: `__Host-` asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathGiven {
    /// It does.
    Explicit,
    /// The path is that of the request.
    Default,
}

/// Checks that the cookie is what its name promises.
///
/// # Errors
/// The promise that is not kept.
pub fn check(cookie: &Cookie, path: PathGiven, api: Api) -> Result<(), Refusal> {
    if cookie.name.is_empty() {
        let looks = Prefix::of(&cookie.value);
        return looks.map_or(Ok(()), |prefix| Err(Refusal::NamelessPrefix { prefix }));
    }
    let Some(prefix) = Prefix::of(&cookie.name) else { return Ok(()) };
    let fits_host = cookie.host_only && cookie.path == "/" && path == PathGiven::Explicit;
    let fits_http = cookie.http_only && api == Api::Http;
    let is_kept = cookie.secure
        && match prefix {
            Prefix::HostHttp => fits_host && fits_http,
            Prefix::Host => fits_host,
            Prefix::Http => fits_http,
            Prefix::Secure => true,
        };
    is_kept.then_some(()).ok_or(Refusal::PrefixNotKept { prefix })
}
