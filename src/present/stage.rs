//! The lanes as a room sees them: as large as the screen allows, in pages that do not move.

use crate::browser::page;
use crate::diagram::drawn::drawn_sequence;
use crate::diagram::items::{item_view, line, px, ruler_view};
use crate::diagram::lane_heads::lane_class;
use crate::playback::player::{Player, Shown};
use crate::room::sight::{Part, Sight};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, live, part, truth};
use core::ops::Range;
use language::{fill, say};
use leptos::html::Div;
use leptos::prelude::*;
use picture::layout::{Diagram, Form, layout, layout_of_lane};
use picture::{Sequence, explain};
use std::sync::Arc;
use trace::{ClientKind, Host, HostId};
use web_sys::Element;

/// A sequence laid out for the room.
struct Drawn {
    sequence: Arc<Sequence>,
    diagram: Diagram,
    pages: Vec<Range<f64>>,
    scale: f64,
    /// Width and height of what is drawn, in pixels of the screen.
    size: (f64, f64),
}

/// Heads, lifelines, and what happens between them.
pub fn stage(
    player: Player,
    client: RwSignal<ClientKind>,
    shown: Shown,
    sight: Fact<Sight>,
) -> ErasedView {
    let canvas = NodeRef::<Div>::new();
    let size = RwSignal::new((0.0, 0.0));
    let look = move || {
        let measured = canvas
            .get_untracked()
            .map(|canvas| (canvas.client_width().into(), canvas.client_height().into()));
        if let Some(measured) = measured.filter(|measured| *measured != size.get_untracked()) {
            size.set(measured);
        }
    };
    page::on_resize(move || canvas.get().map(Element::from), |canvas| vec![canvas.clone()], look);
    let near = Memo::new(move |_| sight.read().near);
    let drawn = Memo::new_with_compare(
        move |_| {
            let size = size.get();
            let sight = Sight { near: near.get(), ..Sight::default() };
            let scale = sight.scale(page::size());
            let sequence = drawn_sequence(player, client, shown);
            let width = size.0 / scale;
            let is_lane = |host: &HostId| sequence.hosts().any(|known| known.id == *host);
            let diagram = match sight.near_host().filter(is_lane) {
                Some(host) => layout_of_lane(&sequence, width, host),
                None => layout(&sequence, width, Form::Bare),
            };
            let pages = diagram.pages(size.1 / scale, sight.division());
            Arc::new(Drawn { sequence, diagram, pages, scale, size })
        },
        |_, _| true,
    );
    let number = Memo::new(move |_| {
        let drawn = drawn.get();
        drawn.diagram.page_of(&drawn.pages, shown.step.get())
    });
    let drawing = part(move || {
        let (drawn, number) = (drawn.get(), number.get());
        (drawn.size.0 > 0.0).then(|| drawing(player, shown, sight, &drawn, number))
    });
    let heads = part(move || {
        let drawn = drawn.get();
        let Drawn { sequence, diagram, .. } = &*drawn;
        let is_drawn = |host: &&Host| diagram.lanes.iter().any(|lane| lane.host == host.id);
        let heads = sequence.hosts().filter(is_drawn);
        let heads = heads.map(|host| head(shown, sight, sequence, host)).collect::<Vec<_>>();
        let class = if heads.len() > 5 { "room-heads is-many" } else { "room-heads" };
        Some(view! { <div class=class>{heads}</div> }.erased())
    });
    view! {
        <section class="room-stage" aria-label=say(texts::DIAGRAM)>
            {heads}
            <div class="room-canvas" node_ref=canvas>{drawing}</div>
        </section>
    }
    .erased()
}

/// Who takes part. A press has the light fall on what this host does.
fn head(shown: Shown, sight: Fact<Sight>, sequence: &Arc<Sequence>, host: &Host) -> ErasedView {
    let heading = explain::lane(&sequence.trace, host.id, language::current());
    let id = host.id;
    let is_chosen = truth(move || sight.read().light == Some(Part::Lane(id)));
    let sequence = Arc::clone(sequence);
    let is_dim = live(move || !sight.read().lights_lane(&sequence, shown.step.get(), id));
    let choose = act(move |_| sight.update(|sight| sight.toggle_light(Part::Lane(id))));
    let name = heading
        .is_among_others
        .then(|| view! { <small translate="no">{heading.detail}</small> }.erased());
    view! {
        <button type="button" class=[lane_class(host.role), " room-head"].concat() class:is-dim=is_dim
            aria-pressed=is_chosen on:click=choose><i class="swatch"></i>{heading.title}{name}</button>
    }
    .erased()
}

fn drawing(
    player: Player,
    shown: Shown,
    sight: Fact<Sight>,
    drawn: &Drawn,
    number: usize,
) -> ErasedView {
    let Drawn { sequence, diagram, pages, scale, size: (width, height) } = drawn;
    let name = match sequence.steps.len() {
        0 => say(texts::LANES_NOTHING_WAS_SENT).to_owned(),
        n_steps => fill!(texts::SEQUENCE_DIAGRAM_N_STEPS, n_steps),
    };
    let heights = pages[number].clone();
    let (top, bottom) = (heights.start, heights.start + height / scale);
    let in_light = |pieces: ErasedView, is_lit: Box<dyn Fn(Sight, usize) -> bool + Send>| {
        let is_dim = live(move || !is_lit(*sight.read(), shown.step.get()));
        view! { <g class:is-dim=is_dim>{pieces}</g> }.erased()
    };
    let lifelines = diagram.lanes.iter().map(|lane| {
        let class = [lane_class(lane.role), " lifeline"].concat();
        let (sequence, host) = (Arc::clone(sequence), lane.host);
        let is_lit = move |sight: Sight, now| sight.lights_lane(&sequence, now, host);
        in_light(line(&class, [lane.x, lane.x], [top, bottom]), Box::new(is_lit))
    });
    let ruler = ruler_view(diagram, heights.clone());
    let items = diagram.visible(sequence, heights).into_iter().map(|item| {
        let (sequence, step) = (Arc::clone(sequence), item.step());
        let is_lit = move |sight: Sight, now| sight.lights_step(&sequence, now, step);
        in_light(item_view(item, diagram, player, shown), Box::new(is_lit))
    });
    let view_box = ["0", &px(top), &px(width / scale), &px(height / scale)].join(" ");
    view! {
        <svg class="diagram" role="img" aria-label=name width=px(*width) height=px(*height)
            {..leptos::attr::custom::custom_attribute("viewBox", view_box)}>
            <g aria-hidden="true">{lifelines.chain(items).chain(ruler).collect::<Vec<_>>()}</g>
        </svg>
    }
    .erased()
}
