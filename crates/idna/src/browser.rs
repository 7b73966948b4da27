//! What `url` asks for, answered by the browser. Names and signatures are those of the crate whose
//! place this one takes.

use crate::ascii;
use std::borrow::Cow;

/// Which ASCII characters no domain may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AsciiDenyList {}

impl AsciiDenyList {
    /// Those of the URL standard, which are the only ones that a browser's `URL` knows.
    pub const URL: Self = Self {};
}

/// A domain that cannot be written in ASCII.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Errors {}

/// The domain in ASCII, as the URL standard writes it.
///
/// # Errors
/// No domain is written so.
pub fn domain_to_ascii_from_cow(
    domain: Cow<'_, [u8]>,
    _denied: AsciiDenyList,
) -> Result<Cow<'_, str>, Errors> {
    let domain = str::from_utf8(&domain).map_err(|_| Errors {})?;
    ascii::domain_to_ascii(domain, host_of).map(Cow::Owned).ok_or(Errors {})
}

/// The domain as it was given: browsers write hosts in ASCII alone.
pub fn domain_to_unicode(domain: &str) -> (String, Result<(), Errors>) {
    (domain.to_owned(), Ok(()))
}

fn host_of(domain: &str) -> Option<String> {
    let url = web_sys::Url::new(&format!("http://{domain}/")).ok()?;
    Some(url.hostname())
}
