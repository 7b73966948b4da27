//! What a browser remembers of hosts that want to be asked with `https` only (RFC 6797).

use super::decisions::Decisions;
use crate::roles::http_client::Response;
use core::cell::RefCell;
use core::time::Duration;
use std::collections::BTreeMap;
use trace::{HttpUrl, HttpsHost, Instant, MemoryChange, Remembered, Request, StageKind};

/// The policy of a user agent that remembers them.
#[derive(Debug, Default)]
pub struct Hsts(RefCell<HstsHosts>);

impl Hsts {
    /// The request that is sent instead, to a host that is known to want `https`. No packet is sent
    /// for this.
    pub fn upgraded(&self, decisions: Decisions<'_>, request: &Request) -> Option<Request> {
        let url = self.0.borrow().upgraded(&request.url, decisions.now())?;
        decisions.note(StageKind::UpgradeToHttps, url.as_str());
        Some(Request { url, ..request.clone() })
    }

    /// Forgets all of them, as if their time were over (RFC 6797 §5.3).
    pub fn expire(&self) {
        self.0.borrow_mut().hosts.clear();
    }

    /// Takes in what a response to a request for `url` asks for.
    pub fn take_in(&self, decisions: Decisions<'_>, url: &HttpUrl, response: &Response) {
        let asked_for = response.field_lines.value("strict-transport-security");
        let Some(asked_for) = asked_for else { return };
        let at = decisions.now();
        let change = self.0.borrow_mut().note(url, asked_for, at);
        let change = change.map(|what| MemoryChange { at, what });
        decisions.simulation.record(|record| record.memory_changes(change.into_iter()));
    }
}

/// The Known HSTS Hosts of a user agent, by name.
#[derive(Debug, Default)]
struct HstsHosts {
    hosts: BTreeMap<String, Policy>,
}

/// What one host has asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Policy {
    until: Instant,
    covers_subdomains: bool,
}

impl HstsHosts {
    /// Takes in the field Strict-Transport-Security of a response to a request for `url` (RFC 6797
    /// §8.1): what comes without encryption or from an address does not count. Gives back what is
    /// otherwise since then.
    pub fn note(&mut self, url: &HttpUrl, field_value: &str, now: Instant) -> Option<Remembered> {
        if !url.is_https() || url.address().is_some() {
            return None;
        }
        let Directives { max_age, covers_subdomains } = Directives::parse(field_value)?;
        let name = url.host().to_owned();
        if max_age == Duration::ZERO {
            return self.hosts.remove(&name).map(|_| Remembered::HttpsHostGone(name));
        }
        let until = now + max_age;
        self.hosts.insert(name.clone(), Policy { until, covers_subdomains });
        Some(Remembered::HttpsHost(HttpsHost { name, until, covers_subdomains }))
    }

    /// The URL that is asked for instead of this one, if its host is known (RFC 6797 §8.3).
    pub fn upgraded(&self, url: &HttpUrl, now: Instant) -> Option<HttpUrl> {
        if url.is_https() || url.address().is_some() || !self.is_known(url.host(), now) {
            return None;
        }
        let mut upgraded = url.as_url().clone();
        // A port that is not the scheme's own stays: 80 is left out of a parsed `http` URL.
        upgraded.set_scheme("https").expect("http may become https");
        Some(HttpUrl::parse(upgraded.as_str()).expect("it differs in its scheme only"))
    }

    /// RFC 6797 §8.2: the host itself, or one above it that speaks for all below.
    fn is_known(&self, host: &str, now: Instant) -> bool {
        let lasting = |name: &str| self.hosts.get(name).filter(|policy| now < policy.until);
        let above = host.match_indices('.').map(|(dot, _)| &host[dot + 1..]);
        lasting(host).is_some() || above.filter_map(lasting).any(|policy| policy.covers_subdomains)
    }
}

/// The directives of the field (RFC 6797 §6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Directives {
    max_age: Duration,
    covers_subdomains: bool,
}

