//! Exercises on the page: the picture that is given, the question, answers by mouse, touch and keyboard, and
//! what really happens. What is asked and what is right comes from the crate `lesson`.

pub mod amount;
pub mod choose;
pub mod fault;
pub mod gate;
pub mod goals;
pub mod make;
pub mod order;
pub mod panel;
pub mod picture;
pub mod placing;
pub mod pointing;
pub mod question;
mod reveal;
pub mod state;
pub mod verdict;
pub mod view;
pub mod work;
pub mod written;
