//! What can be said of a domain without tables.

use crate::letters;

/// What Punycode stands behind (RFC 5890 §2.3.2.5).
const MARK: &str = "xn--";

/// The domain in ASCII (URL standard §3.3, “domain to ASCII”, not strict), where `ask` knows the
/// host that a URL parser makes of a domain beyond ASCII. `None`: no domain is written so.
pub fn domain_to_ascii(domain: &str, ask: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    if domain.chars().any(is_forbidden) {
        return None;
    }
    if !domain.is_ascii() {
        return ask(domain);
    }
    let ascii = domain.to_ascii_lowercase();
    if !ascii.split('.').any(is_marked_as_encoded) {
        return Some(ascii);
    }
    // Some browsers take every domain in ASCII as it is. The letters it stands for they do judge,
    // and those have to lead back to it.
    let letters = ascii.split('.').map(letters_of).collect::<Option<Vec<String>>>()?.join(".");
    let is_judged = !letters.is_ascii() && !letters.chars().any(is_forbidden);
    ask(&letters).filter(|found| is_judged && *found == ascii)
}

/// Whether a label says of itself that it is Punycode, as `xn--bcher-kva`.
fn is_marked_as_encoded(label: &str) -> bool {
    label.starts_with(MARK)
}

fn letters_of(label: &str) -> Option<String> {
    match label.strip_prefix(MARK) {
        Some(encoded) => letters::decoded(encoded),
        None => Some(label.to_owned()),
    }
}

/// The forbidden domain code points (URL standard §3.1), and what is mapped to `%`: Chromium takes
/// that for an escape of its own.
fn is_forbidden(c: char) -> bool {
    c.is_ascii_control() || " #/:<>?@[\\]^|%％﹪".contains(c)
}
