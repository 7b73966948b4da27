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

/// When something starts or arrives on one of the sides, on the clock that they share.
struct Point {
    at: Instant,
    side: usize,
    step: usize,
    is_start: bool,
}

/// Moves the rows of a diagram that was laid out in equal steps.
pub(super) fn spread(diagram: &mut Diagram, sequence: &Sequence) {
    spread_sides(vec![Side::new(diagram, sequence, Instant::ZERO)]);
}

/// The same for two beside each other, whose clocks start together: at one height it is one instant on
/// both, in one scale.
pub(super) fn spread_pair([first, second]: &mut [Diagram; 2], both: [&Sequence; 2]) {
    let [one, other] = both.map(Sequence::starts_at);
    spread_sides(vec![Side::new(first, both[0], one), Side::new(second, both[1], other)]);
}

fn spread_sides(sides: Vec<Side<'_>>) {
    if sides.iter().all(|side| side.diagram.rows.is_empty()) {
        return;
    }
    let mut spread = Spread::new(sides);
    for point in spread.points() {
        spread.wait_until(point.at);
        match point.is_start {
            true => spread.place(point.side, point.step),
            false => spread.arrive(point.side, point.step),
        }
    }
    spread.finish();
}

/// One of the diagrams that share a scale.
struct Side<'a> {
    diagram: &'a mut Diagram,
    sequence: &'a Sequence,
    /// What its instants are counted from on the clock that is shared.
    zero: Instant,
    /// Below the last row that was placed.
    floor: f64,
    /// Below the head of the last arrow that arrived.
    last_tip: f64,
    /// Before each row, in equal steps: the heading of its act.
    gaps: Vec<f64>,
    next_row: usize,
    /// How far below the top of its act each first row starts, and how far below its last row the last
    /// act ends.
    act_offsets: Vec<f64>,
    last_margin: f64,
}

impl<'a> Side<'a> {
    fn new(diagram: &'a mut Diagram, sequence: &'a Sequence, zero: Instant) -> Self {
        diagram.ruler = Some(Ruler { x: diagram.right() + 6.0, ..Ruler::default() });
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
        Self {
            diagram,
            sequence,
            zero,
            floor,
            last_tip: floor,
            gaps,
            next_row: 0,
            act_offsets,
            last_margin,
        }
    }

    fn on_clock(&self, at: Instant) -> Instant {
        Instant(at.0.saturating_sub(self.zero.0))
    }

    fn points(&self, side: usize) -> impl Iterator<Item = Point> {
        let steps = self.sequence.steps.iter().enumerate();
        steps.flat_map(move |(step, shown)| {
            let at = self.on_clock(shown.started_at);
            let start = Point { at, side, step, is_start: true };
            let end = shown.ended_at.filter(|_| shown.from != shown.to);
            let end = end.map(|end| self.on_clock(end).max(at));
            core::iter::once(start).chain(end.map(|at| Point { at, side, step, is_start: false }))
        })
    }

    /// The lowest that the line of a step may start: below the row before it.
    fn least(&mut self, row: usize, anchor: f64) -> f64 {
        // No box and no heading stands over the head of an arrow that has just arrived.
        let is_box = anchor < HEADING_PX;
        if self.diagram.form == Form::Narrow && self.gaps[row] >= HEADING_PX {
            self.floor = self.floor.max(self.last_tip);
        }
        let least = self.floor + self.gaps[row] + anchor;
        if is_box { least.max(self.last_tip) } else { least }
    }

    /// What this level leaves out has no instant: it stands in the middle of what room there is above `y`.
    fn place_folded_before(&mut self, row: usize, y: f64, anchor: f64) {
        let rows = self.next_row..row;
        let of_row = |row: usize| {
            self.gaps[row] + self.diagram.rows[row].bottom - self.diagram.rows[row].top
        };
        let needed: f64 = rows.clone().map(of_row).sum();
        let gap = self.gaps.get(row).copied().unwrap_or_default();
        let room = y - anchor - gap - self.floor - needed;
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

    fn ruler(&mut self) -> &mut Ruler {
        self.diagram.ruler.get_or_insert_default()
    }

    fn cut(&mut self, span: &Range<f64>, text: &str) {
        let x = (self.diagram.left() + self.diagram.right()) / 2.0;
        let label = Label { text: text.to_owned(), x, y: span.start + CUT_PX / 2.0 + 4.0 };
        self.floor = span.end;
        self.ruler().cuts.push(Cut { span: span.clone(), label });
    }
}

struct Spread<'a> {
    /// At least one.
    sides: Vec<Side<'a>>,
    /// Pixels of a nanosecond.
    scale: f64,
    now: Instant,
    /// The height of `now`.
    y: f64,
    /// From one instant and height to another, where the scale holds.
    true_spans: Vec<[(Instant, f64); 2]>,
    /// The height before the wait that has just passed; the last of the true spans, until its row turns
    /// out to have no room there.
    before_wait: Option<f64>,
}

