//! What the browser is asked for directly, a file a subject.

pub mod address;
pub mod clipboard;
pub mod console;
pub mod files;
pub mod focus;
pub mod page;
pub mod print;
pub mod sandbox;
mod script;
pub mod scroll;
pub mod storage;
