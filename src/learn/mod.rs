//! Lessons on the page: their list, one of them part by part, and what of them is done.

mod end;
mod list;
mod own;
mod page;
mod parts;
mod prose;
mod records;
mod room;
mod shown;
mod told;
pub mod view;
mod way;
