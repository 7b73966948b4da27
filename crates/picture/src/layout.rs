//! Where everything stands: pure geometry, in CSS pixels.
//!
//! Heights depend on the kind of a step alone, except for notes, so that laying out is one pass
//! of additions; labels are made for what is visible only ([`Diagram::visible`]).

mod bands;
mod measure;
mod pages;
mod pair;
mod rows;
mod scale;

use crate::explain::Family;
use crate::text::{SANS_EM, cell_count, mono_width};
use crate::{Act, Axis, Sequence};
pub use bands::{Band, bands};
use core::ops::Range;
pub use pages::Division;
pub use pair::{DiagramPair, layout_pair};
use rows::Row;
pub use scale::{Cut, RULER_PX, Ruler};
use trace::{ExchangeId, FetchId, HostId, Role};

/// The width of the column that holds the headings of acts in the wide form.
pub const HEADING_COLUMN_PX: f64 = 112.0;

/// The least width: a page of 320 whose text is half as large again, without its margins.
pub const WIDTH_MIN_PX: f64 = 180.0;

/// How far an arrow comes that is lost.
const LOST_AT: f64 = 0.6;

/// How headings of acts are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In a column at the left.
    Wide,
    /// As a small line above the act.
    Narrow,
    /// Not at all, and without what is folded: for a room, which has to read it from afar, and where
    /// two stand beside each other.
    Bare,
}

impl Form {
    /// The form for a page of this width.
    pub fn for_page(width_px: f64) -> Self {
        if width_px >= 981.0 { Self::Wide } else { Self::Narrow }
    }
}

/// A sequence laid out for one width.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagram {
    /// The width it was laid out for, at least [`WIDTH_MIN_PX`].
    pub width: f64,
    /// The height of everything.
    pub height: f64,
    /// How headings are placed.
    pub form: Form,
    /// What heights say.
    pub axis: Axis,
    /// What heights say of time, where they do.
    pub ruler: Option<Ruler>,
    /// The size of labels on arrows; the one of the current step may be one larger.
    pub label_px: f64,
    /// The size of text in notes.
    pub note_px: f64,
    /// One for each host, left to right.
    pub lanes: Vec<Lane>,
    /// One under another, without gaps.
    pub acts: Vec<ActBand>,
    /// While a handler runs, from top to bottom.
    pub activations: Vec<Activation>,
    rows: Vec<Row>,
    /// The row of each step.
    step_rows: Vec<u32>,
}

/// A lifeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Whose it is.
    pub host: HostId,
    /// What the host is there for.
    pub role: Role,
    /// Its centre.
    pub x: f64,
}

/// An act with its heading.
#[derive(Debug, Clone, PartialEq)]
pub struct ActBand {
    /// Which one.
    pub act: Act,
    /// Of which fetch.
    pub fetch: Option<FetchId>,
    /// Of which exchange.
    pub exchange: Option<ExchangeId>,
    /// E.g. `Find the address`; empty for [`Act::Outside`].
    pub title: &'static str,
    /// E.g. `18.3 ms`; empty where it is not known.
    pub duration: String,
    /// Where it starts; in the wide form a hairline stands here.
    pub top: f64,
    /// Where the next one starts.
    pub bottom: f64,
    /// The baseline of the title.
    pub title_y: f64,
    /// The baseline of the duration, in the wide form.
    pub duration_y: f64,
    /// Its first step; a heading is greyed as long as this one is.
    pub first_step: usize,
}

/// A handler at work on its lifeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Activation {
    /// The index of the lane.
    pub lane: usize,
    /// Where it starts.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// The first step within it.
    pub first_step: usize,
}

/// Something that stands in the picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A message or packet.
    Arrow(Arrow),
    /// Work, a failure or a limit.
    Note(Note),
    /// What this level leaves out.
    Folded(FoldedRow),
}

/// A message or packet from lane to lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// The index of its step.
    pub step: usize,
    /// The index of the lane it starts at, which gives its colour.
    pub lane: usize,
    /// Where the line starts.
    pub x1: f64,
    /// The tip, or the middle of the cross where it is lost.
    pub x2: f64,
    /// The height at which the line starts.
    pub y: f64,
    /// The height of the tip: the same, unless heights are time.
    pub y2: f64,
    /// Solid or dashed.
    pub stroke: Stroke,
    /// How it ends.
    pub end: ArrowEnd,
    /// Of an answer: the family of its status code, which gives it another colour and a sign.
    pub family: Option<Family>,
    /// The text above the line.
    pub label: Label,
}

