//! What leaves the page to stand elsewhere: a link to a screen, an embed, and the text by which a
//! program that builds course pages shows one. Page and command write the same.
//!
//! Nothing here knows a browser.

pub mod embed;
pub mod escape;
pub mod exchange;
pub mod link;
pub mod place;
pub mod scorm;
pub mod site;
pub mod snippet;
pub mod texts;

pub use embed::{Embed, Setting, Shown};
pub use exchange::Exchange;
pub use site::Site;
pub use snippet::{Host, Snippet, SnippetError};
