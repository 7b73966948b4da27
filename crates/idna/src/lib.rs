//! Host names beyond ASCII, as the URL standard writes them in ASCII (“domain to ASCII”, which is
//! UTS #46 ToASCII). This crate takes the place of the one of the same name that `url` asks about
//! them, with as much of its names and signatures as `url` needs.
//!
//! What letters are is known from tables natively, and from the browser's own `URL` in page and
//! worker, so that no tables travel: both follow the same standard.

mod ascii;
#[cfg(any(test, target_arch = "wasm32"))]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod letters;
mod punycode;
#[cfg(not(target_arch = "wasm32"))]
mod tables;

#[cfg(target_arch = "wasm32")]
use browser::host_of_letters;
use std::borrow::Cow;
#[cfg(not(target_arch = "wasm32"))]
use tables::host_of_letters;

/// Which ASCII characters no domain may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AsciiDenyList {}

impl AsciiDenyList {
    /// The forbidden domain code points of the URL standard (§3.1).
    pub const URL: Self = Self {};
}

/// A domain that cannot be written in ASCII.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Errors {}

/// The domain in ASCII, as the URL standard writes it (§3.3, “domain to ASCII”, not strict).
///
/// # Errors
/// No domain is written so.
pub fn domain_to_ascii_from_cow(
    domain: Cow<'_, [u8]>,
    _denied: AsciiDenyList,
) -> Result<Cow<'_, str>, Errors> {
    let domain = str::from_utf8(&domain).map_err(|_| Errors {})?;
    ascii::domain_to_ascii(domain, host_of_letters).map(Cow::Owned).ok_or(Errors {})
}

/// The domain as it was given: nothing here shows another form of a host than the one that is sent.
pub fn domain_to_unicode(domain: &str) -> (String, Result<(), Errors>) {
    (domain.to_owned(), Ok(()))
}

#[cfg(test)]
mod tests;