/// How the line of an arrow is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Requests, queries, statements, and packets that carry no answer.
    Solid,
    /// Answers.
    Dashed,
}

/// How an arrow ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrowEnd {
    /// It arrives.
    Head,
    /// It never does.
    Cross,
}

/// A line of text, centred on `x`, shortened and moved so that it stays inside the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// What is drawn.
    pub text: String,
    /// The middle of the text.
    pub x: f64,
    /// The baseline.
    pub y: f64,
}

/// A box over a lifeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The index of its step.
    pub step: usize,
    /// The index of its lane, which gives its colour.
    pub lane: usize,
    /// What it tells of.
    pub tone: Tone,
    /// Of work that found something wrong: the family of the answer that comes of it.
    pub family: Option<Family>,
    /// The box.
    pub area: Rect,
    /// The text in it, line by line.
    pub lines: Vec<Label>,
}

/// What a note tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Work that was done.
    Work,
    /// Work that found something wrong, e.g. no handler for the path.
    Refused,
    /// No answer comes.
    Failure,
    /// The run was ended.
    Limit,
}

/// A line that stands for what this level leaves out, or stands over it where it is opened.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldedRow {
    /// The index in [`Sequence::folded`].
    pub folded: usize,
    /// The step it stands before.
    pub before: usize,
    /// E.g. `▸ 3 messages (TCP), folded`, or `▾ 3 messages (TCP)` where it is open.
    pub label: Label,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Lays out a sequence for a stage of this width.
pub fn layout(sequence: &Sequence, width_px: f64, form: Form) -> Diagram {
    let width = width_px.max(WIDTH_MIN_PX);
    let mut diagram = rows::layout(sequence, width, form, (None, sequence.axis));
    match sequence.axis {
        Axis::EqualSteps => {}
        Axis::ToScale => {
            scale::spread(&mut diagram, sequence);
            diagram.activations = rows::activations(&diagram, sequence, None);
        }
    }
    diagram
}

/// The same of what one host sends, gets and does, between its lane and those that it has to do with:
/// for a room, which is shown it larger. One step under another: what
/// others do in between is not there.
pub fn layout_of_lane(sequence: &Sequence, width_px: f64, host: HostId) -> Diagram {
    let only = (Some(host), Axis::EqualSteps);
    rows::layout(sequence, width_px.max(WIDTH_MIN_PX), Form::Bare, only)
}

impl Diagram {
    /// What stands between two heights, top to bottom. Costs as much as it returns.
    ///
    /// `sequence` is the one that was laid out.
    pub fn visible(&self, sequence: &Sequence, y: Range<f64>) -> Vec<Item> {
        self.visible_rows(y).map(|row| self.item(sequence, row)).collect()
    }

    /// The numbers of the rows that stand between two heights, top to bottom.
    pub fn visible_rows(&self, y: Range<f64>) -> impl Iterator<Item = usize> {
        let first = self.rows.partition_point(|row| row.reach <= y.start);
        let shown = self.rows[first..].iter().zip(first..);
        let shown = shown.take_while(move |(row, _)| row.top < y.end);
        shown.filter(move |(row, _)| row.lowest() > y.start).map(|(_, number)| number)
    }

    /// What stands in a row.
    ///
    /// `sequence` is the one that was laid out.
    ///
    /// # Panics
    /// There is no such row.
    pub fn item(&self, sequence: &Sequence, row: usize) -> Item {
        measure::item(self, sequence, &self.rows[row])
    }

    /// Everything, top to bottom.
    pub fn items(&self, sequence: &Sequence) -> Vec<Item> {
        self.visible(sequence, 0.0..f64::INFINITY)
    }

    /// The numbers of the acts that reach between two heights.
    pub fn visible_acts(&self, y: Range<f64>) -> Range<usize> {
        let first = self.acts.partition_point(|act| act.bottom <= y.start);
        let end = self.acts.partition_point(|act| act.top < y.end);
        first.min(end)..end
    }

    /// The heights between which a step stands: what to scroll into view.
    pub fn step_span(&self, step: usize) -> Range<f64> {
        let row = self.step_rows.get(step).and_then(|row| self.rows.get(*row as usize));
        row.map_or(0.0..0.0, |row| row.top..row.lowest())
    }

    /// Where the lifelines' area ends: left of the ruler, where there is one.
    pub fn right(&self) -> f64 {
        match self.axis {
            Axis::EqualSteps => self.width,
            Axis::ToScale => self.width - scale::RULER_WIDTH_PX,
        }
    }

