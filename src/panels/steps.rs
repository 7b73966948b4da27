//! The ordered list of steps: the keyboard model, and the text of the diagram.
//!
//! One item takes part in the tab order, the current one; Up, Down, Home and End move through
//! the others. Of a very long list, what is near the current step is there.

use super::live::{act, attribute_while, live, part, watch};
use super::piece::{IntoPiece, Piece};
use crate::dom;
use crate::session::{Session, Shown};
use crate::state::playback::{Command, window_of};
use leptos::ev::KeyboardEvent;
use leptos::html::Ol;
use leptos::prelude::*;
use picture::{Sequence, explain};

/// One sentence a step.
#[component]
pub fn Steps(session: Session, shown: Shown) -> impl IntoView {
    let list = NodeRef::<Ol>::new();
    let first = Memo::new(move |_| window_of(shown.step.get(), shown.n_steps()).start);
    let items = move || {
        let sequence = shown.sequence.get()?;
        let window = window_of(shown.step.get_untracked(), sequence.steps.len());
        first.track();
        let items = window.map(|index| item(session, shown, &sequence, index));
        Some(items.collect::<Vec<_>>().piece())
    };
    watch(move || {
        shown.step.track();
        if let Some(list) = list.get_untracked() {
            follow(&list);
        }
    });
    view! {
        <h2 id="steps-title">"Steps"</h2>
        <ol class="steps" id="steps" aria-labelledby="steps-title" node_ref=list
            on:keydown=act(move |pressed| move_by_key(session, &pressed))>
            {part(items)}
        </ol>
    }
}

fn item(session: Session, shown: Shown, sequence: &Sequence, index: usize) -> Piece {
    let is_current = move || shown.step.get() == index;
    let seek = move || session.dispatch(Command::Seek(index));
    let tab_stop = live(move || if is_current() { "0" } else { "-1" }.to_owned());
    view! {
        <li aria-setsize=sequence.steps.len().to_string() aria-posinset=(index + 1).to_string()>
            <button type="button" data-says-step=""
                class:is-ahead=live(move || shown.step.get() < index)
                tabindex=tab_stop
                aria-current=attribute_while("step", is_current)
                on:focus=act(move |_| seek()) on:click=act(move |_| seek())>
                <span class="number" aria-hidden="true">{(index + 1).to_string()}</span>
                {explain::sentence(sequence, index).plain_text()}
            </button>
        </li>
    }
    .piece()
}

fn move_by_key(session: Session, pressed: &KeyboardEvent) {
    let command = match pressed.key().as_str() {
        "ArrowDown" => Command::Next,
        "ArrowUp" => Command::Back,
        _ => return,
    };
    pressed.prevent_default();
    session.dispatch(command);
}

/// The focus, where it is in the list, goes along with the current step; so does the view.
fn follow(list: &web_sys::HtmlOListElement) {
    const CURRENT: &str = "[aria-current=step]";
    if dom::holds_focus(list) {
        dom::focus_within(list, CURRENT);
    }
    if let Some(current) = list.query_selector(CURRENT).ok().flatten() {
        let area = current.get_bounding_client_rect();
        dom::scroll_into_sight(list, area.top(), area.bottom(), (0.0, 0.0));
    }
}
