//! Which site a request comes from (6265bis §5.2; HTML, “same site”): scheme and registrable domain.

use super::domain::is_address;
use super::public_suffix::registrable_domain;
use core::net::{Ipv4Addr, Ipv6Addr};
use trace::HttpUrl;

/// A site: scheme and registrable domain of an origin, or its host where there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// `http` or `https`.
    pub scheme: String,
    /// The registrable domain, or the host.
    pub domain: String,
}

impl Site {
    /// The site of a URL's origin.
    pub fn of(url: &HttpUrl) -> Self {
        let domain = registrable_domain(url.host()).unwrap_or_else(|| url.host());
        Self { scheme: url.as_url().scheme().to_owned(), domain: domain.to_owned() }
    }
}

/// Whether a request is of the same site as what asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// It is “same-site”: nobody but the reader asks for it, or a page of this site.
    SameSite,
    /// It is “cross-site”.
    CrossSite,
}

impl Party {
    /// Of a request for `url` that a page of this site asks for; `None` where the reader does, by
    /// typing an address (§5.2). Of a page with an opaque origin there is no [`Site`].
    pub fn of(url: &HttpUrl, site_for_cookies: Option<&Site>) -> Self {
        match site_for_cookies {
            Some(site) if *site != Site::of(url) => Self::CrossSite,
            _ => Self::SameSite,
        }
    }
}

/// What becomes of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is shown in place of the page: the request navigates a top-level traversable.
    TopLevel,
    /// It is a part of a page, or a script's.
    Within,
}

/// Whether a connection for this URL is secure: encrypted, or to this machine (§5.8.3: most user
/// agents trust `localhost`).
pub fn is_secure(url: &HttpUrl) -> bool {
    let host = url.host();
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_localhost = host == "localhost" || host.ends_with(".localhost");
    url.is_https() || is_localhost || is_address(host) && is_loopback(host)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
        || bare.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> HttpUrl {
        HttpUrl::parse(text).expect("a good URL")
    }

    #[test]
    fn a_site_is_scheme_and_registrable_domain() {
        let check = |from: &str, to: &str, expected: Party| {
            assert_eq!(Party::of(&url(to), Some(&Site::of(&url(from)))), expected, "{from} {to}");
        };
        check("https://a.example.com/", "https://b.example.com:8443/", Party::SameSite);
        check("https://example.com/", "https://example.com/", Party::SameSite);
        check("https://example.com/", "https://example.org/", Party::CrossSite);
        check("http://example.com/", "https://example.com/", Party::CrossSite);
        check("https://ann.github.io/", "https://bob.github.io/", Party::CrossSite);
        check("https://a.shop.co.uk/", "https://shop.co.uk/", Party::SameSite);
        check("http://192.0.2.1/", "http://192.0.2.1:8080/", Party::SameSite);
        check("http://192.0.2.1/", "http://192.0.2.2/", Party::CrossSite);
        assert_eq!(Party::of(&url("http://x.test/"), None), Party::SameSite);
    }

    #[test]
    fn what_is_encrypted_or_stays_on_the_machine_is_secure() {
        let check = |text: &str, expected: bool| {
            assert_eq!(is_secure(&url(text)), expected, "{text}");
        };
        check("https://example.com/", true);
        check("http://example.com/", false);
        check("http://localhost:8080/", true);
        check("http://a.localhost/", true);
        check("http://notlocalhost/", false);
        check("http://127.0.0.9/", true);
        check("http://[::1]/", true);
        check("http://192.0.2.1/", false);
    }
}
