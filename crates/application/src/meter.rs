//! How often something may be asked for. Counting takes a clock, so the host counts.

/// Counts calls.
pub trait Meter: Send + Sync + 'static {
    /// Counts one more call, or tells how many seconds to wait because there were too many.
    fn count(&self) -> Result<(), u64>;
}

/// How many calls [`Meter`] lets pass in [`SECONDS`].
pub const CALLS_MAX: usize = 3;
/// The time in which calls are counted.
pub const SECONDS: u64 = 60;
