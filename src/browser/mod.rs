//! What the browser is asked for directly.

pub mod dom;
