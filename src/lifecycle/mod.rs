//! What the client's call goes through, lit along the steps.

pub mod panel;
