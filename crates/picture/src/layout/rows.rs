//! One row under another: heights, acts, activations. No label is made here, but for notes, whose
//! height depends on how many lines their words take.

use super::{ActBand, Activation, Diagram, Form, Lane, measure};
use crate::label::milliseconds;
use crate::{Act, Axis, Folded, Sequence, Step, StepKind, explain};
use trace::{ExchangeId, FetchId, HostId, Instant, Phase, StageKind};

/// From the top of an arrow's row to its line, and from there to the bottom.
const ARROW_ABOVE_PX: f64 = 32.0;
const ARROW_BELOW_PX: f64 = 9.0;
/// The same for a room, where rows stand as close as they can be read.
const BARE_ABOVE_PX: f64 = 28.0;
/// The same where heights are time: as little as a label needs.
const SCALE_ABOVE_PX: f64 = 27.0;
const SCALE_BELOW_PX: f64 = 4.0;
/// Half of an arrow's head.
pub(super) const TIP_PX: f64 = 8.0;
/// The same for the line of text that stands for folded packets.
pub(super) const FOLDED_ABOVE_PX: f64 = 26.0;
const FOLDED_BELOW_PX: f64 = 8.0;
/// Around the box of a note.
pub(super) const NOTE_ABOVE_PX: f64 = 4.0;
const NOTE_BELOW_PX: f64 = 4.0;
/// What a heading takes: two lines in the wide form, one in the narrow one.
const HEADING_HEIGHT_PX: f64 = 44.0;
/// Behind the last row.
const BOTTOM_PX: f64 = 26.0;
pub(super) const BARE_BOTTOM_PX: f64 = 6.0;

/// From the top of an arrow's row to its line.
pub(super) fn arrow_above(diagram: &Diagram) -> f64 {
    match (diagram.axis, diagram.form) {
        (Axis::ToScale, _) => SCALE_ABOVE_PX,
        (Axis::EqualSteps, Form::Wide | Form::Narrow) => ARROW_ABOVE_PX,
        (Axis::EqualSteps, Form::Bare) => BARE_ABOVE_PX,
    }
}

/// From its line to the bottom.
fn arrow_below(diagram: &Diagram) -> f64 {
    match diagram.axis {
        Axis::EqualSteps => ARROW_BELOW_PX,
        Axis::ToScale => SCALE_BELOW_PX,
    }
}

/// From the top of a row to where its step starts: the line of an arrow, the upper edge of a box.
pub(super) fn anchor(diagram: &Diagram, step: &Step) -> f64 {
    match step.kind {
        StepKind::Message(_) | StepKind::Packet(..) => arrow_above(diagram),
        StepKind::Note(_) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_) => {
            NOTE_ABOVE_PX
        }
    }
}

/// What one row shows, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    /// Where it starts.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// The lowest that this row or one before it comes.
    pub reach: f64,
    /// Where its arrow ends; a height above its line says that it ends beside its start.
    pub tip: f64,
    /// The index of its act.
    pub act: u32,
    /// What it shows.
    pub content: RowContent,
}

