//! What is said beside the lanes: the step that is shown, its message, and all steps.

pub mod list;
pub mod message;
pub mod recorded;
pub mod side;
