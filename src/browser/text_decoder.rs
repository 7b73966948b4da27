//! Octets as text, in the encodings that browsers know (Encoding Standard). The browser has the
//! tables.

use web_sys::{TextDecodeOptions, TextDecoder};

/// Decodes octets in the encoding with this label, without a byte order mark. Where they are not
/// the whole, a character that is cut at their end is left out. `None`: no encoding has this label.
pub fn decode(label: &str, octets: &[u8], is_whole: bool) -> Option<String> {
    let decoder = TextDecoder::new_with_label(label).ok()?;
    let options = TextDecodeOptions::new();
    options.set_stream(!is_whole);
    decoder.decode_with_u8_array_and_options(octets, &options).ok()
}
