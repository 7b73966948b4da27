//! What a room sees: lanes and the sentence alone, large, stepped through with a presenter's remote.

pub mod keys;
mod pointer;
mod sight;
mod stage;
pub mod view;
