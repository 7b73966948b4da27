//! Lessons as the page has them: where in them one is, where they come from, what of them was done. What a
//! lesson is, and what its exercises ask, says the crate `lesson`; what is shown is in `learn`.

mod fence;
pub mod place;
pub mod progress;
pub mod reading;
pub mod shelf;
pub mod state;
