//! The sequence as text: one line a step.

use crate::Sequence;

/// What a step is, when, and what it means, in one line: the item of the ordered list.
pub fn line(sequence: &Sequence, step: usize) -> String {
    todo!("{sequence:?} {step}")
}

/// The whole sequence, numbered, one line a step.
pub fn text(sequence: &Sequence) -> String {
    todo!("{sequence:?}")
}
