//! Time as vertical distance: rows move down until each stands at its instant, and arrows end when they
//! arrive.
//!
//! One scale holds for the whole picture, with two exceptions, which are marked: where more happens than
//! there is room for words, time runs slower; where nothing happens for long, the wait is cut short.

use super::rows::{TIP_PX, anchor};
use super::{Diagram, Form, LOST_AT, Label};
use crate::label::milliseconds;
use crate::text::mono_width;
use crate::waterfall::nice;
use crate::{Sequence, Step, explain};
use core::ops::Range;
use core::time::Duration;
use trace::Instant;

/// What the longest way between two lanes takes.
const FLIGHT_PX: f64 = 80.0;
/// A wait of more of them is cut short: TCP and TLS together take four, which are folded in the story.
const LONG_FLIGHTS: f64 = 5.0;
/// What is drawn of a wait that is cut short, and what it takes in all.
const CUT_PX: f64 = 24.0;
const WAIT_PX: f64 = 54.0;
/// Between two numbers of the ruler.
const TICK_PX: f64 = 44.0;
/// Before a row there is as much at least where the heading of its act stands above it.
const HEADING_PX: f64 = 20.0;
/// The size of the ruler's numbers.
pub const RULER_PX: f64 = 10.5;
/// What the ruler takes at the right edge.
pub(super) const RULER_WIDTH_PX: f64 = 46.0;

/// What heights say of time, at the right edge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ruler {
    /// Where its line stands.
    pub x: f64,
    /// Numbers of milliseconds, counted from where times are told from, top to bottom.
    pub ticks: Vec<Label>,
    /// Where time runs slower than at the scale, top to bottom.
    pub slow: Vec<Range<f64>>,
    /// Where a wait is cut short: how long it is.
    pub cuts: Vec<Cut>,
}

/// A wait that is cut short.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The heights that it takes.
    pub span: Range<f64>,
    /// How long it is, e.g. `1.2 s`.
    pub label: Label,
}

/// When something starts or arrives.
struct Point {
    at: Instant,
    step: usize,
    is_start: bool,
}

/// Moves the rows of a diagram that was laid out in equal steps.
pub(super) fn spread(diagram: &mut Diagram, sequence: &Sequence) {
    diagram.ruler = Some(Ruler { x: diagram.right() + 6.0, ..Ruler::default() });
    if diagram.rows.is_empty() {
        return;
    }
    let mut spread = Spread::new(diagram, sequence);
    for point in points(sequence) {
        spread.wait_until(point.at);
        match point.is_start {
            true => spread.place(point.step),
            false => spread.arrive(point.step),
        }
    }
    spread.place_folded_before(spread.diagram.rows.len(), 0.0);
    spread.finish();
}

/// Starts and arrivals in order; of those at one instant, what arrives comes first.
fn points(sequence: &Sequence) -> Vec<Point> {
    let steps = sequence.steps.iter().enumerate();
    let of_step = |(step, shown): (usize, &Step)| {
        let start = Point { at: shown.started_at, step, is_start: true };
        let end = shown.ended_at.filter(|_| shown.from != shown.to);
        let end = end.map(|at| Point { at: at.max(shown.started_at), step, is_start: false });
        core::iter::once(start).chain(end)
    };
    let mut points: Vec<Point> = steps.flat_map(of_step).collect();
    points.sort_by_key(|point| (point.at, point.is_start, point.step));
    points
}

struct Spread<'a> {
    diagram: &'a mut Diagram,
    sequence: &'a Sequence,
    /// Pixels of a nanosecond.
    scale: f64,
    now: Instant,
    /// The height of `now`.
    y: f64,
    /// Below the last row that was placed.
    floor: f64,
    /// Below the head of the last arrow that arrived.
    last_tip: f64,
    /// Before each row, in equal steps: the heading of its act.
    gaps: Vec<f64>,
    next_row: usize,
    /// From one instant and height to another, where the scale holds.
    true_spans: Vec<[(Instant, f64); 2]>,
    /// The height before the wait that has just passed; the last of the true spans, until its row turns
    /// out to have no room there.
    before_wait: Option<f64>,
    /// How far below the top of its act each first row starts, and how far below its last row the last
    /// act ends.
    act_offsets: Vec<f64>,
    last_margin: f64,
}

impl<'a> Spread<'a> {
    fn new(diagram: &'a mut Diagram, sequence: &'a Sequence) -> Self {
        let floor = diagram.acts.first().map_or(0.0, |act| act.top);
        let mut bottom = floor;
        let gaps = diagram.rows.iter().map(|row| {
            let gap = row.top - bottom;
            bottom = row.bottom;
            gap.max(0.0)
        });
        let gaps: Vec<f64> = gaps.collect();
        let last_margin = diagram.acts.last().map_or(0.0, |act| act.bottom - bottom);
        let mut act_offsets = vec![0.0; diagram.acts.len()];
        for row in diagram.rows.iter().rev() {
            let act = row.act as usize;
            act_offsets[act] = row.top - diagram.acts[act].top;
        }
        let now = sequence.steps.first().map_or(Instant::ZERO, |step| step.started_at);
        let scale = FLIGHT_PX / longest_flight(sequence).as_nanos().max(1) as f64;
        Self {
            diagram,
            sequence,
            scale,
            now,
            y: floor,
            floor,
            last_tip: floor,
            gaps,
            next_row: 0,
            true_spans: Vec::new(),
            before_wait: None,
            act_offsets,
            last_margin,
        }
    }

