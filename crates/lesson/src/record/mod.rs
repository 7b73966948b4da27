//! What a learning platform is told of a lesson: statements of xAPI 1.0.3 (IEEE 9274.1.1), as plain data.
//!
//! A statement here says what was answered, and what came of it, but not who did so: only the host knows
//! that, and puts its `actor` in. Nor does it say when, since whoever keeps it has a clock.

mod asked;
mod statement;
#[cfg(test)]
mod tests;

pub use asked::{Asked, Interaction, response};
pub use statement::{Attempt, LessonRef, Score};
