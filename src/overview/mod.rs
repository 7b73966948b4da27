//! All fetches of a run on one clock.

mod chosen;
mod lanes;
pub mod view;
