//! What heights say of time, at the right edge of a document.

use super::writer::Writer;
use crate::layout::{Diagram, RULER_PX, Ruler, number};

/// A line that is dotted where time runs slower than its numbers say, and a mark over everything where a
/// wait is cut short.
pub(super) fn ruler(svg: &mut Writer, diagram: &Diagram, ruler: &Ruler) {
    let down = |svg: &mut Writer, class: &str, [top, bottom]: [f64; 2], paint: &str| {
        let x = number(ruler.x);
        svg.put(&["<line class=\"", class, "\" x1=\"", &x, "\" x2=\"", &x]);
        svg.put(&["\" y1=\"", &number(top), "\" y2=\"", &number(bottom), "\" ", paint, "/>\n"]);
    };
    down(svg, "line", [0.0, diagram.height], "stroke=\"#565e6a\" stroke-width=\"2\"");
    for span in &ruler.slow {
        let paint = "stroke=\"#fbfbfa\" stroke-width=\"2\" stroke-dasharray=\"3 4\"";
        down(svg, "gap", [span.start, span.end], paint);
    }
    for cut in &ruler.cuts {
        let paint = "stroke=\"#fbfbfa\" stroke-width=\"4\"";
        down(svg, "gap", [cut.span.start, cut.span.end], paint);
    }
    for tick in &ruler.ticks {
        svg.text(tick, "muted", "#565e6a", RULER_PX, "");
    }
    let (left, right) = (number(diagram.left()), number(diagram.width));
    for cut in &ruler.cuts {
        for y in [cut.span.start, cut.span.end].map(number) {
            svg.put(&["<line class=\"line\" x1=\"", &left, "\" x2=\"", &right, "\" y1=\"", &y]);
            svg.put(&["\" y2=\"", &y, "\" stroke=\"#565e6a\" stroke-dasharray=\"6 3\"/>\n"]);
        }
        svg.label(&cut.label, "muted", "#565e6a", RULER_PX + 1.5);
    }
}
