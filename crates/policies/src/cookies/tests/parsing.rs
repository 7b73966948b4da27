//! The Set-Cookie field (6265bis §5.6).

use super::super::{NAME_AND_VALUE_OCTETS_MAX, Refusal};
use super::{refused, sent};

const AT: &str = "https://home.example.org/folder/page";

/// What comes back of one line.
#[track_caller]
fn check(line: &str, expected: &str) {
    assert_eq!(sent(AT, &[line], AT), expected, "{line}");
}

#[test]
fn name_and_value_stand_before_the_first_semicolon_and_around_the_first_equals_sign() {
    check("a=b", "a=b");
    check("a=b=c", "a=b=c");
    check("a==b", "a==b");
    check("a=b; c=d", "a=b");
    check("a=b;", "a=b");
    check("a=", "a=");
    check("a=\"b; c\"", "a=\"b");
    check("a=\"b\"", "a=\"b\"");
    check("a=b, c=d", "a=b, c=d");
    check("a=b%3B", "a=b%3B");
    check("a b=c d", "a b=c d");
    check("$Version=1", "$Version=1");
}

#[test]
fn spaces_and_tabs_around_them_are_left_out() {
    check("  a  =  b  ", "a=b");
    check("\ta\t=\tb\t;", "a=b");
    check("a=b\tc", "a=b\tc");
    check("a = ; x", "a=");
    // Other white space belongs to the cookie.
    check("a=\u{a0}b\u{3000}", "a=\u{a0}b\u{3000}");
}

#[test]
fn a_cookie_may_have_no_name_or_no_value_but_not_neither() {
    check("alone", "alone");
    check("=b", "b");
    check("==b", "=b");
    check(" = b; Path=/", "b");
    for empty in ["", "=", " ", "\t=\t", ";", "; a=b", "=; Secure"] {
        refused(AT, empty, Refusal::Empty);
    }
}

#[test]
fn control_characters_anywhere_are_refused_but_for_the_tab() {
    for octet in (0..=0x1f_u8).chain([0x7f]).filter(|octet| *octet != b'\t') {
        let c = char::from(octet);
        for line in [format!("a{c}b=c"), format!("a=b{c}c"), format!("a=b; Path=/{c}")] {
            refused(AT, &line, Refusal::ControlCharacter);
        }
    }
    check("a\tb=c", "a\tb=c");
    check("a=\u{80}\u{9f}", "a=\u{80}\u{9f}");
}

#[test]
fn letters_beyond_ascii_are_kept_as_they_came() {
    check("\u{e4}=\u{20ac}\u{1f36a}", "\u{e4}=\u{20ac}\u{1f36a}");
}

#[test]
fn name_and_value_have_4096_octets_at_most() {
    let max = "x".repeat(NAME_AND_VALUE_OCTETS_MAX);
    check(&format!("={max}"), &max);
    check(&format!("{max}="), &format!("{max}="));
    let pair = format!("{}={}", &max[..96], &max[..4000]);
    check(&format!("{pair}; Path=/"), &pair);
    let octets = NAME_AND_VALUE_OCTETS_MAX + 1;
    for line in [format!("={max}y"), format!("a={max}"), format!("{}\u{e4}=", &max[1..])] {
        refused(AT, &line, Refusal::TooLong { octets });
    }
}

#[test]
fn attributes_are_known_whatever_their_case_and_the_last_of_each_counts() {
    check("a=b; PATH=/other", "");
    check("a=b; pAtH=/other; path=/folder", "a=b");
    check("a=b; path=/folder; path=/other", "");
    check("a=b;path=/folder", "a=b");
    check("a=b; path =\t/other ", "");
    check("a=b; secure=no; httponly=0; unknown; ==; Path", "a=b");
    check("a=b; max-age=0; MAX-AGE=9", "a=b");
    check("a=b; Path=\"/folder\"", "a=b");
}

#[test]
fn an_attribute_of_more_than_1024_octets_is_passed_over() {
    let long = "x".repeat(1024);
    check(&format!("a=b; Path=/{}", &long[..1023]), "");
    check(&format!("a=b; Path=/{long}"), "a=b");
    check(&format!("a=b; Path=/other; Path=/{long}"), "");
    check(&format!("a=b; Domain={long}."), "a=b");
}

#[test]
fn max_age_is_a_number_and_wins_over_expires() {
    let over = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let later = "Expires=Thu, 01 Jan 2099 00:00:00 GMT";
    check(&format!("a=b; {over}"), "");
    check(&format!("a=b; {later}"), "a=b");
    check(&format!("a=b; Max-Age=9; {over}"), "a=b");
    check(&format!("a=b; {later}; Max-Age=0"), "");
    for gone in ["0", "-1", "-0", "00", "-99999999999999999999999999"] {
        check(&format!("a=b; Max-Age={gone}"), "");
    }
    for no_number in ["", "-", "+0", "\"0\"", "0s", "0.0", "--0", "0 0", "٠"] {
        check(&format!("a=b; Max-Age={no_number}"), "a=b");
    }
    // What is no number leaves the one before it.
    check("a=b; Max-Age=0; Max-Age=x", "");
    check(&format!("a=b; {over}; Expires=sometime"), "");
    check("a=b; Max-Age=99999999999999999999999999", "a=b");
}