    /// Lets time pass, at the scale; a long wait takes a height of its own.
    fn wait_until(&mut self, at: Instant) {
        let wait = at.since(self.now);
        let px = wait.as_nanos() as f64 * self.scale;
        let from = (self.now, self.y);
        self.now = at;
        self.before_wait = None;
        if px <= LONG_FLIGHTS * FLIGHT_PX {
            self.y += px;
            if px > 0.0 {
                self.true_spans.push([from, (at, self.y)]);
                self.before_wait = Some(from.1);
            }
            return;
        }
        let top = self.y.max(self.floor) + 2.0;
        self.y = top + WAIT_PX;
        self.floor = top + CUT_PX;
        let text = match wait.as_secs() {
            0 => milliseconds(wait) + " ms",
            _ => explain::long_span(wait, self.sequence.language),
        };
        let x = (self.diagram.left() + self.diagram.right()) / 2.0;
        let label = Label { text, x, y: top + CUT_PX / 2.0 + 4.0 };
        let ruler = self.diagram.ruler.get_or_insert_default();
        ruler.cuts.push(Cut { span: top..self.floor, label });
    }

    /// Puts the row of a step where its instant is, or below the row before it.
    fn place(&mut self, step: usize) {
        let Some(row) = self.diagram.step_rows.get(step).map(|row| *row as usize) else { return };
        let anchor = anchor(self.diagram, &self.sequence.steps[step]);
        self.place_folded_before(row, anchor);
        // No box and no heading stands over the head of an arrow that has just arrived.
        let is_box = anchor < HEADING_PX;
        if self.diagram.form == Form::Narrow && self.gaps[row] >= HEADING_PX {
            self.floor = self.floor.max(self.last_tip);
        }
        let mut least = self.floor + self.gaps[row] + anchor;
        if is_box {
            least = least.max(self.last_tip);
        }
        if least > self.y + 0.5 {
            self.slow(least);
            self.y = least;
        }
        self.move_row(row, self.y - anchor);
        self.diagram.rows[row].tip = self.y;
        self.next_row = row + 1;
        self.before_wait = None;
    }

    /// What this level leaves out has no instant: it stands in the middle of what room there is.
    fn place_folded_before(&mut self, row: usize, anchor: f64) {
        let rows = self.next_row..row;
        let of_row = |row: usize| {
            self.gaps[row] + self.diagram.rows[row].bottom - self.diagram.rows[row].top
        };
        let needed: f64 = rows.clone().map(of_row).sum();
        let gap = self.gaps.get(row).copied().unwrap_or_default();
        let room = self.y - anchor - gap - self.floor - needed;
        if !rows.is_empty() {
            self.floor += (room / 2.0).max(0.0);
        }
        for row in rows {
            self.move_row(row, self.floor + self.gaps[row]);
        }
        self.next_row = row;
    }

    fn move_row(&mut self, row: usize, top: f64) {
        let moved = &mut self.diagram.rows[row];
        (moved.top, moved.bottom) = (top, top + moved.bottom - moved.top);
        self.floor = moved.bottom;
    }

    fn arrive(&mut self, step: usize) {
        let Some(row) = self.diagram.step_rows.get(step).map(|row| *row as usize) else { return };
        let tip = &mut self.diagram.rows[row].tip;
        *tip = tip.max(self.y);
        self.last_tip = *tip + TIP_PX;
        self.before_wait = None;
    }

    /// Down to this height time runs slower; spans that follow each other are one.
    fn slow(&mut self, bottom: f64) {
        let start = match self.before_wait.take() {
            // All of the wait takes more than the scale says.
            Some(before) => {
                self.true_spans.pop();
                before
            }
            None => self.y,
        };
        let ruler = self.diagram.ruler.get_or_insert_default();
        match ruler.slow.last_mut() {
            Some(last) if start <= last.end + 1.0 => last.end = bottom,
            _ => ruler.slow.push(start..bottom),
        }
    }

    fn finish(self) {
        let Self { diagram, sequence, true_spans, floor, y, act_offsets, last_margin, .. } = self;
        aim_the_lost(diagram, sequence, self.scale);
        let mut reach = 0.0_f64;
        for row in &mut diagram.rows {
            reach = reach.max(row.lowest());
            row.reach = reach;
        }
        let bottom_before = diagram.acts.last().map_or(0.0, |act| act.bottom);
        let below = diagram.height - bottom_before;
        move_acts(diagram, &act_offsets, floor.max(y + TIP_PX) + last_margin);
        diagram.height = diagram.acts.last().map_or(0.0, |act| act.bottom) + below;
        let ticks = ticks(&true_spans, sequence, self.scale, diagram.width);
        diagram.ruler.get_or_insert_default().ticks = ticks;
    }
}

