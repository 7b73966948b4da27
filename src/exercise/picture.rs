//! The picture of an exercise: lanes with what happens between them, as far as it is shown.

use crate::browser::{page, scroll};
use crate::diagram::items::{item_view, line, px};
use crate::diagram::lane_heads::lane_class;
use crate::diagram::plain_heads::plain_heads;
use crate::exercise::pointing::{At, Pointing};
use crate::exercise::written::lane_heads;
use crate::playback::controls;
use crate::playback::player::{Player, Shown};
use crate::playback::speed::Speed;
use crate::playback::state::{Playback, Repeat};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, nothing, part, watch};
use language::{fill, say};
use leptos::html::Div;
use leptos::prelude::*;
use lesson::Place;
use picture::layout::{Diagram, Form, layout};
use picture::{Level, Sequence, StepKind, explain};
use std::sync::Arc;
use trace::{Instant, Milliseconds, PacketId};
use web_sys::Element;

/// What stands beside each row takes so much of the width.
const ASIDE_PX: f64 = 128.0;

/// How far beyond what is in sight is drawn; the view moves on in steps of this size.
const MARGIN_PX: f64 = 400.0;

/// The free space at the foot of the box, as in the style sheet.
const FOOT_PX: f64 = 18.0;

/// What stands beside each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// Nothing.
    Nothing,
    /// From when to when it goes, in milliseconds since the client started.
    Times,
    /// The number of a packet and its octets.
    Packets,
}

/// The first steps of a sequence, as if there were no others.
pub fn cut(sequence: &Sequence, n_steps: usize) -> Sequence {
    let mut shown = sequence.clone();
    shown.steps.truncate(n_steps);
    shown.folded.retain(|row| row.before <= n_steps);
    shown
}

/// Shows the first steps of a sequence in the picture, and goes to one of them.
pub fn show(player: Player, sequence: &Sequence, n_steps: usize, step: usize) {
    player.playback.set(Some(Playback {
        sequence: Arc::new(cut(sequence, n_steps)),
        step: step.min(n_steps.saturating_sub(1)),
        is_playing: false,
        is_led: false,
        speed: Speed::Half,
        repeat: Repeat::default(),
    }));
}

/// A sequence laid out.
struct Drawn {
    sequence: Arc<Sequence>,
    diagram: Diagram,
    /// At least that of the box.
    height: f64,
}

/// Lanes and what happens between them, in a box that scrolls.
pub fn lanes(player: Player, pointing: Option<Pointing>, aside: Aside) -> ErasedView {
    let shown = Shown::of(player);
    let scroller = NodeRef::<Div>::new();
    let width = RwSignal::new(0.0);
    let (sight, room_below) = (RwSignal::new((0.0, 0.0)), RwSignal::new(0.0));
    let look = move || {
        let Some(scroller) = scroller.get_untracked() else { return };
        let seen = f64::from(scroller.client_width());
        if (seen - width.get_untracked()).abs() > 0.5 {
            width.set(seen);
        }
        let height = f64::from(scroller.client_height()) - FOOT_PX;
        if height != room_below.get_untracked() {
            room_below.set(height);
        }
        let top = (f64::from(scroller.scroll_top()) / MARGIN_PX).floor() * MARGIN_PX - MARGIN_PX;
        let height = (f64::from(scroller.client_height()) / MARGIN_PX).ceil() * MARGIN_PX;
        let seen = (top, top + height + 3.0 * MARGIN_PX);
        if seen != sight.get_untracked() {
            sight.set(seen);
        }
    };
    let element = move || scroller.get().map(Element::from);
    page::on_resize(element, |scroller| vec![scroller.clone()], look);
    let room = if aside == Aside::Nothing { 0.0 } else { ASIDE_PX };
    let drawn = Memo::new_with_compare(
        move |_| {
            let (sequence, width) = (shown.sequence.get()?, width.get());
            let diagram = layout(&sequence, width - room, Form::Bare);
            let height = diagram.height.max(room_below.get());
            (width > 0.0).then(|| Arc::new(Drawn { sequence, diagram, height }))
        },
        |_, _| true,
    );
    watch(move || {
        let (Some(drawn), step) = (drawn.get(), shown.step.get()) else { return };
        let Some(scroller) = scroller.get_untracked() else { return };
        let (span, zoom) = (drawn.diagram.step_span(step), page::zoom());
        let top =
            scroller.get_bounding_client_rect().top() - f64::from(scroller.scroll_top()) * zoom;
        let span = (top + span.start * zoom, top + span.end * zoom);
        scroll::scroll_into_sight(&scroller, span, (12.0, 12.0), scroll::smoothly());
    });
    let of_heads = pointing.clone();
    let is_pointed_at = aside != Aside::Nothing && pointing.is_some();
    let diagram = part(move || {
        let drawn = drawn.get()?;
        let spots =
            pointing.as_ref().map(|pointing| spots(pointing, &drawn, room)).unwrap_or_default();
        let beside = match aside {
            Aside::Nothing => Vec::new(),
            Aside::Times | Aside::Packets => beside(&drawn, aside),
        };
        let said = if is_pointed_at { nothing() } else { said(&drawn.sequence) };
        Some(view! { {said}{svg(&drawn, player, shown, sight)}{beside}{spots} }.erased())
    });
    let heads = part(move || {
        let sequence = shown.sequence.get()?;
        Some(match &of_heads {
            Some(pointing) => lane_heads(pointing, &sequence),
            None => plain_heads(&sequence),
        })
    });
    let room = [&*px(room), "px"].concat();
    let step_time =
        live(move || [&*(shown.speed.get().step_ms() * 5 / 6).to_string(), "ms"].concat());
    view! {
        <div class="exercise-lanes" style=("--step-time", step_time)>
            <div class="exercise-heads" style=("padding-right", room)>{heads}</div>
            <div class="exercise-stage" tabindex="0" role="group" aria-label=say(texts::EXERCISE_PICTURE)
                node_ref=scroller on:scroll=act(move |_| look())>{diagram}</div>
        </div>
    }
    .erased()
}

