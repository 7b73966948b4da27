//! What is drawn of two sides.

use leptos::prelude::RwSignal;
use picture::Sequence;
use picture::compare::{Comparison, Mark, Said};
use picture::layout::DiagramPair;
use std::sync::Arc;

/// Two sequences held against each other.
pub struct Held {
    /// The two.
    pub sequences: [Arc<Sequence>; 2],
    /// What they are called, e.g. `1 GET /me without Authorization`.
    pub names: [String; 2],
    /// What belongs together, and what differs.
    pub comparison: Comparison,
    /// What is marked at each row.
    pub marks: Vec<Option<Mark>>,
    /// What differs, in words.
    pub said: Vec<Said>,
}

/// The same laid out.
#[derive(Clone)]
pub struct Drawn {
    /// What is drawn.
    pub held: Arc<Held>,
    /// Where everything stands.
    pub pair: Arc<DiagramPair>,
    /// How many pixels of the screen one of the picture has.
    pub scale: f64,
}

/// Between which heights of the screen something is drawn.
pub type Sight = RwSignal<(f64, f64)>;
