//! The diagram as a file of its own: the same geometry as on screen.
//!
//! Colours are in a style sheet within the file, light and dark; every shape also has its light
//! colour as an attribute, for programs that read no style sheets.
//!
//! With a [`Clock`] the steps come one after the other, by style sheet alone, as in a page that
//! shows the file as an image: no script, and for readers who want no motion the last picture.
//! [`stopped`] is one moment of that.

mod clock;
mod comparison;
mod frame;
mod overview;
mod poster;
mod scale;
mod strip;
mod writer;

pub use clock::Clock;
pub use comparison::comparison;
pub use frame::{FRAME_STYLE, escaped, frame};
pub use overview::overview;
pub use poster::poster;
pub use strip::strip;

use crate::Sequence;
use crate::catalogue::Say;
use crate::explain::{self, Family};
use crate::layout::{
    ActBand, Arrow, ArrowEnd, Diagram, Form, Item, Label, Note, Stroke, Tone, number,
};
use crate::text::{cells_within, shortened};
use crate::texts;
use crate::transcript;
use trace::Role;
use writer::Writer;

/// The height of the lane headings above the diagram, in two lines and in one.
const HEAD_PX: [f64; 2] = [56.0, 36.0];
/// Around everything, in CSS pixels: a document is this much wider than its diagram at each side.
pub const MARGIN_PX: f64 = 12.0;

const STYLE: &str = "\
text{font-family:ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',Menlo,monospace}\
.sans{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}\
@media (prefers-color-scheme:dark){.paper{fill:#121417}.ink{fill:#eef0f3}.muted{fill:#a9b1bd}\
.rule{stroke:#2a2f36}.gap{stroke:#121417}.line{stroke:#a9b1bd}.tip{fill:#a9b1bd}.box{fill:#181b1f}\
.warm{fill:#2b2515;stroke:#6d5a2b}.failed{fill:#301b1a;stroke:#ff8a80}\
.client{stroke:#7fabff}.dns{stroke:#e6a85a}.server{stroke:#5fd0a4}.database{stroke:#d79bf0}\
.danger{stroke:#ff8a80}.tip.client{fill:#7fabff}.tip.dns{fill:#e6a85a}.tip.danger{fill:#ff8a80}}";

/// Whether anything moves.
#[derive(Clone, Copy)]
enum Motion<'a> {
    /// Everything is there.
    None,
    /// Step by step.
    Played(&'a Clock),
    /// As it looks at an instant, in seconds.
    StoppedAt(&'a Clock, f64),
}

impl<'a> Motion<'a> {
    fn clock(self) -> Option<&'a Clock> {
        match self {
            Self::None => None,
            Self::Played(clock) | Self::StoppedAt(clock, _) => Some(clock),
        }
    }
}

/// An SVG document that reads well on light and dark ground, with everything that happened.
pub fn svg(sequence: &Sequence, diagram: &Diagram) -> String {
    document(sequence, diagram, Motion::None)
}

/// The same, step by step, and under it what happens at each.
pub fn animated(sequence: &Sequence, diagram: &Diagram, clock: &Clock) -> String {
    document(sequence, diagram, Motion::Played(clock))
}

/// What [`animated`] shows at an instant, in seconds from its start, for programs that draw
/// pictures.
pub fn stopped(sequence: &Sequence, diagram: &Diagram, clock: &Clock, now_s: f64) -> String {
    document(sequence, diagram, Motion::StoppedAt(clock, now_s))
}

