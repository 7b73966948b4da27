//! The menu of examples: scenarios that come with the program.

use super::live::act;
use super::piece::{IntoPiece, Piece};
use crate::dom;
use crate::later;
use crate::session::Session;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use trace::{BuiltIn, built_in};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A button that opens the list; the browser closes it, with Escape or a click elsewhere.
#[component]
pub fn Examples(session: Session) -> impl IntoView {
    view! {
        <button type="button" class="ghost" popovertarget="examples">
            "Examples "<span aria-hidden="true">"▾"</span>
        </button>
        <div class="menu" id="examples" popover="auto">{later::panel(session, |later| later.examples)}</div>
    }
}

/// The list itself.
pub fn list(session: Session) -> Piece {
    let example = move |example: BuiltIn| {
        let open = act(move |_| session.open_scenario(example.scenario.clone()));
        view! {
            <li>
                <button type="button" popovertarget="examples" popovertargetaction="hide" on:click=open>
                    {example.title}
                </button>
            </li>
        }
    };
    view! {
        <ul aria-label="Examples" on:keydown=act(move_within)>
            {built_in().into_iter().map(example).collect_view()}
        </ul>
    }
    .piece()
}

/// Up and Down go from one example to the next.
fn move_within(pressed: KeyboardEvent) {
    let focused = dom::focused().and_then(|button| button.parent_element());
    let next = match pressed.key().as_str() {
        "ArrowDown" => focused.and_then(|item| item.next_element_sibling()),
        "ArrowUp" => focused.and_then(|item| item.previous_element_sibling()),
        _ => return,
    };
    pressed.prevent_default();
    let button = next.and_then(|item| item.first_element_child()?.dyn_into::<HtmlElement>().ok());
    button.iter().for_each(dom::focus);
}
