//! Octets as servers send them, and what they are shown as. The browser decodes; a stand-in here
//! says which encoding it was asked for.

use super::*;

/// UTF-8 as it is; of others, the label and the number of octets.
fn decode(label: &str, octets: &[u8], is_whole: bool) -> Option<String> {
    match label {
        "utf-8" => {
            let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
            let text = String::from_utf8_lossy(octets).into_owned();
            Some(if is_whole { text } else { text.trim_end_matches('\u{fffd}').to_owned() })
        }
        "latin1" | "utf-16le" | "utf-16be" | "shift_jis" => {
            Some(format!("{label} {}", octets.len()))
        }
        _ => None,
    }
}

fn body(octets: &[u8], content_type: Option<&str>) -> RealBody {
    RealBody::of_octets(octets.to_vec(), content_type, true, decode)
}

#[track_caller]
fn check(octets: &[u8], content_type: Option<&str>, expected: &str) {
    let found = match body(octets, content_type) {
        RealBody::Empty => "nothing".to_owned(),
        RealBody::Text { raw, pretty, is_html, encoding } => {
            let kind = if is_html { "html" } else { "text" };
            let encoding = encoding.unwrap_or_default();
            format!("{kind} {raw} / {} / {encoding}", pretty.unwrap_or_default())
        }
        RealBody::Picture { media_type, source, .. } => {
            format!("{media_type} {}", source.unwrap_or_default())
        }
        RealBody::Binary { n_octets, .. } => format!("binary {n_octets}"),
    };
    assert_eq!(found, expected);
}

#[test]
fn a_body_is_text_where_it_can_be_read() {
    check(b"", Some("text/plain"), "nothing");
    check(b"hello", None, "text hello /  / ");
    check(
        b"{\"a\":1}",
        Some("application/json; charset=utf-8"),
        "text {\"a\":1} / {\n  \"a\": 1\n} / ",
    );
    check(b"{]", Some("application/problem+json"), "text {] /  / ");
    check(b"<p>x", Some("text/html"), "html <p>x /  / ");
    check(b"\xe9t\xe9", Some("text/plain"), "text \u{fffd}t\u{fffd} /  / ");
    check(b"\xe9t\xe9", Some("application/pdf"), "binary 3");
    check(b"a\0b", Some("text/plain"), "binary 3");
}

#[test]
fn a_mark_comes_before_the_header_and_the_header_before_the_page() {
    check(b"\xe9t\xe9", Some("text/plain; charset=latin1"), "text latin1 3 /  / latin1");
    check(b"\xff\xfea\0", Some("text/plain; charset=latin1"), "text utf-16le 4 /  / utf-16le");
    check(b"\xfe\xff\0a", None, "text utf-16be 4 /  / utf-16be");
    check(b"\xef\xbb\xbf{}", Some("application/json; charset=latin1"), "text {} / {} / ");
    check(b"\xef\xbb\xbf{}", None, "text {} / {} / ");
    check(b"x", Some("text/plain; charset=nonsense"), "text x /  / ");
    let page = b"<!-- <meta charset=utf-16le> --><META CHARSET='shift_jis'>";
    check(page, Some("text/html"), "html shift_jis 58 /  / shift_jis");
    check(page, Some("text/html;charset=LATIN1"), "html latin1 58 /  / latin1");
    let old = b"<meta http-equiv=content-type content=\"text/html; charset=shift_jis\">";
    check(old, Some("text/html"), "html shift_jis 69 /  / shift_jis");
    check(b"\xff\xfea\0", Some("application/zip"), "binary 4");
}

#[test]
fn a_picture_is_what_its_octets_are() {
    check(b"\x89PNG\r\n\x1a\n", Some("image/png"), "image/png ");
    check(b"\xff\xd8\xff\xe0", Some("text/plain"), "image/jpeg ");
    check(b"GIF89a\0\0", None, "image/gif ");
    check(b"RIFF\0\0\0\0WEBPVP8 ", None, "image/webp ");
    check(b"<svg/>", Some("image/svg+xml; charset=utf-8"), "image/svg+xml <svg/>");
    check(b"not one", Some("image/png"), "text not one /  / ");
    check(b"\x89PNG\0", Some("image/png"), "binary 5");
}

#[test]
fn a_cut_through_a_character_is_no_binary() {
    let cut = "né".as_bytes()[..2].to_vec();
    let cut = RealBody::of_octets(cut, None, false, decode);
    assert!(matches!(cut, RealBody::Text { raw, .. } if raw == "n"));
}
