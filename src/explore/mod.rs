//! Methods and status codes as charts, of which each entry is a request that is sent; URLs and messages,
//! to be taken apart and built.

pub mod apart;
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
    /// Whether what is taken apart is open.
    pub is_apart_open: RwSignal<bool>,
    /// The URL that is taken apart, as it is typed.
    pub url: RwSignal<String>,
    /// The message that is taken apart, as it is typed.
    pub message: RwSignal<String>,
    /// Whether lines of its body end with CR LF as well.
    pub has_cr_lf: RwSignal<bool>,
}

impl Default for Explored {
    /// Nothing was opened.
    fn default() -> Self {
        Self {
            is_open: RwSignal::new(false),
            chosen: RwSignal::new(None),
            is_apart_open: RwSignal::new(false),
            url: RwSignal::new("https://api.example.com/products?category=toys#top".to_owned()),
            message: RwSignal::new(String::new()),
            has_cr_lf: RwSignal::new(false),
        }
    }
}
