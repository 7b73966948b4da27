//! What a real server sent as body, as text where it is one.

use crate::texts;
use compose::json::pretty;
use language::{fill, say_count};
use trace::MediaType;

/// No more than this of a body is read and shown: 1 MiB.
pub const MAX_BODY_OCTETS: usize = 1024 * 1024;

/// A body, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RealBody {
    /// There is none.
    Empty,
    /// A text.
    Text {
        /// As it was sent, read as UTF-8.
        raw: String,
        /// Laid out, where it is JSON that can be.
        pretty: Option<String>,
        /// Whether it is the source of a page.
        is_html: bool,
        /// Whether there was more than [`MAX_BODY_OCTETS`].
        is_cut: bool,
    },
    /// No text.
    Binary {
        /// How many octets were read.
        n_octets: usize,
        /// Whether there was more than [`MAX_BODY_OCTETS`].
        is_cut: bool,
    },
}

impl RealBody {
    /// The body that these octets are, given their Content-Type.
    pub fn of_octets(octets: &[u8], content_type: Option<&str>, is_cut: bool) -> Self {
        if octets.is_empty() {
            return Self::Empty;
        }
        let media_type = content_type.and_then(MediaType::parse);
        let Some(raw) = text_of(octets, media_type.as_ref(), is_cut) else {
            return Self::Binary { n_octets: octets.len(), is_cut };
        };
        let looks_like_json = match &media_type {
            Some(media_type) => media_type.is_json(),
            None => content_type.is_none_or(str::is_empty) && raw.starts_with(['{', '[']),
        };
        let pretty = looks_like_json.then(|| pretty(&raw).ok()).flatten();
        let is_html = media_type.is_some_and(|media_type| {
            media_type.is_html() || media_type.essence() == "application/xhtml+xml"
        });
        Self::Text { raw, pretty, is_html, is_cut }
    }
}

/// Octets as text, unless they are none: a null character, or not UTF-8 where no type says text.
fn text_of(octets: &[u8], media_type: Option<&MediaType>, is_cut: bool) -> Option<String> {
    if octets.contains(&0) {
        return None;
    }
    match str::from_utf8(octets) {
        Ok(text) => Some(text.to_owned()),
        // The cut may go through a character.
        Err(error) if is_cut && octets.len() - error.valid_up_to() < 4 => {
            Some(String::from_utf8_lossy(&octets[..error.valid_up_to()]).into_owned())
        }
        Err(_) => {
            media_type.filter(|kind| is_text_type(kind))?;
            Some(String::from_utf8_lossy(octets).into_owned())
        }
    }
}

fn is_text_type(media_type: &MediaType) -> bool {
    let essence = media_type.essence();
    essence.starts_with("text/")
        || media_type.is_json()
        || essence.ends_with("+xml")
        || matches!(essence, "application/xml" | "application/javascript")
}

/// E.g. `17 bytes` or `3.2 MiB`.
pub fn octets_text(n_octets: usize) -> String {
    let tenths = |unit: usize| {
        let tenths = (n_octets * 10 + unit / 2) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match n_octets {
        0..=1023 => say_count(texts::BYTE_COUNT, n_octets as u64),
        1024..=1_048_575 => fill!(texts::N_KIB, count = tenths(1024)),
        _ => fill!(texts::N_MIB, count = tenths(1024 * 1024)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(octets: &[u8], content_type: Option<&str>, expected: &str) {
        let found = match RealBody::of_octets(octets, content_type, false) {
            RealBody::Empty => "nothing".to_owned(),
            RealBody::Text { raw, pretty, is_html, .. } => {
                let kind = if is_html { "html" } else { "text" };
                format!("{kind} {raw} / {}", pretty.unwrap_or_default())
            }
            RealBody::Binary { n_octets, .. } => format!("binary {n_octets}"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_body_is_text_where_it_can_be_read() {
        check(b"", Some("text/plain"), "nothing");
        check(b"hello", None, "text hello / ");
        check(
            b"{\"a\":1}",
            Some("application/json; charset=utf-8"),
            "text {\"a\":1} / {\n  \"a\": 1\n}",
        );
        check(b"{]", Some("application/problem+json"), "text {] / ");
        check(b"<p>x", Some("text/html"), "html <p>x / ");
        check(b"\xe9t\xe9", Some("text/plain; charset=latin1"), "text \u{fffd}t\u{fffd} / ");
        check(b"\x89PNG\r\n", Some("image/png"), "binary 6");
        check(b"a\0b", Some("text/plain"), "binary 3");
    }

    #[test]
    fn a_cut_through_a_character_is_no_binary() {
        let cut = RealBody::of_octets(&"né".as_bytes()[..2], None, true);
        assert!(matches!(cut, RealBody::Text { raw, is_cut: true, .. } if raw == "n"));
    }

    #[test]
    fn sizes_are_told_in_words() {
        assert_eq!(octets_text(1), "1 byte");
        assert_eq!(octets_text(1023), "1023 bytes");
        assert_eq!(octets_text(1536), "1.5 KiB");
        assert_eq!(octets_text(MAX_BODY_OCTETS), "1.0 MiB");
    }
}