/// What can be seen, for who does not see it: nothing that is not drawn.
fn said(sequence: &Sequence) -> ErasedView {
    if sequence.steps.is_empty() {
        return view! { <p class="unseen">{say(texts::EXERCISE_NOTHING_YET)}</p> }.erased();
    }
    let step = |step| {
        let said = [explain::heading(sequence, step), sequence.label(step)].join(": ");
        view! { <li>{trace::hidden::marked(&said).into_owned()}</li> }.erased()
    };
    let steps = (0..sequence.steps.len()).map(step).collect::<Vec<_>>();
    view! { <ol class="unseen">{steps}</ol> }.erased()
}

fn svg(
    drawn: &Arc<Drawn>,
    player: Player,
    shown: Shown,
    sight: RwSignal<(f64, f64)>,
) -> ErasedView {
    let diagram = &drawn.diagram;
    let lifelines = diagram.lanes.iter().map(|lane| {
        let class = [lane_class(lane.role), " lifeline"].concat();
        line(&class, [lane.x, lane.x], [0.0, drawn.height])
    });
    let in_sight = {
        let drawn = drawn.clone();
        move || {
            let (top, bottom) = sight.get();
            let items = drawn.diagram.visible(&drawn.sequence, top..bottom).into_iter();
            let items = items.map(|item| item_view(item, &drawn.diagram, player, shown));
            Some(items.collect::<Vec<_>>().erased())
        }
    };
    view! {
        <svg class="diagram" aria-hidden="true" width=px(diagram.width) height=px(drawn.height)>
            {lifelines.collect::<Vec<_>>()}{part(in_sight)}
        </svg>
    }
    .erased()
}

/// Where a row stands, for what lies over it or beside it.
fn place_of(drawn: &Drawn, step: usize, left: f64, width: f64) -> At {
    let span = drawn.diagram.step_span(step);
    [left, span.start, width, span.end - span.start].map(|length| [&*px(length), "px"].concat())
}

fn spots(pointing: &Pointing, drawn: &Drawn, room: f64) -> Vec<ErasedView> {
    let width = drawn.diagram.width + room;
    let spot = |(place, _): &(Place, String)| {
        let step = step_of(&drawn.sequence, *place)?;
        pointing.button(*place, place_of(drawn, step, 0.0, width), nothing())
    };
    pointing.spots.iter().filter_map(spot).collect()
}

/// The step that a place is, or that shows it.
pub fn step_of(sequence: &Sequence, place: Place) -> Option<usize> {
    match place {
        Place::Step(step) => (step < sequence.steps.len()).then_some(step),
        Place::Packet(id) => sequence
            .steps
            .iter()
            .position(|step| matches!(step.kind, StepKind::Packet(shown, _) if shown == id)),
        Place::UrlPart(_) | Place::Part(_) | Place::Lane(_) => None,
    }
}

fn beside(drawn: &Drawn, aside: Aside) -> Vec<ErasedView> {
    let text = |step: usize| {
        let text = match aside {
            Aside::Nothing => return None,
            Aside::Times => span(&drawn.sequence, step),
            Aside::Packets => match drawn.sequence.steps[step].kind {
                StepKind::Packet(id, _) => packet(&drawn.sequence, id),
                _ => return None,
            },
        };
        let [left, top, width, height] = place_of(drawn, step, drawn.diagram.width, ASIDE_PX);
        Some(view! { <p class="exercise-aside" style=("left", left) style=("top", top) style=("width", width)
                style=("height", height)><span>{text}</span></p> }.erased())
    };
    (0..drawn.sequence.steps.len()).filter_map(text).collect()
}

fn packet(sequence: &Sequence, id: PacketId) -> String {
    let octets = sequence.trace.packet(id).octets.len();
    fill!(texts::EXERCISE_PACKET, number = id.0 + 1, octets)
}

fn span(sequence: &Sequence, step: usize) -> String {
    let since = |at: Instant| {
        let since_start = at.0.saturating_sub(sequence.trace.booted_at.0);
        format!("{:.1}", Milliseconds(since_start))
    };
    let step = &sequence.steps[step];
    let start = since(step.started_at);
    match step.ended_at {
        Some(end) => fill!(texts::EXERCISE_SPAN, start, end = since(end)),
        None => fill!(texts::EXERCISE_SPAN_LOST, start),
    }
}

/// Back, play and on: for what is shown to its end.
pub fn bar(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    let place = live(move || {
        let (step, count) = (shown.step.get() + 1, shown.n_steps());
        fill!(texts::EXERCISE_STEP_OF, step = step.min(count), count)
    });
    view! {
        <div class="exercise-bar" role="group" aria-label=say(texts::EXERCISE_PLAYING)>
            {controls::back(player, shown)}
            {controls::play_or_pause(player, shown)}
            {controls::next(player, shown)}
            <span class="muted">{place}</span>
        </div>
    }
    .erased()
}

/// The packets of a trace as they are drawn for an exercise.
pub fn packets_of(sequence: &Sequence) -> Sequence {
    Sequence::new(Arc::clone(&sequence.trace), Level::Packets)
}
