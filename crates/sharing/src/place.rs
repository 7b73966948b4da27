//! Where in a trace a screen is.

use compose::change::Change;
use compose::replay::Replay;
use picture::{Axis, FoldedId, Lanes, Level};
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
    /// What heights say.
    pub axis: Axis,
    /// The folded rows that are open.
    pub opened: Vec<FoldedId>,
    /// The step; the first is 0.
    pub step: usize,
    /// What is shown beside each other, if anything is.
    pub compared: Option<Box<Compared>>,
    /// What is shown again and again, if anything is.
    pub replayed: Option<Replay>,
    /// The fetch that stands in the light among all of the run, if all are shown on one clock.
    pub overviewed: Option<FetchId>,
}

/// Two fetches beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The two.
    pub sides: [Subject; 2],
    /// How many rows of both were gone through; the first is 0.
    pub row: usize,
}

/// What stands on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A fetch as it was sent.
    Sent(FetchId),
    /// The same with a change.
    Changed(FetchId, Change),
}

impl Subject {
    /// The fetch that is shown, as it was or changed.
    pub fn fetch(&self) -> FetchId {
        match self {
            Self::Sent(fetch) | Self::Changed(fetch, _) => *fetch,
        }
    }
}
