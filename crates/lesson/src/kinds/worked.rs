//! An amount that is asked for, with how it is worked out.

use crate::exercise::{SolutionPart, Unit};
use crate::{Given, Told};

/// What is asked, with the solution in parts and what is often thought instead.
pub(super) struct Worked {
    pub question: Told,
    pub given: Given,
    pub unit: Unit,
    pub parts: Vec<SolutionPart>,
    /// Amounts that come of a named misconception.
    pub mistakes: Vec<(u64, Told)>,
}
