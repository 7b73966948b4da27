//! The stage: the diagram under the heads of its lanes, which stay in sight.

use crate::browser::page;
use crate::browser::scroll;
use crate::diagram::drawn::drawn_sequence;
use crate::diagram::items::{act_view, item_view, line, px, ruler_view};
use crate::diagram::lane_heads::{LaneHeads, lane_class};
use crate::later::door::Door;
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::kept::kept;
use crate::view::live::{live, part, watch};
use language::{fill, say};
use leptos::html::{Div, Section};
use leptos::prelude::*;
use picture::Sequence;
use picture::layout::{Diagram, Form, layout};
use std::iter::successors;
use std::sync::Arc;
use trace::ClientKind;
use web_sys::{Element, HtmlElement, ScrollBehavior};

/// How far beyond what is in sight is drawn, in pixels, so that nothing is missing while it is scrolled.
const MARGIN_PX: f64 = 200.0;

/// What is drawn moves on in steps of this size, in pixels.
const STRIDE_PX: f64 = 100.0;

/// Where the lanes have less room than this, nothing stands above them.
const ROOM_PX: f64 = 150.0;

/// The free space at the stage's foot, as in the style sheet.
const STAGE_FOOT_PX: i32 = 20;

/// What surrounds the diagram, in the pixels of the style sheets.
#[derive(Clone, Copy, PartialEq)]
pub struct Viewport {
    width: f64,
    form: Form,
    /// How high the stage is without the heads of the lanes.
    stage_height: f64,
    /// What of the diagram is drawn.
    top: f64,
    bottom: f64,
}

impl Default for Viewport {
    /// Before anything was measured.
    fn default() -> Self {
        Self { width: 0.0, form: Form::Wide, stage_height: 0.0, top: 0.0, bottom: 0.0 }
    }
}

/// A sequence and where everything in it stands.
pub struct Drawn {
    sequence: Arc<Sequence>,
    diagram: Diagram,
    /// At least that of the stage.
    height: f64,
}

/// The lanes with everything that happens between them.
#[component]
pub fn Stage(player: Player, client: RwSignal<ClientKind>, shown: Shown) -> impl IntoView {
    let stage = NodeRef::<Section>::new();
    let canvas = NodeRef::<Div>::new();
    let viewport = RwSignal::new(Viewport::default());
    let look = move || {
        // Where the picture follows the slider at once, it does not move by itself.
        let margin = if player.is_dragged.get_untracked() { 0.0 } else { MARGIN_PX };
        let measured = canvas.get_untracked().map(|canvas| measure(&canvas, margin));
        let measured = measured.unwrap_or_default();
        if measured != viewport.get_untracked() {
            viewport.set(measured);
        }
    };
    let element = move || canvas.get().map(Element::from);
    page::on_resize(element, |canvas| vec![canvas.clone()], look);
    let surroundings = RwSignal::new(());
    page::on_resize(element, around, move || {
        look();
        surroundings.notify();
    });
    scroll::on_any_scroll(move || {
        if !player.is_dragged.get_untracked() {
            look();
        }
    });
    let size = Memo::new(move |_| Viewport { top: 0.0, bottom: 0.0, ..viewport.get() });
    let drawn = Memo::new_with_compare(
        move |_| {
            let (size, sequence) = (size.get(), drawn_sequence(player, client, shown));
            let diagram = layout(&sequence, size.width, size.form);
            let height = diagram.height.max(size.stage_height);
            Arc::new(Drawn { sequence, diagram, height })
        },
        |_, _| true,
    );
    let show_step = move |step: usize, behavior: ScrollBehavior| {
        if let (Some(canvas), Some(stage)) = (canvas.get_untracked(), stage.get_untracked()) {
            follow(&drawn.get().diagram, step, &canvas, &stage, behavior);
        }
    };
    watch(move || {
        surroundings.track();
        let step = shown.step.get();
        if !player.is_dragged.get() {
            show_step(step, scroll::smoothly());
        }
    });
    watch(move || {
        let is_at_rest = !player.is_dragged.get();
        if is_at_rest && viewport.get_untracked() != Viewport::default() {
            look();
        }
    });
    // Before anything else on the page changes: to measure what has not changed costs nothing.
    player.lead_by(Some(move |step| {
        untrack(|| {
            show_step(step, ScrollBehavior::Instant);
            look();
        })
    }));
    on_cleanup(move || player.lead_by(None::<fn(usize)>));
    let drawing = part(move || {
        let is_measured = size.get().width > 0.0;
        is_measured.then(|| drawing((player, shown), &drawn.get(), viewport))
    });
    // A little less than a step lasts, so that what moves has come to rest.
    let step_time =
        live(move || [&*(shown.speed.get().step_ms() * 5 / 6).to_string(), "ms"].concat());
    view! {
        <section class="stage" aria-label=say(texts::DIAGRAM) tabindex="0" node_ref=stage style=("--step-time", step_time)>
            <LaneHeads player client shown/>
            <div class="canvas" node_ref=canvas>{drawing}</div>
        </section>
    }
}

