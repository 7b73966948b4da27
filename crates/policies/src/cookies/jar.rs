//! The cookie store of a user agent, and how a cookie comes into it (6265bis §5.7).

use super::domain::{domain_matches, is_address};
use super::occasion::{Api, Occasion};
use super::path::{default_path, path_matches};
use super::prefix::{self, PathGiven};
use super::public_suffix::is_public_suffix;
use super::set_cookie::SetCookie;
use super::site::{Party, Reach, is_secure};
use super::{Cookie, Refusal, SameSite, evict};
use crate::Utc;

/// The cookies that a user agent keeps, no two with the same name, domain and path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jar {
    pub(super) cookies: Vec<Cookie>,
    /// How many have come so far.
    received: u64,
}

/// A cookie that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// As it is stored now, or would be if it were not over.
    pub cookie: Cookie,
    /// What that did to the jar.
    pub what: What,
    /// What had to leave for it.
    pub evicted: Vec<Cookie>,
}

/// What a cookie that was taken in did to the jar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It is one more.
    Added,
    /// It is in the place of an older one.
    Replaced {
        /// What the older one said.
        old_value: String,
    },
    /// It was over when it came, and took the one in its place along: so servers delete cookies.
    Deleted,
    /// It was over when it came, and nothing was in its place.
    OverAlready,
}

impl Jar {
    /// The cookies that are not over, in the order in which they came.
    pub fn cookies(&self, now: Utc) -> impl Iterator<Item = &Cookie> {
        self.cookies.iter().filter(move |cookie| !cookie.is_expired(now))
    }

    /// Takes out what is over.
    pub fn remove_expired(&mut self, now: Utc) -> Vec<Cookie> {
        evict::expired(&mut self.cookies, now)
    }

    /// Takes out what ends with the session: the user agent is closed.
    pub fn end_session(&mut self) -> Vec<Cookie> {
        self.cookies.extract_if(.., |cookie| cookie.expires.is_none()).collect()
    }

    /// Takes out everything, as if its time were over.
    pub fn expire(&mut self) {
        self.cookies.clear();
    }

    /// Takes in the value of a Set-Cookie line (§5.6, §5.7).
    ///
    /// # Errors
    /// Why it is ignored.
    pub fn receive(&mut self, line: &str, from: Occasion<'_>, now: Utc) -> Result<Kept, Refusal> {
        let set = SetCookie::parse(line, now)?;
        let path_given = match &set.path {
            Some(_) => PathGiven::Explicit,
            None => PathGiven::Default,
        };
        let cookie = self.created(set, from, now)?;
        self.remove_expired(now);
        self.check(&cookie, from)?;
        prefix::check(&cookie, path_given, from.api)?;
        self.stored(cookie, from.api, now)
    }

    /// Steps 5 to 12 and 14: the cookie as it would be stored.
    fn created(&mut self, set: SetCookie, from: Occasion<'_>, now: Utc) -> Result<Cookie, Refusal> {
        let (domain, host_only) = domain_of(&set.domain, from.url.host())?;
        let path = set.path.unwrap_or_else(|| default_path(from.url.path()).to_owned());
        self.received += 1;
        Ok(Cookie {
            name: set.name,
            value: set.value,
            domain,
            host_only,
            path,
            expires: set.expires,
            created: now,
            last_access: now,
            secure: set.secure,
            http_only: set.http_only,
            same_site: set.same_site,
            place: self.received,
        })
    }

    /// Steps 13 to 19.
    fn check(&self, cookie: &Cookie, from: Occasion<'_>) -> Result<(), Refusal> {
        let is_in_clear = !is_secure(from.url);
        if cookie.secure && is_in_clear {
            return Err(Refusal::SecureInClear);
        }
        if cookie.http_only && from.api == Api::Script {
            return Err(Refusal::HttpOnlyByScript);
        }
        if is_in_clear && self.cookies.iter().any(|kept| is_shadowed(kept, cookie)) {
            return Err(Refusal::ShadowsSecure);
        }
        let is_asked_by_another_site = from.party == Party::CrossSite
            && (from.reach == Reach::Within || from.api == Api::Script);
        if cookie.same_site != SameSite::None && is_asked_by_another_site {
            return Err(Refusal::CrossSite);
        }
        if cookie.same_site == SameSite::None && !cookie.secure {
            return Err(Refusal::NoneWithoutSecure);
        }
        Ok(())
    }

    /// Steps 23 and 24, and what has to leave then.
    fn stored(&mut self, mut cookie: Cookie, api: Api, now: Utc) -> Result<Kept, Refusal> {
        let old = self.cookies.iter().position(|kept| kept.is_in_place_of(&cookie));
        if let Some(old) = old
            && self.cookies[old].http_only
            && api == Api::Script
        {
            return Err(Refusal::HttpOnlyByScript);
        }
        let old = old.map(|at| self.cookies.remove(at));
        if let Some(old) = &old {
            (cookie.created, cookie.place) = (old.created, old.place);
        }
        let what = match old {
            Some(_) if cookie.is_expired(now) => What::Deleted,
            None if cookie.is_expired(now) => What::OverAlready,
            Some(old) => What::Replaced { old_value: old.value },
            None => What::Added,
        };
        let mut evicted = Vec::new();
        if !cookie.is_expired(now) {
            self.cookies.push(cookie.clone());
            evicted = evict::excess(&mut self.cookies, &cookie.domain);
        }
        Ok(Kept { cookie, what, evicted })
    }
}

/// Steps 7 to 10: the domain of the cookie, and whether it is for this host only.
fn domain_of(attribute: &str, host: &str) -> Result<(String, bool), Refusal> {
    if !attribute.is_ascii() {
        return Err(Refusal::DomainNotAscii);
    }
    let domain = || attribute.to_owned();
    if attribute.is_empty()
        || (is_public_suffix(attribute) || is_address(host)) && attribute == host
    {
        return Ok((host.to_owned(), true));
    }
    if is_public_suffix(attribute) {
        return Err(Refusal::PublicSuffix { domain: domain() });
    }
    match domain_matches(host, attribute) {
        true => Ok((domain(), false)),
        false => Err(Refusal::OtherDomain { domain: domain() }),
    }
}

/// Step 16, “leave Secure cookies alone”: whether a cookie that comes in clear would stand in front
/// of this one.
fn is_shadowed(kept: &Cookie, cookie: &Cookie) -> bool {
    kept.secure
        && kept.name == cookie.name
        && (domain_matches(&kept.domain, &cookie.domain)
            || domain_matches(&cookie.domain, &kept.domain))
        && path_matches(&cookie.path, &kept.path)
}