fn document(sequence: &Sequence, diagram: &Diagram, motion: Motion) -> String {
    let clock = motion.clock();
    let mut svg = Writer(String::with_capacity(2_000 + 800 * sequence.steps.len()));
    let head_px = HEAD_PX[usize::from(diagram.form == Form::Narrow)];
    let width = diagram.width + 2.0 * MARGIN_PX;
    let top = diagram.height + head_px + MARGIN_PX;
    let captions = clock.map(|clock| clock.captions(sequence, diagram.width));
    let height = top + captions.as_ref().map_or(0.0, clock::Captions::height);
    open(&mut svg, sequence, width, height);
    let style = match motion {
        Motion::None => None,
        Motion::Played(clock) => Some(clock.style(sequence, diagram)),
        Motion::StoppedAt(clock, now_s) => Some(clock.style_at(now_s, sequence, diagram)),
    };
    if let Some(style) = style {
        svg.put(&["<style>", &style, "</style>\n"]);
    }
    svg.put(&["<rect class=\"paper\" width=\"100%\" height=\"100%\" fill=\"#fbfbfa\"/>\n"]);
    heads(&mut svg, sequence, diagram);
    let origin = [number(MARGIN_PX), number(head_px)];
    svg.put(&["<g transform=\"translate(", &origin[0], " ", &origin[1], ")\">\n"]);
    for lane in &diagram.lanes {
        let (class, colour) = colour(lane.role);
        let (x, y) = (number(lane.x), number(diagram.height));
        svg.put(&["<line class=\"", class, "\" x1=\"", &x, "\" x2=\"", &x, "\" y1=\"0\" y2=\""]);
        svg.put(&[
            &y,
            "\" stroke=\"",
            colour,
            "\" stroke-opacity=\".72\" stroke-width=\"1.5\"/>\n",
        ]);
    }
    let headings = |svg: &mut Writer| {
        for act in &diagram.acts {
            within(svg, clock, act.first_step, |svg| heading(svg, diagram, act));
        }
    };
    if diagram.ruler.is_none() {
        headings(&mut svg);
    }
    for activation in &diagram.activations {
        let (class, colour) = colour(diagram.lanes[activation.lane].role);
        let x = diagram.lanes[activation.lane].x - 4.0;
        within(&mut svg, clock, activation.first_step, |svg| {
            svg.rect("box", class, [x, activation.top, 8.0, activation.bottom - activation.top]);
            svg.put(&[" rx=\"2\" fill=\"#fff\" stroke=\"", colour, "\"/>\n"]);
        });
    }
    for item in diagram.items(sequence) {
        if clock.is_some() {
            clock::frame(&mut svg, &item);
        }
        within(&mut svg, clock, item.step(), |svg| match &item {
            Item::Arrow(item) => arrow(svg, diagram, item),
            Item::Note(item) => note(svg, diagram, item),
            Item::Folded(item) => {
                let font_px = diagram.label_px.min(13.0);
                svg.label(&item.label, "muted", "#565e6a", font_px);
            }
        });
        if let (Item::Arrow(arrow), Some(_)) = (&item, clock) {
            let (class, colour) = colour(diagram.lanes[arrow.lane].role);
            clock::dot(&mut svg, arrow, class, colour);
        }
    }
    if let Some(ruler) = &diagram.ruler {
        // Arrows that are still under way pass behind headings.
        headings(&mut svg);
        scale::ruler(&mut svg, diagram, ruler);
    }
    svg.put(&["</g>\n"]);
    if let Some(captions) = captions {
        captions.write(&mut svg, [MARGIN_PX, top, width]);
    }
    svg.put(&["</svg>\n"]);
    svg.0
}

/// What is pale until its step comes.
fn within(svg: &mut Writer, clock: Option<&Clock>, step: usize, write: impl Fn(&mut Writer)) {
    // What is folded behind the last step comes with it.
    let step = clock.map(|clock| clock.step_or_last(step));
    if let Some(step) = step {
        svg.put(&["<g class=\"a k", &step.to_string(), "\">\n"]);
    }
    write(svg);
    if step.is_some() {
        svg.put(&["</g>\n"]);
    }
}

fn open(svg: &mut Writer, sequence: &Sequence, width: f64, height: f64) {
    let title = transcript::title(sequence);
    let title = sequence.language.write(texts::PICTURE_TITLE, &[("title", &title)]);
    // A description that nobody can listen to the end of helps nobody.
    const LINES_MAX: usize = 100;
    let told = (0..sequence.steps.len().min(LINES_MAX)).map(|step| {
        let line = transcript::line(sequence, step);
        line + "\n"
    });
    open_document(svg, [width, height], &title, &told.collect::<String>());
}

/// The start of a document: its size, and what those are told who listen.
fn open_document(svg: &mut Writer, [width, height]: [f64; 2], title: &str, story: &str) {
    let (width, height) = (number(width), number(height));
    svg.put(&["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", &width, "\" height=\""]);
    svg.put(&[&height, "\" viewBox=\"0 0 ", &width, " ", &height]);
    svg.put(&["\" role=\"img\" aria-labelledby=\"title\" aria-describedby=\"story\">\n"]);
    svg.put(&["<title id=\"title\">"]);
    svg.escaped(title);
    svg.put(&["</title>\n<desc id=\"story\">"]);
    svg.escaped(story);
    svg.put(&["</desc>\n<style>", STYLE, "</style>\n"]);
}

fn heads(svg: &mut Writer, sequence: &Sequence, diagram: &Diagram) {
    let gaps = diagram.lanes.windows(2).map(|pair| pair[1].x - pair[0].x);
    let column = gaps.fold(diagram.width, f64::min);
    for lane in &diagram.lanes {
        let heading = explain::lane(&sequence.trace, lane.host, sequence.language);
        let x = lane.x + MARGIN_PX;
        let (size, detail_px) = match diagram.form {
            Form::Wide => (16.5, Some(12.5)),
            Form::Narrow if diagram.width < 496.0 => (13.0, None),
            Form::Narrow | Form::Bare => (16.5, None),
        };
        // Where several have one title, each has its name below it.
        let names_px = (detail_px.is_none() && heading.is_among_others).then_some(10.5);
        let y = if names_px.is_some() { 16.0 } else { 24.0 };
        let title = Label { text: heading.title.to_owned(), x, y };
        svg.text(&title, "ink sans", "#16181b", size, " font-weight=\"620\"");
        if let Some(detail_px) = detail_px {
            let detail = Label { text: heading.detail, x, y: 44.0 };
            svg.text(&detail, "muted", "#565e6a", detail_px, "");
        } else if let Some(names_px) = names_px {
            let text = shortened(&heading.detail, cells_within(column, names_px));
            svg.text(&Label { text, x, y: 30.0 }, "muted", "#565e6a", names_px, "");
        }
    }
}

