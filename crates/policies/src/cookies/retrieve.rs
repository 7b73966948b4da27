//! Which cookies go along with a request (6265bis §5.8).

use super::domain::domain_matches;
use super::jar::Jar;
use super::occasion::{Api, Occasion};
use super::path::path_matches;
use super::site::{Party, Reach, is_secure};
use super::{Cookie, SameSite};
use crate::Utc;
use core::cmp::Reverse;
use core::fmt;

/// The cookies of a host, parted by whether a request gets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those that go along, in the order in which they are sent.
    pub sent: Vec<Cookie>,
    /// Those of this host that do not, and why.
    pub withheld: Vec<(Cookie, Withheld)>,
}

/// Why a cookie of a host does not go along with a request to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// Its path is another.
    Path,
    /// It is Secure, and the request goes in clear.
    SecureInClear,
    /// It is HttpOnly, and a script reads it.
    HttpOnlyFromScript,
    /// It is SameSite=Strict, and another site asks.
    Strict,
    /// It is SameSite=Lax or does not say, and another site asks for more than to show a page.
    Lax,
    /// There is no more room in the field.
    NoRoom,
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "another path",
            Self::SecureInClear => "Secure, and this goes in clear",
            Self::HttpOnlyFromScript => "HttpOnly, and a script reads it",
            Self::Strict => "SameSite=Strict, and another site asks",
            Self::Lax => "SameSite=Lax, and another site asks for a part",
            Self::NoRoom => "one field holds no more",
        })
    }
}

/// How many cookies curl sends at most ...
const CURL_COUNT_MAX: usize = 150;
/// ... in a field line of fewer octets than these.
const CURL_FIELD_LEN: usize = 8190;

impl Selection {
    /// What curl makes of it: those of longer paths, domains and names first, then what came last; and
    /// no more than its field takes (<https://curl.se/docs/http-cookies.html>).
    pub fn as_curl(mut self) -> Self {
        self.sent.sort_by_key(|cookie| {
            let Cookie { path, domain, name, created, place, .. } = cookie;
            Reverse((path.len(), domain.len(), name.len(), *created, *place))
        });
        let mut field_len = "Cookie: ".len();
        let fits = |(count, cookie): &(usize, &Cookie)| {
            let pair_len = cookie.name.len() + 1 + cookie.value.len();
            let fits = field_len + pair_len < CURL_FIELD_LEN && *count < CURL_COUNT_MAX;
            field_len += pair_len + if *count > 0 { 2 } else { 0 };
            fits
        };
        let count = self.sent.iter().enumerate().take_while(fits).count();
        let left = self.sent.split_off(count);
        self.withheld.extend(left.into_iter().map(|cookie| (cookie, Withheld::NoRoom)));
        self
    }

    /// The cookie-string: what the Cookie field says (§5.8.3, step 4); `None` where no cookie goes
    /// along.
    pub fn cookie_string(&self) -> Option<String> {
        let pair = |cookie: &Cookie| match cookie.name.as_str() {
            "" => cookie.value.clone(),
            name => format!("{name}={}", cookie.value),
        };
        let pairs: Vec<String> = self.sent.iter().map(pair).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Jar {
    /// Chooses what goes along with a request by this method, and notes that it was used (§5.8.3).
    /// What is over is taken out.
    pub fn select(&mut self, to: Occasion<'_>, method: &str, now: Utc) -> Selection {
        self.remove_expired(now);
        let mut selection = Selection::default();
        for cookie in self.cookies.iter_mut().filter(|cookie| is_of_host(cookie, to.url.host())) {
            match withheld(cookie, to, method) {
                Some(reason) => selection.withheld.push((cookie.clone(), reason)),
                None => {
                    cookie.last_access = now;
                    selection.sent.push(cookie.clone());
                }
            }
        }
        // Longer paths first, then what came first (step 2).
        selection
            .sent
            .sort_by_key(|cookie| (Reverse(cookie.path.len()), cookie.created, cookie.place));
        selection
    }
}

fn is_of_host(cookie: &Cookie, host: &str) -> bool {
    match cookie.host_only {
        true => cookie.domain == host,
        false => domain_matches(host, &cookie.domain),
    }
}

fn withheld(cookie: &Cookie, to: Occasion<'_>, method: &str) -> Option<Withheld> {
    if !path_matches(to.url.path(), &cookie.path) {
        return Some(Withheld::Path);
    }
    if cookie.secure && !is_secure(to.url) {
        return Some(Withheld::SecureInClear);
    }
    if cookie.http_only && to.api == Api::Script {
        return Some(Withheld::HttpOnlyFromScript);
    }
    match (to.party, cookie.same_site) {
        (Party::SameSite, _) | (Party::CrossSite, SameSite::None) => None,
        (Party::CrossSite, SameSite::Strict) => Some(Withheld::Strict),
        (Party::CrossSite, SameSite::Lax | SameSite::Default) => {
            let shows_page = to.api == Api::Http && to.reach == Reach::TopLevel && is_safe(method);
            (!shows_page).then_some(Withheld::Lax)
        }
    }
}

/// RFC 9110 §9.2.1.
fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}
