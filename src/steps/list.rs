//! The ordered list of steps: the keyboard model, and the text of the diagram.
//!
//! One item takes part in the tab order, the current one; Up, Down, Home and End move through
//! the others. What the level folds has an item too, which opens it in place. Of a very long list,
//! what is near the current step is there. While the slider is dragged, nobody reads the list: it follows
//! when that rests.

use crate::browser::focus;
use crate::browser::page;
use crate::browser::scroll;
use crate::playback::player::{Player, Shown, step_at_rest};
use crate::playback::stand::{Stand, stand_of};
use crate::playback::state::{Command, window_of};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::kept::kept;
use crate::view::live::{act, attribute_while, live, part, watch};
use core::ops::Range;
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Ol;
use leptos::prelude::*;
use picture::{Sequence, explain};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollBehavior};

/// One sentence a step.
#[component]
pub fn Steps(player: Player, shown: Shown) -> impl IntoView {
    let list = NodeRef::<Ol>::new();
    let step = step_at_rest(player, shown);
    let items = part(move || {
        let sequence = shown.sequence.get()?;
        let n_steps = sequence.steps.len();
        let window = Memo::new(move |_| window_of(step.get(), n_steps));
        let places = {
            let sequence = Arc::clone(&sequence);
            move || places(&sequence, window.get()).collect()
        };
        let item = move |place: usize| match at_place(&sequence, place) {
            Shows::Step(index) => item(player, step, &sequence, index, place),
            Shows::Row(index) => row_item(player, step, &sequence, index),
        };
        Some(view! { {kept(places, item)} }.erased())
    });
    watch(move || {
        shown.sequence.get();
        let step = step.get();
        list.get_untracked().iter().for_each(|list| follow(list, step));
    });
    // What stands around the list leaves it more or less room at each step.
    let element = move || list.get().map(Element::from);
    let keep_in_sight = move || {
        let Some(list) = list.get_untracked() else { return };
        let focused = focus::focused().filter(|_| focus::holds_focus(&list));
        focused.or_else(|| item_of(&list, step.get_untracked())).iter().for_each(|item| {
            reveal(&list, item);
        });
    };
    page::on_resize(element, |list| vec![list.clone()], keep_in_sight);
    view! {
        <h2 id="steps-title">{say(texts::STEPS)}</h2>
        <ol class="steps" id="steps" aria-labelledby="steps-title" node_ref=list
            on:keydown=act(move |pressed| move_by_key(player, &pressed))>
            {items}
        </ol>
    }
}

/// The places of these steps among all items, with the rows that stand before them or behind the last one.
fn places(sequence: &Sequence, steps: Range<usize>) -> Range<usize> {
    let rows_before = |step: usize| sequence.folded.partition_point(|row| row.before < step);
    let end = match sequence.steps.len() {
        n_steps if steps.end == n_steps => n_steps + sequence.folded.len(),
        _ => steps.end + rows_before(steps.end),
    };
    steps.start + rows_before(steps.start)..end
}

/// What an item of the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The index of a step.
    Step(usize),
    /// The index of a row that the level folds.
    Row(usize),
}

/// What stands at a place among all items.
fn at_place(sequence: &Sequence, place: usize) -> Shows {
    let rows = sequence.folded.iter().zip(0..);
    let row = rows.take_while(|(folded, row)| folded.before + row < place).count();
    match sequence.folded.get(row) {
        Some(folded) if folded.before + row == place => Shows::Row(row),
        Some(_) | None => Shows::Step(place - row),
    }
}

/// A step; `place` is its place among all items.
fn item(
    player: Player,
    step: Memo<usize>,
    sequence: &Sequence,
    index: usize,
    place: usize,
) -> ErasedView {
    let stand = stand_of(move || index, step);
    let is_current = move || stand.get() == Stand::Now;
    let seek = move || player.dispatch(Command::Seek(index));
    let tab_stop = live(move || if is_current() { "0" } else { "-1" }.to_owned());
    view! {
        <li aria-setsize=n_items(sequence) aria-posinset=(place + 1).to_string()
            class:is-ahead=live(move || stand.get() == Stand::Ahead)>
            <button type="button" data-says-step="" data-step=index.to_string()
                tabindex=tab_stop
                aria-current=attribute_while("step", is_current)
                on:focus=act(move |_| seek()) on:click=act(move |_| seek())>
                <span class="number" aria-hidden="true">{(index + 1).to_string()}</span>
                {mark(sequence, index)}{explain::sentence(sequence, index).plain_text()}
            </button>
        </li>
    }
    .erased()
}

