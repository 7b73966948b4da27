//! The stage: heads of the lanes, which stay in sight, and the diagram under them.

use super::stage_items::{act_view, item_view};
use crate::dom;
use crate::session::{Session, Shown};
use leptos::html::{Div, Section};
use leptos::prelude::*;
use picture::layout::{Diagram, Form, layout};
use picture::{Language, Level, Sequence, explain};
use std::sync::Arc;
use trace::{Role, Trace};
use web_sys::{Element, HtmlElement};

/// How far beyond what is in sight is drawn, in pixels; the view moves on in steps of this size.
const MARGIN_PX: f64 = 400.0;

/// The free space at the stage's foot, as in the style sheet.
const STAGE_FOOT_PX: i32 = 20;

/// What surrounds the diagram, in the window's pixels.
#[derive(Clone, Copy, PartialEq)]
struct Viewport {
    width: f64,
    form: Form,
    /// How high the stage is without the heads of the lanes.
    stage_height: f64,
    /// What of the diagram is drawn.
    top: f64,
    bottom: f64,
}

/// The lanes with everything that happens between them.
#[component]
pub fn Stage(session: Session, shown: Shown) -> impl IntoView {
    let stage = NodeRef::<Section>::new();
    let canvas = NodeRef::<Div>::new();
    let viewport = RwSignal::new(None::<Viewport>);
    let look = move || {
        let measured = canvas.get_untracked().map(|canvas| measure(&canvas));
        if measured != viewport.get_untracked() {
            viewport.set(measured);
        }
    };
    dom::on_resize(canvas, look);
    dom::on_any_scroll(look);
    let size = Memo::new(move |_| {
        viewport.get().map(|viewport| (viewport.width, viewport.form, viewport.stage_height))
    });
    let drawn = Memo::new_with_compare(
        move |_| shown.sequence.get().unwrap_or_else(|| Arc::new(empty_lanes(session))),
        |_, _| true,
    );
    let diagram = Memo::new_with_compare(
        move |_| {
            let (width, form, _) = size.get()?;
            Some(Arc::new(layout(&drawn.get(), width, form)))
        },
        |_, _| true,
    );
    Effect::new(move |_| {
        let step = shown.step.get();
        if let (Some(diagram), Some(canvas), Some(stage)) =
            (diagram.get(), canvas.get_untracked(), stage.get_untracked())
        {
            follow(&diagram, step, &canvas, &stage);
        }
    });
    let drawing = move || {
        let (sequence, diagram, (_, _, stage_height)) = (drawn.get(), diagram.get()?, size.get()?);
        let height = diagram.height.max(stage_height);
        Some(view! { <Drawing session shown sequence diagram height viewport/> })
    };
    view! {
        <section class="stage" aria-label="Diagram" node_ref=stage>
            <LaneHeads session shown/>
            <div class="canvas" node_ref=canvas>{drawing}</div>
        </section>
    }
}

/// The lanes of the default trace, before anything was sent.
fn empty_lanes(session: Session) -> Sequence {
    let mut sequence = Sequence::new(session.default_trace(), Level::Story);
    sequence.steps.clear();
    sequence.folded.clear();
    sequence
}

/// Who takes part. The lanes of the default trace stand there before anything was sent.
#[component]
fn LaneHeads(session: Session, shown: Shown) -> impl IntoView {
    let head = |trace: &Trace, host: &trace::Host| {
        let heading = explain::lane(trace, host.id, Language::English);
        view! {
            <div class=lane_class(host.role)>
                <b><i class="swatch"></i>{heading.title}</b>
                <small>{heading.detail}</small>
            </div>
        }
    };
    let heads = move || {
        let sequence = shown.sequence.get().unwrap_or_else(|| Arc::new(empty_lanes(session)));
        sequence.hosts().map(|host| head(&sequence.trace, host)).collect_view()
    };
    view! { <div class="lane-heads">{heads}</div> }
}

