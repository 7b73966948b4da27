//! The pieces of the diagram: headings of acts, arrows, notes, folded rows.

use crate::diagram::lane_heads::lane_class;
use crate::playback::player::{Player, Shown};
use crate::playback::stand::{Stand, stand_of};
use crate::playback::state::Command;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act, live, nothing, part};
use core::ops::Range;
use leptos::prelude::*;
use picture::explain::Family;
use picture::layout::{
    Arrow, ArrowEnd, Diagram, FoldedRow, Form, Item, Label, Note, RULER_PX, Rect, Stroke, Tone,
};

/// How far before the tip of an arrow the dot comes to rest, so that both can be seen.
const DOT_REST_PX: f64 = 22.0;

/// A coordinate as an attribute: whole pixels, so that lines are sharp.
pub fn px(length: f64) -> String {
    (length.round() as i32).to_string()
}

/// Where what shows a step stands in time. What stands behind the last step is reached with it.
fn stand(step: usize, shown: Shown) -> Memo<Stand> {
    stand_of(move || step.min(shown.n_steps().saturating_sub(1)), shown.step)
}

/// Where a piece stands in time, added to its other classes.
fn standing(class: String, stand: Memo<Stand>) -> Live<String> {
    live(move || {
        let stand = match stand.get() {
            Stand::Past => " is-past",
            Stand::Now => " is-now",
            Stand::Ahead => " is-ahead",
        };
        [&*class, stand].concat()
    })
}

/// The heading of an act, by its number, greyed until its first step is reached.
pub fn act_view(diagram: &Diagram, act: usize, player: Player, shown: Shown) -> ErasedView {
    let act = &diagram.acts[act];
    let first_step = act.first_step;
    let seek = self::act(move |_| player.dispatch(Command::Seek(first_step)));
    let class = standing("act".to_owned(), stand(first_step, shown));
    let is_wide = diagram.form == Form::Wide;
    let hairline = match is_wide {
        true => line("hairline", [0.0, diagram.width], [act.top, act.top]),
        false => nothing(),
    };
    let ground = match is_wide {
        true => nothing(),
        false => ground(act.ground()),
    };
    let duration = match is_wide {
        true => text("act-duration", 0.0, act.duration_y, 12.0, act.duration.clone()),
        false => nothing(),
    };
    let title = text("act-title", 0.0, act.title_y, 13.0, act.title.to_owned());
    view! { <g class=class>{hairline}{ground}<g on:click=seek>{title}{duration}</g></g> }.erased()
}

/// What lies between a text and the lifelines.
fn ground(area: Rect) -> ErasedView {
    let Rect { x, y, width, height } = area;
    view! { <rect class="ground" x=px(x) y=px(y) width=px(width) height=px(height)/> }.erased()
}

/// A class for the family of an answer's status code.
fn family_class(family: Option<Family>) -> &'static str {
    family.map_or("", Family::class)
}

/// One row of the diagram.
pub fn item_view(item: Item, diagram: &Diagram, player: Player, shown: Shown) -> ErasedView {
    let lane = |lane: usize| lane_class(diagram.lanes[lane].role);
    match item {
        Item::Arrow(arrow) => {
            let class = [lane(arrow.lane), " arrow ", family_class(arrow.family)].concat();
            let stand = stand(arrow.step, shown);
            let pieces = arrow_view(&arrow, diagram.label_px, stand);
            group(standing(class, stand), player, arrow.step, pieces)
        }
        Item::Note(note) => {
            let (tone, family) = (tone_class(note.tone), family_class(note.family));
            let class = [lane(note.lane), " note ", tone, " ", family].concat();
            let pieces = note_view(&note, diagram.note_px);
            group(standing(class, stand(note.step, shown)), player, note.step, pieces)
        }
        Item::Folded(row) => folded_view(row, diagram.label_px.min(13.0), player, shown),
    }
}

/// A click on a piece leads to its step.
fn group(class: Live<String>, player: Player, step: usize, pieces: Vec<ErasedView>) -> ErasedView {
    let seek = act(move |_| player.dispatch(Command::Seek(step)));
    view! { <g class=class on:click=seek>{pieces}</g> }.erased()
}

fn arrow_view(arrow: &Arrow, label_px: f64, stand: Memo<Stand>) -> Vec<ErasedView> {
    let dashes = match arrow.stroke {
        Stroke::Solid => "line",
        Stroke::Dashed => "line is-dashed",
    };
    let end = match arrow.end {
        ArrowEnd::Head => "head",
        ArrowEnd::Cross => "cross",
    };
    // What a click or a finger meets, seen behind the current step, whose label is one larger.
    let area = arrow.highlight().around(arrow.label.ground(label_px + 1.0));
    let start = (arrow.x1, arrow.y);
    let rest = arrow.before_tip(DOT_REST_PX);
    let dot = part(move || (stand.get() == Stand::Now).then(|| dot_view(start, rest)));
    vec![
        rect("highlight", area),
        line(dashes, [arrow.x1, arrow.line_x2()], [arrow.y, arrow.line_y2()]),
        view! { <path class=end d=arrow.end_path()/> }.erased(),
        ground(arrow.label.ground(label_px)),
        label_view(&arrow.label, label_px),
        dot.erased(),
    ]
}

