//! The cases are of the kinds that the tests of the URL standard have (`toascii.json`).

use crate::ascii;
use crate::browser::host_in_url;
use testing::Chance;

fn with_tables(domain: &str) -> Option<String> {
    let octets = domain.as_bytes().into();
    let ascii = crate::domain_to_ascii_from_cow(octets, crate::AsciiDenyList::URL).ok()?;
    Some(ascii.into_owned())
}

/// As in the page: whatever needs tables is asked of a URL parser, which like Chromium's lets pass
/// what is in ASCII.
fn with_a_browser(domain: &str) -> Option<String> {
    ascii::domain_to_ascii(domain, |domain| {
        if domain.is_ascii() {
            return Some(domain.to_owned());
        }
        host_in_url(domain, |url| url::Url::parse(url).ok()?.host_str().map(str::to_owned))
    })
}

#[track_caller]
fn check(domain: &str, expected: &str) {
    assert_eq!(with_tables(domain).as_deref(), Some(expected), "{domain:?}");
    assert_eq!(with_a_browser(domain).as_deref(), Some(expected), "{domain:?} in the page");
}

#[track_caller]
fn refused(domain: &str) {
    assert_eq!(with_tables(domain), None, "{domain:?}");
    assert_eq!(with_a_browser(domain), None, "{domain:?} in the page");
}

#[test]
fn letters_beyond_ascii_are_written_in_punycode() {
    check("bücher.example", "xn--bcher-kva.example");
    check("BÜCHER.Example", "xn--bcher-kva.example");
    check("日本語.jp", "xn--wgv71a119e.jp");
    check("☕.example", "xn--53h.example");
    // Decomposed, and put together (NFC).
    check("bu\u{308}cher.example", "xn--bcher-kva.example");
}

#[test]
fn letters_are_mapped_before() {
    // Not transitional: ß stays what it is, and so does ς.
    check("faß.example", "xn--fa-hia.example");
    check("FAẞ.example", "xn--fa-hia.example");
    check("βόλος.com", "xn--nxasmm1c.com");
    check("İ.example", "xn--i-9bb.example");
    check("ﬁx.example", "fix.example");
    check("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com");
    check("a。b．c｡example", "a.b.c.example");
    check("bü\u{ad}cher.example", "xn--bcher-kva.example");
    check("so\u{ad}ft.example", "soft.example");
    check("a\u{200b}b.example", "ab.example");
}

#[test]
fn punycode_has_to_be_what_its_letters_give() {
    check("xn--bcher-kva.example", "xn--bcher-kva.example");
    check("XN--BCHER-KVA.example", "xn--bcher-kva.example");
    check("xn--fa-hia.example", "xn--fa-hia.example");
    refused("xn--");
    refused("xn--a");
    refused("xn--a-");
    refused("xn--a-\u{fc}.example");
    refused("xn--zn7c.com");
    // No letters stand before its delimiter; what is decoded would be marked again.
    refused("xn---２ＨV");
    refused("xn--xn--a--gua.pt");
    // Punycode of letters that would be mapped.
    refused("xn--BCHER-3OA.example");
}

#[test]
fn neither_lengths_nor_hyphens_are_looked_at() {
    let octets = |count: usize| format!("{}.example", "a".repeat(count));
    check(&octets(63), &octets(63));
    check(&octets(64), &octets(64));
    check("a..example", "a..example");
    check(".example", ".example");
    check("bücher..example", "xn--bcher-kva..example");
    check("bücher.example.", "xn--bcher-kva.example.");
    check("-a-.example", "-a-.example");
    check("a--b--.example", "a--b--.example");
    check("ab--ü.example", "xn--ab---3ra.example");
    check("a_b.example", "a_b.example");
    // A mark that stands over a sign becomes one letter with it.
    check("a<\u{338}.example", "xn--a-ngo.example");
}

#[test]
fn what_no_domain_may_hold_is_refused() {
    for forbidden in ["\0", "\t", " ", "#", "%", "/", ":", "<", ">", "?", "@", "[", "\\", "]"] {
        refused(&format!("a{forbidden}b.example"));
        refused(&format!("ü{forbidden}b.example"));
    }
    refused("a^b");
    refused("a|b");
    refused("a\u{7f}b");
    refused("ü\u{ffff}.example");
    refused("ü\u{fffd}.example");
    refused("ü\u{202e}.example");
    // What becomes forbidden by being mapped.
    refused("a／b.example");
    refused("a％41.example");
    refused("a﹪41.example");
}

#[test]
fn marks_joiners_and_directions_have_rules() {
    refused("\u{301}a.example");
    check("क्\u{200d}ष.example", "xn--11b2ezcw70k.example");
    refused("a\u{200d}b.example");
    // RFC 5893 §2.
    check("אב.example", "xn--4dbc.example");
    refused("אa.example");
    refused("1א.example");
    refused("0à.א");
}

#[test]
fn page_and_command_agree_on_random_domains() {
    let pieces = [
        "a",
        "B",
        "-",
        ".",
        "..",
        "1",
        "ü",
        "ß",
        "İ",
        "。",
        "xn--",
        "XN--",
        "bcher-kva",
        "א",
        "ب",
        "\u{301}",
        "\u{200d}",
        "\u{ad}",
        "_",
        "日",
        "ｘ",
        "%",
        "😀",
        "z",
    ];
    let mut chance = Chance::new(1);
    for _ in 0..5000 {
        // What ends in a number is an address, of which a URL parser knows more.
        let domain = format!("{}x", chance.text(&pieces, 6));
        assert_eq!(with_a_browser(&domain), with_tables(&domain), "{domain:?}");
    }
}

#[test]
fn the_browser_is_asked_about_the_small_letter_that_a_capital_one_stands_for() {
    let asked = host_in_url("FAẞ.example", |url| Some(url.to_owned()));
    assert_eq!(asked.as_deref(), Some("http://FAß.example/"));
}
