//! The fields as a tree: arrow keys move, open and close.

use super::Opened;
use crate::browser::focus;
use crate::browser::page;
use crate::inspect::rows::{Row, children, layers};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, live, nothing, part_while};
use language::say;
use leptos::attr::custom::custom_attribute;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::Ul;
use leptos::prelude::*;

/// All layers.
pub fn tree(opened: Opened, class: &'static str) -> ErasedView {
    let list = NodeRef::<Ul>::new();
    let items = layers(&opened.rows.peek());
    let point = move |target| {
        let row = page::row_of(target);
        opened.lit.set(row);
        row
    };
    let focused = move |event: FocusEvent| {
        if let Some(row) = point(event.target()) {
            opened.current.set(row);
        }
    };
    let hovered = move |event: MouseEvent| {
        point(event.target());
    };
    let clicked = move |event: MouseEvent| {
        if let Some(row) = page::row_of(event.target()) {
            let is_open = opened.open.peek()[row];
            opened.set_open(row, !is_open);
        }
    };
    let key = move |pressed: KeyboardEvent| {
        let list = list.get_untracked();
        if list.is_some_and(|list| follow_key(opened, &list, &pressed)) {
            pressed.prevent_default();
        }
    };
    view! {
        <ul class=class role="tree" aria-label=say(texts::FIELDS) node_ref=list
            on:focusin=act(focused) on:focusout=act(move |_: FocusEvent| opened.lit.set(None))
            on:mouseover=act(hovered) on:mouseleave=act(move |_: MouseEvent| opened.lit.set(None))
            on:click=act(clicked) on:keydown=act(key)>
            {items.into_iter().map(|place| item(opened, place)).collect::<Vec<_>>()}
        </ul>
    }
    .erased()
}

fn item(opened: Opened, place: usize) -> ErasedView {
    let rows = opened.rows.peek();
    let (row, within) = (rows[place].clone(), children(&rows, place));
    let is_group = !within.is_empty();
    let is_open = move || is_group && opened.is_open(place);
    let expanded = live(move || is_group.then(|| opened.is_open(place).to_string()));
    let tab_stop = live(move || if opened.current.get() == place { "0" } else { "-1" }.to_owned());
    // What is closed stands for everything in it.
    let end = row.end;
    let is_lit = live(move || {
        let is_within = |lit| lit == place || (!is_open() && (place..end).contains(&lit));
        opened.lit.get().is_some_and(is_within)
    });
    let group = move || {
        let items = within.iter().map(|place| item(opened, *place)).collect::<Vec<_>>();
        view! { <ul role="group">{items}</ul> }.erased()
    };
    let group = match is_group {
        true => part_while(is_open, group).erased(),
        false => nothing(),
    };
    let bits = attribute_while(row.bits, || true);
    view! {
        <li role="none">
            <div class="field" class:is-layer=row.depth == 1 class:is-lit=is_lit role="treeitem"
                {..custom_attribute("aria-level", row.depth.to_string())}
                tabindex=tab_stop aria-expanded=expanded
                data-row=place.to_string()>
                <span class="name" translate="no">{row.name}</span>
                <span class="value" translate="no" data-bits=bits>{row.value}</span>
                <span class="meaning">{row.meaning}</span>
            </div>
            {group}
        </li>
    }
    .erased()
}

/// Says whether the key means something here.
fn follow_key(opened: Opened, list: &web_sys::Element, pressed: &KeyboardEvent) -> bool {
    let Some(place) = page::row_of(pressed.target()) else { return false };
    let rows = opened.rows.peek();
    let Row { end, depth, .. } = rows[place];
    let is_group = end > place + 1;
    let is_open = opened.open.peek()[place];
    match pressed.key().as_str() {
        "Enter" | " " if is_group => opened.set_open(place, !is_open),
        "ArrowRight" if is_group && !is_open => opened.set_open(place, true),
        "ArrowRight" if !is_group => {}
        "ArrowLeft" if is_group && is_open => opened.set_open(place, false),
        "ArrowLeft" => {
            let parent = rows[..place].iter().rposition(|earlier| earlier.depth < depth);
            if let Some(parent) = parent {
                focus::focus_within(list, &["[data-row=\"", &parent.to_string(), "\"]"].concat());
            }
        }
        key => return focus::move_focus(list, "[role=treeitem]", key),
    }
    true
}