    /// Where the lifelines' area starts: right of the headings in the wide form.
    pub fn left(&self) -> f64 {
        match self.form {
            Form::Wide => HEADING_COLUMN_PX,
            Form::Narrow | Form::Bare => 0.0,
        }
    }
}

impl Rect {
    /// As wide as both.
    pub fn around(self, other: Self) -> Self {
        let x = self.x.min(other.x);
        let right = (self.x + self.width).max(other.x + other.width);
        Self { x, width: right - x, ..self }
    }
}

impl Label {
    /// What stands behind the text at this size, so that no line runs through it.
    pub fn ground(&self, font_px: f64) -> Rect {
        let width = mono_width(&self.text, font_px) + 6.0;
        Rect { x: self.x - width / 2.0, y: self.y - font_px * 0.95, width, height: font_px * 1.25 }
    }
}

impl ActBand {
    /// What stands behind the title in the narrow form, where lifelines run below it.
    pub fn ground(&self) -> Rect {
        const TITLE_PX: f64 = 12.0;
        let width = cell_count(self.title) as f64 * SANS_EM * TITLE_PX + 4.0;
        Rect { x: 0.0, y: self.title_y - TITLE_PX - 1.0, width, height: TITLE_PX + 6.0 }
    }
}

impl Item {
    /// The step it shows, or stands before.
    pub fn step(&self) -> usize {
        match self {
            Self::Arrow(arrow) => arrow.step,
            Self::Note(note) => note.step,
            Self::Folded(row) => row.before,
        }
    }
}

impl Arrow {
    /// Where the line stops: behind its head, or in the middle of its cross.
    pub fn line_x2(&self) -> f64 {
        match self.end {
            ArrowEnd::Head => self.x2 - 6.0 * self.direction().0,
            ArrowEnd::Cross => self.x2,
        }
    }

    /// The height at which it stops.
    pub fn line_y2(&self) -> f64 {
        match self.end {
            ArrowEnd::Head => self.y2 - 6.0 * self.direction().1,
            ArrowEnd::Cross => self.y2,
        }
    }

    /// The head or the cross, as the `d` of an SVG path. The head is filled, the cross stroked.
    pub fn end_path(&self) -> String {
        let mut path = String::from("M");
        let (x, y) = (self.x2, self.y2);
        let (along, down) = self.direction();
        let points = match self.end {
            ArrowEnd::Head => {
                let (back_x, back_y) = (x - 12.0 * along, y - 12.0 * down);
                // To the upper side first, whichever way it goes.
                let (aside_x, aside_y) = (-6.0 * down * along.signum(), 6.0 * along.abs());
                [
                    (x, y, " L"),
                    (back_x - aside_x, back_y - aside_y, " L"),
                    (back_x + aside_x, back_y + aside_y, " Z"),
                ]
                .to_vec()
            }
            ArrowEnd::Cross => [
                (x - 6.0, y - 6.0, " L"),
                (x + 6.0, y + 6.0, " M"),
                (x + 6.0, y - 6.0, " L"),
                (x - 6.0, y + 6.0, ""),
            ]
            .to_vec(),
        };
        for (x, y, then) in points {
            path.push_str(&number(x));
            path.push(' ');
            path.push_str(&number(y));
            path.push_str(then);
        }
        path
    }

    /// What is tinted behind the current step.
    pub fn highlight(&self) -> Rect {
        let left = self.x1.min(self.x2) - 18.0;
        let width = self.x1.max(self.x2) + 18.0 - left;
        Rect { x: left, y: self.y - 29.0, width, height: 44.0 + self.y2 - self.y }
    }

    /// A point so far before the tip.
    pub fn before_tip(&self, length: f64) -> (f64, f64) {
        let (along, down) = self.direction();
        (self.x2 - length * along, self.y2 - length * down)
    }

    /// Along and down, one long.
    fn direction(&self) -> (f64, f64) {
        let (x, y) = (self.x2 - self.x1, self.y2 - self.y);
        let length = x.hypot(y);
        if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) }
    }
}

/// A number with at most one decimal, as attributes of SVG have it.
pub fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let mut text = (tenths / 10).to_string();
    if tenths < 0 && tenths > -10 {
        text.insert(0, '-');
    }
    let rest = tenths.unsigned_abs() % 10;
    if rest != 0 {
        text.push('.');
        text.push_str(&rest.to_string());
    }
    text
}
