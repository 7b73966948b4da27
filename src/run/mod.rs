//! Runs of the engine: from a scenario to its trace, or to none.

pub mod news;
pub mod simulator;
pub mod state;
