//! What the reader prefers.

pub mod menu;
pub mod preferences;
