//! What the reader prefers.

pub mod preferences;
