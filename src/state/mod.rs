//! What the page knows, as plain structs that need no browser.

pub mod announcer;
pub mod composer;
pub mod door;
pub mod offers;
pub mod playback;
pub mod run;
pub mod world;
