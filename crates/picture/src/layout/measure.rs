//! One row measured: where its arrow, box and words stand, so that nothing leaves the picture.

use super::rows::{FOLDED_ABOVE_PX, NOTE_ABOVE_PX, Row, RowContent, arrow_above};
use super::{
    Arrow, ArrowEnd, Diagram, FoldedRow, Form, Item, LOST_AT, Label, Note, Rect, Stroke, Tone,
};
use crate::catalogue::Say;
use crate::explain::Family;
use crate::explain::family::of_message;
use crate::late::is_lost;
use crate::text::{SANS_EM, cell_count, cells_within, mono_width, shortened, wrapped};
use crate::texts;
use crate::{Sequence, Step, StepKind, explain};
use trace::{HostId, StageOutcome};

/// Between a label and the edges of the picture.
const EDGE_PX: f64 = 3.0;
/// Between the words of a note and the edges of its box.
const NOTE_PADDING_X_PX: f64 = 12.0;
const NOTE_PADDING_Y_PX: f64 = 7.0;
/// The most lines of a note.
const NOTE_LINES_MAX: usize = 4;
/// Above this, a label stands where its arrow starts.
const SLANT_MIN_PX: f64 = 8.0;
/// The size of headings in the wide form.
const HEADING_PX: f64 = 13.5;
/// How far down a heading reaches beside its first rows.
const HEADING_REACH_PX: f64 = 44.0;

pub(super) fn item(diagram: &Diagram, sequence: &Sequence, row: &Row) -> Item {
    match row.content {
        RowContent::Folded(index) => Item::Folded(folded(diagram, sequence, row, index as usize)),
        RowContent::Step(index) => {
            let index = index as usize;
            let step = &sequence.steps[index];
            match &step.kind {
                StepKind::Message(_) | StepKind::Packet(..) => {
                    Item::Arrow(arrow(diagram, sequence, row, index, step))
                }
                StepKind::Note(_)
                | StepKind::Further(_)
                | StepKind::Failure(_)
                | StepKind::Limit(_) => Item::Note(note(diagram, sequence, row, index, step)),
            }
        }
    }
}

fn arrow(diagram: &Diagram, sequence: &Sequence, row: &Row, index: usize, step: &Step) -> Arrow {
    let (lane, from) = lane(diagram, step.from);
    let (_, to) = lane_or_aside(diagram, step, from);
    let direction = (to - from).signum();
    let y = row.top + arrow_above(diagram);
    let y2 = row.tip.max(y);
    let (end, x2) = match is_lost(sequence, step) {
        false => (ArrowEnd::Head, to - 4.0 * direction),
        true => (ArrowEnd::Cross, from + (to - from) * LOST_AT),
    };
    let middle = (from + to) / 2.0;
    let family = family(sequence, step);
    let sign = family.map_or("", Family::sign);
    let words = match sign {
        "" => sequence.label(index),
        sign => [sign, " ", &sequence.label(index)].concat(),
    };
    let mut label = label(diagram, row, &words, middle, y - 10.0, diagram.label_px);
    if y2 > y + SLANT_MIN_PX {
        // Near where it starts, since the line goes away from it.
        let width = mono_width(&label.text, diagram.label_px + 1.0);
        let beside = from + direction * (12.0 + width / 2.0);
        label.x = kept_inside(diagram, row, beside, width);
    }
    let stroke = if sequence.is_answer(step) { Stroke::Dashed } else { Stroke::Solid };
    Arrow { step: index, lane, x1: from + 5.0 * direction, x2, y, y2, stroke, end, family, label }
}

/// The family of the answer that travels, or that comes of the work that is done.
fn family(sequence: &Sequence, step: &Step) -> Option<Family> {
    match &step.kind {
        StepKind::Message(_) => explain::family(sequence, step),
        StepKind::Note(_) => {
            of_message(sequence, sequence.trace.exchange(step.exchange?).response?)
        }
        StepKind::Failure(_) => Some(Family::NoAnswer),
        StepKind::Packet(..) | StepKind::Further(_) | StepKind::Limit(_) => None,
    }
}

/// The index and the centre of a host's lane.
fn lane(diagram: &Diagram, host: HostId) -> (usize, f64) {
    let lane = diagram.lanes.iter().position(|lane| lane.host == host);
    let lane = lane.expect("every host has a lane");
    (lane, diagram.lanes[lane].x)
}

/// The lane an arrow goes to. A host that writes to itself gets a short arrow to its right.
fn lane_or_aside(diagram: &Diagram, step: &Step, from: f64) -> (usize, f64) {
    let (lane, to) = lane(diagram, step.to);
    if step.from == step.to { (lane, from + 30.0) } else { (lane, to) }
}

