//! What the host of the service chose of its behaviour.

use trace::{Cors, Crash};

/// How the service behaves, and what fails in it. By default nothing does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// Where the program fails.
    pub crash: Crash,
    /// Which pages of other origins may read answers.
    pub cors: Cors,
    /// Whether only so many requests pass: see [`RATE`](crate::RATE).
    pub is_rate_limited: bool,
    /// Whether answers tell how long the work took.
    pub tells_timing: bool,
}
