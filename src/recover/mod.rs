//! A page that broke, and what was typed before.

pub mod screen;
pub mod stored_draft;
