//! Where what shows a step stands in time.

use leptos::prelude::*;

/// Before the current step, at it, or behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It was passed.
    Past,
    /// It is the current one.
    Now,
    /// It is still to come.
    Ahead,
}

/// Where what shows `step` stands while `current` is shown. All that changes with that reads this: much of
/// the page shows a step, and little of it is another than before when the current one changes.
pub fn stand_of(
    step: impl Fn() -> usize + Send + Sync + 'static,
    current: Memo<usize>,
) -> Memo<Stand> {
    Memo::new(move |_| match step().cmp(&current.get()) {
        core::cmp::Ordering::Less => Stand::Past,
        core::cmp::Ordering::Equal => Stand::Now,
        core::cmp::Ordering::Greater => Stand::Ahead,
    })
}
