//! What stands where on the screen. Components place things; they do not work things out.

pub mod app;
mod composer;
mod controls;
mod examples;
mod field_rows;
mod history;
mod live;
mod message;
mod piece;
mod request_fold;
mod response;
mod scrubber;
mod sentence;
mod side;
mod stage;
mod stage_items;
mod steps;
mod world;
