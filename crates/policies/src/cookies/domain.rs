//! Hosts and the domains that they belong to (6265bis §5.1.2, §5.1.3).
//!
//! The host of a parsed URL is in canonical form: the URL standard wrote it in A-labels and lower
//! case.

use core::net::IpAddr;

/// Whether a host domain-matches a domain (§5.1.3), both in lower case.
pub fn domain_matches(host: &str, domain: &str) -> bool {
    host == domain
        || host.strip_suffix(domain).is_some_and(|above| above.ends_with('.')) && !is_address(host)
}

/// Whether a host is an IP address, IPv6 in brackets or without.
pub fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, domain: &str, expected: bool) {
        assert_eq!(domain_matches(host, domain), expected, "{host} {domain}");
    }

    #[test]
    fn a_host_matches_itself_and_what_is_above_it() {
        check("example.com", "example.com", true);
        check("www.example.com", "example.com", true);
        check("a.www.example.com", "example.com", true);
        check("example.com", "www.example.com", false);
        check("myexample.com", "example.com", false);
        check("example.com.", "example.com", false);
        check("www.example.com", ".example.com", false);
        check("www.example.com", "", false);
    }

    #[test]
    fn an_address_matches_itself_only() {
        check("192.0.2.1", "192.0.2.1", true);
        check("192.0.2.1", "0.2.1", false);
        check("192.0.2.1", "1", false);
        check("[2001:db8::1]", "[2001:db8::1]", true);
    }
}
