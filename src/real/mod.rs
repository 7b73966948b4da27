//! Requests that are sent for real, and what the browser tells of them.

pub mod answer_card;
pub mod before_card;
pub mod fetch;
pub mod lanes;
pub mod panel;
pub mod sending;
pub mod state;
