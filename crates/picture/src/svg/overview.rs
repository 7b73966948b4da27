//! All fetches of a run on one clock, as a file of its own.

use super::writer::Writer;
use super::{MARGIN_PX, hue};
use crate::layout::number;
use crate::transcript;
use crate::waterfall::{Bar, FONT_PX, Part, ROW_PX, Waterfall, waterfall};
use language::Language;
use trace::Trace;

/// What the ruler takes above the bars, and the legend below them.
const RULER_PX: f64 = 30.0;
const LEGEND_PX: f64 = 34.0;

const STYLE: &str = "\
.bar{stroke:none}\
@media (prefers-color-scheme:dark){.find{fill:#e6a85a}.connect{fill:#7fabff}.encrypt{fill:#4d6a9c}\
.wait{fill:#414853}.answer{fill:#5fd0a4}.client{fill:#7fabff;stroke:none}.dns{fill:#e6a85a;stroke:none}\
.danger{fill:#ff8a80;stroke:none}}";

/// All fetches of a run as an SVG document of this width, in CSS pixels.
pub fn overview(trace: &Trace, width_px: f64) -> String {
    let language = language::current();
    let bars = waterfall(trace, width_px - 2.0 * MARGIN_PX);
    let mut svg = Writer(String::with_capacity(4_000 + 900 * bars.bars.len()));
    let width = bars.width + 2.0 * MARGIN_PX;
    let height = RULER_PX + bars.height() + LEGEND_PX + MARGIN_PX;
    let told = transcript::overview(trace);
    let (title, story) = told.split_once('\n').unwrap_or((&told, ""));
    super::open_document(&mut svg, [width, height], title, story);
    svg.put(&["<style>", STYLE, "</style>\n"]);
    svg.put(&["<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fbfbfa\"/>\n"]);
    svg.put(&["<g transform=\"translate(", &number(MARGIN_PX), " ", &number(RULER_PX), ")\">\n"]);
    ruler(&mut svg, &bars);
    for (row, bar) in (0u32..).zip(&bars.bars) {
        bar_of(&mut svg, bar, &bars, f64::from(row) * ROW_PX);
    }
    legend(&mut svg, bars.height() + LEGEND_PX * 0.7, language);
    svg.put(&["</g>\n</svg>\n"]);
    svg.0
}

fn ruler(svg: &mut Writer, bars: &Waterfall) {
    let bottom = number(bars.height());
    let line = |svg: &mut Writer, x: f64, class: &str, paint: &str| {
        let x = number(x);
        svg.put(&["<line class=\"", class, "\" x1=\"", &x, "\" x2=\"", &x, "\" y1=\"0\" y2=\""]);
        svg.put(&[&bottom, "\" ", paint, "/>\n"]);
    };
    for tick in &bars.ticks {
        line(svg, tick.x, "rule", "stroke=\"#e2e5ea\"");
        text(svg, [tick.x, -10.0], "muted", "#565e6a", Some("middle"), &tick.label);
    }
    for cut in &bars.cuts {
        for x in [cut.x - 3.0, cut.x + 3.0] {
            line(svg, x, "line", "stroke=\"#565e6a\" stroke-dasharray=\"6 3\"");
        }
        text(svg, [cut.x, -10.0], "ink", "#16181b", Some("middle"), &cut.label);
    }
}

fn bar_of(svg: &mut Writer, bar: &Bar, bars: &Waterfall, top: f64) {
    let middle = top + ROW_PX / 2.0;
    let all = (bar.span.end - bar.span.start).max(2.0);
    svg.rect("bar", "wait", [bar.span.start, middle - 1.0, all, 2.0]);
    svg.put(&[" fill=\"#c6ccd5\"/>\n"]);
    for (part, span) in &bar.parts {
        let (class, fill) = colour(*part);
        let width = (span.end - span.start).max(1.0);
        svg.rect("bar", class, [span.start, middle - 9.0, width, 18.0]);
        svg.put(&[" rx=\"2\" fill=\"", fill, "\"/>\n"]);
    }
    let baseline = middle + 5.0;
    text(svg, [0.0, baseline], "ink", "#16181b", None, &bar.name);
    if let Some(number) = bar.connection {
        let said = ["#", &number.to_string()].concat();
        text(svg, [bars.left - 4.0, baseline], "muted", "#565e6a", Some("end"), &said);
    }
    let (class, fill) = match hue(bar.family) {
        ("", _) => ("ink", "#16181b"),
        (class, fill) => (class.trim_start(), fill),
    };
    text(svg, [bar.label_x, baseline], class, fill, None, &bar.label);
}

fn legend(svg: &mut Writer, y: f64, language: Language) {
    let mut x = 0.0;
    for part in Part::ALL {
        let (class, fill) = colour(part);
        svg.rect("bar", class, [x, y - 10.0, 14.0, 12.0]);
        svg.put(&[" rx=\"2\" fill=\"", fill, "\"/>\n"]);
        let word = part.word(language);
        text(svg, [x + 19.0, y], "ink", "#16181b", None, word);
        x += 34.0 + crate::text::mono_width(word, FONT_PX);
    }
}

fn text(
    svg: &mut Writer,
    [x, y]: [f64; 2],
    class: &str,
    fill: &str,
    anchor: Option<&str>,
    said: &str,
) {
    let anchor = anchor.map(|anchor| [" text-anchor=\"", anchor, "\""].concat());
    svg.start_text(x, y, class, fill, FONT_PX, anchor.as_deref().unwrap_or_default());
    svg.escaped(said);
    svg.put(&["</text>\n"]);
}

fn colour(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Find => ("find", "#935400"),
        Part::Connect => ("connect", "#1f55c4"),
        Part::Encrypt => ("encrypt", "#7797db"),
        Part::Wait => ("wait", "#c6ccd5"),
        Part::Answer => ("answer", "#0a6e4c"),
    }
}
