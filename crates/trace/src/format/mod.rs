//! The forms in which scenarios and traces leave the program: octets for the worker, JSON, HAR,
//! captures, and one line an event.

mod codec;
mod exchanges;
mod har;
mod json;
mod pcapng;
mod print;
mod recording;

pub use codec::{
    DecodeError, checksum, decode_dissection, decode_trace, encode_dissection, encode_trace, hash,
};
pub use exchanges::exchanges;
pub use har::har;
pub use json::{scenario_in_trace_json, trace_to_json};
pub use pcapng::pcapng;
pub use recording::{RecordingError, RecordingProblem, Wanted, is_har, trace_of_har};
