//! One step of a sequence on paper: what has happened in ink, what comes pale, the step itself on its
//! tint. It has no style sheet of its own: the document that it stands in has [`FRAME_STYLE`].

use super::writer::Writer;
use super::{HEAD_PX, MARGIN_PX, arrow, colour, heads, note};
use crate::Sequence;
use crate::layout::{Diagram, Item, number};
use core::ops::Range;

/// What the document has in its style sheet.
pub const FRAME_STYLE: &str = "\
svg text{font-family:ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',Menlo,monospace}\
svg .sans{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}\
.ahead .ink,.ahead .muted{fill:#656d79}.ahead .line{stroke:#656d79;stroke-width:1.5}\
.ahead .tip{fill:#656d79}.ahead :is(.box,.warm,.failed){fill:#fff;stroke:#c6ccd5}\
.now .ink{font-weight:700}.now .line{stroke-width:3.5}.now .paper{fill:#e9f0fd}.now .box{fill:#e9f0fd;stroke-width:2.5}";

/// The page of the picture between two heights, while `now` is shown.
pub fn frame(sequence: &Sequence, diagram: &Diagram, page: &Range<f64>, now: usize) -> String {
    let head_px = HEAD_PX[1];
    let width = number(diagram.width + 2.0 * MARGIN_PX);
    let height = number(page.end - page.start + head_px);
    let mut svg = Writer(String::with_capacity(8_000));
    svg.put(&["<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", &width, " ", &height]);
    svg.put(&["\" aria-hidden=\"true\">\n"]);
    heads(&mut svg, sequence, diagram);
    let origin = [number(MARGIN_PX), number(head_px - page.start)];
    svg.put(&["<g transform=\"translate(", &origin[0], " ", &origin[1], ")\">\n"]);
    let (top, bottom) = (number(page.start), number(page.end));
    for lane in &diagram.lanes {
        let (class, colour) = colour(lane.role);
        let x = number(lane.x);
        svg.put(&["<line class=\"", class, "\" x1=\"", &x, "\" x2=\"", &x, "\" y1=\"", &top]);
        svg.put(&["\" y2=\"", &bottom, "\" stroke=\"", colour, "\" stroke-width=\"1.5\"/>\n"]);
    }
    for item in diagram.visible(sequence, page.clone()) {
        let stand = match item.step().cmp(&now) {
            core::cmp::Ordering::Less => "past",
            core::cmp::Ordering::Equal => "now",
            core::cmp::Ordering::Greater => "ahead",
        };
        svg.put(&["<g class=\"", stand, "\">\n"]);
        match &item {
            Item::Arrow(item) => {
                if stand == "now" {
                    let tint = item.highlight();
                    svg.rect("tint", "", [tint.x, tint.y, tint.width, tint.height]);
                    svg.put(&[" rx=\"8\" fill=\"#e9f0fd\"/>\n"]);
                }
                arrow(&mut svg, diagram, item);
            }
            Item::Note(item) => note(&mut svg, diagram, item),
            Item::Folded(item) => svg.label(&item.label, "muted", "#565e6a", diagram.label_px),
        }
        svg.put(&["</g>\n"]);
    }
    svg.put(&["</g>\n</svg>\n"]);
    svg.0
}

/// Text for HTML and for attributes in quotes.
pub fn escaped(text: &str) -> String {
    let mut writer = Writer(String::with_capacity(text.len()));
    writer.escaped(text);
    writer.0
}
