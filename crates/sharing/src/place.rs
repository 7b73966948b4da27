//! Where in a trace a screen is.

use picture::{FoldedId, Lanes, Level};
use trace::FetchId;

/// A step of a trace that is yet to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The fetch that is shown, if one is.
    pub fetch: Option<FetchId>,
    /// How much of it is shown.
    pub level: Level,
    /// Which hosts have a lane.
    pub lanes: Lanes,
    /// The folded rows that are open.
    pub opened: Vec<FoldedId>,
    /// The step; the first is 0.
    pub step: usize,
}
