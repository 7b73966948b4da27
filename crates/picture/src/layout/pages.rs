//! A picture that is higher than its room, in pages: a step within one moves nothing.

use super::{ActBand, Diagram};
use core::ops::Range;

/// Where a page may end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Division {
    /// As late as can be: between two acts, or within one that has no room on a page of its own.
    #[default]
    Full,
    /// Behind each act.
    ByAct,
}

impl Diagram {
    /// The heights between which each page stands, top to bottom, without gaps. None is higher than
    /// `room`, but for one with a single row that is. There is one at least.
    pub fn pages(&self, room: f64, division: Division) -> Vec<Range<f64>> {
        let mut pages: Vec<Range<f64>> = Vec::new();
        for act in self.acts.iter().filter(|act| act.top < act.bottom) {
            match pages.last_mut() {
                Some(page) if division == Division::Full && act.bottom - page.start <= room => {
                    page.end = act.bottom;
                }
                Some(_) | None => self.add_pages_of(act, room, &mut pages),
            }
        }
        if let Some(first) = pages.first_mut() {
            first.start = 0.0;
        }
        if pages.is_empty() {
            pages.push(0.0..self.height);
        }
        pages
    }

    /// An act that starts a page, broken between two rows wherever it has no room.
    fn add_pages_of(&self, act: &ActBand, room: f64, pages: &mut Vec<Range<f64>>) {
        let mut page = act.top..act.top;
        let first = self.rows.partition_point(|row| row.bottom <= act.top);
        for row in self.rows[first..].iter().take_while(|row| row.top < act.bottom) {
            if row.bottom - page.start > room && page.end > page.start {
                pages.push(page);
                page = row.top..row.top;
            }
            page.end = row.bottom;
        }
        pages.push(page.start..act.bottom);
    }

    /// The page that shows a step.
    pub fn page_of(&self, pages: &[Range<f64>], step: usize) -> usize {
        let top = self.step_span(step).start;
        pages.partition_point(|page| page.end <= top).min(pages.len().saturating_sub(1))
    }
}
