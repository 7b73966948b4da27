//! Methods and status codes as charts, of which each entry is a request that is sent.

pub mod charts;
pub mod panel;

use leptos::prelude::*;

/// Whether the charts are open, and which entry was chosen last. It outlives the steps, which go while
/// another world is started. Copies are the same.
#[derive(Clone, Copy)]
pub struct Explored {
    /// Whether the charts are open.
    pub is_open: RwSignal<bool>,
    /// The example whose entry was chosen, until its trace is here.
    pub chosen: RwSignal<Option<&'static str>>,
}

impl Default for Explored {
    /// Nothing was opened.
    fn default() -> Self {
        Self { is_open: RwSignal::new(false), chosen: RwSignal::new(None) }
    }
}