/// What of the diagram is in sight, and a margin.
fn drawing(parts: (Player, Shown), drawn: &Arc<Drawn>, viewport: RwSignal<Viewport>) -> ErasedView {
    let name = match drawn.sequence.steps.len() {
        0 => say(texts::LANES_NOTHING_WAS_SENT).to_owned(),
        n_steps => fill!(texts::SEQUENCE_DIAGRAM_N_STEPS, n_steps),
    };
    let described_by = (!drawn.sequence.steps.is_empty()).then_some("steps");
    let Drawn { diagram, height, .. } = &**drawn;
    let lifelines = diagram.lanes.iter().map(|lane| {
        line(&format!("{} lifeline", lane_class(lane.role)), [lane.x, lane.x], [0.0, *height])
    });
    let in_sight = {
        let drawn = drawn.clone();
        move || Some(IN_SIGHT.behind()?(parts, &drawn, viewport))
    };
    view! {
        <svg class="diagram" role="img" aria-label=name aria-describedby=described_by width=px(diagram.width) height=px(*height)>
            <g aria-hidden="true">{lifelines.collect::<Vec<_>>()}{part(in_sight)}</g>
        </svg>
    }
    .erased()
}

/// Draws what can be seen of a diagram.
type DrawInSight = fn((Player, Shown), &Arc<Drawn>, RwSignal<Viewport>) -> ErasedView;

/// What happens between the lanes, as far as it can be seen.
pub static IN_SIGHT: Door<DrawInSight> = Door::to_steps();

/// What happens between the lanes, as far as it can be seen: what stays in sight stays as it is.
pub fn in_sight(
    (player, shown): (Player, Shown),
    drawn: &Arc<Drawn>,
    viewport: RwSignal<Viewport>,
) -> ErasedView {
    let sight = move || {
        let Viewport { top, bottom, .. } = viewport.get();
        top..bottom
    };
    let acts = {
        let (seen, drawn) = (Arc::clone(drawn), Arc::clone(drawn));
        let acts = move || seen.diagram.visible_acts(sight()).collect();
        kept(acts, move |act| act_view(&drawn.diagram, act, player, shown))
    };
    let rows = {
        let (seen, drawn) = (Arc::clone(drawn), Arc::clone(drawn));
        let rows = move || seen.diagram.visible_rows(sight()).collect();
        kept(rows, move |row| {
            let Drawn { sequence, diagram, .. } = &*drawn;
            item_view(diagram.item(sequence, row), diagram, player, shown)
        })
    };
    if drawn.diagram.ruler.is_none() {
        return view! { {acts}{rows} }.erased();
    }
    let drawn = Arc::clone(drawn);
    let ruler = part(move || ruler_view(&drawn.diagram, sight()));
    // Arrows that are still under way pass behind headings.
    view! { {rows}{acts}{ruler} }.erased()
}

