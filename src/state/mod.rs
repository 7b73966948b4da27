//! What the page knows, as plain structs that need no browser.

pub mod announcer;
pub mod answer;
pub mod contents;
pub mod faults;
pub mod inspect;
pub mod kept;
pub mod keys;
pub mod link;
pub mod mode;
pub mod offers;
pub mod pasted;
pub mod playback;
pub mod real;
pub mod run;
pub mod settings;
pub mod speed;
pub mod worker_state;
pub mod world;
