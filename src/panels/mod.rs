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
pub mod piece;
pub mod request_fold;
mod response;
mod scrubber;
mod sentence;
mod side;
mod stage;
mod stage_items;
mod steps;
pub mod world;
