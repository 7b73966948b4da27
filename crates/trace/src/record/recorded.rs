//! Where a trace comes from that no engine made: a recording of another program.

use serde::{Deserialize, Serialize};

/// What is known of a recording besides what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The program that was recorded, or else the one that wrote the file, e.g. `Firefox 128.0`; may be
    /// empty.
    pub by: String,
    /// How many pages it names.
    pub n_pages: u32,
    /// How many entries are left out, since they were not asked for with HTTP: `data:`, `wss:`, `blob:`.
    pub n_left_out: u32,
    /// How many entries came out of a cache; no server was asked for them.
    pub n_cached: u32,
    /// The fields that hold secrets, e.g. `Authorization`, and how many messages have each; ordered by
    /// name.
    pub secrets: Vec<(String, u32)>,
}
