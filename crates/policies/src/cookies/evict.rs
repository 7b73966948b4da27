//! What leaves a jar that is full (6265bis §5.7, “remove excess cookies”).

use super::Cookie;
use crate::Utc;

/// How many cookies one domain may have, as in browsers; at least 50 (§6.1).
pub const COOKIES_PER_DOMAIN_MAX: usize = 180;

/// How many cookies a jar holds (§6.1).
pub const COOKIES_MAX: usize = 3000;

/// Takes out what is over.
pub fn expired(cookies: &mut Vec<Cookie>, now: Utc) -> Vec<Cookie> {
    cookies.extract_if(.., |cookie| cookie.is_expired(now)).collect()
}

/// Takes out what is too many after a cookie of this domain came: of the domain first those that
/// are not Secure, of all that are left those that were not used for the longest time.
pub fn excess(cookies: &mut Vec<Cookie>, domain: &str) -> Vec<Cookie> {
    let mut evicted = Vec::new();
    let of_domain =
        |cookies: &[Cookie]| cookies.iter().filter(|kept| kept.domain == domain).count();
    while of_domain(cookies) > COOKIES_PER_DOMAIN_MAX {
        let order = |cookie: &Cookie| (cookie.secure, cookie.last_access, cookie.place);
        let of_domain = |cookie: &Cookie| cookie.domain == domain;
        evicted.extend(take_first(cookies, of_domain, order));
    }
    while cookies.len() > COOKIES_MAX {
        evicted.extend(take_first(cookies, |_| true, |cookie| (cookie.last_access, cookie.place)));
    }
    evicted
}

fn take_first<K: Ord>(
    cookies: &mut Vec<Cookie>,
    is_meant: impl Fn(&Cookie) -> bool,
    order: impl Fn(&Cookie) -> K,
) -> Option<Cookie> {
    let meant = cookies.iter().enumerate().filter(|(_, cookie)| is_meant(cookie));
    let (first, _) = meant.min_by_key(|(_, cookie)| order(cookie))?;
    Some(cookies.remove(first))
}
