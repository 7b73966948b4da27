//! Words, and what they mean.

pub mod panel;
pub mod sentence;
