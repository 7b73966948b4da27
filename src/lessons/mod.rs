//! Lessons on the page: their list, one of them part by part, and what of them is done. What a lesson is,
//! and what its exercises ask, says the crate `lesson`.

mod end;
mod fence;
mod list;
mod own;
mod page;
pub mod place;
mod progress;
mod prose;
mod reading;
mod records;
mod shelf;
pub mod state;
mod told;
pub mod view;

pub use reading::{is_lesson, open};
