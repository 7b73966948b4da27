//! The lanes, and what happens between them.

pub mod drawn;
pub mod items;
pub mod lane_heads;
pub mod panel;
pub mod plain_heads;