/// The class that gives a lane its hue.
pub fn lane_class(role: Role) -> &'static str {
    match role {
        Role::UserAgent => "lane is-client",
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => "lane is-dns",
        Role::OriginServer => "lane is-server",
        Role::Database => "lane is-database",
    }
}

/// What of the diagram is in sight, and a margin.
#[component]
fn Drawing(
    session: Session,
    shown: Shown,
    sequence: Arc<Sequence>,
    diagram: Arc<Diagram>,
    height: f64,
    viewport: RwSignal<Option<Viewport>>,
) -> impl IntoView {
    let sight = Memo::new(move |_| {
        viewport.get().map_or((0.0, 0.0), |viewport| (viewport.top, viewport.bottom))
    });
    let width = diagram.width;
    let name = match sequence.steps.len() {
        0 => "Four lanes; nothing was sent yet".to_owned(),
        n_steps => format!("Sequence diagram, {n_steps} steps; described in the list of steps"),
    };
    let described_by = (!sequence.steps.is_empty()).then_some("steps");
    let lifelines = diagram.lanes.iter().map(|lane| {
        view! { <line class=format!("{} lifeline", lane_class(lane.role)) x1=lane.x x2=lane.x y1="0" y2=height/> }
    });
    let lifelines = lifelines.collect_view();
    let lanes: Arc<[&'static str]> =
        diagram.lanes.iter().map(|lane| lane_class(lane.role)).collect();
    let acts = {
        let diagram = diagram.clone();
        move || {
            let (top, bottom) = sight.get();
            diagram
                .visible_acts(top..bottom)
                .iter()
                .map(|act| act_view(act, &diagram, shown))
                .collect_view()
        }
    };
    let items = move || {
        let (top, bottom) = sight.get();
        let items = diagram.visible(&sequence, top..bottom);
        items
            .into_iter()
            .map(|item| item_view(item, &diagram, &lanes, session, shown))
            .collect_view()
    };
    view! {
        <svg class="diagram" role="img" aria-label=name aria-describedby=described_by width=width height=height>
            <g aria-hidden="true">{lifelines}</g>
            <g aria-hidden="true">{acts}</g>
            <g aria-hidden="true">{items}</g>
        </svg>
    }
}

fn measure(canvas: &HtmlElement) -> Viewport {
    let area = canvas.get_bounding_client_rect();
    let stage = canvas.parent_element();
    let stage_height =
        stage.map_or(0, |stage| stage.client_height() - canvas.offset_top() - STAGE_FOOT_PX);
    let window_px = |length: Result<wasm_bindgen::JsValue, _>| {
        length.ok().and_then(|px| px.as_f64()).unwrap_or_default()
    };
    let page_width = window_px(window().inner_width());
    let top = ((-area.top()) / MARGIN_PX).floor() * MARGIN_PX - MARGIN_PX;
    let bottom =
        top + (window_px(window().inner_height()) / MARGIN_PX).ceil() * MARGIN_PX + 3.0 * MARGIN_PX;
    Viewport {
        width: area.width(),
        form: Form::for_page(page_width),
        stage_height: stage_height.into(),
        top,
        bottom,
    }
}

/// Scrolls to the current step: the stage itself, or what holds it where the page is narrow.
fn follow(diagram: &Diagram, step: usize, canvas: &Element, stage: &Element) {
    let span = diagram.step_span(step);
    let origin = canvas.get_bounding_client_rect().top();
    let heads =
        stage.first_element_child().map_or(0.0, |heads| heads.get_bounding_client_rect().height());
    let is_scroller = stage.scroll_height() > stage.client_height();
    let holder = stage.parent_element().filter(|_| !is_scroller);
    let brief = holder.as_ref().and_then(|holder| holder.query_selector(".brief").ok().flatten());
    let covered = brief.map_or(0.0, |brief| brief.get_bounding_client_rect().height());
    let scroller = holder.as_ref().unwrap_or(stage);
    dom::scroll_into_sight(
        scroller,
        origin + span.start,
        origin + span.end,
        (heads + 8.0, covered + 24.0),
    );
}
