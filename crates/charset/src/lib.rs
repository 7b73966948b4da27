//! Octets as text, as browsers decode them (Encoding Standard §6, “decode”): a byte order mark
//! first, then the charset that is named, then UTF-8.
//!
//! The tables of all encodings come from `encoding_rs` natively, and from the browser in the page:
//! both follow the same standard.

use std::borrow::Cow;

pub use platform::decode;

const UTF_8: &str = "utf-8";

/// The text that these octets are, where this charset was named for them. What is wrong in its
/// encoding is replaced by U+FFFD; where they are not the whole, a character that is cut at their
/// end is left out.
pub fn text<'a>(octets: &'a [u8], charset: Option<&str>, is_whole: bool) -> Cow<'a, str> {
    let label = byte_order_mark(octets).or(charset).unwrap_or(UTF_8);
    match is_utf_8(label) {
        true => utf_8(octets, is_whole),
        false => match decode(label, octets, is_whole) {
            Some(text) => Cow::Owned(text),
            // No encoding has this label.
            None => utf_8(octets, is_whole),
        },
    }
}

/// The encoding that a byte order mark tells, which counts more than what is named.
pub fn byte_order_mark(octets: &[u8]) -> Option<&'static str> {
    match octets {
        [0xef, 0xbb, 0xbf, ..] => Some(UTF_8),
        [0xfe, 0xff, ..] => Some("utf-16be"),
        [0xff, 0xfe, ..] => Some("utf-16le"),
        _ => None,
    }
}

fn is_utf_8(label: &str) -> bool {
    let label = label.trim();
    label.eq_ignore_ascii_case(UTF_8) || label.eq_ignore_ascii_case("utf8")
}

fn utf_8(octets: &[u8], is_whole: bool) -> Cow<'_, str> {
    let octets = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let whole = match str::from_utf8(octets) {
        // An error without a length is a character that is cut at the end.
        Err(error) if !is_whole && error.error_len().is_none() => &octets[..error.valid_up_to()],
        Ok(_) | Err(_) => octets,
    };
    String::from_utf8_lossy(whole)
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use encoding_rs::Encoding;

    /// Decodes octets in the encoding with this label, without a byte order mark. Where they are not
    /// the whole, a character that is cut at their end is left out. `None`: no encoding has this
    /// label.
    pub fn decode(label: &str, octets: &[u8], is_whole: bool) -> Option<String> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
        let mut decoder = encoding.new_decoder_with_bom_removal();
        let room = decoder.max_utf8_buffer_length(octets.len())?;
        let mut text = String::with_capacity(room);
        let _ = decoder.decode_to_string(octets, &mut text, is_whole);
        Some(text)
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use web_sys::{TextDecodeOptions, TextDecoder};

    /// Decodes octets in the encoding with this label, without a byte order mark. Where they are not
    /// the whole, a character that is cut at their end is left out. `None`: no encoding has this
    /// label.
    pub fn decode(label: &str, octets: &[u8], is_whole: bool) -> Option<String> {
        let decoder = TextDecoder::new_with_label(label).ok()?;
        let options = TextDecodeOptions::new();
        options.set_stream(!is_whole);
        decoder.decode_with_u8_array_and_options(octets, &options).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(octets: &[u8], charset: Option<&str>, expected: &str) {
        assert_eq!(text(octets, charset, true), expected, "{charset:?}");
    }

    #[test]
    fn what_is_named_counts_and_a_byte_order_mark_counts_more() {
        check(b"Gr\xfc\xdfe", Some("ISO-8859-1"), "Grüße");
        check(b"5 \x80", Some("latin1"), "5 €");
        check(b"Gr\xc3\xbc\xc3\x9fe", Some("ISO-8859-1"), "GrÃ¼ÃŸe");
        check(b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", Some("ISO-8859-1"), "Grüße");
        check(b"\xff\xfeG\0r\0\xfc\0", None, "Grü");
        check(b"\xfe\xff\0G\0r\0\xfc", Some("utf-8"), "Grü");
        check(b"G\0r\0", Some("UTF-16"), "Gr");
        check(b"\x93\xfa\x96{", Some("Shift_JIS"), "日本");
        check(b"\xd0\xd2", Some(" KOI8-R "), "пр");
    }

    #[test]
    fn without_a_known_name_it_is_utf_8() {
        check("Grüße".as_bytes(), None, "Grüße");
        check("\u{feff}{}".as_bytes(), None, "{}");
        check("Grüße".as_bytes(), Some("klingon"), "Grüße");
        check("Grüße".as_bytes(), Some(""), "Grüße");
        check(b"a\xffb", None, "a\u{fffd}b");
        check(b"", Some("utf-16"), "");
    }

    #[test]
    fn what_is_cut_leaves_no_mark() {
        assert_eq!(text("aü".as_bytes(), None, true), "aü");
        assert_eq!(text(b"a\xc3", None, false), "a");
        assert_eq!(text(b"a\xc3", None, true), "a\u{fffd}");
        assert_eq!(text(b"a\0b", Some("utf-16le"), false), "a");
        assert_eq!(text(b"a\x93", Some("shift_jis"), false), "a");
    }
}