/// What is lost goes as far down as it would have come on its link by then.
fn aim_the_lost(diagram: &mut Diagram, sequence: &Sequence, scale: f64) {
    for (index, step) in sequence.steps.iter().enumerate() {
        if step.ended_at.is_some() || step.from == step.to {
            continue;
        }
        let Some(row) = diagram.step_rows.get(index).map(|row| *row as usize) else { continue };
        let way = delay(sequence, step).unwrap_or_default().as_nanos() as f64 * scale * LOST_AT;
        diagram.rows[row].tip = diagram.rows[row].top + anchor(diagram, step) + way;
    }
}

/// Acts reach again from above their first row, where the heading stands, to the next one.
fn move_acts(diagram: &mut Diagram, offsets: &[f64], mut bottom: f64) {
    let mut first_rows = vec![None; diagram.acts.len()];
    for (index, row) in diagram.rows.iter().enumerate().rev() {
        first_rows[row.act as usize] = Some(index);
    }
    for ((act, first), offset) in diagram.acts.iter_mut().zip(first_rows).zip(offsets).rev() {
        let Some(first) = first else { continue };
        let moved = diagram.rows[first].top - offset - act.top;
        act.top += moved;
        act.title_y += moved;
        act.duration_y += moved;
        act.bottom = bottom.max(act.top);
        bottom = act.top;
    }
}

/// The longest one-way delay of a link that is drawn; where all are nothing, an even share of what is
/// shown.
fn longest_flight(sequence: &Sequence) -> Duration {
    let crossed = sequence.steps.iter().filter(|step| step.from != step.to);
    let longest = crossed.filter_map(|step| delay(sequence, step)).max().unwrap_or_default();
    if longest > Duration::ZERO {
        return longest;
    }
    let steps = &sequence.steps;
    let ends = steps.first().zip(steps.last());
    let all = ends.map_or(Duration::ZERO, |(first, last)| last.started_at.since(first.started_at));
    all / u32::try_from(steps.len()).unwrap_or(u32::MAX).max(1)
}

fn delay(sequence: &Sequence, step: &Step) -> Option<Duration> {
    let joins =
        |ends: [trace::HostId; 2]| ends == [step.from, step.to] || ends == [step.to, step.from];
    let link = sequence.trace.links.iter().find(|link| joins(link.ends))?;
    Some(Duration::from_nanos(link.one_way_delay_ns))
}

/// Whole steps of time, where the scale holds.
fn ticks(spans: &[[(Instant, f64); 2]], sequence: &Sequence, scale: f64, right: f64) -> Vec<Label> {
    let step_ns = nice(TICK_PX / scale);
    let decimals = if step_ns < 1e6 { 1 } else { 0 };
    let mut ticks: Vec<Label> = Vec::new();
    for [(from, top), (to, _)] in spans {
        let since = |at: Instant| at.0 as f64 - sequence.starts_at().0 as f64;
        let mut number = (since(*from) / step_ns).ceil().max(0.0);
        while number * step_ns <= since(*to) {
            let ns = number * step_ns;
            let y = top + (ns - since(*from)) * scale + RULER_PX * 0.35;
            let ms = trace::Milliseconds::from(Duration::from_nanos(ns as u64));
            let text = format!("{ms:.decimals$}");
            let x = right - mono_width(&text, RULER_PX) / 2.0 - 1.0;
            if ticks.last().is_none_or(|last| y - last.y >= TICK_PX * 0.6) {
                ticks.push(Label { text, x, y });
            }
            number += 1.0;
        }
    }
    ticks
}

impl Ruler {
    /// Its numbers between two heights.
    pub fn visible_ticks(&self, y: Range<f64>) -> &[Label] {
        let first = self.ticks.partition_point(|tick| tick.y <= y.start);
        let end = self.ticks.partition_point(|tick| tick.y < y.end);
        &self.ticks[first.min(end)..end]
    }

    /// Where time runs slower, between two heights.
    pub fn visible_slow(&self, y: Range<f64>) -> &[Range<f64>] {
        let first = self.slow.partition_point(|span| span.end <= y.start);
        let end = self.slow.partition_point(|span| span.start < y.end);
        &self.slow[first.min(end)..end]
    }

    /// The waits that are cut short, between two heights.
    pub fn visible_cuts(&self, y: Range<f64>) -> &[Cut] {
        let first = self.cuts.partition_point(|cut| cut.span.end <= y.start);
        let end = self.cuts.partition_point(|cut| cut.span.start < y.end);
        &self.cuts[first.min(end)..end]
    }
}
