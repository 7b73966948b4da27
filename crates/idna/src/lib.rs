//! Host names beyond ASCII, as the URL standard writes them in ASCII (“domain to ASCII”, which is
//! UTS #46 ToASCII). This crate takes the place of the one that `url` asks about them.
//!
//! The tables of UTS #46 come from that crate natively, and from the browser's own `URL` in page
//! and worker: both follow the same standard.

#[cfg(any(test, target_arch = "wasm32"))]
mod ascii;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(any(test, target_arch = "wasm32"))]
mod letters;

#[cfg(target_arch = "wasm32")]
pub use browser::{AsciiDenyList, Errors, domain_to_ascii_from_cow, domain_to_unicode};
#[cfg(not(target_arch = "wasm32"))]
pub use idna_with_tables::*;

#[cfg(test)]
mod tests;
