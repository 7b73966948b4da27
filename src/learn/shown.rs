//! A lesson that is shown, and the ways between its parts.

use crate::browser::page::now;
use crate::learn::parts::Parts;
use crate::lessons::place::{Place, Which};
use lesson::file::{Named, Part};
use std::sync::Arc;

/// A lesson that is shown.
#[derive(Clone)]
pub struct Shown {
    /// What all views share.
    pub parts: Parts,
    /// The lesson, by its name.
    pub named: Arc<Named>,
    /// How it is found again.
    pub which: Which,
    /// All of its parts.
    pub all: Arc<Vec<Part>>,
    /// When it was opened, by the page's own clock.
    pub opened_at_ms: f64,
}

impl Shown {
    /// The address of a part of it.
    pub fn address(&self, number: usize) -> String {
        Place::Part(self.which.clone(), number).address()
    }

    /// Goes from one part to another; what is left behind by going on is done.
    pub fn go_on(&self, from: usize) {
        let name = &self.named.name;
        self.parts.note(|progress| progress.part_done(name, from, &now()));
        self.parts.go_to(Place::Part(self.which.clone(), from + 1));
    }
}
