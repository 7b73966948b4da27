//! When each step of an animated figure comes, as keyframes of a style sheet (CSS Animations 1).
//!
//! Without animation everything is there, and the last caption: so a program that knows no
//! animation, and a reader who wants none, see the whole picture.

use super::writer::Writer;
use crate::catalogue::Say;
use crate::layout::{Arrow, Diagram, Item, Rect, number};
use crate::text::wrapped;
use crate::{Sequence, explain, texts};

/// Before the first step, so that the picture can be looked at.
const LEAD_S: f64 = 1.5;
/// Behind the last step, before it starts again.
const REST_S: f64 = 6.0;
/// A caption can be read at about 20 characters a second, once it has been found.
const FOUND_S: f64 = 1.2;
const CHARACTER_S: f64 = 1.0 / 20.0;
const STEP_MAX_S: f64 = 8.0;
/// From pale to there.
const FADE_S: f64 = 0.25;
/// The way of the dot along its arrow.
const TRAVEL_S: f64 = 0.9;

/// In how many parts it is cut where there are pictures instead of motion.
const WAY_POINTS: u8 = 6;

const CAPTION_PX: f64 = 15.0;
const LINE_PX: f64 = 21.0;
/// The mean width of a glyph in sentences, in em, rounded up.
const CAPTION_EM: f64 = 0.57;
const CAPTION_LINES_MAX: usize = 6;

const STYLE: &str = "\
.dot{stroke:none}\
@media (prefers-color-scheme:dark){.now{stroke:#7fabff}.dot.client{fill:#7fabff}\
.dot.dns{fill:#e6a85a}.dot.server{fill:#5fd0a4}.dot.database{fill:#d79bf0}}\
@media (prefers-reduced-motion:reduce){*{animation:none!important}}";

/// The instants of an animation that starts again when it is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// When each step comes, in seconds.
    starts_s: Vec<f64>,
    /// When the last one has been read.
    ends_s: f64,
}

impl Clock {
    /// As slow as what is said can be read. `None` if there is no step.
    pub fn new(sequence: &Sequence) -> Option<Self> {
        let mut now_s = LEAD_S;
        let mut starts_s = Vec::with_capacity(sequence.steps.len());
        for step in 0..sequence.steps.len() {
            starts_s.push(now_s);
            let n_chars = explain::sentence(sequence, step).plain_text().chars().count();
            now_s += (FOUND_S + n_chars as f64 * CHARACTER_S).min(STEP_MAX_S);
        }
        (!starts_s.is_empty()).then_some(Self { starts_s, ends_s: now_s })
    }

    /// How long one round takes, in seconds.
    pub fn round_s(&self) -> f64 {
        self.ends_s + REST_S
    }

    /// The instants from which on the picture is another one, in seconds and in order; the first is
    /// 0. Of the way of a dot there are some. The last picture stays until [`Clock::round_s`].
    pub fn instants_s(&self) -> Vec<f64> {
        let mut instants_s = vec![0.0];
        for (step, start_s) in self.starts_s.iter().enumerate() {
            let travel_s = self.travel_s(step);
            let points = (0..=WAY_POINTS).map(|n| f64::from(n) / f64::from(WAY_POINTS));
            instants_s.extend(points.map(|share| start_s + share * travel_s));
        }
        instants_s
    }

    /// How long the dot is on its way.
    fn travel_s(&self, step: usize) -> f64 {
        TRAVEL_S.min(self.end_s(step) - self.starts_s[step] - FADE_S)
    }

    pub(super) fn step_or_last(&self, step: usize) -> usize {
        step.min(self.starts_s.len() - 1)
    }

    fn end_s(&self, step: usize) -> f64 {
        // The last caption stays while the picture rests.
        self.starts_s.get(step + 1).copied().unwrap_or_else(|| self.round_s())
    }

    fn percent(&self, seconds: f64) -> String {
        let thousandths = (seconds / self.round_s() * 100_000.0).round() as u64;
        format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
    }

