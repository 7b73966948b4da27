//! All fetches of a run on one clock.

pub mod view;
