//! Fixed glyph widths, and text fitted to them.
//!
//! The picture is laid out without a browser, so a glyph of the monospaced font has one width:
//! DejaVu Sans Mono's, the widest of the fonts that the page names.

use trace::{MediaType, OctetRange, Trace, hidden};

/// The width of a glyph of the monospaced font, in em.
pub const MONO_EM: f64 = 0.602;

/// The mean width of a glyph in headings, in em: DejaVu Sans in a medium weight, rounded up.
pub const SANS_EM: f64 = 0.64;

/// The most characters of a body that are shown.
pub const BODY_CHARS_MAX: usize = 4_000;

/// How many cells of the monospaced font a character takes.
fn cells(c: char) -> usize {
    match c as u32 {
        // Combining marks, zero-width characters, variation selectors.
        0x300..=0x36f | 0x200b..=0x200f | 0x20d0..=0x20ff | 0xfe00..=0xfe0f => 0,
        // East Asian wide characters (UAX 11), simplified to whole blocks, and emoji.
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe4f | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// The width of a text in cells.
pub fn cell_count(text: &str) -> usize {
    text.chars().map(cells).sum()
}

/// The width of a text in the monospaced font at this size.
pub fn mono_width(text: &str, font_px: f64) -> f64 {
    cell_count(text) as f64 * MONO_EM * font_px
}

/// How many cells fit into a width.
pub(crate) fn cells_within(width_px: f64, font_px: f64) -> usize {
    (width_px / (MONO_EM * font_px)).max(1.0) as usize
}

/// The text, or as much of it as fits with `…` at its end.
pub fn shortened(text: &str, cells_max: usize) -> String {
    if text.len() <= cells_max || cell_count(text) <= cells_max {
        return text.to_owned();
    }
    let mut left = cells_max.saturating_sub(1);
    let fits = text.chars().take_while(|c| {
        let fits = cells(*c) <= left;
        left = left.saturating_sub(cells(*c));
        fits
    });
    let mut short: String = fits.collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// The text in at most `lines_max` lines, broken at spaces; the last one is shortened.
pub(crate) fn wrapped(text: &str, cells_max: usize, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let full = lines.len() == lines_max;
        match lines.last_mut() {
            Some(line) if full || cell_count(line) + 1 + cell_count(word) <= cells_max => {
                line.push(' ');
                line.push_str(word);
                // What would not be drawn need not be gathered.
                if full && line.len() > 4 * cells_max + 4 {
                    break;
                }
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| shortened(line.trim_end_matches(" ·"), cells_max)).collect()
}

/// The text on one line: runs of white space become one space, control characters vanish, and what
/// else nobody sees is marked.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let text: String = text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    for c in hidden::marked(&text).chars() {
        let blank = c.is_whitespace();
        if blank && !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        } else if !blank {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// The pieces of a content, as they came.
pub(crate) fn pieces<'a>(trace: &'a Trace, ranges: &[OctetRange]) -> Vec<&'a [u8]> {
    ranges.iter().map(|range| trace.octets.slice(*range)).collect()
}

/// Octets as text, at most [`BODY_CHARS_MAX`] characters of it, in the encoding that a byte order
/// mark or the media type tells. What is wrong in it is replaced; a text with a NUL in it is none,
/// e.g. that of an image.
pub(crate) fn of_octets(pieces: &[&[u8]], media_type: Option<&MediaType>) -> Clipped {
    let octets_max = 4 * BODY_CHARS_MAX;
    let count = pieces.iter().map(|piece| piece.len()).sum();
    let mut octets = Vec::with_capacity(octets_max.min(count));
    for piece in pieces {
        let room = octets_max - octets.len();
        octets.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    let whole = match media_type {
        Some(media_type) if is_no_text(media_type) => String::from_utf8_lossy(&octets),
        Some(_) | None => {
            let charset = media_type.and_then(MediaType::charset);
            charset::text(&octets, charset, octets.len() == count)
        }
    };
    if whole.contains('\0') {
        return Clipped { text: String::new(), octet_count: count, clipped: true };
    }
    let text: String = whole.chars().take(BODY_CHARS_MAX).collect();
    let clipped = text.len() < whole.len() || octets.len() < count;
    Clipped { text, octet_count: count, clipped }
}

/// Whether a media type says that what looks like a byte order mark is none.
fn is_no_text(media_type: &MediaType) -> bool {
    let main = media_type.essence().split('/').next().unwrap_or_default();
    let is_xml = media_type.essence().ends_with("+xml");
    media_type.essence() == "application/octet-stream"
        || matches!(main, "image" | "audio" | "video" | "font") && !is_xml
}

/// Text that may have been cut.
pub(crate) struct Clipped {
    /// What is left of it.
    pub text: String,
    /// How many octets there were in all.
    pub octet_count: usize,
    /// Whether something is missing.
    pub clipped: bool,
}

/// The reason phrase that a response sends, or, where it sends none as in HTTP/2, the one that
/// RFC 9110 §15 has for its status code.
pub(crate) fn shown_reason(status_code: u16, reason_phrase: &str) -> &str {
    if !reason_phrase.is_empty() {
        return reason_phrase;
    }
    match status_code {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        104 => "Upload Resumption Supported",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(shortened("GET /users/42", 13), "GET /users/42");
        assert_eq!(shortened("GET /users/42", 12), "GET /users/…");
        assert_eq!(shortened("GET /users/42", 5), "GET…");
        assert_eq!(shortened("日本語", 5), "日本…");
        assert_eq!(shortened("abc", 0), "…");
    }

    #[test]
    fn a_note_is_broken_at_spaces() {
        let text = "Parse · find handler · check the content";
        assert_eq!(wrapped(text, 100, 3), [text]);
        assert_eq!(wrapped(text, 22, 3), ["Parse · find handler", "check the content"]);
        assert_eq!(wrapped(text, 22, 1), ["Parse · find handler…"]);
        assert_eq!(wrapped("incomprehensibility", 8, 2), ["incompr…"]);
        assert_eq!(wrapped("", 8, 2), [""]);
    }

    #[test]
    fn labels_have_one_line() {
        assert_eq!(on_one_line(" SELECT *\r\n\tFROM\u{0} users "), "SELECT * FROM users");
        assert_eq!(on_one_line("GET /a\u{202e}b"), "GET /a⟨U+202E⟩b");
    }
}