/// The sign of the family of an answer, which the sentence has in words.
fn mark(sequence: &Sequence, index: usize) -> Option<ErasedView> {
    let family = explain::family(sequence, &sequence.steps[index])?;
    let class = ["family-mark ", family.class()].concat();
    Some(view! { <span class=class aria-hidden="true">{family.mark()}" "</span> }.erased())
}

fn n_items(sequence: &Sequence) -> String {
    (sequence.steps.len() + sequence.folded.len()).to_string()
}

/// What the level folds, closed or open.
fn row_item(player: Player, step: Memo<usize>, sequence: &Sequence, index: usize) -> ErasedView {
    let row = sequence.folded[index].clone();
    let (before, is_open) = (row.before, row.is_open);
    let last = sequence.steps.len().saturating_sub(1);
    let stand = stand_of(move || before.min(last), step);
    let toggle = act(move |_| {
        player.toggle_row(&row);
        // The list was made anew, with this row at the same place.
        focus::focus_soon(row_selector(index));
    });
    view! {
        <li class="row" aria-setsize=n_items(sequence) aria-posinset=(before + index + 1).to_string()
            class:is-ahead=live(move || stand.get() == Stand::Ahead)>
            <button type="button" tabindex="-1" data-row=index.to_string()
                aria-expanded=is_open.to_string() on:click=toggle>
                {explain::folded(sequence, index)}
            </button>
        </li>
    }
    .erased()
}

fn row_selector(index: usize) -> String {
    ["[data-row=\"", &index.to_string(), "\"]"].concat()
}

/// The focus moves on; on a step it takes the diagram along.
fn move_by_key(player: Player, pressed: &KeyboardEvent) {
    let item = focus::focused().and_then(|button| button.parent_element());
    let (command, next) = match pressed.key().as_str() {
        "ArrowDown" => (Command::Next, item.and_then(|item| item.next_element_sibling())),
        "ArrowUp" => (Command::Back, item.and_then(|item| item.previous_element_sibling())),
        _ => return,
    };
    pressed.prevent_default();
    match next {
        Some(next) => focus::focus_within(&next, "button"),
        // At the edge of what is listed of very many steps.
        None => player.dispatch(command),
    }
}

/// The focus, where it is on a step of the list, goes along with the current one; so does the view.
fn follow(list: &Element, step: usize) {
    let Some(current) = item_of(list, step) else { return };
    let is_on_other_step = focus::focused().is_some_and(|focused| {
        focused != current && focused.has_attribute("data-step") && focus::holds_focus(list)
    });
    if let Some(button) = current.dyn_ref::<HtmlElement>().filter(|_| is_on_other_step) {
        focus::focus(button);
    }
    reveal(list, &current);
}

/// The button of a step. It is looked up by its number: what says that it is current may be told
/// later.
fn item_of(list: &Element, step: usize) -> Option<Element> {
    list.query_selector(&["[data-step=\"", &step.to_string(), "\"]"].concat()).ok()?
}

fn reveal(list: &Element, item: &Element) {
    let area = item.get_bounding_client_rect();
    let span = (area.top(), area.bottom());
    scroll::scroll_into_sight(list, span, (0.0, 0.0), ScrollBehavior::Instant);
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::Level;

    #[test]
    fn each_step_has_one_item_behind_the_rows_that_stand_before_it() {
        for built_in in trace::built_in() {
            let trace = Arc::new(engine::simulate(&built_in.scenario));
            let sequence = Sequence::new(trace, Level::Story);
            let mut expected = Vec::new();
            for step in 0..=sequence.steps.len() {
                let rows = sequence.folded.iter().zip(0..);
                let rows = rows.filter(|(folded, _)| folded.before == step);
                expected.extend(rows.map(|(_, row)| Shows::Row(row)));
                expected.extend((step < sequence.steps.len()).then_some(Shows::Step(step)));
            }
            let items = |steps: Range<usize>| {
                let places = places(&sequence, steps);
                places.map(|place| at_place(&sequence, place)).collect::<Vec<_>>()
            };
            let n_steps = sequence.steps.len();
            assert_eq!(items(0..n_steps), expected, "{}", built_in.name);
            let parts = [0..n_steps / 2, n_steps / 2..n_steps].map(items);
            assert_eq!(parts.concat(), expected, "{}", built_in.name);
        }
    }
}
