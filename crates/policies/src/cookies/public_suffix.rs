//! Public suffixes: domains below which anyone may have a name, so that nobody may set a cookie
//! for all of them (6265bis §5.7, step 9).
//!
//! The whole list (publicsuffix.org) is larger than all other policies together, 155 kB when
//! packed. Here is what examples and courses use, and one of each kind of rule. All other names
//! follow the list's default rule `*`: the last label is a public suffix, e.g. `com`, `org`, `test`,
//! `example`.

use super::domain::is_address;

/// Rules of more than one label. A `*` stands for any label.
const RULES: [&str; 66] = [
    // Second levels that registries hand out below.
    "ac.at",
    "co.at",
    "or.at",
    "ac.uk",
    "co.uk",
    "gov.uk",
    "ltd.uk",
    "me.uk",
    "net.uk",
    "nhs.uk",
    "org.uk",
    "plc.uk",
    "police.uk",
    "sch.uk",
    "com.au",
    "edu.au",
    "gov.au",
    "id.au",
    "net.au",
    "org.au",
    "com.br",
    "gov.br",
    "net.br",
    "org.br",
    "ac.cn",
    "com.cn",
    "edu.cn",
    "gov.cn",
    "net.cn",
    "org.cn",
    "ac.in",
    "co.in",
    "net.in",
    "org.in",
    "ac.jp",
    "ad.jp",
    "co.jp",
    "go.jp",
    "ne.jp",
    "or.jp",
    "ac.kr",
    "co.kr",
    "or.kr",
    "com.mx",
    "org.mx",
    "ac.nz",
    "co.nz",
    "govt.nz",
    "net.nz",
    "org.nz",
    "com.tr",
    "com.tw",
    "ac.za",
    "co.za",
    "org.za",
    "k12.wy.us",
    "pvt.k12.wy.us",
    // Rules for any label, with an exception below.
    "*.ck",
    "*.kawasaki.jp",
    // Hosts where anyone may have a site.
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "netlify.app",
    "pages.dev",
    "vercel.app",
    "web.app",
];

/// Names that a rule with `*` does not mean.
const EXCEPTIONS: [&str; 2] = ["www.ck", "city.kawasaki.jp"];

/// Whether a domain, in lower case, is a public suffix. An address is none.
pub fn is_public_suffix(domain: &str) -> bool {
    let host = domain.strip_suffix('.').unwrap_or(domain);
    !host.is_empty() && !is_address(host) && suffix(host) == host
}

/// The public suffix of a host and the label before it, which somebody registered: whose site it
/// is. `None` for addresses, and where nothing stands before the suffix.
pub fn registrable_domain(host: &str) -> Option<&str> {
    let bare = host.strip_suffix('.').unwrap_or(host);
    if bare.is_empty() || is_address(bare) {
        return None;
    }
    let before = bare[..bare.len() - suffix(bare).len()].strip_suffix('.')?;
    let start = before.rfind('.').map_or(0, |dot| dot + 1);
    Some(&host[start..])
}

/// The longest public suffix of a name: an exception's parent, what a rule names, or the last
/// label.
fn suffix(host: &str) -> &str {
    let starts = core::iter::once(0).chain(host.match_indices('.').map(|(dot, _)| dot + 1));
    for ending in starts.map(|start| &host[start..]) {
        let parent = ending.split_once('.').map(|(_, parent)| parent);
        let Some(parent) = parent else { return ending };
        if EXCEPTIONS.contains(&ending) {
            return parent;
        }
        if RULES.iter().any(|rule| *rule == ending || rule.strip_prefix("*.") == Some(parent)) {
            return ending;
        }
    }
    host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, expected: Option<&str>) {
        assert_eq!(registrable_domain(host), expected, "{host}");
        assert_eq!(is_public_suffix(host), expected.is_none() && !is_address(host), "{host}");
    }

    #[test]
    fn the_last_label_is_a_public_suffix_unless_a_rule_says_more() {
        check("com", None);
        check("example.com", Some("example.com"));
        check("a.www.example.com", Some("example.com"));
        check("localhost", None);
        check("web-platform.test", Some("web-platform.test"));
        check("co.uk", None);
        check("shop.co.uk", Some("shop.co.uk"));
        check("a.shop.co.uk", Some("shop.co.uk"));
        check("uk", None);
        check("github.io", None);
        check("ann.github.io", Some("ann.github.io"));
        check("www.example.com.", Some("example.com."));
    }

    #[test]
    fn a_rule_may_stand_for_any_label_and_have_exceptions() {
        check("any.ck", None);
        check("a.any.ck", Some("a.any.ck"));
        check("www.ck", Some("www.ck"));
        check("b.www.ck", Some("www.ck"));
        check("city.kawasaki.jp", Some("city.kawasaki.jp"));
        check("a.b.kawasaki.jp", Some("a.b.kawasaki.jp"));
        check("k12.wy.us", None);
        check("pvt.k12.wy.us", None);
        check("school.pvt.k12.wy.us", Some("school.pvt.k12.wy.us"));
    }

    #[test]
    fn addresses_have_none() {
        check("192.0.2.1", None);
        check("[2001:db8::1]", None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(host in "\\PC{0,20}|[a-z.]{0,20}|[a-z.]{0,9}(co\\.uk|ck|kawasaki\\.jp)\\.?") {
            let _ = (registrable_domain(&host), is_public_suffix(&host));
        }
    }
}
