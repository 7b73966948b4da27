//! What can be said of a domain without knowing what letters are.

use crate::punycode;

/// What Punycode stands behind (RFC 5890 §2.3.2.5).
pub const MARK: &str = "xn--";

/// The domain in ASCII (URL standard §3.3, “domain to ASCII”, not strict), where `ask` writes one
/// with letters beyond ASCII. `None`: no domain is written so.
pub fn domain_to_ascii(domain: &str, ask: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    in_ascii(domain, ask).filter(|ascii| !ascii.chars().any(is_forbidden))
}

fn in_ascii(domain: &str, ask: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    if !domain.is_ascii() {
        return ask(domain);
    }
    let ascii = domain.to_ascii_lowercase();
    if !ascii.split('.').any(|label| label.starts_with(MARK)) {
        return Some(ascii);
    }
    // Some browsers take every domain in ASCII as it is. The letters it stands for they do judge,
    // and those have to lead back to it.
    let letters = ascii.split('.').map(letters_of).collect::<Option<Vec<String>>>()?.join(".");
    ask(&letters).filter(|found| !letters.is_ascii() && *found == ascii)
}

fn letters_of(label: &str) -> Option<String> {
    match label.strip_prefix(MARK) {
        Some(encoded) => punycode::decoded(encoded),
        None => Some(label.to_owned()),
    }
}

/// The forbidden domain code points (URL standard §3.1).
fn is_forbidden(c: char) -> bool {
    c.is_ascii_control() || " #/:<>?@[\\]^|%".contains(c)
}