    /// `k`: pale until its step. `h`: there during its step alone. `d`: travels along an arrow.
    pub(super) fn style(&self, sequence: &Sequence, diagram: &Diagram) -> String {
        let round = format!("{:.2}s", self.round_s());
        let mut style = format!(
            ".a{{animation:{round} linear infinite}}.h{{opacity:0}}.h.last{{opacity:1}}\
             .bar{{animation-name:bar}}@keyframes bar{{from{{transform:scaleX(0)}}}}{STYLE}"
        );
        for (step, start_s) in self.starts_s.iter().enumerate() {
            let (end_s, at) = (self.end_s(step), |seconds| self.percent(seconds));
            let [start, there] = [*start_s, start_s + FADE_S].map(at);
            let [end, gone] = [end_s - FADE_S / 2.0, end_s].map(at);
            style += &format!(
                ".k{step}{{animation-name:k{step}}}.h{step}{{animation-name:h{step}}}\
                 @keyframes k{step}{{0%,{start}{{opacity:.25}}{there},100%{{opacity:1}}}}\
                 @keyframes h{step}{{0%,{start}{{opacity:0}}{there},{end}{{opacity:1}}\
                 {gone},100%{{opacity:0}}}}"
            );
        }
        for item in diagram.items(sequence) {
            let Item::Arrow(arrow) = item else { continue };
            let step = self.step_or_last(arrow.step);
            let (start_s, end_s) = (self.starts_s[step], self.end_s(step));
            let travel_s = self.travel_s(step);
            let instants = [start_s, start_s + 0.01, start_s + travel_s, end_s - 0.01, end_s];
            let [start, there, arrived, last, gone] = instants.map(|instant| self.percent(instant));
            let way = number(arrow.line_x2() - arrow.x1);
            let fall = number(arrow.line_y2() - arrow.y);
            style += &format!(
                ".d{step}{{animation-name:d{step}}}\
                 @keyframes d{step}{{0%,{start}{{opacity:0}}{there}{{opacity:1;\
                 transform:none;animation-timing-function:ease-in-out}}\
                 {arrived},{last}{{opacity:1;transform:translate({way}px,{fall}px)}}\
                 {gone},100%{{opacity:0;transform:translate({way}px,{fall}px)}}}}"
            );
        }
        style
    }

    /// What [`Clock::style`] comes to at an instant, in seconds, for programs that know no animation.
    /// Lengths have no unit and transforms are those of attributes (SVG 2 §8.5), which they read.
    pub(super) fn style_at(&self, now_s: f64, sequence: &Sequence, diagram: &Diagram) -> String {
        let share = (now_s / self.round_s()).clamp(0.0, 1.0);
        let mut style =
            format!(".h{{opacity:0}}.dot{{stroke:none}}.bar{{transform:scale({share:.4} 1)}}");
        for (step, start_s) in self.starts_s.iter().enumerate() {
            if now_s < *start_s {
                style += &format!(".k{step}{{opacity:.25}}");
            } else if now_s < self.end_s(step) {
                style += &format!(".h{step}{{opacity:1}}");
            }
        }
        for item in diagram.items(sequence) {
            let Item::Arrow(arrow) = item else { continue };
            let step = self.step_or_last(arrow.step);
            let start_s = self.starts_s[step];
            if (start_s..self.end_s(step)).contains(&now_s) {
                let share = ((now_s - start_s) / self.travel_s(step)).clamp(0.0, 1.0);
                let eased = share * share * (3.0 - 2.0 * share);
                let way = number(eased * (arrow.line_x2() - arrow.x1));
                let fall = number(eased * (arrow.line_y2() - arrow.y));
                style += &format!(".d{step}{{opacity:1;transform:translate({way} {fall})}}");
            }
        }
        style
    }

