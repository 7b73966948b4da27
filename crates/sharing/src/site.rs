//! Where the page stands.

use crate::embed::{DOCUMENT, Embed};
use crate::texts;
use core::fmt;
use language::fill;

/// The folder in which `cargo xtask dist` was laid, as an address that ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site(String);

/// It is no address of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteError(String);

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&fill!(texts::SITE_IS_NO_ADDRESS, site = self.0))
    }
}

impl std::error::Error for SiteError {}

impl Default for Site {
    /// The folder `roundtrip` at the root of whatever site shows it.
    fn default() -> Self {
        Self("/roundtrip/".to_owned())
    }
}

impl Site {
    /// A whole address (`https://…`), or one that is seen from the page around it (`/…`, `../…`,
    /// `…/`). A name of a document and what stands behind `?` or `#` is left out.
    ///
    /// # Errors
    /// Text that is neither.
    pub fn parse(text: &str) -> Result<Self, SiteError> {
        let error = || SiteError(text.to_owned());
        let folder = text.trim().split(['?', '#']).next().unwrap_or_default();
        let folder = folder.strip_suffix("index.html").unwrap_or(folder);
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'<>\\`".contains(c);
        if folder.is_empty() || !folder.chars().all(is_plain) || folder.starts_with("//") {
            return Err(error());
        }
        let is_whole = is_whole(folder);
        let lacks_host = is_whole && folder.split("://").nth(1).is_none_or(|rest| rest.is_empty());
        let has_scheme = folder.split('/').next().is_some_and(|first| first.contains(':'));
        if lacks_host || (has_scheme && !is_whole) {
            return Err(error());
        }
        let end = if folder.ends_with('/') { "" } else { "/" };
        Ok(Self([folder, end].concat()))
    }

    /// Whether it means the same wherever it is read.
    pub fn is_whole(&self) -> bool {
        is_whole(&self.0)
    }

    /// The address of a file in it.
    pub fn file(&self, path: &str) -> String {
        [&self.0, path].concat()
    }

    /// The address of an embed.
    pub fn embed(&self, embed: &Embed) -> String {
        [&self.0, DOCUMENT, "#", &embed.hash()].concat()
    }

    /// The address of the whole page, showing what a [link](crate::link) holds.
    pub fn page(&self, link: &str) -> String {
        [&self.0, "#", link].concat()
    }
}

fn is_whole(folder: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        folder.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_folder() {
        let check = |text: &str, expected: &str, is_whole: bool| {
            let site = Site::parse(text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((site.file(""), site.is_whole()), (expected.to_owned(), is_whole));
        };
        check("https://a.example", "https://a.example/", true);
        check("https://a.example/x/index.html#v1.x", "https://a.example/x/", true);
        check(" HTTP://a.example/x?y ", "HTTP://a.example/x/", true);
        check("/roundtrip", "/roundtrip/", false);
        check("../tools/", "../tools/", false);
        check("tools", "tools/", false);
    }

    #[test]
    fn what_is_no_folder_is_told() {
        for text in
            ["", " ", "javascript:alert(1)", "//a.example/", "a\"b", "data:x", "https://", "a b"]
        {
            let told = Site::parse(text).expect_err(text).to_string();
            assert!(told.contains("https://example.org/roundtrip"), "{told}");
        }
    }
}
