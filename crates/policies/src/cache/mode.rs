//! How a request uses the cache: the cache mode of Fetch (§2.2.5), and what it adds to the request
//! (HTTP-network-or-cache fetch, §4.6).

use super::message::Request;
use trace::{CacheMode, FieldLine, FieldLines};

/// Fields by which a client asks under a condition of its own.
const CONDITIONS: [&str; 5] =
    ["if-modified-since", "if-none-match", "if-unmodified-since", "if-match", "if-range"];

/// Whether a request has a condition of its own.
pub(super) fn has_condition(field_lines: &FieldLines) -> bool {
    CONDITIONS.iter().any(|name| field_lines.has(name))
}

impl Request<'_> {
    /// The mode that counts: who asks under a condition of their own in the mode `default` passes
    /// the cache by.
    pub(super) fn effective_mode(&self) -> CacheMode {
        match self.mode {
            CacheMode::Default if has_condition(self.field_lines) => CacheMode::NoStore,
            mode => mode,
        }
    }

    /// The field lines with which the request is sent on.
    pub(super) fn sent_fields(&self) -> FieldLines {
        let mut field_lines = self.field_lines.clone();
        let mut add = |name: &str, value: &str| {
            if !field_lines.has(name) {
                field_lines.push(FieldLine { name: name.to_owned(), value: value.to_owned() });
            }
        };
        match self.effective_mode() {
            CacheMode::NoCache => add("Cache-Control", "max-age=0"),
            CacheMode::NoStore | CacheMode::Reload => {
                add("Pragma", "no-cache");
                add("Cache-Control", "no-cache");
            }
            CacheMode::Default | CacheMode::ForceCache | CacheMode::OnlyIfCached => {}
        }
        field_lines
    }
}
