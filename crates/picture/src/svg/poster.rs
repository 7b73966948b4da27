//! The first frame, for a page that shows it before its program is there: everything pale, since
//! nothing has happened yet, and no more of it than a frame in a page shows.
//!
//! Shown as an image, it is light or dark as the page around it. With the fragment `#lanes` of its
//! address nothing but the lanes is seen: for a class that is to say what comes.

use super::writer::Writer;
use super::{HEAD_PX, MARGIN_PX, STYLE, arrow, colour, heading, heads, note};
use crate::Sequence;
use crate::layout::{Diagram, Form, Item, number};
use crate::transcript;

/// What stands lower is cut off, in CSS pixels.
const HEIGHT_MAX_PX: f64 = 520.0;

/// Not yet reached: as on the page, where it reads well on its ground all the same.
const PALE: &str = "#lanes:target~.ahead{display:none}\
.ahead .ink,.ahead .muted{fill:#656d79}.ahead .line{stroke:#656d79;stroke-width:1.5}\
.ahead .tip{fill:#656d79}.ahead .box{stroke:#c6ccd5}\
@media (prefers-color-scheme:dark){.ahead .ink,.ahead .muted{fill:#8f97a3}\
.ahead .line{stroke:#8f97a3}.ahead .tip{fill:#8f97a3}.ahead .box{stroke:#414853}}";

/// An SVG document of a sequence of which nothing has happened yet. What is not in it stands on the
/// page that shows it: so it has no description of its own.
pub fn poster(sequence: &Sequence, diagram: &Diagram) -> String {
    let head_px = HEAD_PX[usize::from(diagram.form == Form::Narrow)];
    let width = number(diagram.width + 2.0 * MARGIN_PX);
    let height = number((diagram.height + head_px).min(HEIGHT_MAX_PX));
    let end = HEIGHT_MAX_PX - head_px;
    let mut svg = Writer(String::with_capacity(12_000));
    svg.put(&["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", &width, "\" height=\""]);
    svg.put(&[&height, "\" viewBox=\"0 0 ", &width, " ", &height, "\">\n<title>"]);
    svg.escaped(&transcript::title(sequence));
    svg.put(&["</title>\n<style>", STYLE, PALE, "</style>\n<g id=\"lanes\"/>\n"]);
    svg.put(&["<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fbfbfa\"/>\n"]);
    heads(&mut svg, sequence, diagram);
    let origin = [number(MARGIN_PX), number(head_px)];
    for lane in &diagram.lanes {
        let (class, colour) = colour(lane.role);
        let x = number(lane.x + MARGIN_PX);
        svg.put(&["<line class=\"", class, "\" x1=\"", &x, "\" x2=\"", &x, "\" y1=\"", &origin[1]]);
        svg.put(&["\" y2=\"", &height, "\" stroke=\"", colour]);
        svg.put(&["\" stroke-opacity=\".72\" stroke-width=\"1.5\"/>\n"]);
    }
    svg.put(&["<g class=\"ahead\" transform=\"translate(", &origin[0], " ", &origin[1], ")\">\n"]);
    for act in &diagram.acts[diagram.visible_acts(0.0..end)] {
        heading(&mut svg, diagram, act);
    }
    for item in diagram.visible(sequence, 0.0..end) {
        match &item {
            Item::Arrow(item) => arrow(&mut svg, diagram, item),
            Item::Note(item) => note(&mut svg, diagram, item),
            Item::Folded(item) => {
                svg.label(&item.label, "muted", "#565e6a", diagram.label_px.min(13.0));
            }
        }
    }
    svg.put(&["</g>\n</svg>\n"]);
    svg.0
}
