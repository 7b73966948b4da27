//! A handout: one HTML file with a frame for each step, its picture and its sentence, to be printed
//! or passed on. It has no script and asks for nothing else.

use crate::layout::{Division, Form, layout};
use crate::svg::{FRAME_STYLE, MARGIN_PX, escaped, frame};
use crate::{Sequence, Span, explain, transcript};

/// What it is printed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// Around what is printed, in CSS pixels: 14 mm.
const EDGE_PX: f64 = 53.0;
/// What a frame has besides its picture: where it is, its sentence, and the heads of the lanes.
const WORDS_PX: f64 = 112.0;
/// So many frames of the usual height stand on a sheet.
const FRAMES: f64 = 2.0;

impl Paper {
    /// Its name in CSS.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }

    /// Width and height within its edges, in CSS pixels.
    fn room_px(self) -> (f64, f64) {
        let (width, height) = match self {
            Self::A4 => (793.0, 1122.0),
            Self::Letter => (816.0, 1056.0),
        };
        (width - 2.0 * EDGE_PX, height - 2.0 * EDGE_PX)
    }
}

const STYLE: &str = "\
body{max-width:46em;margin:0 auto;padding:1em;color:#16181b;background:#fff;\
font:11pt/1.4 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}\
h1{margin:0 0 .5em;font-size:15pt;overflow-wrap:anywhere}\
section{margin:0 0 1.2em;padding-top:.5em;border-top:1px solid #c6ccd5;break-inside:avoid}\
h2{margin:0;color:#565e6a;font-size:9.5pt;font-weight:400}\
p{margin:.2em 0 0;overflow-wrap:anywhere}\
svg{display:block;width:100%;height:auto;print-color-adjust:exact}\
code{font-family:ui-monospace,'DejaVu Sans Mono',monospace}\
@media print{body{max-width:none;padding:0}}";

/// The whole file.
pub fn handout(sequence: &Sequence, paper: Paper) -> String {
    let (width, height) = paper.room_px();
    let diagram = layout(sequence, width - 2.0 * MARGIN_PX, Form::Bare);
    let pages = diagram.pages(height / FRAMES - WORDS_PX, Division::Full);
    let title = escaped(&transcript::title(sequence));
    let language = escaped(sequence.language.code());
    let mut html = ["<!DOCTYPE html>\n<html lang=\"", &language, "\">\n"].concat();
    html.push_str("<head>\n<meta charset=\"utf-8\">\n");
    html.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    html.push_str(&["<title>", &title, "</title>\n"].concat());
    let page = ["@page{size:", paper.name(), ";margin:14mm}"].concat();
    html.push_str(&["<style>", &page, STYLE, FRAME_STYLE, "</style>\n</head>\n<body>\n"].concat());
    html.push_str(&["<h1>", &title, "</h1>\n"].concat());
    for step in 0..sequence.steps.len() {
        let page = &pages[diagram.page_of(&pages, step)];
        let heading = escaped(&explain::heading(sequence, step));
        html.push_str(&["<section>\n<h2>", &heading, "</h2>\n"].concat());
        html.push_str(&frame(sequence, &diagram, page, step));
        html.push_str("<p>");
        for span in explain::sentence(sequence, step).spans {
            let text = escaped(span.text());
            let (open, close) = match span {
                Span::Plain(_) | Span::Term(..) => ("", ""),
                Span::Strong(_) => ("<b>", "</b>"),
                Span::Code(_) => ("<code>", "</code>"),
            };
            html.push_str(&[open, &text, close].concat());
        }
        html.push_str("</p>\n</section>\n");
    }
    html.push_str("</body>\n</html>\n");
    html
}
