//! The presenter's window: a second window of the page, which steps with the one that a room sees
//! and tells what the room is not told.

mod agreement;
mod clock;
mod exchange;
pub mod news;
pub mod open;
pub mod pair;
mod said;
mod shown;
pub mod view;
