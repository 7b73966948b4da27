//! What letters are, as the browser knows it.

/// The host that the browser's URL parser makes of a domain. `None`: it refuses it.
#[cfg(target_arch = "wasm32")]
pub fn host_of_letters(domain: &str) -> Option<String> {
    host_in_url(domain, |url| Some(web_sys::Url::new(url).ok()?.hostname()))
}

/// The host that `parse` finds in a URL with this domain. ẞ stands for ß since Unicode 15.1; engines
/// that are older, as WebKitGTK, would write ss.
pub fn host_in_url(domain: &str, parse: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    match domain.chars().any(ends_a_host) {
        true => None,
        false => parse(&format!("http://{}/", domain.replace('ẞ', "ß"))),
    }
}

/// Whether a URL parser would find the end of a host here, an escape, or nothing at all. Of what is
/// mapped to `%`, Chromium makes an escape as well.
fn ends_a_host(c: char) -> bool {
    c.is_ascii_control() || " #/:?@[\\]%％﹪".contains(c)
}
