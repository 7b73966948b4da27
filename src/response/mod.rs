//! The Response card, and what to try next.

pub mod answer;
pub mod answer_view;
pub mod body_view;
pub mod card;
pub mod suggestions;
