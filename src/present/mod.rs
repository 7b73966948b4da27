//! What a room sees: lanes and the sentence alone, large, stepped through with a presenter's remote.

pub mod keys;
mod pointer;
mod stage;
pub mod view;
