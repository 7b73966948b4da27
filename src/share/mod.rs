//! What is on the screen as a link and as a file.

pub mod address;
pub mod code;
pub mod copied;
pub mod course_page;
pub mod dropped;
pub mod opened;
pub mod panel;
