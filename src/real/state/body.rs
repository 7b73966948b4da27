//! What a real server sent as body: as text where it is one, as a picture where it is one.

mod encoding;

pub use encoding::Decode;

use compose::json::pretty;
use encoding::read;
use trace::{MediaType, picture_type};

/// No more than this of a body is read and shown: 1 MiB.
pub const MAX_BODY_OCTETS: usize = 1024 * 1024;

/// A body, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RealBody {
    /// There is none.
    Empty,
    /// A text.
    Text {
        /// As it was sent, decoded.
        raw: String,
        /// Laid out, where it is JSON that can be.
        pretty: Option<String>,
        /// Whether it is the source of a page.
        is_html: bool,
        /// The encoding that it was in, where that is not UTF-8.
        encoding: Option<String>,
    },
    /// A picture that browsers show.
    Picture {
        /// What it is by its octets, whatever its Content-Type says.
        media_type: &'static str,
        /// Its octets.
        octets: Vec<u8>,
        /// What is written in it, where it is a text: SVG.
        source: Option<String>,
    },
    /// No text.
    Binary {
        /// How many octets were read.
        n_octets: usize,
    },
}

impl RealBody {
    /// The body that these octets are, given their Content-Type. Where not all of it was read, the
    /// last character may be cut through.
    pub fn of_octets(
        octets: Vec<u8>,
        content_type: Option<&str>,
        is_whole: bool,
        decode: Decode,
    ) -> Self {
        if octets.is_empty() {
            return Self::Empty;
        }
        let media_type = content_type.and_then(MediaType::parse);
        if let Some(media_type) = picture_type(&octets) {
            return Self::Picture { media_type, octets, source: None };
        }
        let Some((raw, encoding)) = read(&octets, media_type.as_ref(), is_whole, decode) else {
            return Self::Binary { n_octets: octets.len() };
        };
        if media_type.as_ref().is_some_and(MediaType::is_svg) {
            return Self::Picture { media_type: SVG, octets, source: Some(raw) };
        }
        let looks_like_json = match &media_type {
            Some(media_type) => media_type.is_json(),
            None => content_type.is_none_or(str::is_empty) && raw.starts_with(['{', '[']),
        };
        let pretty = looks_like_json.then(|| pretty(&raw).ok()).flatten();
        let is_html = media_type.as_ref().is_some_and(is_page);
        Self::Text { raw, pretty, is_html, encoding }
    }
}

const SVG: &str = "image/svg+xml";

fn is_page(media_type: &MediaType) -> bool {
    media_type.is_html() || media_type.essence() == "application/xhtml+xml"
}

#[cfg(test)]
#[path = "body/tests.rs"]
mod tests;
