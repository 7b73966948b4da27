//! The bytes, in hexadecimal digits and as text. What belongs to one field lights up together.

use super::Opened;
use crate::browser::focus;
use crate::browser::page;
use crate::browser::scroll;
use crate::inspect::rows::{Cell, LINE_LEN, lines, push_hex};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, part};
use language::say;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;

/// How many lines are drawn before somebody asks for more: 4 KiB.
const LINES_AT_FIRST: usize = 512;

/// Two lines of eight stand beside each other where there is room.
pub fn table(opened: Opened) -> ErasedView {
    let table = NodeRef::<Div>::new();
    let n_lines = opened.view.peek().octets.len().div_ceil(LINE_LEN);
    let n_shown = RwSignal::new(LINES_AT_FIRST);
    let shown = part(move || {
        let cells = lines(&opened.view.peek(), &opened.rows.peek(), n_shown.get());
        let pair = |pair: &[Vec<Cell>]| {
            let line = pair.iter().flat_map(|cells| line(opened, cells)).collect::<Vec<_>>();
            view! { <div class="pair">{line}</div> }.erased()
        };
        Some(cells.chunks(2).map(pair).collect::<Vec<_>>().erased())
    });
    let more = part(move || {
        (n_shown.get() < n_lines).then_some(())?;
        Some(button(say(texts::SHOW_MORE), move |_| {
            n_shown.set(n_shown.get_untracked() + LINES_AT_FIRST)
        }))
    });
    let point = move |target| opened.lit.set(page::row_of(target));
    let focused = move |event: FocusEvent| {
        point(event.target());
        if let Some(row) = page::row_of(event.target()) {
            opened.current.set(row);
        }
    };
    let hovered = move |event: MouseEvent| point(event.target());
    let clicked = move |event: MouseEvent| {
        if let Some(row) = page::row_of(event.target()) {
            show_in_tree(opened, row);
        }
    };
    let key = move |pressed: KeyboardEvent| {
        let table = table.get_untracked();
        if table.is_some_and(|table| focus::move_focus(&table, "button.cell", &pressed.key())) {
            pressed.prevent_default();
        }
    };
    Effect::new(move |_| {
        let Some(row) = opened.lit.get() else { return };
        let start = opened.rows.peek()[row].range.start as usize;
        if let Some(table) = table.get_untracked() {
            keep_in_sight(&table, start / LINE_LEN / 2);
        }
    });
    view! {
        <div class="bytes" translate="no" role="group" aria-label=say(texts::BYTES) node_ref=table
            on:focusin=act(focused) on:focusout=act(move |_: FocusEvent| opened.lit.set(None))
            on:mouseover=act(hovered) on:mouseleave=act(move |_: MouseEvent| opened.lit.set(None))
            on:click=act(clicked) on:keydown=act(key)>
            {shown}{more}
        </div>
        {told(opened)}
    }
    .erased()
}

/// Offset, digits and text of one line.
fn line(opened: Opened, cells: &[Cell]) -> [ErasedView; 3] {
    let offset = cells.first().map_or(0, |cell| cell.start);
    let mut digits = String::new();
    offset.to_be_bytes()[2..].iter().for_each(|octet| push_hex(&mut digits, *octet));
    let octets = cells.iter().map(|cell| octets(opened, cell)).collect::<Vec<_>>();
    let texts = cells.iter().map(|cell| text(opened, cell)).collect::<Vec<_>>();
    [
        view! { <span class="offset" aria-hidden="true">{digits}</span> }.erased(),
        view! { <span class="digits">{octets}</span> }.erased(),
        view! { <span class="text" aria-hidden="true">{texts}</span> }.erased(),
    ]
}

/// Where a field starts one can go with the keys.
fn octets(opened: Opened, cell: &Cell) -> ErasedView {
    let (row, digits) = (cell.row, cell.digits.clone());
    let is_lit = is_lit(opened, cell);
    if !cell.is_start {
        return view! { <span class="cell" data-row=row.to_string() class:is-lit=is_lit>{digits}</span> }
            .erased();
    }
    let name = opened.rows.peek()[row].name.clone();
    let label = [&digits, " ", &name].concat();
    // The first one takes part in the tab order; from there the arrow keys lead on.
    let tab_stop = if cell.start == 0 { "0" } else { "-1" };
    view! {
        <button type="button" class="cell" data-row=row.to_string() tabindex=tab_stop
            aria-label=label class:is-lit=is_lit>{digits}</button>
    }
    .erased()
}

fn text(opened: Opened, cell: &Cell) -> ErasedView {
    let (row, text) = (cell.row.to_string(), cell.text.clone());
    view! { <span class="cell" data-row=row class:is-lit=is_lit(opened, cell)>{text}</span> }
        .erased()
}

fn is_lit(opened: Opened, cell: &Cell) -> crate::view::live::Live<bool> {
    let start = cell.start;
    live(move || {
        let lit = opened.lit.get();
        lit.is_some_and(|lit| {
            let range = opened.rows.peek()[lit].range;
            (range.start..range.end).contains(&start)
        })
    })
}

/// The field that is pointed at, in a place of its own, so that nothing moves.
fn told(opened: Opened) -> ErasedView {
    let said = part(move || {
        let lit = opened.lit.get()?;
        let row = opened.rows.peek()[lit].clone();
        Some(
            view! { <b>{row.name}</b>" "<code>{row.value}</code>" "<span>{row.meaning}</span> }
                .erased(),
        )
    });
    view! { <p class="pointed-at">{said}</p> }.erased()
}

/// Opens everything around a row.
fn show_in_tree(opened: Opened, row: usize) {
    let rows = opened.rows.peek();
    let around = (0..row).filter(|place| rows[*place].end > row);
    around.for_each(|place| opened.set_open(place, true));
}

fn keep_in_sight(table: &web_sys::Element, pair: usize) {
    let pair = table.children().item(pair as u32);
    if let Some(area) = pair.map(|pair| pair.get_bounding_client_rect()) {
        scroll::scroll_into_sight(
            table,
            (area.top(), area.bottom()),
            (0.0, 0.0),
            scroll::smoothly(),
        );
    }
}
