//! What is printed: a frame for each step, its picture and its sentence, and behind them the answer. It is made when the browser is about to print, and goes afterwards.

use crate::browser::print;
use crate::diagram::items::{item_view, line, px, ruler_view};
use crate::diagram::lane_heads::lane_class;
use crate::later::door::{Door, PanelDoor};
use crate::playback::player::{Player, Shown};
use crate::response::answer::{BodyView, text};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, paragraph};
use core::ops::Range;
use language::{fill, say};
use leptos::prelude::*;
use picture::explain::{self, Answer, ResponseCard};
use picture::layout::{Diagram, Division, Form, layout};
use picture::{Sequence, transcript};

/// How wide the picture is laid out; paper of any size takes it larger or smaller.
const WIDTH_PX: f64 = 700.0;
/// A frame's picture is at most about so high: a sheet of A4 or Letter holds two.
const FRAME_PX: f64 = 360.0;
/// More steps than these are no sheet that anybody reads.
const STEPS_MAX: usize = 300;
/// The heads of the lanes.
const HEADS_PX: f64 = 46.0;

/// What is drawn for paper.
pub static SHEET: PanelDoor<Player> = Door::closed();

/// What is printed of the sequence that is shown: there while the page is printed.
pub fn view(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    print::while_printing(move || {
        let sequence = shown.sequence.get_untracked()?;
        Some(sheet(player, shown, &sequence))
    });
    nothing()
}

fn sheet(player: Player, shown: Shown, sequence: &Sequence) -> ErasedView {
    let diagram = layout(sequence, WIDTH_PX, Form::Bare);
    let pages = diagram.pages(FRAME_PX, Division::Full);
    let n_steps = sequence.steps.len().min(STEPS_MAX);
    let frames = (0..n_steps).map(|step| {
        let page = pages[diagram.page_of(&pages, step)].clone();
        // On each frame its own step is the current one.
        let shown = Shown { step: Memo::new(move |_| step), ..shown };
        let said = explain::sentence(sequence, step).plain_text();
        view! {
            <section class="frame">
                <small>{explain::heading(sequence, step)}</small>
                {heads(sequence, &diagram)}
                {page_view(player, shown, sequence, &diagram, page)}
                <p>{said}</p>
            </section>
        }
        .erased()
    });
    let rest = match sequence.steps.len() - n_steps {
        0 => nothing(),
        more => paragraph("muted", fill!(texts::STEPS_NOT_PRINTED, count = more).erased()),
    };
    view! {
        <article class="sheet">
            <h1 translate="no">{transcript::title(sequence)}</h1>
            {frames.collect::<Vec<_>>()}
            {rest}
            <h2>{say(texts::RESPONSE)}</h2>
            {response(sequence)}
        </article>
    }
    .erased()
}

/// A piece of the picture, as wide as the paper.
fn drawing(top: f64, height: f64, pieces: Vec<ErasedView>) -> ErasedView {
    let view_box = ["0", &px(top), &px(WIDTH_PX), &px(height)].join(" ");
    view! {
        <svg class="diagram" role="presentation"
            {..leptos::attr::custom::custom_attribute("viewBox", view_box)}>{pieces}</svg>
    }
    .erased()
}

fn heads(sequence: &Sequence, diagram: &Diagram) -> ErasedView {
    let small = if diagram.lanes.len() > 5 { "heads is-small" } else { "heads" };
    let head = |lane: &picture::layout::Lane| {
        let heading = explain::lane(&sequence.trace, lane.host, sequence.language);
        view! {
            <g class=small>
                <text class="label lane-title" x=px(lane.x) y="18">{heading.title}</text>
                <text class="label lane-detail" x=px(lane.x) y="35" translate="no">{heading.detail}</text>
            </g>
        }
        .erased()
    };
    drawing(0.0, HEADS_PX, diagram.lanes.iter().map(head).collect())
}

fn page_view(
    player: Player,
    shown: Shown,
    sequence: &Sequence,
    diagram: &Diagram,
    Range { start, end }: Range<f64>,
) -> ErasedView {
    let lifelines = diagram.lanes.iter().map(|lane| {
        let class = [lane_class(lane.role), " lifeline"].concat();
        line(&class, [lane.x, lane.x], [start, end])
    });
    let items = diagram.visible(sequence, start..end).into_iter();
    let items = items.map(|item| item_view(item, diagram, player, shown));
    let ruler = ruler_view(diagram, start..end);
    drawing(start, end - start, lifelines.chain(items).chain(ruler).collect())
}

fn response(sequence: &Sequence) -> ErasedView {
    match sequence.fetch.map(|fetch| explain::response(sequence, fetch)) {
        Some(ResponseCard::Answer { answer, .. }) => answered(&answer),
        Some(ResponseCard::Failure { title, sentence, advice, .. }) => vec![
            view! { <p><b>{title}</b></p> }.erased(),
            paragraph("", sentence.plain_text().erased()),
            paragraph("", advice.plain_text().erased()),
        ]
        .erased(),
        Some(ResponseCard::Unfinished { sentence }) => {
            paragraph("", sentence.plain_text().erased())
        }
        None => nothing(),
    }
}

fn answered(answer: &Answer) -> ErasedView {
    let fields = answer.field_lines.iter().map(|line| {
        view! { <div><dt>{line.name.clone()}":"</dt><dd>{line.value.clone()}</dd></div> }.erased()
    });
    let family = [answer.family.digits(), " ", answer.meaning].concat();
    view! {
        <p><b translate="no">{answer.family.sign()}" "{answer.title.clone()}</b>" · "{family}</p>
        <dl translate="no">{fields.collect::<Vec<_>>()}</dl>
        <pre translate="no">{text(answer, BodyView::Pretty)}</pre>
        <p>{answer.body_cut.clone()}</p>
        <p>{answer.use_of_it.plain_text()}</p>
        <p>{answer.changes.plain_text()}</p>
    }
    .erased()
}
