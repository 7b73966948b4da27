//! The diagram as a file of its own: the same geometry as on screen.

use crate::Sequence;
use crate::layout::Diagram;

/// An SVG document that reads well on light and dark ground.
pub fn svg(sequence: &Sequence, diagram: &Diagram) -> String {
    todo!("{sequence:?} {diagram:?}")
}