impl Row {
    /// How far down it comes, with the tip of its arrow.
    pub fn lowest(&self) -> f64 {
        self.bottom.max(self.tip + TIP_PX)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RowContent {
    /// The index of a step.
    Step(u32),
    /// The index of a folded row.
    Folded(u32),
}

/// `only` is the one host whose steps are shown, between the lanes that they reach.
pub(super) fn layout(
    sequence: &Sequence,
    width: f64,
    form: Form,
    (only, axis): (Option<HostId>, Axis),
) -> Diagram {
    let is_shown = |step: &Step| only.is_none_or(|host| step.from == host || step.to == host);
    let label_px = match form {
        Form::Wide => 15.0,
        Form::Narrow | Form::Bare if width < 280.0 => 10.5,
        Form::Narrow | Form::Bare if width < 496.0 => 12.0,
        Form::Bare => 15.0,
        Form::Narrow => 13.5,
    };
    let mut diagram = Diagram {
        width,
        height: 0.0,
        form,
        axis,
        ruler: None,
        label_px,
        note_px: label_px - 1.5,
        lanes: Vec::new(),
        acts: Vec::new(),
        activations: Vec::new(),
        rows: Vec::with_capacity(sequence.steps.len() + sequence.folded.len()),
        step_rows: Vec::with_capacity(sequence.steps.len()),
    };
    diagram.lanes = lanes(sequence, &diagram, only);
    let mut y = match form {
        Form::Wide => 0.0,
        Form::Narrow => 8.0,
        Form::Bare => 4.0,
    };
    let is_told = |_: &(u32, &Folded)| form != Form::Bare;
    let mut folded = (0..).zip(&sequence.folded).filter(is_told).peekable();
    for step in 0..=sequence.steps.len() {
        while let Some((index, row)) = folded.next_if(|(_, row)| row.before <= step) {
            let fetch = row.exchange.map(|id| sequence.trace.exchange(id).fetch);
            y = open_act(&mut diagram, sequence, (row.act, fetch, row.exchange), step, y);
            let height = FOLDED_ABOVE_PX + FOLDED_BELOW_PX;
            y = add_row(&mut diagram, RowContent::Folded(index), y, height);
        }
        let Some(shown) = sequence.steps.get(step) else { continue };
        if !is_shown(shown) {
            // It is looked for where the one before it stands.
            diagram.step_rows.push(diagram.rows.len().saturating_sub(1) as u32);
            continue;
        }
        y = open_act(&mut diagram, sequence, (shown.act, shown.fetch, shown.exchange), step, y);
        let height = height(&diagram, sequence, step, shown);
        diagram.step_rows.push(diagram.rows.len() as u32);
        y = add_row(&mut diagram, RowContent::Step(step as u32), y, height);
    }
    y = close_act(&mut diagram, y);
    diagram.height = match form {
        Form::Wide | Form::Narrow => y + BOTTOM_PX,
        Form::Bare => y + BARE_BOTTOM_PX,
    };
    diagram.activations = activations(&diagram, sequence, only);
    diagram
}

fn lanes(sequence: &Sequence, diagram: &Diagram, only: Option<HostId>) -> Vec<Lane> {
    let joins = |step: &Step, one, other| {
        (step.from == one && step.to == other) || (step.from == other && step.to == one)
    };
    let is_shown = |host: HostId| {
        only.is_none_or(|only| {
            host == only || sequence.steps.iter().any(|step| joins(step, only, host))
        })
    };
    let hosts: Vec<_> = sequence.hosts().filter(|host| is_shown(host.id)).collect();
    let left = diagram.left();
    let each = (diagram.right() - left) / hosts.len().max(1) as f64;
    let lane = |(index, host): (u16, &&trace::Host)| Lane {
        host: host.id,
        role: host.role,
        x: left + each * (f64::from(index) + 0.5),
    };
    (0..).zip(&hosts).map(lane).collect()
}

fn add_row(diagram: &mut Diagram, content: RowContent, top: f64, height: f64) -> f64 {
    let act = diagram.acts.len().saturating_sub(1) as u32;
    let bottom = top + height;
    diagram.rows.push(Row { top, bottom, reach: bottom, tip: top, act, content });
    bottom
}

fn height(diagram: &Diagram, sequence: &Sequence, step: usize, shown: &Step) -> f64 {
    match shown.kind {
        StepKind::Message(_) | StepKind::Packet(..) => arrow_above(diagram) + arrow_below(diagram),
        StepKind::Note(_) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_) => {
            let lines = measure::note_lines(diagram, sequence, step).len();
            NOTE_ABOVE_PX + measure::note_height(diagram, lines) + NOTE_BELOW_PX
        }
    }
}

/// Starts a new act unless this one goes on, and says where its first row stands.
fn open_act(
    diagram: &mut Diagram,
    sequence: &Sequence,
    part @ (act, fetch, exchange): (Act, Option<FetchId>, Option<ExchangeId>),
    step: usize,
    y: f64,
) -> f64 {
    let goes_on = |last: &ActBand| (last.act, last.fetch, last.exchange) == part;
    if diagram.acts.last().is_some_and(goes_on) {
        return y;
    }
    let top = close_act(diagram, y);
    // The heading stands beside the first row in the wide form, and above it in the narrow one.
    let (title_y, duration_y, first_row) = match diagram.form {
        Form::Wide => (top + 21.0, top + 38.0, top + 12.0),
        Form::Narrow => (top + 22.0, top + 22.0, top + 26.0),
        Form::Bare => (top, top, top),
    };
    diagram.acts.push(ActBand {
        act,
        fetch,
        exchange,
        title: explain::act_title(act, sequence.language),
        duration: duration(sequence, act, exchange),
        top,
        bottom: top,
        title_y,
        duration_y,
        first_step: step,
    });
    first_row
}

/// Ends the act that is open, and says where the next one may start.
fn close_act(diagram: &mut Diagram, y: f64) -> f64 {
    let Some(act) = diagram.acts.last_mut() else { return y };
    let (margin, height_min) = match diagram.form {
        Form::Wide => (10.0, HEADING_HEIGHT_PX + 8.0),
        Form::Narrow => (2.0, 0.0),
        Form::Bare => (0.0, 0.0),
    };
    act.bottom = (y + margin).max(act.top + height_min);
    act.bottom
}

/// How long an act takes; empty for those that the trace does not time.
fn duration(sequence: &Sequence, act: Act, exchange: Option<ExchangeId>) -> String {
    let (Act::Phase(phase), Some(exchange)) = (act, exchange) else { return String::new() };
    let phases = sequence.trace.phases(exchange);
    let Some(span) = phases.iter().find(|span| span.phase == phase) else { return String::new() };
    milliseconds(span.ended_at - span.started_at) + " ms"
}

/// A handler runs from its first statement to the last answer: the steps within its span.
pub(super) fn activations(
    diagram: &Diagram,
    sequence: &Sequence,
    only: Option<HostId>,
) -> Vec<Activation> {
    let stages = sequence.trace.stages.iter().filter(|stage| {
        let is_shown = sequence.fetch.is_none() || stage.fetch == sequence.fetch;
        let has_rows = only.is_none_or(|host| host == stage.host);
        stage.kind == StageKind::Handle && is_shown && has_rows
    });
    stages
        .filter_map(|stage| {
            let lane = diagram.lanes.iter().position(|lane| lane.host == stage.host)?;
            let steps = first_at(&sequence.steps, stage.started_at)
                ..first_at(&sequence.steps, Instant(stage.ended_at.0.saturating_add(1)));
            let mut within = steps.filter(|index| {
                let step = &sequence.steps[*index];
                let is_work = step.act == Act::Phase(Phase::Work);
                // An arrow that only passes by is no work of this handler.
                is_work
                    && (step.from == stage.host || step.to == stage.host)
                    && step.from != step.to
            });
            let first_step = within.next()?;
            let last = within.next_back().unwrap_or(first_step);
            let top = diagram.step_span(first_step).start + arrow_above(diagram) - 6.0;
            let bottom = diagram.step_span(last).end - arrow_below(diagram) + 6.0;
            Some(Activation { lane, top, bottom, first_step })
        })
        .collect()
}

/// The first step at or after an instant.
fn first_at(steps: &[Step], instant: Instant) -> usize {
    steps.partition_point(|step| step.started_at < instant)
}
