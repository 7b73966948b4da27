//! What became of a pasted curl command.

use compose::curl::Note;
use compose::draft::Draft;
use trace::ClientKind;

/// A command that was pasted, as long as the page speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pasted {
    /// It has still to be read.
    Waiting(String),
    /// It is the request now.
    Taken {
        /// What stood there before, to be put back.
        before: Box<Draft>,
        /// Who would have sent that.
        client_before: ClientKind,
        /// What it was read as.
        after: Box<Draft>,
        /// The same with the fields that curl adds by itself.
        from_curl: Box<Draft>,
        /// What the request does not show of it.
        notes: Vec<Note>,
    },
    /// It could not be read; the message says why.
    Refused(String),
}