fn heading(svg: &mut Writer, diagram: &Diagram, act: &ActBand) {
    if act.title.is_empty() {
        return;
    }
    if diagram.form == Form::Wide {
        let (x2, y) = (number(diagram.width), number(act.top));
        svg.put(&["<line class=\"rule\" x1=\"0\" x2=\"", &x2, "\" y1=\"", &y, "\" y2=\"", &y]);
        svg.put(&["\" stroke=\"#e2e5ea\"/>\n"]);
        svg.start_text(0.0, act.duration_y, "muted", "#565e6a", 12.0, "");
        svg.put(&[&act.duration, "</text>\n"]);
    }
    if diagram.form == Form::Narrow {
        let ground = act.ground();
        svg.rect("paper", "", [ground.x, ground.y, ground.width, ground.height]);
        svg.put(&[" fill=\"#fbfbfa\"/>\n"]);
    }
    let size = if diagram.form == Form::Wide { 13.5 } else { 12.0 };
    svg.start_text(0.0, act.title_y, "ink sans", "#16181b", size, " font-weight=\"550\"");
    svg.escaped(act.title);
    svg.put(&["</text>\n"]);
}

fn arrow(svg: &mut Writer, diagram: &Diagram, arrow: &Arrow) {
    let (x1, x2) = (number(arrow.x1), number(arrow.line_x2()));
    let (y1, y2) = (number(arrow.y), number(arrow.line_y2()));
    let (class, colour) = hue(arrow.family);
    svg.put(&["<line class=\"line", class, "\" x1=\"", &x1, "\" x2=\"", &x2]);
    svg.put(&["\" y1=\"", &y1, "\" y2=\"", &y2, "\" stroke=\"", colour, "\" stroke-width=\"2\""]);
    if arrow.stroke == Stroke::Dashed {
        svg.put(&[" stroke-dasharray=\"7 5\""]);
    }
    svg.put(&["/>\n"]);
    let path = arrow.end_path();
    match arrow.end {
        ArrowEnd::Head => {
            svg.put(&[
                "<path class=\"tip",
                class,
                "\" d=\"",
                &path,
                "\" fill=\"",
                colour,
                "\"/>\n",
            ]);
        }
        ArrowEnd::Cross => {
            svg.put(&["<path class=\"line", class, "\" d=\"", &path, "\" stroke=\"", colour]);
            svg.put(&["\" stroke-width=\"2.5\" fill=\"none\"/>\n"]);
        }
    }
    svg.label(&arrow.label, "ink", "#16181b", diagram.label_px);
}

fn note(svg: &mut Writer, diagram: &Diagram, note: &Note) {
    let (class, colour) = colour(diagram.lanes[note.lane].role);
    let (box_class, lane_class, fill, stroke) = match note.tone {
        Tone::Work => ("box", class, "#fff", colour),
        Tone::Refused if note.family == Some(Family::ServerError) => {
            ("failed", "", "#fdf1f0", "#b3261e")
        }
        Tone::Refused | Tone::Failure | Tone::Limit => ("warm", "", "#fff8e8", "#e3c98c"),
    };
    let area = note.area;
    svg.rect(box_class, lane_class, [area.x, area.y, area.width, area.height]);
    svg.put(&[" rx=\"7\" fill=\"", fill, "\" stroke=\"", stroke, "\"/>\n"]);
    for line in &note.lines {
        svg.text(line, "ink", "#16181b", diagram.note_px, "");
    }
}

/// An arrow has the hue of its answer's family, as on screen; one that went well needs none.
pub(crate) fn hue(family: Option<Family>) -> (&'static str, &'static str) {
    match family {
        Some(Family::Redirect) => (" client", "#1f55c4"),
        Some(Family::ClientError) => (" dns", "#935400"),
        Some(Family::ServerError | Family::Unknown | Family::NoAnswer) => (" danger", "#b3261e"),
        Some(Family::Informational | Family::Success) | None => ("", "#565e6a"),
    }
}

fn colour(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::UserAgent => ("client", "#1f55c4"),
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => ("dns", "#935400"),
        Role::OriginServer => ("server", "#0a6e4c"),
        Role::Database => ("database", "#83369f"),
    }
}
