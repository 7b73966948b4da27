//! What stands before a fetch: a request as it is being written, and the texts that it comes from
//! and goes into. Page and command share it, so that both read and write the same.
//!
//! Nothing here knows a browser, a terminal or a simulation. A [`draft::Draft`] allows any text;
//! [`draft::Draft::request`] judges it and makes a [`trace::Request`] of it.

pub mod anatomy;
pub mod body;
pub mod change;
pub mod copy_as;
pub mod credentials;
pub mod curl;
pub mod draft;
pub mod fetching;
pub mod headers;
pub mod input_error;
pub mod json;
pub mod line_ends;
pub mod methods;
pub mod overrides;
pub mod params;
pub mod replay;
pub mod rows;
pub mod scheme;
pub mod secrets;
pub mod tables;
pub mod texts;
pub mod unseen;
pub mod url_parts;
pub mod warnings;
pub mod written;
