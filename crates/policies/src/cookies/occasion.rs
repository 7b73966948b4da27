//! In which request a cookie comes or goes (6265bis §5.2, §5.7, §5.8).

use super::site::{Party, Reach};
use trace::HttpUrl;

/// What a cookie is received from, or sent with.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The target of the request.
    pub url: &'a HttpUrl,
    /// Whether the site that it belongs to asks for it itself.
    pub party: Party,
    /// What becomes of the answer.
    pub reach: Reach,
    /// Who sets or reads the cookie.
    pub api: Api,
}

/// Who sets or reads a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// A field of a message.
    Http,
    /// A script by `document.cookie`: a “non-HTTP” API.
    Script,
}
