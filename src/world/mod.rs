//! The world that a request goes to: what it is like, what goes wrong, what is on the server.

pub mod contents;
pub mod contents_panel;
pub mod faults;
pub mod fold;
pub mod form;
pub mod state;
