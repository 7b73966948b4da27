//! Which encoding a body is in, and its text: as browsers decode (Encoding Standard §6, “decode”),
//! a byte order mark first, then what the header says, then what a page says of itself, then UTF-8.

use super::is_page;
use charset::byte_order_mark;
use trace::MediaType;

/// Decodes octets in the encoding with this label, without a byte order mark. Where they are not
/// the whole, a character that is cut at their end is left out. `None`: no encoding has this label.
pub type Decode = fn(label: &str, octets: &[u8], is_whole: bool) -> Option<String>;

const UTF_8: &str = "utf-8";

/// The text, and its encoding where that is not UTF-8. `None` if it is no text: a null character,
/// or not UTF-8 where nothing says text.
pub fn read(
    octets: &[u8],
    media_type: Option<&MediaType>,
    is_whole: bool,
    decode: Decode,
) -> Option<(String, Option<String>)> {
    let may_be_text = media_type.is_none_or(is_text_type);
    let named = may_be_text.then(|| named(octets, media_type)).flatten();
    if let Some(label) = named.filter(|label| !is_utf_8(label))
        && let Some(text) = decode(&label, octets, is_whole)
    {
        return Some((text, Some(label)));
    }
    if octets.contains(&0) {
        return None;
    }
    let is_broken = match str::from_utf8(octets) {
        Ok(_) => false,
        Err(error) => error.error_len().is_some() || is_whole,
    };
    let says_text = media_type.is_some_and(is_text_type);
    if is_broken && !says_text {
        return None;
    }
    Some((decode(UTF_8, octets, is_whole)?, None))
}

/// The label of the encoding that mark, header or page name.
fn named(octets: &[u8], media_type: Option<&MediaType>) -> Option<String> {
    let by_mark = byte_order_mark(octets);
    let by_header = || Some(media_type?.charset()?.trim().to_ascii_lowercase());
    let by_page = || media_type.is_some_and(is_page).then(|| named_in_page(octets)).flatten();
    by_mark.map(str::to_owned).or_else(by_header).or_else(by_page)
}

fn is_utf_8(label: &str) -> bool {
    matches!(label, UTF_8 | "utf8" | "")
}

/// How far into a page browsers look for its encoding (HTML §13.2.3.2).
const LOOKED_THROUGH: usize = 1024;

/// What `<meta>` says, outside of comments.
fn named_in_page(octets: &[u8]) -> Option<String> {
    let head = &octets[..octets.len().min(LOOKED_THROUGH)];
    let head: String = head.iter().map(|octet| octet.to_ascii_lowercase() as char).collect();
    let mut rest = head.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        let end = rest.find('>')?;
        let label = rest[..end].strip_prefix("<meta").and_then(charset_of);
        if let Some(label) = label {
            // What was read as ASCII up to here is no UTF-16.
            return Some(if label.starts_with("utf-16") { UTF_8.to_owned() } else { label });
        }
        rest = &rest[end..];
    }
    None
}

/// The value behind `charset=`, in an attribute of its own or within `content`.
fn charset_of(attributes: &str) -> Option<String> {
    let behind = attributes.split_once("charset")?.1.trim_start().strip_prefix('=')?;
    let behind = behind.trim_start().trim_start_matches(['"', '\'']);
    let is_end = |sign: char| sign.is_ascii_whitespace() || matches!(sign, '"' | '\'' | ';' | '/');
    let label = behind.split(is_end).next()?;
    (!label.is_empty()).then(|| label.to_owned())
}

/// Whether it is text by its type, or because it says how its characters are encoded.
fn is_text_type(media_type: &MediaType) -> bool {
    let essence = media_type.essence();
    media_type.charset().is_some()
        || essence.starts_with("text/")
        || media_type.is_json()
        || essence.ends_with("+xml")
        || matches!(
            essence,
            "application/xml" | "application/javascript" | "application/x-www-form-urlencoded"
        )
}