impl Directives {
    /// `None` where the field breaks the rules: it is ignored then.
    fn parse(field_value: &str) -> Option<Self> {
        let (mut max_age, mut covers_subdomains) = (None, false);
        let directives = field_value.split(';').map(str::trim);
        for directive in directives.filter(|directive| !directive.is_empty()) {
            let (name, value) = match directive.split_once('=') {
                Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
                None => (directive, None),
            };
            match name.to_ascii_lowercase().as_str() {
                // A directive stands there once.
                "max-age" if max_age.is_none() => max_age = Some(seconds(value?)?),
                "max-age" => return None,
                "includesubdomains" if covers_subdomains || value.is_some() => return None,
                "includesubdomains" => covers_subdomains = true,
                _ => {}
            }
        }
        Some(Self { max_age: max_age?, covers_subdomains })
    }
}

/// A number of seconds, which may stand in quotes; at most a century.
fn seconds(value: &str) -> Option<Duration> {
    const CENTURY_S: u64 = 100 * 365 * 86_400;
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let digits = quoted.unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
    let seconds = is_number.then(|| digits.parse().unwrap_or(CENTURY_S))?;
    Some(Duration::from_secs(u64::min(seconds, CENTURY_S)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> HttpUrl {
        HttpUrl::parse(text).expect("a good URL")
    }

    const START: Instant = Instant(5_000_000_000);

    /// What `asked` becomes after `field_value` came from `noted`.
    #[track_caller]
    fn check(noted: &str, field_value: &str, asked: &str, expected: Option<&str>) {
        let mut known = HstsHosts::default();
        known.note(&url(noted), field_value, START);
        let upgraded = known.upgraded(&url(asked), START + Duration::from_secs(59));
        assert_eq!(upgraded.as_ref().map(HttpUrl::as_str), expected, "{field_value}");
    }

    #[test]
    fn a_host_that_asked_for_it_is_asked_with_https() {
        let check = |asked, expected| check("https://a.b.test/", "max-age=60", asked, expected);
        check("http://a.b.test/x?y", Some("https://a.b.test/x?y"));
        check("http://a.b.test:80/", Some("https://a.b.test/"));
        check("http://a.b.test:8080/", Some("https://a.b.test:8080/"));
        check("https://a.b.test/", None);
        check("http://b.test/", None);
        check("http://c.a.b.test/", None);
    }

    #[test]
    fn subdomains_are_covered_where_the_field_says_so() {
        let check = |asked, expected| {
            check("https://b.test/", "max-age=60; includeSubDomains", asked, expected);
        };
        check("http://a.b.test/", Some("https://a.b.test/"));
        check("http://ab.test/", None);
    }

    #[test]
    fn directives_are_read_as_rfc_6797_has_them() {
        let check = |field_value, is_known: bool| {
            let expected = is_known.then_some("https://b.test/");
            check("https://b.test/", field_value, "http://b.test/", expected);
        };
        check("max-age=\"60\"", true);
        check("MAX-AGE = 60 ; unknown=1; preload", true);
        check(";;max-age=99999999999999999999999", true);
        check("max-age=59", false);
        check("max-age=0", false);
        check("includeSubDomains", false);
        check("max-age=60; max-age=60", false);
        check("max-age=60; includeSubDomains=1", false);
        check("max-age=1m", false);
        check("max-age", false);
    }

    #[test]
    fn what_comes_in_clear_or_from_an_address_is_not_believed() {
        check("http://b.test/", "max-age=60", "http://b.test/", None);
        check("https://192.0.2.1/", "max-age=60", "http://192.0.2.1/", None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(field_value in "[a-zA-Z0-9=;\" -]{0,40}|max-age=\\PC{0,20}") {
            let mut known = HstsHosts::default();
            known.note(&url("https://b.test/"), &field_value, START);
            let _ = known.upgraded(&url("http://a.b.test/"), START);
        }
    }

    #[test]
    fn a_host_may_take_it_back() {
        let mut known = HstsHosts::default();
        for (field_value, is_known) in [("max-age=60", true), ("max-age=0", false)] {
            known.note(&url("https://b.test/"), field_value, START);
            assert_eq!(known.upgraded(&url("http://b.test/"), START).is_some(), is_known);
        }
    }
}
