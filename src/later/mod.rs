//! The part of the program that the first screen does without.

pub mod doors;
pub mod popover;
