//! Two sequences beside each other, as a file of its own: what belongs together stands at one height,
//! what differs is marked and said below.

use super::writer::Writer;
use super::{HEAD_PX, MARGIN_PX, arrow, colour, heads, note, open_document, scale};
use crate::Sequence;
use crate::compare::{Comparison, Mark, said, signs, text, took_apart};
use crate::layout::{Item, layout_pair, number};
use crate::text::wrapped;

/// Between the two.
const GAP_PX: f64 = 24.0;
/// The column of signs before each.
const SIGNS_PX: f64 = 26.0;
/// A line of what is said below.
const LINE_PX: f64 = 20.0;
const SAID_PX: f64 = 13.5;
/// The mean width of a glyph in sentences, in em, rounded up.
const SAID_EM: f64 = 0.57;
/// What is said of them, at most.
const SAID_MAX: usize = 12;

const STYLE: &str = "\
@media (prefers-color-scheme:dark){.is-time,.is-order{fill:#1d2430}.is-other{fill:#2b2515}.is-only{fill:#1c2a45}}";

/// Both as an SVG document of this width, in CSS pixels; `names` are what they are called.
pub fn comparison(
    both: [&Sequence; 2],
    comparison: &Comparison,
    names: [&str; 2],
    width_px: f64,
) -> String {
    let half = ((width_px - GAP_PX) / 2.0 - SIGNS_PX - MARGIN_PX).max(180.0);
    let pair = layout_pair(both, comparison, half);
    let half = pair.diagrams[0].width.max(pair.diagrams[1].width);
    let lefts = [0.0, half + SIGNS_PX + GAP_PX].map(|left| left + SIGNS_PX);
    let width = lefts[1] + half + 2.0 * MARGIN_PX;
    let lines = lines(both, comparison, width - 2.0 * MARGIN_PX);
    let top = HEAD_PX[1] + LINE_PX;
    let drawn = pair.diagrams[0].height.max(pair.diagrams[1].height);
    let height = top + drawn + LINE_PX * (lines.len() + 1) as f64 + MARGIN_PX;
    let mut svg = Writer(String::with_capacity(16_000));
    let told = text(comparison, both, names);
    let (title, story) = told.split_once('\n').unwrap_or((&told, ""));
    open_document(&mut svg, [width, height], title, story);
    svg.put(&["<style>", STYLE, "</style>\n"]);
    svg.put(&["<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fbfbfa\"/>\n"]);
    for side in [0, 1] {
        let (diagram, sequence) = (&pair.diagrams[side], both[side]);
        svg.put(&["<g transform=\"translate(", &number(lefts[side]), " 0)\">\n"]);
        let name = [["A", "B"][side], " · ", names[side]].concat();
        let cells = (half / (SAID_EM * SAID_PX)) as usize;
        svg.start_text(MARGIN_PX, 16.0, "ink sans", "#16181b", SAID_PX, " font-weight=\"620\"");
        svg.escaped(&crate::text::shortened(&name, cells));
        svg.put(&["</text>\n<g transform=\"translate(0 ", &number(LINE_PX), ")\">\n"]);
        heads(&mut svg, sequence, diagram);
        let origin = [number(MARGIN_PX), number(HEAD_PX[1])];
        svg.put(&["<g transform=\"translate(", &origin[0], " ", &origin[1], ")\">\n"]);
        for ((spans, row), mark) in pair.rows.iter().zip(&comparison.rows).zip(comparison.marks()) {
            let (Some(mark), Some(span)) = (mark, &spans[side]) else { continue };
            let (class, fill, sign) = look(mark, row[side].is_some());
            let height = span.end - span.start;
            svg.rect("mark", class, [-SIGNS_PX, span.start, half + SIGNS_PX, height]);
            svg.put(&[" fill=\"", fill, "\"/>\n"]);
            let y = (span.start + span.end) / 2.0 + 5.0;
            svg.start_text(-SIGNS_PX + 4.0, y, "ink", "#16181b", SAID_PX, "");
            svg.put(&[sign, "</text>\n"]);
            let took = took_apart(row, both, side)
                .filter(|_| mark == Mark::Time && diagram.ruler.is_none());
            if let Some(took) = took {
                let at_end = " text-anchor=\"end\"";
                svg.start_text(half - 6.0, y, "ink", "#16181b", SAID_PX, at_end);
                svg.put(&[&took, "</text>\n"]);
            }
        }
        for lane in &diagram.lanes {
            let (class, colour) = colour(lane.role);
            let (x, bottom) = (number(lane.x), number(diagram.height));
            svg.put(&[
                "<line class=\"",
                class,
                "\" x1=\"",
                &x,
                "\" x2=\"",
                &x,
                "\" y1=\"0\" y2=\"",
            ]);
            svg.put(&[&bottom, "\" stroke=\"", colour, "\" stroke-width=\"1.5\"/>\n"]);
        }
        for item in diagram.items(sequence) {
            match &item {
                Item::Arrow(item) => arrow(&mut svg, diagram, item),
                Item::Note(item) => note(&mut svg, diagram, item),
                Item::Folded(item) => svg.label(&item.label, "muted", "#565e6a", diagram.label_px),
            }
        }
        if let Some(ruler) = &diagram.ruler {
            scale::ruler(&mut svg, diagram, ruler);
        }
        svg.put(&["</g>\n</g>\n</g>\n"]);
    }
    for (number_of, line) in (1u32..).zip(&lines) {
        let y = top + drawn + LINE_PX * f64::from(number_of);
        svg.start_text(MARGIN_PX, y, "ink sans", "#16181b", SAID_PX, "");
        svg.escaped(line);
        svg.put(&["</text>\n"]);
    }
    svg.put(&["</svg>\n"]);
    svg.0
}

/// What differs, in words.
fn lines(both: [&Sequence; 2], comparison: &Comparison, width: f64) -> Vec<String> {
    let cells = (width / (SAID_EM * SAID_PX)) as usize;
    let said = said(comparison, both);
    let lines = said.iter().take(SAID_MAX).flat_map(|said| wrapped(&said.text, cells, 3));
    lines.chain(wrapped(signs(both[0].language), cells, 3)).collect()
}

/// Class, ground and sign of a row on one side.
fn look(mark: Mark, is_there: bool) -> (&'static str, &'static str, &'static str) {
    match (mark, is_there) {
        (Mark::Time, _) => ("is-time", "#f2f6fd", "Δt"),
        (Mark::Order, _) => ("is-order", "#f2f6fd", "↕"),
        (Mark::Other, _) => ("is-other", "#fff8e8", "≠"),
        (Mark::Only, true) => ("is-only", "#e9f0fd", "+"),
        (Mark::Only, false) => ("is-only", "#f2f6fd", "−"),
    }
}
