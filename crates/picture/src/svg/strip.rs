//! All steps under one another, each with its picture and its sentence, as a file of its own: for
//! programs that show one still picture.

use super::writer::Writer;
use super::{FRAME_STYLE, HEAD_PX, MARGIN_PX, frame, open_document};
use crate::layout::{Division, Form, layout, number};
use crate::text::wrapped;
use crate::{Axis, Sequence, explain, transcript};

/// How high the picture of a step is, at most.
const PAGE_PX: f64 = 330.0;
/// A line of words, and their size.
const LINE_PX: f64 = 21.0;
const WORDS_PX: f64 = 15.0;
/// The mean width of a glyph in sentences, in em, rounded up.
const WORDS_EM: f64 = 0.57;
const LINES_MAX: usize = 6;

/// The steps as an SVG document of this width, in CSS pixels. Time is not drawn to scale, since each
/// picture shows a page of its own.
pub fn strip(sequence: &Sequence, width_px: f64) -> String {
    let sequence = sequence.clone().with_axis(Axis::EqualSteps);
    let diagram = layout(&sequence, width_px - 2.0 * MARGIN_PX, Form::Bare);
    let pages = diagram.pages(PAGE_PX, Division::Full);
    let width = diagram.width + 2.0 * MARGIN_PX;
    let cells = (diagram.width / (WORDS_EM * WORDS_PX)) as usize;
    let mut y = MARGIN_PX;
    let mut frames = Writer(String::with_capacity(8_000 * sequence.steps.len().min(100)));
    for step in 0..sequence.steps.len() {
        let page = &pages[diagram.page_of(&pages, step)];
        let sentence = explain::sentence(&sequence, step).plain_text();
        let heading = explain::heading(&sequence, step);
        frames.start_text(MARGIN_PX, y + 14.0, "muted sans", "#565e6a", 12.5, "");
        frames.escaped(&heading);
        frames.put(&["</text>\n"]);
        y += LINE_PX;
        for line in wrapped(&sentence, cells, LINES_MAX) {
            frames.start_text(MARGIN_PX, y + 14.0, "ink sans", "#16181b", WORDS_PX, "");
            frames.escaped(&line);
            frames.put(&["</text>\n"]);
            y += LINE_PX;
        }
        let height = page.end - page.start + HEAD_PX[1];
        frames.put(&["<svg x=\"0\" y=\"", &number(y), "\" width=\"", &number(width)]);
        frames.put(&["\" height=\"", &number(height), "\">\n"]);
        frames.put(&[&frame(&sequence, &diagram, page, step), "</svg>\n"]);
        y += height + MARGIN_PX;
        let (line, right) = (number(y - MARGIN_PX / 2.0), number(width));
        frames.put(&["<line class=\"rule\" x1=\"0\" x2=\"", &right, "\" y1=\"", &line]);
        frames.put(&["\" y2=\"", &line, "\" stroke=\"#e2e5ea\"/>\n"]);
    }
    let mut svg = Writer(String::with_capacity(frames.0.len() + 4_000));
    open_document(&mut svg, [width, y], &transcript::title(&sequence), "");
    svg.put(&["<style>", FRAME_STYLE, "</style>\n"]);
    svg.put(&["<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fbfbfa\"/>\n"]);
    svg.put(&[&frames.0, "</svg>\n"]);
    svg.0
}