fn measure(canvas: &HtmlElement, margin: f64) -> Viewport {
    let zoom = page::zoom();
    let area = canvas.get_bounding_client_rect();
    let (page_width, page_height) = page::size();
    let form = Form::for_page(page_width);
    let stage_height = stage_height(canvas, form) - canvas.offset_top() - STAGE_FOOT_PX;
    let (first, last) = seen(canvas, form, page_height * zoom);
    let strides = |y: f64| (y - area.top()) / zoom / STRIDE_PX;
    let top = strides(first).floor() * STRIDE_PX - margin;
    let bottom = strides(last).ceil() * STRIDE_PX + margin;
    Viewport { width: area.width() / zoom, form, stage_height: stage_height.into(), top, bottom }
}

/// Between which heights of the window the canvas can be seen: in the wide form within the stage.
fn seen(canvas: &HtmlElement, form: Form, page_height: f64) -> (f64, f64) {
    let stage = canvas.parent_element().filter(|_| form == Form::Wide);
    stage.map_or((0.0, page_height), |stage| {
        let area = stage.get_bounding_client_rect();
        (area.top().max(0.0), area.bottom().min(page_height))
    })
}

/// How much of the stage can be seen at once. Not the height of the stage itself where it grows
/// with what it holds.
fn stage_height(canvas: &HtmlElement, form: Form) -> i32 {
    let stage = canvas.parent_element();
    match form {
        Form::Wide => stage.map_or(0, |stage| stage.client_height()),
        Form::Narrow | Form::Bare => {
            let holder = stage.and_then(|stage| stage.parent_element());
            let brief = holder.as_ref().and_then(brief_of);
            let covered = brief.map_or(0, |brief| brief.client_height());
            // Where the page scrolls, what holds the stage is as high as the stage.
            let page = holder.as_ref().and_then(|holder| holder.parent_element());
            let seen = page.map_or(0, |page| page.client_height());
            holder.map_or(0, |holder| holder.client_height().min(seen) - covered)
        }
    }
}

/// What leaves more or less of the canvas in sight.
fn around(canvas: &Element) -> Vec<Element> {
    let holder = canvas.closest("main").ok().flatten();
    let brief = holder.as_ref().and_then(brief_of);
    holder.into_iter().chain(brief).collect()
}

/// What stays at the lower edge of a narrow page.
fn brief_of(holder: &Element) -> Option<Element> {
    holder.query_selector(".brief").ok().flatten()
}

/// Scrolls to the current step: the stage itself, what holds it where the page is narrow, or the
/// page where it is low as well.
fn follow(
    diagram: &Diagram,
    step: usize,
    canvas: &Element,
    stage: &Element,
    behavior: ScrollBehavior,
) {
    let (span, zoom) = (diagram.step_span(step), page::zoom());
    let heads =
        stage.first_element_child().map_or(0.0, |heads| heads.get_bounding_client_rect().height());
    let around = successors(Some(stage.clone()), |element| element.parent_element()).take(3);
    let mut scrollers = around.filter(|element| element.scroll_height() > element.client_height());
    let Some(scroller) = scrollers.next() else { return };
    // They stay at its lower edge.
    let staying = [".brief", ".brief > .now", ":scope > .controls"].map(|selector| {
        let found = scroller.query_selector(selector).ok().flatten();
        found.map_or(0.0, |found| found.get_bounding_client_rect().height())
    });
    let [brief, now, controls] = staying;
    // As low as can be, the sentence alone stays.
    let covered = controls + if brief > 0.0 { brief } else { now };
    // Whoever has scrolled beyond the diagram reads what is said of each step.
    if canvas.get_bounding_client_rect().bottom() < scroller.get_bounding_client_rect().top() {
        return;
    }
    let room = scroller.get_bounding_client_rect().height() - heads - covered;
    let is_below =
        stage.get_bounding_client_rect().top() > scroller.get_bounding_client_rect().top();
    if room < ROOM_PX && is_below {
        scroll::bring_to_top(&scroller, stage);
    }
    let origin = canvas.get_bounding_client_rect().top();
    scroll::scroll_into_sight(
        &scroller,
        (origin + span.start * zoom, origin + span.end * zoom),
        (heads + 8.0, covered + 24.0),
        behavior,
    );
}