    pub(super) fn captions(&self, sequence: &Sequence, width_px: f64) -> Captions {
        let cells = (width_px / (CAPTION_EM * CAPTION_PX)) as usize;
        let of_step = |step| {
            let sentence = explain::sentence(sequence, step).plain_text();
            wrapped(&sentence, cells, CAPTION_LINES_MAX)
        };
        let n_steps = sequence.steps.len();
        let number_of = |step: usize| {
            let values = [("n", &*(step + 1).to_string()), ("count", &*n_steps.to_string())];
            sequence.language.write(texts::FIGURE_STEP, &values)
        };
        Captions((0..n_steps).map(|step| (number_of(step), of_step(step))).collect())
    }
}

/// What is said at each step: which one it is, and a sentence in lines.
pub(super) struct Captions(Vec<(String, Vec<String>)>);

impl Captions {
    fn line_count(&self) -> usize {
        self.0.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default()
    }

    /// The room that the longest one takes.
    pub fn height(&self) -> f64 {
        38.0 + LINE_PX * self.line_count() as f64
    }

    /// Writes them over one another; one at a time is seen.
    pub fn write(&self, svg: &mut Writer, [left, top, width]: [f64; 3]) {
        let (y, bar) = (number(top), number(width));
        svg.put(&["<line class=\"rule\" x1=\"0\" x2=\"", &bar, "\" y1=\"", &y, "\" y2=\"", &y]);
        svg.put(&["\" stroke=\"#e2e5ea\"/>\n"]);
        svg.rect("a bar tip", "", [0.0, top - 1.0, width, 2.0]);
        svg.put(&[" fill=\"#565e6a\"/>\n"]);
        for (step, (number_of, lines)) in self.0.iter().enumerate() {
            let last = if step + 1 == self.0.len() { " last" } else { "" };
            svg.put(&["<g class=\"a h h", &step.to_string(), last, "\">\n"]);
            svg.start_text(left, top + 20.0, "muted sans", "#565e6a", 12.5, "");
            svg.escaped(number_of);
            svg.put(&["</text>\n"]);
            for (index, line) in lines.iter().enumerate() {
                let y = top + 20.0 + LINE_PX * (index + 1) as f64;
                svg.start_text(left, y, "ink sans", "#16181b", CAPTION_PX, "");
                svg.escaped(line);
                svg.put(&["</text>\n"]);
            }
            svg.put(&["</g>\n"]);
        }
    }
}

/// The frame around what happens now.
pub(super) fn frame(svg: &mut Writer, item: &Item) {
    let area = match item {
        Item::Arrow(arrow) => arrow.highlight(),
        Item::Note(note) => Rect {
            x: note.area.x - 6.0,
            y: note.area.y - 6.0,
            width: note.area.width + 12.0,
            height: note.area.height + 12.0,
        },
        Item::Folded(_) => return,
    };
    let class = format!("a h h{}", item.step());
    svg.rect(&class, "now", [area.x, area.y, area.width, area.height]);
    svg.put(&[" rx=\"8\" fill=\"none\" stroke=\"#1f55c4\" stroke-width=\"1.5\" opacity=\"0\"/>\n"]);
}

/// What travels along an arrow.
pub(super) fn dot(svg: &mut Writer, arrow: &Arrow, class: &str, colour: &str) {
    let (step, x, y) = (arrow.step.to_string(), number(arrow.x1), number(arrow.y));
    svg.put(&["<circle class=\"a d", &step, " dot ", class, "\" cx=\"", &x, "\" cy=\"", &y]);
    svg.put(&["\" r=\"6\" fill=\"", colour, "\" opacity=\"0\"/>\n"]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_in_order_and_each_can_be_read() {
        let clock = Clock { starts_s: vec![1.5, 4.0, 8.0], ends_s: 10.0 };
        assert_eq!(clock.round_s(), 16.0);
        assert_eq!(clock.percent(4.0), "25.000%");
        assert_eq!(clock.step_or_last(7), 2);
        assert_eq!((clock.end_s(0), clock.end_s(2)), (4.0, 16.0));
        let instants_s = clock.instants_s();
        assert!(instants_s.is_sorted() && instants_s[0] == 0.0 && instants_s.contains(&4.0));
        assert!(instants_s.iter().all(|instant_s| *instant_s < clock.round_s()));
    }
}
