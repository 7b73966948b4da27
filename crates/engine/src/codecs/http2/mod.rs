//! HTTP/2 frames (RFC 9113 §4) and header sections (RFC 7541), read from octets: sans-IO.
//!
//! Endpoints speak it with the crate `h2`; this is how a capture program reads it.

mod frame;
mod hpack;
mod huffman;

pub use frame::{ERRORS, Frame, FrameKind, PREFACE, SETTINGS, flags, frames};
pub use hpack::{DecodedField, Decoder};
