//! What client and server remember at the step that is shown.

pub mod panel;
