//! Where in the lessons the page is. All else of them comes with the later part of the program.

use crate::lessons::place::Place;
use crate::view::fact::Fact;
use leptos::prelude::*;

/// Where in the lessons the page is. Copies are the same.
#[derive(Clone, Copy)]
pub struct Lessons {
    /// What is shown of them, in place of the page; nothing while the page is.
    pub place: Fact<Option<Place>>,
    /// What was answered of a lesson elsewhere, as the link to it says; until it is taken over.
    pub answered: Fact<Vec<(usize, bool, u32)>>,
    /// Changes when another lesson was opened from a file.
    pub opened: RwSignal<u32>,
}

impl Default for Lessons {
    fn default() -> Self {
        Self { place: Fact::new(None), answered: Fact::new(Vec::new()), opened: RwSignal::new(0) }
    }
}

impl Lessons {
    /// Whether lessons are shown, or wait for something to be done in the page.
    pub fn are_open(self) -> bool {
        self.place.read().is_some()
    }
}
