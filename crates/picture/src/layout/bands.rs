//! Fetches beside the lanes of a whole run: from where each starts to where it ends.

use super::Diagram;
use crate::Sequence;
use core::ops::Range;
use trace::FetchId;

/// A fetch beside the lanes.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Which it is.
    pub fetch: FetchId,
    /// The heights that its steps take.
    pub span: Range<f64>,
    /// Which column it stands in, so that those under way together stand beside each other.
    pub column: usize,
}

/// A band for each fetch that has steps, in order of where they start.
///
/// `sequence` is the one that was laid out.
pub fn bands(diagram: &Diagram, sequence: &Sequence) -> Vec<Band> {
    let mut spans: Vec<Option<Range<f64>>> = vec![None; sequence.trace.fetches.len()];
    for (index, step) in sequence.steps.iter().enumerate() {
        let Some(known) = step.fetch.and_then(|id| spans.get_mut(id.0 as usize)) else { continue };
        let span = diagram.step_span(index);
        *known = Some(match known.take() {
            Some(before) => before.start.min(span.start)..before.end.max(span.end),
            None => span,
        });
    }
    let spans = (0..).zip(spans).filter_map(|(id, span)| Some((FetchId(id), span?)));
    let mut spans: Vec<_> = spans.collect();
    spans.sort_by(|one, other| one.1.start.total_cmp(&other.1.start));
    let mut ends: Vec<f64> = Vec::new();
    let band = |(fetch, span): (FetchId, Range<f64>)| {
        let free = ends.iter().position(|end| *end <= span.start);
        let column = free.unwrap_or(ends.len());
        if column == ends.len() {
            ends.push(0.0);
        }
        ends[column] = span.end;
        Band { fetch, span, column }
    };
    spans.into_iter().map(band).collect()
}
