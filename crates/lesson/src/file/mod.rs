//! A lesson as a file: Markdown that a teacher writes (`docs/lesson.md`), and JSON that a page opens.
//! Nothing in it can run or send anything: text is text, HTML is shown as it is written, a picture is
//! its words, and what is sent is sent by whoever presses a button.

pub(crate) mod about;
mod asked;
mod exercise_fence;
mod front_matter;
mod json;
mod lesson;
mod markdown;
mod notes;
mod parts;
mod scenario_json;
mod slip;
mod spec;
#[cfg(test)]
mod tests;

pub use json::{
    FORMAT_VERSION, Named, lesson_from_json, lesson_to_json, lessons_from_json, lessons_to_json,
};
pub use lesson::{Block, Exchange, Inline, Lesson, Level};
pub use markdown::{Fence, MAX_OCTETS, Written, read_markdown};
pub use notes::notes;
pub use parts::{Act, Part};
pub use slip::Slip;
pub use spec::{QuizOption, Solution, Spec, SpecKind};
