//! The engine as the page sees it: a Web Worker.

pub mod engine;
pub mod state;