fn note(diagram: &Diagram, sequence: &Sequence, row: &Row, index: usize, step: &Step) -> Note {
    let (lane, center) = lane(diagram, step.from);
    let lines = note_lines(diagram, sequence, index);
    let text_width = lines.iter().map(|line| mono_width(line, diagram.note_px)).fold(0.0, f64::max);
    let lane_width = (diagram.right() - diagram.left()) / diagram.lanes.len() as f64;
    let width = (text_width + 2.0 * NOTE_PADDING_X_PX)
        .max((lane_width + 40.0).min(206.0))
        .min(note_room(diagram));
    let height = note_height(diagram, lines.len());
    let top = row.top + NOTE_ABOVE_PX;
    let middle = kept_inside(diagram, row, center, width);
    let first_baseline = top + NOTE_PADDING_Y_PX + diagram.note_px * 0.85;
    let line_px = line_px(diagram);
    let lines = (0u16..).zip(lines).map(|(number, text)| Label {
        text,
        x: middle,
        y: first_baseline + f64::from(number) * line_px,
    });
    let tone = tone(sequence, step);
    let family = (tone == Tone::Refused).then(|| family(sequence, step)).flatten();
    Note {
        step: index,
        lane,
        tone,
        family,
        area: Rect { x: middle - width / 2.0, y: top, width, height },
        lines: lines.collect(),
    }
}

fn tone(sequence: &Sequence, step: &Step) -> Tone {
    match &step.kind {
        StepKind::Failure(_) => Tone::Failure,
        StepKind::Limit(_) => Tone::Limit,
        StepKind::Message(_) | StepKind::Packet(..) | StepKind::Further(_) => Tone::Work,
        StepKind::Note(stages) => {
            let is_done = |outcome: &StageOutcome| *outcome == StageOutcome::Done;
            let all_done = stages.iter().all(|id| is_done(&sequence.trace.stage(*id).outcome));
            if all_done { Tone::Work } else { Tone::Refused }
        }
    }
}

/// The words of a note, broken to fit.
pub(super) fn note_lines(diagram: &Diagram, sequence: &Sequence, step: usize) -> Vec<String> {
    let room = note_room(diagram) - 2.0 * NOTE_PADDING_X_PX;
    wrapped(&sequence.label(step), cells_within(room, diagram.note_px), NOTE_LINES_MAX)
}

/// The most that a box may take.
fn note_room(diagram: &Diagram) -> f64 {
    (diagram.right() - diagram.left() - 2.0 * EDGE_PX).min(380.0)
}

/// The height of a box with so many lines.
pub(super) fn note_height(diagram: &Diagram, lines: usize) -> f64 {
    let further = lines.saturating_sub(1) as f64;
    diagram.note_px * 1.15 + further * line_px(diagram) + 2.0 * NOTE_PADDING_Y_PX
}

fn line_px(diagram: &Diagram) -> f64 {
    diagram.note_px * 1.35
}

fn folded(diagram: &Diagram, sequence: &Sequence, row: &Row, index: usize) -> FoldedRow {
    let folded = &sequence.folded[index];
    let key = if folded.is_open { texts::ROW_OPEN } else { texts::ROW_CLOSED };
    let words = sequence.language.write(key, &[("what", &explain::folded(sequence, index))]);
    let [one, other] = folded.between.map(|host| lane(diagram, host).1);
    let font_px = diagram.label_px.min(13.0);
    let y = row.top + FOLDED_ABOVE_PX;
    let label = label(diagram, row, &words, (one + other) / 2.0, y, font_px);
    FoldedRow { folded: index, before: folded.before, label }
}

fn label(diagram: &Diagram, row: &Row, words: &str, middle: f64, y: f64, font_px: f64) -> Label {
    // The current step is drawn one larger: there has to be room for that.
    let font_px = font_px + 1.0;
    let room = diagram.right() - left_of(diagram, row) - 2.0 * EDGE_PX;
    let text = shortened(words, cells_within(room, font_px));
    let width = cell_count(&text) as f64 * crate::text::MONO_EM * font_px;
    let x = kept_inside(diagram, row, middle, width);
    Label { text, x, y }
}

/// The centre nearest to the wanted one at which something of this width stays inside.
fn kept_inside(diagram: &Diagram, row: &Row, wanted: f64, width: f64) -> f64 {
    let left = left_of(diagram, row) + EDGE_PX + width / 2.0;
    let right = diagram.right() - EDGE_PX - width / 2.0;
    // What is too wide for a row beside a long heading leans over to the right edge.
    wanted.max(left).min(right.max(diagram.left() + EDGE_PX + width / 2.0))
}

/// Where a row may start: behind the column of headings, and behind a heading that is wider.
fn left_of(diagram: &Diagram, row: &Row) -> f64 {
    let left = diagram.left();
    let Some(act) = diagram.acts.get(row.act as usize) else { return left };
    match diagram.form {
        Form::Wide if row.top < act.top + HEADING_REACH_PX => {
            let heading = cell_count(act.title) as f64 * SANS_EM * HEADING_PX;
            left.max(heading + 8.0)
        }
        Form::Wide | Form::Narrow | Form::Bare => left,
    }
}
