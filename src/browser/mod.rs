//! What the browser is asked for directly, a file a subject.

pub mod address;
pub mod channel;
pub mod clipboard;
pub mod console;
pub mod files;
pub mod focus;
pub mod host;
pub mod keys;
pub mod offline;
pub mod page;
pub mod pictures;
pub mod print;
pub mod sandbox;
pub mod script;
pub mod scroll;
pub mod storage;
pub mod windows;
pub mod worker;
