//! What the page knows, as plain structs that need no browser.

pub mod anatomy;
pub mod announcer;
pub mod answer;
pub mod body;
#[cfg(test)]
mod chance;
pub mod contents;
pub mod copy_as;
pub mod credentials;
pub mod curl;
pub mod draft;
pub mod faults;
pub mod form_error;
pub mod headers;
pub mod inspect;
pub mod json;
pub mod kept;
pub mod keys;
pub mod link;
pub mod methods;
pub mod mode;
pub mod offers;
pub mod params;
pub mod pasted;
pub mod playback;
pub mod real;
pub mod rows;
pub mod run;
pub mod secrets;
pub mod settings;
pub mod speed;
pub mod tables;
pub mod worker_state;
pub mod world;