impl<'a> Spread<'a> {
    fn new(sides: Vec<Side<'a>>) -> Self {
        let firsts = sides
            .iter()
            .filter_map(|side| Some(side.on_clock(side.sequence.steps.first()?.started_at)));
        let now = firsts.min().unwrap_or(Instant::ZERO);
        let flights = sides.iter().map(|side| longest_flight(side.sequence));
        let scale = FLIGHT_PX / flights.max().unwrap_or_default().as_nanos().max(1) as f64;
        let y = sides.iter().map(|side| side.floor).fold(0.0, f64::max);
        Self { sides, scale, now, y, true_spans: Vec::new(), before_wait: None }
    }

    /// Starts and arrivals in order; of those at one instant, what arrives comes first.
    fn points(&self) -> Vec<Point> {
        let sides = self.sides.iter().enumerate();
        let mut points: Vec<Point> = sides.flat_map(|(index, side)| side.points(index)).collect();
        points.sort_by_key(|point| (point.at, point.is_start, point.step, point.side));
        points
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
        let top = self.sides.iter().map(|side| side.floor).fold(self.y, f64::max) + 2.0;
        self.y = top + WAIT_PX;
        let language = self.sides.first().map(|side| side.sequence.language).unwrap_or_default();
        let text = match wait.as_secs() {
            0 => milliseconds(wait) + " ms",
            _ => explain::long_span(wait, language),
        };
        self.sides.iter_mut().for_each(|side| side.cut(&(top..top + CUT_PX), &text));
    }

    /// Puts the row of a step where its instant is, or below the row before it.
    fn place(&mut self, side: usize, step: usize) {
        let y = self.y;
        let placed = &mut self.sides[side];
        let Some(row) = placed.diagram.step_rows.get(step).map(|row| *row as usize) else { return };
        let anchor = anchor(placed.diagram, &placed.sequence.steps[step]);
        placed.place_folded_before(row, y, anchor);
        let least = placed.least(row, anchor);
        if least > y + 0.5 {
            self.slow(least);
            self.y = least;
        }
        let placed = &mut self.sides[side];
        placed.move_row(row, self.y - anchor);
        placed.diagram.rows[row].tip = self.y;
        placed.next_row = row + 1;
        self.before_wait = None;
    }

    fn arrive(&mut self, side: usize, step: usize) {
        let arrived = &mut self.sides[side];
        let Some(row) = arrived.diagram.step_rows.get(step).map(|row| *row as usize) else {
            return;
        };
        let tip = &mut arrived.diagram.rows[row].tip;
        *tip = tip.max(self.y);
        arrived.last_tip = *tip + TIP_PX;
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
        for side in &mut self.sides {
            let slow = &mut side.ruler().slow;
            match slow.last_mut() {
                Some(last) if start <= last.end + 1.0 => last.end = bottom,
                _ => slow.push(start..bottom),
            }
        }
    }

    fn finish(mut self) {
        let y = self.y;
        for side in &mut self.sides {
            side.place_folded_before(side.diagram.rows.len(), y, 0.0);
        }
        let floor = self.sides.iter().map(|side| side.floor).fold(y + TIP_PX, f64::max);
        let Self { sides, scale, true_spans, .. } = self;
        for side in sides {
            let origin = side.on_clock(side.sequence.starts_at());
            let Side { diagram, sequence, act_offsets, last_margin, .. } = side;
            aim_the_lost(diagram, sequence, scale);
            let mut reach = 0.0_f64;
            for row in &mut diagram.rows {
                reach = reach.max(row.lowest());
                row.reach = reach;
            }
            let bottom_before = diagram.acts.last().map_or(0.0, |act| act.bottom);
            let below = diagram.height - bottom_before;
            move_acts(diagram, &act_offsets, floor + last_margin);
            diagram.height = diagram.acts.last().map_or(0.0, |act| act.bottom) + below;
            let ticks = ticks(&true_spans, origin, scale, diagram.width);
            diagram.ruler.get_or_insert_default().ticks = ticks;
        }
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

/// Whole steps of time from the origin on, where the scale holds.
fn ticks(spans: &[[(Instant, f64); 2]], origin: Instant, scale: f64, right: f64) -> Vec<Label> {
    let step_ns = nice(TICK_PX / scale);
    let decimals = if step_ns < 1e6 { 1 } else { 0 };
    let mut ticks: Vec<Label> = Vec::new();
    for [(from, top), (to, _)] in spans {
        let since = |at: Instant| at.0 as f64 - origin.0 as f64;
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
