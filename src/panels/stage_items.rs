//! The pieces of the diagram: headings of acts, arrows, notes, folded rows.

use crate::session::{Session, Shown};
use crate::state::playback::Command;
use leptos::either::EitherOf3;
use leptos::prelude::*;
use picture::layout::{
    ActBand, Arrow, ArrowEnd, Diagram, FoldedRow, Form, Item, Label, Note, Stroke, Tone,
};

/// How far before the tip of an arrow the dot comes to rest, so that both can be seen.
const DOT_REST_PX: f64 = 22.0;

/// Where a piece stands in time, as a class.
fn stand(step: usize, current: usize) -> &'static str {
    match step.cmp(&current) {
        core::cmp::Ordering::Less => "is-past",
        core::cmp::Ordering::Equal => "is-now",
        core::cmp::Ordering::Greater => "is-ahead",
    }
}

/// The heading of an act, greyed until its first step is reached.
pub fn act_view(act: &ActBand, diagram: &Diagram, shown: Shown) -> impl IntoView + use<> {
    let first_step = act.first_step;
    let is_ahead = move || shown.step.get() < first_step;
    let hairline = (diagram.form == Form::Wide).then(|| {
        view! { <line class="hairline" x1="0" x2=diagram.width y1=act.top y2=act.top/> }
    });
    let duration = (diagram.form == Form::Wide).then(|| {
        view! { <text class="act-duration" x="0" y=act.duration_y>{act.duration.clone()}</text> }
    });
    view! {
        <g class="act" class:is-ahead=is_ahead>
            {hairline}
            <text class="act-title" x="0" y=act.title_y>{act.title}</text>
            {duration}
        </g>
    }
}

/// One row of the diagram. `lanes` are the classes of the lanes.
pub fn item_view(
    item: Item,
    diagram: &Diagram,
    lanes: &[&'static str],
    session: Session,
    shown: Shown,
) -> impl IntoView + use<> {
    match item {
        Item::Arrow(arrow) => {
            EitherOf3::A(arrow_view(arrow, diagram.label_px, lanes, session, shown))
        }
        Item::Note(note) => EitherOf3::B(note_view(note, diagram.note_px, lanes, session, shown)),
        Item::Folded(row) => EitherOf3::C(folded_view(row, session)),
    }
}

fn arrow_view(
    arrow: Arrow,
    label_px: f64,
    lanes: &[&'static str],
    session: Session,
    shown: Shown,
) -> impl IntoView + use<> {
    let step = arrow.step;
    let lane = lanes[arrow.lane];
    let class = move || format!("{lane} arrow {}", stand(step, shown.step.get()));
    let is_now = Memo::new(move |_| shown.step.get() == step);
    let dashes = match arrow.stroke {
        Stroke::Solid => "line",
        Stroke::Dashed => "line is-dashed",
    };
    let end = match arrow.end {
        ArrowEnd::Head => "head",
        ArrowEnd::Cross => "cross",
    };
    let area = arrow.highlight();
    let (x1, x2, y) = (arrow.x1, arrow.x2, arrow.y);
    let highlight = move || {
        is_now.get().then(|| {
            view! { <rect class="highlight" x=area.x y=area.y width=area.width height=area.height rx="9"/> }
        })
    };
    let dot = move || is_now.get().then(|| dot_view(x1, x2 - DOT_REST_PX * (x2 - x1).signum(), y));
    view! {
        <g class=class on:click=move |_| session.dispatch(Command::Seek(step))>
            {highlight}
            <line class=dashes x1=x1 x2=arrow.line_x2() y1=y y2=y/>
            <path class=end d=arrow.end_path()/>
            {label_view(&arrow.label, label_px)}
            {dot}
        </g>
    }
}

/// What moves: from `x1` to `x2`, where it stays.
fn dot_view(x1: f64, x2: f64, y: f64) -> impl IntoView {
    view! {
        <g class="dot" style=("--from", format!("{}px", x1 - x2))>
            <circle class="halo" cx=x2 cy=y r="12"/>
            <circle class="core" cx=x2 cy=y r="7"/>
        </g>
    }
}

fn note_view(
    note: Note,
    note_px: f64,
    lanes: &[&'static str],
    session: Session,
    shown: Shown,
) -> impl IntoView + use<> {
    let step = note.step;
    let lane = lanes[note.lane];
    let tone = match note.tone {
        Tone::Work => "is-work",
        Tone::Refused => "is-refused",
        Tone::Failure => "is-failure",
        Tone::Limit => "is-limit",
    };
    let class = move || format!("{lane} note {tone} {}", stand(step, shown.step.get()));
    let area = note.area;
    let lines = note.lines.iter().map(|line| label_view(line, note_px)).collect_view();
    view! {
        <g class=class on:click=move |_| session.dispatch(Command::Seek(step))>
            <rect class="box" x=area.x y=area.y width=area.width height=area.height rx="7"/>
            {lines}
        </g>
    }
}

/// What the level leaves out; a click shows it. The switch of levels does the same by keyboard.
fn folded_view(row: FoldedRow, session: Session) -> impl IntoView {
    let unfold = move |_| session.dispatch(Command::ShowMore);
    view! { <text class="folded" x=row.label.x y=row.label.y on:click=unfold>{row.label.text}</text> }
}

fn label_view(label: &Label, size_px: f64) -> impl IntoView + use<> {
    view! { <text class="label" x=label.x y=label.y font-size=size_px>{label.text.clone()}</text> }
}
