//! Looking inside a step: fields, bytes, and why.

pub mod inspector;
pub mod look_inside;
pub mod panel;
pub mod rows;
