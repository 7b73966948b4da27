//! Two sequences beside each other: what belongs together stands at one height.

use super::{Diagram, Form, WIDTH_MIN_PX, rows, scale};
use crate::compare::Comparison;
use crate::{Axis, Sequence};
use core::ops::Range;

/// Two sequences laid out beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct DiagramPair {
    /// Each for its own half, both of the same height.
    pub diagrams: [Diagram; 2],
    /// The heights between which each row of the comparison stands on each side. In equal steps they are
    /// the same on both; to scale each side has its own, and none where it has no such step.
    pub rows: Vec<[Option<Range<f64>>; 2]>,
}

/// Lays out two sequences, each for a stage of this width, without headings and folded rows; on the axis
/// of the first.
pub fn layout_pair(both: [&Sequence; 2], comparison: &Comparison, width_px: f64) -> DiagramPair {
    let width = width_px.max(WIDTH_MIN_PX);
    let axis = both[0].axis;
    let mut diagrams = both.map(|sequence| rows::layout(sequence, width, Form::Bare, (None, axis)));
    let rows = match axis {
        Axis::EqualSteps => align(&mut diagrams, comparison),
        Axis::ToScale => {
            scale::spread_pair(&mut diagrams, both);
            let height = diagrams.iter().map(|diagram| diagram.height).fold(0.0, f64::max);
            diagrams.iter_mut().for_each(|diagram| diagram.height = height);
            let span = |diagram: &Diagram, step: usize| {
                let row = diagram.rows.get(*diagram.step_rows.get(step)? as usize)?;
                Some(row.top..row.bottom)
            };
            let rows = comparison.rows.iter();
            rows.map(|row| [0, 1].map(|side| span(&diagrams[side], row[side]?))).collect()
        }
    };
    for (diagram, sequence) in diagrams.iter_mut().zip(both) {
        diagram.activations = rows::activations(diagram, sequence, None);
    }
    DiagramPair { diagrams, rows }
}

/// Moves what belongs together to one height.
fn align(diagrams: &mut [Diagram; 2], comparison: &Comparison) -> Vec<[Option<Range<f64>>; 2]> {
    let mut y = diagrams.iter().map(Diagram::first_top).fold(0.0, f64::max);
    let mut spans = Vec::with_capacity(comparison.rows.len());
    for row in &comparison.rows {
        let steps = [0, 1].map(|side| row[side].map(|step| (side, step)));
        let mut height: f64 = 0.0;
        for (side, step) in steps.into_iter().flatten() {
            let span = diagrams[side].step_span(step);
            height = height.max(span.end - span.start);
        }
        for (side, step) in steps.into_iter().flatten() {
            diagrams[side].move_step(step, y);
        }
        spans.push([Some(y..y + height), Some(y..y + height)]);
        y += height;
    }
    for diagram in diagrams {
        diagram.height = y + rows::BARE_BOTTOM_PX;
        diagram.span_acts();
    }
    spans
}

impl DiagramPair {
    /// The heights between which a row of the comparison stands, on whichever side.
    pub fn row_span(&self, row: usize) -> Option<Range<f64>> {
        let mut spans = self.rows.get(row)?.iter().flatten();
        let first = spans.next()?.clone();
        Some(spans.fold(first, |all, span| all.start.min(span.start)..all.end.max(span.end)))
    }
}

impl Diagram {
    fn first_top(&self) -> f64 {
        self.rows.first().map_or(0.0, |row| row.top)
    }

    fn move_step(&mut self, step: usize, top: f64) {
        let Some(row) = self.step_rows.get(step).and_then(|row| self.rows.get_mut(*row as usize))
        else {
            return;
        };
        (row.top, row.bottom) = (top, top + row.bottom - row.top);
        (row.reach, row.tip) = (row.bottom, row.top);
    }

    /// Acts reach again from their first row to the next act's.
    fn span_acts(&mut self) {
        let mut bottom = self.height;
        for (index, act) in self.acts.iter_mut().enumerate().rev() {
            let first = self.rows.partition_point(|row| (row.act as usize) < index);
            act.top = self.rows.get(first).map_or(bottom, |row| row.top);
            (act.title_y, act.duration_y, act.bottom) = (act.top, act.top, bottom);
            bottom = act.top;
        }
    }
}
