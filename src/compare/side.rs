//! One side: what it shows, its lanes, and what happens between them.

use crate::compare::drawn::{Drawn, Sight};
use crate::compare::marks::{SIGNS_PX, mark_view};
use crate::diagram::items::{item_view, line, px, ruler_view};
use crate::diagram::lane_heads::lane_class;
use crate::diagram::plain_heads::plain_heads;
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{live, part};
use language::fill;
use leptos::prelude::*;
use picture::compare::{Mark, took_apart};
use picture::explain;

/// How the two are called, in every language.
pub const NAMES: [&str; 2] = ["A", "B"];

/// Where the current step of a side stands: which it is, who speaks to whom, and when.
pub fn place(shown: Shown) -> ErasedView {
    let place = live(move || shown.of_step(explain::heading).unwrap_or_default());
    view! { <p class="compare-place">{place}</p> }.erased()
}

/// Who takes part, each over its lane.
pub fn heads(drawn: &Drawn, side: usize) -> ErasedView {
    let pixels = |length: f64| [&*px(length * drawn.scale), "px"].concat();
    let width = SIGNS_PX + drawn.pair.diagrams[side].right();
    let heads = plain_heads(&drawn.held.sequences[side]);
    view! {
        <div class="compare-heads">
            <div style=("padding-inline-start", pixels(SIGNS_PX)) style=("width", pixels(width))>{heads}</div>
        </div>
    }
    .erased()
}

/// What happens between the lanes, as far as it can be seen.
pub fn lanes(drawn: &Drawn, side: usize, player: Player, shown: Shown, sight: Sight) -> ErasedView {
    let diagram = &drawn.pair.diagrams[side];
    let name = fill!(
        texts::SIDE_OF_N_STEPS,
        side = NAMES[side],
        n_steps = drawn.held.sequences[side].steps.len()
    );
    let lifelines = diagram.lanes.iter().map(|lane| {
        let class = [lane_class(lane.role), " lifeline"].concat();
        let x = SIGNS_PX + lane.x;
        line(&class, [x, x], [0.0, diagram.height])
    });
    let in_sight = {
        let drawn = drawn.clone();
        move || Some(in_sight(&drawn, side, player, shown, sight))
    };
    let scaled = |length: f64| px(length * drawn.scale);
    let width = SIGNS_PX + diagram.width;
    let view_box = ["0 0", &px(width), &px(diagram.height)].join(" ");
    view! {
        <svg class="diagram" role="img" aria-label=name width=scaled(width) height=scaled(diagram.height)
            {..leptos::attr::custom::custom_attribute("viewBox", view_box)}>
            <g aria-hidden="true">{lifelines.collect::<Vec<_>>()}{part(in_sight)}</g>
        </svg>
    }
    .erased()
}

fn in_sight(drawn: &Drawn, side: usize, player: Player, shown: Shown, sight: Sight) -> ErasedView {
    let (top, bottom) = sight.get();
    let seen = top / drawn.scale..bottom / drawn.scale;
    let (held, pair) = (&drawn.held, &drawn.pair);
    let diagram = &pair.diagrams[side];
    let both = held.sequences.each_ref().map(|sequence| &**sequence);
    let marks = pair.rows.iter().enumerate().filter_map(|(row, spans)| {
        let span = spans[side].as_ref()?;
        if span.end <= seen.start || seen.end <= span.start {
            return None;
        }
        let (mark, steps) = (held.marks[row]?, &held.comparison.rows[row]);
        // To scale it is seen, and the ruler stands there.
        let is_written = mark == Mark::Time && diagram.ruler.is_none();
        let takes = is_written.then(|| took_apart(steps, both, side)).flatten();
        let width = SIGNS_PX + diagram.width;
        Some(mark_view(mark, steps[side].is_some(), takes, span, width))
    });
    let items = diagram.visible(&held.sequences[side], seen.clone()).into_iter();
    let items = items.map(|item| item_view(item, diagram, player, shown));
    let marks = marks.collect::<Vec<_>>();
    let pieces = items.chain(ruler_view(diagram, seen.clone())).collect::<Vec<_>>();
    let beside = ["translate(", &px(SIGNS_PX), " 0)"].concat();
    view! { {marks}<g transform=beside>{pieces}</g> }.erased()
}
