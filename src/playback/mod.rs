//! Where in a trace we are, and how it goes on.

pub mod announcer;
pub mod controls;
pub mod levels;
pub mod player;
pub mod playing;
pub mod scrubber;
pub mod speed;
pub mod stand;
pub mod state;
