//! The sequence as a Mermaid sequence diagram.

use crate::Sequence;

/// The text of the diagram.
pub fn mermaid(sequence: &Sequence) -> String {
    todo!("{sequence:?}")
}