/// What moves, to where it stays.
fn dot_view(start: (f64, f64), rest: (f64, f64)) -> ErasedView {
    let circle = |class: &'static str, radius: &'static str| {
        view! { <circle class=class cx=px(rest.0) cy=px(rest.1) r=radius/> }.erased()
    };
    let from = [&*px(start.0 - rest.0), "px, ", &px(start.1 - rest.1), "px"].concat();
    view! { <g class="dot" style=("--from", from)>{circle("halo", "12")}{circle("core", "7")}</g> }
        .erased()
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Work => "is-work",
        Tone::Refused => "is-refused",
        Tone::Failure => "is-failure",
        Tone::Limit => "is-limit",
    }
}

fn note_view(note: &Note, note_px: f64) -> Vec<ErasedView> {
    let lines = note.lines.iter().map(|line| label_view(line, note_px));
    std::iter::once(rect("box", note.area)).chain(lines).collect()
}

/// What the level leaves out; a click opens it. So does its item in the list of steps.
fn folded_view(row: FoldedRow, size_px: f64, player: Player, shown: Shown) -> ErasedView {
    let index = row.folded;
    let toggle = act(move |_| {
        let sequence = shown.sequence.get_untracked();
        sequence.iter().for_each(|sequence| player.toggle_row(&sequence.folded[index]));
    });
    let stand = stand(row.before, shown);
    let reached = live(move || {
        let is_ahead = stand.get() == Stand::Ahead;
        if is_ahead { "row is-ahead" } else { "row" }.to_owned()
    });
    let ground = ground(row.label.ground(size_px));
    let label = text("folded", row.label.x, row.label.y, size_px, row.label.text);
    view! { <g class=reached on:click=toggle>{ground}{label}</g> }.erased()
}

/// What heights say of time between two heights: the numbers, where time runs slower, and where a wait
/// is cut short.
pub fn ruler_view(diagram: &Diagram, sight: Range<f64>) -> Option<ErasedView> {
    let ruler = diagram.ruler.as_ref()?;
    let edges = [ruler.x, ruler.x];
    let slow = ruler.visible_slow(sight.clone()).iter();
    let slow = slow.map(|span| line("ruler-slow", edges, [span.start, span.end]));
    let ticks = ruler.visible_ticks(sight.clone()).iter();
    let ticks = ticks.map(|tick| text("ruler-tick", tick.x, tick.y, RULER_PX, tick.text.clone()));
    let across = [diagram.left(), diagram.width];
    let cuts = ruler.visible_cuts(sight.clone()).iter().flat_map(|cut| {
        let edge = |y: f64| line("ruler-cut", across, [y, y]);
        let gap = line("ruler-gap", edges, [cut.span.start, cut.span.end]);
        let label = label_view(&cut.label, RULER_PX + 1.5);
        [
            gap,
            edge(cut.span.start),
            edge(cut.span.end),
            ground(cut.label.ground(RULER_PX + 1.5)),
            label,
        ]
    });
    let bottom = sight.end.min(diagram.height);
    let whole = line("ruler-line", edges, [sight.start.max(0.0), bottom]);
    let pieces = core::iter::once(whole).chain(slow).chain(ticks).chain(cuts).collect::<Vec<_>>();
    Some(view! { <g class="ruler">{pieces}</g> }.erased())
}

fn label_view(label: &Label, size_px: f64) -> ErasedView {
    text("label", label.x, label.y, size_px, label.text.clone())
}

fn text(class: &'static str, x: f64, y: f64, size_px: f64, text: String) -> ErasedView {
    // Sizes come in halves of a pixel.
    let halves = (size_px * 2.0).round() as i32;
    let size = format!("{}.{}", halves / 2, halves % 2 * 5);
    view! { <text class=class x=px(x) y=px(y) font-size=size>{text}</text> }.erased()
}

/// A line from the first to the second of `x` and of `y`.
pub fn line(class: &str, x: [f64; 2], y: [f64; 2]) -> ErasedView {
    view! { <line class=class.to_owned() x1=px(x[0]) x2=px(x[1]) y1=px(y[0]) y2=px(y[1])/> }
        .erased()
}

fn rect(class: &'static str, area: Rect) -> ErasedView {
    view! { <rect class=class x=px(area.x) y=px(area.y) width=px(area.width) height=px(area.height) rx="8"/> }.erased()
}
