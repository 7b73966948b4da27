//! What stands where on the screen. Components place things; they do not work things out.

pub mod answer;
pub mod app;
mod composer;
mod contents;
mod controls;
pub mod examples;
mod field_rows;
pub mod glossary;
mod history;
pub mod live;
mod message;
mod mode;
pub mod piece;
pub mod real;
mod real_answer;
mod real_before;
mod real_lanes;
pub mod request_fold;
mod response;
mod scrubber;
mod sentence;
mod side;
mod stage;
mod stage_items;
mod steps;
pub mod world;
